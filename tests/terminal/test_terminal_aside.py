"""Questions outside a session: what may be typed at them, and what that leaves."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from ifs_journal.errors import Hidden
from ifs_journal.terminal.aside import ask_key, ask_line, ask_words
from ifs_journal.terminal.conversation import Conversation
from ifs_journal.terminal.plain import PlainAsker
from ifs_journal.terminal.screen import Screen
from ifs_journal.terms import Wording

Ask = Callable[[Conversation], str | None]

KEYS = [("n", "not now"), ("t", "take it out")]
QUESTIONS: list[Ask] = [
    lambda asker: ask_line(asker, "Which word?", note="Any will do."),
    lambda asker: ask_words(asker, "Which word?"),
    lambda asker: ask_key(asker, "Which word?", KEYS),
]


def asked(ask: Ask, typed: str) -> tuple[str | None, str]:
    """What a question gives for lines typed, and what was shown."""
    out = io.StringIO()
    found = ask(PlainAsker(Screen(io.StringIO(typed), out, environ={}), Wording.IFS))
    return found, out.getvalue()


@pytest.mark.parametrize(("ask", "answer"), [*zip(QUESTIONS, ("not now", "not now", "n"), strict=True)])
@pytest.mark.parametrize(
    ("command", "page"), [("/crisis", "emergency number"), ("/help", "/crisis shows lines"), ("/why", "")]
)
def test_a_page_is_one_word_away_and_the_question_comes_again(
    ask: Ask, answer: str, command: str, page: str
) -> None:
    found, shown = asked(ask, f"{command}\nnot now\n")
    assert found == answer
    assert page in shown
    assert shown.count("Which word?") == 2


@pytest.mark.parametrize("ask", QUESTIONS)
def test_crisis_needs_no_slash_and_hiding_leaves_at_once(ask: Ask) -> None:
    assert "emergency number" in asked(ask, "Crisis\nnot now\n")[1]
    with pytest.raises(Hidden):
        asked(ask, "/hide\n")
    with pytest.raises(EOFError):
        asked(ask, "")


@pytest.mark.parametrize("typed", ["\n", "/stop\n", "/PAUSE\n", "/back\n", "/skip\n"])
def test_a_line_and_own_words_may_be_left_open(typed: str) -> None:
    line, words, _ = QUESTIONS
    assert asked(line, typed)[0] == ""
    assert asked(words, typed)[0] is None


def test_what_only_looks_like_a_command_is_an_answer() -> None:
    line = QUESTIONS[0]
    for typed in ("/srv/scripts", "stop", "/stopping", "the crisis line"):
        assert asked(line, f"  {typed} \n")[0] == typed
    assert "Any will do." in asked(line, "x\n")[1]


def test_a_key_is_no_other_word() -> None:
    found, shown = asked(QUESTIONS[2], "perhaps\n/stop\n2\n")
    assert found == "t"
    assert shown.count("One of these, please: 1, 2.") == 2
    assert asked(QUESTIONS[2], "\n")[0] == ""
