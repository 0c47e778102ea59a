"""A script as somebody reads it who is to look it over: what it is for, what is asked, why, and what follows.

Steps go by number and never by id. What is quoted from earlier answers stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.guide.tender import LONGEST
from ifs_journal.script.library import about
from ifs_journal.script.model import END, Script, Step, When
from ifs_journal.script.sources import CameFrom
from ifs_journal.script.variants import in_variant
from ifs_journal.terminal.script_gates import ALWAYS, RULES, gates_of, sentences_of, title_of
from ifs_journal.terminal.script_words import Told, lower_first, spaced
from ifs_journal.terms import StepType, Wording

if TYPE_CHECKING:
    from ifs_journal.terminal.screen import Screen

SHIPPED = "It comes with the program. No clinician has reviewed it."
OWN = "Somebody's own script: yours, not reviewed."
KINDS: Mapping[StepType, str] = {
    StepType.SETTLE: "A pause. Nothing is typed, and nothing kept.",
    StepType.SHORT: "A line in one's own words.",
    StepType.LONG: "As many words as are wanted.",
    StepType.DRAFT: "A text put together from earlier answers, to change or to leave.",
    StepType.STATE: "A word for how somebody is, or a number from 0 to 10.",
    StepType.SCALE: "A number from 0 to 10.",
    StepType.CHOICE: "One of these:",
    StepType.CHOICES: "One or more of these:",
    StepType.YES_NO_UNSURE: "Yes, no, or not sure.",
    StepType.CONFIRM: "Yes or no.",
    StepType.PART: "A part, known or newly named.",
    StepType.PARTS: "One or more parts, known or newly named.",
    StepType.PERSON: "A name, real or not.",
    StepType.DATE: "A day, as a date or in words.",
}
WHOSE: Mapping[str, str] = {
    "session": "with the session",
    "target": "about the part",
    "item": "about each one",
    "call": "only to hand it back",
}
KEPT = (
    "Every answer is kept in the journal on this computer the moment it is given, with the words it was "
    "asked in. /skip leaves any question open, /back takes an answer back, /off says one without keeping it."
)
KEPT_ON_REQUEST = "Nothing is kept unless the last answer asks for it. No journal is needed."
NEVER_KEPT = "Pauses, steadying and the lines to call leave nothing behind."
BRACKETS = "Square brackets stand for the person's own words."
SAME = "The same as above, but for:"


class Line(NamedTuple):
    """One line of the page, before it is wrapped. `lead` hangs before it."""

    text: str
    indent: int = 0
    style: str = "text"
    lead: str = ""


class Book(NamedTuple):
    """What a page is made from: the script's table of contents, so to say."""

    script: Script
    called: Mapping[str, Script]
    """The scripts it goes through, by id."""
    gates: Mapping[str, Any]
    sources: Mapping[str, CameFrom]
    own: bool = False


def script_page(book: Book, wording: Wording = Wording.IFS, variant: str | None = None) -> list[Line]:
    """The whole page. Raises ScriptInvalid when there is no such variant."""
    told = Told(in_variant(book.script, variant), wording)
    through = zip("ABCDEFGH", _through(book, told.script), strict=False)
    insides = [Told(one, wording, letter) for letter, one in through]
    lines = [*_head(book, told, variant), *_limits(told)]
    lines += [Line(""), Line("What is kept", style="title"), *_kept(told)]
    lines += [Line(""), Line("What is asked, in order", style="title"), Line(BRACKETS)]
    lines += _steps(book, told)
    lines += _variants(book, told) if variant is None else ()
    for inside in insides:
        lines += [Line(""), Line(f"Inside it: {_title(inside)}", style="title"), Line(inside.script.purpose)]
        lines += _steps(book, inside)
    lines += _checks(book, [told.script, *(one.script for one in insides)], wording)
    lines += _sources(book)
    return lines


def show_page(screen: Screen, lines: list[Line]) -> None:
    """Show the page, wrapped under its indents; in a plain terminal a line stays a line."""
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.screen import cells, wrap

    with screen.paged():
        for line in lines:
            text = clean(line.text)
            if screen.plain or not text:
                screen.write(f"{line.lead}{text}\n")
                continue
            margin = line.indent + cells(line.lead)
            first, *rest = wrap(text, screen.text_width - margin)
            screen.lines([[(line.style, f"{' ' * line.indent}{line.lead}{first}")]])
            screen.lines([[(line.style, f"{' ' * margin}{one}")] for one in rest])


# --- the head ------------------------------------------------------------------------------------------


def _title(told: Told) -> str:
    return told.worded(told.script.title, told.script.title_plain)


def _head(book: Book, told: Told, variant: str | None) -> Iterator[Line]:
    script = told.script
    yield Line(_title(told), style="title")
    yield Line(script.purpose)
    command = f"ifs {script.id}" + (f" --{variant}" if variant else "")
    run = f" To run it: {command}" if script.listed else " A piece that other scripts go through."
    yield Line(f"{about(script.minutes)} Version {script.version}.{run}", style="quiet")
    yield Line(OWN if book.own else SHIPPED, style="quiet")


