"""SIGKILL at every step of real sessions in real terminals: everything answered is there, resume works."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.create import create
from ifs_journal.journal.key import new_key
from program_locked import PASSPHRASE
from program_walks import SCRIPTS, Figures, Moment, Walk, at_random, every_step

pytestmark = [pytest.mark.pty, pytest.mark.kills]

AT_ONCE = 3
"""Sessions side by side: one mostly waits while the others work."""

SHORT = 25
"""Kills in an ordinary run of the tests, at least."""

MOST_IN_ONE = 36
"""About as many kills as the longer of the two sessions takes."""


Plan = tuple[str, list[tuple[int, Moment]], bool]
"""A session, where it is killed, and whether its journal is encrypted."""

MOMENTS = (Moment.SHOWN, Moment.TYPING, Moment.ENTERED)


def every_walk(kills: int) -> list[Plan]:
    """Two sessions, killed at every step: three times each, in a plain journal and in an encrypted one.

    In a short run the longer one only once a step and in a plain one, the other in an encrypted one.
    """
    short, long = every_step("check-in", *MOMENTS), every_step("unblend", *MOMENTS)
    if kills <= SHORT:
        once = [long[at * 3 + at % 3] for at in range(len(long) // 3)]
        return [("check-in", short, True), ("unblend", once, False)]
    return [
        (script, points, locked)
        for script, points in (("check-in", short), ("unblend", long))
        for locked in (False, True)
    ]


def by_chance(chance: random.Random) -> Plan:
    """One more session, killed about twice a step."""
    script = chance.choice(tuple(SCRIPTS))
    return script, at_random(script, chance), chance.random() < 0.5


def walk(number: int, plan: Plan, folder: Path, seed: int) -> Figures:
    script, points, locked = plan
    journal = folder / str(number) / "journal.db"
    create(journal, key=new_key(PASSPHRASE) if locked else None)
    file = folder / f"{number}.passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    chance = random.Random(f"{seed} {number}")
    found = Walk(script, journal, chance, file if locked else None).run(points)
    found.encrypted = found.kills if locked else 0
    return found


def test_nothing_answered_is_lost_to_sigkill(tmp_path: Path, kills: int, figures: list[str]) -> None:
    seed = 20 if kills <= SHORT else random.SystemRandom().randrange(1_000_000)
    chance, total, walks = random.Random(seed), Figures(), 0
    waiting = every_walk(kills)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting:
            running = [
                pool.submit(walk, walks + number, plan, tmp_path, seed) for number, plan in enumerate(waiting)
            ]
            walks += len(running)
            for one in running:
                total.add(one.result())
            # How many kills a session really takes depends on where they fall.
            missing = max(0, kills - total.kills)
            waiting = [by_chance(chance) for _ in range(-(-missing // MOST_IN_ONE))]
    figures.append(f"SIGKILL: {total} (seed {seed})")
    assert total.kills >= kills
    assert total.lost == []
    assert total.damaged == []
    assert total.finished == walks
