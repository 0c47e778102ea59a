"""The screens of every command, as they look at 80 and at 40 columns, from an invented journal.

    screens.py --write            write docs/screens.md and docs/screens-narrow.md anew
    screens.py --check            say whether they differ from what the program shows now
    screens.py --show WORDS       show the scenes whose command begins with these words

The program runs as it is, in a terminal of its own; only its clock stands still and its ids come from a
seed, so what it shows is the same every time. It needs pexpect, pyte and Linux.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from scenes import EVENING, PASTS, SCENES, Past, Scene

ROOT = Path(__file__).resolve().parents[1]
WIDE, NARROW = 80, 40
PAGES = {WIDE: ROOT / "docs" / "screens.md", NARROW: ROOT / "docs" / "screens-narrow.md"}
"""The page of each width, in columns."""

ROWS = 400
"""So tall that nothing scrolls away and no pager opens."""

PATIENCE = 20.0
"""Seconds until what a scene waits for must be shown."""

ZONE = "Europe/London"
HOME = "/home/someone"
"""Stands in the page for the temporary home. The two are equally long, or lines would break elsewhere."""

CHILD = "--play-at"
OWN, BACK, EMPTY = "\x1b[?1049h", "\x1b[?1049l", "\x1b[2J"
_ESCAPE = re.compile(r"\x1b(?:\][^\x07]*\x07|\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])")
INTRODUCTION = """# Screens at {width} columns

What each command shows in a terminal {width} columns wide. The same at {other} columns: [{page}]({page}).
The journal is an invented person's. What stands after a `>` was typed. This page is made by
`scripts/screens.py` from the scenes in `scripts/scenes.py`.
"""


# --- the program, with its clock standing still ---------------------------------------------------


def play(at: datetime, arguments: list[str]) -> None:
    """Be `ifs` at a moment: the clock stands still, ids come from a seed."""
    sys.path.insert(0, str(ROOT / "src"))
    from ifs_journal.session import moment

    clock = moment.Clock(tick=lambda: at, zone=lambda: (ZONE, ZoneInfo(ZONE)))
    chance = random.Random(f"{at} {arguments}")

    def new_id() -> str:
        bits = (int(at.timestamp() * 1000) << 80) | chance.getrandbits(80)
        bits = (bits & ~(0xF << 76)) | (0x7 << 76)
        return str(UUID(int=(bits & ~(0x3 << 62)) | (0x2 << 62)))

    # Everything that asks for the time or an id asks these two, and imports them when it does.
    moment.Clock = lambda: clock  # type: ignore[assignment,misc]
    moment.new_id = new_id
    sys.argv = ["ifs", *arguments]
    from ifs_journal.cli import main

    main()


def command(at: datetime, arguments: Sequence[str]) -> list[str]:
    """The command line that plays these arguments at a moment."""
    return [sys.executable, str(Path(__file__).resolve()), CHILD, at.isoformat(), *arguments]


# --- an invented home -----------------------------------------------------------------------------


@contextmanager
def home() -> Iterator[tuple[Path, dict[str, str]]]:
    """A temporary home with the invented journal, and the environment of whoever lives there."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="") as name:
        folder = Path(name)
        assert len(name) == len(HOME), "the stand-in must be as long as the folder it stands for"
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": name,
            "IFS_JOURNAL": f"{name}/journal.db",
            "XDG_CONFIG_HOME": f"{name}/.config",
            "XDG_DATA_HOME": f"{name}/.local/share",
            "LANG": "C.UTF-8",
            "TZ": ZONE,
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        settings = folder / ".config" / "ifs-journal" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('country = "GB"\n', encoding="utf-8")
        first = PASTS[0].at
        _run(command(first, ["journal", "init", "--unencrypted"]), environ)
        do(PASTS, environ)
        yield folder, environ


def do(pasts: Sequence[Past], environ: Mapping[str, str]) -> None:
    """Give commands that come before a scene."""
    for past in pasts:
        _run(command(past.at, shlex.split(past.command)), environ, past.given, past.code)


