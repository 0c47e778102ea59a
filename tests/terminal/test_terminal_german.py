"""The terminal's own sentences in German: all there, short enough, and `krise` picks nothing."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

import terminal_places
from ifs_journal.script.library import gate_words, said_in, shipped_sources
from ifs_journal.session.asker import Answered, Commanded
from ifs_journal.session.phrases import phrases_in
from ifs_journal.terminal import keys, view
from ifs_journal.terminal.aside import ask_line
from ifs_journal.terminal.options import with_options
from ifs_journal.terminal.plain import PlainAsker
from ifs_journal.terminal.screen import Screen, cells
from ifs_journal.terminal.sentences import ENGLISH, sentences_in
from ifs_journal.terms import Command, StepType, Wording

GERMAN = sentences_in("de")
NOT_OURS = re.compile(r"!|\b(einfach|sollte\w*|Reise|heilen|super|toll)\b")


def words(table: Any) -> Iterator[str]:
    """Every text of a table that a person reads."""
    if isinstance(table, dict):
        for key, one in table.items():
            if key not in ("near_words", "sources", "id", "key", "value"):
                yield from words(one)
    elif isinstance(table, list):
        for one in table:
            yield from words(one)
    elif isinstance(table, str):
        yield table


ALL = [
    *words(said_in("de")),
    *words(gate_words("de")),
    *(text for source in shipped_sources("de").values() for text in words(source.table)),
]


def test_english_stays_as_it_is() -> None:
    assert sentences_in("en") is ENGLISH
    assert sentences_in("xx").DONE == ENGLISH.DONE


def test_the_voice_of_the_german_words() -> None:
    for text in ALL:
        assert not NOT_OURS.search(text), text
        assert not any(unicodedata.category(char) == "So" for char in text), text


def test_sentences_are_short() -> None:
    for text in ALL:
        for sentence in re.split(r"(?<=[.?:;])\s", text):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("kind", ENGLISH.FOOTERS)
def test_footers_fit_their_widths(kind: StepType) -> None:
    wide, narrow = GERMAN.FOOTERS[kind]
    assert cells(narrow) <= 39
    assert cells(wide) <= 80


@pytest.mark.parametrize("name", terminal_places.QUESTIONS)
@pytest.mark.parametrize("word", ["crisis", "krise", "Krise.", "/krise", "/crisis"])
def test_either_word_for_crisis_shows_the_lines_at_every_question(name: str, word: str) -> None:
    outcome = keys.read_typed(terminal_places.QUESTIONS[name], word, said=GERMAN)
    assert isinstance(outcome, Commanded | keys.KeepAnd)
    assert outcome.command is Command.CRISIS


def test_krise_is_an_answer_like_any_other_in_english() -> None:
    assert keys.read_typed(terminal_places.QUESTIONS["short"], "krise") == Answered("krise")


def test_german_words_for_commands() -> None:
    asked = terminal_places.QUESTIONS["short"]
    assert keys.read_typed(asked, "/zurück", said=GERMAN) == Commanded(Command.BACK)
    assert keys.read_typed(asked, "/back", said=GERMAN) == Commanded(Command.BACK)
    assert keys.read_typed(asked, "Hilfe", said=GERMAN) == keys.BareWord(Command.HELP, "Hilfe")
    assert keys.read_typed(asked, "/hilfe") == keys.read_typed(asked, "/hilfe", said=ENGLISH)
    assert isinstance(keys.read_typed(asked, "/hilfe"), keys.Again)


def test_yes_and_no_are_german() -> None:
    asked = with_options(terminal_places.question(StepType.YES_NO_UNSURE), phrases_in("de"))
    assert keys.read_typed(asked, "j", said=GERMAN) == Answered("yes")
    assert keys.read_typed(asked, "weiß nicht", said=GERMAN) == Answered("unsure")
    place = terminal_places.place("short")._replace(question=asked)
    shown = ["".join(text for _, text in line) for line in _lines(place)]
    assert any("j  ja" in line and "n  nein" in line for line in shown)
    confirm = with_options(terminal_places.question(StepType.CONFIRM), phrases_in("de"))
    assert [one.key for one in confirm.options] == ["j", "n"]


def _lines(place: Any) -> Any:
    return view.question_lines(place, Wording.IFS, 79, first_time=True, said=GERMAN)


def test_krise_shows_the_lines_at_questions_outside_a_session_too() -> None:
    out = io.StringIO()
    asker = PlainAsker(Screen(io.StringIO("krise\nSam\n"), out, environ={}), Wording.IFS)
    asker.speak("de")
    assert ask_line(asker, "Wer?") == "Sam"
    assert "findahelpline.com" in out.getvalue()
