"""How big a file is, in words."""

from __future__ import annotations

MEGA, GIGA = 1_000_000, 1_000_000_000


def spoken_size(count: int) -> str:
    """So many bytes as a person reads them, such as `0.9 MB` or `75 GB`."""
    if count >= 10 * GIGA:
        return f"{count / GIGA:,.0f} GB"
    if count >= GIGA:
        return f"{count / GIGA:.1f} GB"
    return f"{count / MEGA:.1f} MB"
