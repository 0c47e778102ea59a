"""What goes wrong around a session: each gets its message and its exit code, and nothing kept is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.driver import connect
from ifs_journal.journal.lock import JournalLock
from program_terminal import Terminal, journal_path, program

CANARY = "zimtschnecke"
Done = subprocess.CompletedProcess[str]
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")


def ifs(*arguments: str, text: str = "", command: list[str] | None = None) -> Done:
    """Run `ifs` without a terminal. No message may hold what somebody wrote, or a traceback."""
    done = subprocess.run(
        command or program(*arguments), input=text, capture_output=True, text=True, timeout=60, check=False
    )
    assert CANARY not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 130) or len(done.stderr.strip()) > 20
    return done


def answers(*values: Any) -> str:
    return json.dumps(list(values))


def check_in(message: str = CANARY) -> str:
    return answers("settled", [f"Critic {CANARY}"], message, "some", None)


def entry(ref: str = "last") -> dict[str, Any]:
    return dict(json.loads(ifs("show", ref, "--json").stdout))


def values(ref: str = "last") -> list[Any]:
    return [one["value"] for one in entry(ref)["answers"]]


def assert_sound() -> None:
    with closing(connect(journal_path())) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# --- the disk ----------------------------------------------------------------------------------------


def apart(script: str) -> Done:
    """A shell script in a mount namespace of its own, where mounts harm nobody."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("needs unshare")
    apart = [unshare, "--map-root-user", "--mount"]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no mount namespaces here")
    return ifs(command=[*apart, "sh", "-c", script, "sh", sys.executable])


@pytest.mark.usefixtures("journal")
def test_a_read_only_folder_can_be_read_and_not_written_to() -> None:
    assert ifs("check-in", "--answers", "-", text=check_in()).returncode == 0
    folder = journal_path().parent
    done = apart(
        f"mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}' || exit 99\n"
        '"$1" -m ifs_journal list --json || exit 98\n'
        '"$1" -m ifs_journal show last --json >/dev/null || exit 97\n'
        '"$1" -m ifs_journal check-in --jsonl </dev/null\n'
    )
    if done.returncode == 99:
        pytest.skip("no bind mounts here")
    assert done.returncode == 73, done.stderr
    assert len(json.loads(done.stdout)) == 1
    assert len(json.loads(ifs("list", "--json").stdout)) == 1


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    long = json.dumps(["stirred", ["Critic"], CANARY * 70_000, "some", None])
    (tmp_path / "answers.json").write_text(long)
    done = apart(
        f"mount -t tmpfs -o size=2700k none '{tmp_path}/disk' || exit 99\n"
        f"export IFS_JOURNAL='{tmp_path}/disk/journal.db'\n"
        '"$1" -m ifs_journal journal init --unencrypted >/dev/null || exit 98\n'
        f"\"$1\" -m ifs_journal check-in --answers '{tmp_path}/answers.json'; code=$?\n"
        '"$1" -m ifs_journal show last --json || exit 97\n'
        "exit $code\n"
    )
    if done.returncode == 99:
        pytest.skip("no tmpfs here")
    assert done.returncode == 73, done.stderr
    assert [one["kind"] for one in json.loads(done.stdout)["answers"]] == ["answer", "answer"]


@pytest.mark.parametrize("kilobytes", range(100, 1300, 150))
def test_a_journal_is_made_whole_or_not_at_all(tmp_path: Path, kilobytes: int) -> None:
    (tmp_path / "disk").mkdir()
    done = apart(
        f"mount -t tmpfs -o size={kilobytes}k none '{tmp_path}/disk' || exit 99\n"
        f"export IFS_JOURNAL='{tmp_path}/disk/journal.db'\n"
        '"$1" -m ifs_journal journal init --unencrypted >/dev/null; code=$?\n'
        f"ls '{tmp_path}/disk'\n"
        '[ $code = 0 ] && { "$1" -m ifs_journal list || exit 98; }\n'
        "exit $code\n"
    )
    if done.returncode == 99:
        pytest.skip("no tmpfs here")
    assert done.returncode in (0, 73), done.stderr
    assert done.returncode == 0 or set(done.stdout.split()) <= {"journal.db.lock"}


# --- the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("show",),
        ("parts",),
        ("resume", "--jsonl"),
        (),
        ("check-in", "--jsonl"),
        ("journal", "info"),
    ],
)
def test_no_journal(arguments: tuple[str, ...]) -> None:
    done = ifs(*arguments)
    assert done.returncode == 20
    assert "ifs journal init" in done.stderr
    assert not journal_path().exists()


@pytest.mark.parametrize("content", [b"", f"Dear diary, {CANARY}\n".encode() * 400, bytes(range(256)) * 65])
def test_a_file_that_is_no_journal(content: bytes) -> None:
    journal_path().parent.mkdir(parents=True)
    journal_path().write_bytes(content)
    for arguments in (("list",), ("check-in", "--jsonl")):
        assert ifs(*arguments).returncode == 22
    assert ifs("journal", "init", "--unencrypted").returncode == 73
    assert journal_path().read_bytes() == content


