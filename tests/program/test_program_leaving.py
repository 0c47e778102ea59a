"""Leaving a session in every way there is, and coming back: nothing that was answered or typed is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.driver import connect
from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.sampled(6), pytest.mark.pty, pytest.mark.usefixtures("journal")]

Start = Callable[..., Terminal]
DRAFT = "a long thing that is not finished"


def shown(ref: str = "last") -> dict[str, object]:
    """An entry as `ifs show` has it."""
    done = subprocess.run(
        program("show", ref, "--json"), capture_output=True, text=True, timeout=30, check=True
    )
    return dict(json.loads(done.stdout))


def values(ref: str = "last") -> list[object]:
    answers = shown(ref)["answers"]
    assert isinstance(answers, list)
    return [one["value"] for one in answers]


def all_text_but_the_words() -> str:
    """Everything in the journal's tables except the scripts that were kept with it."""
    with closing(connect(journal_path())) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        tables = [name for (name,) in found if name != "bundle"]
        return "\n".join(str(row) for name in tables for row in connection.execute(f'SELECT * FROM "{name}"'))


def writing(ifs: Start, *arguments: str, **environ: str) -> Terminal:
    """A session in which a draft is being written."""
    terminal = ifs("check-in", *arguments, **environ)
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press("Critic\r")
    terminal.question("What would Critic like")
    terminal.press(DRAFT)
    terminal.wait_typed(DRAFT)
    return terminal


def interrupted(terminal: Terminal) -> None:
    """Ctrl-C."""
    terminal.press("\x03")
    terminal.wait("Paused. To go on: ifs resume")


def hung_up(terminal: Terminal) -> None:
    """The window is closed."""
    terminal.hang_up()


def killed_later(terminal: Terminal) -> None:
    """Nothing can be done at SIGKILL, so what is typed must have been kept before."""
    terminal.settle(2.6)
    terminal.kill()


LEAVING: list[Callable[[Terminal], None]] = [
    interrupted,
    lambda terminal: terminal.signal(signal.SIGTERM),
    lambda terminal: terminal.signal(signal.SIGHUP),
    hung_up,
    killed_later,
]


def test_a_draft_is_there_again_after_every_way_of_leaving(ifs: Start) -> None:
    terminal = writing(ifs)
    text = DRAFT
    for number, leave in enumerate(LEAVING):
        leave(terminal)
        if terminal.master >= 0:
            assert terminal.end() == 130
            terminal.assert_kind()
        terminal = ifs("resume")
        assert terminal.question("What would Critic like").endswith(f"> {text}")
        terminal.press(f" and {number}")
        text = f"{text} and {number}"
        terminal.wait_typed(text)
    terminal.press("\r")
    terminal.question("Is there some of you")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert values()[-1] == text
    with closing(connect(journal_path())) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)


@pytest.mark.parametrize("keys", ["\x04", "\x03"])
def test_leaving_before_a_session_begins(ifs: Start, keys: str) -> None:
    journal_path().unlink()
    terminal = ifs("check-in")
    terminal.wait("n: not now")
    terminal.settle(0.1)
    terminal.press(keys)
    assert terminal.end() == 130
    terminal.assert_kind()
    assert not journal_path().exists()


def test_the_same_question_is_met_again_after_a_pause(ifs: Start) -> None:
    terminal = ifs("check-in", "--plain")
    for question, answer, leave in [
        ("How are you arriving?", "t\r", "/pause\r"),
        ("Who or what is", "Critic\r", "\x03"),
        ("What would Critic", "tired\r", "\x04"),
    ]:
        for again in (False, True):
            terminal.wait(question)
            terminal.wait(". >")
            terminal.press(answer if again else leave)
            if not again:
                assert terminal.end() == 130
                terminal = ifs("resume", "--plain")
    terminal.wait("Is there some of you")
    terminal.kill()
    assert values()[2] == "tired"


