"""Every script is a command by its own name, with its variants as flags."""

from __future__ import annotations

from typing import Any

import typer

from ifs_journal.cli.context import here
from ifs_journal.cli.options import Answers, Jsonl, Plain, WordingOption


def script_command(name: str) -> Any:
    """The command that runs a script, or None when there is no such script."""
    found = _entry(name)
    if found is None:
        return None
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

    @single.command(
        name,
        help=_help(found),
        rich_help_panel="Guided sessions",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    def act(
        ctx: typer.Context,
        answers: Answers = None,
        jsonl: Jsonl = False,
        plain: Plain = False,
        wording: WordingOption = None,
    ) -> None:
        from ifs_journal.cli.sessions import Way, begin

        begin(here, name, Way(answers, jsonl, plain, wording), ctx.args)

    return typer.main.get_command(single)


def script_outlines() -> list[tuple[str, Any]]:
    """The guided sessions by name, each as a command that can only be described. Takes no time to build."""
    from typer.core import TyperCommand

    from ifs_journal.script.library import index

    return [(one["id"], TyperCommand(one["id"], help=_help(one))) for one in index() if one["listed"]]


def _entry(name: str) -> dict[str, Any] | None:
    from ifs_journal.errors import IfsJournalError
    from ifs_journal.script.library import entry, find_source, is_shipped
    from ifs_journal.session.settings import own_scripts

    try:
        # The session is about to read this file anyway; the index would be one more.
        source = find_source(name, own_scripts())
        found = entry(source.table)
    except (IfsJournalError, KeyError, TypeError, AttributeError):
        return None
    return found if found["listed"] or not is_shipped(source) else None


def _help(found: dict[str, Any]) -> str:
    from ifs_journal.script.library import about

    lines = [found["purpose"], about(found["minutes"])]
    lines += [f"--{name}: {text}." for name, text in found["variants"].items()]
    return "\n\n".join(lines)
