"""Own scripts on the way to a vulnerable part, or for two people: refused by the rule that is meant."""

from __future__ import annotations

import pytest

from session_own import BYE, Table, arriving, ask, changed, gate, made, rules, then, without

X = ask("x", "session.x")


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


def test_the_sound_ones_are_sound() -> None:
    assert rules(VISIT) == set()
    assert rules(TOGETHER) == set()


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
