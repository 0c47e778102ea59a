"""`ifs remind`: snippets that run as they stand, a calendar any reader takes, and one line without names."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifs_journal.insight.calendar import calendar
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import new_key
from ifs_journal.journal.read_dates import Dated, coming
from ifs_journal.session.moment import Clock
from ifs_journal.terminal.schedules import ALL, for_platform, snippets
from session_talking import ifs
from waiting_rows import WaitingRows

Run = Callable[..., tuple[int, str, str]]
WORDS = "Zimtschnecken; warm, mit Öl\nund \\ Tee"
AWKWARD = ["/opt/o'hara/50% off/ifs", "remind", "--say"]
LINE = "2 things are waiting."


@pytest.fixture
def put(journal_file: Path) -> WaitingRows:
    """Puts rows into a new journal, around the real today."""
    create(journal_file)
    return WaitingRows(Journal.open(journal_file).connection, Clock().today())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def act(*arguments: str) -> tuple[int, str, str]:
        code, out, err = ifs(monkeypatch, *arguments)
        assert "Traceback" not in err
        return code, out, err

    return act


def parsed(text: str) -> list[dict[str, tuple[str, str]]]:
    """A small reader of calendars, written from RFC 5545 alone: events as name -> (parameters, value)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)
    events: list[dict[str, tuple[str, str]]] = []
    inside = False
    for line in lines[1:-1]:
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if line in ("BEGIN:VEVENT", "END:VEVENT"):
            inside = line.startswith("BEGIN")
            events += [{}] if inside else []
        elif inside:
            assert name not in events[-1]
            events[-1][name] = (parameters, re.sub(r"\\(.)", _unescaped, value))
    return events


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


# --- the calendar ---------------------------------------------------------------------------------


def test_the_days_to_come_are_in_it_and_no_words(put: WaitingRows, run: Run) -> None:
    anna = put.person("Anna")
    promise = put.agreement(3, -2, WORDS)
    put.agreement(3, 4, "long past")
    put.kept(put.agreement(3, -5, "kept already"), 1, "kept")
    put.statement(1, -1, WORDS, person_id=anna)
    put.of("follow_up", 1, part_id=put.part("Critic"), here="here", rhythm="once", next_on=put.day(-9))
    put.of("experiment", 1, text=WORDS, due=put.day(-3))
    code, out, _ = run("remind", "--ics", "-")
    assert code == 0
    events = parsed(out)
    assert [event["DTSTART"][1] for event in events] == [put.day(-n).replace("-", "") for n in (1, 2, 3, 9)]
    assert all(event["DTSTART"][0] == "VALUE=DATE" for event in events)
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][1]) for event in events)
    assert f"{promise}@ifs-journal" in [event["UID"][1] for event in events]
    assert not any("DESCRIPTION" in event for event in events)
    assert not any(word in out for word in ("Zimt", "Anna", "Critic", "promise"))
    assert run("remind", "--ics", "-")[1] == out


def test_words_are_in_it_where_they_are_asked_for(put: WaitingRows, run: Run, tmp_path: Path) -> None:
    put.agreement(3, -2, WORDS, part_id=put.part("Critic"))
    file = tmp_path / "days.ics"
    code, out, _ = run("remind", "--ics", str(file), "--with-words")
    assert code == 0
    assert "Your own words and names are in this file" in " ".join(out.split())
    (event,) = parsed(file.read_bytes().decode())
    assert event["DESCRIPTION"][1] == WORDS
    assert event["SUMMARY"][1] == "A promise: Critic"
    assert file.stat().st_mode & 0o077 == 0
    assert run("remind", "--ics", str(file))[0] == 73
    assert run("remind", "--ics", str(file), "--force")[0] == 0
    assert "Zimt" not in file.read_text(encoding="utf-8")


def test_what_is_of_two_people_or_near_a_vulnerable_part_never_is(put: WaitingRows, run: Run) -> None:
    together = put.session(2, script="together")
    put.of("shared_trial", 2, session_id=together)
    put.agreement(2, -2, WORDS, session_id=together, person_id=put.person("Anna"))
    put.agreement(2, -2, WORDS, session_id=put.session(2, script="vulnerable"), part_id=put.part("Tim"))
    out = run("remind", "--ics", "-", "--with-words")[1]
    assert len(parsed(out)) == 2
    assert "Zimt" not in out
    assert "Anna" not in out


def test_a_day_that_is_none_is_left_out(put: WaitingRows) -> None:
    put.agreement(3, -2)
    put.connection.execute("UPDATE agreement SET due = '9999-99-99'")
    with Journal.open(Path(put.connection.execute("PRAGMA database_list").fetchone()[2])) as journal:
        assert coming(journal, put.day(0)) == []


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n;,\\:ÖÄ漢🌱"), max_size=200
)


