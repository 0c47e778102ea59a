"""One small script for each thing the language can do: checked, then walked by the guide."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.guide.walk import Walk
from ifs_journal.script.bundle import bundle_of
from ifs_journal.script.checker import check_library
from ifs_journal.script.library import Source, gate_words, read_source, shipped_sources
from ifs_journal.terms import EndReason, Kind, LogItem

GOOD = Path(__file__).parent / "good"
NAMES = sorted(path.stem for path in GOOD.glob("*.toml"))
CRITIC = {"id": "0192aaaa-0000-7000-8000-000000000001", "name": "Critic", "new": True}
JOY = {"id": "0192aaaa-0000-7000-8000-000000000002", "name": "Joy", "new": True}
WORRIER = {"id": "0192aaaa-0000-7000-8000-000000000003", "name": "Worrier", "new": True}


ADA = {"id": "0192eeee-0000-7000-8000-000000000001", "name": "Ada", "new": True}


class Walked:
    """A script walked with prepared answers, and everything that was shown on the way."""

    def __init__(self, name: str, answers: list[Any], variant: str | None = None) -> None:
        self.walk = Walk(bundle_of(name, own=GOOD))
        self.asked: list[str] = []
        self.shown: list[str] = []
        self.quoted: dict[str, str] = {}
        self._put(Kind.COMMAND, {"command": "start", "variant": variant}, "")
        for answer in answers:
            question = self.walk.place().question
            assert question is not None, f"nothing is asked any more; {answer!r} is left over"
            self.asked.append(question.address)
            self.shown.append(question.text.ifs)
            skipped = answer is None and question.type != "settle"
            self._put(Kind.SKIP if skipped else Kind.ANSWER, answer, question.address)

    def _put(self, kind: Kind, value: Any, address: str) -> None:
        number = len(self.asked) + 1
        self.walk.apply(LogItem(number, address, kind, value, "2026-03-09T10:00:00+00:00"))
        self.shown += [words.ifs for words in self.walk.place().says]

    @property
    def end(self) -> EndReason | None:
        return self.walk.end

    @property
    def session(self) -> Mapping[str, Any]:
        return {name: filled.value for name, filled in self.walk.session_slots.items()}

    def target(self, number: int = 0) -> Mapping[str, Any]:
        return {name: filled.value for name, filled in self.walk.targets[number].slots.items()}


def library() -> dict[str, Source]:
    return {**shipped_sources(), **{name: read_source(GOOD / f"{name}.toml") for name in NAMES}}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_it(name: str) -> None:
    told = [str(fault) for fault in check_library(library(), gate_words()) if fault.file == f"{name}.toml"]
    assert told == []


def test_a_group_asks_once_for_each_item_up_to_its_maximum() -> None:
    walked = Walked("each-one", ["settled", [CRITIC, JOY, WORRIER], "slow down", None])
    assert walked.asked == [
        "each-one/arriving:1/state:1",
        "each-one/who:1",
        "each-one/one-by-one:1/hears:1",
        "each-one/one-by-one:2/hears:1",
    ]
    assert walked.shown[2:] == [
        "What would Critic like you to hear?",
        'Critic said: "slow down".',
        "What would Joy like you to hear?",
        "Joy is quiet.",
        "Thank you for coming.",
    ]
    assert walked.end is EndReason.COMPLETE


def test_a_group_over_nothing_is_passed_over() -> None:
    walked = Walked("each-one", ["settled", None])
    assert walked.asked[-1] == "each-one/who:1"
    assert walked.end is EndReason.COMPLETE


def test_a_list_is_filled_by_the_same_step_again_and_gone_through() -> None:
    walked = Walked("collecting", ["settled", "rest", "quiet", None, "ten minutes", None, "rest"])
    assert walked.asked == [
        "collecting/arriving:1/state:1",
        "collecting/wish:1",
        "collecting/wish:2",
        "collecting/wish:3",
        "collecting/each-wish:1/small:1",
        "collecting/each-wish:2/small:1",
        "collecting/all:1",
    ]
    assert walked.session == {"wishes": ["rest", "quiet"], "first": "rest"}
    assert walked.end is EndReason.COMPLETE


def test_what_was_collected_is_quoted_word_for_word() -> None:
    walked = Walked("collecting", ["settled", "rest", "quiet", None, None, None, None])
    assert walked.shown[4:7] == [
        'What would be a small piece of "rest"?',
        'What would be a small piece of "quiet"?',
        "You wrote: rest, quiet. Which comes first?",
    ]


def test_at_most_leads_to_then() -> None:
    walked = Walked("rounds", ["settled", "yes", "unsure", "yes"])
    assert walked.asked[1:] == ["rounds/again:1", "rounds/again:2", "rounds/again:3"]
    assert walked.shown[-2:] == ["Three times is plenty for today.", "Thank you for coming."]
    assert Walked("rounds", ["settled", "no"]).shown[-1] == "Thank you for coming."


def test_a_call_passes_words_and_a_part_and_gives_back_words() -> None:
    walked = Walked("caller", ["settled", "some peace", CRITIC, "ten minutes"])
    assert walked.asked[-1] == "caller/look-closer:1/callee/piece:1"
    assert walked.shown[-3:] == [
        'Critic wants "some peace". What is a small piece of that?',
        'A piece of it: "ten minutes".',
        "Thank you for coming.",
    ]
    assert walked.session["piece"] == "ten minutes"
    assert walked.target(1) == {"part": CRITIC}
    assert walked.target(0) == {}


def test_a_call_branches_on_what_comes_back() -> None:
    walked = Walked("caller", ["settled", "some peace", CRITIC, None])
    assert walked.shown[-1] == "Thank you for coming."
    assert "piece" not in walked.session


def test_a_record_keeps_its_slots_apart() -> None:
    walked = Walked("record", ["settled", "a sharp word", 8, "a walk"])
    assert walked.session == {"event.what": "a sharp word", "event.strength": 8, "event.helped": "a walk"}
    assert '"a sharp word" was strong. What helped?' in walked.shown
    assert Walked("record", ["settled", "a sharp word", 6]).end is EndReason.COMPLETE


def test_alone_steps_are_passed_over_in_a_call() -> None:
    assert Walked("both-ways", ["settled", None, "grey"]).asked == [
        "both-ways/arriving:1/state:1",
        "both-ways/hello:1",
        "both-ways/word:1",
    ]
    called = Walked("outer", ["settled", "grey"])
    assert called.asked == ["outer/arriving:1/state:1", "outer/inner:1/both-ways/word:1"]
    assert called.shown.count("Thank you for coming.") == 1


@pytest.mark.parametrize(
    ("variant", "steps"),
    [
        (None, ["one", "two", "three", "four"]),
        ("short", ["one", "four"]),
        ("less", ["one", "two", "four"]),
        ("more", ["one", "two", "two-more", "three", "four"]),
        ("other", ["one", "two", "three", "four"]),
    ],
)
def test_a_variant_goes_its_own_way(variant: str | None, steps: list[str]) -> None:
    answers = ["yes" if (variant, one) == ("other", "two") else "words" for one in steps]
    walked = Walked("ways", ["settled", *answers], variant)
    assert walked.asked[1:] == [f"ways/{one}:1" for one in steps]
    assert walked.end is EndReason.COMPLETE


def test_a_way_to_a_dropped_step_leads_to_the_next_one_kept() -> None:
    assert Walked("ways", ["settled", "a", None, "d"], "less").asked[-1] == "ways/four:1"


def test_a_replaced_step_branches_as_it_says() -> None:
    walked = Walked("ways", ["settled", "a", "no"], "other")
    assert walked.asked[-1] == "ways/two:1"
    assert walked.end is EndReason.COMPLETE


def test_conditions_on_every_kind_of_answer() -> None:
    answers = ["settled", "loud", ["chest", "ears"], "a hum", True, 7, "rain", "2026-03-09", ADA]
    walked = Walked("conditions", [*answers, "On that day, with Ada: a hum"])
    asked = [address.removeprefix("conditions/").partition(":")[0] for address in walked.asked[1:]]
    assert asked == ["how", "where", "sound", "sure", "strength", "both", "day", "who", "letter"]
    assert walked.session["where"] == ["chest", "ears"]
    assert walked.session["letter"] == "On that day, with Ada: a hum"


def test_a_draft_is_put_together_from_earlier_answers() -> None:
    walked = Walked("conditions", ["settled", "loud", ["ears"], "a hum", True, 4, None, ADA])
    question = walked.walk.place().question
    assert question is not None
    assert question.draft == "On …, with Ada: a hum"


def test_an_option_is_offered_only_if_its_condition_holds() -> None:
    def offered(how: Any) -> list[str]:
        question = Walked("conditions", ["settled", how]).walk.place().question
        assert question is not None
        return [option.value for option in question.options]

    assert offered("loud") == ["chest", "head", "ears"]
    assert offered("quiet") == ["chest", "head"]
    assert offered({"other": "like rain"}) == ["chest", "head"]


def test_a_no_branches_past_the_rest() -> None:
    walked = Walked("conditions", ["settled", "quiet", ["head"], False])
    assert walked.end is EndReason.COMPLETE


def test_the_first_of_several_parts_is_copied() -> None:
    walked = Walked("copying", ["settled", ["quiet", CRITIC], "slow down"])
    assert walked.target() == {"part": CRITIC, "says": "slow down"}
    assert "What does Critic say?" in walked.shown
    assert Walked("copying", ["settled", ["quiet"]]).end is EndReason.COMPLETE


def test_all_of_several_parts_are_copied() -> None:
    walked = Walked("copying", ["settled", [JOY, CRITIC], "hello"])
    assert walked.session["also"] == [JOY, CRITIC]
    assert walked.target() == {"part": JOY, "says": "hello"}


def test_a_copied_part_is_quoted_by_itself() -> None:
    walked = Walked("copying", ["settled", [JOY, CRITIC], "hello"])
    assert 'Joy said: "hello".' in walked.shown


def test_another_part_comes_first_and_the_first_is_asked_anew() -> None:
    first = ["settled", "never enough", ["reacting"], "it will not stop", "no_room", "come_first"]
    walked = Walked("toward", [*first, "leave it", ["open"], "thank you", ["open"], "enough for today"])
    assert walked.asked[5:] == [
        "toward/feel-toward:1/turn:1",
        "toward/says:2",
        "toward/feel-toward:2/how:1",
        "toward/listen:1",
        "toward/feel-toward:3/how:1",
        "toward/listen:2",
    ]
    assert walked.target(0) == {"says": "never enough", "knows": "enough for today"}
    assert walked.target(1) == {"says": "leave it", "knows": "thank you"}
    assert walked.end is EndReason.COMPLETE


@pytest.mark.parametrize("name", [name for name in NAMES if name != "callee"])
def test_stopping_at_the_first_question_closes_kindly(name: str) -> None:
    walked = Walked(name, [])
    walked.walk.apply(LogItem(2, "", Kind.COMMAND, {"command": "stop"}, "2026-03-09T10:00:00+00:00"))
    assert walked.end is EndReason.STOPPED
