"""A check-in and `now` in German, in a real terminal: every question met, and `krise` typed slowly."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.cli.context import Here
from ifs_journal.cli.settings import keep
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, sessions
from ifs_journal.terms import Kind
from program_terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
LINES = "Nummern für viele Länder"
SLOWLY = 0.4


@pytest.fixture(autouse=True)
def german() -> None:
    keep(Here(), "language", "de")


def slowly(terminal: Terminal, word: str) -> None:
    """Type a word letter by letter, slower than a single key waits, and look at the page."""
    for letter in word:
        terminal.press(letter)
        terminal.settle(SLOWLY)
    terminal.press("\r")
    terminal.wait(LINES)
    terminal.wait("Diese Zeilen bleiben stehen.")
    terminal.press(" ")


@pytest.mark.thinned(4)
@pytest.mark.parametrize("columns", [80, 40])
def test_a_check_in_is_walked_to_its_end(ifs: Start, journal: Path, columns: int) -> None:
    terminal = ifs("check-in", columns=columns)
    terminal.wait("Tippe jederzeit krise.")
    for shown, keys in (
        ("Wie kommst du gerade an?", "a"),
        ("Wer oder was ist gerade in dir da?", "die Planerin\r"),
        ("Was möchte die Planerin dich wissen lassen?", "Es ist spät.\r"),
        ("Ist etwas von dir da", "e"),
        ("Wünscht sich die Planerin", "Tee\r"),
    ):
        terminal.wait(shown)
        terminal.settle(SLOWLY)
        terminal.press(keys)
    terminal.wait("Aufgehoben als #1. Zum Lesen: ifs show 1")
    terminal.wait("Noch etwas mit diesem Eintrag?")
    terminal.press("f")
    assert terminal.end() == 0
    terminal.assert_kind()
    with Journal.open(journal) as opened:
        (one,) = sessions(opened)
        assert (one.language, one.title) == ("de", "Kurz da sein")
        assert [each.value for each in entry(opened, one.id).answers][-2:] == ["some", "Tee"]


@pytest.mark.thinned(8)
@pytest.mark.parametrize("word", ["krise", "crisis"])
def test_either_word_typed_slowly_picks_nothing(word: str, ifs: Start, journal: Path) -> None:
    terminal = ifs("check-in")
    for shown, keys in (
        ("Wie kommst du gerade an?", "r"),
        ("Wer oder was ist gerade in dir da?", "die Planerin\r"),
        ("Was möchte die Planerin", "\r"),
        ("Ist etwas von dir da", "e"),
    ):
        terminal.wait(shown)
        slowly(terminal, word)
        terminal.wait(shown)
        terminal.settle(SLOWLY)
        terminal.press("\x15" + keys)
    terminal.wait("Wünscht sich die Planerin")
    terminal.press("\x03")
    terminal.wait("Pausiert. Weiter geht es mit: ifs resume")
    terminal.end()
    with Journal.open(journal) as opened:
        (one,) = sessions(opened)
        given = [each.value for each in entry(opened, one.id).answers if each.kind is Kind.ANSWER]
        assert [given[0], given[-1]] == ["settled", "some"]


def test_now_needs_enter_alone(ifs: Start) -> None:
    terminal = ifs("now")
    for shown in (
        "Etwas hat dich gepackt.",
        "Ein Wort dafür",
        "Könnte es dir eine Handbreit",
        "etwas Kleines",
    ):
        terminal.wait(shown)
        terminal.wait("Nicht in Sicherheit? Tippe krise.")
        terminal.press("\r")
    terminal.wait("Nichts davon ist aufgehoben.")
    assert terminal.end() == 0
    terminal.assert_kind()
