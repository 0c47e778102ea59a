"""Sessions only the other journal has: they come with all that is theirs, without what was removed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ifs_journal.journal import remove
from ifs_journal.journal.change import OF_AN_ANSWER
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.merge_things import COLUMNS
from ifs_journal.journal.merge_whole import LOG
from ifs_journal.journal.reads import find_session
from ifs_journal.journal.schema_doc import PURPOSE
from ifs_journal.journal.shapes import answer_id
from ifs_journal.terms import Difference, Kind
from journal_making import at, item, new_id, new_session, part, present, put
from journal_merging import content, copy_of, differences, merge, opened

SAID = "zitronengras"
NOTHING = Difference()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a journal with a part, and a session in which something was said."""
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    critic = part("Critic")
    with opened(here) as (journal,):
        rows = put(critic, present(critic.id, 1))
        journal.begin(new_session(first=item(1, SAID), rows=rows))
        copy_of(journal, there)
    return here, there


def add(journal: Journal, *more: object, start: object = "an answer") -> str:
    """One more session, with these answers."""
    first = item(1, start, kind=Kind.COMMAND if isinstance(start, dict) else Kind.ANSWER)
    head = journal.begin(new_session(first=first, started_at=at(100)))
    revision = head.revision
    for seq, value in enumerate(more, 2):
        one = item(seq, value, prompt=f"You wrote: {SAID}. And now?")
        revision = journal.append(head.id, revision, one, NOTHING, reached="x")
    return head.id


def test_all_that_is_theirs_comes(pair: tuple[Path, Path]) -> None:
    with opened(*pair) as (here, there):
        id_ = add(there, "one", "two", "three")
        revision = find_session(there, id_).revision
        revision = there.take_back(id_, revision, [4], None, NOTHING, reached="x")
        there.correct(id_, revision, 2, "won", NOTHING, at=at(200), correction_id=new_id())
        there.save_draft(id_, "x", "a beginning", at(201))
        found = merge(here, there)
        assert (found.new, found.changed, found.renumbered, found.rewritten) == ([2], [], [], False)
        assert differences(here, there) == {}
        assert all(content(here)[table] for table in ("taken_back", "correction", "draft"))


def test_words_and_names_that_were_removed_here_do_not_come_along(pair: tuple[Path, Path]) -> None:
    with opened(*pair) as (here, there):
        (session_id,) = here.connection.execute("SELECT id FROM session").fetchone()
        (part_id,) = here.connection.execute("SELECT id FROM part").fetchone()
        remove.remove_part(here, part_id)
        revision = find_session(here, session_id).revision
        remove.remove_answer(here, session_id, revision, 1, NOTHING, at=at(300), correction_id=new_id())
        known = {"command": "start", "known": {"earlier": answer_id(session_id, 1)}}
        quoting = add(there, {"id": part_id, "name": "Critic"}, start=known)
        assert merge(here, there).new == [2]
        (told,) = [one for one in here.log(quoting) if one.seq == 2]
        assert told.prompt == "You wrote: …. And now?"
        assert told.value == {"id": part_id, "name": "…"}
        assert "Critic" not in repr(content(here))
        assert SAID not in repr(content(here))
        assert merge(here, there).nothing


def test_no_table_is_forgotten() -> None:
    carried = {*COLUMNS, *LOG, *OF_AN_ANSWER, "session", "bundle", "parting", "tombstone"}
    assert set(PURPOSE) - carried == {"meta", "export_log"}, "each machine's own"
