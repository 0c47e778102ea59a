"""Asking on a terminal, with questionary. Nothing heavy is imported before the first question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ifs_journal.guide.question import Choice, Question
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.conversation import Asking, Conversation, choice_keys
from ifs_journal.terminal.options import find_option, keys_of, one_key, options_of
from ifs_journal.terminal.screen import Line, wrap
from ifs_journal.terminal.sentences import WRITING
from ifs_journal.terminal.view import question_lines
from ifs_journal.terms import StepType, Wording, name_key

_NAMED = (StepType.PART, StepType.PARTS, StepType.PERSON)
LinesFor = Callable[[int], Sequence[Line]]

SHOWN_PARTS = 20
"""How many known parts are offered at a time."""


class TerminalAsker(Conversation):
    """Asks with questionary prompts. One key answers where there is no free text."""

    def _read(self, asking: Asking) -> str:
        from ifs_journal.terminal import prompts

        question = asking.question
        if question.explicit:
            prompts.discard_typed_ahead()
        prompt = prompts.Prompt(
            lines=self._lines_of(asking),
            default=asking.offered,
            many_lines=asking.many_lines,
            editor=question.type in WRITING and not asking.off,
            on_text=lambda text: self._note(asking, text),
        )
        if question.type in WRITING and asking.aid.keep_draft and not asking.off:
            prompt.on_tick = lambda: self._keep(asking)
        if one_key(question):
            keys = keys_of(question).items()
            prompt.instant = {key: self._label(option) for key, option in keys} | {"?": "?"}
            prompt.ring = [self._label(option) for option in options_of(question)]
            prompt.echo = lambda typed: _echo(question, typed, self._wording)
        if question.type in _NAMED:
            prompt.matches = lambda text: _matches(asking, text, self._wording)
            prompt.commas = question.type is StepType.PARTS
        return prompts.ask(prompt, self._screen.colour)

    def _lines_of(self, asking: Asking) -> LinesFor:
        if not asking.fresh:
            return lambda width: []
        return lambda width: question_lines(
            asking.place,
            self._wording,
            min(width, self._screen.text_width),
            first_time=asking.first_time,
            mention=asking.mention,
            alike=asking.aid.alike,
            foot=self._foot,
            offered=bool(asking.offered),
            said=self._said,
        )

    def _pick(self, message: str, choices: Sequence[tuple[str, str]]) -> str:
        from ifs_journal.terminal import prompts

        # A label may say more on further lines; its first is what stands for it on the line of the answer.
        labels = {key: label.partition("\n")[0] for key, label in choices}
        shown: LinesFor = partial(_choices, message, choices)
        while True:
            prompts.discard_typed_ahead()
            prompt = prompts.Prompt(shown, instant=labels, ring=list(labels.values()), echo=labels.get)
            typed = name_key(prompts.ask(prompt, self._screen.colour))
            for key, label in labels.items():
                if typed in (key, label.casefold()):
                    return key
            shown = partial(_choices, self._said.PICK_AGAIN.format(keys=", ".join(labels)), ())

    def _wait(self, message: str, *, any_key: bool) -> None:
        from ifs_journal.terminal import prompts

        if any_key:
            prompts.discard_typed_ahead()
        prompts.wait_for_key(message, self._screen.colour, any_key=any_key)

    def _keys(self, asking: Asking) -> Sequence[str]:
        if asking.question.type in WRITING:
            return self._said.LONG_KEYS
        return choice_keys(asking.question, self._said)

    def _label(self, option: Choice) -> str:
        return clean(option.label.worded(self._wording))


def _choices(message: str, choices: Sequence[tuple[str, str]], width: int) -> list[Line]:
    asked: list[Line] = [[("question", line)] for line in wrap(clean(message, newlines=True), width)]
    for key, label in choices:
        first, *rest = wrap(label, width - 6)
        asked.append([("key", f"  {key}"), ("option", f"  {first}")])
        asked += [[("option", f"     {line}")] for line in rest]
    return asked


def _echo(question: Question, typed: str, wording: Wording) -> str | None:
    found = find_option(question, typed)
    return clean(found.label.worded(wording)) if found else None


def _matches(asking: Asking, text: str, wording: Wording) -> list[str]:
    find = asking.aid.find_parts
    names = [part.name for part in find(text, SHOWN_PARTS)] if find else []
    labels = [option.label.worded(wording) for option in options_of(asking.question)]
    fitting = [label for label in labels if name_key(label).startswith(name_key(text))]
    return list(dict.fromkeys(names + fitting))
