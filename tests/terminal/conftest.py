"""The keyboard for pipe-input tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from terminal_keyboard import Keyboard


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    from ifs_journal.terminal import prompts

    board = Keyboard()
    for name in ("ask", "wait_for_key"):
        monkeypatch.setattr(prompts, name, _pressing(board, getattr(prompts, name)))
    return board


def _pressing(board: Keyboard, show: Callable[..., Any]) -> Callable[..., Any]:
    def shown(*args: Any, **more: Any) -> Any:
        board.press_next()
        return show(*args, **more)

    return shown
