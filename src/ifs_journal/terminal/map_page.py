"""The map of parts on a terminal: drawn in letters where there is room, and always told in words."""

from __future__ import annotations

from collections.abc import Iterator

from ifs_journal.insight.map_model import PartsMap
from ifs_journal.insight.map_words import GROUND, NOBODY, Entry, MapWords
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, Screen, cells, wrap
from ifs_journal.terms import BondKind

NARROWEST_MAP = 60
"""Columns below which nothing is drawn."""
MOST_ON_SCREEN = 20
"""Parts above which nothing is drawn."""

DOTS = ". . looks after"
STROKES = "--- pull against each other"
RESTING = "z resting"
NEW = "+ came since {since}"
UNCHANGED = "Nothing that was written down."


def map_page(screen: Screen, found: PartsMap, words: MapWords) -> None:
    """The map: drawn where there is room for it, then in words, then what changed."""
    screen.say(words.title(found), "title")
    if not found.parts:
        screen.say(NOBODY, "quiet")
    else:
        lines = _drawn(screen, found, words)
        if lines:
            screen.blank()
            screen.lines(lines)
            screen.blank()
            screen.say(_key(found, words), "quiet")
        else:
            screen.say(f"The numbers are {words.counted(found)}.", "quiet")
        _told(screen, found, words)
    if found.since is not None:
        screen.blank()
        screen.say(f"What changed since {found.since.isoformat()}", "key")
        for text in words.changes(found) or [UNCHANGED]:
            screen.say(text, indent=2)


def _drawn(screen: Screen, found: PartsMap, words: MapWords) -> list[Line]:
    """The drawn map, or nothing where it is told in words alone."""
    if screen.plain or screen.width < NARROWEST_MAP or len(found.parts) > MOST_ON_SCREEN:
        return []
    from ifs_journal.terminal.map_drawn import drawn

    return drawn(found, words, screen.width - 1)


# --- in words -------------------------------------------------------------------------------------


def _told(screen: Screen, found: PartsMap, words: MapWords) -> None:
    screen.blank()
    screen.say(words.self_name, "key")
    screen.say(GROUND[words.wording], "quiet", indent=2)
    for group in words.groups(found):
        screen.blank()
        screen.say(group.heading, "key")
        if screen.plain:
            for entry in group.entries:
                screen.say(_sentence(entry))
        else:
            screen.lines([line for entry in group.entries for line in _entry(entry, screen.text_width - 2)])


def _sentence(entry: Entry) -> str:
    about = f"{entry.name}, {', '.join(entry.about)}." if entry.about else f"{entry.name}."
    return " ".join([about, *(f"{bond[:1].upper()}{bond[1:]}." for bond in entry.bonds)])


def _entry(entry: Entry, room: int) -> Iterator[Line]:
    """A part: what it is behind its name where there is room, and then each bond on a line of its own."""
    style = "quiet" if entry.part.resting else "answer"
    about = " · ".join(entry.about)
    *above, last = wrap(clean(entry.name), room)
    yield from ([(style, "  " + line)] for line in above)
    if not about or cells(last) + cells(about) + 2 <= room:
        yield [(style, "  " + last), ("quiet", f"  {about}" if about else "")]
    else:
        yield [(style, "  " + last)]
        yield from ([("quiet", "    " + line)] for line in wrap(about, room - 2))
    for bond in entry.bonds:
        yield from ([("text", "    " + line)] for line in wrap(clean(bond), room - 2))


def _key(found: PartsMap, words: MapWords) -> str:
    """What the marks and lines of the drawn map mean."""
    said = []
    if any(not one.behind for one in found.parts):
        said.append(f"[ ] {words.around[:1].lower()}{words.around[1:]}")
    if any(one.behind for one in found.parts):
        said.append(f"( ) {words.behind[:1].lower()}{words.behind[1:]}")
    if any(one.sessions for one in found.parts):
        said.append(f"number: {words.counted(found)}")
    kinds = {bond.kind for bond in found.bonds}
    said += [
        text for kind, text in ((BondKind.PROTECTS, DOTS), (BondKind.POLARIZED, STROKES)) if kind in kinds
    ]
    if any(one.resting for one in found.parts):
        said.append(RESTING)
    if any(one.came for one in found.parts):
        said.append(NEW.format(since=found.since))
    return " · ".join(said)
