"""Invented sessions of an invented person, the same for the same seed.

Every session is walked by the guide itself and projected by its own projection; only the writing
differs from a real evening: a session's rows are projected once, at its end, and go into the journal
in bulk. What then lies there is, row for row, what answering one by one would have left (a test
compares the two), so nothing is copied from templates and nothing has to be keyed anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ifs_journal.demo.person import id_of
from ifs_journal.demo.walking import Unwritten
from ifs_journal.guide.fit import misfit
from ifs_journal.guide.projection import project
from ifs_journal.guide.question import Question
from ifs_journal.journal.bulk import filling
from ifs_journal.journal.change import apply
from ifs_journal.journal.journal import Journal, _end, _insert_item
from ifs_journal.journal.remarks import add_note, add_tags
from ifs_journal.journal.shapes import Ended, Head, NewSession
from ifs_journal.script.bundle import Bundle, bundle_of
from ifs_journal.session.live import Live
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import JournalKeeper, NoTrace
from ifs_journal.terms import GUIDE_PROTOCOL, Difference, Kind, LogItem, StepType, Wording, name_key

ZONE = "Europe/Vienna"
YEARS = 6
MOST_ANSWERS = 200
BATCH = 1000
SYLLABLES = [consonant + vowel for consonant in "bdklmnrst" for vowel in "aeo"]

NAMES = (
    "the planner",
    "a quiet one",
    "the critic",
    "the one who hurries",
    "the caretaker",
    "the joker",
    "the sleepless one",
    "a grey weight",
    "the good student",
    "the doorkeeper",
    "a small one",
    "the scroller",
    "the one who leaves early",
    "the peacemaker",
    "the counter",
    "a knot in the chest",
    "the rehearser",
    "the stubborn one",
    "the watcher",
    "the one who says yes",
    "a foggy one",
    "the driver",
    "the gardener",
    "the one with the lists",
)
OPENINGS = (
    "There is too much to hold",
    "It would like to be asked first",
    "Nobody noticed how long the day was",
    "The message is still not answered",
    "It keeps the evening free for once",
    "It fears that everything stops if it rests",
    "The talk with the team went another way",
    "It remembers the old kitchen",
)
MIDDLES = (
    "and it would rather be early than sorry",
    "because last spring it went wrong",
    "while the tea went cold beside the window",
    "although nothing was said aloud",
    "so it checked the door one more time",
    "and the shoulders went up by themselves",
)
ENDINGS = (
    "until Thursday.",
    "and then it grew a little quieter.",
    "as long as somebody stays near.",
    "before the train comes.",
    "and a short walk did some good.",
    "which is more than last week.",
)
RARE = "lighthouse"
"""Stands in one sentence of a hundred, so in less than one answer of a hundred."""
COMMON = "evening"
"""Stands in one sentence of eight."""
LIKELY = {
    "safe": 1000,
    "open": 30,
    "i_can_see_it": 6,
    "eased": 6,
    "a_little": 5,
    "gives_room": 6,
    "stayed": 1,
    "dont_know": 1,
}
"""How likely an option is beside one that stands at 2; nobody here is unsafe."""
NEVER = frozenset({"not_sure", "not_safe", "unsafe"})
PEOPLE = ("Sam", "Ada", "Mother", "Jonas", "Mira", "the neighbour", "Lena", "Uncle Theo")
TAGS = ("work", "sleep", "family", "the move", "body", "talk", "spring", "therapy", "friends", "quiet")
SCRIPTS = {"check-in": 80, "unblend": 12, "find-part": 3, "speak-for": 4, "write": 1}
"""Which sessions there are, and how often among a hundred."""
TAGGED, NOTED = 0.1, 0.05
"""How many sessions get a tag, and a note."""
STATES = ("settled", "settled", "settled", "stirred", "stirred", "stirred", 3, 5)


@dataclass
class Person:
    """Whose journal it is: a zone, parts met so far, and one stream of chance."""

    seed: int
    chance: random.Random = field(init=False)
    zone: tzinfo = field(init=False)
    met: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.zone = ZoneInfo(ZONE)

    def new_id(self, at: datetime) -> str:
        """A UUIDv7 of a moment, out of the stream."""
        return id_of(at, self.chance.getrandbits(80))

    def bundle(self, script: str) -> Bundle:
        """A script's bundle, read once."""
        if script not in self.bundles:
            self.bundles[script] = bundle_of(script)
        return self.bundles[script]

    def name(self) -> str:
        """A name: one of the usual ones, or now and then one that was never there before."""
        if self.chance.random() < 0.002:
            return "the one called " + "".join(self.chance.choices(SYLLABLES, k=3))
        return NAMES[min(int(self.chance.expovariate(0.18)), len(NAMES) - 1)]

    def sentence(self) -> str:
        """A plausible sentence, now and then with a rare word, or one that hardly ever comes again."""
        chance = self.chance
        rare = f" ({''.join(chance.choices(SYLLABLES, k=4))})" if chance.random() < 0.01 else ""
        rare += f" like a {RARE}" if chance.random() < 0.01 else ""
        return f"{chance.choice(OPENINGS)} {chance.choice(MIDDLES)}{rare} {chance.choice(ENDINGS)}"


