"""What an import finds and does: lines with their verdicts, sums, what has no place yet."""

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import date
from decimal import Decimal

from harvest_cli.actions.entries.bulk import BulkItem, BulkPlan, BulkResult
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.entries import LATE
from harvest_cli.domain.errors import ExitCode, HvError, UsageError
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.domain.wording import counted
from harvest_cli.language.trackers.rows import FileRow


class ImportOptions(NamedTuple):
    """How a file is read. `kind`, `encoding`, `zone` and `map_file` are as one typed them.

    `again` sends entries once more that are gone since; `skip_wrong` leaves out rows that are
    wrong; `split_midnight` makes two of what goes past midnight; `subtract` takes breaks off the
    entry before. For `hv log --csv`, `loose` takes names as sentences do, and each row by itself;
    `sure` takes days that are more often a slip. `me` are more names and addresses of the person.
    Of a calendar, `private` takes private events too, `unanswered` those without an answer, and
    only those of the `days` are read.
    """

    kind: str | None = None
    encoding: str | None = None
    zone: str | None = None
    map_file: str | None = None
    again: bool = False
    skip_wrong: bool = False
    split_midnight: bool = False
    subtract: bool = False
    loose: bool = False
    sure: bool = True
    me: tuple[str, ...] = ()
    private: bool = False
    days: Container[date] | None = None
    unanswered: bool = False


class Verdict(StrEnum):
    """What is to become of a row."""

    NEW = "new"
    THERE = "there"
    BEFORE = "imported_before"
    GONE = "gone_since"
    APPROVED = "approved"
    SKIP = "skip"
    WHICH = "which"
    WRONG = "wrong"


UNTICKED = "not ticked"
SENT_BEFORE = (Verdict.THERE, Verdict.BEFORE, Verdict.GONE)


class Line(NamedTuple):
    """A row, what is to become of it, why; the entry to be, and the number of one that is there."""

    row: FileRow
    verdict: Verdict
    why: str = ""
    item: BulkItem | None = None
    entry_id: int | None = None
    key: str | None = None


class Missing(NamedTuple):
    """Names of a file for which no place is known: how many rows, how long, and names like them.

    `known` is the project, where only the task is not known.
    """

    client: str
    project: str
    task: str
    rows: int
    hours: Decimal
    near: tuple[ProjectAssignment, ...] = ()
    known: ProjectAssignment | None = None

    @property
    def names(self) -> str:
        """The names for people."""
        return " › ".join(filter(None, (self.client, self.project, self.task))) or "no project"


class FileFacts(NamedTuple):
    """How a file was read."""

    name: str
    kind: str
    encoding: str
    delimiter: str
    date_order: str
    zone: str
    sha256: str
    unit: str = "line"


class Sums(NamedTuple):
    """Rows and hours by what becomes of them; what is read is their sum. `drift` is hours that
    rounding to minutes adds."""

    read: int
    read_hours: Decimal
    new: int
    new_hours: Decimal
    there: int
    there_hours: Decimal
    skipped: int
    skipped_hours: Decimal
    wrong: int
    wrong_hours: Decimal
    open: int
    open_hours: Decimal
    approved: int
    approved_hours: Decimal
    drift: Decimal


class Source(NamedTuple):
    """A file to import: its name for people, and its bytes."""

    name: str
    content: bytes


class FilePlan(NamedTuple):
    """One file as it would be booked, line by line."""

    facts: FileFacts
    lines: tuple[Line, ...]


class ImportPlan(NamedTuple):
    """Files as they would be booked. `plan` has the entries, in the order of the files.

    `toml` are rules for what is missing, ready to be completed; `said` is what was assumed.
    """

    files: tuple[FilePlan, ...]
    plan: BulkPlan
    missing: tuple[Missing, ...] = ()
    toml: str = ""
    said: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name for all that would be sent: another file, rule or timesheet gives another."""
        from hashlib import sha256

        sent = [(each.key, each.new and tuple(each.new)) for each in self.plan.to_send]
        return sha256(repr(sent).encode()).hexdigest()[:12]

    def only(self, keys: Collection[str]) -> "ImportPlan":
        """The plan of these rows alone."""

        def line(each: Line) -> Line:
            open_ = each.verdict in (Verdict.NEW, Verdict.WHICH) and each.key not in keys
            return each._replace(verdict=Verdict.SKIP, why=UNTICKED) if open_ else each

        entries = (
            each if each.skip or each.key in keys else each._replace(skip=UNTICKED)
            for each in self.plan.entries
        )
        files = (each._replace(lines=tuple(map(line, each.lines))) for each in self.files)
        return self._replace(files=tuple(files), plan=self.plan._replace(entries=tuple(entries)))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all files."""
        return tuple(line for each in self.files for line in each.lines)

    @property
    def sums(self) -> Sums:
        """The closing sums of all files."""
        return sums_of(self.lines)


