"""The vocabulary: enums and small value types every other room shares.

Nothing here reads a file, asks a person or knows the time. `Self` is not in these lists of parts
and roles, because Self is not a part.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

RECALL = "recall"
"""Beside a part's name in an answer: references to what earlier sessions know of it."""
GUIDE_PROTOCOL = 1
"""Version of the guide's own rules. A paused session keeps the one it began under."""


class StepType(StrEnum):
    """What kind of answer a step takes."""

    SAY = "say"
    SETTLE = "settle"
    STATE = "state"
    SHORT = "short"
    LONG = "long"
    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO_UNSURE = "yes_no_unsure"
    CONFIRM = "confirm"
    PART = "part"
    PARTS = "parts"
    PERSON = "person"
    DATE = "date"
    DRAFT = "draft"


class Kind(StrEnum):
    """What a log item is."""

    ANSWER = "answer"
    SKIP = "skip"
    OFF = "off"
    """Answered, and by the person's wish never stored."""
    RESUMED = "resumed"
    COMMAND = "command"


class Command(StrEnum):
    """What a person can type at any prompt, after a slash."""

    BACK = "back"
    SKIP = "skip"
    PAUSE = "pause"
    STOP = "stop"
    GROUND = "ground"
    WHY = "why"
    HELP = "help"
    CRISIS = "crisis"
    HIDE = "hide"
    """Pause, and leave at once. The record has a pause like any other."""
    OFF = "off"


class EndReason(StrEnum):
    """Why a session is over. `SAFETY` is never stored: the journal keeps `STOPPED` for it."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    NOT_TODAY = "not_today"
    SAFETY = "safety"
    PARTIAL = "partial"
    """An older session that could not be carried on; what was answered stays readable."""


class State(StrEnum):
    """How a person is doing, in words."""

    SETTLED = "settled"
    STIRRED = "stirred"
    A_LOT = "a_lot"
    TOO_MUCH = "too_much"
    FAR_AWAY = "far_away"
    NOT_SURE = "not_sure"


STATE_LEVEL: Mapping[str, int] = {
    State.SETTLED: 2,
    State.STIRRED: 4,
    State.A_LOT: 6,
    State.TOO_MUCH: 8,
    State.FAR_AWAY: 7,
}
"""Where each word stands on 0–10. "Not sure" stands nowhere: no number is ever made up for it."""


def is_level(value: object) -> bool:
    """Whether something is a whole number from 0 to 10. True and False are not."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10


def state_level(value: object) -> int | None:
    """The 0–10 level of a stored state answer (a word or a whole number), or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return STATE_LEVEL.get(value) if isinstance(value, str) else None


class FeelToward(StrEnum):
    """How a person feels toward a part. Most cautious first: with several, the first here decides."""

    TOO_MUCH = "too_much"
    INSIDE_IT = "inside_it"
    REACTING = "reacting"
    NOTHING = "nothing"
    OPEN = "open"


class HowClose(StrEnum):
    """How near a part is (blending), in words."""

    I_AM_IT = "i_am_it"
    AGAINST_ME = "against_me"
    I_CAN_SEE_IT = "i_can_see_it"


class Room(StrEnum):
    """What happened when a part was asked for a little room."""

    EASED = "eased"
    A_LITTLE = "a_little"
    STAYED = "stayed"
    DONT_KNOW = "dont_know"


class MakesRoom(StrEnum):
    """Whether a concerned part will make room for the one being listened to."""

    GIVES_ROOM = "gives_room"
    NO_ROOM = "no_room"
    UNSURE = "unsure"


class Safety(StrEnum):
    """The answer to "are you safe right now?"."""

    SAFE = "safe"
    NOT_SURE = "not_sure"
    NOT_SAFE = "not_safe"


class CouldAct(StrEnum):
    """The answer to "could you act on this?". It is never stored."""

    NO = "no"
    NOT_SURE = "not_sure"
    YES = "yes"


class Direction(StrEnum):
    """Whose safety is asked about between two people: what they might do, or what I might."""

    THEIRS = "theirs"
    MINE = "mine"


class BetweenPeople(StrEnum):
    """The answer about safety between two people. Only the last one ends what was meant to be said."""

    NO = "no"
    WORRIED = "worried"
    UNSAFE = "unsafe"


class ConcernOutcome(StrEnum):
    """What became of a concerned part in a session."""

    STEPPED_BACK = "stepped_back"
    BECAME_TARGET = "became_target"
    ACCOMPANIED = "accompanied"
    PARKED = "parked"
    REFUSED = "refused"


class Role(StrEnum):
    """What a part does at present, if the person says so. Self is not a role."""

    MANAGER = "manager"
    FIREFIGHTER = "firefighter"
    EXILE = "exile"
    PROTECTOR_UNSPECIFIED = "protector_unspecified"
    SELF_LIKE = "self_like"
    OTHER = "other"
    UNKNOWN = "unknown"


class PartStatus(StrEnum):
    """How well a person knows a part. No ladder: well known is not better than new."""

    NEW = "new"
    GETTING_TO_KNOW = "getting_to_know"
    WELL_KNOWN = "well_known"


class PartState(StrEnum):
    """What a part is about at present."""

    ACTIVE = "active"
    RESTING = "resting"
    RETIRED_ROLE = "retired_role"


class BondKind(StrEnum):
    """How one part stands to another, as the person sees it. `PROTECTS` and `TRIGGERS` have a direction."""

    PROTECTS = "protects"
    POLARIZED = "polarized"
    ALLIED = "allied"
    TRIGGERS = "triggers"
    OTHER = "other"


class TidyKind(StrEnum):
    """What was tidied in the record of a part. The parts themselves are as they are."""

    ARCHIVED = "archived"
    MERGED = "merged"
    """Its record is read as part of the other one's."""
    SPLIT = "split"
    """Its record was begun out of the other one's."""


