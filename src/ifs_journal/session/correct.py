"""Correcting an answer later, and removing what it said.

A correction is dated, stands beside the first answer and never changes the way that was taken. Written words
can also be replaced for good: then the log itself holds the new ones, and only if they lead the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.errors import NotFound, UsageError
from ifs_journal.guide.projection import difference, project
from ifs_journal.guide.question import ALONE, Place, Question
from ifs_journal.guide.same_way import same_way
from ifs_journal.guide.walk import Walk
from ifs_journal.session.answers import meets
from ifs_journal.session.asker import Aid, Answered, Asker, Commanded
from ifs_journal.session.live import Live
from ifs_journal.session.moment import Clock
from ifs_journal.session.pages import LEAVES, show_page
from ifs_journal.session.values import NOBODY, Misfit, stored
from ifs_journal.terms import Difference, Kind, LogItem, StepType

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

NOT_CORRECTED = (StepType.SETTLE, StepType.SAY, StepType.PART, StepType.PARTS, StepType.PERSON)
"""Names are renamed, not corrected; a pause at rest holds nothing."""
WRITTEN = (StepType.SHORT, StepType.LONG, StepType.DRAFT)
LEFT = object()
"""Given in an answer's place when nothing was said."""
DRAFT = "draft:"
"""Begins the key in an answer's `quotes` that says which earlier answers its text was put together from."""

NOT_WRITTEN = (
    "Only an answer in your own words can be replaced without a trace. A choice or a number is corrected "
    "with its date, beside the first: leave out --forget-earlier."
)
LED_ON = (
    "What was asked next depended on these words, so they can't be replaced without a trace. "
    "A dated correction is possible: leave out --forget-earlier."
)


class Changed(NamedTuple):
    """That an answer was corrected or removed. `clean` is False while another window keeps traces of it."""

    seq: int
    clean: bool
    forgotten: bool = False
    """The journal keeps nothing of the earlier words."""


@dataclass(frozen=True)
class Correctable:
    """An answer that can be corrected as it stands now, and its question as it was asked."""

    seq: int
    question: Question
    value: Any


def correctable(live: Live) -> list[Correctable]:
    """The answers of a session that can be corrected, in order."""
    found: list[Correctable] = []
    walk = Walk(live.bundle, live.known)
    for item in live.log:
        question = walk.question
        if item.kind is Kind.ANSWER and question is not None and question.type not in NOT_CORRECTED:
            found.append(Correctable(item.seq, question, live.corrections.get(item.seq, item.value)))
        walk.apply(item)
    return found


def find_answer(answers: Sequence[Correctable], ref: str) -> Correctable:
    """The answer meant by its number in the log, its address, the end of it, or a step's id.

    Raises NotFound when there is none, UsageError when there are several.
    """
    if ref.isascii() and ref.isdecimal():
        found = [one for one in answers if one.seq == int(ref)]
    else:
        found = [one for one in answers if meets(ref, one.question)]
    if len(found) > 1:
        addresses = ", ".join(one.question.address for one in found)
        raise UsageError(f"More than one answer is meant by that. Which one: {addresses}?")
    if not found:
        raise NotFound(
            "There is no answer to be corrected by that name. ifs show ID --json says the seq and the "
            "address of each. Names of parts and people are not corrected here."
        )
    return found[0]


def built_from(log: Sequence[LogItem], seq: int) -> list[int]:
    """The later answers whose text was put together from this one."""
    return [
        item.seq
        for item in log
        if item.kind is Kind.ANSWER
        and any(name.startswith(DRAFT) and source == seq for name, source in item.quotes.items())
    ]


def ask_again(one: Correctable, asker: Asker, clock: Clock) -> Any:
    """Ask an answer's question again, what it says now offered. `LEFT` when it was left as it was."""
    question = replace(one.question, explicit=False, optional=False, may_be_off=False)
    place = Place((), question, None, ALONE)
    while True:
        reply = asker.ask(place, Aid(offer=one.value))
        if isinstance(reply, Answered):
            try:
                return stored(question, reply.value, NOBODY, clock)
            except Misfit as misfit:
                asker.refuse(str(misfit))
        elif isinstance(reply, Commanded):
            if reply.command in LEAVES:
                return LEFT
            show_page(asker, reply.command)


