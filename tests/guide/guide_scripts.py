"""A hypothesis strategy for scripts: small, valid, and using everything the language has."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ifs_journal.script.bundle import Bundle, bundle_of
from ifs_journal.script.checker import Fault, check
from ifs_journal.script.library import Source, gate_words
from ifs_journal.terms import State

Table = dict[str, Any]
TYPES = [
    "settle",
    "state",
    "short",
    "long",
    "scale",
    "choice",
    "choices",
    "yes_no_unsure",
    "confirm",
    "part",
    "parts",
    "person",
    "date",
    "draft",
]
SLOT_TYPE = {
    "state": "state",
    "short": "text",
    "long": "text",
    "scale": "scale",
    "choice": "choice",
    "choices": "choices",
    "yes_no_unsure": "yes_no_unsure",
    "confirm": "bool",
    "part": "part",
    "parts": "parts",
    "person": "person",
    "date": "date",
    "draft": "text",
}
OPTIONS = [
    {"value": "loud", "label": "loud", "key": "l"},
    {"value": "quiet", "label": "quiet", "key": "q"},
    {"value": "both_of_it", "label": "both of it", "key": "b"},
]
STATES = [{"value": str(one), "label": str(one), "key": "abdefg"[place]} for place, one in enumerate(State)]
LIBRARY = {**bundle_of("unblend").tables, **bundle_of("check-in").tables}
GATES = gate_words()
CALLEE: Table = {
    "id": "callee",
    "version": 1,
    "title": "Callee",
    "purpose": "Is called.",
    "minutes": "1",
    "listed": False,
    "gives": "call.piece",
    "takes": {"wish": "text"},
    "slots": {"call": {"piece": "text", "sure": "bool"}},
    "step": [
        {"id": "heard", "type": "say", "text": "“{call.wish}”", "plain": "“{call.wish}”"},
        {
            "id": "piece",
            "type": "short",
            "slot": "call.piece",
            "optional": True,
            "text": "A piece of “{call.wish}”?",
            "plain": "A piece of “{call.wish}”?",
            "why": "One word.",
        },
        {
            "id": "really",
            "type": "confirm",
            "slot": "call.sure",
            "when": {"slot": "call.piece", "answered": True},
            "text": "Is it?",
            "plain": "Is it?",
            "why": "One word.",
        },
    ],
}

TOWARD: Table = {
    "id": "made",
    "version": 1,
    "title": "Toward",
    "purpose": "Meets a part through the gate.",
    "minutes": "2",
    "on_stop": "bye",
    "on_new_target": "says",
    "after_targets": "bye",
    "slots": {"target": {"says": "text", "knows": "text"}},
    "step": [
        {"id": "arriving", "gate": "state", "words": "arriving", "open": "says", "closed": "not-today"},
        {
            "id": "says",
            "type": "short",
            "slot": "target.says",
            "text": "What does it say?",
            "plain": "What does it say?",
            "why": "One word.",
        },
        {"id": "toward", "gate": "feel_toward", "open": "listen", "closed": "rest"},
        {
            "id": "listen",
            "type": "long",
            "slot": "target.knows",
            "optional": True,
            "text": "What would it like you to know?",
            "plain": "What would it like you to know?",
            "why": "One word.",
            "next": "target-done",
        },
        {"id": "rest", "type": "settle", "text": "Rest.", "plain": "Rest.", "next": "target-done"},
        {"id": "bye", "type": "say", "text": "Thank you.", "plain": "Thank you."},
    ],
}
"""A gate in a script that does not say where `inside it` leads, so the gate calls `unblend` itself."""


@dataclass
class Making:
    """A script in the making. Each block is a run of steps that later blocks may be reached from."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    slots: dict[str, Any] = field(default_factory=dict)
    """Session slots by name, and their types."""

    def name(self, kind: str) -> str:
        """A new id."""
        return f"{kind}-{next(self.count)}".replace("_", "-")

    def ask(self, type_: str, step_id: str | None = None, **more: Any) -> Table:
        """One asked step of a type."""
        step: Table = {
            "id": step_id or self.name(type_),
            "type": type_,
            "text": "What is here?",
            "plain": "What is here?",
            **more,
        }
        if type_ not in ("settle", "say"):
            step["why"] = "One word is enough."
        if type_ in ("choice", "choices"):
            step["options"] = OPTIONS
            step.setdefault("other", self.draw(st.booleans()))
        if type_ == "state":
            step["options"] = STATES
        if type_ in ("part", "parts") and self.draw(st.booleans()):
            step["options"] = [OPTIONS[1]]
        if type_ == "draft":
            step["draft"] = "It said: " + " and ".join(self.quotes()[:2])
        return step

    def quotes(self) -> list[str]:
        """What may be quoted so far."""
        words = ("text", "person", "date", "part", "parts")
        found = [f"{{session.{name}}}" for name, of in self.slots.items() if of in words or of == ["text"]]
        return [*found, "{target.name}"]

    def slot(self, kind: Any) -> str:
        """A new session slot."""
        name = f"s{next(self.count)}"
        self.slots[name] = kind
        return f"session.{name}"

    def flags(self, step: Table) -> Table:
        """A step with whatever else can be said of it."""
        if step["type"] not in ("settle", "say"):
            kind = self.draw(st.sampled_from(["optional", "explicit", "plain"]))
            step["optional"] = kind == "optional" and step["type"] not in ("state", "confirm")
            step["explicit"] = kind == "explicit"
            step["private"] = self.draw(st.booleans())
        return step


