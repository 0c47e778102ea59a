"""Two machines' journals, lived with and merged: what was said is there, and the rows follow from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import UsageError
from ifs_journal.journal import remarks, remove, write_parts
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.merge_told import Merged
from ifs_journal.journal.reads import each_session, entry, find_session, sessions
from ifs_journal.session.checking import check
from ifs_journal.session.correct import find_answer
from ifs_journal.session.live import Live
from ifs_journal.session.merging import look, merge, require_another
from ifs_journal.session.start import stand
from ifs_journal.terms import EndReason, Kind, Role
from session_meeting import TO_LEAVE, facts, rows
from session_talking import Room, on_disk

CRITIC = ["settled", ["Critic"], "be careful", "some", None]
OPEN = ["settled", "a knot in the chest", None, "a grey fist", ["open"], "it looks up"]
REST = ["I am tired", "keeps me on time", "open", "we would be late", None, "its long hours", "the Watch"]
DAY = "2026-03-01"


class Machines:
    """Machines with a journal each. A new one begins with a copy of another, or with nothing."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        self.count = 0

    def new(self, like: Room | None = None) -> Room:
        """One more machine, its clock a little apart from every other."""
        self.count += 1
        path = self.folder / f"{self.count}.db"
        if like is None:
            create(path)
        else:
            like.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            shutil.copy(like.journal.path, path)
        room = Room(self.stack.enter_context(Journal.open(path)))
        if like is not None:
            room.hands.at = like.hands.at
        room.later(milliseconds=137 * self.count)
        return room


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with ExitStack() as stack:
        yield Machines(tmp_path, stack)


def bring(room: Room, other: Room, *, whole: bool = True) -> Merged:
    """Merge, see that all rows follow from the logs, and that doing it again changes nothing.

    Without `whole`, something a log names was removed, and its rows do not say all that it does.
    """
    heard: list[str] = []
    planned = look(room.journal, other.journal, lambda what, done, of: heard.append(what))
    assert set(heard) == {"compare"}
    found, clean = merge(room.journal, other.journal)
    assert planned == found
    assert clean
    assert merge(room.journal, other.journal)[0].nothing
    checked = check(room.journal)
    assert (checked.troubles, checked.looked_at) == ((), True)
    for one in list(each_session(room.journal)) if whole else ():
        on_disk(stand(room.journal, one, room.hands.clock()), room.journal)
    return found


def said(room: Room) -> set[Any]:
    """Every text that was answered."""
    found = (entry(room.journal, one.id).answers for one in sessions(room.journal))
    return {one.value for answers in found for one in answers if isinstance(one.value, str)}


def gone(room: Room, text: str) -> None:
    """No file of the journal holds this text."""
    name = room.journal.path.name
    for file in room.journal.path.parent.glob(f"{name}*"):
        assert text.encode() not in file.read_bytes()


def test_an_empty_journal_takes_everything_with_its_numbers(machines: Machines) -> None:
    there, here = machines.new(), machines.new()
    there.sit("check-in", CRITIC)
    there.sit("six-fs", [*OPEN, *REST, *TO_LEAVE])
    found = bring(here, there)
    assert (found.new, found.parts, found.renumbered, found.same_name) == ([1, 2], [1, 2], [], [])
    assert sorted(facts(here)) == sorted(facts(there))
    assert said(here) == said(there)


def test_a_clash_of_numbers_is_said_and_parts_of_one_name_stay_two(machines: Machines) -> None:
    here, there = machines.new(), machines.new()
    here.sit("check-in", CRITIC)
    there.sit("check-in", CRITIC)
    found = bring(here, there)
    assert set(found.renumbered) == {("session", 1, 2), ("part", 1, 2)}
    assert found.same_name == [(1, 2)]
    assert not bring(there, here).nothing


def test_a_session_open_there_comes_in_paused_and_can_be_gone_on_with(machines: Machines) -> None:
    here, there = machines.new(), machines.new()
    live, _, _ = there.sit("six-fs", OPEN)
    bring(here, there)
    here.later(minutes=5)
    gone_on, _, ending = here.resume([*REST, *TO_LEAVE])
    assert gone_on.id == live.id
    assert ending.reason is EndReason.COMPLETE
    found = bring(there, here)
    assert found.changed == [1]
    assert find_session(there.journal, live.id).end_reason is EndReason.COMPLETE


def parted(machines: Machines) -> tuple[Room, Room, Live]:
    """A session that went on one way here, and another way there a little later."""
    here = machines.new()
    live, _, _ = here.sit("six-fs", OPEN)
    there = machines.new(here)
    here.later(minutes=2)
    here.resume(["I am tired", *REST[1:], *TO_LEAVE])
    there.later(minutes=4)
    there.resume(["leave me", "guards the door", *REST[2:-1], "the Guard", *TO_LEAVE])
    return here, there, live


