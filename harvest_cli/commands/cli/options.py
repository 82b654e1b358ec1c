"""Flags and arguments that several commands share, and what completion offers, declared once."""

from collections.abc import Sequence

from harvest_cli.commands.cli.declaration import FILE, Argument, Flag
from harvest_cli.domain.records import Annotated

# -- words that completion offers; a `$` marks a list, such as `$projects` ------------------------

DAYS = "today yesterday monday tuesday wednesday thursday friday saturday sunday"
LENGTHS = "15m 30m 45m 1h 1h30 2h 3h 4h 8h"
TIMES = "9:00 10:00 12:00 13:00 17:00"
PERIODS = (
    "today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february "
    "march april may june july august september october november december"
)
PERIOD_GOES_ON = "by for billable non-billable to"

# -- of an entry -------------------------------------------------------------------------------

Sentence = Annotated[
    Sequence[str],
    Argument(
        "SENTENCE",
        offers=f"{LENGTHS} $aliases $words {DAYS} sick vacation",
        then=f"$tasks $words {DAYS}",
        lines=True,
    ),
]
NewSentence = Annotated[Sequence[str], Argument("SENTENCE")]
Entry = Annotated[Sequence[str], Argument("ENTRY", offers="last running $entries")]
Project = Annotated[
    str | None,
    Flag("--project PROJECT", help="Project: name, code, slug or id", offers="$projects"),
]
Client = Annotated[
    str | None, Flag("--client CLIENT", help="Client, to tell projects apart", offers="$clients")
]
Task = Annotated[
    str | None, Flag("--task TASK", help="Task; none ignores a default", offers="$tasks")
]
Date = Annotated[str | None, Flag("--date DAY", help="Day: a date or words", offers=DAYS)]
From = Annotated[str | None, Flag("--from TIME", help="Time of day it began", offers=TIMES)]
To = Annotated[str | None, Flag("--to TIME", help="Time of day it ended", offers=TIMES)]
Note = Annotated[str | None, Flag("--note TEXT", help='Notes, used as typed; "" for none')]
Ref = Annotated[str | None, Flag("--ref LINK", help="Link to an issue or card")]
DryRun = Annotated[bool, Flag("--dry-run", "-n", help="Show what would be sent without sending it")]
Yes = Annotated[bool, Flag("--yes", "-y", help="Skip confirmation")]
InEditor = Annotated[bool, Flag("--edit", "--editor", "-e", help="Edit the notes in your editor")]

# -- of a period -------------------------------------------------------------------------------

Period = Annotated[Sequence[str], Argument("PERIOD", offers=PERIODS, then=PERIOD_GOES_ON)]
DuePeriod = Annotated[Sequence[str], Argument("PERIOD", offers="week day today yesterday last")]
ProjectFilter = Annotated[
    Sequence[str],
    Flag("--project PROJECT", help="Only this project; may be repeated", offers="$projects"),
]
ClientFilter = Annotated[
    Sequence[str],
    Flag("--client CLIENT", help="Only this client; may be repeated", offers="$clients"),
]
TaskFilter = Annotated[
    Sequence[str], Flag("--task TASK", help="Only this task; may be repeated", offers="$tasks")
]
Search = Annotated[str | None, Flag("--search TEXT", help="Only notes that hold this")]
FirstDay = Annotated[
    str | None, Flag("--from DAY", help="First day: a date, a period", offers=DAYS)
]
LastDay = Annotated[str | None, Flag("--to DAY", help="Last day: a date, a period", offers=DAYS)]
Billable = Annotated[
    bool | None, Flag("--billable", off="--no-billable", help="Only billable time, or the rest")
]
Everyone = Annotated[bool, Flag("--everyone", help="Everybody's time that your role may see")]
User = Annotated[
    Sequence[str],
    Flag("--user PERSON", help="Somebody else: name or id; may be repeated", offers="$people"),
]

# -- of an answer ------------------------------------------------------------------------------

Csv = Annotated[bool, Flag("--csv", help="Print CSV for spreadsheets")]
CsvRaw = Annotated[bool, Flag("--csv-raw", help="Print CSV without the guard against formulas")]
Bom = Annotated[bool, Flag("--bom", help="Begin CSV with a mark that makes Excel read UTF-8")]
Chart = Annotated[bool, Flag("--chart", help="Draw a bar beside each line")]
Ascii = Annotated[bool, Flag("--ascii", help="Draw with ASCII characters only")]
Header = Annotated[bool, Flag("--header", help="Name the columns (plain output)")]
CsvFile = Annotated[
    str | None, Flag("--csv FILE", help="Log the entries of a CSV file", offers=FILE)
]
Html = Annotated[
    str | None, Flag("--html FILE", help="Write one HTML page; - is stdout", offers=FILE)
]