def _plain_step(making: Making) -> list[Table]:
    type_ = making.draw(st.sampled_from(TYPES))
    step = making.flags(making.ask(type_))
    if making.draw(st.booleans()) and type_ != "settle":
        step["slot"] = making.slot(SLOT_TYPE[type_])
    step["alone"] = making.draw(st.booleans())
    if making.draw(st.booleans()):
        step["text"] = step["plain"] = f"You said {making.quotes()[0]}. And now?"
    return [step]


def _choosing(making: Making) -> list[Table]:
    """A choice, steps that are there for some answers only, and a way past them."""
    slot = making.slot("choice")
    type_ = making.draw(st.sampled_from(["short", "scale", "settle", "say"]))
    last = making.ask("say", making.name("so"))
    first = making.flags(making.ask("choice", slot=slot))
    first["branch"] = [{"when": {"is": "quiet"}, "go": last["id"]}]
    if making.draw(st.booleans()):
        first["branch"].insert(0, {"when": {"in": ["loud"], "also": {"answered": True}}, "go": last["id"]})
    condition = making.draw(
        st.sampled_from([{"is": "both_of_it"}, {"in": ["both_of_it", "quiet"]}, {"answered": False}])
    )
    return [first, making.ask(type_, when={"slot": slot, **condition}), last]


def _rounds(making: Making) -> list[Table]:
    step = making.ask("yes_no_unsure")
    done = making.ask("say", making.name("enough"))
    step.update(at_most=making.draw(st.integers(1, 3)), then=done["id"])
    step["branch"] = [{"when": {"is": "yes"}, "go": step["id"]}]
    return [step, done]


def _collecting(making: Making) -> list[Table]:
    slot = making.slot(["text"])
    group_id = making.name("each")
    step = making.ask("short", slot=slot, optional=True, at_most=2, then=group_id)
    step["branch"] = [{"when": {"answered": True}, "go": step["id"]}]
    return [step, _group(making, group_id, slot)]


def _parts(making: Making) -> list[Table]:
    many, one = making.slot("parts"), making.slot("part")
    group_id = making.name("each")
    first = making.ask("parts", slot=many, optional=True)
    first["branch"] = [{"when": {"count_at_least": 3}, "go": group_id}]
    copy = {"id": making.name("copy"), "set": one, "from": many}
    asked = making.ask("short", when={"slot": one, "answered": True})
    asked["text"] = asked["plain"] = f"What does {{{one}}} want?"
    return [first, copy, asked, _group(making, group_id, many)]


def _group(making: Making, group_id: str, slot: str) -> Table:
    heard = making.ask("short", slot="item.heard", optional=True)
    heard["text"] = heard["plain"] = "What about {item}?"
    answered = making.ask("say", making.name("told"), when={"slot": "item.heard", "answered": True})
    answered["text"] = answered["plain"] = "{item}: {item.heard}"
    return {"id": group_id, "each": slot, "at_most": 2, "step": [heard, answered]}


