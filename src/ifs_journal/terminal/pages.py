"""Pages that show what is kept: a line a session, a whole entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ifs_journal.guide.quoting import fill, spoken
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Screen, cells, wrap
from ifs_journal.terminal.times import day, day_and_time
from ifs_journal.terms import Kind

if TYPE_CHECKING:
    from ifs_journal.journal.read_earlier import EarlierWords
    from ifs_journal.journal.reads import Entry, EntryAnswer, SessionSummary
    from ifs_journal.journal.remarks import Note
    from ifs_journal.script.labels import BundleLabels

ENDS = {
    None: "paused",
    "complete": "",
    "stopped": "stopped early",
    "not_today": "kept small",
    "partial": "as far as it went",
}
SKIPPED = "left open"
WIDE = 60
"""From this many columns on a session of the list is one line; below, what it was stands under its day."""
LONGEST_TITLE = 26
"""How wide the titles of a list are set, in columns; a longer one takes more."""
OFF = "said, not kept"


def session_lines(screen: Screen, found: Sequence[SessionSummary]) -> None:
    """Sessions: number, when, what, how it ended, who was there. A line each, more where it is narrow."""
    marks = [f"#{one.number}" for one in found]
    widest = max(map(cells, marks), default=0)
    column = min(max((cells(clean(one.title)) for one in found), default=0), LONGEST_TITLE)
    for mark, one in zip(marks, found, strict=True):
        when = day_and_time(one.started_at, one.utc_offset)
        title, *details = [clean(text) for text in (one.title, *_details(one))]
        if screen.plain:
            screen.say(", ".join([mark, title, when, *details]))
            continue
        margin = " " * (widest - cells(mark) + 2)
        if screen.width >= WIDE:
            gap = " " * (column - cells(title) + 2) if details else ""
            inside = " " * (widest + cells(when) + 4)
            what, *more = wrap(title + gap + " · ".join(details), screen.width - 1 - len(inside))
            screen.lines([[("key", mark), ("quiet", f"{margin}{when}  "), ("text", what)]])
            screen.lines([[("text", inside + line)] for line in more])
            continue
        inside = " " * (widest + 2)
        under = wrap(" · ".join([title, *details]), screen.text_width - len(inside))
        screen.lines(
            [[("key", mark), ("quiet", margin + when)], *([("text", inside + line)] for line in under)]
        )


def _details(one: SessionSummary) -> list[str]:
    tags = f"tagged {', '.join(one.tags)}" if one.tags else ""
    return [text for text in (ENDS.get(one.end_reason, ""), ", ".join(one.parts), tags) if text]


def entry_page(screen: Screen, entry: Entry, labels: BundleLabels) -> None:
    """A whole entry: what it was, then each question with its answer."""
    one = entry.session
    ended = ENDS.get(one.end_reason, "")
    screen.say(f"#{one.number}  {one.title}", "title")
    when = day_and_time(one.started_at, one.utc_offset)
    screen.say(f"{when} ({one.zone})" + (f", {ended}" if ended else ""), "quiet")
    if one.state_before is not None or one.state_after is not None:
        states = [_state(word, level) for word, level in _states(one)]
        screen.say("State: " + ", then ".join(text for text in states if text), "quiet")
    if one.tags:
        screen.say("Tags: " + ", ".join(one.tags), "quiet")
    _earlier(screen, entry)
    values = {answer.seq: answer.value for answer in entry.answers}
    for answer in entry.answers:
        if answer.kind in (Kind.ANSWER, Kind.SKIP, Kind.OFF) and not _rest(answer):
            _answer(screen, answer, values, labels, one.utc_offset)
    for note in entry.notes:
        screen.blank()
        note_lines(screen, note, f"note {note.number}")


def _earlier(screen: Screen, entry: Entry) -> None:
    """The words of earlier sessions that this one turned to."""
    known = {one.name: one for one in entry.earlier}
    heads = {
        "statement": f"Words{_named(known, 'for', 'statement_person')}",
        "trailhead": "Set aside",
        "morning_intention": "That morning",
        "promise": f"A promise{_named(known, 'to', 'promise_part')}{_named(known, 'with', 'promise_person')}",
    }
    for name, head in heads.items():
        one = known.get(name)
        # Only the evening's check-in shows what the morning's began with.
        if one is None or (name == "morning_intention" and entry.session.variant != "evening"):
            continue
        where = "" if one.session is None else f", from #{one.session}"
        screen.blank()
        screen.say(f"{head}{where}:", "quiet")
        screen.say(spoken(one.text), "answer", indent=2)


def _named(known: Mapping[str, EarlierWords], joining: str, name: str) -> str:
    one = known.get(name)
    return f" {joining} {spoken(one.text)}" if one is not None else ""


def note_lines(screen: Screen, note: Note, name: str) -> None:
    """A note under what it is called, with its day."""
    screen.say(f"{name}, {note.local_day}", "quiet")
    screen.say(note.text, "answer", indent=2)


def _states(one: SessionSummary) -> list[tuple[str | None, int | None]]:
    return [(one.state_before_word, one.state_before), (one.state_after_word, one.state_after)]


def _state(word: str | None, level: int | None) -> str:
    if word is not None:
        return word.replace("_", " ")
    return "" if level is None else f"{level} of 10"


def _rest(answer: EntryAnswer) -> bool:
    """A pause at rest: waited through, nothing answered."""
    return answer.kind is Kind.ANSWER and answer.value is None


def _answer(
    screen: Screen, one: EntryAnswer, values: Mapping[int, Any], labels: BundleLabels, offset: int
) -> None:
    screen.blank()
    screen.say(fill(one.prompt or one.address, one.quotes, values.get), "quiet")
    if one.kind is Kind.SKIP:
        screen.say(SKIPPED, "quiet", indent=2)
        return
    if one.removed and one.corrected_at:
        screen.say(f"removed on {day(one.corrected_at, offset)}", "quiet", indent=2)
        return
    if one.kind is Kind.OFF:
        screen.say(OFF, "quiet", indent=2)
        return
    screen.say(said(one.value, labels.of(one.address)), "answer", indent=2)
    if one.private:
        screen.say("private", "quiet", indent=2)
    if one.corrected_at and one.earlier_kept:
        before = said(one.original, labels.of(one.address))
        screen.say(f"corrected {day(one.corrected_at, offset)}; before: {before}", "quiet", indent=2)
    elif one.corrected_at:
        when = day(one.corrected_at, offset)
        screen.say(f"edited on {when}; the earlier words were not kept", "quiet", indent=2)


def said(value: Any, labels: Mapping[str, str]) -> str:
    """An answer as a person would read it: labels instead of values, names instead of ids."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(said(one, labels) for one in value)
    if isinstance(value, str):
        return labels.get(value, value)
    return spoken(value)
