"""Options that several commands share, spelled once."""

from typing import Annotated

import typer

from harvest_cli.commands.cli.run import Run

Words = Annotated[list[str] | None, typer.Argument(show_default=False)]
Project = Annotated[
    str | None, typer.Option("--project", help="Project: name, code, slug or number")
]
Client = Annotated[str | None, typer.Option("--client", help="Client, to tell projects apart")]
Task = Annotated[str | None, typer.Option("--task", help="Task by name; none: no default")]
Date = Annotated[str | None, typer.Option("--date", help="Day: a date or words")]
Hours = Annotated[str | None, typer.Option("--hours", help="Length: 1h30, 1:30, 90m, 1.5")]
From = Annotated[str | None, typer.Option("--from", help="Time of day it began")]
To = Annotated[str | None, typer.Option("--to", help="Time of day it ended")]
Note = Annotated[str | None, typer.Option("--note", help='Notes, taken as they are; "" for none')]
Ref = Annotated[str | None, typer.Option("--ref", help="Link to an issue or card")]
Round = Annotated[
    str | None, typer.Option("--round", help='Round the length: "15m up", "6m nearest", none')
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would be sent; send nothing")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Yes, it is meant")]
At = Annotated[str | None, typer.Option("--at", help="Time of day it began")]
InEditor = Annotated[
    bool, typer.Option("--edit", "--editor", "-e", help="Edit the notes in your editor")
]
Append = Annotated[str | None, typer.Option("--append", help="Add a line to the notes")]
Header = Annotated[bool, typer.Option("--header", help="Name the columns (plain output)")]


def invocation_of(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    found = context.find_root().obj
    if not isinstance(found, Run):
        raise TypeError(found)
    return found
