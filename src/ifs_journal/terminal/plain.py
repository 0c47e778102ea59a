"""Asking without redrawing: for screen readers, dumb terminals, and input that is not a terminal.

Every item is a line of its own, options are numbered, and prompts are whole sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from ifs_journal.terminal import sentences
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.conversation import Asking, Conversation, choice_keys
from ifs_journal.terminal.lines import LineReader
from ifs_journal.terminal.options import numbered, options_of
from ifs_journal.terminal.screen import Screen
from ifs_journal.terminal.view import alike_texts, context_parts, enter_skips, progress
from ifs_journal.terms import StepType, Wording, name_key

SHOWN_PARTS = 9
"""How many known parts are read out; `/parts` finds the others."""

_ENDS: dict[StepType, str] = {
    StepType.SETTLE: "Press Enter when you are ready.",
    StepType.STATE: "Type a letter, a word, or a number from 0 to 10, then Enter.",
    StepType.SCALE: "Type a number from 0 to 10, then Enter.",
    StepType.CHOICE: "Type a number or a letter, then Enter.",
    StepType.CHOICES: "Type one or more numbers with spaces between, then Enter.",
    StepType.YES_NO_UNSURE: "Type y, n or u, then Enter.",
    StepType.CONFIRM: "Type y or n, then Enter.",
    StepType.PART: "Type a name or a number, then Enter.\nA new name makes a new part.",
    StepType.PARTS: "Type names or numbers with commas between, then Enter.\nA new name makes a new part.",
    StepType.LONG: "Type your answer, then Enter.\nEnd a line with a backslash to go on to a new line.",
    StepType.DRAFT: "Type your text, then Enter.\nEnd a line with a backslash to go on to a new line.",
    StepType.PERSON: "Type any name, then Enter.",
    StepType.DATE: "Type a date, or words such as tomorrow, then Enter.",
}
_MARK = "> "
_SHORT_END = "Type your answer, then Enter."
_HOW = "A question mark alone lists all keys."
_KNOWN = "Parts you know:"


class PlainAsker(Conversation):
    """Asks line by line and never moves the cursor."""

    def __init__(self, screen: Screen, wording: Wording) -> None:
        """Ask on `screen`, in `wording`, showing nothing that needs redrawing."""
        screen.plain, screen.colour = True, False
        super().__init__(screen, wording)
        self._lines = LineReader(screen.stdin, screen.stdout)
        self._said_how = False

    def _read(self, asking: Asking) -> str:
        if asking.fresh:
            self._show(asking)
        if asking.offered:
            self._screen.say("The text so far:")
            self._screen.say(asking.offered)
            self._screen.say("Enter alone keeps it as it is. Typing replaces it.")
        if asking.question.explicit:
            self._lines.discard()
        typed = self._lines.read(
            mark=_MARK,
            many_lines=asking.many_lines,
            on_text=lambda text: self._note(asking, text or asking.offered),
            on_tick=lambda: self._keep(asking) if asking.question.type in sentences.WRITING else None,
        )
        return typed if typed.strip() else asking.offered

    def _show(self, asking: Asking) -> None:
        place, question = asking.place, asking.question
        for _, text in context_parts(place, self._wording):
            self._screen.say(text[:1].upper() + text[1:])
        far = progress(place) if self._foot is None else self._foot
        if far:
            self._screen.say(far.replace(" · ", ", ").removesuffix(".") + ".")
        self._screen.say(question.text.worded(self._wording))
        for number, option in enumerate(options_of(question), 1):
            label = clean(option.label.worded(self._wording))
            mark = f"{number}" if numbered(question) else option.key
            self._screen.say(f"{mark}: {label}" if mark else label)
        self._show_parts(asking)
        if asking.aid.alike:
            self._screen.say(sentences.PERHAPS)
        for one in alike_texts(asking.aid.alike):
            self._screen.say(one)
        if asking.mention:
            self._screen.say(asking.mention[:1].upper() + asking.mention[1:] + ".")
        ending = _ENDS.get(question.type, _SHORT_END)
        if question.other:
            ending = ending.removesuffix(", then Enter.") + ", or your own words, then Enter."
        self._screen.say(ending)
        if enter_skips(question) and not asking.offered:
            self._screen.say(sentences.OPTIONAL_ENTER)
        if not self._said_how:
            self._screen.say(_HOW)
            self._said_how = True

    def _show_parts(self, asking: Asking) -> None:
        find = asking.aid.find_parts
        if find is None or asking.question.type not in (StepType.PART, StepType.PARTS):
            return
        found = find("", SHOWN_PARTS)
        if found:
            self._screen.say(_KNOWN)
        for part in found:
            self._screen.say(f"{part.number}: {clean(part.name)}")

    def _pick(self, message: str, choices: Sequence[tuple[str, str]]) -> str:
        self._screen.say(message)
        for number, (_, label) in enumerate(choices, 1):
            self._screen.say(f"{number}: {label}")
        while True:
            self._screen.say("Type a number, then Enter.")
            self._lines.discard()
            typed = name_key(self._lines.read(mark=_MARK))
            for number, (key, label) in enumerate(choices, 1):
                if typed in (str(number), key, label.partition("\n")[0].casefold()):
                    return key

    def _wait(self, message: str, *, any_key: bool) -> None:
        if not self._lines.terminal:
            return
        self._screen.say(message)
        if any_key:
            self._lines.discard()
        self._lines.read()

    def _keys(self, asking: Asking) -> Sequence[str]:
        if asking.question.type in sentences.WRITING:
            return sentences.PLAIN_KEYS
        return choice_keys(asking.question)[:1]
