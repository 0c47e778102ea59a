"""A second window on a journal, as a process of its own.

    python journal_window.py PATH open|reading

Opens the journal (and with `reading` holds a read transaction), says `ready`, and stays until its input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ifs_journal.journal.journal import Journal


def main(path: Path, way: str) -> None:
    """Open, say so, wait."""
    with Journal.open(path) as journal:
        if way == "reading":
            journal.connection.execute("BEGIN")
            journal.connection.execute("SELECT count(*) FROM answer").fetchone()
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
