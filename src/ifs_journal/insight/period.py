"""What a period held, for the page that looks back on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ifs_journal.insight.counted import Counted, Label, Period, counted, one_column
from ifs_journal.insight.trends import AVAILABLE, FOLLOWED, STATES
from ifs_journal.journal import read_period as read
from ifs_journal.journal.read_seen import Bucket, Seen

MOST_LINES = 12
"""How many of each kind are told in words."""
MOST_WORDS = 7
"""How many of the person's own words are shown."""
KEPT = ("kept", "partly", "not_yet", "renegotiated", "let_go")
DELIVERED = ("yes", "not_yet", "no")
TOWARD = ("open", "reacting", "inside_it", "nothing", "too_much")


class Review(NamedTuple):
    """All of it. Each is empty where there was nothing; lists hold the newest, the newest first."""

    period: Period
    kinds: Counted
    parts: Counted
    learned_count: int
    learned: list[read.Learned]
    states: Counted
    available: Counted
    qualities: Counted
    toward: Counted
    openings: Counted
    helped: Counted
    promises_made: int
    promise_outcomes: Counted
    promises: list[read.PromiseMade]
    spoken_of: list[read.PromiseMade]
    statements: Counted
    statement_outcomes: Counted
    said: list[read.Said]
    repair_sittings: int
    repair_looks: int
    repairs: list[read.Turned]
    words: list[read.Words]


def review(seen: Seen, period: Period) -> Review:
    """What the fitting sessions held."""
    sittings, looks = read.repair_counts(seen)
    return Review(
        period=period,
        kinds=_kinds(seen),
        parts=_parts(seen),
        learned_count=read.learned_count(seen),
        learned=read.learned(seen, MOST_LINES),
        states=_states(seen),
        available=one_column(
            "self_available", "answer", _all(seen.measures("self_available", Bucket.YEAR)), order=AVAILABLE
        ),
        qualities=one_column("qualities", "quality", _all(seen.qualities(Bucket.YEAR))),
        toward=one_column("toward", "toward", read.gate_looks(seen), column="times", order=TOWARD),
        openings=one_column("openings", "opened_by", read.openings(seen), column="visits"),
        helped=_helped(seen),
        promises_made=read.promises_made(seen),
        promise_outcomes=one_column(
            "promise_outcomes", "kept", read.promise_outcomes(seen), column="times", order=KEPT
        ),
        promises=read.promises(seen, MOST_LINES),
        spoken_of=read.promises_spoken_of(seen, MOST_LINES),
        statements=one_column("statements", "statement_kind", read.statements_written(seen), column="times"),
        statement_outcomes=one_column(
            "statement_outcomes", "delivered", read.statement_outcomes(seen), column="times", order=DELIVERED
        ),
        said=read.statements_said(seen, MOST_LINES),
        repair_sittings=sittings,
        repair_looks=looks,
        repairs=read.repairs(seen, MOST_LINES),
        words=read.words(seen, MOST_WORDS),
    )


def _all(found: Iterable[tuple[str, str, int]]) -> Iterable[tuple[str, int]]:
    return ((key, often) for key, _, often in found)


def _kinds(seen: Seen) -> Counted:
    found = list(read.kinds(seen))
    names = {script: title for script, title, _ in found}
    return one_column("kinds", "script", ((script, often) for script, _, often in found), names=names)


def _parts(seen: Seen) -> Counted:
    found = list(seen.part_sessions())
    return one_column("parts", "part", found, names=seen.names([key for key, _ in found]))


def _states(seen: Seen) -> Counted:
    found = [
        (key, when, often) for when in ("before", "after") for key, _, often in seen.states(when, Bucket.YEAR)
    ]
    columns = (Label("before"), Label("after"))
    return counted("states", "state", "when", found, columns=columns, order=STATES)


def _helped(seen: Seen) -> Counted:
    """A row for each part and way: its key is the way, its name the part."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for part, technique, what, often in read.helped(seen):
        mine = sums.setdefault((part, technique), {})
        mine[what] = mine.get(what, 0) + often
    columns = tuple(Label(key) for key in FOLLOWED if any(key in mine for mine in sums.values()))
    return Counted(
        "helped",
        "part_and_technique",
        "followed",
        tuple(Label(technique, part) for part, technique in sums),
        columns,
        tuple(tuple(mine.get(one.key, 0) for one in columns) for mine in sums.values()),
    )
