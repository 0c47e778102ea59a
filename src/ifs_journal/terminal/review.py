"""Reading an entry and correcting it: after a session, and whenever `ifs edit` is asked to.

One way for both: the answers are shown with numbers, one is chosen, its question is asked again in its own
words with what it says now offered, and the texts put together from it are offered next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ifs_journal.errors import UsageError
from ifs_journal.guide.question import Question
from ifs_journal.session.correct import LEFT as NOT_SAID
from ifs_journal.session.correct import ask_again
from ifs_journal.session.kept import Kept, Walked
from ifs_journal.terminal.options import options_of
from ifs_journal.terminal.pages import said
from ifs_journal.terminal.screen import shorten
from ifs_journal.terms import Wording

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.correct import Changed, Correctable
    from ifs_journal.session.live import Live
    from ifs_journal.terminal.conversation import Conversation

Thing = TypeVar("Thing")

A_PAGE = 9
SHORT = 60
"""How much of a question or an answer is shown in a list, in columns."""

WHICH = "Which one?"
NOTHING_HERE = "Nothing here can be corrected. A part's name is changed with: ifs parts rename"
LEFT = "Left as it was."
KEPT_BESIDE = "Kept, with today's date, beside the first answer."
KEPT_ALONE = "Kept. The earlier words are gone."
TRACES = (
    "Traces of it are still in the file: another window is using the journal, or the disk is full. They go "
    "by themselves the next time ifs opens the journal after that."
)
BUILT = "The text kept under “{question}” was put together from this one. {offer}"
CHANGE_TOO = "Change it too?"


def offer_review(journal: Journal, live: Live, asker: Conversation) -> None:
    """Offer to read, to correct and to clear the screen, until the person is done. So does Ctrl-C leave."""
    offered = {
        key: (name, label)
        for name, (label, key) in asker.said.REVIEW_CHOICES.items()
        if name != "clear" or asker.screen.can_be_bare
    }
    choices = [(key, label) for key, (_, label) in offered.items()]
    try:
        while True:
            asker.screen.blank()
            choice, _ = offered[asker.pick(asker.said.REVIEW, choices)]
            if choice == "read":
                _read(journal, live, asker)
            elif choice == "correct":
                correct_one(Walked(journal, live), asker, forget=False)
            else:
                if choice == "clear":
                    asker.screen.hide()
                return
    except (KeyboardInterrupt, EOFError):
        return


def _read(journal: Journal, live: Live, asker: Conversation) -> None:
    from ifs_journal.journal.reads import entry
    from ifs_journal.script.labels import BundleLabels
    from ifs_journal.terminal.pages import entry_page

    entry_page(asker.screen, entry(journal, live.id), BundleLabels(live.bundle.body))


def correct_one(kept: Kept, asker: Conversation, *, forget: bool) -> Changed | None:
    """Let the person choose an answer, and ask it again. None when nothing was changed.

    `forget` keeps nothing of the earlier words. Raises what `keep_correction` raises.
    """
    found = kept.answers()
    if not found:
        asker.screen.say(NOTHING_HERE, "quiet")
        return None
    one = choose_answer(found, asker, kept.wording)
    return None if one is None else correct_this(kept, one, asker, forget=forget)


def correct_this(kept: Kept, one: Correctable, asker: Conversation, *, forget: bool) -> Changed | None:
    """Ask one answer again, say what became of it, and offer the same for the texts that hold it."""
    value = ask_again(one, asker, kept.clock)
    changed = None if value is NOT_SAID else _keep(kept, one, value, asker, forget=forget)
    if changed is None:
        asker.screen.say(LEFT, "quiet")
        return None
    for text in texts_from(kept, one.seq):
        question = short(text.question.text.worded(kept.wording))
        asked = BUILT.format(question=question, offer=CHANGE_TOO)
        if asker.pick(asked, [("h", "change it too"), ("l", "leave it as it is")]) == "h":
            correct_this(kept, text, asker, forget=forget)
    return changed


def _keep(kept: Kept, one: Correctable, value: Any, asker: Conversation, *, forget: bool) -> Changed | None:
    if value == one.value and not forget:
        return None
    try:
        changed = kept.keep(one, value, forget=forget)
    except UsageError as problem:
        if not forget or kept.open:
            raise
        if asker.pick(f"{problem}", [("k", "keep it with its date"), ("l", "leave it as it was")]) == "l":
            return None
        changed, forget = kept.keep(one, value, forget=False), False
    asker.screen.say(KEPT_ALONE if forget else KEPT_BESIDE, "quiet")
    say_traces(changed, asker)
    return changed._replace(forgotten=forget)


def texts_from(kept: Kept, seq: int) -> list[Correctable]:
    """The answers whose text was put together from this one, as they stand now."""
    seqs = kept.built_from(seq)
    return [one for one in kept.answers() if one.seq in seqs] if seqs else []


def say_traces(changed: Changed, asker: Conversation) -> None:
    """Say so when another window keeps traces of what is gone."""
    if not changed.clean:
        asker.screen.say(TRACES, "notice")


def choose_answer(
    found: list[Correctable], asker: Conversation, wording: Wording, message: str = WHICH
) -> Correctable | None:
    """One of the answers, chosen by its number, a page of them at a time. None for none of them."""
    return choose(found, asker, message, lambda one: in_a_list(one, wording))


def choose(
    found: list[Thing], asker: Conversation, message: str, label: Callable[[Thing], str]
) -> Thing | None:
    """One of several things, chosen by its number, a page of them at a time. None for none of them."""
    start = 0
    while True:
        page = found[start : start + A_PAGE]
        choices = [(str(number), label(one)) for number, one in enumerate(page, 1)]
        if len(found) > A_PAGE:
            choices.append(("m", "more"))
        key = asker.pick(message, [*choices, ("n", "none of them")])
        asker.screen.blank()
        if key == "n":
            return None
        if key != "m":
            return page[int(key) - 1]
        start = start + A_PAGE if start + A_PAGE < len(found) else 0


def in_a_list(one: Correctable, wording: Wording) -> str:
    """An answer in a list: its question, and what it says under it. A private one keeps its words."""
    question = short(one.question.text.worded(wording))
    answer = "(private)" if one.question.private else short(said(one.value, _labels(one.question, wording)))
    return f"{question}\n{answer}"


def _labels(question: Question, wording: Wording) -> Mapping[str, str]:
    return {option.value: option.label.worded(wording) for option in options_of(question)}


def short(text: str) -> str:
    """The beginning of a text, on one line."""
    return shorten(" ".join(text.split()), SHORT)
