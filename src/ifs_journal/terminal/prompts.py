"""Prompts built with questionary and prompt_toolkit. Imported when the first question is asked."""

from __future__ import annotations

import asyncio
import select
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from prompt_toolkit.application import get_app
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.renderer import CPR_Support
from prompt_toolkit.shortcuts import PromptSession
from questionary import Question

from ifs_journal.errors import Hidden
from ifs_journal.terminal.hiding import discard, unless_hidden
from ifs_journal.terminal.palette import prompt_style
from ifs_journal.terminal.screen import NARROWEST, Line, shorten
from ifs_journal.terminal.word_wrap import WordWrap

LINGER = 0.18
"""Seconds a single key waits before it answers, so that the rest of a typed word, or the Enter of habit,
belongs to this question and not to the next."""

KEEP_EVERY = 2.0
"""Seconds between looks at whether the text changed and is worth keeping."""

EDITOR_LINE = "\n/editor"

_MARK = "> "


@dataclass(slots=True)
class Prompt:
    """What one prompt shows above the line, and how it is answered."""

    lines: Callable[[int], Sequence[Line]]
    """The lines above, for a width in columns."""
    default: str = ""
    many_lines: bool = False
    instant: Mapping[str, str] = field(default_factory=dict)
    """Keys that answer at once, and what is shown for each."""
    echo: Callable[[str], str | None] = lambda typed: None
    """What to show on the line instead of what was typed, once it is entered."""
    ring: Sequence[str] = ()
    """Answers the arrow keys go through."""
    matches: Callable[[str], Iterable[str]] | None = None
    """Completions for the words before the cursor."""
    commas: bool = False
    editor: bool = False
    on_text: Callable[[str], None] = lambda text: None
    on_tick: Callable[[], None] | None = None


class _Names(Completer):
    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        if self._prompt.commas:
            before = before.rpartition(",")[2].lstrip()
        if self._prompt.matches is None or before.startswith("/"):
            return
        for name in self._prompt.matches(before):
            yield Completion(name, start_position=-len(before))


def ask(prompt: Prompt, colour: bool) -> str:
    """Show a prompt and return what was entered. Raises KeyboardInterrupt, EOFError and Hidden."""
    session = _session(prompt, _bindings(prompt), colour)
    buffer = session.default_buffer
    buffer.reset(Document(prompt.default))
    buffer.on_text_changed += lambda changed: prompt.on_text(changed.text)
    if prompt.matches is not None:
        session.app.pre_run_callables.append(lambda: buffer.start_completion(select_first=False))
    if prompt.on_tick is not None:
        session.app.pre_run_callables.append(lambda: _start_ticking(prompt))
    return unless_hidden(str(Question(session.app).unsafe_ask()))


def wait_for_key(message: str, colour: bool, *, any_key: bool) -> None:
    """Wait for Enter, or for any key at all. A slash does not count as one: `/hide` can be typed.

    Raises KeyboardInterrupt, EOFError and Hidden.
    """
    bindings = _waiting(any_key)
    session = _session(Prompt(lambda width: []), bindings, colour)
    session.message = [("class:quiet", f"{message} ")]
    unless_hidden(str(Question(session.app).unsafe_ask()))


def _waiting(any_key: bool) -> KeyBindings:
    bindings = KeyBindings()
    named = ("escape", "up", "down", "left", "right", "c-h", "c-i", Keys.BracketedPaste)
    empty = Condition(lambda: not get_app().current_buffer.text)

    def done(event: KeyPressEvent) -> None:
        event.app.exit(result=event.current_buffer.text)

    def typed(event: KeyPressEvent) -> None:
        if event.current_buffer.text or event.data == "/":
            event.current_buffer.insert_text(event.data)
        elif any_key:
            done(event)

    bindings.add("<any>")(typed)
    bindings.add("c-m")(done)
    bindings.add("c-j")(done)
    for key in named:
        bindings.add(key, filter=empty)(done if any_key else lambda event: None)
    _bind_hiding(bindings)
    return bindings


def discard_typed_ahead() -> None:
    """Forget every key pressed before now. Raises Hidden when Ctrl-L is among them."""
    source = get_app_session().input
    if any(press.key is Keys.ControlL for press in get_typeahead(source)):
        raise Hidden
    with suppress(NotImplementedError, OSError):
        discard(source.fileno())


