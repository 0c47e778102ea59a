"""Ready-made words for the schedulers of a machine, so that it says once a day whether something waits.

Nothing here is run or installed. Each snippet runs one command, which prints one line or nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

NAME = "ifs-remind"


class Snippet(NamedTuple):
    """What to put where, and how it goes away again."""

    title: str
    before: str
    """What to do with it."""
    text: str
    after: str
    """How it begins: what to run then, if anything."""
    away: str
    """How it goes away again."""


def for_platform(platform: str) -> tuple[str, ...]:
    """The names of the snippets a machine can use, by `sys.platform`."""
    if platform == "darwin":
        return ("launchd", "cron")
    return ("windows",) if platform in ("win32", "cygwin") else ("systemd", "cron")


def snippets(names: Sequence[str], command: Sequence[str], hour: int, minute: int) -> list[Snippet]:
    """The snippets by name. `command` prints one line, or nothing; the time is the machine's own."""
    makers = {"systemd": _systemd, "cron": _cron, "launchd": _launchd, "windows": _windows}
    return [makers[name](command, hour, minute) for name in names]


ALL = ("systemd", "cron", "launchd", "windows")


def _cron(command: Sequence[str], hour: int, minute: int) -> Snippet:
    # In a crontab an unescaped percent sign ends the command.
    said = shlex.join(command).replace("%", "\\%")
    return Snippet(
        "cron",
        "Open your table with crontab -e and add this line. cron mails you what it says.",
        f"{minute} {hour} * * * {said}",
        "",
        "(take the line out again)",
    )


def _systemd(command: Sequence[str], hour: int, minute: int) -> Snippet:
    script = f'line="$({shlex.join(command)})"; [ -z "$line" ] || notify-send "$line"'
    quoted = script.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    text = f"""\
# ~/.config/systemd/user/{NAME}.service
[Unit]
Description=One quiet line

[Service]
Type=oneshot
ExecStart=/bin/sh -c "{quoted}"

# ~/.config/systemd/user/{NAME}.timer
[Unit]
Description=One quiet line, once a day

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00

[Install]
WantedBy=timers.target"""
    return Snippet(
        "systemd user timer",
        "Save these as two files. It shows a notification.",
        text,
        f"systemctl --user enable --now {NAME}.timer",
        f"systemctl --user disable --now {NAME}.timer",
    )


def _launchd(command: Sequence[str], hour: int, minute: int) -> Snippet:
    script = (
        f'line="$({shlex.join(command)})"; [ -z "$line" ] || '
        'osascript -e "display notification \\"$line\\" with title \\"ifs\\""'
    )
    text = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>{NAME}</string>
  <key>ProgramArguments</key>
  <array><string>/bin/sh</string><string>-c</string><string>{escape(script, quote=False)}</string></array>
  <key>StartCalendarInterval</key>
  <dict><key>Hour</key><integer>{hour}</integer><key>Minute</key><integer>{minute}</integer></dict>
</dict>
</plist>"""
    where = f"~/Library/LaunchAgents/{NAME}.plist"
    return Snippet(
        "launchd",
        f"Save this as {where}. It shows a notification.",
        text,
        f"launchctl load -w {where}",
        f"launchctl unload -w {where}",
    )


def _windows(command: Sequence[str], hour: int, minute: int) -> Snippet:
    called = " ".join(_powershell(one) for one in command)
    script = (
        f"$line = & {called}; if ($line) {{ (New-Object -ComObject WScript.Shell).Popup($line, 0, 'ifs') }}"
    )
    arguments = f'-NoProfile -WindowStyle Hidden -Command "{script}"'
    text = f"""\
$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument {_powershell(arguments)}
$trigger = New-ScheduledTaskTrigger -Daily -At {hour:02}:{minute:02}
Register-ScheduledTask -TaskName '{NAME}' -Action $action -Trigger $trigger"""
    return Snippet(
        "Task Scheduler",
        "Run these three lines in PowerShell. A small window shows the line.",
        text,
        "",
        f"Unregister-ScheduledTask -TaskName '{NAME}'",
    )


def _powershell(text: str) -> str:
    """A text in PowerShell's single quotes, within which nothing but a quote means anything."""
    return "'" + text.replace("'", "''") + "'"
