"""What encryption costs: the same journal, plain and encrypted, measured in turns."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.invented import COMMON, RARE
from benchmarks.measure import House, medians, milliseconds_an_answer, program, seconds

if TYPE_CHECKING:
    from ifs_journal.journal.key import Key

PASSPHRASE = "seven grey herons wade"
ANSWERS = 200
OPENINGS = 21
"""How often a journal is opened inside one process, for one figure."""

HEADING = "## What encryption costs"
TEXT = f"""\
{HEADING}

The same journals, plain and encrypted. A passphrase is made into the key by 256,000 rounds, which cost
somebody who tries passphrases as much as you; the key itself, as a recovery code or a keyring gives it,
needs none of them. Opening and keeping an answer are measured inside one process, commands as above.

Measured on {{day}} on {{machine}}.

| what | plain | encrypted | more |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Cost:
    """One thing measured on a plain journal and on the same one encrypted, in milliseconds."""

    what: str
    plain: float
    encrypted: float

    @property
    def row(self) -> str:
        """As a row of the table."""
        more = self.encrypted - self.plain
        return f"| {self.what} | {_ms(self.plain)} | {_ms(self.encrypted)} | {_ms(more, '+')} |"


def _ms(value: float, sign: str = "") -> str:
    return f"{value:{sign}.0f} ms" if abs(value) >= 20 else f"{value:{sign}.1f} ms"


def costs(home: Path, journals: Mapping[int, Path], runs: int) -> Iterator[Cost]:
    """Every row, at each size."""
    for size, plain in sorted(journals.items()):
        encrypted, key = _encrypted(plain)
        at = f" at {size:,} sessions"
        yield from _openings(plain, encrypted, key, at)
        yield Cost(
            f"one answer kept with its projection, durable{at}",
            milliseconds_an_answer(plain, ANSWERS),
            milliseconds_an_answer(encrypted, ANSWERS, key),
        )
        yield from _commands(home, plain, encrypted, runs, at)


def section(found: list[Cost], day: str, machine: str) -> str:
    """The table with its heading, as it stands at the end of the page."""
    return TEXT.format(day=day, machine=machine) + "\n".join(one.row for one in found) + "\n"


def _encrypted(plain: Path) -> tuple[Path, Key]:
    """An encrypted copy beside a journal, made anew, and its key."""
    from ifs_journal.journal.encrypting import encrypt
    from ifs_journal.journal.key import new_key

    path, key = plain.with_name(f"{plain.stem}-encrypted.db"), new_key(PASSPHRASE)
    shutil.copyfile(plain, path)
    encrypt(path, key)
    return path, key


def _openings(plain: Path, encrypted: Path, key: Key, at: str) -> Iterator[Cost]:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.key import derive

    def opened(path: Path, make: Callable[[bytes], Key]) -> float:
        begun = time.perf_counter()
        Journal.open(path, read_only=True, unlock=lambda path, salt: iter((make(salt),))).close()
        return (time.perf_counter() - begun) * 1000

    found = medians(
        {
            "plain": partial(opened, plain, lambda salt: key),
            "key": partial(opened, encrypted, lambda salt: key),
            "passphrase": partial(opened, encrypted, lambda salt: derive(PASSPHRASE, salt)),
        },
        OPENINGS,
    )
    yield Cost(f"opening by its key{at}", found["plain"], found["key"])
    yield Cost(f"opening by the passphrase{at}", found["plain"], found["passphrase"])


def _commands(home: Path, plain: Path, encrypted: Path, runs: int, at: str) -> Iterator[Cost]:
    file = home / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    for command in ("list", f"search {RARE}", f"search {COMMON}"):
        words = command.split()
        given = [program(), "--passphrase-file", str(file), *words]
        found = medians(
            {
                "plain": partial(seconds, [program(), *words], House(home, plain).environ),
                "encrypted": partial(seconds, given, House(home, encrypted).environ),
            },
            runs,
        )
        what = f"`ifs {command}` by the passphrase{at}"
        yield Cost(what, found["plain"] * 1000, found["encrypted"] * 1000)
