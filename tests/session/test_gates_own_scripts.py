"""Somebody's own script that tries to get round a gate: refused by the rule that is meant, and not run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from session_own import BYE, Table, arriving, ask, changed, gate, made, piece, put, rules, then, without
from session_talking import events, ifs, lines

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


def test_the_sound_one_is_sound() -> None:
    assert rules(SPEAKING) == set()


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


# --- run all the same -----------------------------------------------------------------------------

UNSOUND = {
    "between": BETWEEN["the gate is missing"][0],
    "state": EARLY["stopping leads behind it"][0],
    "toward": TOWARD["closed leads behind it"][0],
    "called": made(arriving("calling"), {"id": "calling", "call": "piece"}, BYE),
}


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
