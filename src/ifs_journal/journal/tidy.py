"""Tidying the record of the parts by hand: archive, merge, split, relate, and taking any of it back.

The parts themselves are as they are. Each function is one transaction, on disk when it returns. Nothing is
moved and nothing is removed by any of it, so that what is taken back is as it was. All may raise NotFound
when a part is gone, and what any touch of the file can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.errors import NotFound, UsageError
from ifs_journal.journal.change import NAMED, bury, drop_forgotten, storable
from ifs_journal.journal.read_tidied import IN_FORCE, PRIVATE_FACT, bonds_of, merged, record_of
from ifs_journal.journal.write_parts import insert_part, require_part
from ifs_journal.terms import BondKind, TidyKind

if TYPE_CHECKING:
    from ifs_journal.journal.driver import Connection
    from ifs_journal.journal.journal import Journal

NOT_THERE = (
    "That was taken back already, or it is no longer in the journal. To see what can be: ifs parts undo"
)
ONE_RECORD = "Those two are one record already."
WITH_ITSELF = "Those two are one and the same part in the record."

BOTH_WAYS = (BondKind.POLARIZED, BondKind.ALLIED, BondKind.OTHER)
"""Bonds without a direction."""


class Bond(NamedTuple):
    """How one part stands to another, as the person sees it. `words` are their own."""

    id: str
    part_id: str
    kind: BondKind
    other_id: str
    words: str | None
    at: str


class Split(NamedTuple):
    """A new part out of another's record (`part_id`): its id, its name, the ids of facts it begins with."""

    id: str
    part_id: str
    name: str
    facts: tuple[str, ...]
    at: str


def archive_part(journal: Journal, part_id: str, tidy_id: str, at: str) -> bool:
    """Put a part's record aside: out of lists, still found by name. False when it is already."""
    with journal.writing() as connection:
        require_part(connection, part_id)
        if _archived_row(connection, part_id) is not None:
            return False
        _put(connection, tidy_id, part_id, None, TidyKind.ARCHIVED, at)
        archive_anew(connection, [part_id])
    return True


def unarchive_part(journal: Journal, part_id: str, at: str) -> bool:
    """Take a part's record back out. False when it was not put aside."""
    with journal.writing() as connection:
        require_part(connection, part_id)
        if _archived_row(connection, part_id) is None:
            return False
        connection.execute(
            f"UPDATE tidying SET taken_back_at = ? WHERE part_id = ? AND kind = ? AND {IN_FORCE}",
            (at, part_id, TidyKind.ARCHIVED),
        )
        archive_anew(connection, [part_id])
    return True


def merge_parts(journal: Journal, part_id: str, into_id: str, tidy_id: str, at: str) -> None:
    """Read one part's record as part of another's from now on. Raises UsageError when it is already."""
    with journal.writing() as connection:
        ends = merged(connection)
        one, other = (ends.get(id_, id_) for id_ in (part_id, into_id))
        for id_ in (one, other):
            require_part(connection, id_)
        if one == other:
            raise UsageError(ONE_RECORD)
        _put(connection, tidy_id, one, other, TidyKind.MERGED, at)
        archive_anew(connection, [one])


def split_part(
    journal: Journal, split: Split, tidy_id: str, new_id: Callable[[], str], *, another: bool = False
) -> int:
    """Begin a new part out of another's record, which keeps all it has. Gives the new part's short number.

    The facts are copied, with their dates and whose words they are; what is private, or was said on a visit
    to a tender part, stays where it is. Raises Ambiguous when the name is taken, unless `another` says it
    is meant.
    """
    with journal.writing() as connection:
        require_part(connection, split.part_id)
        number = insert_part(connection, split.id, split.name, split.at, {}, another=another)
        record = record_of(connection, split.part_id)
        for fact_id in split.facts:
            _copy_fact(connection, fact_id, record, split.id, new_id())
        _put(connection, tidy_id, split.id, split.part_id, TidyKind.SPLIT, split.at)
    return number


def relate_parts(journal: Journal, bond: Bond) -> bool:
    """Write down how one part stands to another. False when that is written already.

    Raises UsageError when both are one part in the record.
    """
    with journal.writing() as connection:
        for id_ in (bond.part_id, bond.other_id):
            require_part(connection, id_)
        record = record_of(connection, bond.part_id)
        if bond.other_id in record:
            raise UsageError(WITH_ITSELF)
        others = record_of(connection, bond.other_id)
        for known in bonds_of(connection, record):
            same = (known.kind, known.words) == (bond.kind, bond.words)
            onward = known.part_id in record and known.other_id in others
            backward = known.part_id in others and known.other_id in record
            if same and (onward or (backward and bond.kind in BOTH_WAYS)):
                return False
        connection.execute(
            "INSERT INTO bond (id, part_id, other_id, kind, words, at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                storable(value)
                for value in (bond.id, bond.part_id, bond.other_id, bond.kind, bond.words, bond.at)
            ],
        )
    return True


