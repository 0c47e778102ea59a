"""Scripts of one's own: begun by `ifs scripts new`, used, changed, used again."""

from __future__ import annotations

import json
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, entry, find_session
from ifs_journal.script.library import find_source, shipped_sources
from ifs_journal.session.settings import own_scripts
from ifs_journal.terms import EndReason, Kind
from session_talking import Room, events, ifs, lines

CHECKED = "Checked: every way leads somewhere, every gate is in its place, both wordings are there.\n"

Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Program:
    """`ifs` within this process, with an empty journal."""
    create(journal_file)

    def act(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        return ifs(monkeypatch, *arguments, stdin=stdin)

    return act


def answered(program: Program, script: str, answers: list[Any]) -> tuple[int, str, str]:
    return program(*script.split(), "--answers", "-", stdin=json.dumps(answers))


def kept(journal_file: Path, ref: str = "last") -> Entry:
    with Journal.open(journal_file) as journal:
        return entry(journal, find_session(journal, ref).id)


def own(script: str) -> Path:
    return own_scripts() / f"{script}.toml"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- beginning one -------------------------------------------------------------------------------------

EASY = {
    "": ["settled", "a knot", "near", "settled"],
    "part": ["settled", "a knot", ["open"], "it is tired", None, "settled"],
    "person": ["settled", "Robin", "no", "no", "the door slammed", "When it slammed", None, "settled"],
}


@pytest.mark.parametrize("with_", EASY)
def test_a_new_script_is_sound_and_runs(program: Program, journal_file: Path, with_: str) -> None:
    asked = ("--with", with_) if with_ else ()
    code, out, err = program("scripts", "new", "evening-words", *asked)
    assert (code, err) == (0, "")
    assert str(own("evening-words")) in out.splitlines()
    assert "ifs scripts check evening-words" in out
    assert "To run it: ifs evening-words" in out
    assert program("scripts", "check", "evening-words") == (0, CHECKED, "")
    assert answered(program, "evening-words", EASY[with_])[0] == 0
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE
    assert kept(journal_file).session.title == "Evening words"


@pytest.mark.parametrize(
    ("with_", "answers"),
    [
        ("", ["settled", None, "settled"]),
        ("part", ["settled", None, ["reacting"], None, "no_room", "company", None, "settled"]),
        ("person", ["settled", "Robin", "no", "no", None, "settled"]),
    ],
)
def test_a_new_script_goes_somewhere_kind_when_nothing_comes(
    program: Program, with_: str, answers: list[Any]
) -> None:
    asked = ("--with", with_) if with_ else ()
    program("scripts", "new", "evening-words", *asked)
    assert answered(program, "evening-words", answers) == (0, "Kept as #1.\n", "")


def test_a_part_that_comes_first_has_its_visit_and_the_other_is_asked_again(program: Program) -> None:
    program("scripts", "new", "visits", "--with", "part")
    switch = ["settled", "a knot", ["reacting"], "it is lazy", "no_room", "come_first"]
    second = ["hot cheeks", ["open"], "it is scared"]
    assert answered(program, "visits", [*switch, *second, ["open"], "it is tired", None, "settled"])[0] == 0


def test_every_key_of_a_new_script_stands_under_a_remark(program: Program) -> None:
    for with_ in ("part", "person"):
        program("scripts", "new", f"with-{with_}", "--with", with_)
        text = own(f"with-{with_}").read_text(encoding="utf-8")
        assert "docs/writing-scripts.md" in text
        for key in ("type", "text", "plain", "why", "optional", "open", "closed"):
            assert f"`{key}`" in text


def test_the_file_is_for_the_person_alone(program: Program) -> None:
    program("scripts", "new", "evening-words")
    assert mode(own("evening-words")) == 0o600
    assert mode(own_scripts()) == 0o700
    assert [one.name for one in own_scripts().iterdir()] == ["evening-words.toml"]


@pytest.mark.parametrize("title", ['A "quoted" one', "Back\\slash", "Abends, für mich", "{session.here} $id"])
def test_a_title_may_hold_anything_that_can_be_read(program: Program, title: str) -> None:
    assert program("scripts", "new", "evening-words", "--title", f"  {title} ")[0] == 0
    assert tomllib.loads(own("evening-words").read_text(encoding="utf-8"))["title"] == title
    assert program("scripts", "check", "evening-words")[0] == 0
    assert {one["id"]: one for one in json.loads(program("scripts", "list", "--json")[1])}["evening-words"][
        "title"
    ] == title


@pytest.mark.parametrize("title", ["", "  ", "x" * 61, "bell \a"])
def test_a_title_nobody_can_read_is_refused(program: Program, title: str) -> None:
    code, out, err = program("scripts", "new", "evening-words", "--title", title)
    assert (code, out) == (2, "")
    assert "title" in err
    assert not own("evening-words").exists()


@pytest.mark.parametrize(
    "bad", ["Evening", "evening words", "../evening", "7-days", "-x", "x-", "a--b", "é", "x" * 41]
)
def test_an_id_that_cannot_be_one_is_refused(program: Program, bad: str) -> None:
    code, out, err = program("scripts", "new", "--", bad)
    assert (code, out) == (2, "")
    assert "small letters" in err
    assert not own_scripts().exists()


@pytest.mark.parametrize("taken", ["check-in", "closing", "gates", "speaking", "list", "journal", "end"])
def test_an_id_that_means_something_already_is_refused(program: Program, taken: str) -> None:
    code, out, err = program("scripts", "new", taken)
    assert (code, out) == (2, "")
    assert f"“{taken}” is already" in err
    assert not own_scripts().exists()


def test_a_script_that_is_there_stays_as_it_is(program: Program) -> None:
    program("scripts", "new", "evening-words")
    own("evening-words").write_text("mine", encoding="utf-8")
    code, out, err = program("scripts", "new", "evening-words", "--with", "part")
    assert (code, out) == (73, "")
    assert "it stays as it is" in err
    assert own("evening-words").read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_not_followed(program: Program, tmp_path: Path) -> None:
    own_scripts().mkdir(parents=True)
    own("evening-words").symlink_to(tmp_path / "elsewhere")
    assert program("scripts", "new", "evening-words")[0] == 73
    assert not (tmp_path / "elsewhere").exists()
    assert [one.name for one in own_scripts().iterdir()] == ["evening-words.toml"]


def test_without_a_terminal_the_id_is_needed(program: Program) -> None:
    code, out, err = program("scripts", "new")
    assert (code, out) == (2, "")
    assert "ifs scripts new evening-words" in err


def test_another_gate_than_there_is_is_refused(program: Program) -> None:
    assert program("scripts", "new", "evening-words", "--with", "everyone") == (
        2,
        "",
        "--with takes part or person.\n",
    )
    assert not own_scripts().exists()


def test_a_new_script_can_be_shown_to_somebody(program: Program) -> None:
    program("scripts", "new", "evening-words")
    code, out, err = program("scripts", "show", "evening-words", "--wording", "plain")
    assert (code, err) == (0, "")
    assert out.startswith("Evening words\nA quiet look at one thing, in a few questions.\n")
    assert "yours, not reviewed" in out
    assert "- right here\n" in out
    assert "- far away\n" in out
    assert "How close is it?”" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("check-in", "--wording", "rude"), "--wording takes ifs or plain."),
        (("check-in", "--variant", "slow"), "Its variants: quick, morning, evening, long."),
        (("unblend", "--variant", "slow"), "Its variants: none."),
        (("check-in", "--toml", "--variant", "quick"), "the whole file as it is"),
    ],
)
def test_what_cannot_be_shown_is_told(program: Program, asked: tuple[str, ...], told: str) -> None:
    code, out, err = program("scripts", "show", *asked)
    assert (code, out) == (2, "")
    assert told in err


