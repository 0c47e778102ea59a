"""A keyboard for pipe-input tests: each prompt gets the next of a list of key presses."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import terminal_places
from ifs_journal.session.asker import Reply
from ifs_journal.terminal.asking import TerminalAsker
from ifs_journal.terminal.screen import Screen
from ifs_journal.terms import Wording


class Keyboard:
    """Asks a hand-made question and presses keys, one string a prompt."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.screen = Screen(io.StringIO(), self.out, environ={})
        self.asker = TerminalAsker(self.screen, Wording.IFS)
        self.waiting: list[str] = []
        self.send: Callable[[str], None] = lambda keys: None

    def press_next(self) -> None:
        if self.waiting:
            threading.Thread(target=self.send, args=(self.waiting.pop(0),), daemon=True).start()

    def ask(self, name: str, *keys: str, **aid: Any) -> Reply:
        self.waiting = list(keys)
        with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
            self.send = source.send_text
            return self.asker.ask(terminal_places.place(name), terminal_places.aid(**aid))