def take_back(journal: Journal, id_: str, at: str) -> None:
    """Take back one thing that was tidied, by its id. What it hid is there again, as it was.

    Raises NotFound; UsageError, saying why, where a part that was split off has been used since.
    """
    with journal.writing() as connection:
        found = connection.execute(
            f"SELECT part_id, kind FROM tidying WHERE id = ? AND {IN_FORCE}", (id_,)
        ).fetchone()
        if found is None:
            done = connection.execute(
                f"UPDATE bond SET taken_back_at = ? WHERE id = ? AND {IN_FORCE}", (at, id_)
            )
            if done.rowcount != 1:
                raise NotFound(NOT_THERE)
        elif found[1] == TidyKind.SPLIT:
            _join_again(connection, found[0], id_)
        else:
            connection.execute("UPDATE tidying SET taken_back_at = ? WHERE id = ?", (at, id_))
            archive_anew(connection, [found[0]])
        drop_forgotten(connection)


def archive_anew(connection: Connection, part_ids: Iterable[str]) -> None:
    """Set since when parts are archived, from what was tidied and not taken back."""
    for part_id in part_ids:
        connection.execute(f"UPDATE part SET archived_at = {ARCHIVED_SINCE} WHERE id = ?", (part_id,))


ARCHIVED_SINCE = f"""(SELECT max(t.at) FROM tidying t WHERE t.part_id = part.id
    AND t.kind IN ('{TidyKind.ARCHIVED}', '{TidyKind.MERGED}') AND t.{IN_FORCE})"""
"""Since when a `part` is archived, as it follows from what was tidied; nothing where it is not."""


def _archived_row(connection: Connection, part_id: str) -> str | None:
    sql = f"SELECT id FROM tidying WHERE part_id = ? AND kind = ? AND {IN_FORCE}"
    found = connection.execute(sql, (part_id, TidyKind.ARCHIVED)).fetchone()
    return None if found is None else str(found[0])


def _put(
    connection: Connection, id_: str, part_id: str, other_id: str | None, kind: TidyKind, at: str
) -> None:
    connection.execute(
        "INSERT INTO tidying (id, part_id, other_id, kind, at) VALUES (?, ?, ?, ?, ?)",
        (id_, part_id, other_id, kind, at),
    )


def _copy_fact(
    connection: Connection, fact_id: str, record: tuple[str, ...], part_id: str, copy_id: str
) -> None:
    marks = ", ".join("?" * len(record))
    done = connection.execute(
        "INSERT INTO part_fact (id, part_id, field, value, number_value, said_by, at) "
        "SELECT ?, ?, f.field, f.value, f.number_value, f.said_by, f.at FROM part_fact f "
        "LEFT JOIN session s ON s.id = f.session_id "
        "LEFT JOIN answer a ON a.session_id = f.session_id AND a.seq = f.answer_seq "
        f"WHERE f.id = ? AND f.part_id IN ({marks}) AND NOT {PRIVATE_FACT}",
        (copy_id, part_id, fact_id, *record),
    )
    if done.rowcount != 1:
        raise NotFound("One of those lines is no longer there. Nothing was changed. Try again.")


# --- taking a split back -------------------------------------------------------------------------------

_IN_A_SESSION = "it was named in a session since"
_DESCRIBED = "something was written about it since"
_TIDIED_SINCE = "it was merged, archived, split or related since, which can be taken back first"
STAYS = "It stays: {why}. Nothing was changed."

_DESCRIPTIONS = (
    "SELECT 1 FROM note WHERE part_id = ?1",
    "SELECT 1 FROM part_alias WHERE part_id = ?1",
    "SELECT 1 FROM part_label WHERE part_id = ?1",
    # A copied line stands in the record it came from as well.
    """SELECT 1 FROM part_fact f WHERE f.part_id = ?1 AND NOT EXISTS (SELECT 1 FROM part_fact o
        WHERE o.part_id <> f.part_id AND o.field = f.field AND o.at = f.at AND o.said_by = f.said_by
        AND o.value IS f.value AND o.number_value IS f.number_value)""",
)
_TIDYINGS = (
    f"SELECT 1 FROM bond WHERE {IN_FORCE} AND (part_id = ?1 OR other_id = ?1)",
    f"SELECT 1 FROM tidying WHERE {IN_FORCE} AND id <> ?2 AND (part_id = ?1 OR other_id = ?1)",
)


def _join_again(connection: Connection, part_id: str, tidy_id: str) -> None:
    """Remove a part that was split off, where nothing but the split itself says anything of it."""
    why = _used_since(connection, part_id, tidy_id)
    if why is not None:
        raise UsageError(STAYS.format(why=why))
    bury(connection, part_id)
    connection.execute("DELETE FROM part WHERE id = ?", (part_id,))


def _used_since(connection: Connection, part_id: str, tidy_id: str) -> str | None:
    def is_there(sql: str, *which: str) -> bool:
        return connection.execute(sql, which).fetchone() is not None

    named = (
        f"SELECT 1 FROM {table} WHERE {column} = ? AND {owner} IS NOT NULL"
        for table, column, owner in NAMED["part"]
    )
    if any(is_there(sql, part_id) for sql in named):
        return _IN_A_SESSION
    if any(is_there(sql, part_id) for sql in _DESCRIPTIONS):
        return _DESCRIBED
    if is_there(_TIDYINGS[0], part_id) or is_there(_TIDYINGS[1], part_id, tidy_id):
        return _TIDIED_SINCE
    return None