def _session(prompt: Prompt, bindings: KeyBindings, colour: bool) -> PromptSession[str]:
    session: PromptSession[str] = PromptSession(
        lambda: _message(prompt),
        multiline=prompt.many_lines,
        prompt_continuation="  ",
        input_processors=[WordWrap()],
        style=prompt_style(),
        include_default_pygments_style=False,
        color_depth=None if colour else ColorDepth.MONOCHROME,
        key_bindings=bindings,
        completer=_Names(prompt) if prompt.matches is not None else None,
        reserve_space_for_menu=6 if prompt.matches is not None else 0,
        enable_suspend=True,
    )
    session.app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
    session.app.timeoutlen = 0.3
    return session


def _message(prompt: Prompt) -> StyleAndTextTuples:
    width = max(get_app().output.get_size().columns - 1, NARROWEST - 1)
    shown: StyleAndTextTuples = []
    for line in prompt.lines(width):
        shown += [(f"class:{style}", text) for style, text in line]
        shown.append(("", "\n"))
    shown.append(("class:mark", _MARK))
    return shown


def _start_ticking(prompt: Prompt) -> None:
    async def tick() -> None:
        while True:
            await asyncio.sleep(KEEP_EVERY)
            if prompt.on_tick is not None:
                prompt.on_tick()

    get_app().create_background_task(tick())


def _more_waiting(event: KeyPressEvent) -> bool:
    """Whether further keys came in the same breath: a paste by a terminal that does not mark pastes."""
    if any(press.key is not Keys.CPRResponse for press in event.app.key_processor.input_queue):
        return True
    return _readable(event.app.input)


def _readable(source: Input) -> bool:
    try:
        return bool(select.select([source.fileno()], [], [], 0)[0])
    except (OSError, ValueError, NotImplementedError):
        return False


def _enter(prompt: Prompt, event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    if _more_waiting(event):
        buffer.insert_text("\n" if prompt.many_lines else " ")
    else:
        _finish(prompt, event.app, buffer)


def _finish(prompt: Prompt, app: Any, buffer: Buffer) -> None:
    typed = buffer.text
    shown = prompt.echo(typed)
    buffer.complete_state = None
    if shown is not None:
        room = app.output.get_size().columns - len(_MARK) - 1
        buffer.set_document(Document(shorten(shown, room)), bypass_readonly=True)
    app.exit(result=typed)


def _bind_hiding(bindings: KeyBindings) -> None:
    haste = (Keys.ControlL, Keys.ControlM, Keys.ControlJ, Keys.CPRResponse)

    @bindings.add("c-l", eager=True)
    def hide(event: KeyPressEvent) -> None:
        # Inside a paste that is not marked it is a form feed, and the rest must not end up in a shell.
        if all(press.key in haste for press in event.app.key_processor.input_queue):
            event.app.exit(exception=Hidden())


def _bindings(prompt: Prompt) -> KeyBindings:
    bindings = KeyBindings()
    _bind_hiding(bindings)

    @bindings.add("c-m")
    def enter(event: KeyPressEvent) -> None:
        _enter(prompt, event)

    @bindings.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(text if prompt.many_lines else " ".join(text.splitlines()))

    if prompt.many_lines:
        _bind_new_line(bindings)
    if prompt.editor:
        _bind_editor(bindings)
    if prompt.instant:
        _bind_keys(bindings, prompt)
    return bindings


def _bind_new_line(bindings: KeyBindings) -> None:
    @bindings.add("escape", "c-m")
    @bindings.add("c-j")
    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)


def _bind_editor(bindings: KeyBindings) -> None:
    @bindings.add("c-x", "c-e")
    def editor(event: KeyPressEvent) -> None:
        event.app.exit(result=event.current_buffer.text + EDITOR_LINE)


def _bind_keys(bindings: KeyBindings, prompt: Prompt) -> None:
    @bindings.add("<any>")
    def typed(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.text in prompt.ring:
            buffer.reset()
        buffer.insert_text(event.data)
        if buffer.text.casefold() in prompt.instant:
            event.app.create_background_task(_linger(prompt, event.app, buffer))

    @bindings.add("escape")
    def clear(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    @bindings.add("up")
    @bindings.add("down")
    def turn(event: KeyPressEvent) -> None:
        step = 1 if event.key_sequence[-1].key == Keys.Down else -1
        ring, buffer = prompt.ring, event.current_buffer
        here = ring.index(buffer.text) if buffer.text in ring else -1 if step > 0 else 0
        buffer.set_document(Document(ring[(here + step) % len(ring)]))


async def _linger(prompt: Prompt, app: Any, buffer: Buffer) -> None:
    typed = buffer.text
    await asyncio.sleep(LINGER)
    if buffer.text == typed and not app.is_done:
        _finish(prompt, app, buffer)
