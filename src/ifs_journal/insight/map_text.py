"""Names on a picture: cleaned, measured generously, and broken into lines. In any script."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
"""What no picture may hold: controls, what turns a line round, and what is no character."""
_JOINER = "\u200d"
_NARROW, _WIDE = frozenset("iljtfr.,:;'|!() -1I"), frozenset("mwMW@%&—…")
ELLIPSIS = "…"
_ARTICLES = frozenset(("the", "a", "an"))
_MOST_INITIALS = 3


class Written(NamedTuple):
    """A name as it stands on a picture: its lines, and whether something of it was left out."""

    lines: tuple[str, ...]
    cut: bool


def tidy(name: str) -> str:
    """A name on one line, without anything that is no letter, mark or sign. May be empty."""
    return " ".join(_NOT_SHOWN.sub(" ", name).split())


def initials(name: str) -> str:
    """The first letters of up to three words of a name, an article left out."""
    words = tidy(name).split()
    bare = [one for one in words if one.casefold() not in _ARTICLES] or words
    return "".join(graphemes(one)[0].upper() for one in bare[:_MOST_INITIALS])


def graphemes(text: str) -> list[str]:
    """What a reader takes for one character each: letters with their marks, joined signs, flags."""
    found: list[str] = []
    flag = False
    for char in text:
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if found and (_goes_on(char) or found[-1].endswith(_JOINER) or (is_flag and flag)):
            found[-1] += char
            flag = False
        else:
            found.append(char)
            flag = is_flag
    return found


def _goes_on(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\u1160" <= char <= "\u11ff"
    )


def em(text: str) -> float:
    """How wide `text` is at most, in ems of a common sans-serif. Generous: a picture must never be tight."""
    return sum(map(_em, graphemes(text)))


def _em(cluster: str) -> float:
    char = cluster[0]
    if char.isascii():
        if char in _NARROW:
            return 0.42
        if char in _WIDE:
            return 1.0
        return 0.78 if char.isupper() else 0.66
    name = unicodedata.name(char, "")
    if "LIGATURE" in name or "CUNEIFORM" in name or char == "\ufdfd":
        return 1.2 if char in "ﬀﬁﬂﬃﬄﬅﬆ" else 12.0
    if unicodedata.east_asian_width(char) in "WF" or len(cluster) > 1 + _marks(cluster):
        return 1.4 if unicodedata.category(char) == "So" else 1.1
    if name.startswith(("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARMENIAN", "GEORGIAN")):
        return 1.0 if char.isupper() or char in "œæшщюжм" else 0.72
    return 0.95 if name.startswith(("ARABIC", "DEVANAGARI", "THAI")) else 1.25


def _marks(cluster: str) -> int:
    return sum(unicodedata.category(char) in ("Mn", "Me") for char in cluster[1:])


def written(name: str, width: float, most: int) -> Written:
    """`name` in at most `most` lines of at most `width` ems, broken at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in name.split():
        joined = f"{line} {word}" if line else word
        if em(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
    lines.append(line)
    if len(lines) <= most:
        return Written(tuple(lines), False)
    last = _pieces(lines[most - 1], width - em(ELLIPSIS))[0]
    return Written((*lines[: most - 1], last + ELLIPSIS), True)


def _pieces(word: str, width: float) -> list[str]:
    found = [""]
    room = width
    for cluster in graphemes(word):
        wide = _em(cluster)
        if wide > room and found[-1]:
            found.append("")
            room = width
        found[-1] += cluster
        room -= wide
    return found
