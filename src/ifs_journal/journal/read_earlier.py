"""What a session showed of earlier ones, as it reads now: what was removed since is not there any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.journal.read_known import lately
from ifs_journal.journal.read_people import part_name, person_name
from ifs_journal.journal.reads import answer_text
from ifs_journal.journal.source import Source, first

if TYPE_CHECKING:
    from ifs_journal.journal.reads import EntryAnswer

PERSON, PART, THERAPY = "person/", "part/", "therapy/"
"""Before the id of a person, a part or a therapy session, where a reference is not to an answer."""
LATELY = "lately/"
"""Before two days, where a reference is to what was between them."""
JOURNAL = "journal"
"""What a session may know where there is a journal. It is its own reference, and always holds."""


class EarlierWords(NamedTuple):
    """Words of an earlier session: the name a script knows them by, and where they were said.

    `text` is None when they were removed; `session` is the short number, and None for a person's name too.
    """

    name: str
    text: str | None
    session: int | None


def text_of(source: Source, ref: str) -> str | None:
    """The text a reference stands for, or None when it is gone."""
    if ref == JOURNAL:
        return JOURNAL
    if ref.startswith(LATELY):
        return lately(source, *ref.removeprefix(LATELY).split("/"))
    if ref.startswith(PERSON):
        return person_name(source, ref.removeprefix(PERSON))
    if ref.startswith(PART):
        return part_name(source, ref.removeprefix(PART))
    if ref.startswith(THERAPY):
        from ifs_journal.journal.therapy import therapy_practice

        return therapy_practice(source, ref.removeprefix(THERAPY))
    return answer_text(source, ref)


def earlier_words(source: Source, log: Sequence[EntryAnswer]) -> list[EarlierWords]:
    """What a session knew of earlier ones when it began, from its log."""
    started = log[0].value if log else None
    refs = started.get("known", {}) if isinstance(started, dict) else {}
    return [
        EarlierWords(name, text_of(source, ref), _session(source, ref))
        for name, ref in refs.items()
        if ref != JOURNAL
    ]


def _session(source: Source, ref: str) -> int | None:
    sql = "SELECT s.number FROM answer a JOIN session s ON s.id = a.session_id WHERE a.id = ?"
    found = first(source, sql, (ref,))
    return None if found is None else int(found[0])