@pytest.mark.parametrize("turned", [False, True])
def test_logs_that_parted_become_two_sessions(machines: Machines, turned: bool) -> None:
    here, there, live = parted(machines)
    room = there if turned else here
    found = bring(room, here if turned else there)
    assert found.apart == [(1, 2)]
    by_id = {one.id: one for one in sessions(room.journal)}
    assert len(by_id) == 2
    kept = str(entry(room.journal, live.id).answers)
    assert "I am tired" in kept, "the earlier way keeps the id"
    assert "leave me" not in kept
    assert {"I am tired", "leave me"} <= said(room)
    assert {one["name"] for one in rows(room, "part")} == {"the Watch", "the Guard"}
    assert sum(one[0] == "message" for one in facts(room)) == 2
    own = by_id[live.id] if not turned else next(one for one in by_id.values() if one.id != live.id)
    assert own.number == 1, "what was here keeps its number"


def test_a_removed_version_stays_removed_and_the_other_stays(machines: Machines) -> None:
    here, there, live = parted(machines)
    untouched = machines.new(there)
    bring(here, there)
    here.journal.delete_session(live.id)
    bring(here, untouched)
    bring(there, here)
    for room in (here, there):
        assert len(sessions(room.journal)) == 1
        assert "leave me" in said(room)
        assert "I am tired" not in said(room)