def _limits(told: Told) -> Iterator[Line]:
    script = told.script
    found = []
    if any(step.gate == "state" for step in script.step) and script.state_at_most < 10:
        found.append(
            f"It goes on up to {script.state_at_most} on 0 to 10. Above that it only steadies, or closes."
        )
    if script.on_new_target:
        after = f", and then on to {told.place(script.after_targets)}" if script.after_targets else ""
        found.append(
            f"If another part comes first, {told.place(script.on_new_target)} begins again for that one. "
            f"The first one waits. When it has had its visit, the first one is asked about anew{after}."
        )
    if script.over:
        minutes = LONGEST.seconds // 60
        found.append(f"After {minutes} minutes near a tender part it leads to {told.place(script.over)}.")
    if script.shared:
        found.append("Two people look at one screen: nothing of the journal is shown.")
    if script.on_stop:
        found.append(f"Whoever stops is led to {told.place(script.on_stop)}.")
    if alone := [told.numbers[step.id] for step in script.step if step.alone]:
        found.append(f"Where another script goes through this one, it passes over {', '.join(alone)}.")
    if script.knows:
        found.append(f"It may quote from earlier sessions: {', '.join(map(spaced, script.knows))}.")
    if found:
        yield Line("")
        yield Line("Limits", style="title")
    yield from (Line(one, lead="- ") for one in found)


def _kept(told: Told) -> Iterator[Line]:
    yield Line(KEPT_ON_REQUEST if told.script.keep else KEPT)
    if told.script.keep:
        return
    private = [told.numbers[step.id] for step in told.steps if step.private]
    if private:
        yield Line(f"Marked private from the start: {', '.join(private)}.")
    yield Line(NEVER_KEPT)


# --- the steps -----------------------------------------------------------------------------------------


def _steps(book: Book, told: Told) -> Iterator[Line]:
    for number, step in enumerate(told.script.step):
        yield from _step(book, told, told.script.step, number, 0)
        for inner in range(len(step.step)):
            yield from _step(book, told, step.step, inner, 4)


def _step(book: Book, told: Told, steps: tuple[Step, ...], number: int, indent: int) -> Iterator[Line]:
    step = steps[number]
    lead = f"{told.numbers[step.id]}. "
    yield Line("")
    yield Line(_heading(book, told, step), indent, "question" if step.asks else "text", lead)
    under = indent + len(lead)
    yield from (one._replace(indent=under + one.indent) for one in _about(told, step))
    yield from (Line(one, under) for one in _ways(told, steps, number))


def _heading(book: Book, told: Told, step: Step) -> str:
    if step.gate is not None:
        return f"A check: {lower_first(title_of(step.gate, step.words))}. What it asks stands below."
    if step.call is not None:
        called = book.called.get(step.call)
        return f"It goes through “{called.title if called else spaced(step.call)}”."
    if step.each is not None:
        most = f", {step.at_most} at most" if step.at_most else ""
        return f"For each one of answer {told.filled(step.each)}{most}:"
    if step.set is not None:
        return f"Nothing is asked. Answer {told.filled(step.from_ or '')} is taken on from here."
    return f"“{told.quotes(told.worded(step.text, step.plain))}”"


def _about(told: Told, step: Step) -> Iterator[Line]:
    """What a step asks for, why, and what is kept of it."""
    if step.when is not None:
        own = step.when == When(slot=step.slot, answered=False)
        yield Line("Only if it is not known yet." if own else f"Only if {told.condition(step.when, None)}.")
    if step.type in (None, StepType.SAY):
        return
    yield Line(_kind(step))
    for option in step.options:
        only = f" (only if {told.condition(option.when, None)})" if option.when else ""
        way = _chosen(told, step, option.value)
        yield Line(f"{told.label(option)}{only}{f': {way}' if way else ''}", 2, lead="- ")
    if step.draft or step.pieces:
        yield Line(f"It begins as: “{told.quotes(_draft(step))}”")
    if step.look:
        yield Line("Held against a list of words, whose advice is shown and changes nothing.")
    if step.recall:
        yield Line("From here on, what earlier sessions know of this part may be quoted.")
    if step.handover:
        yield Line("The keyboard goes to the other person. Nobody goes back across this.")
    if step.whose:
        yield Line(f"The words of: {' and '.join(f'the {one}' for one in step.whose)}.")
    if step.like:
        yield Line("Known parts that resemble it are shown. None is chosen for the person.")
    if step.why:
        yield Line(f"Why: {told.worded(step.why, step.why_plain)}", style="quiet")
    if step.slot:
        yield Line(_keeps(told, step), style="quiet")


def _kind(step: Step) -> str:
    if step.type is None:
        return ""
    said = KINDS[step.type]
    if step.options and not said.endswith(":"):
        said = f"{said} Or:"
    if step.other:
        said = f"{said.rstrip(':')}, or one's own words:"
    if step.explicit:
        return f"Needs a key pressed on purpose. {said}"
    return f"May be left with Enter. {said}" if step.optional else said


