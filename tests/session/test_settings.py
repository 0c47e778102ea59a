"""A person's settings: what is read, what is said about a mistake, and what a mistake never takes away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ifs_journal.errors import BadData, ExitCode
from ifs_journal.session.settings import (
    Contact,
    Settings,
    config_file,
    config_folder,
    own_scripts,
    read_settings,
    settings_or_default,
)
from ifs_journal.session.settings_place import may_name
from ifs_journal.terms import Colours, Wording

WHOLE = """
country = "gb"
wording = "plain"
colours = "Never"
language = "en"
scripts = "mine"
keyring = true
passphrase_command = "printf '%s  %s' two words"

[[contacts]]
name = "Sam"
how = "call 020 7946 0000"

[[contacts]]
name = "Dr Okafor"
how = "therapist, 020 7946 0001"
"""

SAM = Contact("Sam", "call 020 7946 0000")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment whose settings folder is empty."""
    return {"IFS_CONFIG": str(tmp_path)}


def write(environ: dict[str, str], text: str | bytes) -> Path:
    """Write the settings file."""
    file = config_file(environ)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_no_file_gives_defaults(environ: dict[str, str], tmp_path: Path) -> None:
    assert read_settings(environ) == Settings()
    assert settings_or_default(environ) == (Settings(), None)
    assert own_scripts(environ) == tmp_path / "scripts"


def test_no_folder_gives_defaults(tmp_path: Path) -> None:
    assert read_settings({"IFS_CONFIG": str(tmp_path / "not" / "there")}) == Settings()


def test_everything_set(environ: dict[str, str], tmp_path: Path) -> None:
    write(environ, WHOLE)
    settings = read_settings(environ)
    assert settings == Settings(
        country="gb",
        contacts=(SAM, Contact("Dr Okafor", "therapist, 020 7946 0001")),
        wording=Wording.PLAIN,
        colours=Colours.NEVER,
        scripts=tmp_path / "mine",
        keyring=True,
        passphrase_command="printf '%s  %s' two words",
    )
    assert own_scripts(environ) == tmp_path / "mine"


def test_scripts_folder_may_be_absolute_or_at_home(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    write(environ, 'scripts = "~/words"')
    assert own_scripts(environ) == Path("/home/someone/words")
    write(environ, 'scripts = "/srv/words"')
    assert own_scripts(environ) == Path("/srv/words")


def test_without_the_variable_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert config_folder({}).name == "ifs-journal"
    assert tmp_path in config_folder({}).parents
    assert config_folder({"IFS_CONFIG": "  "}) == config_folder({})


def test_a_file_from_a_windows_editor(environ: dict[str, str]) -> None:
    write(environ, b'\xef\xbb\xbfcountry = "GB"\r\nwording = "plain"\r\n')
    assert read_settings(environ) == Settings(country="GB", wording=Wording.PLAIN)


def test_a_contact_stays_on_one_line(environ: dict[str, str]) -> None:
    write(environ, '[[contacts]]\nname = " Sam\\n"\nhow = """call\n020 7946 0000"""')
    assert read_settings(environ).contacts == (SAM,)


def test_unknown_keys_are_named(environ: dict[str, str]) -> None:
    write(
        environ,
        'colour = "blue"\n"a\\u001bb" = 1\n[[contacts]]\nname = "Sam"\nhow = "call"\nphone = "secret"',
    )
    settings = read_settings(environ)
    assert settings.unknown == ("colour", "ab", "contacts.1.phone")
    assert settings.contacts == (Contact("Sam", "call"),)
    said = "\n".join(settings.unknown_lines())
    assert "“colour” means nothing here. Did you mean “colours”?" in said
    assert "blue" not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (b'colours = "never"', True),
        (b'\xef\xbb\xbfcolours="never"\r\n', True),
        (b'country = "GB"\n  "colours" = "never"', True),
        (b'# colours = "auto"\nnote = "colours"', False),
        (b"\xff", False),
    ],
)
def test_a_key_is_noticed_without_reading_the_whole_file(
    environ: dict[str, str], text: bytes, named: bool
) -> None:
    assert not may_name("colours", environ)
    write(environ, text)
    assert may_name("colours", environ) is named
    if named:
        assert read_settings(environ).colours is Colours.NEVER


