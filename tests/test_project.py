"""The project around the code: version, dependencies, words, and what a wheel holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from operator import itemgetter
from pathlib import Path

import pytest

import ifs_journal
from ifs_journal.script import library

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_OURS = {
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "build",
    "dist",
}
ON_SOMEBODYS_MACHINE = re.compile(r"(?<![\w.$}])/(?:home/(?!someone)|Users/|root/|work/)\w+|[A-Z]:\\Users\\")
FINISHED_LATER = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b")


def our_files():
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and not NOT_OURS.intersection(inside.parts):
            yield inside


def text_of(inside):
    return (ROOT / inside).read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_place_on_somebodys_machine():
    found = {str(one): ON_SOMEBODYS_MACHINE.findall(text_of(one)) for one in our_files()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_nothing_is_left_for_later():
    assert [str(one) for one in our_files() if FINISHED_LATER.search(text_of(one))] == []


def test_the_changelog_begins_with_this_version():
    versions = re.findall(r"^## \[(\d[^\]]*)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == ifs_journal.__version__


def test_python_has_no_upper_bound():
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_typer_is_the_only_dependency_with_an_upper_bound():
    dependencies = PROJECT["project"]["dependencies"]
    assert [one for one in dependencies if re.search(r"<|==|~=", one)] == ["typer>=0.26,<0.29"]
    assert [one for one in dependencies if ">=" not in one] == []


def test_the_package_says_it_is_typed():
    assert (Path(ifs_journal.__file__).parent / "py.typed").is_file()


def test_every_source_a_script_names_is_in_the_list_of_sources():
    listed = set(re.findall(r"^\| `([^`]+)` \|", text_of("docs/sources.md"), re.MULTILINE))
    named = {key for source in library.shipped_sources().values() for key in source.table.get("sources", ())}
    assert named
    assert named <= listed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from the source archive, as `pip install` of a release would."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


@pytest.mark.slow
def test_the_wheel_holds_every_prompt_as_it_is(wheel):
    for path in sorted((ROOT / "prompts").rglob("*.toml")):
        inside = f"ifs_journal/prompts/{path.relative_to(ROOT / 'prompts').as_posix()}"
        assert wheel.read(inside) == path.read_bytes()


@pytest.mark.slow
def test_the_wheel_holds_an_index_that_agrees_with_the_scripts(wheel):
    built = json.loads(wheel.read("ifs_journal/prompts/index.json"))["scripts"]
    assert sorted(built, key=itemgetter("id")) == sorted(library.index(), key=itemgetter("id"))


@pytest.mark.slow
def test_the_wheel_holds_the_page_of_sources(wheel):
    assert wheel.read("ifs_journal/prompts/sources.md") == (ROOT / "docs" / "sources.md").read_bytes()


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"ifs_journal", f"ifs_journal-{ifs_journal.__version__}.dist-info"}
    assert "ifs_journal/py.typed" in wheel.namelist()


@pytest.mark.slow
def test_building_leaves_nothing_in_the_source_tree(wheel):
    assert not list(ROOT.rglob("prompts/**/index.json"))
