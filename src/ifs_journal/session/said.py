"""What the program says in a session, in other languages than English: their `said.toml`.

English stands in classes whose names in capitals are the sentences (`Phrases` of the loop, `Sentences` of the
terminal). A table of the file has the same names in small letters, and holds what the English has: a
sentence, two wordings, several of them, or some by name. What it does not have stays English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ifs_journal.guide.question import Words
from ifs_journal.script.library import LANGUAGE, said_in

Book = TypeVar("Book")
Tell = Callable[[str], str]
"""An English sentence, before anything is filled in, as the person reads it."""


def names_of(kind: type) -> dict[str, Any]:
    """The English sentences of a class, by their name in a file."""
    return {name.lower(): value for name, value in vars(kind).items() if name.isupper()}


def in_language(book: Book, language: str, table: str) -> Book:
    """`book`, with the words of a language in place of the English ones wherever there are some."""
    given = said_in(language).get(table, {})
    for name, english in names_of(type(book)).items():
        if name in given:
            setattr(book, name.upper(), _shaped(english, given[name]))
    return book


def teller(language: str) -> Tell:
    """Says the sentences of home, and of what comes before a session, in a language; else as they are."""
    given: Mapping[str, str] = {} if language == LANGUAGE else said_in(language).get("home", {})
    return lambda english: given.get(english, english)


def as_data(english: Any) -> Any:
    """An English sentence, or some of them, as a file would hold it."""
    if isinstance(english, Words):
        return {"text": english.ifs, "plain": english.plain}
    if isinstance(english, tuple):
        return [as_data(one) for one in english]
    if isinstance(english, Mapping):
        return {str(key): as_data(one) for key, one in english.items()}
    return english


def _shaped(english: Any, given: Any) -> Any:
    if isinstance(english, Words):
        return Words(given["text"], given["plain"])
    if isinstance(english, tuple):
        return tuple(_shaped(english[min(place, len(english) - 1)], one) for place, one in enumerate(given))
    if isinstance(english, Mapping):
        own = {key: _shaped(one, given[str(key)]) for key, one in english.items() if str(key) in given}
        return {**english, **own} if english else given
    return given
