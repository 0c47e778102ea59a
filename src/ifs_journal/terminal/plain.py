"""Asking without redrawing: for screen readers, dumb terminals, and input that is not a terminal.

Every item is a line of its own, options are numbered, and prompts are whole self._said.
"""

from __future__ import annotations

from collections.abc import Sequence

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.conversation import Asking, Conversation, choice_keys
from ifs_journal.terminal.lines import LineReader
from ifs_journal.terminal.options import numbered, options_of
from ifs_journal.terminal.screen import Screen
from ifs_journal.terminal.sentences import WRITING
from ifs_journal.terminal.view import alike_texts, context_parts, enter_skips, progress
from ifs_journal.terms import StepType, Wording, name_key

SHOWN_PARTS = 9
"""How many known parts are read out; `/parts` finds the others."""

_MARK = "> "


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
            self._screen.say(self._said.TEXT_SO_FAR)
            self._screen.say(asking.offered)
            self._screen.say(self._said.KEEPS_TEXT)
        if asking.question.explicit:
            self._lines.discard()
        typed = self._lines.read(
            mark=_MARK,
            many_lines=asking.many_lines,
            on_text=lambda text: self._note(asking, text or asking.offered),
            on_tick=lambda: self._keep(asking) if asking.question.type in WRITING else None,
        )
        return typed if typed.strip() else asking.offered

    def _show(self, asking: Asking) -> None:
        place, question = asking.place, asking.question
        for _, text in context_parts(place, self._wording, self._said):
            self._screen.say(text[:1].upper() + text[1:])
        far = progress(place, self._said) if self._foot is None else self._foot
        if far:
            self._screen.say(far.replace(" · ", ", ").removesuffix(".") + ".")
        self._screen.say(question.text.worded(self._wording))
        for number, option in enumerate(options_of(question), 1):
            label = clean(option.label.worded(self._wording))
            mark = f"{number}" if numbered(question) else option.key
            self._screen.say(f"{mark}: {label}" if mark else label)
        self._show_parts(asking)
        if asking.aid.alike:
            self._screen.say(self._said.PERHAPS)
        for one in alike_texts(asking.aid.alike):
            self._screen.say(one)
        if asking.mention:
            self._screen.say(asking.mention[:1].upper() + asking.mention[1:] + ".")
        self._screen.say((self._said.PLAIN_OPEN if question.other else self._said.PLAIN_ENDS)[question.type])
        if enter_skips(question, self._said) and not asking.offered:
            self._screen.say(self._said.OPTIONAL_ENTER)
        if not self._said_how:
            self._screen.say(self._said.PLAIN_HOW)
            self._said_how = True

    def _show_parts(self, asking: Asking) -> None:
        find = asking.aid.find_parts
        if find is None or asking.question.type not in (StepType.PART, StepType.PARTS):
            return
        found = find("", SHOWN_PARTS)
        if found:
            self._screen.say(self._said.KNOWN_PARTS)
        for part in found:
            self._screen.say(f"{part.number}: {clean(part.name)}")

    def _pick(self, message: str, choices: Sequence[tuple[str, str]]) -> str:
        self._screen.say(message)
        for number, (_, label) in enumerate(choices, 1):
            self._screen.say(f"{number}: {label}")
        while True:
            self._screen.say(self._said.TYPE_A_NUMBER)
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
        if asking.question.type in WRITING:
            return self._said.PLAIN_KEYS
        return choice_keys(asking.question, self._said)[:1]