def _draft(step: Step) -> str:
    if step.draft:
        return step.draft
    said = []
    for piece in step.pieces:
        text = " ".join(piece.text)
        said.append(
            f"{text} (for each; from the second on: {' '.join(piece.again)})" if piece.again else text
        )
    return " ".join(said)


def _keeps(told: Told, step: Step) -> str:
    scope, _, name = (step.slot or "").partition(".")
    private = ", marked private" if step.private else ""
    view = " It stays in view while this part is listened to." if step.key_sentence else ""
    kept = "Kept if the last answer asks for it" if told.script.keep else "Kept"
    return f"{kept} {WHOSE.get(scope, '')} as “{spaced(name)}”{private}.{view}"


# --- the ways ------------------------------------------------------------------------------------------


def _by_choice(when: When) -> bool:
    """Whether a condition looks at nothing but which option was chosen here."""
    others = (when.slot, when.has, when.class_, when.at_least, when.at_most, when.count_at_least)
    chosen = when.is_ is not None or when.in_ is not None
    return chosen and when.also is None and when.answered is None and all(one is None for one in others)


def _chosen(told: Told, step: Step, value: str) -> str:
    for branch in step.branch:
        if _by_choice(branch.when) and (branch.when.is_ == value or value in (branch.when.in_ or ())):
            return f"to {told.place(branch.go)}"
    return ""


def _ways(told: Told, steps: tuple[Step, ...], number: int) -> Iterator[str]:
    step = steps[number]
    ahead = steps[number + 1].id if number + 1 < len(steps) else END
    after = step.next or ahead
    for branch in step.branch:
        if not (step.options and _by_choice(branch.when)):
            yield f"If {told.condition(branch.when, step)}: to {told.place(branch.go)}."
    if step.gate is not None:
        yield f"Open: to {told.place(step.open or after)}. Closed: to {told.place(step.closed or after)}."
        if step.inside:
            yield f"Right inside the part: to {told.place(step.inside)}."
        elif step.gate == "feel_toward":
            yield "Right inside the part: the script “A little room” helps first (ifs scripts show unblend)."
    elif after != ahead:
        yield f"{'Otherwise' if step.branch else 'Then'}: to {told.place(after)}."
    if step.at_most is not None and step.then is not None:
        times = "once" if step.at_most == 1 else f"{step.at_most} times"
        yield f"Met {times} at most; after that: to {told.place(step.then)}."


# --- what follows the steps ----------------------------------------------------------------------------


def _variants(book: Book, told: Told) -> Iterator[Line]:
    if not book.script.variants:
        return
    yield Line("")
    yield Line("Other ways through it", style="title")
    for name, variant in book.script.variants.items():
        there = {step.id for step in in_variant(book.script, name).step}
        gone = [told.numbers[step.id] for step in told.script.step if step.id not in there]
        added = [one for insertion in variant.add for one in insertion.step]
        said = f"--{name}: {variant.help}."
        if gone:
            said += f" Left out: {', '.join(gone)}."
        if variant.replace:
            said += f" Worded otherwise: {', '.join(told.numbers[step.id] for step in variant.replace)}."
        yield Line(said, lead="- ")
        for step in added:
            if step.text:
                yield Line(f"“{told.quotes(told.worded(step.text, step.plain))}”", 4)
    yield Line(f"One of them as a whole: ifs scripts show {book.script.id} --variant NAME", style="quiet")


def _through(book: Book, script: Script) -> list[Script]:
    """The scripts that are gone through, each once, in the order they are met."""
    found: dict[str, Script] = {}
    waiting = [script]
    while waiting:
        one = waiting.pop(0)
        for step in one.step:
            for inside in (step, *step.step):
                called = book.called.get(inside.call or "")
                if called is not None and called.id not in found:
                    found[called.id] = called
                    waiting.append(called)
    return list(found.values())


def _checks(book: Book, scripts: list[Script], wording: Wording) -> Iterator[Line]:
    gates = dict.fromkeys(gate for script in scripts for gate in gates_of(script))
    if not gates:
        return
    yield Line("")
    yield Line("The checks, and what they ask", style="title")
    yield Line(ALWAYS)
    told: dict[str, list[str]] = {}
    for gate, words in gates:
        yield Line("")
        yield Line(f"{title_of(gate, words)}.", style="question")
        before = told.setdefault(gate, [])
        asked = [one for one in sentences_of(gate, words, book.gates, wording) if one not in before]
        yield from (Line(rule, 2) for rule in ((SAME,) if before else RULES.get(gate, ())))
        yield Line("What may be asked or said, in this order:", 2, "quiet")
        yield from (Line(one, 2, lead="- ") for one in asked)
        before += asked


def _sources(book: Book) -> Iterator[Line]:
    if not book.script.sources:
        return
    yield Line("")
    yield Line("What it draws on", style="title")
    yield Line("Facts and orders of steps were taken, no sentences.", style="quiet")
    for key in book.script.sources:
        source = book.sources.get(key)
        said = f"{source.taken} ({source.address}; read: {source.read})" if source else key
        yield Line(said.replace("*", ""), lead="- ")
