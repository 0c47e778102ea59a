"""Makes stored text harmless to show.

A pasted or imported answer may hold terminal escapes or characters that reorder a line. They are
shown as visible stand-ins and never reach the terminal as themselves. What is shown is never read as
markup: callers hand it to rich as `Text`, not as a string.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]")
_BREAK = re.compile("\r\n?|\u2028|\u2029|\x85")


def _stand_in(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x09:
        return "    "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"<{code:04X}>"


def clean(text: str, *, newlines: bool = False) -> str:
    """`text` with control characters, escapes and bidirectional overrides as visible stand-ins.

    Line breaks of every kind become `\\n` where `newlines` is true and a space elsewhere.
    """
    broken = _BREAK.sub("\n", text)
    if not newlines:
        return _UNSAFE.sub(_stand_in, broken.replace("\n", " "))
    return "\n".join(_UNSAFE.sub(_stand_in, line) for line in broken.split("\n"))
