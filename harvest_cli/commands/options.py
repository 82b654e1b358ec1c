"""Options that several commands share, spelled once."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest_cli.commands.invocation import Invocation

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context
    from harvest_cli.show.output import Output

Words = Annotated[list[str] | None, typer.Argument(show_default=False)]
Project = Annotated[
    str | None, typer.Option("--project", help="Project: name, code, slug or number")
]
Client = Annotated[str | None, typer.Option("--client", help="Client, to tell projects apart")]
Task = Annotated[str | None, typer.Option("--task", help="Task by name")]
Date = Annotated[str | None, typer.Option("--date", help="Day: a date or words")]
Hours = Annotated[str | None, typer.Option("--hours", help="Length: 1h30, 1:30, 90m, 1.5")]
From = Annotated[str | None, typer.Option("--from", help="Time of day it began")]
To = Annotated[str | None, typer.Option("--to", help="Time of day it ended")]
Note = Annotated[str | None, typer.Option("--note", help="Notes, taken as they are")]
Ref = Annotated[str | None, typer.Option("--ref", help="Link to an issue or card")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would be sent; send nothing")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Yes, it is meant")]
Header = Annotated[bool, typer.Option("--header", help="Name the columns (plain output)")]


def invocation_of(context: typer.Context) -> Invocation:
    """The run that a command belongs to."""
    found = context.find_root().obj
    if not isinstance(found, Invocation):
        raise TypeError(found)
    return found


def sentence(words: list[str] | None) -> str:
    """The words of the command line as one sentence: a shell splits them, we join them."""
    return " ".join(words or ())


def output_for(run: Invocation, context: "Context") -> "Output":
    """The output of a run that knows its account: its way to write hours and times.

    What the action had to warn of is said first.
    """
    from harvest_cli.actions.manner import time_format_of

    company = context.book.catalogue.company
    run.output.time_format = time_format_of(context.settings, company)
    run.output.clock = company.clock
    for warning in context.take_warnings():
        run.output.warn(warning)
    return run.output
