"""Reading the JSON of a whole journal: line by line where it is as it was written, whole where it is not.

Every row is held against its model before anything of it is used. An error says in which line it is and in
which field, never what stood there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple

from ifs_journal.errors import BadData
from ifs_journal.journal.whole import FREE, WITHIN, stored
from ifs_journal.share.whole_json import FORMAT, SESSIONS, VERSION

NOT_OURS = "That is not the JSON of a whole journal: it does not say that its format is {format}."
NEWER = (
    "It was written by a newer version of ifs-journal (version {found} of its form, this one knows {known})."
)
NO_TEXT = "That is not UTF-8 text."
NO_JSON = "Line {line} is no JSON that can be read."
NO_LIST = "What is called {name} should be a list of rows."
UNKNOWN = "Line {line}: there is no table called {table}."
FIELD = "Line {line}, {table}: {field}: {why}."
NO_ROW = "Line {line}, {table}: a row should be names and values."

LONGEST = 64
"""Of a name from elsewhere, at most so much is repeated."""

_HEAD = ("{\n", f'"format": {json.dumps(FORMAT)},\n')
_LIST = re.compile(r'"(?P<name>[a-z_]+)": \[(?P<end>\])?,?')


class Found(NamedTuple):
    """A value of a list, and where it stood."""

    name: str
    value: Any
    line: int


def rows_in(file: IO[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of the whole journal in a file, as their columns hold them. Raises BadData."""
    for one in _found(file):
        if one.name == SESSIONS:
            yield from _of_session(one)
        elif one.name in FREE:
            yield one.name, _row(one.name, one.value, one.line)
        else:
            raise BadData(UNKNOWN.format(line=one.line, table=one.name[:LONGEST]))


def _found(file: IO[str]) -> Iterator[Found]:
    try:
        first = [file.readline() for _ in _HEAD]
        if tuple(first) == _HEAD:
            yield from _by_line(file)
        else:
            yield from _at_once("".join(first) + file.read())
    except UnicodeDecodeError:
        raise BadData(NO_TEXT) from None
    except OSError as error:
        raise BadData(f"It could not be read: {error.strerror}.") from None


def _by_line(file: Iterable[str]) -> Iterator[Found]:
    name, closed = "", False
    for line, whole in enumerate(file, len(_HEAD) + 1):
        text = whole.rstrip("\n")
        if line == len(_HEAD) + 1:
            _require_version(_value(f"{{{text.removesuffix(',')}}}", line).get("version"))
        elif not name:
            head = _LIST.fullmatch(text)
            closed = text == "}"
            if head is None and not closed:
                raise BadData(NO_JSON.format(line=line))
            if head is not None and not head["end"]:
                name = head["name"]
        elif text in ("]", "],"):
            name = ""
        else:
            yield Found(name, _value(text.removesuffix(","), line), line)
    if not closed:
        raise BadData(NO_JSON.format(line="at its end"))


def _at_once(text: str) -> Iterator[Found]:
    document = _value(text, 1)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadData(NOT_OURS.format(format=FORMAT))
    _require_version(document.get("version"))
    for name, values in document.items():
        if name in ("format", "version"):
            continue
        if not isinstance(values, list):
            raise BadData(NO_LIST.format(name=name[:LONGEST]))
        for value in values:
            yield Found(name, value, 1)


def _value(text: str, line: int) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadData(NO_JSON.format(line=line)) from None


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _require_version(found: object) -> None:
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise BadData(NOT_OURS.format(format=FORMAT))
    if found > VERSION:
        raise BadData(NEWER.format(found=found, known=VERSION))


def _of_session(one: Found) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(one.value, dict):
        raise BadData(NO_ROW.format(line=one.line, table=SESSIONS))
    its = {name: rows for name, rows in one.value.items() if name in WITHIN}
    own = {name: value for name, value in one.value.items() if name not in WITHIN}
    session = _row(SESSIONS, own, one.line)
    yield SESSIONS, session
    for table, rows in its.items():
        if not isinstance(rows, list):
            raise BadData(NO_LIST.format(name=table))
        for row in rows:
            if not isinstance(row, dict):
                raise BadData(NO_ROW.format(line=one.line, table=table))
            yield table, _row(table, {**row, "session_id": session["id"]}, one.line)


def _row(table: str, row: Any, line: int) -> Mapping[str, Any]:
    """A row as its columns hold it, once it has the shape of one."""
    from pydantic import ValidationError

    from ifs_journal.records.stored import models

    if not isinstance(row, dict):
        raise BadData(NO_ROW.format(line=line, table=table))
    model = models()[table]
    names = {field.alias for field in model.model_fields.values()}
    if table == SESSIONS:
        row = {**row, "revision": 1}
    try:
        kept = stored(table, row)
        model.model_validate({**dict.fromkeys(names), **kept})
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(step) for step in problem["loc"])[:LONGEST]
        raise BadData(
            FIELD.format(line=line, table=table, field=field or "its row", why=_plain(problem["msg"]))
        ) from None
    except (ValueError, TypeError, RecursionError):
        raise BadData(NO_ROW.format(line=line, table=table)) from None
    return kept


def _plain(message: str) -> str:
    """What a model says, without its own full stop."""
    return message.removesuffix(".")
