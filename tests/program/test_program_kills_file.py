"""SIGKILL anywhere while a journal's whole file changes: the earlier one is there, or the new one, whole."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs SIGKILL", allow_module_level=True)

from files_prepared import Stock
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


def kill(scene: Scene, kills: int, seed: int) -> tuple[Figures, int]:
    """A third of the kills around calls, a third before statements, a third at any time."""
    figures, chance = Figures(), random.Random(f"{seed} {scene.operation}")
    scene.once()
    calls = -(-kills // 3)
    statements = -(-(kills - calls) // 2)
    for point in (*spread(scene.calls, calls, chance), *spread(range(scene.points), statements, chance)):
        scene.kill_at(point, figures)
    while figures.kills < kills:
        scene.kill_after(chance, figures)
    return figures, scene.points


def one_of_each(*, encrypted: bool) -> Iterator[Operation]:
    """Each operation once, to a plain journal and an encrypted one by turns."""
    for name in dict.fromkeys(one.name for one in OPERATIONS):
        both = [one for one in OPERATIONS if one.name == name]
        yield next((one for one in both if one.encrypted == encrypted), both[0])
        encrypted = not encrypted


def test_a_file_that_is_changed_whole_is_whole_after_sigkill(
    tmp_path: Path, kills: int, figures: list[str]
) -> None:
    seed = 5 if kills <= SHORT else random.SystemRandom().randrange(1_000_000)
    operations = OPERATIONS if kills > SHORT else [*one_of_each(encrypted=True)]
    each, more_often = divmod(kills, len(operations))
    total, points, stock = Figures(), 0, Stock(tmp_path)
    # All are laid out before the first process starts, which would else hold a lock of theirs for a moment.
    scenes = [Scene(one, tmp_path / str(number), stock) for number, one in enumerate(operations)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [
            pool.submit(kill, scene, each + (number < more_often), seed)
            for number, scene in enumerate(scenes)
        ]
        for one in running:
            found, more = one.result()
            total.add(found)
            points += more
    figures.append(f"SIGKILL while the file is changed: {total}; {points} points to die at (seed {seed})")
    assert total.kills >= kills
