"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Answers = Annotated[
    str | None,
    typer.Option("--answers", metavar="FILE", help="Answers from a JSON or TOML file; - for standard input."),
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Speak the line protocol, for other programs.")]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="For screen readers: no redrawing, numbered choices, one line at a time."),
]
WordingOption = Annotated[
    str | None,
    typer.Option("--wording", metavar="ifs|plain", help="IFS terms, or plain words."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
