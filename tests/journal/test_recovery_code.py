"""The code on paper: what it stands for, and which slips of the pen it sees."""

from __future__ import annotations

import base64

from hypothesis import assume, given
from hypothesis import strategies as st

from ifs_journal.journal.key import KEY_BYTES
from ifs_journal.journal.recovery_code import (
    ALPHABET,
    ROW,
    ROWS,
    grouped,
    raw_key,
    row_fits,
    rows_of,
)

KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
ROW_NUMBERS = st.integers(0, ROWS - 1)
PLACES = st.integers(0, ROW - 1)


@given(KEYS)
def test_a_code_stands_for_its_key(raw: bytes) -> None:
    rows = rows_of(raw)
    assert [len(row) for row in rows] == [ROW] * ROWS
    assert all(row_fits(number, row) for number, row in enumerate(rows))
    assert raw_key("".join(rows)) == raw


@given(KEYS)
def test_without_the_last_character_of_each_row_it_is_base32(raw: bytes) -> None:
    text = "".join(row[:-1] for row in rows_of(raw))
    assert base64.b32decode(text + "=" * (-len(text) % 8)) == raw


@given(KEYS, st.sampled_from([" ", "\n", "-", " - ", "\t"]))
def test_it_is_read_however_it_is_written(raw: bytes, between: str) -> None:
    written = between.join(grouped(row) for row in rows_of(raw))
    assert raw_key(written.lower()) == raw
    assert raw_key(f"  {written}\n") == raw


@given(KEYS)
def test_digits_that_look_like_letters_are_taken_for_them(raw: bytes) -> None:
    written = "".join(rows_of(raw)).translate(str.maketrans({"O": "0", "I": "1", "B": "8"}))
    assert raw_key(written) == raw


@given(KEYS, ROW_NUMBERS)
def test_every_single_wrong_character_is_seen(raw: bytes, number: int) -> None:
    row = rows_of(raw)[number]
    for place in range(ROW):
        for wrong in set(ALPHABET) - {row[place]}:
            assert not row_fits(number, row[:place] + wrong + row[place + 1 :])


@given(KEYS, ROW_NUMBERS)
def test_any_two_characters_that_changed_places_are_seen(raw: bytes, number: int) -> None:
    row = rows_of(raw)[number]
    for one in range(ROW):
        for other in range(one + 1, ROW):
            if row[one] != row[other]:
                swapped = list(row)
                swapped[one], swapped[other] = row[other], row[one]
                assert not row_fits(number, "".join(swapped)), (row, one, other)


@given(KEYS, ROW_NUMBERS, ROW_NUMBERS)
def test_rows_in_another_order_are_seen(raw: bytes, one: int, other: int) -> None:
    assume(one != other)
    rows = rows_of(raw)
    assert not row_fits(other, rows[one])
    rows[one], rows[other] = rows[other], rows[one]
    assert raw_key("".join(rows)) is None


@given(KEYS, ROW_NUMBERS, PLACES, st.sampled_from(ALPHABET))
def test_one_character_too_few_or_too_many_is_no_code(raw: bytes, number: int, place: int, more: str) -> None:
    rows = rows_of(raw)
    row = rows[number]
    for wrong in (row[:place] + row[place + 1 :], row[:place] + more + row[place:]):
        assert raw_key("".join([*rows[:number], wrong, *rows[number + 1 :]])) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_code_or_none(text: str) -> None:
    assert raw_key(text) is None or len(text) >= ROW * ROWS