# --- changing one --------------------------------------------------------------------------------------


def change(script: str, **words: str) -> None:
    """Write a script's file anew, with some of its words in place of others."""
    text = own(script).read_text(encoding="utf-8")
    for old, new in words.items():
        found = old.replace("_", " ")
        assert found in text
        text = text.replace(found, new)
    own(script).write_text(text, encoding="utf-8")


def add_step(script: str) -> None:
    """One question more, after the first."""
    text = own(script).read_text(encoding="utf-8")
    more = (
        '[[step]]\nid = "colour"\ntype = "short"\noptional = true\nslot = "session.here"\n'
        'text = "Has it a colour?"\nplain = "Does it have a colour?"\nwhy = "None is fine."\n\n'
    )
    before, choice, after = text.partition("# A choice.")
    own(script).write_text(before + more + choice + after, encoding="utf-8")


def prompts(found: Entry) -> list[str | None]:
    return [one.prompt for one in found.answers if one.kind is Kind.ANSWER]


@pytest.mark.parametrize("version", ["1", "2"])
def test_an_entry_reads_as_it_was_asked_whatever_the_file_says_now(
    program: Program, journal_file: Path, version: str
) -> None:
    program("scripts", "new", "evening-words")
    answered(program, "evening-words", ["settled", "a knot", "near", "settled"])
    before, shown = kept(journal_file), program("show", "1")
    change("evening-words", What_is_here_with_you_today="Who knocks tonight", right_here="in the room")
    change("evening-words", **{"version = 1": f"version = {version}"})
    add_step("evening-words")
    assert program("scripts", "check", "evening-words")[0] == 0
    assert program("show", "1") == shown
    assert "right here" in shown[1]
    assert kept(journal_file) == before
    answered(program, "evening-words", ["settled", "a knot", None, "near", "settled"])
    assert prompts(kept(journal_file, "1")) == prompts(before)
    assert any("Who knocks tonight" in (one or "") for one in prompts(kept(journal_file, "2")))
    assert "in the room" in program("show", "2")[1]
    assert kept(journal_file, "2").session.script_version == int(version)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_paused_session_goes_on_with_the_script_it_began_with(
    program: Program, journal_file: Path, version: str
) -> None:
    program("scripts", "new", "evening-words")
    assert program("evening-words", "--jsonl", stdin=lines(["settled"]))[0] == 130
    change("evening-words", How_near_is_it="And how does it look", **{"version = 1": f"version = {version}"})
    add_step("evening-words")
    code, out, _ = program("resume", "--jsonl", stdin=lines(["a knot", "near", "settled"]))
    assert code == 0
    asked = [one["text"] for one in events(out) if one["event"] == "step"]
    assert asked[:2] == [
        "What is here with you today? A word or two. Enter if nothing comes.",
        'You wrote: "a knot". How near is it?',
    ]
    assert kept(journal_file).session.script_version == 1
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE


