"""Asks the named hand-made questions on a real terminal and writes the replies as JSON.

    python terminal_driver.py [--plain] [--slow SECONDS] [--to FILE] NAME …

`crisis` and `ground` as names show a page instead, `pick` asks something outside a script. Each command
given is answered the way the loop would: `why`, `help`, `ground`, `crisis` are shown and the question comes
again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import terminal_places
from ifs_journal.errors import Hidden
from ifs_journal.session.asker import About, Answered, Commanded, Ending, Hello, Reply
from ifs_journal.terminal.choose import choose_asker
from ifs_journal.terminal.conversation import Conversation
from ifs_journal.terminal.screen import Screen
from ifs_journal.terms import EndReason, Wording

PAGES = {
    "crisis": (About.CRISIS, "Samaritans 116 123, day and night."),
    "ground": (About.GROUND, "Press your feet down.\n\nFind three straight lines.\n\nSay today's date."),
}


def shown(reply: Reply) -> Any:
    if isinstance(reply, Answered):
        return {"answer": reply.value}
    assert isinstance(reply, Commanded)
    return {"command": reply.command.value}


def ask_all(
    asker: Conversation, options: argparse.Namespace, replies: list[Any], drafts: list[str]
) -> EndReason | None:
    for name in options.names:
        if name in PAGES:
            about, text = PAGES[name]
            asker.say(terminal_places.same(text), about)
            replies.append({"page": name})
            continue
        if name == "pick":
            replies.append({"picked": asker.pick("Keep it?", [("k", "keep it"), ("r", "remove it")])})
            continue
        time.sleep(options.slow)
        reply = asker.ask(terminal_places.place(name), terminal_places.aid(keep_draft=drafts.append))
        replies.append(shown(reply))
        if isinstance(reply, Commanded) and reply.command.value == "pause":
            return None
    return EndReason.COMPLETE


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--slow", type=float, default=0.0)
    parser.add_argument("--to", type=Path, default=Path(os.devnull))
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    asker = choose_asker(Screen(plain=options.plain), Wording.IFS)
    replies: list[Any] = []
    drafts: list[str] = []
    asker.begin(Hello("s", "unblend", 1, terminal_places.same("Making a little room"), resumed=False))
    reason: EndReason | None = None
    try:
        reason = ask_all(asker, options, replies, drafts)
    except KeyboardInterrupt:
        replies.append({"raised": "KeyboardInterrupt"})
    except EOFError:
        replies.append({"raised": "EOFError"})
    except Hidden:
        replies.append({"raised": "Hidden"})
    if replies[-1:] != [{"raised": "Hidden"}]:
        asker.end(Ending(reason, "s", 12))
    heavy = [name for name in ("rich.markdown", "rich.live", "pygments") if name in sys.modules]
    found = {"replies": replies, "drafts": drafts, "heavy": heavy}
    options.to.write_text(json.dumps(found), encoding="utf-8")
    print("REPLIES", len(replies))


if __name__ == "__main__":
    main()
