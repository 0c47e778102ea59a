"""Correcting an answer later: dated, beside the first answer, and without changing the way that was taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ifs_journal.guide.projection import difference, project
from ifs_journal.guide.question import Place, Progress, Question
from ifs_journal.guide.walk import Walk
from ifs_journal.journal.reads import corrections
from ifs_journal.session.asker import Aid, Answered, Asker, Commanded
from ifs_journal.session.live import Live
from ifs_journal.session.values import NOBODY, Misfit, stored
from ifs_journal.terms import Command, Kind, StepType

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

NOT_CORRECTED = (StepType.SETTLE, StepType.SAY, StepType.PART, StepType.PARTS, StepType.PERSON)
"""Names are renamed, not corrected; a pause at rest holds nothing."""
LEAVES = (Command.BACK, Command.SKIP, Command.PAUSE, Command.STOP)


@dataclass(frozen=True)
class Correctable:
    """An answer that can be corrected, and its question as it was asked."""

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
            found.append(Correctable(item.seq, question, item.value))
        walk.apply(item)
    return found


def correct(journal: Journal, live: Live, one: Correctable, asker: Asker) -> bool:
    """Ask again and keep what is said as a dated correction. False when it was left as it was."""
    question = replace(one.question, explicit=False, optional=False, may_be_off=False)
    place = Place((), question, None, Progress(0, 1))
    while True:
        reply = asker.ask(place, Aid(offer=one.value))
        if isinstance(reply, Answered):
            try:
                value = stored(question, reply.value, NOBODY, live.clock)
            except Misfit as misfit:
                asker.refuse(str(misfit))
                continue
            keep_correction(journal, live, one.seq, value)
            return True
        if isinstance(reply, Commanded) and reply.command in LEAVES:
            return False


def keep_correction(journal: Journal, live: Live, seq: int, value: Any) -> None:
    """Keep a correction, and the rows that follow from it. Raises Busy, NotFound."""
    earlier = corrections(journal, live.id)
    before = project(live.walk, live.id, earlier)
    change = difference(before, project(live.walk, live.id, {**earlier, seq: value}))
    live.keeper.correct(seq, value, change, live.clock.stamp())
