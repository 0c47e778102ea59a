"""Putting a draft together from what was answered, and looking over what the person made of it.

A draft begins from the person's own words in plain frames; what was left open leaves no gap. It is theirs
from then on. The look over it points at words, says why, and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ifs_journal.guide import slots
from ifs_journal.guide.conditions import KEPT_OFF
from ifs_journal.guide.question import Words
from ifs_journal.guide.quoting import UNSAID, references, replace, spoken
from ifs_journal.guide.speaking import Finding, look_over
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import Filled, Frame, Looked, Round
from ifs_journal.script.model import Piece, Step
from ifs_journal.terms import LogItem

SOURCE = "draft:"
"""Before the names of what a draft was put together from, among an answer's quotes."""
MOST_SHOWN = 6
"""Findings shown for one version; more would read like a marked essay."""

Sources = dict[str, int]


def draft_of(standing: Standing, frame: Frame, step: Step) -> tuple[str | None, Sources]:
    """The text a draft begins from, and which log items it was put together from.

    A draft that is come back to begins from what it was made into.
    """
    if step.draft is None and not step.pieces:
        return None, {}
    earlier = slots.filled(standing, frame, step.slot) if step.slot else None
    if earlier is not None and isinstance(earlier.value, str):
        return earlier.value, {f"{SOURCE}{step.slot}": earlier.seq}
    sources: Sources = {}
    if step.draft is not None:
        text = replace(step.draft, lambda name: _said(standing, frame, name, None, 0, sources))
        # Nothing but what is gone: there is nothing to begin from.
        return None if text == UNSAID else text, sources
    said = [text for piece in step.pieces for text in _piece(standing, frame, piece, sources)]
    whole = " ".join(said)
    return whole[:1].upper() + whole[1:], sources


def _piece(standing: Standing, frame: Frame, piece: Piece, sources: Sources) -> list[str]:
    if piece.each is None:
        rounds: list[Round | None] = [None]
    else:
        rounds = [*standing.rounds.get(piece.each, [])]
    found = []
    for number, one in enumerate(rounds):
        for text in piece.again if number and piece.again else piece.text:
            if all(_value(standing, frame, name, one) is not None for name in references(text)):
                found.append(_filled(standing, frame, text, one, number, sources))
    return found


def _filled(
    standing: Standing, frame: Frame, text: str, one: Round | None, number: int, sources: Sources
) -> str:
    def said(name: str) -> str:
        before = text.partition(f"{{{name}}}")[0]
        return _joined(before, _said(standing, frame, name, one, number, sources).strip())

    shown = replace(text, said)
    # The person's sentence may have brought its own full stop; the frame has one too.
    return re.sub(r"[.!?…]+(?=[.,;:])", "", shown)


def _said(
    standing: Standing, frame: Frame, name: str, one: Round | None, number: int, sources: Sources
) -> str:
    """The words behind a quote, where they came from noted."""
    found = _value(standing, frame, name, one)
    if found is None:
        return spoken(None)
    if found.seq:
        sources[f"{SOURCE}{name}.{number}" if one else f"{SOURCE}{name}"] = found.seq
    return spoken(found.value)


def _joined(frame: str, said: str) -> str:
    """What was said, without the words it repeats of the frame it now stands in ("When when you …")."""
    before, words = frame.casefold().split(), said.split()
    for count in range(min(len(before), len(words) - 1), 0, -1):
        if [one.casefold() for one in words[:count]] == before[-count:]:
            return said.split(None, count)[count]
    return said


def _value(standing: Standing, frame: Frame, name: str, one: Round | None) -> Filled | None:
    if name.startswith("known."):
        known = standing.known.get(name.removeprefix("known."))
        return None if known is None else Filled(known, 0)
    scope, _, rest = name.partition(".")
    if one is not None and scope == "item":
        found = one.slots.get(rest) if rest else one.item
    else:
        found = slots.filled(standing, frame, name)
    return None if found is None or found.value == KEPT_OFF else found


def look(standing: Standing, step: Step, item: LogItem) -> None:
    """Look over a version of a draft, and say what the rules point at."""
    rules: Mapping[str, Any] | None = standing.bundle.gates.get(step.look or "")
    text = item.value if isinstance(item.value, str) else ""
    chosen = (standing.session_slots.get(name) for name in ("statement.asks", "rupture.wish"))
    meant = any(one is not None and one.value in ("request", "ask") for one in chosen)
    standing.findings = look_over(text, rules, request_meant=meant) if text and rules else ()
    if text:
        met = tuple(dict.fromkeys(one.rule for one in standing.findings))
        standing.looks.append(Looked(item.seq, met))
    standing.says.extend(_advice(one) for one in standing.findings[:MOST_SHOWN])


def _advice(one: Finding) -> Words:
    # Where something is missing there are no words to point at.
    shown = f"“{one.words}”: " if one.words else ""
    return Words(f"{shown}{one.advice_text}", f"{shown}{one.advice_plain}")
