"""Five months of one person: the story's scenes, and the small visits between them that chance picks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ifs_journal.demo.person import Person
from ifs_journal.demo.story import Phase, Scene, Story

EVENING, MORNING = "evening", "morning"
AT = {EVENING: (20, 22), MORNING: (6, 7)}
"""Hours of the visits that belong to a time of the day; all others come between 7 and 21."""
QUIET, WISHED = 0.12, 0.45
"""How often nobody in particular is around, and how often a part asks for something."""


def season(person: Person) -> list[Scene]:
    """All scenes of five months in their order, as many as the story has sessions."""
    story = person.story
    days = [day for day in range(1, story.days - 1) if day not in {one.day for one in story.scenes}]
    kinds = list(story.small["often"])
    weights = list(story.small["often"].values())
    visits: list[Scene] = []
    lines = _Lines(person)
    count = story.sessions - len(story.scenes)
    for day in sorted(person.chance.sample(days * 2, count)):
        kind = person.chance.choices(kinds, weights)[0]
        visits.append(_visit(person, kind, day, lines))
    found = [*story.scenes, *visits]
    return sorted(found, key=lambda one: (one.day, one.time))


def finished(scene: Scene) -> Scene:
    """A scene that was left open, as it is when it is gone on with to its end."""
    if scene.ends != "pause":
        return scene
    return replace(
        scene, ends=None, says=(*scene.says, ("know", "That there is light, and somebody at home."))
    )


class _Lines:
    """Lines of the parts, none of them twice before all of that part were said."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.left: dict[tuple[int, str, str], list[str]] = {}

    def line(self, phase: Phase, kind: str, of: str) -> str | None:
        """One line of a part, or of anything else that has several."""
        lines = {"says": phase.says, "wishes": phase.wishes, "small": self.person.story.small}[kind].get(of)
        if not lines:
            return None
        key = (phase.until if kind != "small" else 0, kind, of)
        if not self.left.get(key):
            self.left[key] = self.person.chance.sample(list(lines), len(lines))
        return self.left[key].pop()


def _visit(person: Person, kind: str, day: int, lines: _Lines) -> Scene:
    phase = person.story.phase(day)
    first, last = AT.get(kind, (7, 20))
    at = f"{person.chance.randint(first, last):02}:{person.chance.randint(0, 59):02}"
    mood = person.chance.choice(phase.moods)
    script, variant = ("check-in", kind) if kind in (EVENING, MORNING, "quick") else (kind, None)
    if script == "check-in" and kind == "check-in":
        variant = None
    told = _SAID.get(script, _check_in)(person, phase, lines, variant)
    steady = mood == "a_lot" and script != "now"
    says = ([("steady", "go_on")] if steady else []) + told
    return Scene(day, at, script, tuple(says), variant=variant, mood=mood)


Says = list[tuple[str, Any]]


def _check_in(person: Person, phase: Phase, lines: _Lines, variant: str | None) -> Says:
    chance = person.chance
    some = chance.choice(["some", "a_little", "some", "plenty", "cant_tell"])
    if chance.random() < QUIET:
        return [("who", ["quiet"]), ("self", some)]
    weights = [len(one) for one in phase.says.values()]
    first, second = (chance.choices(list(phase.says), weights)[0] for _ in range(2))
    said: Says = [("who", [f"{{{first}}}"])]
    if second != first and chance.random() < 0.3:
        said = [("who", [f"{{{first}}}", f"{{{second}}}"])]
        said += [] if variant == "quick" else [("stands-out", f"{{{first}}}")]
    said.append(("self", some))
    if variant == "quick":
        return said
    said.append(("message", lines.line(phase, "says", first)))
    wish = lines.line(phase, "wishes", first) if chance.random() < WISHED else None
    said += [] if wish is None else [("small-wish", wish)]
    said += [("intention", lines.line(phase, "small", "intentions"))] if variant == MORNING else []
    return said


def _now(person: Person, phase: Phase, lines: _Lines, variant: str | None) -> Says:
    chance = person.chance
    room = chance.choice(["a_bit", "a_bit", "no", "dont_know"])
    act = chance.choice(person.story.small["acts"])
    return [("word", lines.line(phase, "small", "words")), ("room", room), ("act", act), ("keep", "keep")]


def _self_energy(person: Person, phase: Phase, lines: _Lines, variant: str | None) -> Says:
    chance = person.chance
    if chance.random() < 0.15:
        part = chance.choice(list(phase.says))
        said: Says = [("around", ["none"]), ("in-front", f"{{{part}}}")]
        return [*said, ("its-reason", lines.line(phase, "small", "reasons"))]
    around = chance.sample(person.story.small["qualities"], chance.randint(1, 3))
    return [("around", around), ("where", lines.line(phase, "small", "places"))]


def _appreciation(person: Person, phase: Phase, lines: _Lines, variant: str | None) -> Says:
    part = person.chance.choice(list(phase.says))
    return [("who", [f"{{{part}}}"]), ("thank", lines.line(phase, "small", "thanks"))]


def _write(person: Person, phase: Phase, lines: _Lines, variant: str | None) -> Says:
    part = person.chance.choice(list(phase.says))
    return [("page", lines.line(phase, "small", "pages")), ("who", [f"{{{part}}}"])]


_SAID = {"now": _now, "self-energy": _self_energy, "appreciation": _appreciation, "write": _write}


def casts_of(story: Story, seed: int) -> list[Any]:
    """The casts in the order this seed brings them on."""
    first = (seed - 1) % len(story.casts)
    return [*story.casts[first:], *story.casts[:first]]
