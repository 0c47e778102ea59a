"""A script that keeps nothing unless it is asked to, at its very end: for a moment that cannot wait."""

from __future__ import annotations

from ifs_journal.script.check_base import View
from ifs_journal.script.check_slots import known_slot
from ifs_journal.terms import StepType

MOST_ASKED = 8
"""Such a script is over in a minute, so that little is lost when it is interrupted."""
OF_PARTS = (StepType.PART, StepType.PARTS, StepType.PERSON, StepType.STATE)


def check_keep(view: View) -> None:
    """It has a choice that decides, it is short, and nothing in it needs a gate or a part."""
    keep = view.script.keep
    if keep is None:
        return
    deciding = [step for step, _ in view.everything if step.slot == keep]
    if known_slot(view, keep, view.script.step[0], None) != "choice" or not any(
        option.value == "keep" for step in deciding for option in step.options
    ):
        view.fault(
            "keep",
            f"Nothing in the script decides with “{keep}” whether it is kept",
            "Ask a choice with that slot, one option of which has the value “keep”",
        )
    if sum(1 for step, _ in view.everything if step.asks) > MOST_ASKED:
        view.fault(
            "keep",
            f"A script that is kept only on request asks {MOST_ASKED} times at most",
            "Make it shorter, or take `keep` away",
        )
    for step, _ in view.everything:
        if step.gate or step.call or step.each or step.type in OF_PARTS:
            view.fault(
                "keep",
                "This needs what is only there in a session that is kept",
                "Ask in a line or with a choice, or take `keep` away",
                step.id,
            )
