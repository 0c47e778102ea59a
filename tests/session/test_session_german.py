"""A check-in and `now` in German: by answers, by the line protocol, resumed; and what stays English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ifs_journal
from ifs_journal.cli.home import SESSIONS
from ifs_journal.guide import fit
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, entry, find_session
from ifs_journal.script.check_translation import REFERENCE
from ifs_journal.script.library import gate_words, said_in, shipped_sources
from ifs_journal.session import values
from ifs_journal.session.asker import About
from ifs_journal.session.days import day_in_words
from ifs_journal.session.phrases import ENGLISH, phrases_in
from ifs_journal.session.settings import Settings, own_scripts
from ifs_journal.session.sitting import sit
from ifs_journal.session.start import begin
from ifs_journal.session.support import ground_text, read_support, support_text
from ifs_journal.terminal.home_words import EARLIER_WORK, FOR_A_DAY, KINDS
from ifs_journal.terms import Kind, Wording, is_self
from session_talking import Room, Talker, events, ifs, lines

Ifs = Callable[..., tuple[int, str, str]]
PART = "die Planerin"
SOURCE = Path(ifs_journal.__file__).parent
WHOLE: dict[str, list[Any]] = {
    "": ["settled", [PART], "Es ist spät.", "some", "Tee"],
    "--quick": ["settled", [PART], "some"],
    "--morning": ["settled", [PART], None, "some", None, "freundlich"],
    "--evening": ["settled", [PART], None, "some", None, PART],
    "--long": ["settled", [PART], None, 4, "analysis", "some", "both", "cant_tell", "Tee", "übermorgen"],
}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Ifs:
    """`ifs` with a journal, set to German."""
    create(journal_file)
    assert ifs(monkeypatch, "config", "language", "de")[0] == 0
    return lambda *arguments, stdin="": ifs(monkeypatch, *arguments, stdin=stdin)


def kept(journal_file: Path, ref: str = "last") -> Entry:
    with Journal.open(journal_file) as journal:
        return entry(journal, find_session(journal, ref).id)


def said(found: list[dict[str, Any]]) -> list[str]:
    return [one["text"] for one in found if one["event"] in ("say", "step")]


@pytest.mark.parametrize("variant", WHOLE)
def test_a_check_in_by_answers(variant: str, german: Ifs, journal_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(WHOLE[variant]), encoding="utf-8")
    code, _, err = german("check-in", *variant.split(), "--answers", str(file))
    assert (code, err) == (0, "")
    found = kept(journal_file)
    assert (found.session.language, found.session.title) == ("de", "Kurz da sein")
    prompts = [one.prompt for one in found.answers if one.prompt]
    assert prompts[0] == "Wie kommst du gerade an?"
    english = json.dumps([one.prompt for one in found.answers])
    assert not any(word in english for word in (" the ", " you ", " is "))


def test_now_by_answers_can_be_kept(german: Ifs, journal_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps([None, "eng", "a_bit", "water", "keep"]), encoding="utf-8")
    assert german("now", "--answers", str(file))[0] == 0
    assert (kept(journal_file).session.script, kept(journal_file).session.title) == ("now", "Jetzt")


def test_a_check_in_by_the_line_protocol(german: Ifs) -> None:
    replies = ["stirred", "/why", "/help", "/ground", [PART], None, "some", None]
    code, out, _ = german("check-in", "--jsonl", stdin=lines(replies))
    found = events(out)
    assert (code, found[0]["language"], found[-1]["reason"]) == (0, "de", "complete")
    told = said(found)
    assert told[:2] == [
        "Eine Minute für alle, die gerade da sind. Spür den Stuhl, wenn du magst.",
        "Wie kommst du gerade an?",
    ]
    assert phrases_in("de").HELP[0].ifs in told
    assert ground_text(False, Wording.IFS, "de")[0] in told
    assert [one["label"] for one in found[2]["options"]][:2] == ["ruhig", "etwas aufgewühlt"]


def test_now_by_the_line_protocol(german: Ifs) -> None:
    code, out, _ = german("now", "--jsonl", stdin=lines([None, "eng", None, None, "no_trace"]))
    assert code == 0
    assert '"eng". Es darf bleiben. Es muss nicht drängen, um bemerkt zu werden.' in said(events(out))


def test_plain_words_are_german_too(german: Ifs) -> None:
    _, out, _ = german("check-in", "--jsonl", stdin=lines(["settled"]))
    assert [one["plain"] for one in events(out) if one["event"] == "step"][:2] == [
        "Wie ist es gerade in dir?",
        "Was ist gerade los in dir? Auch frohe und müde Seiten zählen. Ein paar Worte genügen.",
    ]


def test_an_answer_that_does_not_fit_is_told_in_german(german: Ifs) -> None:
    _, out, _ = german("check-in", "--jsonl", stdin=lines(["settled", ["Selbst"], ["#7"], []]))
    errors = [one["message"] for one in events(out) if one["event"] == "error"]
    assert errors == [
        phrases_in("de").REFUSALS[values.SELF_IS_NO_PART],
        "Mit dieser Nummer gibt es keinen Anteil.",
        "Hierher passen ein oder mehrere Namen von Anteilen.",
    ]


def test_someone_who_is_not_safe_reads_german(german: Ifs) -> None:
    code, out, _ = german("check-in", "--jsonl", stdin=lines(["too_much", "not_safe"]))
    assert code == 40
    page = [one for one in events(out) if one["event"] == "say"][-1]["text"]
    assert page.startswith(phrases_in("de").SAFETY["safety"][0].ifs)
    assert "Telefon 0800 1110111 oder 0800 1110222" in page


def test_a_script_nobody_translated_is_asked_in_english_all_through(german: Ifs) -> None:
    code, out, err = german("write", "--jsonl", stdin=lines(["settled", "/help", "a line", None, None]))
    found = events(out)
    assert (code, err, found[0]["language"]) == (0, "", "en")
    assert "How are you arriving?" in said(found)
    assert ENGLISH.HELP[0].ifs in said(found)


OWN = """
version = 1
title = "Mein"
purpose = "Mein."
minutes = "1"
on_stop = "bye"

