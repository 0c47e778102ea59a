"""The copies of a journal that lie beside it: what they are called, which there are, which may go.

A copy is called `<journal>.<kind>-<time>.backup`; the time is UTC. Nothing here opens one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ifs_journal.journal.aside import backups_beside

DAILY = "daily"
HAND = "hand"
BEFORE_RESTORE = "before-restore"
BEFORE_MERGE = "before-merge"
BEFORE_REPAIR = "before-repair"
REPLACED = "replaced"
"""Of a file in whose place another program put one while it was open."""
FORM = "form-{version}"
"""Before the journal was brought from that form to a newer one."""

DAYS_KEPT = 7
WEEKS_KEPT = 4

_STAMP = "%Y%m%dT%H%M%S%f"
_NAME = re.compile(r"(?P<kind>[a-z]+(?:-[a-z0-9]+)?)[-.](?P<stamp>\d{8}T\d{12})")


class Copy(NamedTuple):
    """A copy beside the journal."""

    path: Path
    kind: str
    """Why it was made; empty where its name does not say."""
    made: datetime
    """In UTC."""

    @property
    def day(self) -> str:
        """The day it was made on, on this computer's clock (`YYYY-MM-DD`)."""
        return self.made.astimezone().date().isoformat()


def copy_path(journal: Path, kind: str, made: datetime) -> Path:
    """Where a copy of this kind and time belongs: beside the file itself, not beside a link to it."""
    real = Path(os.path.realpath(journal))
    return real.with_name(f"{real.name}.{kind}-{made.astimezone(UTC).strftime(_STAMP)}.backup")


def copies_beside(journal: Path) -> list[Copy]:
    """The copies beside a journal, newest first."""
    real = Path(os.path.realpath(journal))
    found = [_copy(real, path) for path in backups_beside(real)]
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def _copy(journal: Path, path: Path) -> Copy:
    told = _NAME.fullmatch(path.name[len(journal.name) + 1 : -len(".backup")])
    if told is not None:
        try:
            return Copy(path, told["kind"], datetime.strptime(told["stamp"], _STAMP).replace(tzinfo=UTC))
        except ValueError:
            pass
    return Copy(path, "", _changed(path))


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)


def daily_of(copies: Iterable[Copy], day: str) -> Copy | None:
    """The daily copy made on that day, if there is one."""
    return next((one for one in copies if one.kind == DAILY and one.day == day), None)


def outdated(copies: Iterable[Copy], now: datetime) -> list[Copy]:
    """The daily copies that need not be kept any longer.

    Kept is the newest of each of the last seven days there are, and the newest of each of the last four
    weeks there are before theirs. Copies from the future, made while the clock was wrong, are counted by
    themselves, so that neither they nor today's push the other ones out.
    """
    daily = sorted((one for one in copies if one.kind == DAILY), key=lambda one: one.made, reverse=True)
    past = [one for one in daily if one.made <= now]
    return [*_beyond(past), *_beyond([one for one in daily if one.made > now])]


def _beyond(newest_first: list[Copy]) -> list[Copy]:
    days: dict[str, Copy] = {}
    for one in newest_first:
        days.setdefault(one.day, one)
    kept = list(days.values())[:DAYS_KEPT]
    near = {_week(one) for one in kept}
    weeks: dict[tuple[int, int], Copy] = {}
    for one in list(days.values())[DAYS_KEPT:]:
        if _week(one) not in near:
            weeks.setdefault(_week(one), one)
    paths = {one.path for one in (*kept, *list(weeks.values())[:WEEKS_KEPT])}
    return [one for one in newest_first if one.path not in paths]


def _week(one: Copy) -> tuple[int, int]:
    return one.made.astimezone().isocalendar()[:2]
