"""A part through time. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.cli.parts_asking import one_part
from ifs_journal.cli.shown import print_json

if TYPE_CHECKING:
    from ifs_journal.insight.story import Story
    from ifs_journal.journal.reads import PartSummary


def tell_story(here: Here, ref: str | None, *, history: bool, as_json: bool) -> None:
    """The story of one part. Raises NotFound, Ambiguous."""
    from ifs_journal.insight.story import story_of

    with here.open(read_only=True) as journal:
        one = one_part(here, journal, ref)
        story = story_of(journal, one.id)
    if as_json:
        print_json(_json(one, story))
        return
    from ifs_journal.terminal.story_page import story_page

    screen = here.screen()
    with screen.paged():
        story_page(screen, one, story, history=history, wording=here.wording)


def _json(one: PartSummary, story: Story) -> dict[str, Any]:
    """A story as JSON has it. These keys are a contract."""
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "first_words": story.first and story.first._asdict(),
        "latest_words": story.latest and story.latest._asdict(),
        "trust": [level._asdict() for level in story.trust],
        "energy": [level._asdict() for level in story.energy],
        "room": [room._asdict() for room in story.room],
        "felt_toward": [month._asdict() for month in story.toward],
        "agreements": [kept._asdict() for kept in story.agreements],
        "labels": [label._asdict() for label in story.labels],
    }
