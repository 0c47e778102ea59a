"""The recovery code: the raw key of a journal in letters and digits that can be kept on paper.

Base32 (RFC 4648, without padding) in four rows of thirteen characters, each followed by one check
character. Leaving off the last character of each row gives the base32 text of the key itself, so any
SQLCipher program opens the file with it, without this one.
"""

from __future__ import annotations

import base64
import binascii

from ifs_journal.journal.key import KEY_BYTES

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
ROWS = 4
ROW = 14
"""Characters in a row, the check character included."""

_GENERATOR = 0b100101
"""x⁵ + x² + 1: the field of 32 elements the check characters are counted in."""

_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})
"""Digits the alphabet does not have, and the letters they are taken for."""


def rows_of(raw: bytes) -> list[str]:
    """The code of a raw key, in rows."""
    text = base64.b32encode(raw).decode("ascii").rstrip("=")
    size = ROW - 1
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    return [part + _check(number, part) for number, part in enumerate(parts)]


def grouped(row: str) -> str:
    """A row in groups of four, for the eye."""
    return " ".join(row[at : at + 4] for at in range(0, len(row), 4))


def tidy(text: str) -> str:
    """What was typed, without spaces and dashes, in capitals, with look-alike digits as letters."""
    return "".join(char for char in text.upper().translate(_MISREAD) if char.isalnum())


def row_fits(number: int, row: str) -> bool:
    """Whether a typed row (`number` from 0) has the right length, letters and check character.

    A single wrong character is always seen, and so are two that changed places.
    """
    row = tidy(row)
    return len(row) == ROW and set(row) <= set(ALPHABET) and _check(number, row[:-1]) == row[-1]


def raw_key(text: str) -> bytes | None:
    """The raw key a typed code stands for; None for anything that is not a code."""
    code = tidy(text)
    rows = [code[at : at + ROW] for at in range(0, len(code), ROW)]
    if len(rows) != ROWS or not all(row_fits(number, row) for number, row in enumerate(rows)):
        return None
    try:
        raw = base64.b32decode("".join(row[:-1] for row in rows) + "====")
    except binascii.Error:
        return None
    return raw if len(raw) == KEY_BYTES else None


def _check(number: int, row: str) -> str:
    """The sum of a row over the field; each place in it has a weight of its own, and each row a start."""
    total, weight = number + 1, 1
    for char in row:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(char))
    return ALPHABET[total]


def _times(a: int, b: int) -> int:
    """The product of two elements of the field."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= _GENERATOR
        b >>= 1
    return product
