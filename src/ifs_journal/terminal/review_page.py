"""What a period held, as a page. It describes: no praise, no score, and nothing is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ifs_journal.insight.counted import Counted
from ifs_journal.insight.period import Review
from ifs_journal.journal.read_period import Learned, PromiseMade, Said, Turned, Words
from ifs_journal.terminal.figure_words import CLOSER, DELIVERED, HAPPENED, RUPTURES, STATEMENTS
from ifs_journal.terminal.part_words import FIELDS, KEPT, said_of
from ifs_journal.terminal.sheet import Quote, Section, Sheet, figure_of
from ifs_journal.terminal.trends_page import APART, span_line
from ifs_journal.terms import Wording

TITLE = "Looking back"
LEARNED = "{shown} of {count}, the newest first."
_HEADINGS = {
    "kinds": ("Sessions", "Sessions"),
    "parts": ("Parts that were there", "Sides of you that were there"),
    "learned": ("What was learned", "What you found out"),
    "states": ("How it was", "How it was"),
    "self": ("What was around of Self", "The you that can listen"),
    "toward": ("Toward parts", "How you felt about the sides of you"),
    "helped": ("Asking for room, and what followed", "Asking for room, and what happened then"),
    "promises": ("Promises", "Promises"),
    "statements": ("Words for somebody", "Words for somebody"),
    "repairs": ("Turning back to somebody", "Turning back to somebody"),
    "words": ("Words of these days", "Words of these days"),
}
_WORDS = {
    "message": "What {part} wanted you to know",
    "appreciation": "You thanked {part}",
    "intention": "What you meant to bring to the day",
}


def review_sheet(found: Review, wording: Wording) -> Sheet:
    """The page. A section with nothing in it is left out."""
    sections = [
        _counts("kinds", [found.kinds], wording),
        _counts("parts", [found.parts], wording),
        _learned(found, wording),
        _counts("states", [found.states], wording, "On arriving, and on leaving where that was asked."),
        _counts("self", [found.available, found.qualities], wording),
        _counts("toward", [found.toward, found.openings], wording),
        _counts("helped", [found.helped], wording),
        _promises(found, wording),
        _statements(found, wording),
        _repairs(found, wording),
        Section(_heading("words", wording), quotes=tuple(map(_word, found.words))),
    ]
    kept = tuple(one for one in sections if one.figures or one.quotes or one.lines)
    return Sheet(TITLE, (span_line(found.period),), kept, (APART,))


def _heading(name: str, wording: Wording) -> str:
    return _HEADINGS[name][wording is Wording.PLAIN]


def _counts(name: str, tables: Sequence[Counted], wording: Wording, *lines: str) -> Section:
    heading = _heading(name, wording)
    full = [one for one in tables if one.rows]
    if not full:
        return Section(heading)
    alone = "" if len(tables) == 1 else None
    return Section(heading, lines, tuple(figure_of(one, wording, alone) for one in full))


def _where(day: str, session: int) -> str:
    return f"{day}, #{session}"


def _learned(found: Review, wording: Wording) -> Section:
    lines = []
    if found.learned_count > len(found.learned):
        lines.append(LEARNED.format(shown=len(found.learned), count=f"{found.learned_count:,}"))
    quotes = tuple(_fact(one, wording) for one in found.learned)
    return Section(_heading("learned", wording), tuple(lines), quotes=quotes)


def _fact(one: Learned, wording: Wording) -> Quote:
    field = FIELDS.get(one.field)
    name = one.field.replace("_", " ") if field is None else field.name
    if field is not None and wording is Wording.PLAIN and field.plain:
        name = field.plain
    return Quote(
        said_of(one.field, one.value, one.number), f"{one.part}, {name} ({_where(one.day, one.session)})"
    )


def _word(one: Words) -> Quote:
    about = _WORDS[one.kind].format(part=one.part)
    return Quote(one.text, f"{about} ({_where(one.day, one.session)})")


def _promises(found: Review, wording: Wording) -> Section:
    lines = [] if not found.promises_made else [_made(found.promises_made)]
    seen = {one.number for one in found.spoken_of}
    fresh = [one for one in found.promises if one.number not in seen]
    tables = [found.promise_outcomes] if found.promise_outcomes.rows else []
    return Section(
        _heading("promises", wording),
        tuple(lines),
        tuple(figure_of(one, wording, "What was said of earlier ones") for one in tables),
        tuple(_promise(one) for one in [*found.spoken_of, *fresh]),
    )


def _made(count: int) -> str:
    return "1 was made." if count == 1 else f"{count:,} were made."


def _promise(one: PromiseMade) -> Quote:
    whom = one.part or one.person
    due = f"for {one.due}" if one.due else ""
    state = "open" if one.kept is None else KEPT.get(one.kept, one.kept)
    about = ", ".join(filter(None, (f"to {whom}" if whom else "", state, due)))
    return Quote(one.text, f"{about} ({_where(one.day, one.session)})")


def _statements(found: Review, wording: Wording) -> Section:
    full = [one for one in (found.statements, found.statement_outcomes) if one.rows]
    titles = {"statements": "Written", "statement_outcomes": "Looked at again"}
    return Section(
        _heading("statements", wording),
        figures=tuple(figure_of(one, wording, titles[one.name]) for one in full),
        quotes=tuple(quote for one in found.said for quote in _said(one)),
    )


def _said(one: Said) -> Iterable[Quote]:
    whom = f" to {one.person}" if one.person else ""
    kind = STATEMENTS.get(one.kind, one.kind)
    state = DELIVERED.get(one.delivered, one.delivered)
    yield Quote(one.text, f"{kind}{whom}, {state} ({_where(one.day, one.session)})")
    if one.how_it_went:
        yield Quote(one.how_it_went, "How it went")


def _repairs(found: Review, wording: Wording) -> Section:
    if not found.repair_sittings and not found.repair_looks:
        return Section(_heading("repairs", wording))
    counts = (("sitting", found.repair_sittings), ("look back", found.repair_looks))
    told = [_times(what, count) for what, count in counts if count]
    return Section(
        _heading("repairs", wording), (f"{', '.join(told)}.", *(_turned(one) for one in found.repairs))
    )


def _times(what: str, count: int) -> str:
    several = {"sitting": "sittings", "look back": "looks back"}[what]
    return f"{count:,} {what if count == 1 else several}"


def _turned(one: Turned) -> str:
    whom = f"with {one.person}" if one.person else ""
    if one.after is None:
        told = [RUPTURES.get(one.kind or "", ""), "your side looked at"]
    else:
        told = [HAPPENED.get(one.after, one.after), CLOSER.get(one.closer or "", "")]
    return f"{', '.join(filter(None, (whom, *told)))} ({_where(one.day, one.session)})"