@given(TEXT, TEXT, st.dates(date(1, 1, 1), date.max))
def test_any_words_come_back_as_they_were(name: str, words: str, day: date) -> None:
    one = Dated("promise", "0-0", day.isoformat(), "2026-03-09T21:40:00.000+00:00", name, words)
    (event,) = parsed(calendar([one], with_words=True))
    assert event["DTSTAMP"][1] == "20260309T214000Z"
    assert event["DTSTART"][1] == f"{day.year:04}{day.month:02}{day.day:02}"
    if day < date.max:
        following = day + timedelta(days=1)
        assert event["DTEND"][1] == f"{following.year:04}{following.month:02}{following.day:02}"
    assert event["SUMMARY"][1] == (f"A promise: {name}" if name else "A promise")
    assert event.get("DESCRIPTION", ("", ""))[1] == words


# --- the line -------------------------------------------------------------------------------------


def test_the_line_has_a_count_and_no_names(put: WaitingRows, run: Run) -> None:
    assert run("remind", "--say") == (0, "", "")
    put.agreement(3, 0, WORDS, part_id=put.part("Critic"))
    assert run("remind", "--say")[1] == "One thing is waiting in your journal. It can wait longer.\n"
    put.statement(3, 1, WORDS)
    put.trailhead(1)
    assert run("remind", "--say")[1] == "2 things are waiting in your journal. They can wait longer.\n"


def test_of_an_encrypted_journal_it_says_nothing_and_asks_nothing(journal_file: Path, run: Run) -> None:
    create(journal_file, key=new_key("seven grey herons wade"))
    assert run("remind", "--say") == (0, "A moment for yourself, if you like.\n", "")


def test_without_a_journal_there_is_no_line(journal_file: Path, run: Run) -> None:
    assert run("remind", "--say") == (0, "", "")


# --- the snippets ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("platform", "names"), [
    ("linux", ("systemd", "cron")), ("darwin", ("launchd", "cron")), ("win32", ("windows",)),
    ("freebsd14", ("systemd", "cron")),
])  # fmt: skip
def test_a_machine_is_shown_what_it_can_use(platform: str, names: tuple[str, ...]) -> None:
    assert for_platform(platform) == names


def test_everything_is_printed_as_it_is_to_be_copied(run: Run) -> None:
    code, out, _ = run("remind", "--all", "--at", "7:05")
    assert code == 0
    for one in snippets(ALL, ["ifs"], 7, 5):
        assert f"{one.title}\n" in out
    assert "OnCalendar=*-*-* 07:05:00\n" in out
    assert "\n5 7 * * * " in out
    assert "-Daily -At 07:05\n" in out
    assert "Nothing was installed." in out


@pytest.mark.parametrize("time", ["24:00", "7", "later", "12:60"])
def test_a_time_that_is_none_is_refused(run: Run, time: str) -> None:
    assert run("remind", "--at", time)[0] == 2


def text(name: str) -> str:
    (one,) = snippets([name], AWKWARD, 20, 30)
    return one.text


def shell(command: list[str], tmp_path: Path, shows: str) -> str:
    """Run it where the awkward command and the notifier are stand-ins. Gives what was shown."""
    words = tmp_path / "words"
    script = command[-1].replace("'/opt/o'\"'\"'hara/50% off/ifs'", "stand_in")
    assert "stand_in" in script
    functions = f'stand_in() {{ echo "{LINE}"; }}\n{shows}() {{ printf "%s|" "$@" > "{words}"; }}\n'
    subprocess.run([*command[:-1], functions + script], check=True, timeout=20)
    return words.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_unit_shows_the_line(tmp_path: Path) -> None:
    found = re.search(r'^ExecStart=/bin/sh -c "(.*)"$', text("systemd"), re.MULTILINE)
    assert found is not None
    assert "%%" in found[1]
    script = re.sub(r"\\(.)", r"\1", found[1]).replace("%%", "%").replace("$$", "$")
    script = script.replace("notify-send", "show_it")
    assert shell(["/bin/sh", "-c", script], tmp_path, "show_it") == f"{LINE}|"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_agent_shows_the_line(tmp_path: Path) -> None:
    found = plistlib.loads(text("launchd").encode())
    assert found["StartCalendarInterval"] == {"Hour": 20, "Minute": 30}
    shown = shell(found["ProgramArguments"], tmp_path, "osascript")
    assert shown == f'-e|display notification "{LINE}" with title "ifs"|'


def test_the_line_of_the_table_says_it() -> None:
    when, said = text("cron").split(" * * * ")
    assert when == "30 20"
    assert re.search(r"(?<!\\)%", said) is None
    assert said.replace("\\%", "%") == "'/opt/o'\"'\"'hara/50% off/ifs' remind --say"


def test_the_task_quotes_what_it_runs() -> None:
    argument = re.search(r"-Argument '((?:[^']|'')*)'$", text("windows"), re.MULTILINE)
    assert argument is not None
    inner = argument[1].replace("''", "'")
    assert "$line = & '/opt/o''hara/50% off/ifs' 'remind' '--say';" in inner
