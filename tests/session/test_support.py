"""The lines a person can reach: the data, and the text made of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.script.library import prompts_folder
from ifs_journal.session.settings import Contact, Settings, settings_or_default
from ifs_journal.session.support import UNKNOWN, countries, ground_text, read_support, support_text
from ifs_journal.terms import Wording

REPOSITORY = Path(__file__).parents[2]
TABLE: dict[str, Any] = tomllib.loads((prompts_folder() / "support.toml").read_text(encoding="utf-8"))
LINES: list[dict[str, Any]] = TABLE["line"]
LINE_FIELDS = {"country", "name", "contact", "channel", "hours", "note", "kind", "source", "verified_on"}
MAY_BE_EMPTY = {"note"}
NOT_CHECKED = {"AT", "IT", "JP", "SG", "ZA", "DK", "FI", "IS", "NO", "SE"}
NOT_CHECKED_NUMBERS = {"142", "1767", "0800567567", "18334564566"}
EMERGENCY = {
    **{"AU": "000", "GB": "999", "NZ": "111", "US": "911"},
    **{"DE": "112", "ES": "112", "FR": "112", "IE": "112", "NL": "112"},
    **{"BR": "", "CA": "", "CH": "", "IN": ""},
}
BOTH = pytest.mark.parametrize("wording", list(Wording))
HARSH = re.compile(
    r"!|\b(just|simply|should|journey|heal|failed|error)\b|[\U0001F300-\U0001FAFF]", re.IGNORECASE
)
SAM = Contact("Sam", "call 020 7946 0000")


def text(country: str | None = None, wording: Wording = Wording.IFS, *contacts: Contact) -> str:
    """The lines as one text."""
    return "\n".join(support_text(Settings(contacts=contacts), country, wording=wording))


def in_order(whole: str, *pieces: str) -> None:
    """Assert that the pieces stand in the text in this order."""
    places = [whole.find(piece) for piece in pieces]
    assert -1 not in places, [piece for piece in pieces if piece not in whole]
    assert places == sorted(places), pieces


# The data


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['country']} {line['name']}")
def test_every_line_has_every_field(line: dict[str, Any]) -> None:
    assert set(line) == LINE_FIELDS
    assert all(line[key] for key in LINE_FIELDS - MAY_BE_EMPTY)
    assert line["kind"] in {"crisis", "abuse"}
    assert line["country"] in {one["code"] for one in TABLE["country"]}
    verbs = {"call": "call", "text": "text", "email": "write to"}
    said = {channel for channel, verb in verbs.items() if re.search(rf"\b{verb}\b", line["contact"])}
    assert set(line["channel"]) == said
    assert re.search(r"\d{3}", line["contact"])


@pytest.mark.parametrize("entry", [*LINES, TABLE["pointer"]], ids=lambda entry: str(entry["name"]))
def test_dates_parse_or_are_unknown(entry: dict[str, Any]) -> None:
    date = entry["verified_on"]
    assert isinstance(date, str)
    assert date == UNKNOWN or re.fullmatch(r"20\d\d(-(0[1-9]|1[0-2]))?", date)


def test_no_line_that_was_never_checked() -> None:
    assert not {line["country"] for line in LINES} & NOT_CHECKED
    shown = {re.sub(r"\D", "", piece) for line in LINES for piece in re.split(r",|\bor\b", line["contact"])}
    assert not shown & NOT_CHECKED_NUMBERS


def test_emergency_numbers_only_where_a_source_was_seen() -> None:
    assert {one["code"]: one["emergency"] for one in TABLE["country"]} == EMERGENCY


def test_codes_and_lines_are_unique() -> None:
    codes = [code for one in TABLE["country"] for code in (one["code"], *one["also"])]
    assert len(codes) == len(set(codes))
    names = [(line["country"], line["name"]) for line in LINES]
    assert len(names) == len(set(names))


def test_every_country_has_a_crisis_line() -> None:
    with_lines = {line["country"] for line in LINES if line["kind"] == "crisis"}
    assert with_lines == {one["code"] for one in TABLE["country"]}


@pytest.mark.parametrize("name", list(TABLE["sentence"]))
def test_sentences_have_both_wordings_short_and_calm(name: str) -> None:
    sentence = TABLE["sentence"][name]
    assert set(sentence) == {"text", "plain"}
    assert re.findall(r"{\w+}", sentence["text"]) == re.findall(r"{\w+}", sentence["plain"])
    for words in sentence.values():
        assert not HARSH.search(words)
        assert all(len(one.split()) <= 20 for one in re.split(r"(?<=[.?:])\s", words))


# The text


@BOTH
def test_united_kingdom(wording: Wording) -> None:
    whole = text("GB", wording, SAM)
    in_order(
        whole,
        "Sam: call 020 7946 0000",
        "United Kingdom:",
        "Samaritans: call 116 123 free, or write to jo@samaritans.org",
        "999",
        "(abuse)",
        "National Domestic Abuse Helpline: call 0808 2000 247",
        "findahelpline.com",
        "Numbers can change.",
        "calls nobody" if wording is Wording.IFS else "never calls anyone",
    )
    assert "988" not in whole


@pytest.mark.parametrize("same", ["gb", "uk", "UK", " Uk ", "united kingdom"])
def test_a_country_by_any_of_its_names(same: str) -> None:
    assert text(same) == text("GB")


@BOTH
def test_united_states(wording: Wording) -> None:
    whole = text("US", wording)
    in_order(
        whole,
        "988 Suicide & Crisis Lifeline: call or text 988",
        "Crisis Text Line: text HOME to 741741",
        "911",
        "National Domestic Violence Hotline: call 800-799-7233, or text START to 88788",
        "findahelpline.com",
    )
    assert re.search(r"2022: National Domestic Violence Hotline\.", whole)
    assert re.search(r"date: 988 Suicide & Crisis Lifeline, Crisis Text Line\.", whole)


@BOTH
def test_germany_has_no_abuse_heading(wording: Wording) -> None:
    whole = text("DE", wording)
    in_order(whole, "TelefonSeelsorge: call 0800 1110111 or 0800 1110222", "112", "findahelpline.com", "2021")
    assert "abuse" not in whole


@pytest.mark.parametrize("code", ["CA", "IN", "CH", "BR"])
def test_where_no_emergency_number_was_seen_none_is_made_up(code: str) -> None:
    assert "call your local emergency number" in text(code)


def test_known_details_are_shown_and_unknown_ones_are_not() -> None:
    assert "call or text 988 (English or French, day and night)" in text("CA")
    assert "call 900 525 100 (in English, limited hours)" in text("ES")
    assert UNKNOWN not in text("GB")


@pytest.mark.parametrize(("code", "name"), countries())
@BOTH
def test_every_country_shows_all_its_lines_and_dates(code: str, name: str, wording: Wording) -> None:
    whole = text(code, wording)
    assert f"{name}:" in whole
    for line in LINES:
        if line["country"] == code:
            mark = "" if line["name"].endswith("?") else ":"
            assert f"{line['name']}{mark} {line['contact']}".casefold() in whole.casefold()
            assert line["verified_on"] in whole or line["verified_on"] == UNKNOWN
            assert whole.count(line["name"]) >= 2
    assert EMERGENCY[code] in whole


@BOTH
def test_unknown_country(wording: Wording) -> None:
    whole = text("XX", wording, SAM)
    in_order(
        whole,
        "Sam: ",
        "“XX”",
        "emergency number",
        "findahelpline.com",
        "Australia (AU)",
        "United States (US)",
    )
    assert "116 123" not in whole


def test_unknown_country_is_shown_harmless_and_short() -> None:
    whole = text("\x1b[2J" + "x" * 500)
    assert "\x1b" not in whole
    assert "x" * 50 not in whole


@BOTH
def test_no_country(wording: Wording) -> None:
    whole = text(None, wording, SAM)
    in_order(whole, "Sam: ", "Australia (AU): ", "United States (US): ", "ifs config country GB")
    in_order(whole, "ifs config country GB", "Numbers can change.", "emergency number")
    assert whole.splitlines()[-1].endswith("findahelpline.com.")
    for line in LINES:
        assert f"{line['name']}, {line['contact']}" in whole
    assert "2018 to 2025" in whole


def test_the_country_asked_for_wins_over_the_one_set() -> None:
    settings = Settings(country="DE")
    assert support_text(settings, wording=Wording.IFS) == text("DE").split("\n")
    assert support_text(settings, "", wording=Wording.IFS) == text("DE").split("\n")
    assert support_text(settings, "FR", wording=Wording.IFS) == text("FR").split("\n")


@pytest.mark.parametrize("country", [None, "GB", "XX"])
@BOTH
def test_own_contacts_come_first(country: str | None, wording: Wording) -> None:
    lines = support_text(Settings(contacts=(SAM, Contact("", "+1 555 0100"))), country, wording=wording)
    assert lines[1:4] == ["Sam: call 020 7946 0000", "+1 555 0100", ""]
    assert lines[0].endswith(":")
    assert lines[0] not in support_text(Settings(), country, wording=wording)


@pytest.mark.parametrize("broken", ["nonsense", "country = 3", b"\xff"])
def test_lines_show_whatever_the_settings_file_holds(broken: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(broken.encode() if isinstance(broken, str) else broken)
    settings, problem = settings_or_default({"IFS_CONFIG": str(tmp_path)})
    assert problem
    assert "116 123" in "\n".join(support_text(settings, wording=Wording.IFS))


@pytest.mark.parametrize("language", ["xx", "en"])
def test_a_language_without_lines_falls_back_to_english(language: str) -> None:
    assert read_support(language).sentences
    assert "116 123" in "\n".join(support_text(Settings(language=language), "GB", wording=Wording.IFS))
    assert ground_text(True, Wording.IFS, language) == ground_text(True, Wording.IFS)


@pytest.mark.parametrize("country", [None, "GB", "US", "DE", "CH", "XX"])
@BOTH
def test_our_own_sentences_are_short_and_every_item_is_one_line(
    country: str | None, wording: Wording
) -> None:
    for item in support_text(Settings(contacts=(SAM,)), country, wording=wording):
        assert "\n" not in item
        assert item == item.strip()
        if not item.endswith("."):
            continue
        for sentence in re.split(r"(?<=[.?:])\s", item):
            names = sentence.split(", ")
            assert max(len(one.split()) for one in names) <= 20
        assert not HARSH.search(item)


def test_countries_are_in_order_of_name() -> None:
    names = [name for _, name in countries()]
    assert names == sorted(names)
    assert ("GB", "United Kingdom") in countries()


# Steadying


@BOTH
def test_ground_text_follows_the_script(wording: Wording) -> None:
    steps = tomllib.loads((prompts_folder() / "grounding.toml").read_text(encoding="utf-8"))["step"]
    key = "plain" if wording is Wording.PLAIN else "text"
    settling = [step for step in steps if step["type"] == "settle"]
    far = [step[key] for step in settling if step["when"] == {"slot": "guide.far", "is": True}]
    near = [step[key] for step in settling if step["when"] == {"slot": "guide.far", "is": False}]
    assert far
    assert near
    assert ground_text(True, wording) == far
    assert ground_text(False, wording) == near


# The house


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from ifs_journal.session.support import ground_text, support_text\n"
        "from ifs_journal.session.settings import read_settings\n"
        "from ifs_journal.terms import Wording\n"
        "support_text(read_settings(), 'GB', wording=Wording.IFS); ground_text(True, Wording.IFS)\n"
        "heavy = {'pydantic', 'rich', 'typer', 'questionary', 'platformdirs', 'sqlcipher3', 'socket'}\n"
        "found = heavy & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)\n"
    )
    environment = {"IFS_CONFIG": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_lists_every_line_with_its_date() -> None:
    page = (REPOSITORY / "docs" / "support-lines.md").read_text(encoding="utf-8")
    names = dict(countries())
    for line in LINES:
        row = f"| {names[line['country']]} | {line['name']} | {line['contact']} |"
        (found,) = [one for one in page.splitlines() if one.startswith(row) and f"| {line['kind']} |" in one]
        assert found.endswith(f"| {line['verified_on']} | {line['source']} |")
    for code, number in EMERGENCY.items():
        assert f"| {names[code]} | {code} | {number or 'not shown'} |" in page
