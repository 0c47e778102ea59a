"""What a visit to a tender part is answered with, and a guard that was sat down with before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.guide.question import Place
from ifs_journal.session.asker import Aid
from ifs_journal.terms import StepType
from session_talking import Room, Talker

ENTRY = ["settled", "none", "Guard", "yes", "yes"]
NAMED = ["Little one", "in the belly"]
AGREED = ["no", "yes"]
KINDLY = [None, ["open"], "tenderness", "yes"]
TO_CONTACT = [*ENTRY, *NAMED, *AGREED, *KINDLY]
CONTACT = ["behind_glass", None, "looks_away", "lonely", "that I stay"]
OFFERED = ["visit", "a minute each evening", "tomorrow", "it nods"]
GOODBYE = [None, None, "settled"]
WHOLE = [*TO_CONTACT, *CONTACT, *OFFERED, "settled", "none", "it was calm", *GOODBYE]
FOUND = ["settled", "The phone rang", ["body"], "a knot", "chest", "one", "trouble", "Guard", "enough", "settled"]


def on_the_way_out(place: Place, aid: Aid) -> Any:
    """Whatever is still asked on the way out, answered by somebody who is all right and wants to leave."""
    question = place.question
    assert question is not None
    if question.type is StepType.STATE:
        return "settled"
    return "close" if "close" in [one.value for one in question.options] else None


LEAVING = [on_the_way_out] * 9


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    """All rows of a table."""
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table}")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def with_guard(room: Room) -> Room:
    """The room, two days after a guard was got to know in it."""
    room.sit("find-part", FOUND)
    with room.journal.connection as connection:
        connection.execute("UPDATE session SET script = 'protector'")
    room.later(days=2)
    return room


def was_near(talker: Talker) -> bool:
    """Whether anything was asked that only contact asks."""
    met = {"nearness", "seen", "notices", "feeling", "need", "offer", "promise", "takes"}
    return any(address.split("/")[1].partition(":")[0] in met for address in talker.asked)
