"""The first run, home and the settings, as a person meets them in a terminal, and as lines in a pipe."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.journal import Journal
from ifs_journal.session.settings import Contact, config_file, read_settings
from ifs_journal.terms import Colours, Wording
from program_terminal import Terminal, journal_path, noon, program
from waiting_rows import WaitingRows

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
COLOUR = re.compile(r"\x1b\[[0-9;]*[34][0-9](?:;[0-9;]*)?m")
NAME, WORDS = "Nightwatch", "the tone of that mail"
NOTHING_MADE = "Nothing was made."


def ran(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """`ifs` without a terminal."""
    env = {**os.environ, "TZ": noon()}
    return subprocess.run(
        program(*arguments), input=text, env=env, capture_output=True, text=True, timeout=30, check=False
    )


def today() -> date:
    """The day it is for the programs these tests start."""
    return datetime.now(ZoneInfo(noon())).date()


def wait_for(put: Callable[[WaitingRows], object]) -> None:
    """Put rows into this test's journal."""
    with Journal.open(journal_path()) as opened:
        put(WaitingRows(opened.connection, today()))


def everything(rows: WaitingRows) -> None:
    rows.session(1)
    rows.session(2, paused=True)
    rows.statement(3, 0, "Part of me gets loud.", person_id=rows.person("Ilka"))
    rows.agreement(4, 1, "ten minutes of nothing", part_id=rows.part(NAME))
    rows.trailhead(2, trigger=WORDS)


def trial(rows: WaitingRows, due: int) -> None:
    session = rows.session(3, script="together", title="Together")
    rows.of("shared_trial", 3, session_id=session, trial=WORDS, look_again=rows.day(due))
    rows.agreement(3, due, WORDS, session_id=session)


def a_map(rows: WaitingRows, ago: int) -> None:
    rows.of("need_map", ago, session_id=rows.session(ago, script="need-map"), example=WORDS)