def test_a_paused_session_goes_on_when_its_file_is_gone(program: Program, journal_file: Path) -> None:
    program("scripts", "new", "evening-words")
    program("evening-words", "--jsonl", stdin=lines(["settled"]))
    own("evening-words").unlink()
    assert program("resume", "--jsonl", stdin=lines(["a knot", "near", "settled"]))[0] == 0
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE


def test_an_upgrade_leaves_an_old_entry_of_a_shipped_script_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, journal_file: Path
) -> None:
    create(journal_file)
    with Journal.open(journal_file) as journal:
        room = Room(journal)
        live, _, _ = room.sit("check-in", ["settled", ["quiet"], "some"])
        before = room.entry(live)
        folder = shipped_sources()["check-in"].path.parent
        for path in folder.glob("*.toml"):
            later = path.read_text(encoding="utf-8").replace("How are you arriving?", "How do you come?")
            (tmp_path / path.name).write_text(later, encoding="utf-8")
        monkeypatch.setattr("ifs_journal.script.library.prompts_folder", lambda *_: tmp_path)
        monkeypatch.setattr("ifs_journal.script.bundle.gate_words", lambda *_: {})
        assert find_source("check-in").path.parent == tmp_path
        assert room.entry(live) == before
        assert room.entry(live).answers[1].prompt == before.answers[1].prompt != "How do you come?"


# --- words that changed, and a version that did not ----------------------------------------------------


@pytest.fixture
def used(program: Program) -> Program:
    program("scripts", "new", "evening-words")
    answered(program, "evening-words", ["settled", "a knot", "near", "settled"])
    return program


@pytest.mark.parametrize("named", [(), ("evening-words",), (None,)])
def test_it_is_said_when_the_words_changed_and_the_version_did_not(
    used: Program, named: tuple[str | None, ...]
) -> None:
    change("evening-words", How_near_is_it="How close is that")
    files = [one or str(own("evening-words")) for one in named]
    code, out, err = used("scripts", "check", *files)
    assert (code, err) == (0, "")
    assert out.startswith(CHECKED)
    told = " ".join(out.split())
    assert "evening-words.toml: it asks something else now than it did in #1," in told
    assert "Entries you have keep the words they were asked with." in told
    assert "version = 2" in told


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"How_near_is_it": "How close is that", "version = 1": "version = 2"},
        {"# A choice.": "# Which one?"},
        {
            "A quiet look at one thing, in a few questions.": "For the evening.",
            'minutes = "3"': 'minutes = "2"',
        },
    ],
    ids=["nothing changed", "the version was raised", "a remark changed", "what is said about it changed"],
)
def test_nothing_is_said_when(used: Program, words: dict[str, str]) -> None:
    change("evening-words", **words)
    assert used("scripts", "check", "evening-words") == (0, CHECKED, "")


def test_a_change_back_is_no_change(used: Program) -> None:
    change("evening-words", How_near_is_it="How close is that")
    change("evening-words", How_close_is_that="How near is it")
    assert used("scripts", "check", "evening-words") == (0, CHECKED, "")


def test_a_script_never_used_has_nothing_to_raise(used: Program) -> None:
    used("scripts", "new", "another")
    assert used("scripts", "check", "another") == (0, CHECKED, "")


def test_checking_needs_no_journal(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> None:
    assert ifs(monkeypatch, "scripts", "new", "evening-words")[0] == 0
    assert ifs(monkeypatch, "scripts", "check", "evening-words") == (0, CHECKED, "")
    assert not journal_file.exists()


def test_a_journal_that_cannot_be_read_is_no_fault_of_a_script(used: Program, journal_file: Path) -> None:
    for beside in journal_file.parent.glob(f"{journal_file.name}*"):
        beside.unlink()
    journal_file.write_bytes(b"not a journal, and not empty either" * 300)
    change("evening-words", How_near_is_it="How close is that")
    assert used("scripts", "check", "evening-words") == (0, CHECKED, "")


def test_a_name_that_is_no_script_is_told(program: Program) -> None:
    code, out, err = program("scripts", "check", "nowhere")
    assert (code, out) == (10, "")
    assert "nowhere" in err
