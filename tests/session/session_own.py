"""Scripts of one's own, made for a test: checked, or put where the program finds them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from ifs_journal.script.checker import check
from ifs_journal.script.library import Source, gate_words, shipped_sources
from ifs_journal.session.settings import own_scripts

Table = dict[str, Any]
Steps = list[Table]
BYE: Table = {"id": "bye", "type": "settle", "text": "Goodbye.", "plain": "Goodbye."}


def ask(step: str, slot: str | None = None, type_: str = "short", **more: Any) -> Table:
    """A question."""
    found = {"id": step, "type": type_, "text": "What is there?", "plain": "What is there?", "why": "A word."}
    return {**found, **({"slot": slot} if slot else {}), **more}


def gate(step: str, kind: str, opened: str, closed: str = "bye", **more: Any) -> Table:
    """A gate, closed toward the goodbye."""
    return {"id": step, "gate": kind, "open": opened, "closed": closed, **more}


def arriving(opened: str, **more: Any) -> Table:
    """The gate every script begins with."""
    return gate("arriving", "state", opened, "not-today", words="arriving", **more)


def made(*steps: Table, slots: Table | None = None, name: str = "made", **more: Any) -> Table:
    """A script of one's own."""
    about = {"id": name, "version": 1, "title": "Made", "purpose": "Made.", "minutes": "1", "on_stop": "bye"}
    return {**about, "slots": slots or {}, "step": list(steps), **more}


def piece(*steps: Table, slots: Table, **more: Any) -> Table:
    """A script that is only called."""
    found = made(*steps, slots=slots, name="piece", listed=False, **more)
    del found["on_stop"]
    return found


def rules(table: Table, *others: Table) -> set[str]:
    """The rules the checker finds broken."""
    tables = {name: source.table for name, source in shipped_sources().items()}
    tables |= {one["id"]: one for one in (*others, table)}
    source = Source(Path(f"{table['id']}.toml"), table)
    return {fault.rule for fault in check(source, tables=tables, gates=gate_words())}


def changed(table: Table, step: str, **more: Any) -> Table:
    """The same script with one step otherwise. A value of None takes a key away."""
    steps = [
        {key: value for key, value in {**one, **more}.items() if value is not None}
        if one["id"] == step
        else one
        for one in table["step"]
    ]
    return {**table, "step": steps}


def without(table: Table, step: str, opened: str) -> Table:
    """The same script with one step gone, and what led to it leading to the next."""
    steps = [one for one in table["step"] if one["id"] != step]
    return {
        **table,
        "step": [{**one, "open": opened} if one.get("open") == step else one for one in steps],
    }


def then(table: Table, *steps: Table) -> Table:
    """The same script with more steps before its goodbye."""
    return {**table, "step": [*table["step"][:-1], *steps, table["step"][-1]]}


def put(table: Table) -> None:
    """Into the folder of one's own scripts. JSON's values are read as TOML's, key by key."""
    folder = own_scripts()
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key} = {inline(value)}\n" for key, value in table.items())
    assert tomllib.loads(text) == table
    (folder / f"{table['id']}.toml").write_text(text, encoding="utf-8")


def inline(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value)
