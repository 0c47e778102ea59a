"""What needs no terminal at all: cleaning, wrapping, the palette, typed lines, plain reading from a pipe."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import terminal_places
from ifs_journal.guide.question import Words
from ifs_journal.session.asker import About, Answered, Commanded, Ending, Hello
from ifs_journal.terminal import keys, palette, sentences, view
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.lines import without_last
from ifs_journal.terminal.plain import PlainAsker
from ifs_journal.terminal.screen import Screen, cells, shorten, wrap
from ifs_journal.terms import Colours, Command, EndReason, Wording

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
_RANGES = (range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A))
CONTROLS = {chr(code) for codes in _RANGES for code in codes}


@given(ANY_TEXT)
def test_clean_text_is_harmless_and_encodable(text: str) -> None:
    for newlines in (True, False):
        shown = clean(text, newlines=newlines)
        assert not (set(shown) & CONTROLS) - ({"\n"} if newlines else set())
        shown.encode()
        assert clean(shown, newlines=newlines) == shown


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_escapes_are_visible() -> None:
    assert clean("a\x1b[31mb\x07\x9b1m\u202ec") == "a␛[31mb␇<009B>1m<202E>c"
    assert clean("a\r\nb\nc", newlines=True) == "a\nb\nc"
    assert clean("a\r\nb") == "a b"


@given(st.text(st.characters(categories=("L", "Zs", "Lo", "So")), max_size=200), st.integers(10, 80))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text("ifs parts--3 ,.(0", max_size=60), st.integers(8, 40))
def test_nothing_is_lost_where_words_stay_together(text: str, width: int) -> None:
    lines = wrap(f"ifs show 12 {text} 0808 2000 247", width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(f"ifsshow12{text}08082000247".split())


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Kept. To read it, type: ifs parts show 12", "ifs parts show 12"),
        ("There are some more. To see them: --limit 7", "--limit 7"),
        ("National Abuse Helpline: call 0808 2000 247.", "0808 2000 247."),
        ("It was begun on a day in March, 2026-03-09 21:05", "21:05"),
    ],
)
def test_a_command_and_a_number_to_call_stay_in_one_piece(text: str, together: str) -> None:
    assert any(together in line for line in wrap(text, 36))


def test_text_is_shortened_between_words() -> None:
    assert shorten("Nothing you do is ever enough", 20) == "Nothing you do is…"
    assert shorten("Donaudampfschiff fahrt", 8) == "Donauda…"


@given(st.text(st.characters(categories=("L", "Zs")), max_size=60), st.integers(4, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert cells(shorten(text, width)) <= width


def test_markup_is_never_read() -> None:
    out = io.StringIO()
    Screen(io.StringIO(), out, environ={"FORCE_COLOR": "1"}).say("[bold red]x[/] :smile:", "question")
    assert "[bold red]x[/] :smile:" in out.getvalue()


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (pow((part + 0.055) / 1.055, 2.4) for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def test_every_colour_is_readable_on_light_and_dark() -> None:
    for look in palette.STYLES.values():
        for colour in re.findall(r"#[0-9a-f]{6}", look):
            light = _luminance(colour)
            assert 1.05 / (light + 0.05) >= 3.5, colour
            assert (light + 0.05) / 0.05 >= 3.5, colour
        assert "bright" not in look
        assert " on " not in f" {look} "


@pytest.mark.parametrize(
    ("environ", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"CLICOLOR": "0"}, True, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_follows_the_conventions(environ: dict[str, str], terminal: bool, wanted: bool) -> None:
    assert palette.colour_wanted(environ, terminal) is wanted


@pytest.mark.parametrize(
    ("colours", "environ", "terminal", "wanted"),
    [
        (Colours.NEVER, {"FORCE_COLOR": "1"}, True, False),
        (Colours.ALWAYS, {"CLICOLOR": "0"}, False, True),
        (Colours.ALWAYS, {"NO_COLOR": "1"}, True, False),
        (Colours.AUTO, {}, True, True),
    ],
)
def test_the_persons_setting_decides_where_no_color_does_not(
    colours: Colours, environ: dict[str, str], terminal: bool, wanted: bool
) -> None:
    assert palette.colour_wanted(environ, terminal, colours) is wanted


@given(ANY_TEXT)
def test_any_text_comes_through_a_written_question(text: str) -> None:
    asked = terminal_places.QUESTIONS["long"]
    outcome = keys.read_typed(asked, text)
    if isinstance(outcome, Answered):
        assert outcome.value == text.strip() or "/" + outcome.value == text.strip()


def test_what_stays_in_view_is_cut_kindly() -> None:
    place = terminal_places.place("short")
    place = place._replace(key_sentence='Part of me: "' + "nothing you do is ever enough, " * 4 + '"')
    shown = ["".join(text for _, text in line) for line in view.context_lines(place, Wording.IFS, 39)]
    assert shown[:2] == ['Part of me: "nothing you do is ever', 'enough, nothing you do is ever…"']
    assert shown[2].startswith("with ")


def test_enter_is_explained_once() -> None:
    asked = terminal_places.QUESTIONS["short-optional"]
    assert view.enter_skips(asked)
    assert not view.enter_skips(replace(asked, text=Words("A word? Enter for none.", "A word?")))
    lines = view.footer_lines(terminal_places.place("short")._replace(question=asked), 79, True, offered=True)
    assert sentences.ENGLISH.OPTIONAL_ENTER not in str(lines)


@pytest.mark.parametrize("name", list(terminal_places.QUESTIONS))
@pytest.mark.parametrize("width", [40, 60, 79])
def test_a_question_fits_its_width(name: str, width: int) -> None:
    lines = view.question_lines(terminal_places.place(name), Wording.IFS, width, first_time=True)
    shown = ["".join(text for _, text in line) for line in lines]
    assert all(cells(line) <= width for line in shown), shown
    assert any("the Judge" in line for line in shown)
    assert any("never good" in line for line in shown)


def test_command_or_content() -> None:
    asked = terminal_places.QUESTIONS["short-optional"]
    assert keys.read_typed(asked, "/BACK ") == Commanded(Command.BACK)
    assert keys.read_typed(asked, "//back") == Answered("/back")
    assert keys.read_typed(asked, "?") == keys.ShowKeys()
    assert keys.read_typed(asked, "stop it") == Answered("stop it")
    assert isinstance(keys.read_typed(asked, "/nothing"), keys.Again)
    assert keys.without_command("a\n/pau") == "a"
    assert keys.without_command("/pau") == ""
    assert keys.without_command("a\nb") == "a\nb"


def test_a_last_character_goes_whole() -> None:
    assert without_last("abe\u0301") == "ab"
    assert without_last("a👩\u200d👧") == "a"
    assert without_last("a👍🏽") == "a"
    assert without_last("") == ""


def _plain(typed: str, name: str) -> tuple[object, str]:
    out = io.StringIO()
    asker = PlainAsker(Screen(io.StringIO(typed), out, environ={}), Wording.IFS)
    return asker.ask(terminal_places.place(name), terminal_places.aid()), out.getvalue()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("state", "s\n", "settled"),
        ("state", "7\n", 7),
        ("choice", "2\n", "against_me"),
        ("choices", "1 4\n", ["reacting", "open"]),
        ("confirm", "y\n", True),
        ("confirm", "\ny\n", True),
        ("part", "4\n", "p-4"),
        ("long", "one\\\ntwo\n", "one\ntwo"),
        ("draft", "\n", "Part of me is tired."),
        ("short", "stop\n1\n", "stop"),
        ("settle", "\n", None),
    ],
)
def test_plain_answers_from_a_pipe(name: str, typed: str, value: object) -> None:
    reply, shown = _plain(typed, name)
    assert reply == Answered(value)
    assert "\x1b" not in shown


def test_plain_end_of_input() -> None:
    with pytest.raises(EOFError):
        _plain("", "short")


def test_endings() -> None:
    out = io.StringIO()
    asker = PlainAsker(Screen(io.StringIO(), out, environ={}), Wording.IFS)
    asker.begin(Hello("s", "unblend", 1, terminal_places.same("A title"), resumed=True))
    asker.end(Ending(EndReason.COMPLETE, "s", 12))
    asker.end(Ending(None, "s", 12))
    before = out.getvalue()
    asker.end(Ending(EndReason.SAFETY, "s", 12))
    assert out.getvalue() == before
    assert "Kept as #12. To read it: ifs show 12" in before
    assert "Paused. To go on: ifs resume" in before
    asker.say(terminal_places.same("Call 112."), About.CRISIS)
    assert "Call 112." in out.getvalue()


def test_the_voice_of_the_fixed_sentences() -> None:
    said = [
        value
        for name, value in vars(sentences.Sentences).items()
        if name.isupper() and isinstance(value, str)
    ]
    said += list(sentences.ENGLISH.COMMANDS.values()) + [
        text for pair in sentences.ENGLISH.FOOTERS.values() for text in pair
    ]
    for sentence in said:
        assert "!" not in sentence
        assert not re.search(r"\b(just|simply|should|great|well done)\b", sentence, re.IGNORECASE)
        assert not any(unicodedata.category(char) == "So" for char in sentence)


def test_nothing_heavy_before_the_first_question() -> None:
    code = (
        "import sys, ifs_journal.terminal.asking, ifs_journal.terminal.plain, ifs_journal.terminal.choose\n"
        "print([n for n in ('rich', 'questionary', 'prompt_toolkit', 'pydantic') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_without_a_terminal_is_written_whole() -> None:
    out = io.StringIO()
    Screen(io.StringIO(), out, environ={}).page("a line\x1b[2J\n" * 100)
    assert out.getvalue().count("a line␛[2J") == 100


def test_widths_are_those_of_a_terminal() -> None:
    from rich.cells import cell_len

    chars = [chr(code) for code in range(0x20, 0x3100) if not 0x7F <= code < 0xA0]
    assert [char for char in chars if cells(char) != cell_len(char)] == []
    for text in ("e\u0301te", "霧 and fog", "🙂", "“so”, she said…", "x" * 30):
        assert cells(text) == cell_len(text)
        assert "".join(wrap(text, 7)).replace(" ", "") == text.replace(" ", "")
