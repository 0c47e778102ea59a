"""What nothing that is counted, drawn or told over time may come from, as conditions for a query.

Sessions in which a vulnerable part may be visited, sessions that two people share, and what was marked
private by hand.
"""

from __future__ import annotations

APART = ("vulnerable", "together")
"""Shipped sessions of these kinds."""

APART_BUNDLES = """
SELECT hash FROM bundle WHERE instr(body, '"gate":"vulnerable"') OR instr(body, '"shared":true')
"""
"""The same of a person's own scripts, by the words they were guided by."""


def marked_private(subject: str) -> str:
    """Selects the ids of the sessions, answers, parts or notes that were marked private by hand."""
    return f"SELECT subject_id FROM mark WHERE subject = '{subject}' AND mark = 'private'"
