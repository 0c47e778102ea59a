"""`ifs promises`: each under how it stands with it, held against plain SQL; and settling one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_promises import Stands, promises
from session_talking import ifs
from waiting_rows import WaitingRows

Run = Callable[..., tuple[int, str, str]]
TODAY = date(2026, 3, 10)
WORDS = "zimtschnecken am Sonntag"
CHECK_IN = json.dumps(["settled", ["Critic"], "You are late.", "some", WORDS])
FINAL = ("kept", "renegotiated", "let_go")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Run:
    """Runs `ifs` on a journal with one promise to a part. No message may hold what was written."""
    create(journal_file)

    def act(*arguments: str, stdin: bytes | str = b"") -> tuple[int, str, str]:
        code, out, err = ifs(monkeypatch, *arguments, stdin=stdin)
        assert WORDS not in err
        assert "Traceback" not in err
        return code, out, err

    assert act("check-in", "--answers", "-", stdin=CHECK_IN)[0] == 0
    return act


def listed(run: Run, *flags: str) -> list[dict[str, Any]]:
    return list(json.loads(run("promises", *flags, "--json")[1]))


def test_an_open_promise_is_shown_with_its_words(run: Run) -> None:
    code, out, _ = run("promises")
    assert code == 0
    assert f'Open\n1: To Critic (#1)\n  "{WORDS}"\n' in out
    assert "ifs promises settle 1" in out
    (one,) = listed(run)
    assert (one["kind"], one["stands"], one["text"], one["part"]) == ("promise", "open", WORDS, "Critic")


@pytest.mark.parametrize(("reply", "stands", "flag"), [
    (["kept", None], "kept", "--kept"), (["let_go", None], "let_go", "--let-go"),
    (["not_yet", None, None, None, "settled"], "not_yet", "--not-yet"),
    (["anew", "a cup of tea", None, "settled"], "renegotiated", "--anew"),
])  # fmt: skip
def test_settled_by_its_number_it_stands_elsewhere(
    run: Run, reply: list[Any], stands: str, flag: str
) -> None:
    assert run("promises", "settle", "1", "--answers", "-", stdin=json.dumps(reply))[0] == 0
    assert [one["number"] for one in listed(run, flag)] == [1]
    assert {one["number"]: one["stands"] for one in listed(run)}[1] == stands
    assert f"\nA promise to Critic, from #1:\n  {WORDS}\n" in run("show", "last")[1]


def test_which_one_has_to_be_said_where_nobody_can_be_asked(run: Run) -> None:
    assert run("promises", "settle", "--answers", "-", stdin="[]")[0] == 2
    assert run("promises", "settle", "9", "--answers", "-", stdin="[]")[0] == 10


def test_none_of_a_kind_is_said_kindly_and_an_empty_list(run: Run) -> None:
    assert listed(run, "--kept") == []
    assert "No promise fits" in run("promises", "--kept")[1]


def test_private_words_and_those_near_a_vulnerable_part_are_not_shown(run: Run, journal_file: Path) -> None:
    with Journal.open(journal_file) as journal, journal.writing() as connection:
        connection.execute("UPDATE session SET script = 'vulnerable'")
    (one,) = listed(run)
    assert (one["text"], one["part"]) == (None, "Critic")
    assert WORDS not in run("promises")[1]
    with Journal.open(journal_file) as journal, journal.writing() as connection:
        connection.execute("UPDATE session SET script = 'check-in'")
        connection.execute("UPDATE answer SET private = 1")
    assert WORDS not in run("promises")[1]


MADE = st.tuples(
    st.none() | st.integers(-3, 3),
    st.lists(st.sampled_from(["kept", "partly", "not_yet", "renegotiated", "let_go"]), max_size=2),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(MADE, max_size=8), limit=st.integers(1, 4))
def test_every_promise_stands_where_plain_sql_puts_it(
    made: list[tuple[int | None, list[str]]], limit: int, journal: Journal
) -> None:
    connection = journal.connection
    for table in ("agreement_outcome", "agreement", "session"):
        connection.execute(f"DELETE FROM {table}")
    put = WaitingRows(connection, TODAY)
    for due, told in made:
        one = put.agreement(20, due)
        for ago, kept in zip((9, 5), told, strict=False):
            put.kept(one, ago, kept)
    sql = """
        WITH told AS (SELECT agreement_id, kept, row_number() OVER (
            PARTITION BY agreement_id ORDER BY at DESC) AS place FROM agreement_outcome)
        SELECT a.number, a.due, t.kept FROM agreement a
        LEFT JOIN told t ON t.agreement_id = a.id AND t.place = 1
    """
    wanted: dict[str, set[int]] = {one: set() for one in Stands}
    for number, due, kept in connection.execute(sql):
        if kept in FINAL:
            wanted[kept].add(number)
        elif due is not None and due <= TODAY.isoformat():
            wanted["due"].add(number)
        else:
            wanted["not_yet" if kept else "open"].add(number)
    found = promises(journal, TODAY.isoformat(), limit=99)
    assert {str(one): {each.number for each in some} for one, some in found.items()} == wanted
    fewer = promises(journal, TODAY.isoformat(), limit=limit)
    for one, some in found.items():
        assert fewer[one] == some[: limit + 1]
    every = promises(journal, TODAY.isoformat(), limit=99, only=[Stands.OPEN])[Stands.OPEN]
    assert {one.number for one in every} == wanted["due"] | wanted["open"] | wanted["not_yet"]