[[step]]
id = "arriving"
gate = "state"
words = "arriving"
closed = "not-today"
open = "{open}"

"""
CALL = '[[step]]\nid = "more"\ncall = "{}"\n'
BYE = '[[step]]\nid = "bye"\ntype = "say"\ntext = "Danke."\nplain = "Danke."\n'


@pytest.mark.parametrize(
    ("calls", "language"), [("", "de"), (CALL.format("closing"), "de"), (CALL.format("unblend"), "en")]
)
def test_a_script_of_ones_own_is_met_in_one_language(calls: str, language: str, german: Ifs) -> None:
    folder = own_scripts()
    folder.mkdir(parents=True)
    (folder / "meins.toml").write_text(
        f'id = "meins"{OWN.format(open="more" if calls else "bye")}{calls}{BYE}', encoding="utf-8"
    )
    _, out, _ = german("meins", "--jsonl", stdin=lines(["settled"]))
    found = events(out)
    assert found[0]["language"] == language
    gates = gate_words(language)["state"]["arriving"]["state"]
    assert said(found)[0] == gates["text"]


def test_the_list_says_which_are_in_english_so_far(german: Ifs) -> None:
    _, out, _ = german("scripts", "list")
    assert "write (in English so far)" in out
    assert "check-in\n" in out


def test_home_and_its_days_are_german(german: Ifs) -> None:
    german("check-in", "--jsonl", stdin=lines(["settled"]))
    code, out, _ = german()
    assert code == 0
    assert out.splitlines() == [
        "Pausiert: 1, zuletzt begonnen heute.",
        "Was du pausiert hast, ist da, wie du es verlassen hast.",
        "Weitermachen: ifs resume · Anfangen: ifs check-in",
        "Zurückschauen: ifs list · Menschen, die du erreichen kannst: ifs support",
    ]


def test_home_says_nothing_german_that_is_not_said_any_more_and_nothing_else_in_english() -> None:
    own = ("home", "before", "pages", "removing", "asides", "copies_going")
    rooms = (
        *(f"cli/{room}.py" for room in own),
        "terminal/home_words.py",
        "terminal/review.py",
        "terminal/times.py",
    )
    source = "".join((SOURCE / room).read_text(encoding="utf-8") for room in rooms)
    # A sentence that is too long for a line is written in several pieces.
    source = re.sub(r'"\s*\n\s*"', "", source)
    german = said_in("de")["home"]
    assert [one for one in german if f'"{one}"' not in source] == []
    assert [one for one in re.findall(r'tell\(\s*"([^"]+)"', source) if one not in german] == []
    translated = [label for script, label in SESSIONS.values() if script in shipped_sources("de")]
    assert [one for one in translated if one not in german] == []
    waits = [text for kind in KINDS.values() for text in (kind.one, kind.several, kind.label)]
    sentences = [text for some in (*FOR_A_DAY.values(), *EARLIER_WORK.values()) for text in some]
    assert [one for one in (*waits, *sentences) if one not in german] == []


@pytest.mark.parametrize("code", ["xx", "de-CH"])
def test_a_code_of_which_there_is_no_folder_alarms_nobody(code: str, german: Ifs) -> None:
    from ifs_journal.session.settings import config_file

    config_file().write_text(f'language = "{code}"\n', encoding="utf-8")
    _, out, err = german("check-in", "--jsonl", stdin="")
    assert (events(out)[0]["language"], err) == ("de" if code == "de-CH" else "en", "")


def test_a_paused_session_goes_on_in_its_own_language(journal: Journal) -> None:
    room = Room(journal, settings=Settings(language="de"))
    live = begin(
        journal, "check-in", variant=None, wording=Wording.IFS, clock=room.hands.clock(), language="de"
    )
    talker = Talker(["settled"])
    sit(journal, live, talker, room.settings, resumed=False, patience=None)
    room.settings = Settings()
    room.later(hours=2)
    _, talker, _ = room.resume(["stirred", "/crisis", None, "some"])
    assert talker.hellos[0].language == "de"
    assert talker.about(About.CRISIS)[0] == "\n".join(
        support_text(Settings(), wording=Wording.IFS, language="de")
    )
    prompts = [one.prompt for one in room.entry(live).answers if one.kind is Kind.ANSWER]
    assert prompts[-1] == "Ist etwas von dir da, das dabei sein kann? Neugierig oder ruhig, auch ganz leise."


def test_coming_back_is_asked_in_german(journal: Journal) -> None:
    from ifs_journal.session.start import state_check

    room = Room(journal)
    live = begin(
        journal, "check-in", variant=None, wording=Wording.IFS, clock=room.hands.clock(), language="de"
    )
    check = state_check(live)
    assert check.place.question is not None
    assert check.place.question.text.ifs == "Es ist etwas Zeit vergangen. Wie geht es dir jetzt?"
    assert check.bundle.language == "de"


def test_every_refusal_has_its_german() -> None:
    german = phrases_in("de").REFUSALS
    for one in (*fit.SAYS, *values.SAYS):
        assert german[one] != one
        assert set(REFERENCE.findall(german[one])) == set(REFERENCE.findall(one))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("heute", "2026-03-10"),
        ("Morgen", "2026-03-11"),
        ("übermorgen", "2026-03-12"),
        ("Freitag", "2026-03-13"),
        ("am Dienstag", "2026-03-17"),
        ("nächsten Montag", "2026-03-16"),
        ("in 3 Tagen", "2026-03-13"),
        ("in einer Woche", "2026-03-17"),
        ("vor 2 Wochen", "2026-02-24"),
        ("24.12.2026", "2026-12-24"),
        ("friday", "2026-03-13"),
        ("31.2.2026", None),
        ("irgendwann", None),
    ],
)
def test_days_are_taken_in_german_words(text: str, day: str | None) -> None:
    found = day_in_words(text, date(2026, 3, 10))
    assert (found.isoformat() if found else None) == day


def test_a_number_that_is_put_right_in_english_is_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from ifs_journal.session import support

    real = support.read_source

    def changed(path: Path) -> Any:
        source = real(path)
        for line in source.table.get("line", ()):
            line["contact"] = line["contact"].replace("call 143", "call 144")
        return source

    monkeypatch.setattr(support, "read_source", changed)
    assert "call 144" in {one.contact for one in read_support("de").lines}


def test_a_country_is_found_by_either_name() -> None:
    found = read_support("de")
    assert found.country("Germany") == found.country("deutschland") == found.country("DE") is not None


@pytest.mark.parametrize("name", ["Selbst", "das Selbst", "Self"])
def test_self_is_no_part_in_german_either(name: str) -> None:
    assert is_self(name)
