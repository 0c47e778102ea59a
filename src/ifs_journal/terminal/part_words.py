"""The words for what is known of a part: its labels, the fields of its page, and how each is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ifs_journal.terms import PartState, PartStatus, Role, SaidBy, Wording


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
    """One field of a part: what it is called on the page, how it is asked for, and whether it is a number.

    `plain` is its name in plain words, where that is another.
    """

    name: str
    asked: str
    number: bool = False
    plain: str = ""


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
            "emotion": Field("how it took something", "How does it take what you told it?"),
            "doing": Field("what it is doing these days", "What is it doing these days?"),
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
            "wants": Field("it wants", "What does it want?"),
            "insight": Field("what it sees that you may miss", "What does it see that you may miss?"),
            "belief": Field("what it believes", "What does it believe?", plain="what it thinks is true"),
        },
    ),
    Section(
        "j",
        "its job and its hopes",
        "What it does, and hopes",
        {
            "job": Field("its job", "What does it do for you?"),
            "how": Field("how it does it", "How does it do that?"),
            "hope": Field("what it hopes that gives you", "What does it hope that gives you?"),
            "since_when": Field("for how long", "How long has it had this job, roughly?"),
            "likes_job": Field("how the job is for it", "And how is the job, for it?"),
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
            "would_feel": Field(
                "what you might feel without it", "If it didn't do that, what might you feel?"
            ),
            "guards": Field(
                "whom it stands in front of",
                "Does it stand in front of someone? A word or two.",
                plain="who it looks after",
            ),
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
                "how far it trusts you to lead",
                "How far does it trust you to lead? 0 to 10.",
                True,
                plain="how much it trusts you",
            ),
            "thinks_my_age": Field("how old it thinks you are", "How old does it think you are?"),
            "believed_age": Field("how old it took you to be", "How old did it take you to be?"),
            "toward_self": Field("how it took your being there", "How does it take your being there?"),
            "took_word": Field(
                "how it took a plain word about a promise", "How did it take a plain word about a promise?"
            ),
            "reassurance": Field("you told it", "What did you tell it that is true and small?"),
            "appreciation": Field("you thanked it for", "What can you honestly thank it for?"),
            "kindness": Field("your kind word to it", "What would you like to say to it? Only what is true."),
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
LIKES_JOB: Mapping[str, str] = {
    "tired_of_it": "it's tired of it",
    "proud": "it's proud of it",
    "both": "tired of it, and proud of it",
    "no_choice": "it never thought there was a choice",
    "wont_say": "it won't say",
}
DOING: Mapping[str, str] = {
    "old_job": "what it always did",
    "resting": "resting",
    "new_job": "something new",
    "unsure": "hard to tell",
}
CHOSEN: Mapping[str, Mapping[str, str]] = {"strategy": STRATEGIES, "likes_job": LIKES_JOB, "doing": DOING}
"""Fields that are chosen from a list, and what each choice says."""
LABELS: Mapping[str, str] = {
    "name": "name",
    "role": "role",
    "status": "how well you know it",
    "state": "what it is about",
    "pronoun": "pronoun",
}
"""What can be set by hand."""
TRUSTS: tuple[tuple[int, str], ...] = (
    (0, "not at all"),
    (3, "a little"),
    (6, "in part"),
    (9, "mostly"),
    (10, "fully"),
)
"""How far it trusts, in words, up to each number."""
KEPT: Mapping[str, str] = {
    "kept": "kept",
    "partly": "kept in part",
    "not_yet": "not yet",
    "renegotiated": "promised anew",
    "let_go": "let go, it no longer fitted",
}
"""What became of a promise."""
BONDS: Mapping[str, str] = {
    "polarized": "pulls against {other}",
    "protects": "looks after {other}",
    "protected_by": "is looked after by {other}",
    "allied": "stands beside {other}",
    "triggers": "stirs up {other}",
    "triggered_by": "is stirred up by {other}",
}
"""How two parts stand to each other."""
HELD, NOT_HELD = "you were near it for a while", "asked about, and it was left in peace"
"""What is said of a visit to a tender part: no more than whether it was held."""
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
        if number is None:
            return ""
        return trusted(number) if field == "trust" else f"{number} of 10"
    return CHOSEN.get(field, {}).get(value, value)


def trusted(number: int) -> str:
    """How far it trusts, in words first."""
    words = next((words for most, words in TRUSTS if number <= most), TRUSTS[-1][1])
    return f"{words} ({number} of 10)"


def trust_row(number: int) -> int:
    """Which of the ways to say how far it trusts a number is, from 0 for not at all."""
    return next((row for row, (most, _) in enumerate(TRUSTS) if number <= most), len(TRUSTS) - 1)


def voice(said_by: str, wording: Wording = Wording.IFS) -> str:
    """Whose words they are; empty where that is not known."""
    if said_by == SaidBy.PART and wording is Wording.PLAIN:
        return "this side of you"
    return VOICES[SaidBy(said_by)].name if said_by in list(SaidBy) else ""


PLAIN: Mapping[str, str] = {
    "What other parts said about it": "What other sides of you said about it",
    "What helped it give room": "What helped it make some room",
    "Agreed with it": "Promised to it",
    "How far it trusts you to lead": "How much it trusts you",
    "It and other parts": "It and other sides of you",
}
"""Headings that are others in plain words."""


def heading(text: str, wording: Wording) -> str:
    """A heading in the person's words."""
    return PLAIN.get(text, text) if wording is Wording.PLAIN else text
