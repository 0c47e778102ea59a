"""Beginning a session, and taking one up again under its own words and today's care."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ifs_journal.errors import BadData, IfsJournalError
from ifs_journal.guide.quoting import UNSAID
from ifs_journal.guide.standing import DoesNotFit
from ifs_journal.guide.walk import walk
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_earlier import JOURNAL
from ifs_journal.journal.shapes import Ended, Head, NewSession
from ifs_journal.script.bundle import Bundle, bundle_of, load_bundle
from ifs_journal.script.library import LANGUAGE, find_source
from ifs_journal.script.parsing import parse
from ifs_journal.session.earlier import Earlier, facts_now, known_now, known_then, start_value
from ifs_journal.session.keepers import JournalKeeper, NoTrace
from ifs_journal.session.live import Live, moment_of
from ifs_journal.session.moment import Clock, new_id
from ifs_journal.session.settings import own_scripts
from ifs_journal.session.small import small_session
from ifs_journal.terms import (
    GUIDE_PROTOCOL,
    Difference,
    EndReason,
    Kind,
    LogItem,
    Wording,
)

if TYPE_CHECKING:
    from ifs_journal.journal.reads import SessionSummary
    from ifs_journal.script.model import Script

LONG_AWAY = timedelta(minutes=30)
"""After this long, or on another day, a session first asks how the person is."""
LITTLE = timedelta(minutes=1)
"""Clocks are put right by this much without anybody noticing."""


def begin(
    journal: Journal,
    script: str,
    *,
    variant: str | None,
    wording: Wording,
    clock: Clock,
    own: Path | None = None,
    language: str = LANGUAGE,
    promise: str | None = None,
) -> Live:
    """Begin a session of a script; `promise` is the id of the one promise it is to be about.

    Raises NotFound, ScriptInvalid, and what the journal raises.
    """
    bundle = bundle_of(script, own=own, language=language)
    root = bundle.script(script, variant)
    earlier = known_now(journal, root, variant, clock, promise)
    session_id = new_id()
    first = _first(bundle, variant, earlier, clock, facts_now(journal, root, clock))
    head = journal.begin(new_session(session_id, bundle, variant, wording, clock, first))
    keeper = JournalKeeper(journal, head)
    texts = dict(earlier.texts)
    return Live(session_id, head.number, bundle, wording, clock, keeper, known=texts, log=[first])


def begin_unkept(
    script: str,
    *,
    variant: str | None,
    wording: Wording,
    clock: Clock,
    journal_there: bool,
    own: Path | None = None,
    language: str = LANGUAGE,
) -> Live:
    """Begin a session of which nothing is kept, unless that is asked for at its end. Needs no journal.

    Raises NotFound, ScriptInvalid.
    """
    bundle = bundle_of(script, own=own, language=language)
    known = {JOURNAL: JOURNAL} if journal_there else {}
    earlier = Earlier(known, known)
    first = _first(bundle, variant, earlier, clock)
    texts = dict(earlier.texts)
    return Live(new_id(), None, bundle, wording, clock, NoTrace(first.seq + 1), known=texts, log=[first])


def keeps(live: Live) -> bool:
    """Whether a session of which nothing is kept was to be kept after all."""
    slot = live.bundle.script(live.bundle.root).keep or ""
    found = live.walk.session_slots.get(slot.removeprefix("session."))
    return live.walk.end is EndReason.COMPLETE and found is not None and found.value == "keep"


def keep_whole(journal: Journal, live: Live) -> int:
    """Keep a session that was lived through without a journal, in one transaction. Gives its number.

    Raises what the journal raises.
    """
    first, *rest = live.log
    new = new_session(live.id, live.bundle, first.value["variant"], live.wording, live.clock, first)
    last = live.log[-1]
    ended = Ended(str(live.walk.end), last.at)
    return journal.begin(replace(new, rows=Difference(put=live.rows)), rest=rest, ended=ended).number


def _first(
    bundle: Bundle,
    variant: str | None,
    earlier: Earlier,
    clock: Clock,
    facts: Mapping[str, bool] | None = None,
) -> LogItem:
    value = start_value(variant, earlier, clock.today().isoformat(), facts)
    return LogItem(1, bundle.root, Kind.COMMAND, value, clock.stamp())


def new_session(
    session_id: str,
    bundle: Bundle,
    variant: str | None,
    wording: Wording,
    clock: Clock,
    first: LogItem,
) -> NewSession:
    """What the journal begins a session with."""
    root = bundle.script(bundle.root, variant)
    moment = moment_of(first.at)
    return NewSession(
        id=session_id,
        script=root.id,
        script_version=root.version,
        title=root.title,
        language=bundle.language,
        wording=str(wording),
        bundle_hash=bundle.hash,
        bundle_protocol=GUIDE_PROTOCOL,
        bundle_body=bundle.body,
        started_at=first.at,
        zone=clock.zone_name(),
        utc_offset=clock.offset_minutes(),
        local_day=clock.day_of(moment).isoformat(),
        reached=root.id,
        variant=variant,
        first=first,
    )


def take_up(journal: Journal, summary: SessionSummary, clock: Clock, wording: Wording | None) -> Live:
    """A paused session as it was left, under the words it began with.

    Raises BadData when it does not fit any more; the session is then a readable partial entry.
    """
    try:
        live = stand(journal, summary, clock, wording)
    except DoesNotFit as problem:
        journal.finish(summary.id, summary.revision, EndReason.PARTIAL, clock.stamp())
        raise BadData(
            f"Session #{summary.number} cannot be gone on with: it was begun under other rules. Everything "
            f"answered is kept: ifs show {summary.number}. To begin anew: ifs {summary.script}"
        ) from (problem if problem.__cause__ is None else None)
    if live.walk.end is not None:
        journal.finish(summary.id, summary.revision, live.walk.end, clock.stamp())
    return live


def stand(
    journal: Journal,
    summary: SessionSummary,
    clock: Clock,
    wording: Wording | None = None,
    *,
    bundles: Callable[[str], Bundle] = load_bundle,
) -> Live:
    """A kept session, paused or finished, where its log leads. Writes nothing.

    `bundles` reads a bundle from its text; whoever walks many sessions remembers those it has read.
    Raises DoesNotFit when the log can't be walked: other rules, or an answer its way needed was removed.
    """
    from ifs_journal.journal.reads import corrections

    log = journal.log(summary.id)
    try:
        if summary.protocol != GUIDE_PROTOCOL:
            raise DoesNotFit("the guide's rules have changed")
        bundle = bundles(journal.find_bundle(summary.bundle) or "")
        known = _known(bundle, log, known_then(journal, log))
    except (IfsJournalError, TypeError, ValueError, KeyError, IndexError) as problem:
        raise DoesNotFit("the log does not fit") from problem
    return Live(
        summary.id,
        summary.number,
        bundle,
        wording or Wording(summary.wording),
        clock,
        JournalKeeper(journal, Head(summary.id, summary.number, summary.revision)),
        known=known,
        log=log,
        corrections=corrections(journal, summary.id),
    )


def _known(bundle: Bundle, log: list[LogItem], texts: Mapping[str, str | None]) -> dict[str, str]:
    """The texts under which a log leads where it led. Raises DoesNotFit when there are none.

    Walked here, so that nothing is half done when an item does not fit. What is gone is not asked about,
    unless the session did so already: then "…" stands in its place.
    """
    there = {name: text for name, text in texts.items() if text is not None}
    try:
        walk(bundle, log, there)
    except DoesNotFit:
        there = {name: UNSAID if text is None else text for name, text in texts.items()}
        walk(bundle, log, there)
    return there


def asks_state_first(live: Live) -> bool:
    """Whether so much time has passed that the person is first asked how they are.

    Somebody who was asked, and did not go on then, is asked again however soon.
    """
    if not live.log or live.walk.end is not None:
        return False
    latest = live.log[-1]
    if latest.kind is Kind.RESUMED and latest.value.get("goes_on") is False:
        return True
    last = moment_of(latest.at)
    now = live.clock.now()
    # A clock that was set back cannot tell how long it has been.
    soon = -LITTLE <= now - last <= LONG_AWAY
    return not soon or live.clock.day_of(last) != live.clock.day_of(now)


def state_check(live: Live) -> Live:
    """A small session without a trace that asks how somebody is who comes back, by today's rules."""
    root = _as_it_is_today(live.bundle)
    table: dict[str, Any] = {
        "id": "returning",
        "version": 1,
        "title": root.title,
        "purpose": root.purpose,
        "minutes": root.minutes,
        "state_at_most": root.state_at_most,
        "step": [{"id": "now", "gate": "state", "words": "returning", "open": "end", "closed": "not-today"}],
    }
    steadying = bundle_of("grounding", language=live.bundle.language)
    bundle = replace(steadying, root="returning", tables={"returning": table, **steadying.tables})
    return small_session(live, bundle)


def _as_it_is_today(bundle: Bundle) -> Script:
    """The session's script with today's rules for going on; its own, if there is none any more."""
    try:
        return parse(find_source(bundle.root, own_scripts(), bundle.language))
    except IfsJournalError:
        return bundle.script(bundle.root)
