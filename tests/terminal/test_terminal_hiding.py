"""Hiding through real questionary prompts: one key everywhere, `/hide` wherever lines are read."""

from __future__ import annotations

import io
import os
import pty
import select
import tty
from collections.abc import Callable

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import terminal_places
from ifs_journal.errors import CannotWrite, Hidden
from ifs_journal.session.asker import About, Answered
from ifs_journal.terminal.conversation import Conversation
from ifs_journal.terminal.screen import Screen
from terminal_keyboard import Keyboard

ENTER = "\r"
KEY = "\x0c"
TYPED = "/hide" + ENTER


def waiting(about: About, text: str = "one\n\ntwo") -> Callable[[Conversation], object]:
    """A page that waits for a key, or for Enter."""
    return lambda asker: asker.say(terminal_places.same(text), about)


PLACES: dict[str, Callable[[Conversation], object]] = {
    "pick": lambda asker: asker.pick("Keep it?", [("k", "keep it"), ("h", "hand it on")]),
    "crisis": waiting(About.CRISIS),
    "ground": waiting(About.GROUND),
}


def at(keyboard: Keyboard, place: Callable[[Conversation], object], *keys: str) -> object:
    keyboard.waiting = list(keys)
    with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
        keyboard.send = source.send_text
        return place(keyboard.asker)


@pytest.mark.thinned(6)
@pytest.mark.parametrize("name", list(terminal_places.QUESTIONS))
@pytest.mark.parametrize("keys", [KEY, TYPED, "wor" + KEY, KEY * 3, "\x1b" + KEY, "\x12" + KEY, "\x18" + KEY])
def test_every_question(keyboard: Keyboard, name: str, keys: str) -> None:
    clear = "\x15" if name == "draft" else ""
    with pytest.raises(Hidden):
        keyboard.ask(name, clear + keys)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("keys", [KEY, TYPED, "/hi" + KEY, "/HIDE " + ENTER])
def test_every_other_prompt(keyboard: Keyboard, name: str, keys: str) -> None:
    with pytest.raises(Hidden):
        at(keyboard, PLACES[name], keys)


@pytest.mark.parametrize(("name", "keys"), [("part", "the\t"), ("parts", "Baker, "), ("choice", "\x1b[B")])
def test_with_a_menu_open_or_a_row_turned(keyboard: Keyboard, name: str, keys: str) -> None:
    with pytest.raises(Hidden):
        keyboard.ask(name, keys + KEY)


def test_the_question_whose_word_it_is(keyboard: Keyboard) -> None:
    for keys in (KEY, TYPED):
        with pytest.raises(Hidden):
            keyboard.ask("short", "stop" + ENTER, keys)


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("so far" + KEY, ["so far"]),
        ("so far\x0a/hide" + ENTER, ["so far"]),
        ("so far /Hide" + ENTER, ["so far"]),
        ("so far\x0a/hi" + KEY, ["so far"]),
        (TYPED, []),
    ],
)
def test_what_was_written_is_kept_as_a_draft(keyboard: Keyboard, keys: str, kept: list[str]) -> None:
    drafts: list[str] = []
    with pytest.raises(Hidden):
        keyboard.ask("long", keys, keep_draft=drafts.append)
    assert drafts == kept


def test_what_is_off_the_record_is_kept_nowhere(keyboard: Keyboard) -> None:
    for keys in ("a secret" + KEY, "a secret\x0a/hide" + ENTER, "a secret /hide" + ENTER):
        drafts: list[str] = []
        with pytest.raises(Hidden):
            keyboard.ask("long", "/off" + ENTER, keys, keep_draft=drafts.append)
        assert not any(drafts)


def test_a_full_disk_shows_nothing_again(keyboard: Keyboard) -> None:
    def full(text: str) -> None:
        raise CannotWrite("The disk is full.")

    with pytest.raises(Hidden):
        keyboard.ask("long", "so far" + KEY, keep_draft=full)


def test_a_form_feed_in_a_paste_is_no_key(keyboard: Keyboard) -> None:
    assert keyboard.ask("long", "\x1b[200~one\x0ctwo\x1b[201~" + ENTER) == Answered("one\x0ctwo")
    assert keyboard.ask("long", "one\x0ctwo" + ENTER) == Answered("onetwo")


def test_words_that_only_hold_it_are_an_answer(keyboard: Keyboard) -> None:
    for text in ("/hide it away, it says", "it wants to use /hide and go", "either/hide", "well //hide"):
        keys = "/" + text if text.startswith("/") else text
        assert keyboard.ask("long", keys + ENTER) == Answered(text)


def test_a_page_goes_on_as_ever(keyboard: Keyboard) -> None:
    for keys in ("h", ENTER, "\x1b[A", "/back" + ENTER):
        at(keyboard, waiting(About.CRISIS), keys)
        assert not keyboard.waiting


def test_what_is_typed_after_it_reaches_no_shell() -> None:
    ours, theirs = pty.openpty()
    tty.setcbreak(theirs)
    try:
        os.write(ours, b"a secret\r")
        with open(theirs, encoding="utf-8", closefd=False) as typed:
            Screen(typed, io.StringIO(), environ={}).hide()
        assert not select.select([theirs], [], [], 0.1)[0]
    finally:
        os.close(ours)
        os.close(theirs)


def test_the_list_of_keys_has_it(keyboard: Keyboard) -> None:
    keyboard.ask("choice", "?", "a")
    assert "Ctrl-L" in keyboard.out.getvalue()
