"""Entries, answers and outputs for the tests of `show`, with short ways to vary them."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from harvest_cli.actions.entries.read import EntryList
from harvest_cli.actions.entries.results import DayTotal, Logged, LoggedEntry
from harvest_cli.actions.resolve.projects import Identity, ProjectList, ProjectRow
from harvest_cli.actions.status import Status
from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import EntryState, Named, TimeEntry
from harvest_cli.language.text.readings import Inference
from harvest_cli.show.terminal.output import Format, Output

TODAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)
WEEK = Period(date(2026, 11, 16), TODAY)

MOCKUPS = TimeEntry(
    id=636718192,
    spent_date=YESTERDAY,
    hours=Decimal("2.00"),
    client=Client(5735776, "ABC Corp", "USD"),
    project=Project(14307913, "Marketing Website", "MW"),
    task=Task(8083365, "Graphic Design"),
    user=Named(1782959, "Kim Allen"),
    notes="hero mockups",
    billable=True,
)
FOOTER = MOCKUPS._replace(
    id=636718193,
    spent_date=TODAY,
    hours=Decimal("1.50"),
    task=Task(8083366, "Programming"),
    notes="footer",
)
RUNNING = MOCKUPS._replace(
    id=636718194,
    spent_date=TODAY,
    hours=Decimal("0.72"),
    client=Client(5735774, "123 Industries"),
    project=Project(14308069, "Online Store - Phase 1", "OS1"),
    task=Task(8083366, "Programming"),
    is_running=True,
    timer_started_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
    notes=None,
)
LOCKED = MOCKUPS._replace(
    id=636718190, hours=Decimal("7.00"), is_locked=True, notes="sprint review and planning"
)
ENTRIES = (LOCKED, MOCKUPS, FOOTER, RUNNING)


def an_output(
    *,
    width: int | None = None,
    encoding: str | None = None,
    environ: Mapping[str, str] | None = None,
    as_csv: bool = False,
    time_format: str | None = None,
    clock: str | None = None,
    **choices: Any,
) -> Output:
    """Output into memory; with `width` stdout is a terminal of that many columns."""
    streams: list[Any] = [
        io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="") if encoding else io.StringIO()
        for _ in range(2)
    ]
    terminal = width is not None
    settled: dict[str, Any] = {
        "stdout_terminal": terminal,
        "stderr_terminal": terminal,
        "color": "never",
    }
    settled |= choices
    size = {"COLUMNS": str(width)} if terminal else {}
    output = Output(streams[0], streams[1], {**size, **(environ or {})}, **settled)
    output.time_format, output.clock = time_format, clock
    output.format = Format.CSV if as_csv else output.format
    return output


def written(output: Output) -> str:
    """What stdout received."""
    return _written(output.stdout)


def told(output: Output) -> str:
    """What stderr received."""
    return _written(output.stderr)


def _written(stream: Any) -> str:
    if isinstance(stream, io.StringIO):
        return stream.getvalue()
    stream.flush()
    raw: bytes = stream.buffer.getvalue()
    return raw.decode(stream.encoding)


def block(text: str) -> str:
    """Lines without the spaces at their ends, which nobody sees."""
    return "\n".join(line.rstrip() for line in text.splitlines())


def logged(*entries: TimeEntry, state: EntryState = EntryState.CREATED, **more: Any) -> Logged:
    """The answer to a sentence that gave `entries`."""
    rows = tuple(LoggedEntry(state, entry, more.get("assumed")) for entry in entries)
    more.pop("assumed", None)
    days = (DayTotal(YESTERDAY, Decimal("6.50"), Decimal("7.00")),)
    settled: dict[str, Any] = {"text": "a sentence", "days": days, "today": TODAY} | more
    return Logged(entries=rows, **settled)


def listed(*entries: TimeEntry, period: Period = WEEK, unreadable: int = 0) -> EntryList:
    """A list of entries with its sums."""
    return EntryList(
        period=period,
        entries=entries,
        total=sum((e.hours or Decimal(0) for e in entries), Decimal("0.00")),
        billable=sum((e.hours or Decimal(0) for e in entries if e.billable), Decimal("0.00")),
        today=TODAY,
        unreadable=unreadable,
    )


def a_status(*entries: TimeEntry, target: Decimal | None = Decimal("7.00")) -> Status:
    """Today with these entries, at 15:00 UTC."""
    return Status(
        now=datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
        running=tuple(entry for entry in entries if entry.is_running),
        entries=entries,
        total=sum((e.hours or Decimal(0) for e in entries), Decimal("0.00")),
        target=target,
    )


def a_project(name: str = "Marketing Website", **more: Any) -> ProjectRow:
    """A project of ABC Corp with two active tasks and a retired one."""
    tasks = ("Graphic Design", "Programming", "Research")
    assignment = ProjectAssignment(
        id=1,
        project=Project(14307913, name, more.pop("code", "MW")),
        client=Client(5735776, more.pop("client", "ABC Corp")),
        task_assignments=tuple(
            TaskAssignment(index, Task(index, task), is_active=task != "Research")
            for index, task in enumerate(more.pop("tasks", tasks), 1)
        ),
    )
    settled: dict[str, Any] = {"slug": "marketing-website", "last_used": YESTERDAY} | more
    return ProjectRow(assignment=assignment, **settled)


def projects(*rows: ProjectRow, words: str = "") -> ProjectList:
    """A list of projects."""
    return ProjectList(words, rows)


IDENTITY = Identity(
    user=User(
        1782959,
        "Kim",
        "Allen",
        "kim@example.com",
        "Eastern Time (US & Canada)",
        126000,
        ("member",),
    ),
    company=Company(
        name="ABC Company", full_domain="abc.harvestapp.com", wants_timestamp_timers=False
    ),
    account_id=1000000,
    api_url="https://api.harvestapp.com/v2",
    token_source="HARVEST_ACCESS_TOKEN",
    zone="America/New_York",
)


def said(*texts: str) -> tuple[Inference, ...]:
    """Things that were inferred, of any kind."""
    return tuple(Inference("prefix", text) for text in texts)
