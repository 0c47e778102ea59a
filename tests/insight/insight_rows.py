"""Journals by chance: sessions of every kind with every sort of row, some of it private."""

from __future__ import annotations

import json
import random
import uuid
from datetime import date, timedelta
from typing import Any

from ifs_journal.journal.driver import Connection

TODAY = date(2026, 3, 10)
SCRIPTS = (
    "check-in",
    "check-in",
    "unblend",
    "need-map",
    "vulnerable",
    "together",
    "own-tender",
    "own-shared",
)
BUNDLES = {
    "own-tender": '{"steps":[{"gate":"vulnerable","id":"today"}]}',
    "own-shared": '{"shared":true}',
}
STATES = (
    ("settled", 2),
    ("stirred", 4),
    ("a_lot", 6),
    ("far_away", 7),
    ("not_sure", None),
    (None, 3),
    (None, None),
)
TECHNIQUES = ("asking", "move", "a_hand", None)
CLOSE = (None, "i_am_it", "against_me", "i_can_see_it")


class ChanceRows:
    """Fills a journal. Every row belongs to an answer of its own, which may be private."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.connection = connection
        self.chance = random.Random(seed)
        self.seq: dict[str, int] = {}
        for name, body in {"plain": "{}", **BUNDLES}.items():
            connection.execute("INSERT INTO bundle VALUES (?, 1, ?)", (name, body))
        self.parts = [self.part(name) for name in ("Critic", "Planner", "Small one", "Critic again")]
        self.people = [self.insert("person", name=name, name_key=name, created_at=at(TODAY)) for name in "ab"]
        self.maps: list[str] = []
        self.promises: list[str] = []
        self.sentences: list[str] = []
        self.ruptures: list[str] = []

    def id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def insert(self, table: str, **values: Any) -> str:
        made = {"id": self.id(), **values}
        marks = ", ".join("?" * len(made))
        columns = ", ".join(made)
        self.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(made.values()))
        return str(made["id"])

    def part(self, name: str) -> str:
        return self.insert("part", name=name, name_key=name.casefold(), created_at=at(TODAY))

    def fill(self, sessions: int) -> None:
        if self.chance.random() < 0.5:
            self.insert("tidying", part_id=self.parts[3], other_id=self.parts[0], kind="merged", at=at(TODAY))
        for _ in range(sessions):
            self.session()

    def session(self) -> None:
        chance = self.chance
        day = TODAY - timedelta(days=chance.randrange(150))
        script = chance.choice(SCRIPTS)
        (before_word, before), (after_word, after) = chance.choice(STATES), chance.choice(STATES)
        session = self.insert(
            "session",
            script=script,
            script_version=1,
            title=script.title(),
            language="en",
            wording="ifs",
            bundle=script if script in BUNDLES else "plain",
            started_at=at(day),
            zone="Etc/UTC",
            utc_offset=0,
            local_day=day.isoformat(),
            updated_at=at(day),
            reached="x",
            state_before=before,
            state_before_word=before_word,
            state_after=after,
            state_after_word=after_word,
            highest_state=max((one for one in (before, after) if one is not None), default=None),
        )
        self.row("measure", session, day, name="state_arriving", value=before_word, number_value=before)
        self.row("measure", session, day, name="state_leaving", value=after_word, number_value=after)
        for _ in range(chance.randrange(7)):
            chance.choice(
                (self.presence, self.fact, self.trust, self.measure, self.visit, self.attempt, self.promise,
                 self.kept, self.sentence, self.said, self.map, self.later, self.rupture, self.after)
            )(session, day)  # fmt: skip
        if chance.random() < 0.1:
            self.mark("session", session, day)
        if script in ("vulnerable", "own-tender"):
            self.row("contact", session, day, part_id=self.parts[2], notices="a tender word")

    def row(self, table: str, session: str, day: date, **values: Any) -> str:
        seq = self.seq[session] = self.seq.get(session, 0) + 1
        answer = self.insert(
            "answer",
            session_id=session,
            seq=seq,
            address=f"x/step:{seq}",
            kind="answer",
            value="1",
            at=at(day, seq),
            quotes="{}",
            private=int(self.chance.random() < 0.2),
        )
        if self.chance.random() < 0.1:
            self.mark("answer", answer, day)
        stamp = {} if table == "session_part" else {"at": at(day, seq)}
        return self.insert(table, session_id=session, answer_seq=seq, **stamp, **values)

    def mark(self, subject: str, of: str, day: date) -> None:
        how = self.chance.choice(("private", "private", "shareable"))
        self.connection.execute("INSERT INTO mark VALUES (?, ?, ?, ?)", (subject, of, how, at(day)))

    def presence(self, session: str, day: date) -> None:
        which = self.chance.choice(self.parts)
        self.row("session_part", session, day, part_id=which, place="present", seen_at=at(day))

    def fact(self, session: str, day: date) -> None:
        field = self.chance.choice(("message", "fears", "job", "appreciation"))
        which = self.chance.choice(self.parts)
        self.row("part_fact", session, day, part_id=which, field=field, value=field, said_by="part")

    def trust(self, session: str, day: date) -> None:
        level = self.chance.randrange(11)
        which = self.chance.choice(self.parts)
        self.row("part_fact", session, day, part_id=which, field="trust", number_value=level, said_by="user")

    def measure(self, session: str, day: date) -> None:
        name, value = self.chance.choice(
            (("thriving", "both"), ("self_available", "some"), ("managing", "at_ease"), ("quality", "calm"))
        )
        if name == "quality":
            self.row("self_moment", session, day, quality=self.chance.choice(("calm", "clarity")))
        else:
            self.row("measure", session, day, name=name, value=value)

    def visit(self, session: str, day: date) -> None:
        """Looks at the gate, and what was done in between."""
        which, target = self.chance.choice(self.parts), self.chance.randrange(2)
        for loop in range(1, self.chance.randrange(2, 5)):
            found = self.chance.choice(("open", "reacting", "nothing"))
            values = {"gate": "feel_toward", "target_no": target, "part_id": which, "loop_no": loop}
            self.row("gate_check", session, day, **values, **{"class": found})
            if self.chance.random() < 0.5:
                outcome = self.chance.choice(("stepped_back", "became_target", "accompanied", "refused"))
                self.row("concern", session, day, target_no=target, outcome=outcome, worry="a worry")

    def attempt(self, session: str, day: date) -> None:
        self.row(
            "unblend_attempt",
            session,
            day,
            part_id=self.chance.choice(self.parts),
            technique=self.chance.choice(TECHNIQUES),
            response=self.chance.choice((None, "eased", "stayed")),
            blend_before=self.chance.choice(CLOSE),
            blend_after=self.chance.choice(CLOSE),
        )

    def promise(self, session: str, day: date) -> None:
        which = self.chance.choice(self.parts)
        self.promises.append(self.row("agreement", session, day, part_id=which, text="promised"))

    def kept(self, session: str, day: date) -> None:
        if self.promises:
            kept = self.chance.choice(("kept", "not_yet", "renegotiated"))
            self.row(
                "agreement_outcome", session, day, agreement_id=self.chance.choice(self.promises), kept=kept
            )

    def sentence(self, session: str, day: date) -> None:
        kind = self.chance.choice(("need", "limit"))
        self.sentences.append(self.row("statement", session, day, kind=kind, body="written"))

    def said(self, session: str, day: date) -> None:
        if self.sentences:
            self.row(
                "statement_outcome",
                session,
                day,
                statement_id=self.chance.choice(self.sentences),
                delivered=self.chance.choice(("yes", "not_yet")),
                how_it_went="it went",
            )

    def map(self, session: str, day: date) -> None:
        strategy = self.chance.choice(("analysis", "withdrawal", None))
        relief = self.chance.choice((None, 2, 8))
        self.maps.append(self.row("need_map", session, day, strategy=strategy, relief_now=relief))

    def later(self, session: str, day: date) -> None:
        if self.maps:
            which = self.chance.choice(self.maps)
            self.row(
                "need_map_later", session, day, need_map_id=which, relief=self.chance.choice((None, 1, 9))
            )

    def rupture(self, session: str, day: date) -> None:
        who = self.chance.choice(self.people)
        moves = json.dumps(["hid"])
        self.ruptures.append(self.row("rupture", session, day, person_id=who, kind="silence", moves=moves))

    def after(self, session: str, day: date) -> None:
        if self.ruptures:
            which = self.chance.choice(self.ruptures)
            self.row("repair_after", session, day, rupture_id=which, happened="yes", closer="nearer")


def at(day: date, minute: int = 0) -> str:
    """A time on a day, UTC."""
    return f"{day.isoformat()}T{12 + minute // 60:02}:{minute % 60:02}:00+00:00"
