"""Options of the commands that look back, spelled once."""

from typing import Annotated

import typer

Project = Annotated[
    list[str] | None, typer.Option("--project", help="Only this project; may be repeated")
]


Client = Annotated[str | None, typer.Option("--client", help="Only this client")]


Task = Annotated[str | None, typer.Option("--task", help="Only this task")]


From = Annotated[str | None, typer.Option("--from", help="First day: a date or words")]


To = Annotated[str | None, typer.Option("--to", help="Last day: a date or words")]


Billable = Annotated[
    bool | None, typer.Option("--billable/--no-billable", help="Only time that can be billed")
]


Everyone = Annotated[bool, typer.Option("--everyone", help="All that your role may see")]


User = Annotated[str | None, typer.Option("--user", help="Somebody else: name or id")]


Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets")]


CsvRaw = Annotated[bool, typer.Option("--csv-raw", help="CSV without the guard on formulas")]


Bom = Annotated[bool, typer.Option("--bom", help="CSV that Excel takes for UTF-8")]


Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII characters only")]
