"""What a period held, and change over time, as JSON has it. These keys are a contract."""

from __future__ import annotations

from typing import Any

from ifs_journal.insight.counted import Counted, Label, Period
from ifs_journal.insight.period import Review
from ifs_journal.insight.trends import Trend


def review_json(found: Review) -> dict[str, Any]:
    """A period as JSON has it. Counts of one column are objects from what was counted to how often."""
    return {
        **_period(found.period),
        "kinds": [
            {"script": label.key, "title": label.name, "sessions": counts[0]}
            for label, counts in zip(found.kinds.rows, found.kinds.counts, strict=True)
        ],
        "parts": [
            {"id": label.key, "name": label.name, "sessions": counts[0]}
            for label, counts in zip(found.parts.rows, found.parts.counts, strict=True)
        ],
        "learned": {"count": found.learned_count, "newest": [one._asdict() for one in found.learned]},
        "state_before": _column(found.states, "before"),
        "state_after": _column(found.states, "after"),
        "self_available": _only(found.available),
        "self_qualities": _only(found.qualities),
        "toward_parts": _only(found.toward),
        "opened_by": _only(found.openings),
        "room": [
            {"part": label.name, "technique": label.key, "followed": _row(found.helped, counts)}
            for label, counts in zip(found.helped.rows, found.helped.counts, strict=True)
        ],
        "promises": {
            "made": found.promises_made,
            "outcomes": _only(found.promise_outcomes),
            "newest": [one._asdict() for one in found.promises],
            "spoken_of": [one._asdict() for one in found.spoken_of],
        },
        "statements": {
            "written": _only(found.statements),
            "outcomes": _only(found.statement_outcomes),
            "looked_at": [one._asdict() for one in found.said],
        },
        "repairs": {
            "sittings": found.repair_sittings,
            "looks_back": found.repair_looks,
            "newest": [one._asdict() for one in found.repairs],
        },
        "words": [one._asdict() for one in found.words],
    }


def trends_json(found: list[Trend], period: Period | None) -> dict[str, Any]:
    """Figures as JSON has them: each with its tables, rows of counts in the order of its columns."""
    return {**_period(period), "trends": [_trend(one) for one in found]}


def _trend(one: Trend) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": one.name,
        "told": one.told,
        "tables": [_table(table) for table in one.tables],
    }
    if one.days is not None:
        shown["days"] = {day.isoformat(): often for day, often in sorted(one.days.items())}
    return shown


def _table(one: Counted) -> dict[str, Any]:
    return {
        "name": one.name,
        "part": one.whose,
        "rows_are": one.rows_are,
        "columns_are": one.columns_are,
        "rows": [_label(label) for label in one.rows],
        "columns": [label.key for label in one.columns],
        "counts": [list(counts) for counts in one.counts],
    }


def _label(label: Label) -> dict[str, Any]:
    return {"key": label.key, "name": label.name}


def _period(period: Period | None) -> dict[str, Any]:
    if period is None:
        return {"first_day": None, "last_day": None, "sessions": 0}
    return {
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "sessions": period.sessions,
    }


def _only(one: Counted) -> dict[str, int]:
    return {label.key: counts[0] for label, counts in zip(one.rows, one.counts, strict=True)}


def _column(one: Counted, wanted: str) -> dict[str, int]:
    place = [label.key for label in one.columns].index(wanted)
    found = {label.key: counts[place] for label, counts in zip(one.rows, one.counts, strict=True)}
    return {key: often for key, often in found.items() if often}


def _row(one: Counted, counts: tuple[int, ...]) -> dict[str, int]:
    return {label.key: often for label, often in zip(one.columns, counts, strict=True) if often}