def _run(arguments: list[str], environ: Mapping[str, str], given: str = "", code: int = 0) -> None:
    done = subprocess.run(
        arguments, env=environ, input=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode != code:
        sys.exit(f"{shlex.join(arguments[4:])} ended with {done.returncode}, not {code}:\n{done.stderr}")


@contextmanager
def own_journal(folder: Path, scene: Scene) -> Iterator[None]:
    """The journal as every scene finds it, whatever this one does to it; or none, and no settings."""
    journal, aside = folder / "journal.db", folder / "aside"
    config, without = folder / ".config", folder / ".config-aside"
    if not scene.journal:
        config.rename(without)
    aside.mkdir()
    for one in folder.glob("journal.db*"):
        shutil.copy(one, aside) if scene.journal else shutil.move(one, aside)
    try:
        yield
    finally:
        for one in folder.glob("journal.db*"):
            one.unlink()
        for one in aside.iterdir():
            shutil.move(one, journal.with_name(one.name))
        aside.rmdir()
        if not scene.journal:
            shutil.rmtree(config, ignore_errors=True)
            without.rename(config)


# --- a terminal -----------------------------------------------------------------------------------


def played(scene: Scene, width: int, environ: Mapping[str, str]) -> str:
    """What stands on the screen when a scene is over. Exits when it does not go as written."""
    import pexpect

    arguments = command(EVENING, shlex.split(scene.command)[1:])
    child = pexpect.spawn(
        arguments[0], arguments[1:], env=environ, dimensions=(ROWS, width), encoding="utf-8", timeout=PATIENCE
    )
    child.delaybeforesend = None
    shown: list[str] = []
    seen = Seen(width)

    def read() -> bool:
        try:
            data = child.read_nonblocking(65536, timeout=0.05)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        shown.append(data)
        seen.feed(data)
        return True

    def until(met: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not met():
            if not read() or time.monotonic() > end:
                child.close(force=True)
                sys.exit(f"{scene.command} at {width} columns: {what}. The screen:\n{seen.text()}")

    for words, keys in scene.steps:
        shown.append(" ")
        since = len(shown)
        until(lambda words=words, since=since: words in _running(shown[since:]), f"waited for {words!r}")
        until(lambda: not termios.tcgetattr(child.child_fd)[3] & termios.ICANON, "no key was read")
        child.send(keys)
    while read():
        pass
    child.close()
    if child.exitstatus != scene.code:
        sys.exit(
            f"{scene.command}: ended with {child.exitstatus}, not {scene.code}. The screen:\n{seen.text()}"
        )
    return "\n---\n".join(seen.alone[: seen.first]) if scene.private else seen.text()


class Seen:
    """A terminal with a screen of its own for what one of two people sees alone."""

    def __init__(self, width: int) -> None:
        import pyte

        self.new = lambda: pyte.Screen(width, ROWS)
        self.feeds = lambda screen: pyte.Stream(screen).feed
        self.shared = self.screen = self.new()
        self.alone: list[str] = []
        self.first = 0
        """How many private screens the first of the two saw."""
        self.left = ""

    def feed(self, data: str) -> None:
        """Take in what the program shows."""
        whole = self.left + data
        # An escape that is not whole yet waits for the rest.
        half = re.search(r"\x1b(?:\[[0-9;?]*)?$", whole)
        cut = half.start() if half else len(whole)
        whole, self.left = whole[:cut], whole[cut:]
        for piece in re.split(r"(\x1b\[\?1049[hl]|\x1b\[2J)", whole):
            self._piece(piece)

    def _piece(self, piece: str) -> None:
        if piece in (OWN, BACK, EMPTY) and self.screen is not self.shared and self.text(self.screen):
            self.alone.append(self.text(self.screen))
        if piece == OWN:
            self.screen = self.new()
        elif piece == BACK:
            self.first = self.first or len(self.alone)
            self.screen = self.shared
        else:
            if piece == EMPTY and self.screen is not self.shared:
                self.screen = self.new()
            self.feeds(self.screen)(piece)

    def text(self, screen: Any = None) -> str:
        """What stands there."""
        return "\n".join(line.rstrip() for line in (screen or self.shared).display).rstrip()


def _running(pieces: Sequence[str]) -> str:
    """What was sent to a terminal as running text."""
    return " ".join(_ESCAPE.sub("", "".join(pieces)).split())


# --- the page -------------------------------------------------------------------------------------


def blocks(scenes: Sequence[Scene]) -> Iterator[Mapping[int, str]]:
    """Each scene as it looks at each width."""
    with home() as (folder, environ):
        for scene in scenes:
            shown = {}
            for width in PAGES:
                with own_journal(folder, scene):
                    do(scene.before, environ)
                    found = stand_in(played(scene, width, environ), str(folder))
                about = f"\n{scene.about}\n" if scene.about else ""
                shown[width] = f"\n## `{scene.command}`\n{about}\n```text\n{found}\n```\n"
            yield shown


def stand_in(text: str, folder: str) -> str:
    """`text` with the stand-in for the temporary home, even where a line broke inside it."""
    broken = re.compile(r"(\s*)".join(map(re.escape, folder)))

    def replaced(found: re.Match[str]) -> str:
        gaps = [*found.groups(), ""]
        return "".join(letter + gap for letter, gap in zip(HOME, gaps, strict=True))

    return broken.sub(replaced, text)


def pages() -> dict[Path, str]:
    """Both pages. Exits when the day of today shows in one: then something has a clock of its own."""
    shown = list(blocks(SCENES))
    made = {}
    for width, path in PAGES.items():
        other, beside = next(item for item in PAGES.items() if item[0] != width)
        head = INTRODUCTION.format(width=width, other=other, page=beside.name)
        made[path] = head + "".join(block[width] for block in shown)
    today = date.today().isoformat()
    if any(today in text for text in made.values()):
        sys.exit(f"A screen shows today's date, {today}. Something does not ask session.moment.Clock.")
    return made


def main(arguments: list[str]) -> int:
    """0 when all is well, 1 when a page is out of date, 2 for a wrong call."""
    if arguments[:1] == [CHILD]:
        play(datetime.fromisoformat(arguments[1]), arguments[2:])
    elif arguments == ["--write"]:
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    elif arguments == ["--check"]:
        made = pages().items()
        late = [path for path, text in made if not path.is_file() or path.read_text("utf-8") != text]
        for path in late:
            print(f"{path.relative_to(ROOT)} is out of date. To write it anew: scripts/screens.py --write")
        return 1 if late else 0
    elif len(arguments) == 2 and arguments[0] == "--show":
        for block in blocks([one for one in SCENES if one.command.startswith(arguments[1])]):
            print("".join(block.values()))
    else:
        print("usage: screens.py --write | --check | --show WORDS", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
