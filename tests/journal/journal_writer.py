"""A process that writes answers and says each one it has been promised is kept.

    python journal_writer.py PATH SECONDS [BYTES_EACH [LARGEST_FILE]]

Prints `session <id>`, then `kept <seq>` after each answer; on an error of the journal, `error <code>`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.journal import Journal
from journal_making import item, new_session, part, present, put


def write(path: Path, seconds: float, size: int) -> None:
    """Append answers, each naming a part, until the time is over."""
    until = time.monotonic() + seconds
    with Journal.open(path) as journal:
        head = journal.begin(new_session())
        print("session", head.id, flush=True)
        revision, seq = head.revision, 1
        while time.monotonic() < until:
            seq += 1
            named = part(f"Part {seq % 7}")
            rows = put(named, present(named.id, seq))
            revision = journal.append(
                head.id, revision, item(seq, "w" * size, at=head_time(seq)), rows, reached="x"
            )
            print("kept", seq, flush=True)


def head_time(seq: int) -> str:
    """A valid time for any seq."""
    return f"2026-03-01T{seq // 3600 % 24:02}:{seq // 60 % 60:02}:{seq % 60:02}+00:00"


def main(arguments: list[str]) -> int:
    """Run, and give the exit code of what went wrong."""
    path, seconds, size = (
        Path(arguments[0]),
        float(arguments[1]),
        int(arguments[2]) if len(arguments) > 2 else 40,
    )
    if len(arguments) > 3:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(arguments[3]), int(arguments[3])))
    try:
        write(path, seconds, size)
    except IfsJournalError as error:
        print("error", int(error.exit_code), flush=True)
        return int(error.exit_code)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
