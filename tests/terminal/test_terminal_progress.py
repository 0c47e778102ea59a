"""The bar: it comes by itself when work takes long, and not when it is quick or somebody is asked."""

from __future__ import annotations

import os
import sys
import textwrap

import pexpect
import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

pytestmark = pytest.mark.pty

WORK = """
import time
from ifs_journal.terminal.progress import progress_bar
from ifs_journal.terminal.screen import Screen

with progress_bar(Screen(), {{"file": "The file"}}) as tell:
    time.sleep({before})
    tell("file", 0, 0)
    time.sleep({after})
print("done")
"""


def shown(before: float, after: float) -> str:
    """What a terminal is sent while that many seconds go by before and after the work is first told of."""
    code = textwrap.dedent(WORK.format(before=before, after=after))
    child = pexpect.spawn(sys.executable, ["-c", code], encoding="utf-8", timeout=30)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return str(child.before)


def test_a_long_silence_is_no_silence_on_the_screen() -> None:
    assert "The file" in shown(0, 1.6)


@pytest.mark.parametrize(("before", "after"), [(0, 0.1), (1.5, 0.1)])
def test_what_is_quick_or_has_not_begun_shows_none(before: float, after: float) -> None:
    assert "The file" not in shown(before, after)
