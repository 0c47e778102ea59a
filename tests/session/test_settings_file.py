"""Changing a setting: the file keeps everything else, is never half written, and is the person's alone."""

from __future__ import annotations

import os
import stat
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifs_journal.errors import BadData, CannotWrite
from ifs_journal.session.settings import Contact, Settings, config_file, read_settings
from ifs_journal.session.settings_file import (
    COMMENTED,
    add_contact,
    make_file,
    new_text,
    remove_contact,
    set_value,
    unset,
)
from ifs_journal.terms import Colours, Wording

SAM, KIM = Contact("Sam", "call 020 7946 0000"), Contact("Kim", "text 020 7946 0001")
OWN = """\
# my own remark
country = "GB"  # where I live

wording = 'plain'
[unknown]  # kept too
seen = 2026-03-09

# the first to call
[[contacts]]
name = "Sam"  # my friend
how = "call 020 7946 0000"

# weekdays only
[[contacts]]
how = "text 020 7946 0001"
name = "Kim"

# the last line
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment whose settings folder is not there yet."""
    return {"IFS_CONFIG": str(tmp_path / "made" / "here")}


def text_of(environ: dict[str, str]) -> str:
    return config_file(environ).read_text(encoding="utf-8")


def begin_with(environ: dict[str, str], text: str) -> Path:
    file = config_file(environ)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def remarks(text: str) -> Counter[str]:
    """The lines that are only a remark, and how many keys have one behind them."""
    lines = text.splitlines()
    behind = sum(line.endswith("  # here") for line in lines)
    return Counter({"behind": behind, **Counter(line for line in lines if line.startswith("#"))})


def test_the_first_change_writes_the_whole_file_with_each_key_explained(environ: dict[str, str]) -> None:
    set_value("wording", "plain", environ)
    assert text_of(environ) == new_text().replace(COMMENTED["wording"], 'wording = "plain"')
    assert read_settings(environ) == Settings(wording=Wording.PLAIN)


def test_a_new_file_sets_nothing_and_each_of_its_lines_can_be_taken_into_use(environ: dict[str, str]) -> None:
    make_file(environ)
    assert read_settings(environ) == Settings()
    used = "\n".join(
        line.removeprefix("# ") if "=" in line or "[[" in line[:6] else line
        for line in new_text().splitlines()
        if "NO_COLOR" not in line
    )
    assert set(tomllib.loads(used)) == {*COMMENTED, "contacts"}


def test_file_and_folder_are_the_persons_alone(environ: dict[str, str]) -> None:
    set_value("country", "GB", environ)
    file = config_file(environ)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    set_value("country", "DE", environ)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == [file.name]


def test_a_changed_line_keeps_its_place_and_its_remark(environ: dict[str, str]) -> None:
    begin_with(environ, OWN)
    set_value("country", "DE", environ)
    set_value("wording", "ifs", environ)
    assert text_of(environ) == OWN.replace('"GB"', '"DE"').replace("'plain'", '"ifs"')


def test_a_new_key_stands_above_the_tables(environ: dict[str, str]) -> None:
    begin_with(environ, OWN)
    set_value("colours", "never", environ)
    assert text_of(environ) == OWN.replace("[unknown]", 'colours = "never"\n\n[unknown]')


def test_contacts_come_and_go_and_leave_the_rest_alone(environ: dict[str, str]) -> None:
    begin_with(environ, OWN)
    third = Contact('Dr "O"', "a \\ b")
    add_contact(third, environ)
    assert read_settings(environ).contacts == (SAM, KIM, third)
    assert text_of(environ).startswith(OWN)
    remove_contact(0, environ)
    assert read_settings(environ).contacts == (KIM, third)
    kept = ["# weekdays only", "# the last line", "# where I live", "# kept too", "# the first to call"]
    assert [one for one in kept if one not in text_of(environ)] == []
    assert "Sam" not in text_of(environ)
    unset("contacts", environ)
    assert read_settings(environ).contacts == ()
    assert "# the last line" in text_of(environ)


def test_contacts_on_one_line_stay_on_one_line(environ: dict[str, str]) -> None:
    begin_with(environ, 'contacts = [{ name = "Sam", how = "call 020 7946 0000" }] # mine\n')
    add_contact(KIM, environ)
    assert read_settings(environ).contacts == (SAM, KIM)
    assert text_of(environ).count("\n") == 1
    remove_contact(0, environ)
    assert read_settings(environ).contacts == (KIM,)
    assert "# mine" in text_of(environ)


def test_taking_a_setting_out_leaves_its_example(environ: dict[str, str]) -> None:
    set_value("country", "GB", environ)
    unset("country", environ)
    assert text_of(environ) == new_text()
    unset("country", environ)
    assert text_of(environ) == new_text()


def test_taking_out_what_was_never_there_makes_no_file(environ: dict[str, str]) -> None:
    unset("country", environ)
    assert not config_file(environ).parent.exists()


