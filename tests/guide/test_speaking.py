"""The look at a sentence meant for somebody: what it points at, what never, and that it stays harmless."""

from __future__ import annotations

import copy
import re
import time
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guide_statements as statements
from guide_statements import RULE_IDS, RULES
from ifs_journal.errors import ScriptInvalid
from ifs_journal.guide.phrasing import Notation
from ifs_journal.guide.speaking import Finding, look_over
from ifs_journal.script import library

FLOORS = {"tuned": (0.97, 0.95), "held_out": (0.98, 0.98), "fresh": (0.97, 0.72)}
"""For each set: of what is pointed at, how much is there; of what is there, how much is pointed at."""

DEEDS = [
    ("hit me", "hit me", "hitting me"),
    ("slapped our son", "slap our son", "slapping our son"),
    ("shouted at me", "shout at me", "shouting at me"),
    ("pushed me", "push me", "pushing me"),
    ("grabbed my arm", "grab my arm", "grabbing my arm"),
    ("threatened me", "threaten me", "threatening me"),
    ("threw things at me", "throw things at me", "throwing things at me"),
    ("locked me out", "lock me out", "locking me out"),
    ("took my phone", "take my phone", "taking my phone"),
    ("read my messages", "read my messages", "reading my messages"),
    ("called me names", "call me names", "calling me names"),
    ("followed me home", "follow me home", "following me home"),
    ("spat at me", "spit at me", "spitting at me"),
    ("broke my glasses", "break my things", "smashing my things"),
    ("screamed at the kids", "scream at the kids", "screaming at the kids"),
]
SAID_OF_A_DEED = [
    "You {past}.",
    "You {past} again and again.",
    "On Sunday you {past}, and I was there with the children.",
    "You always {base}.",
    "you never stop {ing}",
    "You keep {ing}!",
    "Every time you drink you {base}.",
    "You need to stop {ing}.",
    "If you hadn't {past} I would still be there.",
    "You’ve {past} and you have to leave.",
]
LIMITS = [
    "If you shout I will leave the room.",
    "I won't lend money again.",
    "Please don't call me after ten.",
    "If you keep interrupting me, I'll stop talking for today.",
    "Unless you always ask first, I am going to lock my door.",
    "Next time you never show up I'll go without you.",
    "You need to leave.",
    "You have to stop calling me at work.",
    "You must not come here again.",
    "You have to give my key back.",
    "No. I'm not going to talk about my weight.",
    "I can't come at Christmas.",
]


def rules_in(text: str, request_meant: bool = False) -> list[str]:
    return [finding.rule for finding in look_over(text, RULES, request_meant=request_meant)]


# --- the sentences ------------------------------------------------------------------------------------


def test_there_are_enough_sentences_and_none_twice() -> None:
    texts = [one["text"] for one in statements.SENTENCES]
    assert len(texts) == len(set(texts)) >= 150
    assert len(statements.in_set("held_out")) >= 40
    assert len(statements.in_set("fresh")) >= 40


def test_each_sentence_says_what_it_is() -> None:
    for one in statements.SENTENCES:
        assert one["kind"] in ("should", "should_not", "near")
        assert bool(one["rules"]) == (one["kind"] == "should"), one["text"]
        assert set(one["rules"]) <= set(RULE_IDS)


@pytest.mark.parametrize("name", statements.SETS)
def test_the_rules_find_what_they_found_before(name: str) -> None:
    precision, recall = FLOORS[name]
    of_all = statements.measured(statements.in_set(name))["all"]
    assert of_all.precision >= precision
    assert of_all.recall >= recall


def test_every_rule_finds_most_of_what_is_its_own() -> None:
    for rule, figures in statements.measured(statements.SENTENCES).items():
        assert figures.right, rule
        assert figures.precision >= 0.95, rule
        assert figures.recall >= 0.8, rule


def test_harm_limits_own_deeds_and_part_language_are_never_pointed_at() -> None:
    pointed_at = [
        one["text"]
        for one in statements.SENTENCES
        if one["kind"] == "should_not" and statements.found_in(one)
    ]
    assert pointed_at == []


@pytest.mark.parametrize("frame", SAID_OF_A_DEED)
@pytest.mark.parametrize("deed", DEEDS, ids=[past for past, _, _ in DEEDS])
def test_harm_is_never_pointed_at_however_it_is_said(frame: str, deed: tuple[str, str, str]) -> None:
    past, base, ing = deed
    assert rules_in(frame.format(past=past, base=base, ing=ing)) == []


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_never_pointed_at(limit: str) -> None:
    assert rules_in(limit) == []


@pytest.mark.parametrize("one", statements.FOOLED, ids=lambda one: one["text"])
def test_what_fools_the_rules_is_known(one: dict[str, Any]) -> None:
    assert sorted(statements.found_in(one)) == sorted(one["says"])


def test_the_page_shows_the_figures_as_they_are() -> None:
    page = statements.PAGE.read_text(encoding="utf-8")
    assert page == statements.page_with_figures(page), "To write them anew: guide_statements.py --write"


