"""The words for what is known of a part: its labels, the fields of its page, and how each is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ifs_journal.terms import PartState, PartStatus, Role, SaidBy


class Label(NamedTuple):
    """One value a part can be labelled with: its key in a menu, its name, and a plain line about it."""

    key: str
    name: str
    about: str = ""


ROLES: Mapping[Role, Label] = {
    Role.UNKNOWN: Label("o", "left open", "not known, or no label wanted"),
    Role.MANAGER: Label("m", "manager", "plans, pleases, criticises, so that nothing painful comes up"),
    Role.FIREFIGHTER: Label("f", "firefighter", "steps in fast once it hurts: rage, numbing, leaving"),
    Role.PROTECTOR_UNSPECIFIED: Label("p", "protector", "looks after you, in whichever way"),
    Role.EXILE: Label("v", "vulnerable part", "young or tender, and carrying something that hurts"),
    Role.SELF_LIKE: Label("s", "Self-like", "kind and sensible, and wants things to go a certain way"),
    Role.OTHER: Label("e", "something else", "none of these"),
}
"""What a part does at present, if the person says so."""

STATUSES: Mapping[PartStatus, Label] = {
    PartStatus.NEW: Label("n", "new"),
    PartStatus.GETTING_TO_KNOW: Label("g", "getting to know"),
    PartStatus.WELL_KNOWN: Label("w", "well known"),
}
STATES: Mapping[PartState, Label] = {
    PartState.ACTIVE: Label("a", "active"),
    PartState.RESTING: Label("r", "resting"),
    PartState.RETIRED_ROLE: Label("t", "retired from its role"),
}
VOICES: Mapping[SaidBy, Label] = {
    SaidBy.USER: Label("m", "you", "mine"),
    SaidBy.PART: Label("p", "the part", "the part's"),
    SaidBy.THERAPIST: Label("t", "your therapist", "my therapist's"),
    SaidBy.EDIT: Label("e", "a later edit"),
}
"""Whose words something is in: on the page, and when it is asked."""

ARCHIVED = "archived"


class Field(NamedTuple):
    """One field of a part: what it is called on the page, how it is asked for, and whether it is a number."""

    name: str
    asked: str
    number: bool = False


class Section(NamedTuple):
    """A section of a part's page and its fields. `key` and `menu` are for the menu of `ifs parts edit`."""

    key: str
    menu: str
    heading: str
    fields: Mapping[str, Field]


SECTIONS: tuple[Section, ...] = (
    Section(
        "w",
        "how it shows up",
        "How it shows up",
        {
            "place": Field("where", "Where in or around the body is it? Nowhere in particular is fine too."),
            "image": Field("what it is like", "What is it like? Any way it comes: a look, a voice, a pull."),
            "age_seems": Field("the age it seems", "How old does it seem, if it seems any age?"),
            "noticed": Field("what you noticed", "What do you notice when it is there?"),
            "feeling": Field("what it feels", "What does it seem to feel?"),
            "strategy": Field("what it mostly does", "What does it do, mostly, when it steps in?"),
            "energy": Field("its energy", "How rested is it? 0 is worn out, 10 is rested.", number=True),
        },
    ),
    Section(
        "s",
        "what it says",
        "What it has said",
        {
            "says": Field("it says", "What does it say?"),
            "message": Field("it wanted you to know", "What would it like you to know?"),
            "insight": Field("what it sees that you may miss", "What does it see that you may miss?"),
        },
    ),
    Section(
        "j",
        "its job and its hopes",
        "What it does, and hopes",
        {
            "job": Field("its job", "What does it do for you?"),
            "since_when": Field("for how long", "How long has it had this job, roughly?"),
            "positive_intention": Field("what it hopes for you", "What does it hope this gives you?"),
            "likes": Field("what it likes", "What does it like?"),
            "preferred_role": Field(
                "what it would rather do", "If it were free to, what might it like to do?"
            ),
            "cost": Field("what it costs", "What does it cost, as you see it?"),
        },
    ),
    Section(
        "f",
        "what it fears",
        "What it fears",
        {
            "fears": Field("it fears", "What does it fear would happen if it stopped?"),
            "fear_of_unblending": Field(
                "if it gave you room", "What does it fear would happen if it gave room?"
            ),
            "worry": Field("its worry", "What is it worried about?"),
        },
    ),
    Section(
        "n",
        "what it needs",
        "What it needs",
        {
            "needs": Field("it needs", "What does it need?"),
            "needs_from_self": Field("from you", "What does it need from you?"),
        },
    ),
    Section(
        "t",
        "trust, and what is between you",
        "Between you",
        {
            "trust": Field(
                "how far it trusts you to lead", "How far does it trust you to lead? 0 to 10.", True
            ),
            "thinks_my_age": Field("how old it thinks you are", "How old does it think you are?"),
            "reassurance": Field("you told it", "What did you tell it that is true and small?"),
        },
    ),
)
FIELDS: Mapping[str, Field] = {name: field for one in SECTIONS for name, field in one.fields.items()}
"""Every field there is a word for, by the name it is stored under."""

STRATEGIES: Mapping[str, str] = {
    "language": "words: arguing, explaining, joking",
    "physicality": "the body: tension, movement, food, sleep",
    "service": "looking after others",
    "analysis": "thinking it through, over and over",
    "silencing": "keeping quiet, holding it in",
    "withdrawal": "pulling back, getting away",
    "other": "something else",
}
TECHNIQUES: Mapping[str, str] = {
    "asking": "asking for a hand's width",
    "across_the_room": "looking at it from across the room",
    "move": "standing up, or moving the chair",
    "the_page": "letting it have the page",
    "a_hand": "a hand on the place",
}
RESPONSES: Mapping[str, str] = {
    "eased": "it eased",
    "a_little": "a little room",
    "stayed": "it stayed",
    "dont_know": "hard to tell",
}
CLOSENESS: Mapping[str, str] = {
    "i_am_it": "you were it",
    "against_me": "right up against you",
    "i_can_see_it": "you could see it",
}
TOWARD: Mapping[str, str] = {
    "open": "open to it",
    "reacting": "reacting to it",
    "inside_it": "right inside it",
    "nothing": "nothing much, or far off",
    "too_much": "too much, all at once",
}
OUTCOMES: Mapping[str, str] = {
    "stepped_back": "it gave some room",
    "became_target": "it was heard first",
    "accompanied": "you kept it company",
    "parked": "left for another day",
    "refused": "it stayed where it was",
}


def said_of(field: str, value: str | None, number: int | None) -> str:
    """The value of a field as a person reads it."""
    if value is None:
        return "" if number is None else f"{number} of 10"
    return STRATEGIES.get(value, value) if field == "strategy" else value


def voice(said_by: str) -> str:
    """Whose words they are; empty where that is not known."""
    return VOICES[SaidBy(said_by)].name if said_by in list(SaidBy) else ""
