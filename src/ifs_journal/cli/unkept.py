"""A session of which nothing is kept unless that is asked for at its end. It begins without a journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here

if TYPE_CHECKING:
    from ifs_journal.session.asker import Asker, Ending
    from ifs_journal.session.live import Live
    from ifs_journal.session.settings import Settings
    from ifs_journal.terms import Wording


def run_unkept(
    here: Here,
    script: str,
    variant: str | None,
    asker: Asker,
    *,
    settings: Settings,
    wording: Wording,
    patience: int | None,
) -> Ending:
    """Run it to its end or a pause; only then, and only if it is to be kept, the journal is opened.

    Raises what the loop raises, and where it is to be kept what the journal raises.
    """
    from ifs_journal.session.moment import Clock
    from ifs_journal.session.settings import own_scripts
    from ifs_journal.session.sitting import sit_unkept
    from ifs_journal.session.start import begin_unkept, keeps

    live = begin_unkept(
        script,
        variant=variant,
        wording=wording,
        clock=Clock(),
        journal_there=here.journal_path.is_file(),
        own=own_scripts(),
        language=settings.language,
    )
    ending = sit_unkept(live, asker, settings, patience=patience)
    if keeps(live):
        ending = _kept(here, live, ending)
    asker.end(ending)
    return ending


def _kept(here: Here, live: Live, ending: Ending) -> Ending:
    from ifs_journal.session.start import keep_whole

    with here.open() as journal:
        return ending._replace(session=live.id, number=keep_whole(journal, live))
