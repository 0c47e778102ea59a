"""Sessions typed as a person types them, read from the screen, at 80 and at 40 columns."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
COLOUR = re.compile(r"\x1b\[[0-9;]*[34][0-9](?:;[0-9;]*)?m")
FIRST = 'the part that says "never good enough"'
SECOND = 'the part worried about "it will drown me"'


def printed(*arguments: str) -> str:
    """What `ifs` prints into a pipe."""
    done = subprocess.run(program(*arguments), capture_output=True, text=True, check=True, timeout=30)
    assert done.stderr == ""
    return done.stdout


REFUSAL = [
    # shown, typed, the sentence that stays in view, who is listened to, who waits
    ("How are you arriving?", "t", "", "", ""),
    ("Feel your feet", "\r", "", "", ""),
    ("What is it saying", "never good enough\r", "", "", ""),
    ("Read it back", "\r", "", "", ""),
    ("How close is it?", "r", "never good enough", "", ""),
    ("leave you a hand's width?", "l", "never good enough", "", ""),
    ("As you turn to", "r\r", "never good enough", "", ""),
    ("What is it worried about?", "it will drown me\r", "never good enough", "", ""),
    ("Would it sit nearby", "n", "never good enough", "", ""),
    ("It's staying close.", "f", "never good enough", "", ""),
    ("What is it saying", "shut up\r", "", SECOND, FIRST),
    ("Read it back", "\r", "", SECOND, FIRST),
    ("How close is it?", "s", "shut up", SECOND, FIRST),
    ("As you turn to", "o\r", "shut up", SECOND, FIRST),
    ("Is it one you know?", "Guard\r", "shut up", SECOND, FIRST),
    ("As you turn to", "o\r", "never good enough", "", ""),
    ("Is it one you know?", "\r", "never good enough", "", ""),
    ("Before you go:", "\r", "never good enough", "", ""),
    ("as you leave this?", "s", "never good enough", "", ""),
]


@pytest.mark.thinned(4)
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("columns", [80, 40])
def test_a_part_that_gives_no_room_has_its_turn_and_the_first_is_met_again(ifs: Start, columns: int) -> None:
    terminal = ifs("unblend", columns=columns)
    for number, (shown, typed, sentence, target, waiting) in enumerate(REFUSAL):
        block = terminal.question(shown)
        head = block[: block.index(shown)]
        assert f"{number} answered" in block
        assert (f'Part of me: "{sentence}"' in head) if sentence else ("Part of me" not in head)
        assert (f"with {target}" in head) if target else ("with the part" not in head)
        assert (f"waiting: {waiting}" in head) if waiting else ("waiting:" not in head)
        if number == 15:
            assert FIRST in terminal.since.partition("Now back to")[2]
        terminal.press(typed)
        if number == 9:
            terminal.wait("Then this one comes first")
    terminal.wait("Kept as #1")
    terminal.wait("Anything else with this entry?")
    terminal.press("d")
    assert terminal.end() == 0
    terminal.assert_kind()
    entry = json.loads(printed("show", "1", "--json"))
    assert entry["end_reason"] == "complete"
    assert [one["outcome"] for one in entry["concern"]] == ["became_target"]
    assert entry["parts"] == ["Guard"]


@pytest.mark.usefixtures("journal")
def test_no_colour_where_none_is_wanted(ifs: Start) -> None:
    raw = []
    for arguments, environ in ((["check-in"], {}), (["resume"], {"NO_COLOR": "1"})):
        terminal = ifs(*arguments, **environ)
        terminal.question("How are you arriving?")
        terminal.press("\x03")
        assert terminal.end() == 130
        raw.append(terminal.raw)
    assert COLOUR.search(raw[0])
    assert not COLOUR.search(raw[1])


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("arguments", "environ"),
    [((), {"TERM": "dumb"}), (("--plain", "--wording", "plain"), {})],
)
def test_a_plain_session_redraws_nothing(
    ifs: Start, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    plain = "--wording" in arguments
    terminal = ifs("check-in", *arguments, **environ)
    terminal.wait("How is it in there right now?" if plain else "How are you arriving?")
    terminal.wait("then Enter. A question mark alone lists all keys. >")
    terminal.answer("stirred\r", "What's going on in you?" if plain else "Who or what is around in you?")
    terminal.wait("Enter alone goes on without an answer. >")
    terminal.answer("Critic, Joy\r", "Which one stands out most?")
    terminal.wait(">")
    terminal.settle(0.1)
    terminal.answer(
        "Joy\r", "What does Joy want you to know?" if plain else "What would Joy like you to know?"
    )
    terminal.wait("Type your answer, then Enter. >")
    terminal.answer("that it is here\r", "Is some of you able" if plain else "Is there some of you")
    terminal.wait("1: plenty 2: some")
    terminal.wait("Enter alone goes on without an answer. >")
    terminal.answer("2\r", "something small" if plain else "Is there anything small")
    terminal.wait(">")
    terminal.press("\r")
    terminal.wait("Kept as #1.")
    terminal.wait("Type a number, then Enter. >")
    terminal.press("1\r")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.raw
    assert "Traceback" not in terminal.raw
    entry = json.loads(printed("show", "last", "--json"))
    assert [answer["value"] for answer in entry["answers"]][-3:] == ["that it is here", "some", None]


@pytest.mark.usefixtures("journal")
def test_commands_at_a_prompt(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press("Critic\r")
    terminal.question("What would Critic like")
    terminal.press("/why\r")
    terminal.wait("It may answer in words")
    terminal.question("What would Critic like")
    terminal.press("/help\r")
    terminal.wait("/crisis shows lines to call, your own people first")
    terminal.question("What would Critic like")
    terminal.press("?\r")
    terminal.wait("/off say it without storing it")
    terminal.question("What would Critic like")
    terminal.press("/back\r")
    assert "Critic" in terminal.question("Who or what is around in you?").split("more to come")[1]
    terminal.press("\r")
    terminal.question("What would Critic like")
    terminal.press("/nonsense\r")
    terminal.wait("type two. > /nonsense")
    terminal.press("\x15//a line with a slash\r")
    terminal.question("Is there some of you")
    terminal.press("/back\r")
    terminal.question("What would Critic like")
    terminal.press("\x15/off\r")
    terminal.wait("Enter when it is said. >")
    terminal.press("something unsayable\r")
    terminal.wait("Not kept. It was enough that you said it.")
    terminal.question("Is there some of you")
    terminal.press("/stop\r")
    terminal.wait("Kept as #1")
    terminal.wait("Anything else with this entry?")
    terminal.press("d")
    assert terminal.end() == 0
    terminal.assert_kind()
    kept = journal_path().read_bytes()
    assert b"something unsayable" not in kept
    assert b"a line with a slash" not in kept
    assert "said, not kept" in printed("show", "last")


@pytest.mark.thinned(4)
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("columns", [80, 40])
def test_steadying_and_crisis_lines_in_a_session(ifs: Start, columns: int) -> None:
    terminal = ifs("check-in", columns=columns)
    terminal.question("How are you arriving?")
    terminal.press("/crisis\r")
    terminal.wait("These lines stay here.")
    terminal.settle(0.25)
    assert "findahelpline.com" in terminal.since
    assert terminal.since.rstrip().endswith("go on.")
    terminal.press("x")
    terminal.question("How are you arriving?")
    terminal.press("/ground\r")
    terminal.wait("Enter for the next.")
    for _ in range(2):
        terminal.answer("\r", "Enter for the next.")
        assert "answered" not in terminal.since
    terminal.press("\r")
    terminal.question("How are you arriving?")
    terminal.press("s")
    terminal.question("Who or what is around in you?")
    terminal.press("\x03")
    assert terminal.end() == 130
    terminal.assert_kind()
    log = json.loads(printed("show", "last", "--json"))
    assert [answer["value"] for answer in log["answers"]] == ["settled"]


@pytest.mark.usefixtures("journal")
def test_what_was_typed_ahead_never_answers_a_state_question(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.send(b"\rs" * 20)
    terminal.question("How are you arriving?")
    terminal.settle(0.25)
    # Keys sent before it was shown are gone; the journal holds no answer of theirs.
    assert "> settled" not in terminal.text
    terminal.press("\r")
    terminal.wait("Enter alone is not taken as an answer here.")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press("\x03")
    assert terminal.end() == 130


@pytest.mark.usefixtures("journal")
def test_an_answer_is_corrected_after_the_session(ifs: Start) -> None:
    terminal = ifs("check-in", "--quick")
    terminal.question("How are you arriving?")
    terminal.press("s")
    terminal.question("Who or what is around in you?")
    terminal.press("\r")
    terminal.question("Is there some of you")
    terminal.press("p")
    terminal.wait("Anything else with this entry?")
    terminal.press("r")
    terminal.wait("State: settled")
    terminal.wait("plenty")
    terminal.wait("Anything else with this entry?")
    terminal.press("o")
    terminal.wait("Which one?")
    terminal.wait("2 Is there some of you")
    terminal.press("2")
    terminal.wait("earlier: plenty")
    terminal.press("l")
    terminal.wait("Anything else with this entry?")
    terminal.press("d")
    assert terminal.end() == 0
    terminal.assert_kind()
    shown = printed("show", "last")
    assert "a little" in shown
    assert "before: plenty" in shown
    entry = json.loads(printed("show", "last", "--json"))
    assert entry["self_available"] == "a_little"
