"""One sitting: a session taken up where it stands, asked how the person is if time has passed, and run."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from ifs_journal.errors import BadData, Hidden
from ifs_journal.guide.gates_apart import APART, CHECKS
from ifs_journal.guide.question import Words
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import find_parts
from ifs_journal.script.model import Script
from ifs_journal.session.apart import Apart, Said
from ifs_journal.session.asker import About, Asker, Ending, Hello
from ifs_journal.session.could_act import Watch
from ifs_journal.session.earlier import Recalled, facts_now, recalled
from ifs_journal.session.interrupts import Interrupts
from ifs_journal.session.live import Live
from ifs_journal.session.lookups import alike, find_exactly, find_person, suggest_people
from ifs_journal.session.loop import Desk, run
from ifs_journal.session.phrases import phrases_in
from ifs_journal.session.settings import Settings
from ifs_journal.session.start import asks_state_first, state_check
from ifs_journal.session.values import NOBODY, Finders
from ifs_journal.terms import EndReason, StepType


def sit(
    journal: Journal,
    live: Live,
    asker: Asker,
    settings: Settings,
    *,
    resumed: bool,
    patience: int | None,
) -> Ending:
    """Run a session to its end or a pause, with signals turned into pauses. Raises what the loop raises."""
    interrupts = Interrupts()
    desk = _desk(journal, live, settings, interrupts, patience)
    small = _bare_desk(live, settings, interrupts, patience)
    apart = Apart(live, asker, lambda: desk.crisis_lines(False), partial(run, desk=small, outer=False))
    desk = replace(desk, apart=apart.ask, not_today=apart.say_not_today)
    root = live.bundle.script(live.bundle.root)
    with interrupts.installed():
        asker.begin(
            Hello(
                live.id,
                root.id,
                root.version,
                _title(root),
                resumed,
                shared=root.shared,
                language=live.bundle.language,
            )
        )
        try:
            if resumed and root.shared and live.place.end is None:
                ended = _ask_both_again(live, asker, apart)
                if ended is not None:
                    return ended
            elif resumed and asks_state_first(live):
                facts = facts_now(journal, live.bundle.script(live.bundle.root), live.clock)
                ended = _ask_state(live, asker, desk, facts)
                if ended is not None:
                    return ended
            return run(live, asker, desk)
        except BadData:
            asker.end(Ending(None, live.id, live.number))
            raise


def sit_unkept(live: Live, asker: Asker, settings: Settings, *, patience: int | None) -> Ending:
    """Run a session of which nothing is kept so far, to its end or a pause. Raises what the loop raises.

    The front end is not told how it ended: whoever asked for it knows whether it is kept.
    """
    interrupts = Interrupts()
    desk = _bare_desk(live, settings, interrupts, patience)
    root = live.bundle.script(live.bundle.root)
    with interrupts.installed():
        spoken = live.bundle.language
        asker.begin(
            Hello(None, root.id, root.version, _title(root), resumed=False, unkept=True, language=spoken)
        )
        try:
            return run(live, asker, desk, outer=False)
        except BadData:
            asker.end(Ending(None, None, None))
            raise


def _ask_both_again(live: Live, asker: Asker, apart: Apart) -> Ending | None:
    """After a break, however short, each of two people is asked alone once more. An Ending: not now."""
    if live.place.apart == CHECKS:
        return None
    try:
        said = apart.ask(CHECKS, again=True)
    except (EOFError, KeyboardInterrupt):
        ending = Ending(None, live.id, live.number)
        asker.end(ending)
        return ending
    live.command(APART, words=CHECKS, open=said.opened)
    return None


def _title(root: Script) -> Words:
    return Words(root.title, root.title_plain or root.title)


def _desk(
    journal: Journal, live: Live, settings: Settings, interrupts: Interrupts, patience: int | None
) -> Desk:
    return replace(
        _bare_desk(live, settings, interrupts, patience),
        find=Finders(partial(find_exactly, journal), partial(find_person, journal)),
        suggest_parts=partial(find_parts, journal),
        suggest_people=partial(suggest_people, journal),
        alike=partial(alike, journal),
        recalled=partial(recalled, journal),
        saved_draft=journal.draft(live.id),
    )


def _bare_desk(live: Live, settings: Settings, interrupts: Interrupts, patience: int | None) -> Desk:
    """What the loop needs where there is no journal: pages, and no names."""

    def crisis_lines(abuse_first: bool) -> list[str]:
        from ifs_journal.session.support import support_text

        return support_text(
            settings, wording=live.wording, abuse_first=abuse_first, language=live.bundle.language
        )

    def grounding(far: bool) -> list[str]:
        from ifs_journal.session.support import ground_text

        return ground_text(far, live.wording, live.bundle.language)

    return Desk(
        find=NOBODY,
        suggest_parts=lambda text, limit: (),
        suggest_people=lambda text, limit: (),
        alike=lambda noticed: (),
        recalled=lambda part_id: Recalled({}, {}),
        crisis_lines=crisis_lines,
        apart=lambda words: Said(False),
        not_today=lambda: None,
        grounding=grounding,
        interrupts=interrupts,
        watch=Watch(settings.phrases),
        patience=patience,
    )


def _ask_state(live: Live, asker: Asker, desk: Desk, facts: Mapping[str, bool]) -> Ending | None:
    """How the person is after a while away. An Ending when the session does not go on now."""
    check = state_check(live)
    try:
        found = run(check, asker, replace(desk, saved_draft=None), outer=False)
    except Hidden:
        with suppress(Exception, KeyboardInterrupt):
            _keep_state(live, check, None, facts)
        raise
    _keep_state(live, check, found.reason, facts)
    if found.reason is EndReason.COMPLETE:
        return None
    if found.reason in (EndReason.SAFETY, EndReason.STOPPED):
        live.stop(at_once=True)
        ending = Ending(found.reason, live.id, live.number)
    else:
        if found.reason is EndReason.NOT_TODAY:
            asker.say(phrases_in(live.bundle.language).STAYS_PAUSED, About.STEP)
        ending = Ending(None, live.id, live.number)
    asker.end(ending)
    return ending


def _keep_state(live: Live, check: Live, reason: EndReason | None, facts: Mapping[str, bool]) -> None:
    """Keep what was said of the state. `reason` is how the asking ended; None when it was left."""
    given = [
        one.value for one in check.walk.asked if one.step.type is StepType.STATE and one.value is not None
    ]
    # The latest word is where the person is now; the highest of them stays with the session.
    for value in given or ([None] if reason is EndReason.COMPLETE else []):
        # An end for safety looks like any other stop, so nothing is noted beside it.
        goes_on = reason is not None and reason is not EndReason.NOT_TODAY
        live.resumed(value, goes_on=goes_on, facts=facts)
