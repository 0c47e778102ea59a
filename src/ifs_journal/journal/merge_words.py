"""What sessions take over from one another: words that were removed since, and ids that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ifs_journal.journal.change import OF_ANOTHER
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.mentions import UUIDS, ids_and_words, quoting, unquote, without_words
from ifs_journal.journal.merge_read import Copy
from ifs_journal.journal.merge_versions import Family
from ifs_journal.journal.source import Source


def unquote_removed(
    connection: Connection, other: Source, families: Iterable[Family], family_of: Mapping[str, Family]
) -> dict[str, list[str]]:
    """Where an answer was removed or replaced on one side: the other's questions quote it no more.

    Gives, by session, the words that sessions of no family quote there and that were removed.
    """
    theirs: dict[str, str] = {}
    for family in families:
        for copy in family.copies:
            words = _words_gone(connection, other, family, copy)
            if not copy.here:
                theirs |= words
            elif words:
                version = family.version_of(copy)
                unquote(connection, words, version.id if version else copy.id)
    return _unquote_there(other, theirs, family_of) if theirs else {}


def _words_gone(connection: Connection, other: Source, family: Family, copy: Copy) -> dict[str, str]:
    """What a copy still holds and was removed, by the ids others quote it under."""
    version = family.version_of(copy)
    source: Source = connection if copy.here else other
    if version is None:
        return {} if copy.here else ids_and_words(source, copy.id)
    words: dict[str, str] = {}
    for item, found in version.corrections.items():
        held = {one["at"] for one in copy.corrections.get(item, []) if not one["earlier_kept"]}
        fresh = [one for one in found if not one["earlier_kept"] and one["at"] not in held]
        if fresh and item in copy.answers:
            id_ = version.id if copy.here else copy.id
            words |= ids_and_words(source, id_, item.seq)
    return words


def _unquote_there(
    other: Source, words: Mapping[str, str], family_of: Mapping[str, Family]
) -> dict[str, list[str]]:
    """The same in what comes from there."""
    whole: dict[str, list[str]] = {}
    for one in quoting(other, frozenset(words), ""):
        family = family_of.get(one.session_id)
        if family is None:
            whole.setdefault(one.session_id, []).extend(words[id_] for id_ in sorted(one.quoted))
        for copy in family.copies if family else ():
            if copy.here or copy.id != one.session_id:
                continue
            for answer in copy.answers.values():
                for id_ in sorted(one.quoted):
                    if answer["prompt"]:
                        answer["prompt"] = without_words(answer["prompt"], words[id_])
    return whole


def in_other_words(copy: Copy, ids: Mapping[str, str]) -> Copy:
    """A copy from there, naming answers and rows of other sessions by the ids they have now."""
    if not ids:
        return copy
    answers = {
        item: {**one, "value": None if one["value"] is None else reworded(one["value"], ids)}
        for item, one in copy.answers.items()
    }
    typed = {
        table: [
            {name: ids.get(value, value) if name in OF_ANOTHER else value for name, value in row.items()}
            for row in its
        ]
        for table, its in copy.typed.items()
    }
    return replace(copy, answers=answers, typed=typed)


def reworded(text: str, ids: Mapping[str, str]) -> str:
    """A text in which ids are the ones they are now."""
    return UUIDS.sub(lambda found: ids.get(found[0], found[0]), text)