class ImportPreview(NamedTuple):
    """A plan of which nothing is sent, and why not. `bulk` has the requests of a dry run."""

    planned: ImportPlan
    bulk: BulkResult
    failure: HvError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """The failure's, else 0."""
        return self.failure.exit_code if self.failure else ExitCode.DONE


class ImportResult(NamedTuple):
    """A plan, and what was done of it. The table was `shown` before a question."""

    planned: ImportPlan
    bulk: BulkResult
    shown: bool = False
    failure: HvError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """That of what was sent."""
        return self.bulk.exit_code


class Mistake(NamedTuple):
    """A line that cannot be an entry, and the column of the cell at fault, 0 where none is."""

    line: int
    error: HvError
    column: int = 0

    @property
    def place(self) -> str:
        """The line and column in words, behind the name of its unit."""
        return f"{self.line}, column {self.column}" if self.column else f"{self.line}"


class Mistakes(UsageError):
    """Some lines cannot be entries; nothing was sent."""

    def __init__(
        self, found: Sequence[Mistake], unit: str = "line", *, skips: bool = False
    ) -> None:
        lines = counted(len(found), unit, "entries" if unit == "entry" else "")
        told = [f"{unit} {each.place}: {each.error.message}" for each in found]
        hint = "Fix the file and run it again"
        super().__init__(
            f"{lines} of the file cannot be read; nothing was sent",
            code=found[0].error.code,
            hint=f"{hint}, or leave them out with `--skip-wrong`" if skips else hint,
            candidates=told,
        )
        self.found = list(found)


def hours_of(lines: Iterable[Line]) -> Decimal:
    """Hours in all."""
    return sum((each.row.hours for each in lines), ZERO)


def sums_of(lines: Sequence[Line]) -> Sums:
    """The closing sums."""

    def of(*verdicts: Verdict) -> tuple[int, Decimal]:
        mine = [each for each in lines if each.verdict in verdicts]
        return len(mine), hours_of(mine)

    new = [each.row for each in lines if each.verdict is Verdict.NEW]
    seconds = sum((row.seconds for row in new), Decimal(0))
    sent = sum((row.hours for row in new), ZERO)
    return Sums(
        len(lines),
        hours_of(lines),
        *of(Verdict.NEW),
        *of(*SENT_BEFORE),
        *of(Verdict.SKIP),
        *of(Verdict.WRONG),
        *of(Verdict.WHICH),
        *of(Verdict.APPROVED),
        drift=sent - seconds / 3600,
    )


MOST_LINES = 12


def remarks(lines: Iterable[Line]) -> list[str]:
    """What was assumed of several rows at once."""
    timed = [
        each
        for each in lines
        if each.verdict is Verdict.NEW and each.row.start is not None and each.row.end is not None
    ]
    told = []
    news = [each.item.new for each in timed if each.item and each.item.new]
    timeless = sum(new.started_time is None for new in news)
    if timeless:
        rows = counted(timeless, "row is", "rows are")
        told.append(f"{rows} sent without clock times, which say another length")
    over = sum((each.row.end or LATE) < (each.row.start or LATE) for each in timed)
    if over:
        rows = counted(over, "row goes", "rows go")
        told.append(f"{rows} past midnight, all of it on the first day: `--split-midnight`")
    return told


def unlike(lines: Iterable[Line], unit: str) -> list[str]:
    """Which rows are billable in the file and not on Harvest, or the other way round."""
    apart: dict[bool, list[str]] = {}
    for each in lines:
        is_billable = each.row.billable
        new = each.verdict is Verdict.NEW and each.item is not None and each.item.entry
        if new and is_billable is not None and new.billable != is_billable:
            apart.setdefault(is_billable, []).append(str(each.row.line))
    return [
        f"{counted(len(found), 'row')} {'' if billable else 'not '}billable in the file, "
        f"{'not ' if billable else ''}billable on Harvest, as their tasks are: {unit} {_few(found)}"
        for billable, found in apart.items()
    ]


def _few(found: Sequence[str]) -> str:
    more = len(found) - MOST_LINES
    return ", ".join(found[:MOST_LINES]) + (f" and {more} more" if more > 0 else "")
