"""Saying what was read of a damaged journal, and exactly what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ifs_journal.cli.checking import DOING, list_troubles, trouble_json
from ifs_journal.cli.context import Here
from ifs_journal.errors import ExitCode, WrongKey

if TYPE_CHECKING:
    from ifs_journal.journal.check_salvage import TableRead
    from ifs_journal.session.salvaging import Salvaged

DONE = "What could be read is in a new journal. The damaged file is as it was."
READ = "Sessions: {session}. Answers: {answer}. Parts: {part}. Notes: {note}."
WHOLE = "Everything could be read."
NOT_ALL = "Not everything could be read:"
GONE = "Rows that named something that is gone name nothing now:"
MADE = "Made again from what still named them:"
SPANS = 12
"""How many spans of numbers are shown of one table."""

MADE_WORDS = {
    "session": "sessions, as partial entries",
    "part": "parts",
    "person": "people",
    "answer": "answers whose words are lost, but not what followed from them",
}
GO_ON = "To look at it: ifs --journal PATH list. To go on with it, give it the place of the damaged file."


def salvage(here: Here, target: Path, *, as_json: bool) -> None:
    """Read what can be read into a new journal at `target`."""
    from ifs_journal.session.salvaging import salvage as read
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.progress import progress_bar

    screen = here.screen()
    try:
        with progress_bar(screen, DOING) as progress:
            found = read(here.journal_path.absolute(), here.unlock, target, progress)
    except WrongKey as wrong:
        raise here.unlocker.or_damage(wrong) from None
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json(_json(found, target))
    else:
        screen.say(DONE)
        screen.write(f"{clean(str(target))}\n")
        for line in _lines(found):
            screen.say(line)
        if found.named_what_is_gone:
            screen.say(GONE)
            list_troubles(screen, found.named_what_is_gone)
        screen.say(GO_ON)
    if found.after.troubles:
        list_troubles(screen, () if as_json else found.after.troubles)
        raise typer.Exit(int(ExitCode.NOT_A_JOURNAL))


def _lines(found: Salvaged) -> Iterator[str]:
    yield READ.format(**{table: one.read for table, one in found.tables.items()})
    if found.whole:
        yield WHOLE
        return
    if any(not one.whole for one in found.tables.values()):
        yield NOT_ALL
    for table, one in found.tables.items():
        for said in _lost(one):
            yield f"- {table}: {said}"
    made = {name: count for name, count in found.made.items() if count}
    if made:
        yield MADE
        for name, count in made.items():
            yield f"- {MADE_WORDS[name]}: {count}"


def _lost(one: TableRead) -> Iterator[str]:
    if one.missing:
        yield "the whole of it"
    if one.lost:
        numbered = [span for span in one.lost if span[1]]
        yield f"rows {_spans(numbered)}" if numbered else "some rows"
    if one.refused_times:
        yield f"rows that can't be read as what they are: {one.refused_times}{_at(one.refused)}"
    if one.letters:
        yield f"rows in which letters are lost{_at(one.letters)}"


def _spans(spans: Sequence[tuple[int, int]]) -> str:
    shown = [f"#{low}" if low == high else f"#{low}–#{high}" for low, high in spans[:SPANS]]
    return ", ".join([*shown, *(["…"] if len(spans) > SPANS else [])])


def _at(numbers: Sequence[int]) -> str:
    known = [f"#{number}" for number in numbers if number]
    return f" ({', '.join(known)})" if known else ""


def _json(found: Salvaged, target: Path) -> dict[str, Any]:
    return {
        "path": str(target),
        "whole": found.whole,
        "well": not found.after.troubles,
        "tables": {
            table: {
                "read": one.read,
                "missing": one.missing,
                "lost": [list(span) for span in one.lost],
                "refused": one.refused_times,
                "refused_numbers": one.refused,
                "letters_lost": one.letters,
            }
            for table, one in found.tables.items()
        },
        "named_what_is_gone": [trouble_json(one) for one in found.named_what_is_gone],
        "made_again": dict(found.made),
        "troubles": [trouble_json(one) for one in found.after.troubles],
    }