def test_stopping_ends_with_one_closing(ifs: Start) -> None:
    terminal = ifs("unblend")
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Feel your feet")
    terminal.press("/stop\r")
    terminal.question("as you leave this?")
    terminal.press("s")
    terminal.wait("Kept as #1")
    terminal.wait("Anything else")
    terminal.press("\x03")
    assert terminal.end() == 0
    entry = shown()
    assert entry["end_reason"] == "stopped"
    assert terminal.text.count("as you leave this?") == 1


@pytest.mark.thinned(4)
@pytest.mark.parametrize(("key", "columns"), [("x", 80), ("n", 40)])
def test_not_safe_ends_with_people_to_reach_and_leaves_no_trace(ifs: Start, key: str, columns: int) -> None:
    terminal = ifs("check-in", columns=columns)
    terminal.question("How are you arriving?")
    terminal.press("m")
    terminal.question("Are you safe right now?")
    terminal.press("\r")
    terminal.wait("Enter alone is not taken as an answer here.")
    terminal.settle(0.1)
    terminal.press(key)
    terminal.wait("Thank you for saying so.")
    terminal.wait("Press a key")
    terminal.settle(0.25)
    assert terminal.process.poll() is None
    terminal.press("q")
    assert terminal.end() == 40
    terminal.assert_kind()
    entry = shown()
    assert entry["end_reason"] == "stopped"
    assert values() == ["too_much"]
    text = all_text_but_the_words().casefold()
    for trace in ("not_safe", "not_sure", "not safe", "safety", "crisis"):
        assert trace not in text, trace
    with closing(connect(journal_path())) as connection:
        (words,) = connection.execute("SELECT body FROM bundle").fetchone()
    kept = journal_path().read_bytes()
    assert kept.count(b"not_safe") <= words.count("not_safe")
    following = ifs("check-in", columns=columns)
    following.wait("#1 ended early")
    following.wait("r remove it for good")
    following.settle(0.1)
    following.press("r" if key == "x" else "k")
    following.question("How are you arriving?")
    said = "Exports and copies made elsewhere still hold it. So do the copies beside the journal."
    assert (said in following.since) is (key == "x")
    following.press("\x03")
    assert following.end() == 130
    assert (b"too_much" in _answers()) is (key == "n")


def _answers() -> bytes:
    with closing(connect(journal_path())) as connection:
        found = connection.execute("SELECT value FROM answer WHERE value IS NOT NULL").fetchall()
    return "\n".join(value for (value,) in found).encode()


@pytest.mark.parametrize(("key", "columns"), [("y", 80), ("n", 40)])
def test_after_words_about_dying_one_question_is_asked(ifs: Start, key: str, columns: int) -> None:
    terminal = ifs("check-in", columns=columns)
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press("Critic\r")
    terminal.question("What would Critic like")
    terminal.press("I don’t want to live anymore\r")
    terminal.question("Could you act on this?")
    terminal.press("\r")
    terminal.wait("Enter alone is not taken as an answer here.")
    terminal.settle(0.1)
    terminal.press(key)
    terminal.wait("Thank you for saying so." if key == "y" else "Then it may be here")
    terminal.wait("Press a key")
    terminal.settle(0.25)
    terminal.press("q")
    if key == "y":
        assert terminal.end() == 40
    else:
        terminal.question("Is there some of you")
        terminal.kill()
    terminal.assert_kind()
    assert "I don’t want to live anymore" in values()
    text = all_text_but_the_words().casefold()
    for trace in ("could-you-act", "act on this", "old companion", "not_sure"):
        assert trace not in text, trace


def test_killed_at_the_question_nothing_is_lost_and_it_is_not_asked_again(ifs: Start) -> None:
    terminal = ifs("write")
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("The page is yours.")
    terminal.press("I want to die\r")
    terminal.settle(0.3)
    if "act on this?" not in terminal.since:
        terminal.press("\x04")
    terminal.question("Could you act on this?")
    os.kill(terminal.process.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert "I want to die" in values()
    again = ifs("resume")
    again.question("Who was on the page?")
    assert "act on this" not in again.raw
    again.kill()
