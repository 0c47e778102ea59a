"""A script of one's own, begun in a terminal."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.session.settings import own_scripts
from program_terminal import Terminal

pytestmark = pytest.mark.pty


@pytest.mark.parametrize("columns", [80, 40])
def test_what_was_left_out_is_asked_for(ifs: Callable[..., Terminal], columns: int) -> None:
    terminal = ifs("scripts", "new", columns=columns)
    terminal.wait("What is its command to be?")
    terminal.answer("Check In\r", then="small letters, numbers and hyphens")
    terminal.answer("check-in\r", then="“check-in” is already")
    terminal.answer("evening-words\r", then="Enter takes: Evening words")
    terminal.answer("\r", then="To run it: ifs evening-words")
    assert terminal.end() == 0
    assert 'title = "Evening words"' in (own_scripts() / "evening-words.toml").read_text(encoding="utf-8")


def test_enter_alone_leaves_it(ifs: Callable[..., Terminal]) -> None:
    terminal = ifs("scripts", "new")
    terminal.wait("Enter alone leaves it.")
    terminal.press("\r")
    assert terminal.end() == 0
    assert not own_scripts().exists()
