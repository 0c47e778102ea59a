"""Running, taking up and discarding guided sessions."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from ifs_journal.cli.asking import terminal_asker
from ifs_journal.cli.context import Here
from ifs_journal.cli.scripts import require_sound
from ifs_journal.errors import BadData, ExitCode, NoJournal, NotFound, UsageError
from ifs_journal.terms import EndReason, Wording

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.asker import Asker, Ending
    from ifs_journal.session.live import Live
    from ifs_journal.session.settings import Settings
    from ifs_journal.terminal.conversation import Conversation


@dataclass(frozen=True)
class Way:
    """How a session is asked: in a terminal, from a file, or as a protocol."""

    answers: str | None
    jsonl: bool
    plain: bool
    wording: str | None

    def chosen_wording(self) -> Wording | None:
        """The wording asked for. Raises UsageError for one there is not."""
        if self.wording is None:
            return None
        if self.wording not in list(Wording):
            raise UsageError("--wording takes ifs or plain.")
        return Wording(self.wording)

    @property
    def in_terminal(self) -> bool:
        """Whether a person is asked."""
        return self.answers is None and not self.jsonl


def begin(here: Here, script: str, way: Way, extra: list[str], *, promise: str | None = None) -> None:
    """Begin a session and run it to its end or a pause. `promise` is the id of the one it is about."""
    _require_one_way(here, way)
    require_sound(script)
    variant = _variant(script, extra)
    wording = way.chosen_wording()
    if _is_unkept(script):
        _run_unkept(here, script, variant, way)
        return
    asker = _asker(here, way, wording)
    journal = _journal_for(here, way, asker)
    if way.in_terminal:
        # The first run may have chosen the words a moment ago.
        asker = _asker(here, way, wording)
    with journal:
        from ifs_journal.session.moment import Clock
        from ifs_journal.session.settings import own_scripts
        from ifs_journal.session.start import begin as begin_session

        if way.in_terminal and not _is_shared(script):
            from ifs_journal.cli.before import before_session, note_whose

            note_whose(script, _conversation(asker))
            instead = before_session(journal, _conversation(asker), script)
            if instead is not None:
                _take_up(here, journal, instead, way, asker)
                return
        settings = here.settings
        live = begin_session(
            journal,
            script,
            variant=variant,
            wording=wording or settings.wording,
            clock=Clock(),
            own=own_scripts(),
            language=settings.language,
            promise=promise,
        )
        _run(here, journal, live, asker, way, resumed=False)


def _require_one_way(here: Here, way: Way) -> None:
    if way.answers is not None and way.jsonl:
        raise UsageError("--answers and --jsonl are two ways to answer; one of them, please.")
    if way.jsonl or way.answers == "-":
        here.require_input_free("--jsonl" if way.jsonl else "--answers")


def go_on(here: Here, ref: str | None, way: Way) -> None:
    """Take up a paused session."""
    _require_one_way(here, way)
    wording = way.chosen_wording()
    asker = _asker(here, way, wording)
    with here.open() as journal:
        _take_up(here, journal, ref, way, asker)


def discard(here: Here, ref: str, *, sure: bool) -> None:
    """Remove a paused session, after saying what goes."""
    from ifs_journal.cli.removing import Remover
    from ifs_journal.journal.reads import find_session

    with here.open() as journal:
        found = find_session(journal, ref)
        if found.ended_at is not None:
            raise NotFound(
                f"#{found.number} is finished, not paused. To remove it: ifs delete {found.number}"
            )
        Remover(here, journal, sure=sure, plain=False).session(found.id)


def _variant(script: str, extra: list[str]) -> str | None:
    """The variant among the flags that are left over. Raises UsageError, NotFound."""
    from ifs_journal.script.library import find_source
    from ifs_journal.session.settings import own_scripts

    table = find_source(script, own_scripts()).table
    known = table.get("variants", {})
    chosen: list[str] = []
    for one in extra:
        name = one.removeprefix("--")
        if not one.startswith("--") or name not in known:
            offered = ", ".join(f"--{each}" for each in known) or "none"
            raise UsageError(f"{script} has no option {one}. Its variants: {offered}.")
        chosen.append(name)
    if len(set(chosen)) > 1:
        raise UsageError("One variant at a time, please.")
    return chosen[0] if chosen else None


def _is_unkept(script: str) -> bool:
    """Whether nothing of a script is kept unless that is asked for."""
    return "keep" in _table(script)


def _is_shared(script: str) -> bool:
    """Whether two people look at the screen, so that nothing of the journal may be shown."""
    return bool(_table(script).get("shared", False))


def _table(script: str) -> dict[str, Any]:
    from ifs_journal.script.library import find_source
    from ifs_journal.session.settings import own_scripts

    return find_source(script, own_scripts()).table


def _asker(here: Here, way: Way, wording: Wording | None) -> Asker:
    if way.jsonl:
        from ifs_journal.session.jsonl import JsonlAsker

        return JsonlAsker()
    if way.answers is not None:
        from ifs_journal.session.answers import FileAsker, read_answers

        return FileAsker(read_answers(way.answers), sys.stdout)
    return terminal_asker(here, plain=way.plain, wording=wording)


def _conversation(asker: Asker) -> Conversation:
    from ifs_journal.terminal.conversation import Conversation

    assert isinstance(asker, Conversation)
    return asker


def _journal_for(here: Here, way: Way, asker: Asker) -> Journal:
    try:
        return here.open()
    except NoJournal:
        if not way.in_terminal:
            raise
        from ifs_journal.cli.first import first_run

        first_run(here, _conversation(asker), ask_words=way.wording is None)
        return here.open()


def _take_up(here: Here, journal: Journal, ref: str | None, way: Way, asker: Asker) -> None:
    from ifs_journal.journal.reads import find_session, newest_open
    from ifs_journal.session.moment import Clock
    from ifs_journal.session.start import take_up

    found = newest_open(journal) if ref is None else find_session(journal, ref)
    if found is None:
        raise NotFound("Nothing is paused. To begin: ifs check-in")
    if found.ended_at is not None:
        raise NotFound(
            f"#{found.number} is finished, so there is nothing to go on with. "
            f"To read it: ifs show {found.number}"
        )
    live = take_up(journal, found, Clock(), way.chosen_wording())
    _run(here, journal, live, asker, way, resumed=True)


def _run(here: Here, journal: Journal, live: Live, asker: Asker, way: Way, *, resumed: bool) -> None:
    from ifs_journal.session.settings import settings_or_default
    from ifs_journal.session.sitting import sit

    settings, _ = settings_or_default()
    ending = sit(journal, live, asker, settings, resumed=resumed, patience=_patience(way))
    shared = live.bundle.script(live.bundle.root).shared
    if way.in_terminal and not shared and ending.reason not in (None, EndReason.SAFETY):
        from ifs_journal.terminal.review import offer_review

        offer_review(journal, live, _conversation(asker))
    if not shared:
        _clear_after(settings, ending, asker, way)
    _leave(ending, asker, way, shared=shared)


def _clear_after(settings: Settings, ending: Ending, asker: Asker, way: Way) -> None:
    """Take away what was shown, where that is wished for each time. Lines to call are never taken away.

    Between two people every end looks the same, and its lines stay: this is not called there.
    """
    if settings.clear_after and way.in_terminal and ending.reason is not EndReason.SAFETY:
        screen = _conversation(asker).screen
        if screen.can_be_bare:
            screen.hide()


def _run_unkept(here: Here, script: str, variant: str | None, way: Way) -> None:
    """A session that begins at once: a broken settings file, or no journal, is no reason to wait."""
    from ifs_journal.cli.unkept import run_unkept
    from ifs_journal.session.settings import settings_or_default

    settings, _ = settings_or_default()
    wording = way.chosen_wording() or settings.wording
    asker = _asker(here, way, wording)
    ending = run_unkept(
        here, script, variant, asker, settings=settings, wording=wording, patience=_patience(way)
    )
    _clear_after(settings, ending, asker, way)
    _leave(ending, asker, way)


def _leave(ending: Ending, asker: Asker, way: Way, *, shared: bool = False) -> None:
    """Exit with what the ending means. Answers that were left over are told about.

    Between two people every end looks the same from outside: what was left over, and the code, tell nothing.
    """
    if shared:
        raise typer.Exit(int(ExitCode.DONE))
    if way.answers is not None:
        from ifs_journal.session.answers import FileAsker

        assert isinstance(asker, FileAsker)
        if ending.reason not in (None, EndReason.SAFETY) and asker.left_over:
            kept = " The entry is kept." if ending.number is not None else ""
            raise BadData(
                f"{asker.left_over} answers were left over: the session was over before them.{kept}"
            )
    raise typer.Exit(int(_code(ending)))


def _patience(way: Way) -> int | None:
    if way.answers is not None:
        return 1
    if way.jsonl:
        from ifs_journal.session.jsonl import MOST_REFUSALS

        return MOST_REFUSALS
    return None


def _code(ending: Ending) -> ExitCode:
    if ending.reason is None:
        return ExitCode.PAUSED
    return ExitCode.SAFETY if ending.reason is EndReason.SAFETY else ExitCode.DONE
