"""The list of parts, and the page of one: dated words, and only the sections in which there is something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ifs_journal.terminal import part_words as words
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.item_lines import item
from ifs_journal.terminal.screen import Line, Screen, cells, quoted, shorten, wrap
from ifs_journal.terminal.times import day_here
from ifs_journal.terms import PartState, PartStatus, Role, SaidBy, Wording

if TYPE_CHECKING:
    from ifs_journal.journal.read_part_page import Attempt, Bond, Concern, FactLine, PartPage, Promise
    from ifs_journal.journal.read_parts import PartSummary, Trust

WIDE = 60
"""From this many columns on a part of the list is one line; below, its details go under its name."""
LONGEST_COLUMN = 32
NARROWEST_COLUMN = 16
"""Between these the names of a list are cut to one width, in columns."""
TRUST = "trust"
SHOWN = 3
"""How many of each kind a page shows when not all are asked for."""

NOT_SEEN = "not in a session yet"
NOTHING = "Nothing is written about it yet, and that is fine. To add: ifs parts edit {number}"
MORE = "Earlier words and all the rest: ifs parts show {number} --all"
MORE_KEY = "Earlier words and all the rest are kept, too. Enter leaves it here."
MORE_KEYS = (("m", "show them"),)


def part_lines(
    screen: Screen,
    found: Sequence[PartSummary],
    promises: Mapping[str, str | None],
    trust: Mapping[str, Trust] | None = None,
) -> None:
    """The parts, a line each; a short block each where the terminal is narrow.

    `promises` are days, or None, by part id; `trust` is how far each trusted the person when last asked.
    """
    names = [clean(one.name) for one in found]
    details = [_details(one, promises, trust or {}) for one in found]
    if screen.plain:
        for one, name, rest in zip(found, names, details, strict=True):
            screen.say(f"#{one.number}, {name}, {', '.join(rest)}")
        return
    marks = [f"#{one.number}" for one in found]
    widest = max(map(cells, marks), default=0)
    longest = max((cells("  ".join(rest)) for rest in details), default=0)
    needed = min(max(map(cells, names), default=0), LONGEST_COLUMN)
    column = min(needed, screen.width - 1 - widest - 4 - longest)
    wide = screen.width >= WIDE and column >= min(needed, NARROWEST_COLUMN)
    for mark, name, rest in zip(marks, names, details, strict=True):
        margin = " " * (widest - cells(mark) + 2)
        if wide:
            shown = shorten(name, column)
            gap = " " * (column - cells(shown) + 2)
            screen.lines([[("key", mark), ("text", margin + shown), ("quiet", gap + "  ".join(rest))]])
            continue
        inside = " " * (widest + 2)
        room = screen.text_width - len(inside)
        head: Line = [("key", mark), ("text", margin + shorten(name, room))]
        under = wrap(" · ".join(rest), room)
        screen.lines([head, *([("quiet", inside + line)] for line in under)])


def _details(one: PartSummary, promises: Mapping[str, str | None], trust: Mapping[str, Trust]) -> list[str]:
    rest = [f"last seen {one.last_day}" if one.last_day else NOT_SEEN]
    if one.role is not Role.UNKNOWN:
        rest.append(words.ROLES[one.role].name)
    if one.state != PartState.ACTIVE:
        rest.append(words.STATES[PartState(one.state)].name)
    if one.id in trust:
        rest.append(f"trusts you {words.trusted(trust[one.id].value)}")
    if one.id in promises:
        due = promises[one.id]
        rest.append(f"promise for {due}" if due else "promise")
    if one.archived_at:
        rest.append(words.ARCHIVED)
    return rest


def part_page(
    screen: Screen,
    one: PartSummary,
    page: PartPage,
    *,
    history: bool = False,
    wording: Wording = Wording.IFS,
    asks: bool = False,
) -> bool:
    """What is known of a part, each thing with its day and whose words it is.

    Without `history` each field shows its newest value, and lists their newest few. Gives whether there is
    more than that, and says where, unless whoever calls `asks`.
    """
    shown = _Page(screen, history, wording)
    shown.show(one, page)
    if shown.left_out and not asks:
        screen.blank()
        screen.say(MORE.format(number=one.number), "quiet")
    return shown.left_out


@dataclass
class _Page:
    screen: Screen
    history: bool
    wording: Wording
    left_out: bool = False
    """Whether there is more than is shown."""

    def show(self, one: PartSummary, page: PartPage) -> None:
        self.head(one, page)
        for section in words.SECTIONS:
            known = [fact for fact in page.facts if fact.field in section.fields]
            self.facts(section.heading, known, page.first_trust)
        self.facts("Also noted", [fact for fact in page.facts if fact.field not in words.FIELDS])
        self.items("When it came up", ((each.text, _when(each.day, each.session)) for each in page.occasions))
        self.items("What other parts said about it", map(_concern, page.concerns))
        self.items("What helped it give room", map(_attempt, page.attempts))
        toward = ((words.TOWARD.get(each.found, each.found), each.day, each.session) for each in page.toward)
        self.items("How you felt toward it", ((text, _when(day, number)) for text, day, number in toward))
        self.items("Agreed with it", map(_promise, page.promises))
        self.items("It and other parts", map(_bond, page.bonds))
        near = ((words.HELD if each.held else words.NOT_HELD, each) for each in page.near)
        self.items("Near it", ((text, _when(each.day, each.session)) for text, each in near))
        said = ((each, f"to {each.person}, " if each.person else "") for each in page.sentences)
        self.items(
            "Sentences from its sessions",
            ((quoted(each.text), to + _when(each.day, each.session)) for each, to in said),
        )
        self.items("Notes", ((each.text, f"{each.local_day}, note {each.number}") for each in page.notes))
        self.visits(one, page)
        self.left_out |= not self.history and any(fact.earlier for fact in page.facts)

    def head(self, one: PartSummary, page: PartPage) -> None:
        self.screen.say(one.name, "title")
        labels = [f"#{one.number}"]
        if one.role is not Role.UNKNOWN:
            labels.append(words.ROLES[one.role].name)
        if one.pronoun:
            labels.append(one.pronoun)
        if one.status != PartStatus.NEW:
            labels.append(words.STATUSES[PartStatus(one.status)].name)
        if one.state != PartState.ACTIVE:
            labels.append(words.STATES[PartState(one.state)].name)
        if one.archived_at:
            labels.append(words.ARCHIVED)
        labels.append(f"last seen {one.last_day}" if one.last_day else NOT_SEEN)
        self.screen.say(" · ".join(labels), "quiet")
        if one.aliases:
            self.screen.say("also called " + ", ".join(one.aliases), "quiet")
        if not any(page[:-1]):
            self.screen.blank()
            self.screen.say(NOTHING.format(number=one.number), "quiet")

    def facts(self, heading: str, facts: Sequence[FactLine], first_trust: FactLine | None = None) -> None:
        order = {name: place for place, name in enumerate(words.FIELDS)}
        shown = [one for one in facts if _has_value(one)]
        shown.sort(key=lambda fact: order.get(fact.field, len(order)))
        found: list[tuple[str, str]] = []
        for one in shown:
            if one.field == TRUST and one.earlier and first_trust is not None:
                found += [self.fact(first_trust, "first "), self.fact(one, "now ")]
            else:
                found.append(self.fact(one))
        self.items(heading, found, cut=False)

    def fact(self, one: FactLine, when_said: str = "") -> tuple[str, str]:
        """A fact and where it is from. `when_said` is `first` or `now`, where both are shown."""
        known = words.FIELDS.get(one.field)
        label = known.name if known else one.field.replace("_", " ")
        if known and known.plain and self.wording is Wording.PLAIN:
            label = known.plain
        said = words.said_of(one.field, one.value, one.number_value)
        chosen = one.value in words.CHOSEN.get(one.field, {})
        its_own = one.said_by == SaidBy.PART and one.value is not None and not chosen
        when = _when(one.day or day_here(one.at), one.session)
        whose = [words.voice(one.said_by, self.wording), when, "private" if one.private else ""]
        text = quoted(said) if its_own else said
        return f"{label}: {when_said}{text}", ", ".join(filter(None, whose))

    def visits(self, one: PartSummary, page: PartPage) -> None:
        if not page.visits:
            return
        count = "1 session" if page.sessions == 1 else f"{page.sessions} sessions"
        shown = page.visits if self.history else page.visits[:SHOWN]
        self.heading(f"In {count}")
        for visit in shown:
            item(self.screen, f"#{visit.number}  {visit.title}", visit.day)
        self.left_out |= len(shown) < page.sessions

    def items(self, heading: str, found: Iterable[tuple[str, str]], *, cut: bool = True) -> None:
        listed = list(found)
        if not listed:
            return
        shown = listed[:SHOWN] if cut and not self.history else listed
        self.left_out |= len(shown) < len(listed)
        self.heading(heading)
        for text, source in shown:
            item(self.screen, text, source)

    def heading(self, text: str) -> None:
        self.screen.blank()
        self.screen.say(words.heading(text, self.wording), "key")


def _has_value(fact: FactLine) -> bool:
    return fact.value is not None or fact.number_value is not None


def _when(day: str, session: int | None) -> str:
    return day if session is None else f"{day}, #{session}"


def _bond(one: Bond) -> tuple[str, str]:
    text = words.BONDS.get(one.kind, "{other}").format(other=one.other)
    return f"{text}: {one.words}" if one.words else text, _when(one.day or day_here(one.at), one.session)


def _concern(one: Concern) -> tuple[str, str]:
    became = words.OUTCOMES.get(one.outcome or "", "")
    who = one.by or "a part"
    return quoted(one.worry), "; ".join(
        part for part in (f"{who}, {_when(one.day, one.session)}", became) if part
    )


def _attempt(one: Attempt) -> tuple[str, str]:
    tried = words.TECHNIQUES.get(one.technique or "", (one.technique or "").replace("_", " "))
    followed = words.RESPONSES.get(one.response or "", "")
    if one.after is not None and one.after != one.before:
        followed = (
            f"{followed}, then {words.CLOSENESS[one.after]}" if followed else words.CLOSENESS[one.after]
        )
    return f"{tried}: {followed}" if followed else tried, _when(one.day, one.session)


def _promise(one: Promise) -> tuple[str, str]:
    said = [f"for {one.due}"] if one.due else []
    said.append(f"said {_when(one.day, one.session)}")
    if one.kept is not None:
        became = words.KEPT.get(one.kept, one.kept.replace("_", " "))
        said.append(f"{became}, {one.kept_on}" if one.kept_on else became)
    return one.text, "; ".join(said)