class Mark(StrEnum):
    """How far something may be shared. The strictest of an answer, its part and its session counts."""

    PRIVATE = "private"
    THERAPIST = "therapist"
    SHAREABLE = "shareable"


class SaidBy(StrEnum):
    """Whose words a fact about a part is in."""

    PART = "part"
    USER = "user"
    THERAPIST = "therapist"
    EDIT = "edit"


class Wording(StrEnum):
    """Which of a script's two wordings is shown."""

    IFS = "ifs"
    PLAIN = "plain"


class Colours(StrEnum):
    """When colour is used. `NO_COLOR` wins over all of them."""

    AUTO = "auto"
    """On a terminal that can show it."""
    NEVER = "never"
    ALWAYS = "always"
    """Also where the output goes to a file or another program."""


@dataclass(frozen=True, slots=True)
class LogItem:
    """One entry of a session's log.

    `seq` orders the log and is never used twice in a session. `at` is UTC, ISO 8601. `prompt` is the
    question as the script has it, unfilled; `quotes` says which earlier item (by seq) each
    reference in it stood for, so an entry is readable without running the guide again.
    `value` is what JSON can hold; None for a skip, an answer kept off the record, a pause at rest.
    `own_words` is false where text in it is an option that was offered, or a date: nothing to look for.
    """

    seq: int
    address: str
    kind: Kind
    value: Any
    at: str
    prompt: str | None = None
    quotes: Mapping[str, int] = field(default_factory=dict)
    private: bool = False
    own_words: bool = True


class Row(NamedTuple):
    """One typed row the projection asks for: a table, a derived id, and its values."""

    table: str
    id: str
    values: Mapping[str, Any]


class Difference(NamedTuple):
    """What must change in the journal so that its rows follow the log."""

    put: tuple[Row, ...] = ()
    drop: tuple[Row, ...] = ()


class Alike(NamedTuple):
    """A known part that resembles what was noticed, and in which words of the person's own."""

    id: str
    number: int
    name: str
    because: tuple[str, ...]


class PartName(NamedTuple):
    """A part as suggestions and lookups see it."""

    id: str
    number: int
    name: str


_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))
"""A telephone writes other apostrophes than a keyboard does."""


def name_key(text: str) -> str:
    """A name folded for kind matching: case, accents, spacing and the kind of apostrophe do not matter."""
    bare = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def is_self(name: str) -> bool:
    """Whether a name is Self's, in any language here. Self is not a part, and no part's name."""
    return name_key(name) in ("self", "the self", "selbst", "das selbst")
