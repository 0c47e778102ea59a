"""Quoting a person's own words back, exactly as they wrote them.

A prompt is stored with its references open (`{target.says}`) and the log items they stand for, so that
what is private or deleted later is private or deleted in every place that quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ifs_journal.guide.conditions import KEPT_OFF

REFERENCE = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
_CLOSING = re.compile(REFERENCE.pattern + r'("\.)?')
UNSAID = "…"
"""Stands where there is nothing to quote: skipped, kept off the record, withheld, or deleted."""


def references(template: str) -> list[str]:
    """The references in a template, in order."""
    return REFERENCE.findall(template)


def spoken(value: Any) -> str:
    """A stored value as it reads inside a sentence."""
    if value is None or value == KEPT_OFF:
        return UNSAID
    if isinstance(value, list):
        return ", ".join(spoken(one) for one in value) or UNSAID
    if isinstance(value, dict):
        return str(value.get("name") or value.get("other") or UNSAID)
    return str(value)


def replace(template: str, value: Callable[[str], str | None]) -> str:
    """The template with each reference replaced by what `value` gives; None leaves it open.

    Words that end a sentence themselves need no full stop of ours after their quotation mark.
    """

    def one(found: re.Match[str]) -> str:
        given = value(found.group(1))
        if given is None:
            return found.group(0)
        mark = found.group(2) or ""
        return given + (mark[:1] if given.endswith((".", "!", "?", "…")) else mark)

    return _CLOSING.sub(one, template)


def fill(prompt: str, quotes: Mapping[str, int], value_at: Callable[[int], Any]) -> str:
    """A stored prompt as it is read: each quote looked up by the seq of the item it stands for.

    A reference ending in a number means that element of a list answer.
    """

    def one(reference: str) -> str | None:
        if reference not in quotes:
            return None
        value = value_at(quotes[reference])
        last = reference.rsplit(".", 1)[-1]
        if last.isdigit() and isinstance(value, list):
            value = value[int(last)] if int(last) < len(value) else None
        return spoken(value)

    return replace(prompt, one)