@posix
@pytest.mark.usefixtures("journal")
def test_a_journal_that_is_being_replaced() -> None:
    lock = JournalLock(journal_path(), exclusive=True)
    try:
        assert ifs("list").returncode == 24
        assert ifs("check-in", "--answers", "-", text=check_in()).returncode == 24
    finally:
        lock.release()
    assert ifs("list").returncode == 0


@posix
@pytest.mark.usefixtures("journal")
def test_a_reader_that_has_seen_enough() -> None:
    assert ifs("check-in", "--answers", "-", text=check_in()).returncode == 0
    for arguments in (["list"], ["show"], ["parts", "--json"]):
        with subprocess.Popen(
            program(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.wait(timeout=30) == 0
            assert process.stderr.read() == ""


# --- what is typed -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("journal")
def test_part_names_that_name_none_or_two() -> None:
    names = ["Critic", "Crab", "Joy"]
    assert ifs("check-in", "--answers", "-", text=answers("settled", names, None, "some")).returncode == 0
    for name, code in [("", 10), ("nobody", 10), ("cr", 11), ("JOY", 0)]:
        done = ifs("parts", "show", name)
        assert (name, done.returncode) == (name, code), done.stderr
    for name in ("", "   "):
        done = ifs(
            "check-in", "--jsonl", text='{"answer":"settled"}\n' + json.dumps({"answer": [name]}) + "\n"
        )
        assert done.returncode == 130
        assert [json.loads(line)["event"] for line in done.stdout.splitlines()].count("error") == 1
    assert len(json.loads(ifs("parts", "--json").stdout)) == 3


STRANGE = {
    "emoji": "👩\u200d👧 and 🙂",
    "right to left": "שלום, \u202eevil\u202c مرحبا",
    "combining": "e\u0301a\u0308\u0323 Z̸̢̛a̷l̶g̵o̴",
    "control": "a\x00b\x07c\x08d\x7f\x9b31m",
    "escapes": "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1b[1000D\r\nnext\x85line\u2028last",
    "markup": "[bold]no[/bold] {target.name} %s \\ ' \" ; DROP TABLE answer",
}


@posix
@pytest.mark.pty
@pytest.mark.usefixtures("journal")
def test_strange_text_is_kept_as_given_and_shown_harmlessly() -> None:
    text = "\n".join(STRANGE.values())
    assert ifs("check-in", "--answers", "-", text=check_in(text)).returncode == 0
    assert values()[2] == text
    terminal = Terminal("show", "last", columns=40, environ={"NO_COLOR": "1"})
    assert terminal.end() == 0
    for char in "\x1b\x07\x08\x00\x7f\x9b\u202e\u2028\x85":
        assert char not in terminal.raw, f"{char!r} came through"
    terminal.assert_kind()
    piped = ifs("show", "last").stdout
    assert "red" in piped
    assert "\x1b" not in piped


@posix
@pytest.mark.pty
@pytest.mark.usefixtures("journal")
def test_a_hundred_thousand_characters_can_be_pasted() -> None:
    text = "wört 🙂\n" * 14_286
    assert len(text) > 100_000
    terminal = Terminal("check-in")
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is")
    terminal.press("Critic\r")
    terminal.question("What would Critic like")
    terminal.paste(text)
    terminal.settle(0.2)
    terminal.press("\r")
    # The line breaks of a paste neither end this answer nor answer the next question.
    terminal.question("Is there some of you")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert values()[2] == " ".join(text.split("\n")).strip()
    assert len(values()) == 3


# --- what nobody foresaw -----------------------------------------------------------------------------


@pytest.mark.usefixtures("journal")
def test_bad_answers_are_named_by_place_and_never_quoted() -> None:
    for given in (
        answers("settled", 7, CANARY),
        answers("settled", [CANARY], CANARY, CANARY),
        answers("settled", {"step": "message", "answer": CANARY}),
        f'{{"answers": "{CANARY}"}}',
    ):
        assert ifs("check-in", "--answers", "-", text=given).returncode == 65, given
    done = ifs("check-in", "--jsonl", text=f"{CANARY}\n" * 6)
    assert done.returncode == 65


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("broken", "arguments"),
    [
        ("ifs_journal.guide.walk.Walk.apply", ("check-in", "--answers", "answers.json")),
        ("ifs_journal.journal.journal.Journal.append", ("check-in", "--answers", "answers.json")),
        ("ifs_journal.journal.reads.entry", ("show", "last")),
        ("ifs_journal.terminal.pages.entry_page", ("show", "last")),
    ],
)
def test_an_unforeseen_error_says_where_and_never_what_was_written(
    broken: str,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ifs_journal.cli.app import run

    monkeypatch.chdir(tmp_path)
    Path("answers.json").write_text(check_in(), encoding="utf-8")
    if "show" in arguments:
        assert ifs("check-in", "--answers", "answers.json").returncode == 0

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"it was {CANARY}", CANARY)

    monkeypatch.setattr(broken, fail)
    with pytest.raises(SystemExit) as ended:
        run(list(arguments))
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "ValueError at " in said.err
    assert "Traceback" not in said.err + said.out
    assert CANARY not in said.err + said.out