def test_the_page_has_an_example_for_every_rule_that_is_found_by_it() -> None:
    page = statements.PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| “([^|]+)” \|$", page, re.MULTILINE)
    assert [rule for rule, _ in rows] == [rule for rule in RULE_IDS if rule != "too_long"]
    for rule, example in rows:
        assert rules_in(example, request_meant=rule == "no_request") == [rule]


# --- how it reads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You never ask.", "You never"),
        ("YOU NEVER ASK", "YOU NEVER"),
        ("you\nnever ask", "you\nnever"),
        ("well, youve   never asked", "youve   never"),
        ("You’ve never asked.", "You’ve never"),
        ("You *never* ask.", "You *never"),
        ("u nevr ask", "u nevr"),
        ("“You never ask.”", "You never"),
        ("Ünd ýet: you never ask 🙂", "you never"),
    ],
)
def test_words_are_found_however_they_are_written(text: str, words: str) -> None:
    (finding,) = look_over(text, RULES)
    assert (finding.rule, finding.words) == ("you_always", words)
    assert text[finding.start : finding.end] == words


@pytest.mark.parametrize(
    "quoted",
    ["“you never ask”", '"you never ask"', "'you never ask'", "‘you don't ever ask’", "«you never ask»"],
)
def test_quoted_words_are_not_the_speakers(quoted: str) -> None:
    assert rules_in(f"You said {quoted} and I went out.") == []
    assert rules_in(f"You said {quoted} and then. You never asked.") == ["you_always"]


def test_an_apostrophe_is_not_a_quotation_mark() -> None:
    assert rules_in("The kids' shoes, you never tidy them, and the neighbours' bikes.") == ["you_always"]


def test_a_part_may_say_anything_but_what_follows_is_the_persons_own() -> None:
    assert rules_in("A part of me thinks you never listen.") == []
    assert rules_in("A part of me thinks so because you never listen.") == ["you_always"]


def test_one_place_is_pointed_at_once_and_the_first_comes_first() -> None:
    text = "You think I'm angry. It's your fault. You never listen."
    findings = look_over(text, RULES)
    assert [one.rule for one in findings] == ["mind_reading", "blame", "you_always"]
    assert all(one.end <= other.start for one, other in pairwise(findings))


def test_a_rule_points_at_a_few_places_at_most() -> None:
    assert rules_in("You never ask. " * 9) == ["you_always"] * RULES["at_most"]


def test_the_second_request_is_the_one_pointed_at() -> None:
    text = "Could you call on Sunday? Could you also bring the papers? Could you stay?"
    (finding,) = look_over(text, RULES)
    assert (finding.rule, finding.start) == ("several_requests", text.index("Could you also"))


def test_a_missing_request_is_pointed_at_only_if_one_was_meant() -> None:
    text = "A part of me felt left out on Friday."
    assert rules_in(text) == []
    (finding,) = look_over(text, RULES, request_meant=True)
    assert (finding.rule, finding.start, finding.end, finding.words) == (
        "no_request",
        len(text),
        len(text),
        "",
    )


@pytest.mark.parametrize("text", ["", "   \n", "\n\n"])
def test_nothing_written_is_nothing_to_point_at(text: str) -> None:
    assert look_over(text, RULES, request_meant=True) == ()


def test_a_long_text_is_pointed_at_where_it_gets_long() -> None:
    limit = RULES["words_at_most"]
    assert rules_in("word " * limit) == []
    (finding,) = look_over("word " * limit + "and more it is", RULES)
    assert (finding.rule, finding.words) == ("too_long", "and more it is")


# --- properties ---------------------------------------------------------------------------------------

PIECES = [
    *[one["text"] for one in statements.SENTENCES[::9]],
    *[
        "you",
        "never",
        "'",
        "’",
        '"',
        "“",
        "”",
        "«",
        "\n\n",
        "...",
        "…",
        "I'm",
        "a part of me",
        "\x00",
        "İ",
        "ǰ",
    ],
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))


def check(text: str, findings: tuple[Finding, ...]) -> None:
    assert [one.start for one in findings] == sorted(one.start for one in findings)
    for one in findings:
        assert 0 <= one.start <= one.end <= len(text)
        assert one.words == text[one.start : one.end]


@given(texts, st.booleans())
def test_any_text_can_be_looked_over_and_gives_the_same_again(text: str, request_meant: bool) -> None:
    findings = look_over(text, RULES, request_meant=request_meant)
    check(text, findings)
    assert look_over(text, RULES, request_meant=request_meant) == findings


@given(
    st.sampled_from(statements.in_set("tuned")), st.sampled_from(["A part of me is sad.", "It was Sunday."])
)
def test_a_harmless_sentence_before_changes_only_the_places(sentence: dict[str, Any], before: str) -> None:
    if "too_long" in sentence["rules"]:
        return
    alone = look_over(sentence["text"], RULES)
    later = look_over(f"{before}\n\n{sentence['text']}", RULES)
    by = len(before) + 2
    assert [(one.rule, one.start + by, one.words) for one in alone] == [
        (one.rule, one.start, one.words) for one in later
    ]


