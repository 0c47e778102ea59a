"""Somebody's own script that tries to get round a gate: refused by the rule that is meant, and not run."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.script.checker import check
from ifs_journal.script.library import Source, gate_words, shipped_sources
from ifs_journal.session.settings import own_scripts
from session_talking import events, ifs, lines

Table = dict[str, Any]
Steps = list[Table]
BYE: Table = {"id": "bye", "type": "settle", "text": "Goodbye.", "plain": "Goodbye."}


def ask(step: str, slot: str | None = None, type_: str = "short", **more: Any) -> Table:
    found = {"id": step, "type": type_, "text": "What is there?", "plain": "What is there?", "why": "A word."}
    return {**found, **({"slot": slot} if slot else {}), **more}


def gate(step: str, kind: str, opened: str, closed: str = "bye", **more: Any) -> Table:
    return {"id": step, "gate": kind, "open": opened, "closed": closed, **more}


def arriving(opened: str, **more: Any) -> Table:
    return gate("arriving", "state", opened, "not-today", words="arriving", **more)


def made(*steps: Table, slots: Table | None = None, name: str = "made", **more: Any) -> Table:
    about = {"id": name, "version": 1, "title": "Made", "purpose": "Made.", "minutes": "1", "on_stop": "bye"}
    return {**about, "slots": slots or {}, "step": list(steps), **more}


def piece(*steps: Table, slots: Table, **more: Any) -> Table:
    found = made(*steps, slots=slots, name="piece", listed=False, **more)
    del found["on_stop"]
    return found


def rules(table: Table, *others: Table) -> set[str]:
    tables = {name: source.table for name, source in shipped_sources().items()}
    tables |= {one["id"]: one for one in (*others, table)}
    source = Source(Path(f"{table['id']}.toml"), table)
    return {fault.rule for fault in check(source, tables=tables, gates=gate_words())}


def changed(table: Table, step: str, **more: Any) -> Table:
    """The same script with one step otherwise. A value of None takes a key away."""
    steps = [
        {key: value for key, value in {**one, **more}.items() if value is not None}
        if one["id"] == step
        else one
        for one in table["step"]
    ]
    return {**table, "step": steps}


def without(table: Table, step: str, opened: str) -> Table:
    """The same script with one step gone, and what led to it leading to the next."""
    steps = [one for one in table["step"] if one["id"] != step]
    return {
        **table,
        "step": [{**one, "open": opened} if one.get("open") == step else one for one in steps],
    }


def then(table: Table, *steps: Table) -> Table:
    """The same script with more steps before its goodbye."""
    return {**table, "step": [*table["step"][:-1], *steps, table["step"][-1]]}


# --- safety between people ------------------------------------------------------------------------

SAID = {
    "session": {
        "who": "person",
        "other": "person",
        "x": "text",
        "several": ["text"],
        "statement": {"body": "text", "limit": "text"},
        "rupture": {"seen": "text"},
    },
    "item": {"statement": {"body": "text"}},
    "call": {"statement": {"body": "text"}},
}
WHO = ask("who", "session.who", "person")
SAFE = gate("safe", "relational", "words", **{"from": "session.who"})
WORDS = ask("words", "session.statement.body")
SPEAKING = made(arriving("who"), WHO, SAFE, WORDS, BYE, slots=SAID)
X = ask("x", "session.x")
COPY = {"id": "copy", "set": "session.statement.body", "from": "session.x"}
GIVES = piece(ask("given", "call.given"), slots={"call": {"given": "text"}}, gives="call.given")
SAYS = {**BYE, "id": "detour", "type": "say"}

BETWEEN: dict[str, tuple[Table, str]] = {
    "the gate is missing": (without(SPEAKING, "safe", "words"), "gate-required"),
    "closed leads behind it": (changed(SPEAKING, "safe", closed="words"), "gate-bypass"),
    "closed leads to what is asked later": (
        then(changed(SPEAKING, "safe", closed="later"), ask("later", "session.x")),
        "gate-bypass",
    ),
    "a branch of the gate leads behind it": (
        changed(SPEAKING, "safe", branch=[{"when": {"class": "closed"}, "go": "words"}]),
        "gate-bypass",
    ),
    "a branch round it": (
        changed(SPEAKING, "who", branch=[{"when": {"answered": False}, "go": "words"}]),
        "gate-required",
    ),
    "a sentence beside it": (
        then(
            changed(SPEAKING, "who", branch=[{"when": {"answered": True}, "go": "detour"}]),
            {**SAYS, "next": "words"},
        ),
        "gate-required",
    ),
    "next leads past it": (changed(SPEAKING, "who", next="words"), "gate-required"),
    "a condition on it": (
        changed(SPEAKING, "safe", when={"slot": "session.who", "answered": True}),
        "gate-ways",
    ),
    "it is for the script alone": (changed(SPEAKING, "safe", alone=True), "gate-ways"),
    "it asks about nobody": (changed(SPEAKING, "safe", **{"from": None}), "gate-required"),
    "it asks about another": (
        made(arriving("who"), WHO, ask("other", "session.other", "person"), SAFE, WORDS, BYE, slots=SAID),
        "gate-required",
    ),
    "another is named behind it": (
        made(
            arriving("who"),
            WHO,
            {**SAFE, "open": "other"},
            ask("other", "session.other", "person"),
            WORDS,
            BYE,
            slots=SAID,
        ),
        "gate-required",
    ),
    "the words are copied": (made(arriving("x"), X, COPY, BYE, slots=SAID), "gate-required"),
    "the words are asked before and copied behind a closed gate": (
        made(
            arriving("who"),
            WHO,
            {**SAFE, "open": "bye", "closed": "copy"},
            X,
            COPY,
            BYE,
            slots=SAID,
        ),
        "gate-required",
    ),
    "a call gives them back": (
        made(
            arriving("calling"),
            {"id": "calling", "call": "piece", "into": "session.statement.body"},
            BYE,
            slots=SAID,
        ),
        "gate-required",
    ),
    "a group asks them": (
        made(
            arriving("x"),
            ask("x", "session.several"),
            {
                "id": "each",
                "each": "session.several",
                "at_most": 2,
                "step": [ask("one", "item.statement.body")],
            },
            BYE,
            slots=SAID,
        ),
        "gate-required",
    ),
    "they belong to a call": (
        made(arriving("x"), ask("x", "call.statement.body"), BYE, slots=SAID),
        "gate-required",
    ),
    "stopping leads behind it": ({**SPEAKING, "on_stop": "words"}, "gate-required"),
    "stopping leads to a question": (
        {**then(changed(SPEAKING, "words", next="later"), ask("later")), "on_stop": "later"},
        "gate-bypass",
    ),
    "a part that comes first is led behind it": (
        {
            **changed(SPEAKING, "arriving", open="toward"),
            "step": [
                arriving("toward"),
                gate("toward", "feel_toward", "who"),
                *SPEAKING["step"][1:],
            ],
            "on_new_target": "words",
            "after_targets": "bye",
        },
        "gate-required",
    ),
    "what follows the last part lies behind it": (
        {
            **SPEAKING,
            "step": [arriving("toward"), gate("toward", "feel_toward", "who"), *SPEAKING["step"][1:]],
            "on_new_target": "toward",
            "after_targets": "words",
        },
        "gate-required",
    ),
    "a variant drops it": (
        {**SPEAKING, "variants": {"quick": {"help": "quick", "drop": ["safe"]}}},
        "gate-required",
    ),
    "a variant keeps all else": (
        {**SPEAKING, "variants": {"quick": {"help": "quick", "keep": ["arriving", "who", "words", "bye"]}}},
        "gate-required",
    ),
    "a variant asks something in its place": (
        {**SPEAKING, "variants": {"other": {"help": "other", "replace": [ask("safe", "session.x")]}}},
        "gate-required",
    ),
    "a variant asks before it": (
        {
            **SPEAKING,
            "variants": {
                "long": {
                    "help": "long",
                    "add": [{"after": "arriving", "step": [ask("early", "session.rupture.seen")]}],
                    "replace": [arriving("early")],
                }
            },
        },
        "gate-required",
    ),
    "it is not kept": ({**SPEAKING, "keep": "session.x"}, "keep"),
}


def test_the_sound_ones_are_sound() -> None:
    assert rules(SPEAKING) == set()
    assert rules(VISIT) == set()
    assert rules(TOGETHER) == set()


@pytest.mark.parametrize(("table", "rule"), BETWEEN.values(), ids=BETWEEN.keys())
def test_words_for_somebody_are_behind_safety(table: Table, rule: str) -> None:
    assert rule in rules(table, GIVES)


def test_a_piece_that_is_called_needs_the_gate_itself() -> None:
    assert "gate-required" in rules(piece(WORDS, slots=SAID))


# --- how somebody is ------------------------------------------------------------------------------

ASKING = made(arriving("first"), ask("first"), ask("second"), BYE)
EARLY: dict[str, tuple[Table, str]] = {
    "the gate is missing": (without(ASKING, "arriving", "first"), "gate-required"),
    "a question before it": ({**ASKING, "step": [ask("zero"), *ASKING["step"]]}, "gate-required"),
    "a call before it": (
        {**ASKING, "step": [{"id": "room", "call": "unblend"}, *ASKING["step"]]},
        "gate-required",
    ),
    "a condition on it": (changed(ASKING, "arriving", when={"slot": "guide.met", "is": True}), "gate-ways"),
    "closed leads behind it": (changed(ASKING, "arriving", closed="first"), "gate-bypass"),
    "closed leads further behind it": (changed(ASKING, "arriving", closed="second"), "gate-bypass"),
    "closed leads to another session": (
        then(changed(ASKING, "arriving", closed="deeper"), {"id": "deeper", "call": "six-fs"}),
        "gate-bypass",
    ),
    "a branch of the gate leads behind it": (
        changed(ASKING, "arriving", branch=[{"when": {"class": "closed"}, "go": "second"}]),
        "gate-bypass",
    ),
    "stopping leads behind it": ({**ASKING, "on_stop": "first"}, "gate-bypass"),
    "stopping leads further behind it": ({**ASKING, "on_stop": "second"}, "gate-bypass"),
    "a variant drops it": (
        {**ASKING, "variants": {"quick": {"help": "quick", "drop": ["arriving"]}}},
        "gate-required",
    ),
    "a variant asks before it": (
        {
            **ASKING,
            "step": [SAYS, *ASKING["step"]],
            "variants": {
                "long": {"help": "long", "add": [{"after": "detour", "step": [ask("early", "session.x")]}]}
            },
            "slots": SAID,
        },
        "gate-required",
    ),
}


@pytest.mark.parametrize(("table", "rule"), EARLY.values(), ids=EARLY.keys())
def test_nothing_is_asked_before_somebody_was_asked_how_they_are(table: Table, rule: str) -> None:
    assert rule in rules(table)


# --- a part ---------------------------------------------------------------------------------------

MEETING = made(
    arriving("toward"),
    gate("toward", "feel_toward", "says"),
    ask("says", "target.says"),
    BYE,
    slots={"target": {"says": "text", "part": "part"}},
    on_new_target="toward",
    after_targets="bye",
)
TOWARD: dict[str, tuple[Table, str]] = {
    "closed leads behind it": (changed(MEETING, "toward", closed="says"), "gate-bypass"),
    "inside it leads behind it": (changed(MEETING, "toward", inside="says"), "gate-bypass"),
    "a branch of the gate leads behind it": (
        changed(MEETING, "toward", branch=[{"when": {"class": "reacting"}, "go": "says"}]),
        "gate-bypass",
    ),
    "a part that comes first is led behind it": ({**MEETING, "on_new_target": "says"}, "gate-bypass"),
    "what follows the last part lies behind it": ({**MEETING, "after_targets": "says"}, "gate-bypass"),
    "stopping leads behind it": ({**MEETING, "on_stop": "says"}, "gate-bypass"),
    "it is for the script alone": (changed(MEETING, "toward", alone=True), "gate-ways"),
    "a condition on it": (
        changed(MEETING, "toward", when={"slot": "target.says", "answered": False}),
        "gate-ways",
    ),
    "a variant leads behind it": (
        {
            **MEETING,
            "variants": {
                "quick": {"help": "quick", "replace": [gate("toward", "feel_toward", "says", "says")]}
            },
        },
        "gate-bypass",
    ),
    "nobody can come back": ({**MEETING, "on_new_target": None}, "target-stack"),
}


@pytest.mark.parametrize(("table", "rule"), TOWARD.values(), ids=TOWARD.keys())
def test_a_part_is_met_through_the_gate(table: Table, rule: str) -> None:
    assert rules(MEETING) == set()
    assert rule in rules({key: value for key, value in table.items() if value is not None})


# --- a vulnerable part ----------------------------------------------------------------------------

FEELING = ask("feeling", "target.vulnerable.feeling_now")
VISIT = made(
    arriving("entry"),
    gate("entry", "vulnerable", "permission", words="entry"),
    gate("permission", "vulnerable", "toward", words="permission"),
    gate("toward", "feel_toward", "warmth", inside="bye"),
    gate("warmth", "vulnerable", "feeling", words="warmth"),
    FEELING,
    BYE,
    slots={
        "session": {"x": "text"},
        "target": {
            "part": "part",
            "vulnerable": {"feeling_now": "text", "need_now": "text"},
            "permission": {"answer": "choice"},
        },
    },
    state_at_most=5,
    over="bye",
)
NEAR: dict[str, tuple[Table, str]] = {
    "entry is missing": (without(VISIT, "entry", "permission"), "gate-required"),
    "permission is missing": (without(VISIT, "permission", "toward"), "gate-required"),
    "feeling toward is missing": (without(VISIT, "toward", "warmth"), "gate-required"),
    "warmth is missing": (without(VISIT, "warmth", "feeling"), "gate-required"),
    **{
        f"a closed {one} leads behind it": (changed(VISIT, one, closed="feeling"), "gate-required")
        for one in ("entry", "permission", "toward", "warmth")
    },
    **{
        f"a closed {one} leads to another question": (
            then(changed(VISIT, one, closed="later"), ask("later", "session.x")),
            "gate-bypass",
        )
        for one in ("entry", "permission", "warmth")
    },
    **{
        f"{one} is for the script alone": (changed(VISIT, one, alone=True), "gate-ways")
        for one in ("entry", "permission", "toward", "warmth")
    },
    "inside it leads behind it": (changed(VISIT, "toward", inside="feeling"), "gate-required"),
    "the end of the time leads behind it": ({**VISIT, "over": "feeling"}, "gate-required"),
    "the end of the time leads to a question": (
        {**then(VISIT, ask("later", "session.x")), "over": "later"},
        "gate-bypass",
    ),
    "stopping leads behind it": ({**VISIT, "on_stop": "feeling"}, "gate-required"),
    "permission is filled by the script": (
        changed(VISIT, "feeling", slot="target.permission.answer", type="choice"),
        "gate-required",
    ),
    "contact is copied": (
        made(
            arriving("x"),
            X,
            {"id": "copy", "set": "target.vulnerable.need_now", "from": "session.x"},
            BYE,
            slots=VISIT["slots"],
        ),
        "gate-required",
    ),
    "it is called": (made(arriving("near"), {"id": "near", "call": "vulnerable"}, BYE), "gate-required"),
    "it is a piece": ({**VISIT, "listed": False}, "gate-required"),
    "on a strong day": ({**VISIT, "state_at_most": 6}, "gate-required"),
    "another may come first": ({**VISIT, "on_new_target": "entry", "after_targets": "bye"}, "gate-required"),
    "a variant drops permission": (
        {**VISIT, "variants": {"quick": {"help": "quick", "drop": ["permission"]}}},
        "gate-required",
    ),
}


@pytest.mark.parametrize(("table", "rule"), NEAR.values(), ids=NEAR.keys())
def test_a_vulnerable_part_is_behind_all_its_gates(table: Table, rule: str) -> None:
    assert rule in rules(table)


# --- two people -----------------------------------------------------------------------------------

TOGETHER = made(
    gate("checks", "apart", "topic", "not-today", words="checks"),
    ask("topic", "session.shared.topic"),
    gate("ready", "apart", "options", words="ready"),
    ask("options", "session.solving.options"),
    BYE,
    slots={
        "session": {"shared": {"topic": "text"}, "solving": {"options": "text"}, "x": "text", "who": "person"}
    },
    shared=True,
)
TWO: dict[str, tuple[Table, str]] = {
    "the checks are missing": (without(TOGETHER, "checks", "topic"), "gate-required"),
    "no gate at all": (made(arriving("x"), X, BYE, slots=TOGETHER["slots"], shared=True), "shared"),
    "nobody says that two look": ({**TOGETHER, "shared": False}, "shared"),
    "a question before the checks": ({**TOGETHER, "step": [X, *TOGETHER["step"]]}, "shared"),
    "a goodbye before the checks": (
        {**TOGETHER, "step": [{**BYE, "id": "rest"}, *TOGETHER["step"]]},
        "shared",
    ),
    "closed checks lead behind them": (changed(TOGETHER, "checks", closed="topic"), "gate-bypass"),
    "closed checks lead to another question": (
        then(changed(TOGETHER, "checks", closed="later"), ask("later", "session.x")),
        "gate-bypass",
    ),
    "the checks are for the script alone": (changed(TOGETHER, "checks", alone=True), "gate-ways"),
    "a condition on the checks": (
        changed(TOGETHER, "checks", when={"slot": "session.x", "answered": True}),
        "gate-ways",
    ),
    "stopping leads behind them": ({**TOGETHER, "on_stop": "topic"}, "gate-required"),
    "stopping leads to another question": (
        {**then(changed(TOGETHER, "options", next="later"), ask("later", "session.x")), "on_stop": "later"},
        "gate-bypass",
    ),
    "solving without being ready": (without(TOGETHER, "ready", "options"), "gate-required"),
    "not yet leads to solving": (changed(TOGETHER, "ready", closed="options"), "gate-bypass"),
    "solving beside the question": (changed(TOGETHER, "topic", next="options"), "gate-required"),
    "solving is copied": (
        then(
            changed(without(TOGETHER, "ready", "copy"), "options", slot="session.x"),
            {"id": "copy", "set": "session.solving.options", "from": "session.x"},
        ),
        "gate-required",
    ),
    "it asks for a person": (
        then(TOGETHER, ask("who", "session.who", "person")),
        "shared",
    ),
    "it knows of earlier days": ({**TOGETHER, "knows": ["trailhead"]}, "shared"),
    "it is called": (made(arriving("two"), {"id": "two", "call": "together"}, BYE), "shared"),
    "it is a piece": ({**TOGETHER, "listed": False}, "shared"),
    "it calls another": (then(TOGETHER, {"id": "room", "call": "unblend"}), "shared"),
    "a variant drops the checks": (
        {**TOGETHER, "variants": {"quick": {"help": "quick", "drop": ["checks"]}}},
        "shared",
    ),
    "a variant drops being ready": (
        {**TOGETHER, "variants": {"quick": {"help": "quick", "drop": ["ready"]}}},
        "gate-required",
    ),
}


@pytest.mark.parametrize(("table", "rule"), TWO.values(), ids=TWO.keys())
def test_two_people_are_asked_apart_first(table: Table, rule: str) -> None:
    assert rule in rules(table)


# --- run all the same -----------------------------------------------------------------------------

UNSOUND = {
    "between": BETWEEN["the gate is missing"][0],
    "state": EARLY["stopping leads behind it"][0],
    "toward": TOWARD["closed leads behind it"][0],
    "near": NEAR["warmth is missing"][0],
    "two": TWO["the checks are missing"][0],
    "called": made(arriving("calling"), {"id": "calling", "call": "piece"}, BYE),
}


def put(table: Table) -> None:
    """Into the folder of one's own scripts. JSON's values are read as TOML's, key by key."""
    folder = own_scripts()
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key} = {inline(value)}\n" for key, value in table.items())
    assert tomllib.loads(text) == table
    (folder / f"{table['id']}.toml").write_text(text, encoding="utf-8")


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value)


@pytest.mark.parametrize("front", ["--answers", "--jsonl"])
@pytest.mark.parametrize("table", UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_script_is_not_run(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path, table: Table, front: str
) -> None:
    create(journal_file)
    put(table)
    put(piece(WORDS, slots=SAID))
    given = ["settled", "Anna", "words", "words"]
    arguments, stdin = (["-"], json.dumps(given)) if front == "--answers" else ([], lines(given))
    code, out, told = ifs(monkeypatch, "made", front, *arguments, stdin=stdin)
    assert code == 30
    assert events(out) == []
    assert "gate" in told
    with Journal.open(journal_file) as journal:
        assert journal.connection.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_a_sound_script_with_a_sound_piece_is(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> None:
    create(journal_file)
    put(UNSOUND["called"])
    put(GIVES)
    given = json.dumps(["settled", "a word", None])
    code, _, told = ifs(monkeypatch, "made", "--answers", "-", stdin=given)
    assert (code, told) == (0, "")
