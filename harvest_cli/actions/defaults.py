"""What settings add to a sentence: project, task, notes, rounding; each is said in the answer."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.hours import as_clock, hours_from_minutes, minutes_from_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harvest_cli.actions.context import Context
    from harvest_cli.domain.hours import Rounding
    from harvest_cli.domain.projects import ProjectAssignment, Task
    from harvest_cli.language.text.readings import EntryReading, Given

_R = TypeVar("_R")


FULL_DAY = 24 * 60


NONE = "none"
"""`--task none`, `--project none`: whatever a setting names does not count this time."""


def refuses_default(flag: "str | None", names: "Iterable[str]") -> bool:
    """Whether a flag says `none`. Where Harvest has something of that very name, it means that."""
    if flag is None or flag.strip().casefold() != NONE:
        return False
    return all(name.casefold() != NONE for name in names)


def with_default_project(
    context: "Context",
    given: "Given",
    read: "Callable[[Given], _R]",
    *,
    refused: bool = False,
) -> "tuple[_R, list[str]]":
    """Read with what is given; where no project is named, with the one of the settings.

    `refused` says that the setting does not count this time.

    A name that is misspelt is still refused: the default is for sentences that name none.
    """
    try:
        return read(given), []
    except SentenceError as missed:
        named, origin = context.settings.value("project")
        if missed.code != "no_project" or not named or refused or given.assignment is not None:
            raise
        assignment = _project(context, named, origin)
    reading = read(given._replace(assignment=assignment))
    return reading, [f"project {assignment.project.name} from {origin}"]


def _project(context: "Context", named: str, origin: str) -> "ProjectAssignment":
    try:
        return context.book.names.project(named)
    except SentenceError as unknown:
        unknown.message = f"{unknown.message} (`project` in {origin})"
        raise


def with_default_notes(
    context: "Context", entry: "EntryReading", flag: str | None
) -> "EntryReading":
    """The entry with the notes of the settings where it has none; `--note ""` wants none."""
    note = None if entry.notes or flag is not None else context.settings.get("note")
    return entry._replace(notes=note) if note else entry


def task_of_settings(
    context: "Context", assignment: "ProjectAssignment"
) -> "tuple[Task, str] | None":
    """The task that the settings name, if this project has it, and why it was taken."""
    named, origin = context.settings.value("task")
    if not named:
        return None
    try:
        return context.book.names.task(assignment, named), f"from {origin}"
    except SentenceError:
        return None


def rounding_of(context: "Context", flag: str | None) -> "Rounding | None":
    """How to round: the flag, else the setting; raises UsageError for a flag that is none."""
    if flag is None:
        found: Rounding | None = context.settings.get("round")
        return found
    from harvest_cli.domain.hours import read_rounding

    try:
        return read_rounding(flag)
    except ValueError as wanted:
        message = f"`--round` is {flag[:40]!r}"
        raise UsageError(message, hint=f"Give {wanted}") from None


def rounded_minutes(minutes: int, rounding: "Rounding | None") -> tuple[int, str | None]:
    """The rounded length, and what to say of it when it changed. A day stays a day."""
    if rounding is None:
        return minutes, None
    after = rounding.apply(minutes)
    if after == minutes or after > FULL_DAY:
        return minutes, None
    before, now = (as_clock(hours_from_minutes(each)) for each in (minutes, after))
    return after, f"{before} rounded to {now} ({rounding})"


def rounded_entry(
    entry: "EntryReading", rounding: "Rounding | None"
) -> "tuple[EntryReading, str | None]":
    """The entry with its length rounded; where it has clock times, its end moves along."""
    minutes = minutes_from_hours(entry.hours)
    after, said = rounded_minutes(minutes, rounding)
    if said is None:
        return entry, None
    end = entry.ended_time
    if entry.started_time is not None and end is not None:
        begin = datetime.combine(date(1, 1, 1), entry.started_time)
        if (begin + timedelta(minutes=minutes)).time() == end:
            end = (begin + timedelta(minutes=after)).time()
    return entry._replace(hours=hours_from_minutes(after), ended_time=end), said
