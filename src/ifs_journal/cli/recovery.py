"""The recovery code: shown on the person's screen, checked by typing it back, never written anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError
from ifs_journal.journal.recovery_code import ROWS, grouped, row_fits, rows_of, tidy

if TYPE_CHECKING:
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen

PLAIN = "The journal is not encrypted, so it needs no recovery code. To encrypt it: ifs journal encrypt"
ONLY_HERE = "The recovery code is shown in a terminal only, for paper. It goes into no file and no pipe."
WHAT = (
    "This code is the key of the journal. Whoever has it and the file can read everything, so it belongs "
    "on paper, away from this computer. Type it where the passphrase is asked for. It holds until the "
    "passphrase is changed."
)
SHOW = "Is nobody else looking at the screen?"
WRITE = "Write down these four rows. Only letters and the digits 2 to 7 occur."
BACK = "Row {row} from the paper. Spaces don't matter, nor do capitals."
SLIP = "Row {row} is a little different. Once more, please; Enter alone goes back to the code."
WRITTEN = "Enter: it is on paper."
AGAIN = "The code again?"
RIGHT = "That is the code. It is on your paper, and nowhere else."
NOT_CHECKED = "It was not checked. ifs journal recovery shows it again, any time."


def recovery(here: Here) -> None:
    """Show the code, and check what was written down."""
    screen = here.screen()
    if not screen.interactive:
        raise UsageError(ONLY_HERE)
    with here.open(read_only=True) as journal:
        key = journal.key
    if key is None:
        raise UsageError(PLAIN)
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_key

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    screen.say(WHAT)
    if asker.pick(SHOW, [("s", "show the code"), ("n", "not now")]) == "n":
        return
    rows = rows_of(key.raw)
    right = False
    screen.aside(True)
    try:
        while not right:
            _show(screen, rows)
            ask_key(asker, WRITTEN, ())
            screen.hide()
            right = _typed_back(asker, rows)
            if not right and asker.pick(AGAIN, [("s", "show it again"), ("l", "leave it for now")]) == "l":
                break
    finally:
        screen.hide()
        screen.aside(False)
    screen.say(RIGHT if right else NOT_CHECKED)


def _show(screen: Screen, rows: list[str]) -> None:
    screen.say(WRITE)
    screen.blank()
    for number, row in enumerate(rows, 1):
        screen.write(f"  {number}  {grouped(row)}\n")
    screen.blank()


def _typed_back(asker: Conversation, rows: list[str]) -> bool:
    """Ask for each row; False when one was left open."""
    from ifs_journal.terminal.aside import ask_line

    for number in range(ROWS):
        question = BACK.format(row=number + 1)
        while True:
            typed = ask_line(asker, question)
            if not typed:
                return False
            if row_fits(number, typed) and tidy(typed) == rows[number]:
                break
            question = SLIP.format(row=number + 1)
    return True
