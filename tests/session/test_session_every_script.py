"""Every listed script and variant through the line protocol, answered by whoever can read an event."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, find_session
from ifs_journal.script.library import index
from ifs_journal.terms import Kind
from session_talking import Partner, events, ifs

EVERY = [
    pytest.param(one["id"], variant, id=" --".join(filter(None, (one["id"], variant))))
    for one in index()
    if one["listed"]
    for variant in (None, *one["variants"])
]
PREFERRED = ("settled", "none", "no", "open", "keep", "i_can_see_it", "eased", "request", "several", "yes")
UNEASY = ("uneasy", "another")
"""Asked before a tender part: whether anybody is uneasy."""
OTHERS = {"side-b": "Joy", "guard": "Guard", "in-front": "Joy"}
"""Steps that want another part than the one that is listened to."""


def answer(event: dict[str, Any]) -> Any:
    """An answer by the event alone, as a program that has never seen the script would give it."""
    values = [one["value"] for one in event["options"]]
    chosen = next((one for one in PREFERRED if one in values), values[-1] if values else None)
    by_type = {
        "settle": None,
        "state": "settled",
        "scale": 5,
        "choice": chosen,
        "choices": [chosen or "something else"],
        "yes_no_unsure": "no" if event["step"] in UNEASY else "yes",
        "confirm": True,
        "part": OTHERS.get(event["step"], "Critic"),
        "parts": ["Critic", "Joy"],
        "person": "Anna",
        "date": "tomorrow",
        "draft": event.get("draft") or "A part of me felt small.",
        "long": "Critic: not enough\nJoy: look",
    }
    return by_type.get(event["type"], "a few words")


@pytest.mark.thinned(4)
@pytest.mark.parametrize(("script", "variant"), EVERY)
def test_a_program_walks_it_to_its_end(
    script: str, variant: str | None, monkeypatch: pytest.MonkeyPatch, guarded: Path, journal_file: Path
) -> None:
    journal_file.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(guarded, journal_file)
    partners: list[Partner] = []

    def partner(out: io.BytesIO) -> Partner:
        partners.append(Partner(out, answer))
        return partners[0]

    command = [script, *([f"--{variant}"] if variant else []), "--jsonl"]
    code, out, _ = ifs(monkeypatch, *command, partner=partner)
    found = events(out)
    assert code == 0
    assert found[-1]["reason"] == "complete"
    assert all(one["event"] != "error" for one in found)
    with Journal.open(journal_file) as journal:
        kept = entry(journal, find_session(journal, "last").id)
    given = [one.address for one in kept.answers if one.kind is Kind.ANSWER]
    # What two people are asked alone is not kept.
    assert given == [address for address, _ in partners[0].given if not address.startswith("apart-")]
