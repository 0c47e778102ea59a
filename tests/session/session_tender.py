"""What a visit to a tender part is answered with, and a guard that was sat down with before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ifs_journal.guide.question import Place
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.session.asker import Aid
from ifs_journal.terms import EndReason, StepType
from session_talking import Room, Talker

LIMITS = ["settled", None, None]
"""How one arrives, and the pauses in which the limits are read."""
ENTRY = [*LIMITS, "none", "Guard", "yes", "yes"]
NAMED = ["Little one", "in the belly"]
AGREED = ["no", "yes"]
KINDLY = [None, ["open"], "tenderness", "yes"]
TO_CONTACT = [*ENTRY, *NAMED, *AGREED, *KINDLY]
CONTACT = ["behind_glass", None, "looks_away", "lonely", "that I stay"]
OFFERED = ["visit", "a minute each evening", "tomorrow", "it nods"]
GOODBYE = [None, None, "settled"]
"""Goodbye; nobody needs a word more; how one leaves."""
WHOLE = [*TO_CONTACT, *CONTACT, *OFFERED, "settled", "none", "it was calm", *GOODBYE]
INTERVIEW = ["settled", "Guard", ["open"], None, "it keeps watch"]


def on_the_way_out(place: Place, aid: Aid) -> Any:
    """Whatever is still asked on the way out, answered by somebody who is all right and wants to leave."""
    question = place.question
    assert question is not None
    if question.type is StepType.STATE:
        return "settled"
    return "close" if "close" in [one.value for one in question.options] else None


LEAVING = [on_the_way_out] * 20


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    """All rows of a table."""
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table}")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def live_with_guard(file: Path) -> Path:
    """A journal in which a guard was got to know."""
    create(file)
    with Journal.open(file) as journal:
        live, _, _ = Room(journal).sit("protector", [*INTERVIEW, *LEAVING])
        assert live.walk.end is EndReason.COMPLETE
    return file


@contextmanager
def guarded_room(guarded: Path, file: Path) -> Iterator[Room]:
    """A journal of one's own with that guard, two days later."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(guarded, file)
    with Journal.open(file) as journal:
        room = Room(journal)
        room.later(days=2)
        yield room


def was_near(talker: Talker) -> bool:
    """Whether anything was asked that only contact asks."""
    met = {"nearness", "seen", "notices", "feeling", "need", "offer", "promise", "takes"}
    return any(address.split("/")[1].partition(":")[0] in met for address in talker.asked)
