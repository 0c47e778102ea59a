"""Writing about a part by hand: its labels, and any field of its page as a new, dated line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from ifs_journal.cli.context import Here
from ifs_journal.cli.parts_asking import ask, one_part, pick
from ifs_journal.errors import BadData, UsageError
from ifs_journal.terms import PartState, PartStatus, Role, SaidBy

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import PartSummary
    from ifs_journal.journal.write_parts import Labels
    from ifs_journal.terminal.part_words import Field, Label

Kind = TypeVar("Kind", bound=StrEnum)

SAYERS = {"part": SaidBy.PART, "me": SaidBy.USER, "therapist": SaidBy.THERAPIST}
"""Who said it, as options have it."""

MENU = "What would you like to write about {name}? All of it can stay empty."
LEAVES_IT = "Enter leaves it as it is."
SAID = "Whose words are these?"
WRITTEN = "Written down."
SET = "Set."
LONGEST_NAME_SHOWN = 40
LONGEST_PRONOUN = 40
ROLE_ASKED = "What does it do, as far as you can tell? It is what it does now, not what it is."


def labels_from(role: str | None, status: str | None, state: str | None, pronoun: str | None) -> Labels:
    """The labels of a command's options. Raises UsageError for a value there is not."""
    from ifs_journal.journal.write_parts import Labels

    if pronoun is not None:
        pronoun = _pronoun(pronoun)
    return Labels(
        _chosen(Role, role, "--role"),
        _chosen(PartStatus, status, "--status"),
        _chosen(PartState, state, "--state"),
        pronoun,
    )


def _chosen(kind: type[Kind], given: str | None, option: str) -> Kind | None:
    if given is None:
        return None
    plain = given.strip().casefold().replace(" ", "_").replace("-", "_")
    if plain not in list(kind):
        raise UsageError(f"{option} takes one of: {', '.join(kind)}.")
    return kind(plain)


def _pronoun(given: str) -> str:
    pronoun = " ".join(given.split())
    if len(pronoun) > LONGEST_PRONOUN:
        raise UsageError(f"That is longer than the {LONGEST_PRONOUN} characters a pronoun can hold.")
    return pronoun


def edit(here: Here, ref: str | None, labels: Labels, field: str | None, said_by: str | None) -> None:
    """Set labels, write one field, or, in a terminal and without either, offer a menu.

    Raises NotFound, Ambiguous, UsageError, BadData.
    """
    from ifs_journal.journal.write_parts import label_part
    from ifs_journal.terminal.part_words import FIELDS

    if field is not None and field not in FIELDS:
        raise UsageError(f"--field takes one of: {', '.join(FIELDS)}.")
    if said_by is not None and (field is None or said_by not in SAYERS):
        raise UsageError("--said-by goes with --field and takes part, me or therapist.")
    anything = field is not None or bool(labels.columns())
    screen = here.screen()
    if not anything and not screen.interactive:
        raise UsageError(
            "Without a terminal, say what to set: --role, --status, --state, --pronoun, or --field with "
            "the text on standard input."
        )
    with here.open() as journal:
        one = one_part(here, journal, ref)
        if not anything:
            edit_in_terminal(here, journal, one.id)
            return
        # Read before anything is written, so that text which does not fit changes nothing at all.
        given = None if field is None else _given(here, journal, one, field, said_by)
        if labels.columns():
            label_part(journal, one.id, labels)
            screen.say(SET)
        if field is not None and given is not None:
            _keep(journal, one.id, field, *given)
            screen.say(WRITTEN)


def edit_in_terminal(here: Here, journal: Journal, part_id: str) -> None:
    """A short menu, one question at a time, until the person is done."""
    from ifs_journal.journal.reads import part_by_ref
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.part_words import SECTIONS
    from ifs_journal.terminal.screen import shorten

    sections = {section.key: section for section in SECTIONS}
    choices = [(section.key, section.menu) for section in SECTIONS]
    choices += [("l", "labels: role, how well you know it, what it is about now, pronoun"), ("d", "done")]
    while True:
        one = part_by_ref(journal, part_id)[0]
        name = shorten(clean(one.name), LONGEST_NAME_SHOWN)
        key = pick(here, MENU.format(name=name), choices)
        if key == "d":
            return
        if key == "l":
            _labels(here, journal, one)
        else:
            _section(here, journal, one, sections[key].fields)


