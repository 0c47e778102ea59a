"""Asking for somebody's own words outside a session: a note, a name, a few tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ifs_journal.guide.question import ALONE, Place, Question, Words
from ifs_journal.session.asker import Aid, Answered, Commanded
from ifs_journal.session.correct import LEAVES as _LEAVES
from ifs_journal.session.pages import show_page
from ifs_journal.terms import PartName, StepType

if TYPE_CHECKING:
    from ifs_journal.terminal.conversation import Conversation


def ask_words(
    asker: Conversation,
    text: str,
    *,
    kind: StepType = StepType.LONG,
    offer: str | None = None,
    keep_draft: Callable[[str], None] | None = None,
    find_parts: Callable[[str, int], Sequence[PartName]] | None = None,
) -> str | None:
    """Ask, and give what was written. None for Enter alone, and for /skip, /back, /pause and /stop.

    `keep_draft` is handed what was written so far, also when the asking ends by Ctrl-C.
    Raises EOFError and KeyboardInterrupt.
    """
    question = Question("words", "words", kind, Words(text, text), None, Words(text, text), optional=True)
    place = Place((), question, None, ALONE)
    while True:
        reply = asker.ask(place, Aid(offer=offer, keep_draft=keep_draft, find_parts=find_parts))
        if isinstance(reply, Answered):
            written = str(reply.value)
            return written if written.strip() else None
        if not isinstance(reply, Commanded) or reply.command in _LEAVES:
            return None
        show_page(asker, reply.command)