WRONG = [
    ("country = 44", "country", 'country = "GB"'),
    ('country = "  "', "country", 'country = "GB"'),
    ("wording = true", "wording", '"plain"'),
    ('wording = "poetic"', "wording", '"plain"'),
    ('colours = "poetic"', "colours", '"never"'),
    ("colours = false", "colours", '"never"'),
    ("language = 1", "language", 'language = "en"'),
    ('language = "../../etc"', "language", 'language = "en"'),
    ('keyring = "poetic"', "keyring", "keyring = false"),
    ('clear_after = "poetic"', "clear_after", "clear_after = false"),
    ("passphrase_command = 44", "passphrase_command", '"pass show ifs"'),
    ('passphrase_command = "Sam \'Example"', "passphrase_command", '"pass show ifs"'),
    ('passphrase_command = " "', "passphrase_command", '"pass show ifs"'),
    ('passphrase_command = "a\\nb"', "passphrase_command", '"pass show ifs"'),
    ("scripts = []", "scripts", 'scripts = "my-scripts"'),
    ('contacts = "Sam Example"', "contacts", "[[contacts]]"),
    ('contacts = ["Sam Example"]', "contacts.1", "[[contacts]]"),
    ('[contacts]\nname = "Sam Example"', "contacts", "[[contacts]]"),
    ('[[contacts]]\nname = "Sam Example"', "contacts.1.how", 'how = "'),
    ('[[contacts]]\nhow = "call 5550100"', "contacts.1.name", 'name = "'),
    ('[[contacts]]\nname = "Sam Example"\nhow = 5550100', "contacts.1.how", 'how = "'),
]


@pytest.mark.parametrize(("text", "key", "remedy"), WRONG)
def test_a_wrong_value_names_file_key_and_remedy(
    environ: dict[str, str], text: str, key: str, remedy: str
) -> None:
    file = write(environ, text)
    with pytest.raises(BadData) as raised:
        read_settings(environ)
    message = str(raised.value)
    assert raised.value.exit_code is ExitCode.BAD_DATA
    assert str(file) in message
    assert f"“{key}”" in message
    assert remedy in message
    for private in ("Sam Example", "5550100", "poetic", "etc", "44"):
        assert private not in message.replace(str(file), "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('country = "GB"\nSam Example is my friend', "line 2"),
        ('country = "Sam Example', "TOML"),
        (b'country = "\xff\xfe Sam Example"', "UTF-8"),
        ("country = " + "[" * 20_000, "TOML"),
        ("country = " + "9" * 5_000, "TOML"),
    ],
)
def test_a_file_that_is_not_toml(environ: dict[str, str], text: str | bytes, said: str) -> None:
    file = write(environ, text)
    with pytest.raises(BadData) as raised:
        read_settings(environ)
    assert str(file) in str(raised.value)
    assert said in str(raised.value)
    assert "Sam" not in str(raised.value)
    assert settings_or_default(environ) == (Settings(), str(raised.value))


def test_the_variable_naming_a_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('country = "GB"')
    with pytest.raises(BadData, match="IFS_CONFIG"):
        read_settings({"IFS_CONFIG": str(file)})


def test_every_mistake_is_named_at_once(environ: dict[str, str]) -> None:
    write(environ, "country = 1\nwording = 2")
    with pytest.raises(BadData) as raised:
        read_settings(environ)
    assert len(str(raised.value).splitlines()) == 2


def test_one_mistake_does_not_hide_own_contacts(environ: dict[str, str]) -> None:
    write(environ, WHOLE.replace('"plain"', "3").replace('how = "therapist, 020 7946 0001"', ""))
    settings, problem = settings_or_default(environ)
    assert settings.contacts == (SAM, Contact("Dr Okafor", ""))
    assert settings.country == "gb"
    assert settings.wording is Wording.IFS
    assert problem is not None
    assert "“wording”" in problem
    assert "“contacts.2.how”" in problem


def test_a_broken_file_leaves_own_scripts_where_they_are_by_default(
    environ: dict[str, str], tmp_path: Path
) -> None:
    write(environ, "nonsense")
    assert own_scripts(environ) == tmp_path / "scripts"


def test_reading_settings_imports_nothing_heavy(environ: dict[str, str]) -> None:
    write(environ, WHOLE)
    code = (
        "import sys; from ifs_journal.session.settings import read_settings; read_settings();"
        "heavy = {'platformdirs', 'pydantic', 'rich', 'typer', 'questionary', 'sqlcipher3', 'sqlite_utils'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    environment = {**environ, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
