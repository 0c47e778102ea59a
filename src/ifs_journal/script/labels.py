"""What an old answer looked like when it was given: labels read from the bundle its session kept.

Light on purpose. Reading an entry must not need the guide, nor a parsed script.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Labels = Mapping[str, str]
STATE_WORDS = "state"
TENDER = "vulnerable"


class BundleLabels:
    """The labels of one bundle, found by the address of an answer."""

    def __init__(self, body: str) -> None:
        whole = json.loads(body)
        self.scripts: dict[str, Any] = whole["scripts"]
        self.gates: dict[str, Any] = whole["gates"]
        self.root: str = whole["root"]

    def of(self, address: str) -> Labels:
        """The label of each option at an address; empty where there are none, or the address is not known."""
        owner, step_id, gate = self._owner(address)
        if gate is not None:
            return self._gate_labels(*gate, step_id)
        for step in self._steps(self.scripts.get(owner, {})):
            if step.get("id") == step_id:
                return {one["value"]: one["label"] for one in step.get("options", [])}
        return {}

    def _owner(self, address: str) -> tuple[str, str, tuple[str, str] | None]:
        """The script a step belongs to, the step's id, and the gate it stands in, if any, with its words."""
        owner = self.root
        gate: tuple[str, str] | None = None
        *way, last = address.split("/")
        for piece in way:
            name, _, count = piece.partition(":")
            if not count:
                owner, gate = name, None
                continue
            if gate is not None and gate[0] == "feel_toward" and name == "checking":
                gate = (STATE_WORDS, name)
                continue
            steps = self._steps(self.scripts.get(owner, {}))
            found = next((step for step in steps if step.get("id") == name), {})
            gate = (found["gate"], found.get("words", "")) if "gate" in found else gate
        return owner, last.partition(":")[0], gate

    def _gate_labels(self, gate: str, wording: str, step_id: str) -> Labels:
        words = self.gates.get(gate, {})
        if gate == TENDER:
            words = words.get(wording, {})
        if (gate == STATE_WORDS and step_id in ("state", "again")) or step_id in ("how", "nearest"):
            table = words.get("options", {})
        else:
            shared = {"held": "turn", "room-wordless": "room"}.get(step_id, step_id)
            shared = f"{shared}-{wording}" if f"{shared}-{wording}" in words else shared
            table = words.get(shared, {}).get("options", {})
        return {value: one["label"] for value, one in table.items()}

    def _steps(self, table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        waiting = list(table.get("step", []))
        for variant in table.get("variants", {}).values():
            waiting += variant.get("replace", [])
            for one in variant.get("add", []):
                waiting += one.get("step", [])
        while waiting:
            step = waiting.pop(0)
            yield step
            waiting += step.get("step", [])
