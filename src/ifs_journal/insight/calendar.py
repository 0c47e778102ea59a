"""Days to come as a calendar file (RFC 5545): all-day events, without words unless they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifs_journal.journal.read_dates import Dated

LONGEST_LINE = 75
"""Octets of a line before it is folded, its line break apart."""
NEUTRAL: Mapping[str, str] = {
    "promise": "Something for today",
    "trial": "Something for today",
    "try": "Something to try",
    "sentence": "Something to look at again",
    "repair": "Something to look back on",
    "talk": "Something to look back on",
    "visit": "A short visit",
}
"""What an event is called, so that nobody who sees the calendar learns more."""
NAMED: Mapping[str, str] = {
    "promise": "A promise",
    "trial": "Something two of you are trying",
    "try": "Something to try",
    "sentence": "A sentence to look at again",
    "repair": "A repair to look back on",
    "talk": "A talk to look back on",
    "visit": "A visit to a part",
}
"""The same where words were asked for."""


def calendar(found: Iterable[Dated], *, with_words: bool = False) -> str:
    """The whole file. The same days give the same text, whenever it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ifs-journal//ifs//EN", "CALSCALE:GREGORIAN"]
    for one in found:
        lines += _event(one, with_words=with_words)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(one: Dated, *, with_words: bool) -> list[str]:
    day = date.fromisoformat(one.day)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.id}@ifs-journal",
        # When the promise was made, not when the file was: it stays the same, as the UID does.
        f"DTSTAMP:{datetime.fromisoformat(one.at).astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_basic(day)}",
    ]
    if day < date.max:
        lines.append(f"DTEND;VALUE=DATE:{_basic(day + timedelta(days=1))}")
    summary = NEUTRAL[one.kind]
    if with_words:
        summary = f"{NAMED[one.kind]}: {one.name}" if one.name else NAMED[one.kind]
    lines.append(f"SUMMARY:{escaped(summary)}")
    if with_words and one.words:
        lines.append(f"DESCRIPTION:{escaped(one.words)}")
    return [*lines, "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """A text as a value: what means something there gets a backslash, other control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in text if char in "\n\t" or (char >= " " and not "\x7f" <= char <= "\x9f"))
    # A lone half of a pair is no character and cannot be written down.
    kept = kept.encode("utf-8", "replace").decode("utf-8")
    for mark in ("\\", ";", ","):
        kept = kept.replace(mark, f"\\{mark}")
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first behind a space; no character is cut."""
    pieces: list[str] = []
    piece, length = "", 0
    for char in line:
        size = len(char.encode())
        if length + size > LONGEST_LINE:
            pieces.append(piece)
            piece, length = "", 1
        piece += char
        length += size
    return "\r\n ".join([*pieces, piece])
