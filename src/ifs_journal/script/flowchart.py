"""A script as a picture: a Mermaid flowchart, or an outline in plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ifs_journal.script.model import END, NOT_TODAY, TARGET_DONE, Script, Step, When
from ifs_journal.terms import StepType

WIDEST = 48
"""Characters of a sentence shown in a box."""
PLACE_WORDS = {END: "the end", NOT_TODAY: "not today", TARGET_DONE: "this part has had its visit"}
GUIDE_WORDS = {
    "far": "far away or numb",
    "needs_steadying": "steadying may help",
    "may_go_on": "calm enough to go on",
    "may_switch": "another part may come first",
    "may_park": "this part may wait",
    "at_limit": "enough for one visit",
    "tender": "it was stirring",
    "stopped": "stopped early",
    "level": "how strong it is",
    "highest": "how strong it was at most",
}


@dataclass(frozen=True)
class Way:
    """One way from a step, and when it is taken."""

    to: str
    words: str = ""


def flowchart(script: Script, format: Literal["mermaid", "text"] = "mermaid") -> str:
    """The script's steps and ways. Mermaid for a page, or an outline for a terminal. Ends with a newline."""
    lines = _mermaid(script) if format == "mermaid" else _outline(script)
    return "\n".join(lines) + "\n"


# --- what both show -------------------------------------------------------------------------------


def _ways(script: Script, steps: tuple[Step, ...], number: int) -> list[Way]:
    step = steps[number]
    after = step.next or (steps[number + 1].id if number + 1 < len(steps) else END)
    found = [Way(one.go, _condition(script, one.when, step)) for one in step.branch]
    if step.gate is not None:
        found += [Way(step.open or after, "open"), Way(step.closed or after, "not open")]
        if step.inside:
            found.append(Way(step.inside, "right inside it"))
    else:
        found.append(Way(after, "otherwise" if step.branch else ""))
    if step.at_most is not None and step.then is not None:
        found.append(Way(step.then, f"after {_times(step.at_most)}"))
    return found


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _condition(script: Script, when: When, step: Step | None) -> str:
    """A condition as a person says it."""
    said = " and ".join(_tests(script, when, step))
    scope, _, rest = (when.slot or "").partition(".")
    if scope == "guide":
        about = GUIDE_WORDS.get(rest, rest)
        said = {"yes": about, "no": f"not {about}"}.get(said, f"{about}: {said}")
    elif when.slot:
        said = f"{(rest or scope).replace('_', ' ')}: {said}"
    return f"{said}, and {_condition(script, when.also, step)}" if when.also else said


def _tests(script: Script, when: When, step: Step | None) -> Iterator[str]:
    def label(value: object) -> str:
        return _label(script, value, when.slot, step)

    if when.is_ is not None:
        yield label(when.is_)
    if when.in_ is not None:
        yield " or ".join(label(one) for one in when.in_)
    if when.has is not None:
        yield f"{label(when.has)} is among them"
    if when.class_ is not None:
        yield label(when.class_).replace("_", " ")
    if when.at_least is not None:
        yield f"{when.at_least} or more"
    if when.at_most is not None:
        yield f"{when.at_most} or less"
    if when.count_at_least is not None:
        yield f"{when.count_at_least} or more of them"
    if when.answered is not None:
        yield "something was given" if when.answered else "nothing was given"