def test_a_session_removed_there_goes_here_and_leaves_no_trace(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("check-in", ["settled", ["Zimtschnecke"], "zitronengras", "some", None])
    remarks.add_note(here.journal, "safran", note_id=machine_id(1), at=live.log[-1].at, local_day=DAY)
    there = machines.new(here)
    there.journal.delete_session(live.id)
    found = bring(here, there)
    assert found.removed == {"session": 1}
    assert rows(here, "part") == []
    gone(here, "zitronengras")
    gone(here, "Zimtschnecke")
    assert [one.text for one in remarks.notes(here.journal)] == ["safran"]


def machine_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def test_a_copy_of_what_was_removed_here_is_not_brought_back(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("check-in", CRITIC)
    there = machines.new(here)
    (part,) = rows(here, "part")
    remove.remove_part(here.journal, part["id"])
    assert bring(here, there, whole=False).nothing
    assert rows(here, "part") == []
    bring(there, here, whole=False)
    assert rows(there, "part") == []
    assert "Critic" not in str(entry(there.journal, live.id).answers)


def test_an_answer_removed_on_one_side_is_removed_on_the_other(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("check-in", ["settled", ["Critic"], "zitronengras", "some", None])
    there = machines.new(here)
    one = here.kept(live)
    one.keep(find_answer(one.answers(), "message"), "sauerampfer", forget=False)
    other = there.kept(live)
    (seq,) = [each.seq for each in entry(there.journal, live.id).answers if each.value == "zitronengras"]
    there.later(minutes=3)
    other.remove(seq)
    for room, from_ in ((here, there), (there, here)):
        bring(room, from_)
        (found,) = [each for each in entry(room.journal, live.id).answers if each.seq == seq]
        assert found.removed
        assert found.kind is Kind.OFF
        gone(room, "zitronengras")
        gone(room, "sauerampfer")


def test_corrections_of_both_sides_are_kept_and_the_newest_is_current(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("check-in", CRITIC)
    there = machines.new(here)
    for room, words, minutes in ((here, "be slow", 1), (there, "be quick", 2)):
        room.later(minutes=minutes)
        one = room.kept(live)
        one.keep(find_answer(one.answers(), "message"), words, forget=False)
    bring(here, there)
    bring(there, here)
    for room in (here, there):
        assert sorted(one["value"] for one in rows(room, "correction")) == ['"be quick"', '"be slow"']
        assert any(one.value == "be quick" for one in entry(room.journal, live.id).answers)


def test_of_two_names_and_labels_the_later_holds(machines: Machines) -> None:
    here = machines.new()
    here.sit("check-in", CRITIC)
    (part,) = rows(here, "part")
    there = machines.new(here)
    write_parts.rename_part(here.journal, part["id"], "Judge")
    write_parts.label_part(here.journal, part["id"], write_parts.Labels(role=Role.MANAGER))
    write_parts.rename_part(there.journal, part["id"], "Watcher", alias_id=machine_id(1))
    write_parts.label_part(there.journal, part["id"], write_parts.Labels(pronoun="they"))
    bring(here, there)
    bring(there, here)
    for room in (here, there):
        (found,) = rows(room, "part")
        assert (found["name"], found["role"], found["pronoun"]) == ("Watcher", "manager", "they")
        assert [one["alias"] for one in rows(room, "part_alias")] == ["Critic"]
        labels = room.journal.connection.execute("SELECT value FROM part_label").fetchall()
        assert {value for (value,) in labels} == {"Judge", "Watcher", "manager", "they"}


def test_facts_of_both_sides_are_kept(machines: Machines) -> None:
    here = machines.new()
    here.sit("check-in", CRITIC)
    (part,) = rows(here, "part")
    there = machines.new(here)
    for number, (room, words) in enumerate(((here, "keeps watch"), (there, "keeps order"))):
        stamp = room.hands.clock().stamp()
        fact = write_parts.Fact(
            machine_id(number), part["id"], "job", words, None, write_parts.SaidBy.USER, stamp
        )
        write_parts.add_fact(room.journal, fact)
    bring(here, there)
    assert {one["value"] for one in rows(here, "part_fact")} >= {"keeps watch", "keeps order"}


def test_the_later_text_of_a_note_holds_and_a_removed_one_stays_away(machines: Machines) -> None:
    here = machines.new()
    for number in (1, 2):
        stamp = here.hands.clock().stamp()
        remarks.add_note(here.journal, f"note {number}", note_id=machine_id(number), at=stamp, local_day=DAY)
    there = machines.new(here)
    remarks.change_note(here.journal, 1, "here", before="note 1")
    remarks.change_note(there.journal, 1, "there", before="note 1")
    remove.remove_note(there.journal, 2)
    bring(here, there)
    assert [one.text for one in remarks.notes(here.journal)] == ["there"]


def test_what_was_taken_back_there_is_taken_back_here(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("six-fs", [*OPEN[:4]])
    there = machines.new(here)
    there.later(minutes=1)
    there.resume(["/back", "a soft fist"])
    bring(here, there)
    assert "a grey fist" not in said(here)
    assert "a soft fist" in said(here)
    assert [one.id for one in sessions(here.journal)] == [live.id]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 2, 0)])
def test_a_tag_given_on_two_machines_goes_where_both_were_seen(
    machines: Machines, order: tuple[int, int, int]
) -> None:
    first = machines.new()
    live, _, _ = first.sit("check-in", CRITIC)
    (part,) = rows(first, "part")
    rooms = [first, machines.new(first), machines.new(first)]
    for number, room in enumerate(rooms[:2]):
        stamp = room.hands.clock().stamp()
        remarks.add_tags(room.journal, live.id, [(machine_id(number), "work")], at=stamp)
        write_parts.add_alias(room.journal, part["id"], "Judge", machine_id(number + 4))
    bring(rooms[2], rooms[0])
    bring(rooms[2], rooms[1])
    remarks.remove_tags(rooms[2].journal, live.id, ["work"])
    write_parts.remove_alias(rooms[2].journal, part["id"], "Judge")
    room = rooms[order[0]]
    for place in order[1:]:
        bring(room, rooms[place])
    assert rows(room, "tag") == rows(room, "part_alias") == []


def test_a_tag_removed_where_another_one_was_not_seen_stays(machines: Machines) -> None:
    here = machines.new()
    live, _, _ = here.sit("check-in", CRITIC)
    there, third = machines.new(here), machines.new(here)
    for number, room in enumerate((here, there)):
        stamp = room.hands.clock().stamp()
        remarks.add_tags(room.journal, live.id, [(machine_id(number), "work")], at=stamp)
    bring(third, here)
    remarks.remove_tags(third.journal, live.id, ["work"])
    bring(here, there)
    assert len(rows(here, "tag")) == 1
    bring(here, third)
    bring(there, third)
    for room in (here, there):
        assert [one["id"] for one in rows(room, "tag")] == [machine_id(1)]
    here.journal.delete_session(live.id)
    gone(here, "work")


@pytest.mark.parametrize("turned", [False, True])
def test_words_quoted_from_a_session_that_parted_follow_it(machines: Machines, turned: bool) -> None:
    here = machines.new()
    here.sit("check-in", ["settled"], variant="morning")
    there = machines.new(here)
    for room, minutes, words in ((here, 1, "to be slow"), (there, 2, "to be quick")):
        room.later(minutes=minutes)
        room.resume([None, "some", words])
    there.later(hours=8)
    evening, _, _ = there.sit("check-in", ["settled"], variant="evening")
    room, other = (there, here) if turned else (here, there)
    bring(room, other)
    assert {"to be slow", "to be quick"} <= said(room)
    (quoted,) = [one for one in entry(room.journal, evening.id).earlier if one.name == "morning_intention"]
    assert quoted.text == "to be quick"


def test_a_journal_is_not_merged_with_itself(machines: Machines) -> None:
    here = machines.new()
    with Journal.open(here.journal.path, read_only=True) as same, pytest.raises(UsageError, match="itself"):
        require_another(here.journal, same)


def test_looking_keeps_nothing(machines: Machines) -> None:
    here, there = machines.new(), machines.new()
    there.sit("check-in", ["settled", ["Critic"], "zitronengras", "some", None])
    assert look(here.journal, there.journal).new == [1]
    assert sessions(here.journal) == []
    gone(here, "zitronengras")
    here.sit("check-in", CRITIC)
    assert [one.number for one in sessions(here.journal)] == [1]