def _section(here: Here, journal: Journal, one: PartSummary, fields: Mapping[str, Field]) -> None:
    keys = dict(zip("123456789", fields, strict=False))
    choices = [(key, fields[name].name) for key, name in keys.items()]
    key = pick(here, "Which of these?", [*choices, ("b", "back")])
    if key == "b":
        return
    name = keys[key]
    given = _asked(here, journal, one, name, None)
    if given is not None:
        _keep(journal, one.id, name, *given)
        here.screen().say(WRITTEN, "quiet")
        here.screen().blank()


def _labels(here: Here, journal: Journal, one: PartSummary) -> None:
    from ifs_journal.journal.write_parts import Labels, label_part
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.part_words import ROLES, STATES, STATUSES

    key = pick(
        here,
        "Which label? None is needed.",
        [
            ("r", f"role: {ROLES[one.role].name}"),
            ("k", f"how well you know it: {STATUSES[PartStatus(one.status)].name}"),
            ("n", f"what it is about now: {STATES[PartState(one.state)].name}"),
            ("p", f"pronoun: {clean(one.pronoun or 'left open')}"),
            ("b", "back"),
        ],
    )
    if key == "r":
        labels = Labels(role=_one_of(here, ROLE_ASKED, ROLES))
    elif key == "k":
        labels = Labels(status=_one_of(here, "How well do you know it? No place is better.", STATUSES))
    elif key == "n":
        labels = Labels(state=_one_of(here, "What is it about now?", STATES))
    elif key == "p":
        asked = ask(here, "Which pronoun suits it?", note=f"{LEAVES_IT} A hyphen alone takes it away.")
        if not asked:
            return
        labels = Labels(pronoun="" if asked == "-" else asked[:LONGEST_PRONOUN])
    else:
        return
    label_part(journal, one.id, labels)
    here.screen().say(SET, "quiet")
    here.screen().blank()


def _one_of(here: Here, message: str, labels: Mapping[Kind, Label]) -> Kind:
    shown = {label.key: value for value, label in labels.items()}
    choices = [
        (label.key, f"{label.name}: {label.about}" if label.about else label.name)
        for label in labels.values()
    ]
    return shown[pick(here, message, choices)]


Given = tuple[str | None, int | None, SaidBy]
"""Words or a number, and whose they are."""


def _given(here: Here, journal: Journal, one: PartSummary, field: str, said_by: str | None) -> Given | None:
    """What a field is given: asked for in a terminal, read from standard input elsewhere."""
    sayer = None if said_by is None else SAYERS[said_by]
    if here.screen().interactive:
        return _asked(here, journal, one, field, sayer)
    from ifs_journal.cli.given import from_input

    text = from_input().strip()
    if not text:
        raise BadData("Nothing came on standard input, so nothing was written.")
    value, number = _fitting(field, text)
    return value, number, sayer or SaidBy.USER


def _asked(here: Here, journal: Journal, one: PartSummary, field: str, sayer: SaidBy | None) -> Given | None:
    from ifs_journal.terminal.part_words import FIELDS, VOICES

    known = _now(journal, one, field)
    note = f"Now: {known} {LEAVES_IT}" if known else LEAVES_IT
    while True:
        text = ask(here, FIELDS[field].asked, note=note)
        if not text:
            return None
        try:
            value, number = _fitting(field, text)
        except BadData as misfit:
            here.screen().say(str(misfit), "notice")
            continue
        if sayer is None:
            kinds = {label.key: said for said, label in VOICES.items() if label.about}
            sayer = kinds[pick(here, SAID, [(key, VOICES[said].about) for key, said in kinds.items()])]
        return value, number, sayer


def _fitting(field: str, text: str) -> tuple[str | None, int | None]:
    """Text as the field holds it. Raises BadData for a number that is none."""
    from ifs_journal.terminal.part_words import FIELDS

    if not FIELDS[field].number:
        return text, None
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) <= 10):
        raise BadData("This takes a whole number from 0 to 10.")
    return None, int(text)


def _now(journal: Journal, one: PartSummary, field: str) -> str:
    """What a field holds at present, as it can be read; empty where there is nothing."""
    from ifs_journal.journal.read_part_page import current_fact
    from ifs_journal.terminal.part_words import said_of

    found = current_fact(journal, one.id, field)
    said = said_of(field, found.value, found.number_value) if found else ""
    return f'"{said}"' if said else ""


def _keep(
    journal: Journal, part_id: str, field: str, value: str | None, number: int | None, sayer: SaidBy
) -> None:
    from ifs_journal.journal.write_parts import Fact, add_fact
    from ifs_journal.session.moment import Clock, new_id

    add_fact(journal, Fact(new_id(), part_id, field, value, number, sayer, Clock().stamp()))
