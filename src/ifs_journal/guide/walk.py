"""The walk: from a bundle and a log to where a session stands.

Pure. It opens no file, knows no clock, draws no random number: times and ids come in with the log's items.
The same bundle and the same log lead to the same place, always.

`Walk.apply` takes one log item; `Walk.place` says what is asked now. Going back is not an operation here:
the log gets shorter, and it is walked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ifs_journal.guide import between, drafting, feelings, slots, speech, tender
from ifs_journal.guide.conditions import KEPT_OFF, holds
from ifs_journal.guide.fit import misfit
from ifs_journal.guide.gates import FEEL_TOWARD, LEAVING, RELATIONAL, gate_script
from ifs_journal.guide.gates_apart import APART
from ifs_journal.guide.gates_tender import VULNERABLE
from ifs_journal.guide.knowledge import look
from ifs_journal.guide.progress import progress
from ifs_journal.guide.question import Place
from ifs_journal.guide.standing import HOT_FROM, DoesNotFit, Standing
from ifs_journal.guide.state import Asked, Filled, Frame, FrameKind, Round, Target
from ifs_journal.script.bundle import Bundle
from ifs_journal.script.model import (
    END,
    GATE_CLOSE,
    GATE_CLOSED,
    GATE_ENDS,
    GATE_INSIDE,
    GATE_OPEN,
    GATE_PARK,
    GATE_SAFETY,
    GATE_SWITCH,
    NOT_TODAY,
    TARGET_DONE,
    Step,
)
from ifs_journal.terms import (
    RECALL,
    EndReason,
    Kind,
    LogItem,
    StepType,
)

MOST_STEPS = 10_000
"""Far beyond any checked script; a script that runs past it has a loop no question interrupts."""


class Walk(Standing):
    """A session being walked. Feed it the log, item by item; the first is the `start` command."""

    # --- the log comes in -------------------------------------------------------------------------

    def apply(self, item: LogItem) -> None:
        """Move on by one log item. Raises DoesNotFit when it does not belong here."""
        self.now = item.at
        if item.kind is Kind.COMMAND:
            self._command(item)
        elif item.kind is Kind.RESUMED:
            self._resumed(item.value or {})
        else:
            self._answer(item)

    def apply_all(self, log: Iterable[LogItem]) -> Walk:
        """Move on by a whole log."""
        for item in log:
            self.apply(item)
        return self

    def place(self) -> Place:
        """Where the session stands now."""
        current = self.current_target()
        return Place(
            says=tuple(self.says),
            question=self.question,
            end=self.end,
            progress=progress(self),
            target=speech.label(self, current) if current and speech.has_label(current) else None,
            waiting=tuple(speech.label(self, one, waits=True) for one in self.waiting()),
            apart=self.apart,
            key_sentence=None if current is None or current.key is None else str(current.key.value),
        )

    def _command(self, item: LogItem) -> None:
        command = (item.value or {}).get("command")
        if command == "start":
            self._start(item)
        elif command == "stop":
            self.says = []
            self._stop(EndReason.STOPPED)
        elif command == "back":
            self._back(item.value.get("state"), item.value.get("hot"))
            self.declined = self.declined or bool(item.value.get("declined"))
        elif command == APART:
            self._apart(item.value.get("words"), bool(item.value.get("open")))

    def _apart(self, words: str | None, opened: bool) -> None:
        """Two people were asked privately; what they said is nowhere, only whether it goes on comes in."""
        if self.apart is None or self.apart != words:
            # Asked again after a pause, in the middle of something else.
            if not opened:
                self.question = self.apart = None
                self.end = self.stopping or EndReason.NOT_TODAY
            return
        self.apart = None
        self.says = []
        frame = self.frames[-1]
        step = self.step_of(frame, frame.at)
        self._run((step.open if opened else step.closed) or self.following(frame, step))

    def _back(self, level: int | None, hot: bool | None) -> None:
        self.raise_highest(level)
        was_hot = (level or 0) >= HOT_FROM if hot is None else hot
        self.kept_hot = self.kept_hot or was_hot
        self.hot = self.is_hot()

    def _resumed(self, value: Mapping[str, Any]) -> None:
        self.note_state(value.get("state"))
        self.note_sitting(value)
        self.hot = self.is_hot()
        self._enter_anew()

    def _enter_anew(self) -> None:
        """Nobody comes back into the middle of contact: it goes to the goodbye, or to its first question."""
        assert self.root is not None
        again = self.root.over if self.contact_from else tender.entry_of(self.root) if self.entered else None
        if again is None or self.end is not None or self.leaving():
            return
        self._to(again)

    def _to(self, step_id: str) -> None:
        """Leave every frame but the outermost, and go on from one of its steps."""
        assert self.root is not None
        self.question = None
        self.says = []
        root = next(one for one in self.frames if one.kind is FrameKind.ROOT)
        self.frames = [root]
        self._run(step_id)

    def _start(self, item: LogItem) -> None:
        if self.root is not None:
            raise DoesNotFit("a session starts once")
        self.note_sitting(item.value)
        self.root = self.bundle.script(self.bundle.root, item.value.get("variant"))
        self.targets = [Target(0)]
        self.frames = [Frame(FrameKind.ROOT, self.root, self.root.id, 0, called=False)]
        self.values[item.seq] = None
        self._run(self.root.step[0].id)

    def _answer(self, item: LogItem) -> None:
        question = self.question
        if question is None or self.end is not None:
            raise DoesNotFit("nothing is asked here")
        if item.address != question.address:
            raise DoesNotFit(f"{question.address} is asked, not {item.address}")
        if item.kind is Kind.ANSWER and misfit(question, item.value) is not None:
            raise DoesNotFit(f"the answer at {item.address} does not fit")
        if item.kind is Kind.OFF and not question.may_be_off:
            raise DoesNotFit(f"the answer at {item.address} has to be kept")
        frame = self.frames[-1]
        step = self.step_of(frame, frame.at)
        value = {Kind.ANSWER: item.value, Kind.SKIP: None, Kind.OFF: KEPT_OFF}[item.kind]
        self.values[item.seq] = value
        self.question = None
        self.says = []
        self.done += 1
        self.asked.append(
            Asked(
                item.seq,
                item.at,
                item.address,
                step,
                frame.gate,
                self.gate_words(frame),
                frame.target,
                item.kind,
                value,
                frame.item,
            )
        )
        if value is not None:
            filled = Filled(value, item.seq)
            self.by_step[step.id] = filled
            if step.slot:
                slots.fill(self, frame, step.slot, filled)
            if step.key_sentence:
                self.targets[frame.target].key = filled
        self._heard(frame, step, item, value)
        if tender.is_over(self) and self.root is not None and self.root.over and not self.leaving():
            self._to(self.root.over)
            return
        self._run(self._way_out(frame, step, value))

    def _heard(self, frame: Frame, step: Step, item: LogItem, value: Any) -> None:
        """Take note of what an answer means beside its slot."""
        if step.type is StepType.STATE:
            self.note_state(value)
            if self.gate_words(frame) != LEAVING:
                self.hot = self.is_hot()
        if step.look is not None:
            drafting.look(self, step, item)
        if step.recall:
            self.note_part(value.get(RECALL, {}) if isinstance(value, dict) else {})
        if frame.kind is FrameKind.GATE:
            feelings.heard(self, frame, step, item, value)
            between.heard(self, frame, step, item, value)
            tender.heard(self, frame, step, item, value)

    # --- moving -----------------------------------------------------------------------------------

    def _run(self, go: str | None) -> None:
        for _ in range(MOST_STEPS):
            if go is None or self.end is not None:
                return
            go = self._one(go)
        raise DoesNotFit("the script goes round without asking anything")

    def _one(self, go: str) -> str | None:
        if go in GATE_ENDS:
            return self._gate_ends(go)
        if go == NOT_TODAY:
            self.end = self.stopping or EndReason.NOT_TODAY
            return None
        if go == TARGET_DONE:
            return self._target_done()
        if go == END:
            return self._frame_done()
        frame = self.frames[-1]
        return self._enter(frame, self.step_of(frame, go))

    def _enter(self, frame: Frame, step: Step) -> str | None:
        if self.passes_over(frame, step):
            return step.open or self.following(frame, step)
        frame.visits[step.id] += 1
        if step.at_most is not None and frame.visits[step.id] > step.at_most:
            return step.then
        frame.at = step.id
        if frame.kind is FrameKind.ROOT and step.id == frame.script.on_stop:
            self.closing = True
        if frame.kind is FrameKind.ROOT and step.id == frame.script.over:
            self.goodbye = True
        tender.met(self, frame, step)
        if step.type is StepType.SAY:
            self.says.append(speech.sentence(self, frame, step))
            return self._way_out(frame, step, None)
        if step.set is not None:
            slots.copy(self, frame, step)
            return self._way_out(frame, step, None)
        address = self.new_address(frame, step)
        if step.type is not None:
            self.question = speech.question(self, frame, step, address)
            return None
        return self._push(frame, step, address)

    def passes_over(self, frame: Frame, step: Step) -> bool:
        """Whether a step is left out here: it is for a script on its own, or its condition does not hold."""
        if step.alone and frame.called:
            return True
        if step.gate == RELATIONAL and between.person_of(self, frame, step) in self.safe_with:
            # Asked once about each person in a session, however many scripts ask.
            return True
        return step.when is not None and not holds(step.when, None, lambda name: look(self, frame, name))

    def _push(self, frame: Frame, step: Step, address: str) -> str | None:
        if step.call is not None:
            return self._push_call(frame, step, address)
        if step.gate == APART and self.root is not None and self.root.shared:
            self.apart = step.words
            return None
        if step.gate is not None:
            key = (step.gate, step.words)
            if key not in self.gates:
                self.gates[key] = gate_script(step.gate, self.bundle.gates, step.words)
            gate = self.gates[key]
            new = Frame(FrameKind.GATE, gate, address, frame.target, called=False, gate=step.gate)
            self.frames.append(new)
            return gate.step[0].id
        return self._push_group(frame, step, address)

    def _push_call(self, frame: Frame, step: Step, address: str) -> str:
        assert step.call is not None
        called = self.bundle.script(step.call)
        # Inside a gate the gate's own address is enough: `six-fs/gate:2/unblend/ask-room:1`.
        path = f"{frame.path if frame.kind is FrameKind.GATE else address}/{called.id}"
        new = Frame(FrameKind.CALL, called, path, frame.target, called=True)
        for name, slot in step.with_.items():
            filled = slots.filled(self, frame, slot)
            if name == "target":
                self.targets.append(Target(len(self.targets), slots={"part": filled} if filled else {}))
                new.target = len(self.targets) - 1
            elif filled is not None:
                new.passed[name] = filled
        self.frames.append(new)
        return called.step[0].id

    def _push_group(self, frame: Frame, step: Step, address: str) -> str | None:
        found = slots.filled(self, frame, step.each or "")
        items = [] if found is None else slots.elements(found)
        if not items:
            return self._way_out(frame, step, None)
        group = frame.script._replace(step=step.step)
        new = Frame(FrameKind.GROUP, group, address, frame.target, called=frame.called)
        new.items = items[: step.at_most or len(items)]
        new.item = new.items[0]
        new.passed = frame.passed
        self.rounds[step.id] = []
        self.frames.append(new)
        return group.step[0].id

    def _frame_done(self) -> str | None:
        frame = self.frames[-1]
        if frame.kind is FrameKind.ROOT:
            self.end = self.stopping or (EndReason.NOT_TODAY if self.left_unasked() else EndReason.COMPLETE)
            return None
        if frame.kind is FrameKind.GROUP and frame.item is not None:
            self.rounds[self.frames[-2].at].append(Round(frame.item, dict(frame.item_slots)))
        if frame.kind is FrameKind.GROUP and frame.item_index + 1 < len(frame.items):
            frame.item_index += 1
            frame.item = frame.items[frame.item_index]
            frame.item_slots = {}
            frame.visits.clear()
            parent = self.frames[-2]
            frame.path = self.new_address(parent, self.step_of(parent, parent.at))
            return frame.script.step[0].id
        if frame.kind is FrameKind.TARGET:
            return self._target_done()
        if frame.kind is FrameKind.GATE:
            return GATE_CLOSED
        given = [slots.filled(self, frame, slot) for slot in frame.script.given_back]
        self.frames.pop()
        parent = self.frames[-1]
        step = self.step_of(parent, parent.at)
        for into, one in zip(step.taken_into, given, strict=False):
            if one is not None:
                slots.fill(self, parent, into, one)
        first = given[0] if given else None
        return self._way_out(parent, step, first.value if first else None)

    def _target_done(self) -> str | None:
        """A part has had its visit: back to the one that waits, or on to what follows."""
        while self.frames[-1].kind is FrameKind.GROUP:
            self.frames.pop()
        frame = self.frames[-1]
        if frame.kind is FrameKind.TARGET:
            self.frames.pop()
            back = self.frames[-1]
            self.note_part_of(back)
            self.says.append(speech.gate_sentence(self, back, "back-to"))
            return back.at
        return END if frame.called else frame.script.after_targets or END

    def _gate_ends(self, go: str) -> str | None:
        gate = self.frames[-1]
        parent = self.frames[-2]
        step = self.step_of(parent, parent.at)
        if go == GATE_INSIDE and step.inside is None:
            return "unblend"
        self.frames.pop()
        if go == GATE_SAFETY:
            self.end = EndReason.SAFETY
            self.unsafe = gate.at
            return None
        if gate.gate == VULNERABLE and go == GATE_OPEN and self.declined:
            # A no holds: going back to say yes after all does not open it.
            go = GATE_CLOSED
        if gate.gate == VULNERABLE and go in (GATE_OPEN, GATE_CLOSED):
            tender.decided(self, gate, step.words, go)
        if gate.gate == FEEL_TOWARD:
            tender.turned(self, go)
        if gate.gate == RELATIONAL:
            between.decided(self, between.person_of(self, parent, step), go)
        if go == GATE_CLOSE:
            return self._stop(EndReason.NOT_TODAY)
        if go == GATE_SWITCH:
            return self._switch(gate, parent)
        if go == GATE_PARK:
            return self._park(parent, step)
        if go == GATE_INSIDE:
            return step.inside
        found = gate.gate_class or ("open" if go == GATE_OPEN else "closed")
        for branch in step.branch:
            if holds(branch.when, found, lambda name: look(self, parent, name)):
                return branch.go
        return (step.open if go == GATE_OPEN else step.closed) or self.following(parent, step)

    def _switch(self, gate: Frame, parent: Frame) -> str | None:
        """The concerned part takes its turn; the present target waits at its gate."""
        new = Target(len(self.targets), from_concern=gate.concern)
        self.targets.append(new)
        if gate.concern is not None:
            gate.concern.becomes = new.number
        frame = Frame(FrameKind.TARGET, parent.script, parent.path, new.number, called=parent.called)
        frame.passed = parent.passed
        self.frames.append(frame)
        self.note_part({})
        return parent.script.on_new_target

    def _park(self, parent: Frame, step: Step) -> str | None:
        self.says.append(speech.gate_sentence(self, parent, "parked"))
        if parent.kind is FrameKind.TARGET:
            return TARGET_DONE
        if parent.called:
            return step.closed
        return parent.script.after_targets or step.closed

    def _stop(self, reason: EndReason) -> str | None:
        """Close every frame once, with one closing. A second stop ends at once."""
        assert self.root is not None
        if self.closing or self.stopping or self.root.on_stop is None:
            self.question = None
            self.apart = None
            # A stop on the way out is a stop, whatever began the way out.
            self.end = reason if reason is EndReason.STOPPED else self.stopping or reason
            return None
        self.stopping = reason
        self.question = None
        self.apart = None
        self.frames = [Frame(FrameKind.ROOT, self.root, self.root.id, 0, called=False)]
        if reason is EndReason.STOPPED:
            self._run(self.root.on_stop)
            return None
        return self.root.on_stop

    def _way_out(self, frame: Frame, step: Step, value: Any) -> str:
        for branch in step.branch:
            if holds(branch.when, value, lambda name: look(self, frame, name)):
                return branch.go
        return self.following(frame, step)

    def following(self, frame: Frame, step: Step) -> str:
        """The way on when no branch holds: `next`, else the step after it, else the end."""
        if step.next is not None:
            return step.next
        steps = frame.script.step
        here = next(number for number, one in enumerate(steps) if one.id == step.id)
        return steps[here + 1].id if here + 1 < len(steps) else END


def walk(bundle: Bundle, log: Iterable[LogItem], known: Mapping[str, str] | None = None) -> Walk:
    """Walk a whole log. Raises DoesNotFit when an item does not belong where it stands."""
    return Walk(bundle, known).apply_all(log)