@given(st.sampled_from(statements.SENTENCES))
def test_capitals_curly_quotes_and_line_breaks_change_nothing(sentence: dict[str, Any]) -> None:
    text = sentence["text"]
    found = rules_in(text)
    assert rules_in(text.upper()) == found
    assert rules_in(text.replace(" ", "\n")) == found
    assert rules_in(re.sub(r"(?<=\w)'(?=\w)", "’", text)) == found


LONG = 100_000


@pytest.mark.thinned(6)
@pytest.mark.parametrize(
    "piece",
    ["you ", "aaaa", "a ", '"', "'a ", "“", "\n", "... ", "you really just so ", "maybe you ", "if you ",
     "part of me thinks ", "you are such a ", "could you ", "i am so very really ", "a'", "<", "you hit "],
)  # fmt: skip
def test_a_very_long_text_takes_a_moment_and_no_more(piece: str) -> None:
    look_over("", RULES)
    text = (piece * LONG)[:LONG]
    began = time.process_time()
    check(text, look_over(text, RULES, request_meant=True))
    assert time.process_time() - began < 5


# --- the rules as data --------------------------------------------------------------------------------


def advice() -> list[str]:
    return [rule[key] for rule, key in product(RULES["rule"], ("reason", "text", "plain"))]


def test_every_rule_has_its_id_a_reason_and_both_wordings() -> None:
    assert RULE_IDS == [
        "you_always",
        "blame",
        "bare_i_am",
        "label",
        "mind_reading",
        "several_requests",
        "no_request",
        "too_long",
    ]
    assert all(one.strip() for one in advice())


def test_what_is_said_keeps_to_how_the_program_speaks() -> None:
    barred = re.compile(
        r"!|\b(just|simply|should|must|journey|heal|I am here|sorry|apolog\w*|wrong|good|great)\b",
        re.IGNORECASE,
    )
    for sentence in advice():
        unquoted = re.sub(r"“[^”]*”", "", sentence)
        assert not barred.search(unquoted), sentence
        assert not re.search(r"\bI\b", unquoted), sentence
        assert sentence.isprintable()
        parts = re.split(r"(?<=[.?]) (?=[A-Z“])", sentence)
        assert len([one for one in parts if not one.startswith("“When")]) <= 2, sentence
        assert all(len(one.split()) <= 20 for one in parts), sentence


def test_plain_advice_does_without_parts() -> None:
    for rule in RULES["rule"]:
        assert not re.search(r"\bparts?\b", rule["plain"] + rule["reason"]), rule["id"]


def test_the_rules_name_only_reasons_and_keys_that_are_there() -> None:
    reasons = {one["id"] for one in RULES["leave"]}
    named = {reason for one in [*RULES["rule"], RULES["requests"]] for reason in one.get("leave", ())}
    assert named == reasons
    for rule in RULES["rule"]:
        assert set(rule) <= {"id", "kind", "reason", "text", "plain", "leave", "look"}
        assert ("look" in rule) != ("kind" in rule)
        assert rule.get("kind") in (None, "several", "missing", "length")
        for look in rule.get("look", ()):
            assert {"for"} <= set(look) <= {"for", "not_after", "not_before"}


def test_patterns_are_written_out_in_small_letters() -> None:
    patterns = [pattern for one in RULES["words"].values() for pattern in one]
    tables = [
        RULES["requests"],
        *RULES["leave"],
        *[look for rule in RULES["rule"] for look in rule.get("look", ())],
    ]
    for table, key in product(
        tables, ("for", "not_after", "not_before", "also", "after", "until", "sentence", "and")
    ):
        patterns += table.get(key, ())
    assert len(patterns) > 500
    assert [one for one in patterns if one != one.casefold() or re.search(r"['’-]", one)] == []


def test_every_word_list_is_used() -> None:
    everything = repr(RULES)
    assert [name for name in RULES["words"] if f"<{name}>" not in everything] == []


@pytest.mark.parametrize(
    "pattern", ["", "really?", "...", "!never", "you're", "you <nothing>", "you (always)", "<round>"]
)
def test_a_pattern_that_cannot_be_read_is_refused_and_named(pattern: str) -> None:
    with pytest.raises(ScriptInvalid, match=re.escape(f"“{pattern}”")):
        Notation({"round": ["<round>"]}).anywhere([pattern])


def test_rules_can_be_changed_without_touching_the_code() -> None:
    changed = copy.deepcopy(RULES)
    changed["words_at_most"], changed["at_most"] = 3, 1
    changed["rule"][0]["look"] = [{"for": ["toujours"]}]
    text = "Toujours, toujours. You never ask."
    assert [one.rule for one in look_over(text, changed)] == ["you_always", "too_long"]
    assert rules_in(text) == ["you_always"]


def test_the_rules_are_no_script_and_english_stands_in_for_a_language_without_any(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    assert "speaking" not in library.shipped_sources()
    english = library.prompts_folder()
    monkeypatch.setattr(
        library, "prompts_folder", lambda language="en": tmp_path if language == "xx" else english
    )
    assert library.speaking_rules("xx") is library.speaking_rules()
    (tmp_path / "speaking.toml").write_text("version = 1\n", encoding="utf-8")
    assert library.speaking_rules("xx") == {"version": 1}
