"""One scene, walked by the guide itself, and kept whole when it is over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ifs_journal.demo.answering import Answers, Untold
from ifs_journal.demo.person import Person, Ticking
from ifs_journal.demo.story import LATER, Scene
from ifs_journal.guide.gates_apart import APART
from ifs_journal.guide.projection import project
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_earlier import JOURNAL
from ifs_journal.journal.shapes import Ended
from ifs_journal.script.bundle import Bundle, bundle_of
from ifs_journal.session.earlier import Earlier, facts_now, known_now, recalled, start_value
from ifs_journal.session.keepers import NoTrace
from ifs_journal.session.live import Live
from ifs_journal.session.start import new_session
from ifs_journal.terms import RECALL, Difference, Kind, LogItem, Wording

MOST_ANSWERS = 200


class Unwritten(Live):
    """A session that is projected once, when it is over, and not with every answer."""

    def _append(self, item: LogItem) -> None:
        self.log.append(item)
        self.keeper.append(item, Difference(), reached="", ended=None)


class Walker:
    """Walks scenes for one person, into one journal."""

    def __init__(self, journal: Journal, person: Person) -> None:
        self.journal = journal
        self.person = person
        self.bundles: dict[str, Bundle] = {}
        self.unasked: list[str] = []
        """What the story says and no session asked for. Of those that know nothing of earlier times: none."""

    def walk(self, scene: Scene) -> Live:
        """Walk a scene and keep it. Raises Untold."""
        live = self._begun(scene)
        answers = Answers(self.person, scene)
        first = live.log[0]
        new = new_session(live.id, live.bundle, scene.variant, live.wording, live.clock, first)
        self._to_the_end(live, answers)
        self.unasked += [f"day {scene.day}, {scene.script}: {step}" for step, _ in answers.told]
        rows = Difference(put=project(live.walk, live.id))
        last = live.log[-1]
        ended = None if live.walk.end is None else Ended(str(live.walk.end), last.at)
        new = replace(new, rows=rows, reached=reached(live))
        self.journal.begin(new, rest=live.log[1:], ended=ended)
        return live

    def _begun(self, scene: Scene) -> Live:
        person = self.person
        if scene.script not in self.bundles:
            self.bundles[scene.script] = bundle_of(scene.script)
        bundle = self.bundles[scene.script]
        root = bundle.script(scene.script, scene.variant)
        at = person.moment(scene.day, scene.time)
        clock = person.clock(at)
        if root.keep:
            # It begins without the journal, which knows of it only once it is kept.
            earlier, facts = Earlier({JOURNAL: JOURNAL}, {JOURNAL: JOURNAL}), {}
        else:
            earlier = known_now(self.journal, root, scene.variant, clock)
            facts = facts_now(self.journal, root, clock)
        value = start_value(scene.variant, earlier, clock.today().isoformat(), facts)
        first = LogItem(1, bundle.root, Kind.COMMAND, value, clock.stamp())
        return Unwritten(
            person.new_id(at),
            None,
            bundle,
            Wording(scene.wording),
            clock,
            NoTrace(2),
            known=dict(earlier.texts),
            log=[first],
        )

    def _to_the_end(self, live: Live, answers: Answers) -> None:
        stopped = False
        for _ in range(MOST_ANSWERS):
            now = live.walk
            if now.apart is not None and now.end is None:
                live.command(APART, words=now.apart, open=True)
                continue
            question = now.question
            if question is None or now.end is not None:
                return
            if answers.scene.ends is not None and not answers.told and not stopped:
                live.command(answers.scene.ends)
                stopped = True
                if answers.scene.ends == "pause":
                    return
                continue
            if answers.told and answers.told[0][0] == LATER:
                self._later(live, *answers.told.pop(0)[1])
                continue
            kind, value = answers.to(question, live)
            if question.recall and isinstance(value, dict):
                found = recalled(self.journal, value["id"])
                value = value | ({RECALL: dict(found.kept)} if found.kept else {})
                live.learn(found.texts)
            live.answer(question, kind, value)
        raise Untold(f"day {answers.scene.day}, {answers.scene.script} has no end in sight")

    def _later(self, live: Live, day: int, at: str, mood: Any) -> None:
        """Pause, and take it up again on another day, when one is first asked how one is."""
        live.command("pause")
        tick = live.clock.tick
        if isinstance(tick, Ticking):
            tick.now = self.person.moment(day, at)
        facts = facts_now(self.journal, live.bundle.script(live.bundle.root), live.clock)
        live.resumed(mood, facts=facts)


def reached(live: Live) -> str:
    """The address that is open, or the last that was answered."""
    if live.walk.question is not None:
        return live.walk.question.address
    return live.walk.asked[-1].address if live.walk.asked else live.bundle.root