@dataclass
class Ticking:
    """Time inside one session: a few seconds pass with each look at the clock."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=7)
        return self.now


def part(person: Person, at: datetime) -> dict[str, Any]:
    """A part as an answer holds it, new where its name was never given before."""
    name = person.name()
    known = person.met.get(name_key(name))
    if known is not None:
        return {"id": known, "name": name}
    made = person.new_id(at)
    person.met[name_key(name)] = made
    return {"id": made, "name": name, "new": True}


def answer(person: Person, question: Question, at: datetime) -> tuple[Kind, Any]:
    """What this person answers. Raises ValueError where the answer would not fit."""
    chance = person.chance
    if question.optional and question.type is not StepType.SETTLE and chance.random() < 0.2:
        return Kind.SKIP, None
    if question.may_be_off and chance.random() < 0.02:
        return Kind.OFF, None
    value = _value(person, question, at)
    wrong = misfit(question, value)
    if wrong is not None:
        raise ValueError(f"{question.address}: {wrong}")
    return Kind.ANSWER, value


def someone(person: Person, at: datetime) -> dict[str, Any]:
    """A person as an answer holds them, new where they were never named before."""
    name = person.chance.choice(PEOPLE)
    if name in person.known:
        return {"id": person.known[name], "name": name}
    person.known[name] = person.new_id(at)
    return {"id": person.known[name], "name": name, "new": True}


def _value(person: Person, question: Question, at: datetime) -> Any:
    chance = person.chance
    offered = [one.value for one in question.options]
    match question.type:
        case StepType.SETTLE | StepType.SAY:
            return None
        case StepType.STATE:
            return chance.choice(STATES)
        case StepType.SCALE:
            return chance.randint(1, 9)
        case StepType.PART:
            return part(person, at)
        case StepType.PERSON:
            return someone(person, at)
        case StepType.PARTS:
            found = [part(person, at) for _ in range(chance.randint(1, 3))]
            return list({one["id"]: one for one in reversed(found)}.values())[::-1]
        case StepType.CHOICE | StepType.CHOICES:
            kind = [one for one in offered if one not in NEVER] or offered
            picked = chance.choices(kind, [LIKELY.get(one, 2) for one in kind])[0]
            return picked if question.type is StepType.CHOICE else [picked]
        case StepType.YES_NO_UNSURE:
            return chance.choice(("yes", "yes", "no", "unsure"))
        case StepType.CONFIRM:
            return True
        case StepType.DATE:
            return (at + timedelta(days=chance.randint(1, 9))).date().isoformat()
        case StepType.DRAFT:
            return question.draft or person.sentence()
    return person.sentence()


@dataclass(frozen=True)
class Beginning:
    """A session about to be answered."""

    new: NewSession
    bundle: Bundle
    clock: Clock


def beginnings(person: Person, count: int) -> Iterator[Beginning]:
    """`count` sessions spread over the years, mornings and evenings, the oldest first."""
    start = datetime(2020, 1, 2, 6, 0, tzinfo=UTC)
    apart = timedelta(days=365 * YEARS) / max(count, 1)
    for number in range(count):
        at = start + apart * number + timedelta(milliseconds=person.chance.randint(0, 900))
        script = person.chance.choices(list(SCRIPTS), list(SCRIPTS.values()))[0]
        yield _beginning(person, script, at)


def _beginning(person: Person, script: str, at: datetime) -> Beginning:
    bundle = person.bundle(script)
    root = bundle.script(script)
    clock = Clock(tick=Ticking(at), zone=lambda: (ZONE, person.zone))
    first = LogItem(
        1,
        bundle.root,
        Kind.COMMAND,
        {"command": "start", "variant": None, "known": {}},
        at.isoformat(timespec="milliseconds"),
    )
    local = at.astimezone(person.zone)
    offset = local.utcoffset() or timedelta()
    new = NewSession(
        id=person.new_id(at),
        script=script,
        script_version=root.version,
        title=root.title,
        language=bundle.language,
        wording=str(Wording.IFS),
        bundle_hash=bundle.hash,
        bundle_protocol=GUIDE_PROTOCOL,
        bundle_body=bundle.body,
        started_at=first.at,
        zone=ZONE,
        utc_offset=int(offset.total_seconds() // 60),
        local_day=local.date().isoformat(),
        reached=script,
        first=first,
    )
    return Beginning(new, bundle, clock)


def live_through(person: Person, live: Live) -> None:
    """Answer everything to the end. Raises ValueError if there is none in sight."""
    for _ in range(MOST_ANSWERS):
        question = live.walk.question
        if question is None or live.walk.end is not None:
            return
        live.answer(question, *answer(person, question, live.clock.now()))
    raise ValueError(f"{live.bundle.root} has no end")


def remark(journal: Journal, person: Person, new: NewSession) -> None:
    """Now and then a tag on the session that is over, and a note: on it, on a part, or by itself."""
    chance = person.chance
    at = datetime.fromisoformat(new.started_at) + timedelta(hours=1)
    stamp = at.isoformat(timespec="milliseconds")
    if chance.random() < TAGGED:
        tags = [(person.new_id(at), tag) for tag in chance.sample(TAGS, chance.randint(1, 2))]
        add_tags(journal, new.id, tags, at=stamp)
    if chance.random() < NOTED:
        part_id = chance.choice(list(person.met.values())) if person.met and chance.random() < 0.2 else None
        session_id = new.id if part_id is None and chance.random() < 0.8 else None
        add_note(
            journal,
            person.sentence(),
            note_id=person.new_id(at),
            at=stamp,
            local_day=new.local_day,
            session_id=session_id,
            part_id=part_id,
        )


def write_one_by_one(journal: Journal, person: Person, count: int, kind: type[Live] = Live) -> None:
    """Sessions as they come into being every day: each answer with its projection, durable."""
    for one in beginnings(person, count):
        head = journal.begin(one.new)
        keeper = JournalKeeper(journal, head)
        live_through(person, _live(kind, one, keeper, head))
        remark(journal, person, one.new)


def write_in_bulk(journal: Journal, person: Person, count: int) -> Iterator[int]:
    """The same sessions, each written whole. Gives each one's place in the order before it is written."""
    for place, one in enumerate(beginnings(person, count)):
        yield place
        keeper = NoTrace()
        keeper.append(one.new.first or _nothing(), Difference(), reached="", ended=None)
        live = _live(Unwritten, one, keeper, None)
        live_through(person, live)
        _keep_whole(journal, one.new, live)
        remark(journal, person, one.new)


