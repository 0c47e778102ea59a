"""SIGKILL anywhere while a journal's whole file changes: the earlier one is there, or the new one, whole."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs SIGKILL", allow_module_level=True)

from program_files import OPERATIONS, Figures, Operation, Scene

pytestmark = pytest.mark.kills

AT_ONCE = 2
SHORT = 25
"""Kills in an ordinary run of the tests."""


def spread(points: Sequence[int], count: int, chance: random.Random) -> list[int]:
    """So many of the points, evenly, from a place chosen by chance; each at most once."""
    count = min(count, len(points))
    begin = chance.random() * len(points) / max(count, 1)
    return [points[int(begin + number * len(points) / count)] for number in range(count)]


def kill(operation: Operation, kills: int, folder: Path, seed: int) -> tuple[Figures, int]:
    """A third of the kills around calls, a third before statements, a third at any time."""
    scene, figures, chance = Scene(operation, folder), Figures(), random.Random(f"{seed} {operation}")
    scene.once()
    third = -(-kills // 3)
    for point in (*spread(scene.calls, third, chance), *spread(range(scene.points), third, chance)):
        scene.kill_at(point, figures)
    while figures.kills < kills:
        scene.kill_after(chance, figures)
    return figures, scene.points


def test_a_file_that_is_changed_whole_is_whole_after_sigkill(
    tmp_path: Path, kills: int, figures: list[str]
) -> None:
    seed = 5 if kills <= SHORT else random.SystemRandom().randrange(1_000_000)
    each = -(-kills // len(OPERATIONS))
    total, points = Figures(), 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [
            pool.submit(kill, operation, each, tmp_path / str(number), seed)
            for number, operation in enumerate(OPERATIONS)
        ]
        for one in running:
            found, more = one.result()
            total.add(found)
            points += more
    figures.append(f"SIGKILL while the file is changed: {total}; {points} points to die at (seed {seed})")
    assert total.kills >= kills
