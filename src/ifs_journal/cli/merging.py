"""Another journal comes into this one: what would come is said first, then asked, then done and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ifs_journal.cli.asking import CONSENT, terminal_asker
from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.merge_told import Merged
    from ifs_journal.terminal.screen import Screen

Thing = TypeVar("Thing")

NOT_A_RUN = 2
"""So many numbers in a row are said one by one."""
THINGS = {"session": "sessions", "part": "parts", "person": "people", "note": "notes"}
DOING = {
    "compare": "Comparing the two journals",
    "copy": "Making a copy of the journal",
    "sessions": "Bringing sessions in",
    "follow": "Bringing together what goes on in both",
}
ALL_HERE = "Everything in it is here already. Nothing was changed."
ONLY_REMOVALS = "Nothing new to see. Only what keeps the two in step is noted."
AS_IT_WAS = "Nothing was changed."
DRY = "Nothing was changed: this was only a look."
COPY = "A copy of your journal as it was is beside it, in {name}."
COPY_HOLDS = "That copy still holds what was removed. When you need it no more, delete the file."
REMOVED = {
    "session": "session",
    "part": "part",
    "person": "person",
    "note": "note",
    "tag": "tag",
    "part_alias": "other name of a part",
    "bond": "bond between parts",
    "therapy": "therapy session",
    "saved_filter": "saved filter",
}
FORGET = (
    "Your journal remembers that {things} removed: an id and a time each, and no words.\n"
    "That is what keeps a copy on another machine from bringing them back.\n"
    "Once this is forgotten, merging an older copy could bring back what you removed."
)
NOTHING_REMEMBERED = "Nothing is remembered as removed."
FORGOTTEN = "Forgotten. Before merging an older copy, see that it holds nothing you removed."
TRACES = "Another window keeps traces of what went in the file for now. The next command clears them."


class Way(NamedTuple):
    """How it is said that another journal comes in."""

    heading: str
    ask: str
    key: str
    label: str
    done: str


MERGE = Way("From the other journal:", "Merge it into this one?", "m", "merge it", "Merged.")


def merge(here: Here, path: Path, *, sure: bool, as_json: bool, plain: bool) -> None:
    """Bring another journal in. Raises UsageError where nobody can be asked, and what opening raises."""
    from ifs_journal.session.merging import require_another

    with here.open() as journal, here.open_other(path) as other:
        require_another(journal, other)
        Bringing(here, here.screen(plain=plain), MERGE, as_json).bring(journal, other, sure=sure)


class Bringing(NamedTuple):
    """Brings an open journal into this one: said first, then asked, then done and told."""

    here: Here
    screen: Screen
    way: Way
    as_json: bool

    def bring(self, journal: Journal, other: Journal, *, sure: bool, dry: bool = False) -> None:
        """Do it, once that is agreed; `dry` only says what would come.

        Raises UsageError where nobody can be asked, and what merging raises.
        """
        from ifs_journal.session.merging import look
        from ifs_journal.terminal.progress import progress_bar

        with progress_bar(self.screen, DOING) as tell:
            planned = look(journal, other, tell)
        if planned.nothing:
            self._tell_nothing()
        elif dry:
            self._tell_plan(planned)
        elif self._agreed(planned, sure=sure):
            self._act(journal, other)
        else:
            self.screen.say(AS_IT_WAS, "quiet")

    def _act(self, journal: Journal, other: Journal) -> None:
        from ifs_journal.journal.backups import back_up
        from ifs_journal.journal.copies import BEFORE_MERGE
        from ifs_journal.session.merging import merge as act
        from ifs_journal.terminal.progress import progress_bar

        with progress_bar(self.screen, DOING) as tell:

            def told_of_copy(share: float) -> None:
                tell("copy", int(share * 100), 100)

            copy = back_up(journal.connection, journal.path, BEFORE_MERGE, journal.key, progress=told_of_copy)
            found, clean = act(journal, other, tell)
        if self.as_json:
            self._print({**facts(found), "copy": str(copy)})
            return
        for line in (self.way.done, *told(found)):
            self.screen.say(line)
        say_left_behind(self.screen, found, copy, clean=clean)

    def _tell_nothing(self) -> None:
        from ifs_journal.journal.merge_told import Merged

        if self.as_json:
            self._print({**facts(Merged()), "copy": None})
        else:
            self.screen.say(ALL_HERE)

    def _tell_plan(self, planned: Merged) -> None:
        if self.as_json:
            self._print({**facts(planned), "copy": None})
            return
        for line in _lines(planned):
            self.screen.say(line)
        self.screen.say(DRY, "quiet")

    def _print(self, value: dict[str, Any]) -> None:
        from ifs_journal.cli.shown import print_json

        print_json(value)

    def _agreed(self, planned: Merged, *, sure: bool) -> bool:
        """Say what would come, and ask. Raises UsageError where nobody can be asked."""
        lines = _lines(planned)
        if sure:
            for line in () if self.as_json else lines:
                self.screen.say(line)
            return True
        if self.as_json or not self.here.screen().interactive:
            raise UsageError(CONSENT)
        asker = terminal_asker(self.here, plain=self.screen.plain, wording=None)
        asked = "\n".join([self.way.heading, *lines, self.way.ask])
        return asker.pick(asked, [(self.way.key, self.way.label), ("n", "not now")]) == self.way.key


def say_left_behind(screen: Screen, found: Merged, copy: Path | None, *, clean: bool) -> None:
    """Say where the journal is kept as it was, and what still holds something that was removed."""
    if copy is not None:
        screen.say(COPY.format(name=copy.name), "quiet")
        if found.removed:
            screen.say(COPY_HOLDS, "quiet")
    if not clean:
        screen.say(TRACES, "notice")


def _lines(planned: Merged) -> list[str]:
    return list(planned_lines(planned)) or [ONLY_REMOVALS]


def planned_lines(planned: Merged) -> Iterator[str]:
    """What a merge would bring, before it is asked for."""
    from ifs_journal.cli.removing import several

    apart = len(planned.apart)
    counts = (
        (len(planned.new) - apart, "new session"),
        (len(planned.changed), "session that went on, or was changed, there"),
        (len(planned.parts), "new part"),
        (len(planned.notes), "new note"),
    )
    found = [_several(count, thing) for count, thing in counts if count > 0]
    if planned.people:
        found.append("1 new person" if len(planned.people) == 1 else f"{len(planned.people)} new people")
    if found:
        yield f"Comes in: {', '.join(found)}."
    if planned.written:
        yield f"Added to what is here: {_several(planned.written, 'label, fact, name or tag')}."
    if apart:
        yield (
            f"{several(apart, 'session')} went on in different ways here and there. "
            "Both versions are kept, as sessions of their own."
        )
    if planned.removed:
        yield f"Removed there, and so removed here for good: {_removed(planned)}."


def _several(count: int, thing: str) -> str:
    """Such as `2 new sessions`, or `3 sessions that went on there`."""
    if count == 1:
        return f"1 {thing}"
    if " that " in thing:
        noun, rest = thing.split(" that ", 1)
        return f"{count} {noun}s that {rest.replace('was ', 'were ')}"
    if " or " in thing:
        return f"{count} {thing.replace('label, fact, name or tag', 'labels, facts, names or tags')}"
    return f"{count} {thing}s"


def _removed(found: Merged) -> str:
    plural = {"person": "people", "part_alias": "other names of parts", "bond": "bonds between parts"}
    return ", ".join(
        f"{count} {REMOVED[table] if count == 1 else plural.get(table, REMOVED[table] + 's')}"
        for table, count in found.removed.items()
    )


def told(found: Merged) -> Iterator[str]:
    """What came, with the numbers it has here."""
    for what, numbers in (
        ("New sessions", found.new),
        ("Sessions that went on or were changed", found.changed),
        ("New parts", found.parts),
        ("New people", found.people),
        ("New notes", found.notes),
    ):
        if numbers:
            yield f"{what}: {_numbers(numbers)}."
    for versions in found.apart:
        yield f"Versions of one session: {_numbers(versions)}."
    yield from _renumbered(found.renumbered)
    for same in found.same_name:
        yield (
            f"Parts {_numbers(same)} share one name. They stay as they are. "
            f"To tell them apart: ifs parts rename {same[-1]}"
        )
    if found.removed:
        yield f"Removed here too: {_removed(found)}."


def _renumbered(found: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    """What has another number here; numbers that follow one another on both sides are said together."""
    for table in dict.fromkeys(one[0] for one in found):
        pairs = [(there, number) for name, there, number in found if name == table]
        for run in _runs(sorted(pairs), lambda one, other: other == (one[0] + 1, one[1] + 1)):
            (there, number), (there_last, last) = run[0], run[-1]
            if len(run) == 1:
                yield f"{table.capitalize()} #{there} from there is #{number} here."
            else:
                things = THINGS[table].capitalize()
                yield f"{things} #{there} to #{there_last} from there are #{number} to #{last} here."


def _numbers(numbers: Iterable[int]) -> str:
    """Such as `#2, #5 to #9`."""
    found = []
    for run in _runs(sorted(numbers), lambda one, other: other == one + 1):
        alone = len(run) <= NOT_A_RUN
        found.append(", ".join(f"#{one}" for one in run) if alone else f"#{run[0]} to #{run[-1]}")
    return ", ".join(found)


def _runs(things: Iterable[Thing], follows: Callable[[Thing, Thing], bool]) -> list[list[Thing]]:
    """Things in order, those together of which each follows the one before it."""
    runs: list[list[Thing]] = []
    for one in things:
        if runs and follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def facts(found: Merged) -> dict[str, Any]:
    """What came, for other programs. Numbers are short numbers here."""
    return {
        "new": found.new,
        "changed": found.changed,
        "versions": [list(one) for one in found.apart],
        "parts": found.parts,
        "people": found.people,
        "notes": found.notes,
        "removed": found.removed,
        "renumbered": [
            {"what": table, "there": there, "here": number} for table, there, number in found.renumbered
        ],
        "same_name": [list(one) for one in found.same_name],
    }


def forget_tombstones(here: Here, *, sure: bool, plain: bool) -> None:
    """Forget what was removed. Raises UsageError where nobody can be asked."""
    from ifs_journal.journal.graves import forget_removed, removed_count

    screen = here.screen(plain=plain)
    with here.open() as journal:
        count = removed_count(journal)
        if not count:
            screen.say(NOTHING_REMEMBERED)
            return
        things = "1 thing was" if count == 1 else f"{count} things were"
        lines = FORGET.format(things=things)
        if sure:
            screen.say(lines)
        elif not here.screen().interactive:
            raise UsageError(CONSENT)
        else:
            asker = terminal_asker(here, plain=screen.plain, wording=None)
            if asker.pick(lines, [("f", "forget it"), ("k", "keep it")]) != "f":
                screen.say(AS_IT_WAS, "quiet")
                return
        forget_removed(journal)
    screen.say(FORGOTTEN)
