"""The one filter language of `list`, `search`, `review` and `trends`: its options, and saved ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.errors import NotFound, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_filters import Filters

SAVED_OPTIONS = ("since", "until", "part", "person", "tag", "script", "min_distress")
"""What a saved filter may hold, in the order it is shown."""
IT_IS_GONE = "The {what} this filter asks for is no longer in the journal. To remove the filter: ifs filters"


class Narrowing(NamedTuple):
    """What the options of a looking-back command say, as they were typed. `saved` names a saved filter."""

    since: str | None = None
    until: str | None = None
    part: str | None = None
    person: str | None = None
    tag: str | None = None
    script: str | None = None
    paused: bool = False
    min_distress: int | None = None
    saved: str | None = None

    def days(self, journal: Journal) -> tuple[date | None, date | None]:
        """The first day, and the day after the last. Raises UsageError for days that are not understood."""
        if self.since is None and self.until is None:
            return None, None
        from ifs_journal.session.moment import Clock
        from ifs_journal.session.spans import span_in_words

        today = Clock().today()

        def therapy() -> date | None:
            from ifs_journal.journal.therapy import last_therapy

            found = last_therapy(journal, today.isoformat())
            return None if found is None else date.fromisoformat(found.day)

        since = None if self.since is None else span_in_words(self.since, today, therapy=therapy).start
        before = None if self.until is None else span_in_words(self.until, today, therapy=therapy).end
        if since is not None and before is not None and since >= before:
            raise UsageError("--until lies before --since, so no day is left between them.")
        return since, before

    def with_saved(self, journal: Journal) -> Narrowing:
        """The same with what its saved filter says filled in; what was typed wins. Raises NotFound."""
        if self.saved is None:
            return self
        from ifs_journal.journal.read_saved_filters import saved_filter

        kept = saved_filter(journal, self.saved).options
        typed = {name: getattr(self, name) for name in SAVED_OPTIONS if getattr(self, name) is not None}
        known = {name: value for name, value in kept.items() if name in SAVED_OPTIONS}
        return self._replace(saved=None, **{**known, **typed})

    def filters(self, journal: Journal) -> Filters:
        """The same, looked up in a journal. Raises UsageError, NotFound, Ambiguous."""
        if self.saved is not None:
            return self._filters_of_saved(journal)
        from ifs_journal.journal.meant import part_meant, person_meant, tag_meant
        from ifs_journal.journal.read_filters import Filters

        since, before = self.days(journal)
        if self.script is not None:
            _require_script(journal, self.script)
        return Filters(
            since,
            before,
            self.script,
            None if self.part is None else part_meant(journal, self.part).id,
            None if self.person is None else person_meant(journal, self.person, loosely=True).id,
            None if self.tag is None else tag_meant(journal, self.tag),
            self.paused,
            self.min_distress,
        )

    def _filters_of_saved(self, journal: Journal) -> Filters:
        """Parts and people are kept by their ids, so that a new name changes nothing."""
        whole = self.with_saved(journal)
        for what in ("part", "person"):
            kept = getattr(whole, what)
            if getattr(self, what) is None and kept is not None and not _is_there(journal, what, kept):
                raise NotFound(IT_IS_GONE.format(what=what))
        return whole.filters(journal)

    def to_save(self, journal: Journal) -> dict[str, Any]:
        """What a saved filter keeps of this: days in their words, so that they move along.

        Raises UsageError where nothing is narrowed down, NotFound, Ambiguous.
        """
        found = self.filters(journal)
        whole = self.with_saved(journal)
        kept = {
            "since": whole.since,
            "until": whole.until,
            "part": found.part,
            "person": found.person,
            "tag": found.tag,
            "script": found.script,
            "min_distress": found.min_distress,
        }
        options = {name: value for name, value in kept.items() if value is not None}
        if not options:
            raise UsageError(
                'There is nothing to save yet. For example: ifs filters save month --since "past month"'
            )
        return options


def _is_there(journal: Journal, what: str, id_: str) -> bool:
    from ifs_journal.journal.read_saved_filters import still_there

    return still_there(journal, what, id_)


def _require_script(journal: Journal, script: str) -> None:
    """Raises NotFound for a kind of session there neither is nor ever was."""
    from ifs_journal.journal.read_filters import script_was_used

    if script_was_used(journal, script):
        return
    from ifs_journal.script.library import find_source
    from ifs_journal.session.settings import own_scripts

    find_source(script, own_scripts())
