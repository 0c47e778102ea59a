"""Rows that wait, put straight into a journal: sentences, promises, trailheads, and sessions around them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from ifs_journal.journal.driver import Connection


class WaitingRows:
    """Puts rows into an open journal. Days are counted back from `today`; times are noon, UTC."""

    def __init__(self, connection: Connection, today: date) -> None:
        """Begin with the bundle every session points to."""
        self.connection = connection
        self.today = today
        connection.execute("INSERT OR IGNORE INTO bundle VALUES ('b1', 1, '{}')")

    def day(self, ago: int) -> str:
        """The day that many days ago."""
        return self.day_before(self.today, ago)

    @staticmethod
    def day_before(today: date, ago: int) -> str:
        """The day that many days before `today`."""
        return (today - timedelta(days=ago)).isoformat()

    def session(self, ago: int = 0, *, paused: bool = False, **more: Any) -> str:
        """A session of that day. Gives its id."""
        at = self._at(ago)
        ended = {} if paused else {"ended_at": at, "end_reason": "complete"}
        values = {
            "script": "check-in",
            "script_version": 1,
            "title": "Check-in",
            "language": "en",
            "wording": "ifs",
            "bundle": "b1",
            "started_at": at,
            "zone": "Etc/UTC",
            "utc_offset": 0,
            "local_day": self.day(ago),
            "updated_at": at,
            "reached": "check-in/step:1",
            **ended,
        }
        return self._insert("session", {**values, **more})

    def part(self, name: str) -> str:
        """A part. Gives its id."""
        return self._insert("part", {"name": name, "name_key": name.casefold(), "created_at": self._at(0)})

    def person(self, name: str) -> str:
        """A person. Gives the id."""
        return self._insert("person", {"name": name, "name_key": name.casefold(), "created_at": self._at(0)})

    def statement(self, saved: int, look_again: int | None, body: str = "Part of me…", **more: Any) -> str:
        """A sentence saved and to be looked at again so many days ago. Gives its id."""
        day = None if look_again is None else self.day(look_again)
        values = {"kind": "speak_for", "body": body, "look_again": day}
        return self._of_session("statement", saved, {**values, **more})

    def outcome(self, statement_id: str, ago: int, delivered: str) -> str:
        """What became of a sentence, told on that day."""
        return self._of_session(
            "statement_outcome", ago, {"statement_id": statement_id, "delivered": delivered}
        )

    def agreement(self, made: int, due: int | None, text: str = "a walk", **more: Any) -> str:
        """A promise made and due so many days ago."""
        day = None if due is None else self.day(due)
        return self._of_session("agreement", made, {"text": text, "due": day, **more})

    def kept(self, agreement_id: str, ago: int, kept: str) -> str:
        """What became of a promise, told on that day."""
        return self.of("agreement_outcome", ago, agreement_id=agreement_id, kept=kept)

    def of(self, table: str, ago: int, **values: Any) -> str:
        """A row of one of the deeper sessions, of that day."""
        return self._of_session(table, ago, values)

    def trailhead(self, ago: int, *, parked: bool = True, **more: Any) -> str:
        """Something noticed on that day."""
        return self._of_session("trailhead", ago, {"parked": int(parked), **more})

    def visit(self, trailhead_id: str, ago: int) -> str:
        """Coming back to it on that day."""
        return self._of_session("trailhead_visit", ago, {"trailhead_id": trailhead_id})

    def _of_session(self, table: str, ago: int, values: dict[str, Any]) -> str:
        session_id = values.pop("session_id", None) or self.session(ago, script="find-part")
        return self._insert(table, {"session_id": session_id, "answer_seq": 1, "at": self._at(ago), **values})

    def _insert(self, table: str, values: dict[str, Any]) -> str:
        whole = {"id": str(uuid.uuid4()), **values}
        marks = ", ".join("?" * len(whole))
        self.connection.execute(
            f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({marks})", list(whole.values())
        )
        return str(whole["id"])

    def _at(self, ago: int) -> str:
        return f"{self.day(ago)}T12:00:00.000+00:00"
