"""From a raw table to a script: trusting for what was checked before, strict for what was not.

The shipped scripts, and the bundles a journal keeps, were checked when they came in; reading them again costs
next to nothing. Anything else goes through pydantic, which names every key that is missing, unknown or wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ifs_journal.script.model import Branch, Insertion, Option, Piece, Script, Step, Variant, When
from ifs_journal.terms import StepType

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kind = (
    type[Script]
    | type[Step]
    | type[Option]
    | type[Branch]
    | type[When]
    | type[Variant]
    | type[Insertion]
    | type[Piece]
)

INNER: Mapping[tuple[str, str], Kind] = {
    ("Script", "step"): Step,
    ("Script", "variants"): Variant,
    ("Step", "options"): Option,
    ("Step", "when"): When,
    ("Step", "branch"): Branch,
    ("Step", "pieces"): Piece,
    ("Step", "step"): Step,
    ("Option", "when"): When,
    ("Branch", "when"): When,
    ("When", "also"): When,
    ("Variant", "add"): Insertion,
    ("Variant", "replace"): Step,
    ("Insertion", "step"): Step,
}
"""Which keys hold tables of their own, and what kind."""
SPOKEN = frozenset({"is", "in", "class", "with", "from"})
"""Keys that are words of Python; in the model an underscore follows them."""
AS_THEY_ARE = frozenset({"slots", "takes", "with", "like"})


def build(table: Mapping[str, Any]) -> Script:
    """A script from a table that was checked before. Raises TypeError, ValueError when it was not."""
    script: Script = _built(Script, table)
    return script


def validated(table: Mapping[str, Any]) -> Script:
    """A script from any table. Raises pydantic's ValidationError."""
    return _adapter().validate_python(_named(Script, table))


def keys_of(kind: Kind) -> set[str]:
    """The keys a table of this kind may have, as scripts spell them."""
    return {name.rstrip("_") for name in kind._fields}


@cache
def _adapter() -> TypeAdapter[Script]:
    from pydantic import TypeAdapter

    return TypeAdapter(Script)


def _field(key: str) -> str:
    return f"{key}_" if key in SPOKEN else key


def _built(kind: Any, table: Mapping[str, Any]) -> Any:
    return kind(**{_field(key): _value(kind, key, value) for key, value in table.items()})


def _value(kind: Kind, key: str, value: Any) -> Any:
    inner = INNER.get((kind.__name__, key))
    if inner is None:
        if key == "type":
            return StepType(value)
        return tuple(value) if isinstance(value, list) and key not in AS_THEY_ARE else value
    if isinstance(value, list):
        return tuple(_built(inner, one) for one in value)
    if key == "variants":
        return {name: _built(inner, one) for name, one in value.items()}
    return _built(inner, value)


def _named(kind: Kind, table: Any) -> Any:
    """The table with the model's names for its keys. A list in place of a table stays recognisable."""
    if not isinstance(table, dict):
        return repr(type(table))
    return {_field(key): _named_value(kind, key, value) for key, value in table.items()}


def _named_value(kind: Kind, key: str, value: Any) -> Any:
    inner = INNER.get((kind.__name__, key))
    if inner is None:
        return value
    if isinstance(value, list):
        return [_named(inner, one) for one in value]
    if key == "variants" and isinstance(value, dict):
        return {name: _named(inner, one) for name, one in value.items()}
    return _named(inner, value)
