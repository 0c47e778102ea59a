"""The writing side of the journal: one log a session, its projected rows, in one transaction each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ifs_journal.errors import Busy, IfsJournalError, NotFound
from ifs_journal.journal.change import MOVED_ON, apply, encoded, storable, to_json
from ifs_journal.journal.decoding import from_json, word
from ifs_journal.journal.driver import Connection, translated
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.opening import Opened, identity, open_journal
from ifs_journal.journal.shapes import Ended, Head, NewSession, answer_id
from ifs_journal.journal.wipe import PATIENCE_MS, mark, wipe
from ifs_journal.terms import Difference, EndReason, Kind, LogItem

if TYPE_CHECKING:
    from ifs_journal.journal.schema import Step

_WENT_ON = (
    "This session went on, ended or was removed in another window. Nothing written here is lost there: "
    "go on in that window, or take it up again with: ifs resume"
)


class Journal:
    """An open journal. A context manager: leaving it closes the file and lets go of the lock.

    Every change is one transaction, on disk when the method returns. Changes of a session name the
    revision they were made for; Busy when it has moved on. Every method may raise CannotWrite, Busy
    or NotAJournal.
    """

    def __init__(self, path: Path, opened: Opened) -> None:
        """Wrap what `open` opened."""
        self.path = path
        self.before_close: Callable[[Journal], None] | None = None
        """Called when a block that wrote something is left in order, while the file is still open."""
        self._opened = opened
        self._wrote = False
        self._rescued: Path | None = None
        """Where all that this window had is, once another file has taken the place of its own."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        steps: Sequence[Step] | None = None,
        unlock: Unlock | None = None,
    ) -> Self:
        """Open an existing journal, bringing it up to date first if it is older.

        `unlock` gives the keys to try when it is encrypted. `steps` are the migrations; only tests name
        others. Raises NoJournal, NotAJournal, NewerJournal, WrongKey, NeedsPassphrase, Busy, CannotWrite.
        """
        path = path.absolute()
        return cls(path, open_journal(path, read_only=read_only, steps=steps, unlock=unlock))

    @property
    def key(self) -> Key | None:
        """The key that opened it; None for a journal that is not encrypted."""
        return self._opened.key

    @property
    def connection(self) -> Connection:
        """The connection, for the reading side."""
        return self._opened.connection

    def close(self) -> None:
        """Close the file and let go of the lock. More than once does no harm."""
        self._opened.close()
        if self._rescued:
            from ifs_journal.journal.swapped import put_aside

            # Where another window still has it, whoever opens the journal next sees to it.
            with suppress(IfsJournalError):
                put_aside(self.path, rescued=True)

    def __enter__(self) -> Self:
        """Itself, already open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, whatever happened inside."""
        in_order = error is None or (
            isinstance(error, Exception) and not isinstance(error, (IfsJournalError, OSError))
        )
        try:
            if self._wrote and in_order and self.before_close is not None and self._is_same_file():
                self.before_close(self)
        finally:
            self.close()

    def find_bundle(self, bundle_hash: str) -> str | None:
        """The body of a bundle kept under this hash."""
        found = self._one("SELECT body FROM bundle WHERE hash = ?", bundle_hash)
        return None if found is None else str(found[0])

    def begin(self, new: NewSession, *, rest: Sequence[LogItem] = (), ended: Ended | None = None) -> Head:
        """Begin a session with its bundle, its first log item and the rows that follow from it.

        With `rest` and `ended` it is kept whole, as one that is over already.
        """
        values = {
            "id": new.id,
            "script": new.script,
            "script_version": new.script_version,
            "variant": new.variant,
            "title": new.title,
            "language": new.language,
            "wording": new.wording,
            "bundle": new.bundle_hash,
            "started_at": new.started_at,
            "zone": new.zone,
            "utc_offset": new.utc_offset,
            "local_day": new.local_day,
            "updated_at": rest[-1].at if rest else new.started_at if new.first is None else new.first.at,
            "reached": new.reached,
            "parent_session": new.parent_session,
            "revision": 1 + len(rest),
        }
        with self.writing() as connection:
            connection.execute(
                "INSERT INTO bundle (hash, protocol, body) VALUES (?, ?, ?) ON CONFLICT(hash) DO NOTHING",
                (new.bundle_hash, new.bundle_protocol, new.bundle_body),
            )
            marks = ", ".join("?" * len(values))
            number = connection.execute(
                f"INSERT INTO session ({', '.join(values)}) VALUES ({marks})",
                [storable(value) for value in values.values()],
            ).lastrowid
            if new.first is not None:
                _insert_item(connection, new.id, new.first)
            for item in rest:
                _insert_item(connection, new.id, item)
            apply(connection, new.id, new.rows)
            if ended is not None:
                _end(connection, new.id, ended)
        return Head(new.id, number, 1 + len(rest))

    def append(
        self,
        session_id: str,
        revision: int,
        item: LogItem,
        change: Difference,
        *,
        clear_draft: bool = True,
        reached: str,
        ended: Ended | None = None,
    ) -> int:
        """Keep one log item and what follows from it. Gives the new revision.

        `reached` is the address that is open now; `ended` is given when this item ends the session.
        Raises Busy when the session has moved on.
        """
        with self.writing() as connection:
            new = _move_on(connection, session_id, revision, item.at, reached)
            _insert_item(connection, session_id, item)
            apply(connection, session_id, change)
            if clear_draft or ended is not None:
                connection.execute("DELETE FROM draft WHERE session_id = ?", (session_id,))
            if ended is not None:
                _end(connection, session_id, ended)
            if item.kind is Kind.OFF:
                mark(connection, rebuild=False)
        if item.kind is Kind.OFF:
            wipe(self.connection)
        return new

    def take_back(
        self,
        session_id: str,
        revision: int,
        seqs: Sequence[int],
        carry: LogItem | None,
        change: Difference,
        *,
        reached: str,
    ) -> int:
        """Remove items and what followed from them; their seqs stay used. Gives the new revision.

        `carry` is an item to keep in its place, if any. Raises Busy, or NotFound for an unknown seq.
        """
        at = _now() if carry is None else carry.at
        with self.writing() as connection:
            new = _move_on(connection, session_id, revision, at, reached)
            for seq in seqs:
                given = _remove_answer(connection, session_id, seq)
                connection.execute(
                    "INSERT INTO taken_back (session_id, revision, seq, at) VALUES (?, ?, ?, ?)",
                    (session_id, new, seq, given),
                )
            if carry is not None:
                _insert_item(connection, session_id, carry)
            apply(connection, session_id, change)
            mark(connection, rebuild=False)
        wipe(self.connection)
        return new

    def finish(self, session_id: str, revision: int, reason: str, at: str, *, ask_keep: bool = False) -> int:
        """End a session. `ask_keep` asks at the next start whether to keep it. Gives the new revision.

        An end for safety is kept as a stop, never by its own name. Raises Busy.
        """
        with self.writing() as connection:
            new = _move_on(connection, session_id, revision, at)
            _end(connection, session_id, Ended(reason, at, ask_keep))
            connection.execute("DELETE FROM draft WHERE session_id = ?", (session_id,))
        return new

    def next_seq(self, session_id: str) -> int:
        """The seq the next log item takes. One that was taken back is not used again."""
        found = self._one(
            "SELECT max(coalesce((SELECT max(seq) FROM answer WHERE session_id = ?1), 0), "
            "coalesce((SELECT max(seq) FROM taken_back WHERE session_id = ?1), 0))",
            session_id,
        )
        return 1 + int(found[0])

    def log(self, session_id: str) -> list[LogItem]:
        """The session's log as it was answered, in order of seq. Corrections are not in it."""
        with translated(self.path):
            rows = self.connection.execute(
                "SELECT seq, address, kind, value, at, prompt, quotes, private, own_words FROM answer "
                "WHERE session_id = ? ORDER BY seq",
                (session_id,),
            ).fetchall()
        return [_item(row) for row in rows]

    def save_draft(self, session_id: str, address: str, text: str, at: str) -> None:
        """Keep the text typed so far at one step, in place of an earlier draft.

        No revision is needed. Raises Busy when the session has ended or is gone.
        """
        with self.writing() as connection:
            sql = "SELECT 1 FROM session WHERE id = ? AND ended_at IS NULL"
            if connection.execute(sql, (session_id,)).fetchone() is None:
                raise Busy(_WENT_ON)
            connection.execute(
                "INSERT INTO draft (session_id, address, text, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT(session_id) DO UPDATE SET "
                "address = excluded.address, text = excluded.text, at = excluded.at",
                (session_id, address, storable(text), at),
            )

    def draft(self, session_id: str) -> tuple[str, str] | None:
        """The address and text of the draft kept for a session."""
        found = self._one("SELECT address, text FROM draft WHERE session_id = ?", session_id)
        return None if found is None else (str(found[0]), str(found[1]))

    def correct(
        self,
        session_id: str,
        revision: int,
        seq: int,
        value: Any,
        change: Difference,
        *,
        at: str,
        correction_id: str,
    ) -> int:
        """Add a dated correction of one answer, and what follows from it; the answer itself stays.

        Gives the new revision. Raises Busy, or NotFound for an unknown seq.
        """
        with self.writing() as connection:
            if _revision(connection, session_id) != revision:
                raise Busy(MOVED_ON)
            _require_answer(connection, session_id, seq)
            connection.execute("UPDATE session SET revision = revision + 1 WHERE id = ?", (session_id,))
            connection.execute(
                "INSERT INTO correction (id, session_id, answer_seq, value, at) VALUES (?, ?, ?, ?, ?)",
                (correction_id, session_id, seq, encoded(value), at),
            )
            apply(connection, session_id, change)
        return revision + 1

    def delete_session(self, session_id: str) -> bool:
        """Really remove a session, all that follows from it, and parts only it ever named.

        False when another window keeps the last traces in the file for now. Raises NotFound.
        """
        from ifs_journal.journal.remove import remove_session

        return remove_session(self, session_id)

    def wipe(self) -> bool:
        """After a removal: leave no trace of it in the file. False when another window is in the way."""
        return wipe(self.connection, patience_ms=PATIENCE_MS)

    def keep_decided(self, session_id: str) -> None:
        """The person said what becomes of a stopped entry: it is not asked again."""
        with self.writing() as connection:
            connection.execute("UPDATE session SET ask_keep = 0 WHERE id = ?", (session_id,))

    def _one(self, sql: str, *parameters: object) -> Any:
        with translated(self.path):
            return self.connection.execute(sql, parameters).fetchone()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction in the file that was opened, or nothing at all. What is written in it is durable.

        For the modules of this room that write; rows of a session go through the methods above. Raises what
        every change raises.
        """
        self._require_same_file()
        connection = self.connection
        with translated(self.path):
            try:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("PRAGMA defer_foreign_keys = ON")
                yield connection
                connection.execute("COMMIT")
                self._wrote = True
            except BaseException:
                if connection.in_transaction:
                    with suppress(Exception):
                        connection.execute("ROLLBACK")
                raise

    def _is_same_file(self) -> bool:
        try:
            return identity(self.path) == self._opened.identity
        except OSError:
            return False

    def _require_same_file(self) -> None:
        if not self._is_same_file():
            from ifs_journal.journal.swapped import refusal, rescue

            self._rescued = self._rescued or rescue(self.connection, self.path, self.key)
            raise refusal(self.path, self._rescued)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _item(row: Sequence[Any]) -> LogItem:
    seq, address, kind, value, at, prompt, quotes, private, own_words = row
    said, quoted = from_json(value), from_json(quotes)
    return LogItem(seq, address, word(Kind, kind), said, at, prompt, quoted, bool(private), bool(own_words))


def _insert_item(connection: Connection, session_id: str, item: LogItem) -> None:
    connection.execute(
        "INSERT INTO answer "
        "(id, session_id, seq, address, kind, value, at, prompt, quotes, private, own_words) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            answer_id(session_id, item.seq),
            session_id,
            item.seq,
            item.address,
            str(item.kind),
            encoded(item.value),
            item.at,
            storable(item.prompt),
            to_json(dict(item.quotes)),
            int(item.private),
            int(item.own_words),
        ),
    )


def _revision(connection: Connection, session_id: str) -> int | None:
    found = connection.execute("SELECT revision FROM session WHERE id = ?", (session_id,)).fetchone()
    return None if found is None else int(found[0])


def _move_on(
    connection: Connection, session_id: str, revision: int, at: str, reached: str | None = None
) -> int:
    """Raise an open session's revision from the one that is known, or refuse."""
    done = connection.execute(
        "UPDATE session SET revision = revision + 1, updated_at = ?, reached = coalesce(?, reached) "
        "WHERE id = ? AND revision = ? AND ended_at IS NULL",
        (at, reached, session_id, revision),
    )
    if done.rowcount != 1:
        raise Busy(_WENT_ON)
    return revision + 1


def _require_answer(connection: Connection, session_id: str, seq: int) -> str:
    """When an answer was given (UTC). Raises NotFound."""
    sql = "SELECT at FROM answer WHERE session_id = ? AND seq = ?"
    found = connection.execute(sql, (session_id, seq)).fetchone()
    if found is None:
        raise NotFound("There is no such answer in this session.")
    return str(found[0])


def _remove_answer(connection: Connection, session_id: str, seq: int) -> str:
    """Remove an answer. Gives when it was given (UTC)."""
    given = _require_answer(connection, session_id, seq)
    connection.execute("DELETE FROM answer WHERE session_id = ? AND seq = ?", (session_id, seq))
    return given


def _end(connection: Connection, session_id: str, ended: Ended) -> None:
    kept = EndReason.STOPPED if ended.reason == EndReason.SAFETY else ended.reason
    connection.execute(
        "UPDATE session SET ended_at = ?, end_reason = ?, ask_keep = ? WHERE id = ?",
        (ended.at, str(kept), int(ended.ask_keep), session_id),
    )