# --- the first run -------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize("arguments", [(), ("check-in",)])
def test_the_first_run(ifs: Start, columns: int, arguments: tuple[str, ...]) -> None:
    terminal = ifs(*arguments, columns=columns)
    terminal.wait("n: not now" if columns == 80 else "n not now")
    for said in ("not therapy", "no ties", "research is still limited", "no clinician", "Nobody watches"):
        assert said in terminal.since
    terminal.press("\r")
    terminal.wait("n: not now")
    for said in ("ending your life", "not a safe place", "feel unreal", "under 18", "ifs support"):
        assert said in terminal.since
    terminal.press("\r")
    terminal.wait("Enter leaves it open.")
    terminal.press("uk\r")
    terminal.wait("p plain words")
    terminal.press("p")
    terminal.wait("n not now")
    assert "With a passphrase only you can open it" in terminal.since
    terminal.press("\r")
    terminal.settle(0.1)
    assert not journal_path().exists()
    assert not config_file().exists()
    terminal.press("m")
    assert "0 answered" in terminal.question("How is it in there right now?")
    terminal.press("s")
    terminal.question("What's going on in you?")
    terminal.press("/stop\r")
    terminal.wait("Anything else with this entry?")
    terminal.press("d")
    assert terminal.end() == 0
    terminal.assert_kind()
    for path in (journal_path(), config_file()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    settings = read_settings()
    assert (settings.country, settings.wording) == ("GB", Wording.PLAIN)
    again = ifs("check-in", columns=columns)
    again.wait("keep it")
    again.press("k")
    again.question("How is it in there right now?")
    assert "not therapy" not in again.raw


def test_the_first_run_with_nothing_but_enter(ifs: Start) -> None:
    terminal = ifs("unblend")
    for words in ("n: not now", "n: not now", "Enter leaves it open.", "p plain words"):
        terminal.wait(words)
        terminal.press("\r")
    terminal.wait("m make it without one, and begin")
    terminal.press("m")
    terminal.question("How are you arriving?")
    assert not config_file().exists()


def test_the_first_run_can_be_skipped_to_its_end(ifs: Start) -> None:
    terminal = ifs("check-in", "--wording", "plain")
    terminal.wait("s: skip to the end")
    terminal.press("s")
    terminal.wait("Enter leaves it open.")
    terminal.press("\r")
    terminal.wait("m make it without one, and begin")
    assert "plain words" not in terminal.text
    terminal.press("m")
    terminal.question("How is it in there right now?")


PLACES = [
    "n: not now",
    "n: not now",
    "Enter leaves it open.",
    "p plain words",
    "m make it without one, and begin",
]


@pytest.mark.thinned(6)
@pytest.mark.parametrize("place", range(len(PLACES)))
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_the_first_run_leaves_nothing_behind(ifs: Start, place: int, key: str) -> None:
    terminal = ifs("check-in")
    for words in PLACES[:place]:
        terminal.wait(words)
        terminal.press("z\r" if words.startswith("Enter") else "\r")
    terminal.wait(PLACES[place])
    terminal.press(key)
    terminal.wait(NOTHING_MADE)
    assert terminal.end() == 130
    assert not journal_path().parent.exists()
    assert not config_file().parent.exists()


@pytest.mark.thinned(4)
@pytest.mark.parametrize("place", [0, 1, 4])
def test_the_first_run_can_wait(ifs: Start, place: int) -> None:
    terminal = ifs("unblend")
    for words in PLACES[:place]:
        terminal.wait(words)
        terminal.press("\r")
    terminal.wait(PLACES[place])
    terminal.press("n")
    terminal.wait(NOTHING_MADE)
    assert terminal.end() == 0
    assert not journal_path().parent.exists()


def test_the_first_run_on_a_dumb_terminal(ifs: Start) -> None:
    terminal = ifs("check-in", TERM="dumb")
    for typed in ("\r", "\r", "\r", "2\r", "2\r"):
        terminal.wait(">")
        terminal.settle(0.2)
        terminal.press(typed)
    terminal.wait("How is it in there right now?")
    assert "\x1b" not in terminal.raw
    assert journal_path().exists()


@pytest.mark.parametrize("arguments", [("support",), ("ground",), ("--help",), ("config", "--path")])
def test_what_needs_no_journal_never_shows_the_first_run(ifs: Start, arguments: tuple[str, ...]) -> None:
    terminal = ifs(*arguments)
    terminal.settle(1.0)
    assert "no journal here" not in terminal.raw


# --- home ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("columns", [80, pytest.param(40, marks=pytest.mark.slow)])
def test_home_shows_counts_and_no_names_until_a_key(ifs: Start, columns: int) -> None:
    wait_for(everything)
    home = ifs(columns=columns)
    home.wait("x leave")
    assert "Paused: 1, the latest begun" in home.shown
    assert "Waiting: 1 sentence to look at again, 1 promise to a part, 1 thing you noticed." in home.shown
    assert "The last check-in was yesterday." in home.shown
    assert "is ready to be looked at again." in home.shown
    assert len([line for line in home.text.splitlines() if line.strip()]) <= (14 if columns == 80 else 18)
    for private in (NAME, WORDS, "Ilka", "gets loud", "ten minutes"):
        assert private not in home.raw
    home.press("d")
    home.wait("Each of these can wait longer.")
    for words in (NAME, WORDS, "for Ilka", "Part of me gets loud.", "ten minutes of nothing"):
        assert words in home.since
    home.press("x")
    assert home.end() == 0
    home.assert_kind()


@pytest.mark.usefixtures("journal")
def test_home_goes_on_where_one_paused(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press(f"{NAME}\r")
    terminal.question(f"What would {NAME} like")
    terminal.press("/pause\r")
    assert terminal.end() == 130
    home = ifs(columns=40)
    home.wait("x leave")
    assert "Paused: 1" in home.shown
    assert NAME not in home.raw
    home.press("g")
    home.question(f"What would {NAME} like")
    home.press("\x04")
    assert home.end() == 130
    home.assert_kind()


@pytest.mark.usefixtures("journal")
def test_home_has_more_behind_a_key_and_a_way_back(ifs: Start) -> None:
    home = ifs(columns=40)
    home.wait("x leave")
    assert "A check-in takes a minute or two." in home.shown
    home.press("m")
    home.wait("b back")
    assert "look back" in home.since
    home.press("b")
    home.wait("x leave")
    home.press("i")
    home.question("How are you arriving?")
    home.assert_kind()


@pytest.mark.usefixtures("journal")
def test_home_offers_only_sessions_there_are(ifs: Start) -> None:
    listed = {one["id"] for one in json.loads(ran("scripts", "list", "--json").stdout)}
    home = ifs()
    home.wait("x leave")
    home.press("m")
    home.wait("b back")
    for script, words in (
        ("find-part", "find a part"),
        ("speak-for", "speak for a part"),
        ("write", "write freely"),
    ):
        assert (words in home.shown) is (script in listed)


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_home_without_colour(ifs: Start, environ: dict[str, str]) -> None:
    wait_for(everything)
    home = ifs(**environ)
    home.wait("leave")
    home.settle(0.2)
    assert COLOUR.findall(home.raw) == []
    if "TERM" in environ:
        assert "\x1b" not in home.raw
        home.press("2\r")
    else:
        home.press("d")
    home.wait("Each of these can wait longer.")
    assert NAME in home.since


def test_home_as_lines() -> None:
    missing = ran()
    assert (missing.returncode, missing.stdout) == (20, "")
    assert ran("--json").returncode == 20
    assert not journal_path().exists()


@pytest.mark.usefixtures("journal")
def test_home_as_lines_and_as_json_says_the_same() -> None:
    wait_for(everything)
    lines = ran().stdout
    assert "Waiting: 1 sentence to look at again, 1 promise to a part, 1 thing you noticed." in lines
    assert NAME not in lines
    found = json.loads(ran("--json").stdout)
    assert found.pop("suggestion")["reason"] == "statement"
    assert found == {
        "day": today().isoformat(),
        "paused": 1,
        "statements_due": 1,
        "agreements_due": 1,
        "trials_due": 0,
        "repairs_to_turn_back_to": 0,
        "repairs_to_look_back_on": 0,
        "visits_due": 0,
        "talks_to_look_back_on": 0,
        "map_questions": 0,
        "trailheads_parked": 1,
        "check_asked_for": False,
        "last_check_in": WaitingRows.day_before(today(), 1),
    }
    assert ran("--json", "list").returncode == 2


SUGGESTED: list[tuple[Callable[[WaitingRows], object], str]] = [
    (
        lambda rows: rows.session(1, state_after=6),
        "Yesterday ended stirred. A minute of steadying, or a check-in?",
    ),
    (lambda rows: rows.session(0, state_after=6), "The last session ended stirred."),
    (lambda rows: rows.statement(1, 0), "A sentence you saved yesterday is ready to be looked at again."),
    (
        lambda rows: rows.of("measure", 1, name="check_tomorrow", value="yes"),
        "You asked for a check today: ifs check-in",
    ),
    (lambda rows: rows.agreement(1, 0), "A promise is for today."),
    (
        lambda rows: rows.agreement(3, 1, part_id=rows.part(NAME)),
        "A promise to a part was for yesterday. Not yet is fine too.",
    ),
    (lambda rows: trial(rows, 0), "Something two of you are trying is for today."),
    (
        lambda rows: rows.of("rupture", 1, seen=WORDS),
        "A repair you began yesterday is there to turn back to, when you like.",
    ),
    (
        lambda rows: rows.of("rupture", 3, seen=WORDS, wish="ask", look_back=rows.day(0)),
        "A repair is there to look back on, however it went.",
    ),
    (
        lambda rows: rows.of("follow_up", 3, part_id=rows.part(NAME), next_on=rows.day(0)),
        "A visit to a part is for today.",
    ),
    (
        lambda rows: rows.of("talk_plan", 3, about=WORDS, look_back=rows.day(1)),
        "A talk you got ready for is there to look back on, held or not.",
    ),
    (lambda rows: a_map(rows, 1), "One question is left of the map you made yesterday."),
    (lambda rows: rows.trailhead(0), "Something you noticed today is there whenever you like."),
    (lambda rows: rows.session(3, paused=True), "What you paused is there as you left it."),
    (lambda rows: rows.session(60), "A check-in takes a minute or two."),
    (lambda rows: rows.session(0), "Nothing else is waiting."),
]


@pytest.mark.thinned(8)
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(("put", "said"), SUGGESTED)
def test_one_suggestion_with_its_reason(put: Callable[[WaitingRows], object], said: str) -> None:
    wait_for(put)
    assert said in ran().stdout


def deeper(rows: WaitingRows) -> None:
    part, person = rows.part(NAME), rows.person("Ilka")
    rows.of("rupture", 1, seen=WORDS, person_id=person)
    rows.of("rupture", 3, seen=WORDS, wish="ask", look_back=rows.day(0), person_id=person)
    rows.of("follow_up", 3, part_id=part, next_on=rows.day(0))
    rows.of("talk_plan", 3, about=WORDS, look_back=rows.day(1), person_id=person)
    a_map(rows, 1)
    rows.agreement(3, 0, "ten minutes", part_id=part)
    trial(rows, 0)


DEEPER = (
    "1 promise to a part",
    "1 thing two of you are trying",
    "1 repair to turn back to",
    "1 repair to look back on",
    "1 part to come back to",
    "1 talk to look back on",
    "1 question about a map",
)
COMMANDS = {
    "repair": ("repair --turning-back", "repair --look-back"),
    "follow-up": ("follow-up",),
    "after-a-talk": ("after-a-talk",),
    "need-map": ("need-map --next-day",),
    "together": ("together",),
}


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("columns", [80, pytest.param(40, marks=pytest.mark.slow)])
def test_what_the_deeper_sessions_left_open_is_counted_and_then_shown(ifs: Start, columns: int) -> None:
    wait_for(deeper)
    home = ifs(columns=columns)
    home.wait("x leave")
    for counted in DEEPER:
        assert counted in " ".join(home.shown.split())
    for private in (NAME, WORDS, "Ilka", "ten minutes"):
        assert private not in home.raw
    home.press("d")
    home.wait("Each of these can wait longer.")
    for words in (
        "A repair with Ilka, begun yesterday",
        "A repair with Ilka, for today",
        f"A visit to {NAME}, for today",
        "A talk with Ilka, for yesterday",
        "A map, made yesterday",
        f"A promise to {NAME}, for today",
        "Something two of you are trying, for today",
    ):
        assert words in " ".join(home.since.split())
    assert home.since.count(WORDS) == 4
    home.press("x")
    assert home.end() == 0
    home.assert_kind()


@pytest.mark.usefixtures("journal")
def test_home_as_lines_says_what_turns_to_each() -> None:
    wait_for(deeper)
    said = ran().stdout
    listed = {one["id"] for one in json.loads(ran("scripts", "list", "--json").stdout)}
    for script, commands in COMMANDS.items():
        for command in commands:
            assert (f": ifs {command}\n" in said) is (script in listed)
    assert "Say how it is with a promise: ifs promises settle\n" in said


@pytest.mark.usefixtures("journal")
def test_home_settles_the_one_promise_whose_day_has_come(ifs: Start) -> None:
    wait_for(lambda rows: rows.agreement(3, 0, WORDS))
    home = ifs()
    home.wait("x leave")
    home.press("d")
    home.wait("Each of these can wait longer.")
    home.press("p")
    home.question("How is it with that?")
    assert WORDS in home.since
    home.press("k")
    home.question("A word about it")
    home.press("\r")
    home.wait("Kept as #")
    home.kill()
    assert json.loads(ran("promises", "--kept", "--json").stdout)[0]["text"] == WORDS


# --- settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, pytest.param(40, marks=pytest.mark.slow)])
def test_settings_one_question_at_a_time(ifs: Start, columns: int) -> None:
    terminal = ifs("config", columns=columns)
    terminal.wait("x done")
    assert "country: not set" in terminal.shown
    terminal.press("o")
    terminal.wait("a dash (-) takes it out.")
    terminal.press("nz\r")
    terminal.wait("country: New Zealand (NZ)")
    terminal.wait("x done")
    terminal.press("w")
    terminal.wait("plain words: sides of you")
    terminal.press("\r")
    terminal.wait("Left as it is.")
    terminal.wait("x done")
    terminal.press("p")
    terminal.wait("not encrypted")
    terminal.wait("x done")
    terminal.press("a")
    terminal.wait("Who?")
    terminal.press("Sam\r")
    terminal.wait("How do you reach them?")
    terminal.press("call 020 7946 0000\r")
    terminal.wait("Sam: call 020 7946 0000")
    terminal.wait("x done")
    terminal.press("x")
    terminal.wait("people you can reach: 1")
    terminal.wait("x done")
    terminal.press("x")
    assert terminal.end() == 0
    terminal.assert_kind()
    settings = read_settings()
    assert (settings.country, settings.wording) == ("NZ", Wording.IFS)
    assert settings.contacts == (Contact("Sam", "call 020 7946 0000"),)


def test_a_setting_can_be_taken_out_again(ifs: Start) -> None:
    assert ran("config", "country", "GB").returncode == 0
    terminal = ifs("config", "country")
    terminal.wait("a dash (-) takes it out.")
    terminal.press("-\r")
    terminal.wait("Taken out.")
    assert terminal.end() == 0
    assert read_settings().country is None


def test_somebody_can_be_taken_out_again(ifs: Start) -> None:
    assert ran("config", "contacts", "-", text="Sam\ncall 1\nKim\ncall 2\n").returncode == 0
    terminal = ifs("config", "contacts")
    terminal.wait("t take someone out")
    terminal.press("t")
    terminal.wait("2 Kim: call 2")
    terminal.press("1")
    terminal.wait("x done")
    terminal.press("x")
    assert terminal.end() == 0
    assert read_settings().contacts == (Contact("Kim", "call 2"),)


def test_settings_on_a_dumb_terminal(ifs: Start) -> None:
    terminal = ifs("config", "wording", TERM="dumb")
    terminal.wait(">")
    terminal.press("2\r")
    terminal.wait("Wording: plain words.")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.raw
    assert read_settings().wording is Wording.PLAIN


def test_the_editor_opens_the_settings_file(ifs: Start, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\necho \'colour = "blue"\' > "$1.new"; cat "$1" >> "$1.new"; mv "$1.new" "$1"\n'
    )
    editor.chmod(0o700)
    terminal = ifs("config", "--edit", EDITOR=str(editor))
    terminal.wait("Did you mean “colours”?")
    assert terminal.end() == 0
    assert "# Settings of ifs-journal." in config_file().read_text()
    broken = ifs("config", "--edit", EDITOR="sh -c 'echo Sam >> \"$0\"'")
    broken.wait("this is not TOML")
    assert broken.end() == 65
    assert ran("config", "--edit").returncode == 2


def test_settings_from_the_command_line() -> None:
    for key, value in (("country", "uk"), ("wording", "Plain"), ("colours", "never"), ("language", "en")):
        assert ran("config", key, value).returncode == 0
    settings = read_settings()
    assert (settings.country, settings.wording, settings.colours) == ("GB", Wording.PLAIN, Colours.NEVER)
    assert ran("config", "country").stdout == "GB\n"
    assert json.loads(ran("config", "--json").stdout)["country"] == "GB"
    assert json.loads(ran("config", "colours", "--json").stdout) == "never"
    assert ran("config", "--path").stdout == f"{config_file()}\n"
    assert ran("config", "country", "--unset").returncode == 0
    assert "country: not set" in ran("config").stdout
    assert ran("config", "country", "Atlantis").stdout.startswith("Country kept. There are no lines")


CANARY = "zimtschnecke"
REFUSED = [
    (("config", "contacts", CANARY), "standard input"),
    (("config", "wording", CANARY), "ifs or plain"),
    (("config", "colours", CANARY), "auto, never or always"),
    (("config", "language", CANARY), "en"),
    (("config", "colors"), "Did you mean colours?"),
    (("config", "--unset"), "one setting"),
    (("config", "--path", "--json"), "one of them"),
    (("config", "country", " "), "--unset"),
]


@pytest.mark.thinned(6)
@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_cannot_be_set_says_what_can_and_not_what_was_given(
    arguments: tuple[str, ...], said: str
) -> None:
    done = ran(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert CANARY not in done.stderr
    assert not config_file().exists()


@pytest.mark.parametrize("text", ["", "Sam\n", "Sam\ncall 1\nKim\n"])
def test_people_come_in_pairs_of_lines(text: str) -> None:
    done = ran("config", "contacts", "-", text=text)
    assert done.returncode == 65
    assert "Sam" not in done.stderr
    assert not config_file().exists()


def test_people_are_counted_and_named_only_when_asked_for() -> None:
    said = ran("config", "contacts", "-", text="Sam\ncall 020 7946 0000\n").stdout
    assert "not encrypted" in " ".join(said.split())
    assert "Sam" not in said
    assert "Sam" not in ran("config").stdout
    assert ran("config", "contacts").stdout == "Sam: call 020 7946 0000\n"
    assert "Sam: call 020 7946 0000" in ran("support").stdout
    assert json.loads(ran("config", "contacts", "--json").stdout) == [
        {"name": "Sam", "how": "call 020 7946 0000"}
    ]


def test_a_broken_file_is_told_and_its_other_settings_shown() -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text('country = "GB"\nwording = "poetic"\ncolour = 1\n')
    done = ran("config")
    assert done.returncode == 65
    assert "country: GB" in done.stdout
    assert "“colour” means nothing here. Did you mean “colours”?" in done.stdout
    assert "“wording” cannot be used" in done.stderr
    assert "poetic" not in done.stderr
    found = json.loads(ran("config", "--json").stdout)
    assert (found["unknown"], len(found["problems"])) == (["colour"], 1)


@pytest.mark.usefixtures("journal")
def test_colours_are_honoured_everywhere(ifs: Start) -> None:
    wait_for(lambda rows: rows.session(1))
    with_colour = ifs("list")
    assert with_colour.end() == 0
    assert COLOUR.findall(with_colour.raw) != []
    assert ran("config", "colours", "never").returncode == 0
    for arguments in (("list",), ("check-in",)):
        terminal = ifs(*arguments)
        terminal.wait("Check-in")
        terminal.settle(0.5)
        assert COLOUR.findall(terminal.raw) == []
    assert ran("config", "colours", "always").returncode == 0
    assert COLOUR.findall(ran("list").stdout) != []
    quiet = ifs("list", NO_COLOR="1")
    assert quiet.end() == 0
    assert COLOUR.findall(quiet.raw) == []