def _label(script: Script, value: object, slot: str | None, step: Step | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    asked = [step] if slot is None and step is not None else [one for one in script.step if one.slot == slot]
    for one in asked:
        for option in one.options:
            if option.value == value:
                return option.label
    return str(value)


def _sentence(step: Step) -> str:
    if step.gate is not None:
        return f"gate: {step.gate.replace('_', ' ')}" + (f", {step.words}" if step.words else "")
    if step.call is not None:
        return f"call: {step.call}"
    if step.each is not None:
        most = f", {step.at_most} at most" if step.at_most else ""
        return f"for each of {step.each}{most}"
    if step.set is not None:
        return f"{step.set} becomes {step.from_}"
    return textwrap.shorten(step.text or "", WIDEST, placeholder=" …")


def _notes(script: Script, step: Step) -> Iterator[str]:
    if step.alone:
        yield "only on its own"
    if step.when is not None:
        yield f"only if {_condition(script, step.when, None)}"


def _doors(script: Script) -> list[tuple[str, str]]:
    doors = (
        ("on stop", script.on_stop),
        ("another part comes first", script.on_new_target),
        ("all parts have had their visit", script.after_targets),
    )
    return [(words, way) for words, way in doors if way]


# --- Mermaid --------------------------------------------------------------------------------------


def _mermaid(script: Script) -> list[str]:
    lines = ["flowchart TD", f'  start(["{_safe(script.title)}"]) --> {_node(script.step[0].id)}']
    lines += _boxes(script, script.step, "  ")
    met: set[str] = set()
    for steps in (script.step, *(step.step for step in script.step if step.step)):
        for number, step in enumerate(steps):
            for way in _ways(script, steps, number):
                met.add(way.to)
                arrow = f'-->|"{_safe(way.words)}"|' if way.words else "-->"
                lines.append(f"  {_node(step.id)} {arrow} {_node(way.to)}")
    for number, (words, door) in enumerate(_doors(script)):
        met.add(door)
        lines.append(f'  door{number}(["{words}"]) -.-> {_node(door)}')
    lines += [f'  {_node(place)}(["{words}"])' for place, words in PLACE_WORDS.items() if place in met]
    return lines


def _boxes(script: Script, steps: tuple[Step, ...], indent: str) -> list[str]:
    lines = []
    for step in steps:
        lines.append(indent + _node(step.id) + _shape(script, step))
        if step.step:
            lines.append(f'{indent}subgraph in_{_node(step.id)} ["{_safe(_sentence(step))}"]')
            lines += _boxes(script, step.step, indent + "  ")
            lines.append(f"{indent}end")
            lines.append(f'{indent}{_node(step.id)} -.->|"each"| {_node(step.step[0].id)}')
    return lines


def _shape(script: Script, step: Step) -> str:
    inner = "<br/>".join(_safe(one) for one in (step.id, _sentence(step), *_notes(script, step)))
    if step.gate is not None:
        return '{"' + inner + '"}'
    if step.call is not None:
        return '[["' + inner + '"]]'
    if step.type is StepType.SAY:
        return '("' + inner + '")'
    return '["' + inner + '"]'


def _node(step_id: str) -> str:
    return "s_" + step_id.replace("-", "_")


def _safe(text: str) -> str:
    """Text inside a quoted Mermaid label, with the signs coded that would end or change the label."""
    for sign, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;")):
        text = text.replace(sign, code)
    return " ".join(text.split())


# --- the outline ----------------------------------------------------------------------------------


def _outline(script: Script) -> list[str]:
    lines = [f"{script.title} ({script.id}), {script.minutes} min", script.purpose, ""]
    lines += _listed(script, script.step, "  ")
    doors = _doors(script)
    if doors:
        lines.append("")
    lines += [f"  {words} → {way}" for words, way in doors]
    return lines


def _listed(script: Script, steps: tuple[Step, ...], indent: str) -> list[str]:
    lines = []
    for number, step in enumerate(steps):
        kind = f"[{step.type}] " if step.type else ""
        notes = "".join(f" ({one})" for one in _notes(script, step))
        lines.append(f"{indent}{step.id}: {kind}{_sentence(step)}{notes}")
        if step.step:
            lines += _listed(script, step.step, indent + "    ")
        for way in _ways(script, steps, number):
            ahead = steps[number + 1].id if number + 1 < len(steps) else END
            if way.words or way.to != ahead:
                words = f"{way.words} " if way.words else ""
                lines.append(f"{indent}    {words}→ {PLACE_WORDS.get(way.to, way.to)}")
    return lines
