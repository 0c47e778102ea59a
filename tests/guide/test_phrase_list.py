"""The list of phrases: what it finds, in the ways people write, and what it leaves alone."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifs_journal.guide.phrase_list import PhraseList
from ifs_journal.script.library import phrase_words, shipped_sources
from ifs_journal.terms import CouldAct

FOUND = [
    "I want to die",
    "i just wanna die",
    "It wants to die.",
    "I WANT TO DIE",
    "part of me wanted to die so badly",
    "I don't want to live",
    "I don’t want to live anymore",
    "dont want to be here anymore",
    "I do not want to wake up tomorrow",
    "I want to kill myself",
    "I'll kill myself",
    "ill kill myself",
    "it tells me to kill myself",
    '"kill yourself", it says',
    "I keep thinking about killing myself",
    "I'm going to end my life",
    "take my own life",
    "I want to end it all",
    "everyone would be better off without me",
    "they'd be better off if I was dead",
    "I wish I was dead",
    "I wish I'd never been born",
    "wish i were never born",
    "I feel suicidal",
    "a suicidal part is here",
    "thoughts of suicide",
    "i am thinking of committing suicide",
    "I want to hurt myself",
    "it wants me to hurt myself",
    "I am self-harming again",
    "self harm",
    "an urge to cut myself",
    "I have been cutting myself",
    "I cut myself again",
    "I want to disappear forever",
    "no reason to live",
    "there's no point in living",
    "life's not worth living",
    "I'm tired of being alive",
    "I'd rather be dead",
    "part of me wants me dead",
    "I should just die",
    "You should be dead",
    "I don't deserve to live",
    "go to sleep and never wake up",
    "I want to just not exist",
    "I really want to fucking die",
    "I want it all to end",
    "I hope I don't wake up",
    "it wants to hurt itself",
    "throw myself under a train",
    "i would like to be dead",
    "I feel like dying",
    "I can't live anymore",
    "take all my pills",
    "I want to stop existing",
    "kms",
    "my suicidal thoughts are back",
    "I wish I didn't exist",
    "she wants to die",
    "planning suicide",
    "I want to overdose",
    "I want to\njump off a bridge",
    "I‘d rather be dead",
    "I donʼt want to be alive",
    "I want to — no. I want to die",
    "my self-harm",
    "I wanna kill my self",
    "“I want to die,” it says",
    "it says: you should kill yourself",
]
LEFT_ALONE = [
    "Die Hard was on and I wanted to see it",
    "I'm dying to know",
    "dying for a coffee",
    "killing time",
    "kill the lights",
    "dead tired",
    "I was dead on my feet",
    "my feet are killing me",
    "my mother will kill me",
    "I could kill him",
    "To Kill a Mockingbird",
    "No Time to Die",
    "I want to watch Live and Let Die",
    "Kill Bill",
    "Suicide Squad was on",
    "I don't want to die",
    "I never wanted to die",
    "I thought I was going to die",
    "I am afraid to die",
    "afraid of dying",
    "my father died last year",
    "my brother killed himself",
    "my uncle committed suicide",
    "I nearly died laughing",
    "I wanted to die of embarrassment",
    "I'd rather die than speak there",
    "cut myself off from everyone",
    "I cut myself shaving",
    "cut myself some slack",
    "I hurt myself at football",
    "shot myself in the foot",
    "shooting myself in the foot",
    "I'm burning myself out",
    "I don't want to live with him",
    "I don't want to live in this town",
    "I want to live",
    "I want to be alive",
    "drop dead gorgeous",
    "deadline",
    "the deadline is killing me",
    "over my dead body",
    "dead end",
    "killing myself to finish this",
    "killing myself laughing",
    "I want to end it with Tom",
    "I want this meeting to end",
    "a diet",
    "I want to diet",
    "die Katze",
    "she wants to dye her hair",
    "I thought about dying my hair",
    "I don't want to be here",
    "it is to die for",
    "I want to go, dying down is the noise",
    "the plant is dying",
    "my battery died",
    "I want to kill time",
    "I'm living the dream",
    "my skill is killing it",
    "a killer part",
    "I could have kicked myself",
    "kill the mood",
    "end my contract",
    "take my life back",
    "the battery is dead",
    "ran 5 km",
    "I want to harm nobody",
    "suicide prevention training",
    "The critic wants to end the day",
    "jump in front of the class",
    "I want to jump in",
    "I need to jump off the call",
    "I'm going to jump out for milk",
    "I'm tired of living here",
    "my career suicide",
    "",
    "   ",
    "I want to. Die Hard is on",
    "what I want to, die Katze",
    "I want to\n\ndie",
    "My cat wants to be fed",
    "I'd rather be deadlifting",
]
NEVER = re.compile(r"\b(just|simply|should|journey|heal|I feel|I'm with you)\b|!")


def words() -> dict[str, Any]:
    found = phrase_words()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def phrases() -> PhraseList:
    return PhraseList(words())


@pytest.mark.parametrize("text", FOUND)
def test_words_about_dying_or_hurting_oneself_are_found(phrases: PhraseList, text: str) -> None:
    assert phrases.finds(text)
    assert phrases.finds(text.upper())
    assert phrases.finds(text.replace("'", "’"))
    assert phrases.finds(f"Today was long.\n\nAnd then: {text}. And after that I slept")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_titles_sayings_and_other_people_are_left_alone(phrases: PhraseList, text: str) -> None:
    assert not phrases.finds(text)
    assert not phrases.finds(text.replace("'", "’"))


@pytest.mark.parametrize("form", ["die", "be dead", "stop existing", "not exist", "never wake up"])
@pytest.mark.parametrize(
    "wish", ["want to", "wanted to", "wants to", "wanting to", "wanna", "really want to"]
)
def test_a_wish_is_found_in_every_form(phrases: PhraseList, wish: str, form: str) -> None:
    assert phrases.finds(f"some of me {wish} {form}")


ASKS_OF_HARM = ("Asked of everyone here:", "Everyone is asked this.")


def test_the_question_in_other_words_never_asks_itself(phrases: PhraseList) -> None:
    for source in shipped_sources().values():
        for text in re.findall(r'^(?:text|plain) = "(.*)"$', source.path.read_text("utf-8"), re.MULTILINE):
            # Before two parts agree on anything, one question names harm; nobody answers it in words.
            assert not phrases.finds(text) or text.startswith(ASKS_OF_HARM), text


@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    assert PhraseList(words()).finds(f"{text}\n\nI want to die.\n\n{text}")


def test_a_very_long_text_takes_no_time_to_speak_of(phrases: PhraseList) -> None:
    text = "I want to really just kind of even still go on and not want to wish I could " * 2_000
    start = time.perf_counter()
    assert not phrases.finds(text)
    assert time.perf_counter() - start < 5


def test_every_sentence_is_there_in_both_wordings_and_within_the_rules() -> None:
    table = words()
    asked = table["question"]
    said = [table["before"], asked, table["after"]["no"], table["after"]["open"], table["small"]]
    sentences = [one[key] for one in said for key in ("text", "plain")] + [asked["why"], asked["why_plain"]]
    for text in sentences:
        assert not NEVER.search(text), text
        assert all(len(one.split()) <= 20 for one in re.split(r"[.;?]", text)), text
    assert set(asked["options"]) == set(CouldAct)
    keys = [one["key"] for one in asked["options"].values()]
    assert len(set(keys)) == len(keys)
    assert "c" not in keys


def test_every_group_says_why_it_is_there() -> None:
    assert all(group["reason"].strip() and group["for"] for group in words()["group"])
