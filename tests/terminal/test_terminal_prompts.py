"""Every kind of question through real questionary prompts, fed by a pipe."""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import terminal_places
from ifs_journal.session.asker import About, Answered, Commanded
from ifs_journal.terminal import prompts, sentences, word_wrap
from ifs_journal.terms import Command
from terminal_keyboard import Keyboard

ENTER = "\r"
GROUNDED = Commanded(Command.GROUND)
PASTE = "\x1b[200~{}\x1b[201~"
WRITTEN = ("short", "short-optional", "long", "draft", "person", "date", "part", "parts")

ANSWERS: list[tuple[str, str, Any]] = [
    ("settle", ENTER, None),
    ("state", "s", "settled"),
    ("state", "7" + ENTER, 7),
    ("state", "10" + ENTER, 10),
    ("state", "far" + ENTER, "far_away"),
    ("state", "too much" + ENTER, "too_much"),
    ("short", "a small thing" + ENTER, "a small thing"),
    ("short", "a small thing\n", "a small thing"),
    ("short", "//why not" + ENTER, "/why not"),
    ("short", "שלום, e\u0301 🙂👩\u200d👧" + ENTER, "שלום, e\u0301 🙂👩\u200d👧"),
    ("long", "one\x1b\rtwo\x0athree" + ENTER, "one\ntwo\nthree"),
    ("draft", " And hungry." + ENTER, "Part of me is tired. And hungry."),
    ("scale", "10" + ENTER, 10),
    ("scale", "0" + ENTER, 0),
    ("choice", "r", "against_me"),
    ("choice", "2", "against_me"),
    ("choice", "R", "against_me"),
    ("choice", "right up" + ENTER, "against_me"),
    ("choice", "against_me" + ENTER, "against_me"),
    ("choice", "\x1b[B\x1b[B" + ENTER, "against_me"),
    ("choice", "rr\x7f\x7fs", "i_can_see_it"),
    ("choice-other", "somewhere behind me" + ENTER, "somewhere behind me"),
    ("choice-other", "3" + ENTER, "i_can_see_it"),
    ("safety", "s", "safe"),
    ("choices", "r, o" + ENTER, ["reacting", "open"]),
    ("choices", "1 3 1" + ENTER, ["reacting", "nothing"]),
    ("choices", "open to it, nothing, or far off" + ENTER, None),
    ("choices", "nothing, or far off" + ENTER, ["nothing"]),
    ("choices-other", "cross, tired, and a bit open" + ENTER, "cross, tired, and a bit open"),
    ("choices-other", "r i" + ENTER, ["reacting", "inside_it"]),
    ("yes_no_unsure", "y", "yes"),
    ("yes_no_unsure", "u", "unsure"),
    ("yes_no_unsure", "don't know" + ENTER, "unsure"),
    ("confirm", "y", True),
    ("confirm", "n", False),
    ("part", "the judge" + ENTER, "the judge"),
    ("part", "#2" + ENTER, "p-2"),
    ("part", "Somebody new" + ENTER, "Somebody new"),
    ("part", "quiet" + ENTER, "quiet"),
    ("part", "not sure" + ENTER, "not_sure"),
    ("parts", "baker, Somebody new, not sure" + ENTER, ["baker", "Somebody new", "not_sure"]),
    ("person", "Alex" + ENTER, "Alex"),
    ("date", "tomorrow" + ENTER, "tomorrow"),
]


@pytest.mark.thinned(4)
@pytest.mark.parametrize(("name", "keys", "value"), ANSWERS)
def test_an_answer(keyboard: Keyboard, name: str, keys: str, value: Any) -> None:
    if name == "choices" and value is None:
        with pytest.raises(EOFError):
            keyboard.ask(name, keys, "\x15\x04")
        assert sentences.ENGLISH.NOT_HERE in keyboard.out.getvalue().replace("\n", " ")
        return
    assert keyboard.ask(name, keys) == Answered(value)


@pytest.mark.thinned(6)
@pytest.mark.parametrize("name", list(terminal_places.QUESTIONS))
@pytest.mark.parametrize("word", [word for word in Command if word not in (Command.OFF, Command.HIDE)])
def test_every_command_at_every_question(keyboard: Keyboard, name: str, word: Command) -> None:
    clear = "\x15" if name == "draft" else ""
    assert keyboard.ask(name, f"{clear}/{word}{ENTER}") == Commanded(word)


