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
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most this many.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DAY", help="From that day on: 2026-03-09, monday, last month, therapy …"
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Up to and with that day, week, month or year.")
]
Script = Annotated[str | None, typer.Option("--script", metavar="NAME", help="Only one kind of session.")]
Part = Annotated[
    str | None, typer.Option("--part", metavar="NAME", help="Only where this part was: a name or a number.")
]
Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Only what was about this person.")
]
Tag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only what has this tag.")]
MinDistress = Annotated[
    int | None,
    typer.Option(
        "--min-distress", min=0, max=10, metavar="N", help="Only where it was this much or more, 0 to 10."
    ),
]
SavedFilter = Annotated[
    str | None, typer.Option("--filter", metavar="NAME", help="A filter you saved: ifs filters.")
]