def _nothing() -> LogItem:
    raise ValueError("a session begins with an item")


def _live(kind: type[Live], one: Beginning, keeper: Any, head: Head | None) -> Live:
    log = [one.new.first or _nothing()]
    number = None if head is None else head.number
    return kind(one.new.id, number, one.bundle, Wording.IFS, one.clock, keeper, log=log)


def _keep_whole(journal: Journal, new: NewSession, live: Live) -> None:
    rows = project(live.walk, live.id)
    last = live.log[-1]
    reached = live.walk.asked[-1].address if live.walk.asked else live.bundle.root
    journal.begin(replace(new, rows=Difference()))
    with journal.writing() as connection:
        for item in live.log[1:]:
            _insert_item(connection, live.id, item)
        apply(connection, live.id, Difference(put=rows))
        connection.execute(
            "UPDATE session SET revision = ?, updated_at = ?, reached = ? WHERE id = ?",
            (len(live.log), last.at, reached, live.id),
        )
        _end(connection, live.id, Ended(str(live.walk.end), last.at))


def make_journal(path: Path, count: int, seed: int = 1) -> None:
    """A new unencrypted journal with `count` sessions. Raises CannotWrite when something is there.

    A run that was ended leaves no half journal to be measured.
    """
    with filling(path) as journal:
        for place in write_in_bulk(journal, Person(seed), count):
            if place and place % BATCH == 0:
                journal.next_batch()