@pytest.mark.parametrize("name", list(terminal_places.QUESTIONS))
def test_ctrl_c_and_ctrl_d(keyboard: Keyboard, name: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        keyboard.ask(name, "\x03")
    with pytest.raises(EOFError):
        keyboard.ask(name, "\x15\x04")


@pytest.mark.parametrize("name", list(terminal_places.QUESTIONS))
def test_a_pasted_page_answers_one_question_at_most(keyboard: Keyboard, name: str) -> None:
    pasted = "yes\n\nand no\n" * 30
    if name in WRITTEN and name not in ("part", "parts"):
        value = keyboard.ask(name, PASTE.format(pasted) + ENTER)
        assert isinstance(value, Answered)
        assert value.value.count("and no") == 30
        return
    with pytest.raises(KeyboardInterrupt):
        keyboard.ask(name, PASTE.format(pasted) + "\x03")


@pytest.mark.parametrize(("name", "glue"), [("short", " "), ("long", "\n")])
def test_a_paste_that_is_not_marked_is_one_answer(keyboard: Keyboard, name: str, glue: str) -> None:
    reply = keyboard.ask(name, "one\rtwo\rthree\r")
    assert reply == Answered(glue.join(["one", "two", "three"]))


@pytest.mark.parametrize("name", ["short", "long"])
def test_a_hundred_thousand_characters(keyboard: Keyboard, name: str) -> None:
    text = "abc défg 🙂 " * 10_000
    assert keyboard.ask(name, PASTE.format(text) + ENTER) == Answered(text.strip())


def test_enter_alone(keyboard: Keyboard) -> None:
    assert keyboard.ask("short-optional", ENTER) == Commanded(Command.SKIP)
    assert keyboard.ask("short", ENTER, ENTER) == Commanded(Command.SKIP)
    assert sentences.ENGLISH.NOTHING_CAME in keyboard.out.getvalue()
    for name in ("state", "safety", "confirm"):
        with pytest.raises(KeyboardInterrupt):
            keyboard.ask(name, ENTER, ENTER, "\x03")
    assert sentences.ENGLISH.NO_ENTER in keyboard.out.getvalue().replace("\n", " ")


def test_one_key_takes_the_enter_of_habit_with_it(keyboard: Keyboard) -> None:
    assert keyboard.ask("choice", "r" + ENTER) == Answered("against_me")
    with pytest.raises(KeyboardInterrupt):
        keyboard.ask("short-optional", "\x03")


@pytest.mark.thinned(4)
@pytest.mark.parametrize("word", ["stop", "Stop.", "help", "back", "skip", "pause"])
def test_a_bare_command_word_is_asked_about(keyboard: Keyboard, word: str) -> None:
    command = Command(word.casefold().rstrip("."))
    assert keyboard.ask("short", word + ENTER, "a") == Answered(word)
    assert keyboard.ask("short", word + ENTER, "w") == Commanded(command)
    assert keyboard.ask("scale", word + ENTER, "w") == Commanded(command)
    assert keyboard.ask("scale", word + ENTER, "a", "3" + ENTER) == Answered(3)


def test_crisis_keeps_the_text(keyboard: Keyboard) -> None:
    drafts: list[str] = []
    assert keyboard.ask("short", "crisis" + ENTER, keep_draft=drafts.append) == Commanded(Command.CRISIS)
    assert drafts == []
    assert keyboard.ask("short", " line" + ENTER) == Answered("crisis line")
    assert keyboard.ask("scale", "crisis" + ENTER) == Commanded(Command.CRISIS)


def test_a_command_on_the_last_line_keeps_what_was_written(keyboard: Keyboard) -> None:
    drafts: list[str] = []
    assert keyboard.ask("long", "mine\x0a/ground" + ENTER, keep_draft=drafts.append) == GROUNDED
    assert drafts[-1] == "mine"
    assert keyboard.ask("long", " still" + ENTER) == Answered("mine still")


def test_off_keeps_nothing(keyboard: Keyboard) -> None:
    drafts: list[str] = []
    reply = keyboard.ask("long", "/off" + ENTER, "a secret" + ENTER, keep_draft=drafts.append)
    assert reply == Commanded(Command.OFF)
    assert not any("secret" in draft for draft in drafts)
    assert keyboard.asker.current_text() == ""
    assert "secret" not in keyboard.out.getvalue()
    assert keyboard.ask("long", "secret\x0a/off" + ENTER) == Commanded(Command.OFF)
    assert keyboard.ask("short", "/off" + ENTER, "x" + ENTER) == Answered("x")
    assert sentences.ENGLISH.NO_OFF.split(",")[0] in keyboard.out.getvalue()


def test_an_offer_is_where_text_starts_and_choices_only_mention_it(keyboard: Keyboard) -> None:
    assert keyboard.ask("short", "!" + ENTER, offer="before") == Answered("before!")
    assert keyboard.ask("draft", ENTER, offer="my own") == Answered("my own")
    assert keyboard.ask("parts", ENTER, offer=["Baker", "quiet"]) == Answered(["Baker", "quiet"])
    with pytest.raises(EOFError):
        keyboard.ask("choice", ENTER, "\x04", offer="against_me")


def test_a_refused_text_is_offered_again(keyboard: Keyboard) -> None:
    assert keyboard.ask("date", "tomorow" + ENTER) == Answered("tomorow")
    keyboard.asker.refuse("That date is not understood.")
    assert keyboard.ask("date", "\x7f\x7f\x7frow" + ENTER) == Answered("tomorow")


def test_drafts_are_kept_while_typing_and_on_ctrl_c(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "KEEP_EVERY", 0.05)
    drafts: list[str] = []

    def keep(text: str) -> None:
        drafts.append(text)
        assert keyboard.asker.current_text() == text
        keyboard.send(" more\x03")

    with pytest.raises(KeyboardInterrupt):
        keyboard.ask("long", "some words", keep_draft=keep)
    assert drafts == ["some words", "some words more"]


def test_unknown_command_names_the_known_ones(keyboard: Keyboard) -> None:
    assert keyboard.ask("short", "/bcak" + ENTER, "\x15/back" + ENTER) == Commanded(Command.BACK)
    assert "/back" in keyboard.out.getvalue()


def test_question_mark_shows_the_keys(keyboard: Keyboard) -> None:
    assert keyboard.ask("choice", "?", "a") == Answered("i_am_it")
    assert "/crisis" in keyboard.out.getvalue()


def test_tab_takes_a_known_part(keyboard: Keyboard) -> None:
    assert keyboard.ask("part", "\tx\x7f" + ENTER) == Answered("the Judge")


def test_editor(keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "ed.py"
    script.write_text(
        "import os, sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "modes = path.stat().st_mode, path.parent.stat().st_mode\n"
        f"pathlib.Path({str(seen)!r}).write_text(f'{{path}} {{modes[0]}} {{modes[1]}}')\n"
        "path.write_text(path.read_text() + ' and more\\n')\n"
    )
    keyboard.screen.environ = {"EDITOR": f"{sys.executable} {script}"}
    assert keyboard.ask("long", "begun\x18\x05", ENTER) == Answered("begun and more")
    name, mode, folder = seen.read_text().split()
    assert stat.S_IMODE(int(mode)) == 0o600
    assert stat.S_IMODE(int(folder)) == 0o700
    assert not Path(name).exists()


def test_no_editor_is_said_kindly_and_keeps_the_text(keyboard: Keyboard) -> None:
    assert keyboard.ask("long", "begun\x0a/editor" + ENTER, ENTER) == Answered("begun")
    assert "EDITOR=nano" in keyboard.out.getvalue()
    keyboard.screen.environ = {"EDITOR": "false"}
    assert keyboard.ask("long", "begun\x0a/editor" + ENTER, ENTER) == Answered("begun")
    keyboard.screen.environ = {"EDITOR": "/no/such/program"}
    assert keyboard.ask("long", "begun\x0a/editor" + ENTER, ENTER) == Answered("begun")


def test_crisis_lines_wait_for_a_key_and_pages_for_enter(keyboard: Keyboard) -> None:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    keyboard.waiting = ["x", ENTER, ENTER]
    with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
        keyboard.send = source.send_text
        keyboard.asker.say(terminal_places.same("Call 112."), About.CRISIS)
        assert len(keyboard.waiting) == 2
        keyboard.asker.say(terminal_places.same("one\n\ntwo\n\nthree"), About.GROUND)
    assert not keyboard.waiting


@given(st.text("ab ", max_size=60), st.integers(3, 20))
def test_typed_words_are_broken_only_where_they_are_longer_than_a_line(text: str, room: int) -> None:
    stands = word_wrap.places(text, room)
    assert len(stands) == len(text) + 1
    assert stands == sorted(stands)
    for found in re.finditer("[ab]+", text):
        first, last = stands[found.start()], stands[found.end() - 1]
        assert last - first == len(found.group()) - 1
        if len(found.group()) <= room:
            assert first // room == last // room