def test_a_file_from_a_windows_editor_keeps_its_line_ends(environ: dict[str, str]) -> None:
    file = begin_with(environ, "")
    file.write_bytes(b'\xef\xbb\xbf# mine\r\ncountry = "GB"\r\n')
    set_value("country", "DE", environ)
    assert file.read_bytes() == b'# mine\r\ncountry = "DE"\r\n'


def test_a_link_stays_a_link(environ: dict[str, str], tmp_path: Path) -> None:
    file = begin_with(environ, "")
    file.unlink()
    (tmp_path / "elsewhere.toml").write_text('country = "GB"\n')
    file.symlink_to(tmp_path / "elsewhere.toml")
    set_value("country", "DE", environ)
    assert file.is_symlink()
    assert (tmp_path / "elsewhere.toml").read_text() == 'country = "DE"\n'


@pytest.mark.parametrize("broken", ['country = "GB"\nSam Example', 'contacts = "Sam Example"'])
def test_a_file_that_cannot_be_read_is_left_as_it_is(environ: dict[str, str], broken: str) -> None:
    file = begin_with(environ, broken)
    with pytest.raises(BadData) as raised:
        add_contact(KIM, environ)
    assert str(file) in str(raised.value)
    assert "Sam" not in str(raised.value)
    assert file.read_text() == broken


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match=r"config\.toml"):
        set_value("country", "GB", {"IFS_CONFIG": str(tmp_path / "file" / "below")})


def test_what_looks_like_a_key_inside_a_text_is_not_touched(environ: dict[str, str]) -> None:
    own = 'note = """\ncountry = "XX"\n[[contacts]]\n# country = "GB"\n"""\n'
    begin_with(environ, own)
    set_value("country", "GB", environ)
    add_contact(SAM, environ)
    read = tomllib.loads(text_of(environ))
    assert read["note"] == tomllib.loads(own)["note"]
    assert (read["country"], len(read["contacts"])) == ("GB", 1)


# --- any valid file ------------------------------------------------------------------------------------

words = st.text("aZ9 \"'\\#=[]{}é🙂", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
remark = st.text("country = \"[]#'", max_size=20).map(lambda text: f"# {text}".rstrip())
VALUES: dict[str, st.SearchStrategy[str | bool]] = {
    "country": words,
    "wording": st.sampled_from(list(Wording)).map(str),
    "colours": st.sampled_from(list(Colours)).map(str),
    "language": st.sampled_from(["en", "de", "pt-BR"]),
    "phrases": st.booleans(),
    "backups": st.booleans(),
    "clear_after": st.booleans(),
    "day_begins": st.sampled_from(["00:00", "04:00", "06:00"]),
    "scripts": words,
    "keyring": st.booleans(),
    "passphrase_command": words,
    "another": words,
}


def quoted(value: str | bool) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


@st.composite
def files(draw: st.DrawFn) -> str:
    """A settings file as somebody may have written it: keys in any order, remarks, blank lines, people."""
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True)):
        lines += draw(st.lists(st.one_of(remark, st.just("")), max_size=2))
        lines.append(f"{key} = {quoted(draw(VALUES[key]))}" + draw(st.sampled_from(["", "  # here"])))
    for _ in range(draw(st.integers(0, 3))):
        lines += draw(st.lists(st.one_of(remark, st.just("")), max_size=2))
        lines += ["[[contacts]]", f"name = {quoted(draw(words))}", f"how = {quoted(draw(words))}"]
    lines += draw(st.lists(remark, max_size=1))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


@given(text=files(), key=st.sampled_from(sorted(COMMENTED)), data=st.data())
def test_any_settings_survive_a_change_of_another_key(text: str, key: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[key])
    with tempfile.TemporaryDirectory() as folder:
        environ = {"IFS_CONFIG": folder}
        config_file(environ).write_text(text, encoding="utf-8", newline="")
        before: dict[str, Any] = tomllib.loads(text)
        set_value(key, value, environ)
        after = text_of(environ)
        assert tomllib.loads(after) == {**before, key: value}
        assert remarks(after) >= remarks(text)
        unset(key, environ)
        assert tomllib.loads(text_of(environ)) == {name: one for name, one in before.items() if name != key}


@given(text=files(), name=words, how=words)
def test_any_settings_survive_a_new_contact_and_its_going(text: str, name: str, how: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = {"IFS_CONFIG": folder}
        config_file(environ).write_text(text, encoding="utf-8", newline="")
        before = tomllib.loads(text)
        add_contact(Contact(name, how), environ)
        grown = tomllib.loads(text_of(environ))
        assert grown == {**before, "contacts": [*before.get("contacts", []), {"name": name, "how": how}]}
        remove_contact(len(grown["contacts"]) - 1, environ)
        assert tomllib.loads(text_of(environ)) == before
        assert remarks(text_of(environ)) >= remarks(text)