def correct(
    journal: Journal, live: Live, one: Correctable, asker: Asker, *, forget: bool = False
) -> Changed | None:
    """Ask again and keep what is said. None when it was left as it was. Raises as `keep_correction` does."""
    value = ask_again(one, asker, live.clock)
    if value is LEFT or (value == one.value and not forget):
        return None
    return keep_correction(journal, live, one.seq, value, forget=forget)


def keep_correction(journal: Journal, live: Live, seq: int, value: Any, *, forget: bool = False) -> Changed:
    """Keep a correction, and the rows that follow from it.

    With `forget` it takes the answer's place and nothing of the earlier words is kept.
    Raises Busy, NotFound; UsageError where the way depended on the words, or the session is still open.
    """
    if forget:
        return _replace(live, seq, value)
    if live.walk.end is None:
        raise UsageError(still_open(live))
    live.keeper.correct(seq, value, _following(live, {**live.corrections, seq: value}), live.clock.stamp())
    live.corrections[seq] = value
    live.stand_again()
    return Changed(seq, True)


def _replace(live: Live, seq: int, value: Any) -> Changed:
    item = _item(live, seq)
    step = next((one.step for one in live.walk.asked if one.seq == seq), None)
    written = step is not None and step.type in WRITTEN
    if not (written or (_own_words(item.value) and _own_words(value))):
        raise UsageError(NOT_WRITTEN)
    log = [replace(one, value=value) if one.seq == seq else one for one in live.log]
    if not same_way(live.walk, log):
        raise UsageError(LED_ON)
    change = _following(live, {**live.corrections, seq: value})
    clean = live.keeper.replace(seq, value, change, live.clock.stamp())
    live.log = log
    live.corrections[seq] = value
    live.stand_again()
    return Changed(seq, clean)


def remove_said(live: Live, seq: int) -> Changed:
    """Remove what one answer said; its question stays. A finished session may not be walked after it.

    Raises Busy, NotFound; UsageError where a session that is still open goes on from that answer.
    """
    item = replace(_item(live, seq), kind=Kind.OFF, value=None)
    log = [item if one.seq == seq else one for one in live.log]
    holds = same_way(live.walk, log)
    if live.walk.end is None and not holds:
        raise UsageError(
            f"#{live.number} is still open and goes on from that answer. To take it out: ifs resume "
            f"{live.number}, then /back until its question comes again. To remove the whole session: "
            f"ifs discard {live.number}"
        )
    put, drop = _following(live, {**live.corrections, seq: None})
    put = tuple(row for row in put if row.values.get("answer_seq") != seq)
    clean = live.keeper.remove(seq, Difference(put, drop), live.clock.stamp())
    live.corrections[seq] = None
    if holds:
        live.log = log
        live.stand_again()
    return Changed(seq, clean)


def _following(live: Live, corrections: dict[int, Any]) -> Difference:
    return difference(live.rows, project(live.walk, live.id, corrections))


def _item(live: Live, seq: int) -> LogItem:
    for item in live.log:
        if item.seq == seq:
            return item
    raise NotFound("There is no such answer in this session.")


def _own_words(value: Any) -> bool:
    """Whether somebody's own words stand where a choice was offered."""
    given = value if isinstance(value, list) else [value]
    return any(isinstance(one, dict) and "other" in one for one in given)


def still_open(live: Live) -> str:
    """How to change an answer in a session that has not ended, in words."""
    return (
        f"#{live.number} is still open, so an answer is changed inside it: ifs resume {live.number}, then "
        f"/back until its question comes again. Words can also be replaced where they stand, without "
        f"keeping the earlier ones: ifs edit {live.number} --forget-earlier"
    )
