"""A part through time on one calm page: words, a curve with its table, counts, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ifs_journal.insight.story import by_month, by_outcome, by_technique, thinned, turns
from ifs_journal.terminal import part_words as words
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.item_lines import item
from ifs_journal.terminal.screen import Screen, cells, quoted
from ifs_journal.terminal.times import day_here
from ifs_journal.terms import PartState, PartStatus, Role, SaidBy, Wording

if TYPE_CHECKING:
    from ifs_journal.insight.story import Story
    from ifs_journal.journal.read_parts import PartSummary
    from ifs_journal.journal.read_story import Kept, Labelled, Level, Month, Room, Said

SHOWN = 6
"""How many of each kind a page shows when not all are asked for."""
MONTHS = 12
OPEN = 2
"""How many promises of which nothing was told: a list that keeps holding them out would be a reproach."""
FEWEST_POINTS = 3
"""From so many numbers on there is a curve."""
WIDEST_CURVE = 60
"""Columns of the curve, at most."""
POINT = "•"

NOTHING = "There is no story to tell yet, and that is fine. What is known: ifs parts show {number}"
MORE = "All of it: ifs parts story {number} --all"
ALL_ALONG = "A curve is how it was told at the time. No direction is better."

KEPT_HEADINGS = {
    "kept": "Kept",
    "renegotiated": "Promised anew",
    "partly": "Kept in part",
    "not_yet": "Not yet",
    "let_go": "Let go",
    None: "Promised, and open",
}
"""What became of promises, in this order."""


def story_page(
    screen: Screen, one: PartSummary, story: Story, *, history: bool = False, wording: Wording = Wording.IFS
) -> bool:
    """A part through time. Gives whether there is more than is shown, which `history` brings."""
    page = _Page(screen, history, wording)
    page.show(one, story)
    return page.left_out


@dataclass
class _Page:
    screen: Screen
    history: bool
    wording: Wording
    left_out: bool = False

    def show(self, one: PartSummary, story: Story) -> None:
        self.screen.say(f"{one.name}: through time", "title")
        if not any(story):
            self.screen.blank()
            self.screen.say(NOTHING.format(number=one.number), "quiet")
            return
        self.words("First words", story.first)
        self.words("Latest words", story.latest)
        self.trust(story.trust)
        self.room(story.room)
        self.toward(story.toward)
        self.agreements(story.agreements)
        energy = [(f"{level.value} of 10", _when(level)) for level in turns(story.energy)]
        self.items("Its energy", energy, newest=True)
        self.items("What you set by hand", map(_label, story.labels), newest=True)
        if self.left_out:
            self.screen.blank()
            self.screen.say(MORE.format(number=one.number), "quiet")

    def words(self, heading: str, said: Said | None) -> None:
        if said is None:
            return
        text = words.said_of(said.field, said.text, None)
        own = quoted(text) if said.said_by == SaidBy.PART else text
        name = words.FIELDS[said.field].name
        self.items(heading, [(f"{name}: {own}", f"{words.voice(said.said_by, self.wording)}, {_when(said)}")])

    def trust(self, found: Sequence[Level]) -> None:
        if not found:
            return
        self.heading("How far it trusts you to lead")
        drawn = len(found) >= FEWEST_POINTS and not self.screen.plain
        if drawn:
            self.curve(found)
        told = [(words.trusted(level.value), _when(level)) for level in turns(found)]
        self.rows(told, newest=True)
        if drawn:
            self.screen.say(ALL_ALONG, "quiet", indent=2)

    def curve(self, found: Sequence[Level]) -> None:
        """One row for each way of saying it, from fully down to not at all, and time from left to right."""
        names = [name for _, name in words.TRUSTS]
        margin = max(map(cells, names)) + 4
        points = thinned(found, max(min(WIDEST_CURVE, self.screen.text_width - margin), 2))
        levels = [words.trust_row(level.value) for level in points]
        for row in range(len(names) - 1, -1, -1):
            label = " " * (margin - 2 - cells(names[row])) + names[row]
            marks = "".join(POINT if level == row else " " for level in levels).rstrip()
            self.screen.lines([[("quiet", f"{label}  " if marks else label), ("mark", marks)]])

    def room(self, found: Sequence[Room]) -> None:
        shown = []
        for way, followed in by_technique(found).items():
            asked = words.TECHNIQUES.get(way or "", (way or "asking").replace("_", " "))
            counts = [f"{words.RESPONSES.get(one.response or '', 'tried')} {one.times}" for one in followed]
            shown.append((f"{asked}: {'; '.join(counts)}", ""))
        self.items("What helped it give room", shown)

    def toward(self, found: Sequence[Month]) -> None:
        shown = []
        for name, month in by_month(found).items():
            counts = [f"{words.TOWARD.get(one.found, one.found)} {one.times}" for one in month]
            shown.append((f"{name}: {'; '.join(counts)}", ""))
        self.items("How you felt toward it", shown, newest=True, most=MONTHS)

    def agreements(self, found: Sequence[Kept]) -> None:
        groups = by_outcome(found)
        for kept in [*KEPT_HEADINGS, *(one for one in groups if one not in KEPT_HEADINGS)]:
            heading = KEPT_HEADINGS.get(kept) or (kept or "").replace("_", " ").capitalize()
            most = SHOWN if kept else OPEN
            self.items(heading, map(_agreed, groups.get(kept, ())), most=most)

    def heading(self, text: str) -> None:
        self.screen.blank()
        self.screen.say(words.heading(text, self.wording), "key")

    def items(
        self, heading: str, found: Iterable[tuple[str, str]], *, newest: bool = False, most: int = SHOWN
    ) -> None:
        listed = list(found)
        if listed:
            self.heading(heading)
            self.rows(listed, newest=newest, most=most)

    def rows(self, listed: Sequence[tuple[str, str]], *, newest: bool, most: int = SHOWN) -> None:
        """Things in order. Where they are too many, the first and the latest of what came in time."""
        shown = list(listed)
        if not self.history and len(listed) > most:
            self.left_out = True
            shown = [listed[0], *listed[1 - most :]] if newest else shown[:most]
        for text, source in shown:
            item(self.screen, text, source)


def _when(one: Level | Said) -> str:
    day = one.day or day_here(one.at)
    return day if one.session is None else f"{day}, #{one.session}"


def _label(one: Labelled) -> tuple[str, str]:
    value = one.value or "left open"
    if one.field == "role" and one.value in list(Role):
        value = words.ROLES[Role(one.value)].name
    elif one.field == "status" and one.value in list(PartStatus):
        value = words.STATUSES[PartStatus(one.value)].name
    elif one.field == "state" and one.value in list(PartState):
        value = words.STATES[PartState(one.value)].name
    return f"{words.LABELS[one.field]}: {clean(value)}", day_here(one.at)


def _agreed(one: Kept) -> tuple[str, str]:
    said = [f"for {one.due}"] if one.due else []
    said.append(f"said {one.day}, #{one.session}")
    if one.kept_on:
        said.append(f"told {one.kept_on}")
    return f"{one.text}\n{quoted(one.words)}" if one.words else one.text, "; ".join(said)
