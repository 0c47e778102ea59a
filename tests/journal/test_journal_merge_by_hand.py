"""What was said by hand when looking back, merged: the same in whatever order, and what was taken back is."""

from __future__ import annotations

import itertools
import random
import shutil
from pathlib import Path
from uuid import UUID

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.write_parts import add_part
from journal_merging import differences, merge

DAYS = [f"2026-03-{day:02}T10:00:00.000+00:00" for day in range(1, 29)]


def an_id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def say_something(journal: Journal, chance: random.Random) -> None:
    """One thing by hand: said, changed, or taken back."""
    parts = [id_ for (id_,) in journal.connection.execute("SELECT id FROM part ORDER BY id")]
    one, other = chance.sample(parts, 2)
    at = chance.choice(DAYS)
    what = chance.choice(
        ("bond", "archive", "merge", "therapy", "filter", "mark", "change", "back", "remove")
    )
    with journal.writing() as connection:
        if what == "bond":
            values = (an_id(chance), one, other, chance.choice(("allied", "protects")), at)
            connection.execute(
                "INSERT INTO bond (id, part_id, other_id, kind, at) VALUES (?, ?, ?, ?, ?)", values
            )
        elif what in ("archive", "merge"):
            kind, target = ("archived", None) if what == "archive" else ("merged", other)
            connection.execute(
                "INSERT INTO tidying (id, part_id, other_id, kind, at) VALUES (?, ?, ?, ?, ?)",
                (an_id(chance), one, target, kind, at),
            )
            connection.execute("UPDATE part SET archived_at = ? WHERE id = ?", (at, one))
        elif what == "therapy":
            connection.execute(
                "INSERT INTO therapy (id, day, at, came) VALUES (?, ?, ?, ?)",
                (an_id(chance), at[:10], at, an_id(chance)),
            )
        elif what == "filter":
            name = chance.choice("abc")
            connection.execute(
                "INSERT INTO saved_filter (id, name, name_key, options, at) VALUES (?, ?, ?, '{}', ?) "
                "ON CONFLICT (name_key) DO UPDATE SET at = max(at, excluded.at)",
                (an_id(chance), name, name, at),
            )
        elif what == "mark":
            connection.execute(
                "INSERT INTO mark (subject, subject_id, mark, at) VALUES ('part', ?, ?, ?) "
                "ON CONFLICT (subject, subject_id) DO UPDATE SET mark = excluded.mark, at = excluded.at",
                (one, chance.choice(("private", "shareable")), at),
            )
        elif what == "change":
            connection.execute(
                "UPDATE therapy SET changed_at = ?, practice = ? WHERE day < ?", (at, an_id(chance), at)
            )
        elif what == "back":
            table = chance.choice(("bond", "tidying"))
            connection.execute(
                f"UPDATE {table} SET taken_back_at = ? WHERE part_id = ? AND taken_back_at IS NULL", (at, one)
            )
        else:
            for (id_,) in connection.execute("SELECT id FROM therapy ORDER BY id LIMIT 1").fetchall():
                connection.execute("DELETE FROM therapy WHERE id = ?", (id_,))
                connection.execute(
                    "INSERT INTO tombstone (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (id_, at)
                )


@pytest.mark.thinned(8)
@pytest.mark.parametrize("seed", range(24))
def test_three_machines_end_alike_in_whatever_order(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    first = tmp_path / "0.db"
    create(first)
    with Journal.open(first) as journal:
        for name in ("Critic", "Planner", "Small one", "Joker"):
            add_part(journal, an_id(chance), name, DAYS[0])
    paths = [tmp_path / f"{number}.db" for number in range(3)]
    for path in paths[1:]:
        shutil.copyfile(first, path)
    for path in paths:
        with Journal.open(path) as journal:
            for _ in range(chance.randrange(1, 9)):
                say_something(journal, chance)
    ends = []
    for number, order in enumerate(itertools.permutations(range(3))):
        end = tmp_path / f"end{number}.db"
        shutil.copyfile(paths[order[0]], end)
        with Journal.open(end) as journal:
            for other in order[1:]:
                with Journal.open(paths[other], read_only=True) as there:
                    merge(journal, there)
            for other in order:
                with Journal.open(paths[other], read_only=True) as there:
                    assert merge(journal, there).nothing
        ends.append(end)
    with Journal.open(ends[0], read_only=True) as one:
        for end in ends[1:]:
            with Journal.open(end, read_only=True) as other_end:
                assert differences(one, other_end) == {}
