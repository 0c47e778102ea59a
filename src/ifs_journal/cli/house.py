"""The group of commands: finds script names, and turns every error into words and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from ifs_journal.errors import CannotWrite, ExitCode, Hidden, IfsJournalError, UsageError

EVERYWHERE = ("--journal", "--passphrase-file")
"""Options of `ifs` itself that may stand after any command."""

SESSIONS = "Sessions"
DAILY = "Every day"
LOOK_BACK = "Looking back"
SHARING = "Sharing and moving"
THE_FILE = "The journal file"
MORE = "More"
HEADINGS = (DAILY, LOOK_BACK, SHARING, THE_FILE, MORE)
"""The headings of `--help` below the guided sessions, in their order."""


UNKNOWN = "There is no command “{name}”.{meant} To see them all: {whole} --help"
LONGEST_NAME = 40
LONGEST_BESIDE = 14
"""In narrow help, columns of an option or a command that what is said of it still stands beside."""


class Room(TyperGroup):
    """Commands whose short help is wrapped, never cut; an unknown one is answered kindly."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with the first sentence of each."""
        found: list[tuple[str, Any]] = [
            (name, self.get_command(ctx, name)) for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_sentence(one)) for name, one in found if one and not one.hidden])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant. Raises UsageError with the nearest name for one there is not."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), n=1)
            whole = ctx.command_path
            meant = f" Did you mean {whole} {near[0]}?" if near else ""
            raise UsageError(UNKNOWN.format(name=name[:LONGEST_NAME], meant=meant, whole=whole))
        return super().resolve_command(ctx, args)


def fit_narrow_help() -> None:
    """Let a long option stand on a line of its own in help, so that what is said of it has room beside."""
    context: Any = TyperGroup.context_class
    formatter: Any = context.formatter_class

    class Narrow(formatter):  # type: ignore[misc]
        def write_dl(self, rows: Any, col_max: int = LONGEST_BESIDE, col_spacing: int = 2) -> None:
            super().write_dl(rows, min(col_max, LONGEST_BESIDE), col_spacing)

    context.formatter_class = Narrow


def first_sentence(command: Any) -> str:
    """What a list of commands says of one: its first sentence, whole."""
    text: str = command.get_short_help_str(1000)
    return text


def _write(formatter: Any, heading: str, commands: list[tuple[str, Any]]) -> None:
    with formatter.section(heading):
        formatter.write_dl([(name, first_sentence(one)) for name, one in commands])


class House(Room):
    """Commands, and behind them every script by its own name."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, or a script's runner, or None. Built when it is asked for, and then kept."""
        from ifs_journal.cli.apps import DECLARED, declared

        if cmd_name in DECLARED and cmd_name not in self.commands:
            self.commands[cmd_name] = declared(cmd_name)
        found = super().get_command(ctx, cmd_name)
        if found is not None or cmd_name.startswith("-"):
            return found
        from ifs_journal.cli.runner import script_command

        found = script_command(cmd_name)
        if found is None:
            # Whoever mistyped is told the nearest name, and that is looked for among what is built.
            self.commands.update({name: declared(name) for name in DECLARED if name not in self.commands})
        return found

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command; the guided sessions come first."""
        from ifs_journal.cli.apps import DECLARED
        from ifs_journal.script.library import index

        return [*(one["id"] for one in index() if one["listed"]), *DECLARED]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under their headings, in plain lines: Typer's own drawing takes twice as long."""
        from ifs_journal.cli.apps import DECLARED
        from ifs_journal.cli.grouped import grouped
        from ifs_journal.cli.runner import script_outlines

        for heading, sessions in grouped(script_outlines()):
            _write(formatter, f"{SESSIONS}, {heading}", sessions)
        panels: dict[str, list[tuple[str, Any]]] = {}
        for name in DECLARED:
            found = self.get_command(ctx, name)
            if not found.hidden:
                panels.setdefault(found.rich_help_panel, []).append((name, found))
        for heading, commands in sorted(panels.items(), key=lambda one: HEADINGS.index(one[0])):
            _write(formatter, heading, commands)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say kindly what went wrong."""
        return told(lambda: super(House, self).invoke(ctx))


def told(act: Callable[[], Any]) -> Any:
    """Run `act`; an error becomes its message on standard error and its exit code. Hiding says nothing."""
    try:
        return act()
    except Hidden:
        from ifs_journal.terminal.screen import Screen

        # Once more, and last: whatever a prompt still drew as it ended is gone as well.
        Screen().hide()
        raise typer.Exit(int(ExitCode.PAUSED)) from None
    except IfsJournalError as problem:
        found = _damage(problem) if problem.exit_code is ExitCode.UNEXPECTED else None
        say_error(str(found or problem))
        raise typer.Exit(int((found or problem).exit_code)) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough. Nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(int(ExitCode.DONE)) from None
    except OSError as error:
        say_error(f"The system refused: {error.strerror or 'no reason given'}.")
        raise typer.Exit(int(CannotWrite.exit_code)) from None
    except EOFError:
        # Input ended at a question before or after a session, where nothing is left to be kept.
        raise typer.Exit(int(ExitCode.PAUSED)) from None
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        if type(error).__module__.startswith("typer."):
            raise
        found = _damage(error)
        say_error(_unexpected(error) if found is None else str(found))
        raise typer.Exit(int(ExitCode.UNEXPECTED if found is None else found.exit_code)) from None


def _damage(error: Exception) -> IfsJournalError | None:
    from ifs_journal.cli.damage import damage

    return damage(error)


def say_error(message: str) -> None:
    """One message on standard error, made harmless to show; on a terminal, no wider than it is."""
    if sys.stderr.isatty():
        from ifs_journal.terminal.screen import Screen

        Screen(stdout=sys.stderr).say(message)
        return
    from ifs_journal.terminal.clean import clean

    print(clean(message, newlines=True), file=sys.stderr)


def _unexpected(error: Exception) -> str:
    """Where it happened and what kind it was. Never the message: it might quote an entry."""
    trace = error.__traceback__
    place = "unknown place"
    while trace is not None:
        code = trace.tb_frame.f_code
        if "ifs_journal" in code.co_filename:
            place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"Something went wrong that was not foreseen ({type(error).__name__} at {place}). "
        "Everything answered before it is kept. A report with this line helps to mend it."
    )


def options_first(arguments: list[str]) -> list[str]:
    """The arguments with the options that go with every command, and their values, moved to the front."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        one = waiting.pop(0)
        if one == "--":
            return [*front, *rest, one, *waiting]
        if one in EVERYWHERE and waiting:
            front += [one, waiting.pop(0)]
        elif one.startswith(tuple(f"{name}=" for name in EVERYWHERE)):
            front.append(one)
        else:
            rest.append(one)
    return front + rest