def _calling(making: Making) -> list[Table]:
    wish, piece, who = making.slot("text"), making.slot("text"), making.slot("part")
    last = making.ask("say", making.name("so"))
    call: Table = {"id": making.name("call"), "call": "callee", "with": {"wish": wish}, "into": piece}
    if making.draw(st.booleans()):
        call["with"]["target"] = who
    call["branch"] = [{"when": {"answered": False}, "go": last["id"]}]
    return [making.ask("short", slot=wish), making.ask("part", slot=who, optional=True), call, last]


def _checking(making: Making) -> list[Table]:
    inside = making.ask("settle", making.name("after"))
    gate = {"id": making.name("gate"), "gate": "state", "words": "checking", "open": inside["id"]}
    return [{**gate, "closed": making.draw(st.sampled_from(["not-today", "bye"]))}, inside]


def _drafting(making: Making) -> list[Table]:
    slot = making.slot("text")
    return [making.ask("short", slot=slot, key_sentence=True), making.ask("draft", slot=making.slot("text"))]


def _unblending(making: Making) -> list[Table]:
    return [{"id": making.name("room"), "call": "unblend"}]


BLOCKS = (
    _plain_step,
    _plain_step,
    _choosing,
    _rounds,
    _collecting,
    _parts,
    _calling,
    _checking,
    _drafting,
    _unblending,
)


def _toward(making: Making, *, inside: bool) -> list[Table]:
    says = making.ask("short", "says", slot="target.says", key_sentence=True)
    gate: Table = {"id": "toward", "gate": "feel_toward", "open": "listen", "closed": "rest"}
    if inside:
        says["at_most"], says["then"] = 3, "rest"
        gate["inside"] = "says"
    if making.draw(st.booleans()):
        gate["branch"] = [{"when": {"class": "nothing"}, "go": "rest"}]
    listen = making.ask("long", "listen", slot="target.knows", private=True, optional=True)
    name = making.ask("part", "name", slot="target.part", optional=True, next="target-done")
    return [says, gate, listen, name, making.ask("settle", "rest", next="target-done")]


@st.composite
def scripts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Table:
    """A valid script as a raw table. Its callees are `callee` and the shipped ones."""
    making = Making(draw)
    arriving = {"id": "arriving", "gate": "state", "words": "arriving", "closed": "not-today"}
    blocks = [block(making) for block in draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=4))]
    if draw(st.booleans()) and len(blocks) > 2:
        blocks[0][-1]["next"] = blocks[2][0]["id"]
        over = making.flags(making.ask("confirm"))
        over["branch"] = [{"when": {"is": True}, "go": blocks[1][0]["id"]}]
        blocks[0] = [*blocks[0][:-1], {**blocks[0][-1], "next": over["id"]}, over]
    has_target = draw(st.booleans())
    steps = [step for block in blocks for step in block]
    table: Table = {
        "id": "made",
        "version": 1,
        "title": "Made",
        "purpose": "Made for a test.",
        "minutes": "2",
        "state_at_most": draw(st.integers(7, 10)),
        "on_stop": "bye",
    }
    if has_target:
        steps += _toward(making, inside=draw(st.booleans()))
        table.update(on_new_target="says", after_targets="bye")
    bye: Table = {"id": "bye", "call": "closing", "alone": True}
    if draw(st.booleans()):
        bye = making.ask("say", "bye")
    table["slots"] = {
        "session": making.slots,
        "target": {"says": "text", "knows": "text", "part": "part"},
        "item": {"heard": "text"},
    }
    table["step"] = [{**arriving, "open": "hello"}, making.ask("settle", "hello"), *steps, bye]
    table["variants"] = _variants(making, blocks)
    return table


def _variants(making: Making, blocks: list[list[Table]]) -> Table:
    more = making.ask("scale", making.name("more"))
    other = making.ask("short", "hello", optional=True)
    return {
        "long": {"help": "asks more", "add": [{"after": "hello", "step": [more]}]},
        "other": {"help": "asks otherwise", "replace": [other]},
    }


def faults(table: Table) -> list[Fault]:
    """What the checker has against it."""
    tables = {**LIBRARY, "callee": CALLEE, table["id"]: table}
    return check(Source(Path(f"{table['id']}.toml"), table), tables=tables, gates=GATES)


def bundle(table: Table) -> Bundle:
    """The script with all it can call."""
    tables = {**LIBRARY, "callee": CALLEE, table["id"]: table}
    return Bundle(table["id"], "en", tables, GATES)
