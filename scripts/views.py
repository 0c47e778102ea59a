"""How the views that look back look, from the demo journal: at 40, 80 and 120 columns, in a real terminal.

    views.py --write     write docs/views.md anew
    views.py --show      print it

The clock stands still on the day the demo journal leads up to. It needs pexpect, pyte and Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pexpect
import pyte
from screens import ROOT, ROWS, ZONE, command

PAGE = ROOT / "docs" / "views.md"
UNTIL = "2026-04-30"
NOW = datetime.fromisoformat(f"{UNTIL}T19:30").replace(tzinfo=ZoneInfo(ZONE))
WIDTHS = (40, 80, 120)
QUIET = 4.0
"""Seconds of silence after which somebody is being asked."""

MOST = 60
"""Of a long view, at most so many lines are shown."""

VIEWS = (
    ("Parts", "parts"),
    ("One part", "parts show 1"),
    ("A part through time", "parts story 1"),
    ("The map of parts", "parts map"),
    ("Promises", "promises"),
    ("Therapy sessions", "therapy list"),
    ("A month looked back on", "review --month"),
    ("Over time", "trends"),
    ("One figure, as a table", "trends trust --table"),
    ("A day to come, for a scheduler", "remind --say"),
)
INTRODUCTION = f"""# Views that look back

What each shows of the [demo journal](demo.md) on {UNTIL}, in a terminal 40, 80 and 120 columns wide.
Of long ones, the first {MOST} lines. This page is made by `scripts/views.py`.
"""


def shown(arguments: list[str], width: int, environ: dict[str, str]) -> list[str]:
    """What a command leaves on a terminal of this width."""
    screen = pyte.Screen(width, ROWS)
    stream = pyte.Stream(screen)
    words = command(NOW, arguments)
    child = pexpect.spawn(
        words[0], words[1:], env=environ, dimensions=(ROWS, width), encoding="utf-8", timeout=60
    )
    while not child.eof():
        try:
            stream.feed(child.read_nonblocking(65536, timeout=QUIET))
        except pexpect.TIMEOUT:
            # It asks whether more is wanted.
            child.send("\r")
        except pexpect.EOF:
            break
    child.close()
    lines = [line.rstrip() for line in screen.display]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "IFS_JOURNAL": str(path),
            "LANG": "C.UTF-8",
            "TZ": ZONE,
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "PAGER": "cat",
        }
        making = [sys.executable, "-m", "ifs_journal", "demo", "--into", str(path), "--until", UNTIL]
        subprocess.run(
            making, env=environ | {"IFS_JOURNAL": f"{folder}/none.db"}, check=True, stdout=sys.stderr
        )
        found = [INTRODUCTION]
        for title, words in VIEWS:
            found.append(f"\n## {title}: `ifs {words}`" + "\n")
            for width in WIDTHS:
                lines = shown(words.split(), width, environ)
                more = [f"… and {len(lines) - MOST} lines more"] if len(lines) > MOST else []
                text = "\n".join([*lines[:MOST], *more])
                found.append(f"\n{width} columns:\n\n```text\n{text}\n```\n")
        return "".join(found)


if __name__ == "__main__":
    made = page()
    if "--write" in sys.argv:
        PAGE.write_text(made, encoding="utf-8")
    else:
        print(made)
