"""To which day a moment counts: in any zone, where clocks change, and late at night."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifs_journal.journal.journal import Journal
from ifs_journal.session.merging import merge
from ifs_journal.session.moment import Clock
from ifs_journal.session.settings import beginning
from session_talking import Room, ifs

ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Auckland",
         "America/Havana", "Asia/Beirut", "Etc/UTC")  # fmt: skip
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
NEAR_CHANGES = st.tuples(
    st.sampled_from([datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 11, 1, 6)]),
    st.integers(-200, 200),
).map(lambda one: one[0].replace(tzinfo=UTC) + timedelta(minutes=one[1]))
BEGINS = st.builds(time, st.integers(0, 5), st.integers(0, 59))


def clock(zone: str, begins: time = time(), at: datetime | None = None) -> Clock:
    return Clock(lambda: at or datetime.now(UTC), lambda: (zone, ZoneInfo(zone)), lambda: begins)


@given(MOMENTS | NEAR_CHANGES, st.sampled_from(ZONES), BEGINS)
def test_a_day_is_the_calendars_or_the_one_before_it(moment: datetime, zone: str, begins: time) -> None:
    local = moment.astimezone(ZoneInfo(zone))
    day = clock(zone, begins).day_of(moment)
    assert day in (local.date(), local.date() - timedelta(days=1))
    if local.time() >= begins:
        assert day == local.date()
    if begins == time():
        assert day == local.date()
    assert clock(zone, begins, moment).today() == day


@given(MOMENTS | NEAR_CHANGES, st.integers(0, 240), st.sampled_from(ZONES), BEGINS)
def test_a_day_never_goes_back(moment: datetime, minutes: int, zone: str, begins: time) -> None:
    found = clock(zone, begins)
    later = moment + timedelta(minutes=minutes)
    assert found.day_of(moment) <= found.day_of(later)


@pytest.mark.parametrize(("moment", "begins", "day"), [
    ("2026-03-10T00:30+01:00", "04:00", "2026-03-09"), ("2026-03-10T04:00+01:00", "04:00", "2026-03-10"),
    ("2026-03-10T00:30+01:00", "00:00", "2026-03-10"),
    # The clock goes from 2:00 to 3:00: half past two never comes, and the day begins at three.
    ("2026-03-29T01:59+01:00", "02:30", "2026-03-28"), ("2026-03-29T03:00+02:00", "02:30", "2026-03-29"),
    # It goes from 3:00 back to 2:00: a day that began at half past two stays begun.
    ("2026-10-25T02:29+02:00", "02:30", "2026-10-24"), ("2026-10-25T02:45+02:00", "02:30", "2026-10-25"),
    ("2026-10-25T02:05+01:00", "02:30", "2026-10-25"),
])  # fmt: skip
def test_a_night_counts_to_where_the_person_says(moment: str, begins: str, day: str) -> None:
    chosen = beginning(begins)
    assert chosen is not None
    assert clock("Europe/Vienna", chosen).day_of(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["06:01", "7:00", "24:00", "04:60", "4", "early", "-1:00", ""])
def test_a_day_cannot_begin_then(text: str) -> None:
    assert beginning(text) is None


def test_a_session_after_midnight_counts_to_the_evening_before(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = ifs(monkeypatch, "config", "day_begins", "4:00")
    assert (code, "begins at 04:00" in out) == (0, True)
    assert json.loads(ifs(monkeypatch, "config", "--json")[1])["day_begins"] == "04:00"
    room = Room(journal)
    room.hands.at = datetime(2026, 3, 9, 23, 50, tzinfo=UTC)
    live, _, _ = room.sit("check-in", ["settled", ["Critic"], "You are late.", "some", None])
    assert room.entry(live).session.local_day == "2026-03-09"
    assert live.log[0].value["day"] == "2026-03-09"
    assert ifs(monkeypatch, "config", "day_begins", "7:00")[0] == 2
    assert ifs(monkeypatch, "config", "day_begins", "--unset")[0] == 0


# --- one session ----------------------------------------------------------------------------------


def at(journal: Journal, moment: datetime) -> Room:
    """A journal with one check-in at that moment, in Vienna."""
    room = Room(journal)
    room.hands.at = moment
    room.sit("check-in", ["settled", ["Critic"], "You are late.", "some", None])
    return room


def day(journal: Journal) -> str:
    return str(journal.connection.execute("SELECT local_day FROM session").fetchone()[0])


def test_one_session_can_count_to_the_evening_before_and_back(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(journal, datetime(2026, 3, 9, 23, 50, tzinfo=UTC))
    assert day(journal) == "2026-03-10"
    for _ in range(2):
        assert ifs(monkeypatch, "edit", "1", "--evening-before")[1] == "#1 counts to 2026-03-09.\n"
        assert day(journal) == "2026-03-09"
    assert ifs(monkeypatch, "list", "--until", "2026-03-09", "--json")[1] != "[]\n"
    assert ifs(monkeypatch, "edit", "1", "--own-day")[0] == 0
    assert day(journal) == "2026-03-10"
    assert "All is well" in ifs(monkeypatch, "journal", "check")[1]


def test_one_of_the_morning_cannot(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    at(journal, datetime(2026, 3, 10, 7, 0, tzinfo=UTC))
    code, _, err = ifs(monkeypatch, "edit", "1", "--evening-before")
    assert code == 2
    assert "begun at 08:00" in err
    assert ifs(monkeypatch, "edit", "1", "--evening-before", "--own-day")[0] == 2


def test_a_merge_carries_it_whichever_way(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(journal, datetime(2026, 3, 9, 23, 50, tzinfo=UTC))
    journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    others = [tmp_path / "second.db", tmp_path / "third.db"]
    for one in others:
        shutil.copy(journal.path, one)
    assert ifs(monkeypatch, "edit", "1", "--evening-before")[0] == 0
    with Journal.open(others[0]) as second, Journal.open(others[1]) as third:
        merge(second, journal)
        merge(journal, third)
        assert (day(journal), day(second), day(third)) == ("2026-03-09", "2026-03-09", "2026-03-10")
