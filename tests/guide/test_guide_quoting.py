"""A person's words inside a sentence of ours."""

from __future__ import annotations

import pytest

from ifs_journal.guide.quoting import fill

PROMPT = 'About this: "{worry}". It may have good reason.'


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("nobody keeps watch", '"nobody keeps watch". It may'),
        ("Nobody keeps watch.", '"Nobody keeps watch." It may'),
        ("When, then?", '"When, then?" It may'),
        (None, '"…" It may'),
    ],
)
def test_words_that_end_a_sentence_get_no_second_full_stop(words: str | None, read: str) -> None:
    assert read in fill(PROMPT, {"worry": 1}, lambda seq: words)


def test_what_is_not_known_yet_stays_open_as_it_was() -> None:
    assert fill(PROMPT, {}, lambda seq: "words") == PROMPT
