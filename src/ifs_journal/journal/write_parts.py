"""What a person writes about a part by hand, outside a session: its name, its labels, what is known of it.

Every function is one transaction over an open journal, on disk when it returns. Nothing said in a session
is changed by any of it: answers keep their words, facts are dated rows beside the earlier ones. All may
raise NotFound when the part is gone, and what any touch of the file can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal.change import bury, drop_forgotten, storable
from ifs_journal.journal.read_parts import parts_named
from ifs_journal.journal.twins import bury_twins
from ifs_journal.terms import PartState, PartStatus, Role, SaidBy, name_key

if TYPE_CHECKING:
    from ifs_journal.journal.driver import Connection
    from ifs_journal.journal.journal import Journal

_GONE = "This part is no longer in the journal: it was removed in another window."
_TAKEN = (
    "A part is already called that: #{number}. Give another name; or, if they are two parts that share "
    "one, say so with --another"
)


class Fact(NamedTuple):
    """One thing known of a part: words or a number (0 to 10), whose words it is, when (UTC)."""

    id: str
    part_id: str
    field: str
    value: str | None
    number_value: int | None
    said_by: SaidBy
    at: str


class Labels(NamedTuple):
    """What can be set about a part. None leaves it as it is; an empty pronoun takes it away."""

    role: Role | None = None
    status: PartStatus | None = None
    state: PartState | None = None
    pronoun: str | None = None

    def columns(self) -> Mapping[str, str | None]:
        """The columns that change, and their values."""
        found: dict[str, str | None] = {
            name: str(value)
            for name, value in (("role", self.role), ("status", self.status), ("state", self.state))
            if value is not None
        }
        if self.pronoun is not None:
            found["pronoun"] = self.pronoun or None
        return found


NO_LABELS = Labels()


def add_part(
    journal: Journal, part_id: str, name: str, at: str, labels: Labels = NO_LABELS, *, another: bool = False
) -> int:
    """Write down a part nobody has named in a session. Gives its short number; none is used twice.

    Raises Ambiguous when a part has that name or alias already, unless `another` says it is meant.
    """
    with journal.writing() as connection:
        return insert_part(connection, part_id, name, at, labels.columns(), another=another)


def insert_part(
    connection: Connection,
    part_id: str,
    name: str,
    at: str,
    columns: Mapping[str, str | None],
    *,
    another: bool,
) -> int:
    """The same in the caller's transaction. `columns` are labels and their values."""
    if not another:
        _require_free(connection, name, part_id)
    values = {"id": part_id, "name": name, "name_key": name_key(name), "created_at": at, **columns}
    marks = ", ".join("?" * len(values))
    done = connection.execute(
        f"INSERT INTO part ({', '.join(values)}) VALUES ({marks})",
        [storable(value) for value in values.values()],
    )
    number: int = done.lastrowid
    return number


def rename_part(
    journal: Journal, part_id: str, name: str, *, alias_id: str | None = None, another: bool = False
) -> None:
    """Give a part another name. Its id and number stay, and so do the words in which it was answered about.

    With an `alias_id` the earlier name stays as an alias. Raises Ambiguous as `add_part` does.
    """
    with journal.writing() as connection:
        earlier, earlier_key = _name(connection, part_id)
        key = storable(name_key(name))
        if not another and key != earlier_key:
            _require_free(connection, name, part_id)
        connection.execute(
            "UPDATE part SET name = ?, name_key = ? WHERE id = ?", (storable(name), key, part_id)
        )
        _label(connection, part_id, "name", name)
        _take_alias(connection, part_id, key)
        if alias_id is not None and key != earlier_key:
            _put_alias(connection, part_id, earlier, alias_id)


def add_alias(journal: Journal, part_id: str, alias: str, alias_id: str, *, another: bool = False) -> bool:
    """Let a part be found by another name as well. False when it is already. Raises Ambiguous as above."""
    with journal.writing() as connection:
        _, key = _name(connection, part_id)
        if name_key(alias) == key:
            return False
        if not another:
            _require_free(connection, alias, part_id)
        return _put_alias(connection, part_id, alias, alias_id)


def remove_alias(journal: Journal, part_id: str, alias: str) -> bool:
    """Take an alias away. False when the part has none such."""
    with journal.writing() as connection:
        gone = _take_alias(connection, part_id, storable(name_key(alias)))
        drop_forgotten(connection)
    return gone


def label_part(journal: Journal, part_id: str, labels: Labels) -> None:
    """Set a part's role, how well it is known, what it is about at present, its pronoun."""
    columns = labels.columns()
    with journal.writing() as connection:
        _name(connection, part_id)
        if columns:
            assignments = ", ".join(f"{name} = ?" for name in columns)
            values = [storable(value) for value in columns.values()]
            connection.execute(f"UPDATE part SET {assignments} WHERE id = ?", [*values, part_id])
        for field, value in columns.items():
            _label(connection, part_id, field, value)


def add_fact(journal: Journal, fact: Fact) -> None:
    """Write down one thing about a part, beside whatever was known before. The newest is the current one."""
    with journal.writing() as connection:
        _name(connection, fact.part_id)
        connection.execute(
            "INSERT INTO part_fact (id, part_id, field, value, number_value, said_by, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [storable(value) for value in fact],
        )


def require_part(connection: Connection, part_id: str) -> None:
    """Raises NotFound when the part is gone."""
    _name(connection, part_id)


def _name(connection: Connection, part_id: str) -> tuple[str, str]:
    found = connection.execute("SELECT name, name_key FROM part WHERE id = ?", (part_id,)).fetchone()
    if found is None:
        raise NotFound(_GONE)
    return str(found[0]), str(found[1])


def _require_free(connection: Connection, name: str, part_id: str) -> None:
    taken = [one for one in parts_named(connection, str(storable(name))) if one.id != part_id]
    if taken:
        raise Ambiguous(_TAKEN.format(number=min(one.number for one in taken)))


def _label(connection: Connection, part_id: str, field: str, value: str | None) -> None:
    """Note when a name or a label was set, so that of two copies of a journal the later one holds."""
    connection.execute(
        "INSERT INTO part_label (part_id, field, at, value) "
        "VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00', ?) "
        "ON CONFLICT (part_id, field, at) DO UPDATE SET value = excluded.value",
        (part_id, field, storable(value)),
    )


def _take_alias(connection: Connection, part_id: str, key: str) -> bool:
    """Take the alias of this key away and remember that. False when the part has none such."""
    which = (part_id, key)
    sql = "SELECT id FROM part_alias WHERE part_id = ? AND alias_key = ?"
    found = connection.execute(sql, which).fetchall()
    for (id_,) in found:
        bury(connection, id_)
    connection.execute("DELETE FROM part_alias WHERE part_id = ? AND alias_key = ?", which)
    bury_twins(connection, "part_alias", *which)
    return bool(found)


def _put_alias(connection: Connection, part_id: str, alias: str, alias_id: str) -> bool:
    key = storable(name_key(alias))
    known = connection.execute(
        "SELECT 1 FROM part_alias WHERE part_id = ? AND alias_key = ?", (part_id, key)
    ).fetchone()
    if known is not None:
        return False
    connection.execute(
        "INSERT INTO part_alias (id, part_id, alias, alias_key) VALUES (?, ?, ?, ?)",
        (alias_id, part_id, storable(alias), key),
    )
    return True
