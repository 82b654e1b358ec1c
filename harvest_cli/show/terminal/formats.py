"""Hours, days and clock ranges in the words of a confirmation or a table."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from harvest_cli.domain.days import DAY, MONTHS, WEEKDAYS, Period, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import as_clock, as_decimal, clock_text, minutes_from_hours
from harvest_cli.domain.records import Any
from harvest_cli.domain.schedule import HALF_DAY
from harvest_cli.show.terminal.output import Channel, Output


def hours_text(hours: Decimal | None, time_format: str | None = None) -> str:
    """Hours in the account's format: "decimal" gives 2.00, anything else 2:00; never seconds."""
    if hours is None:
        return "?"
    return as_decimal(hours) if time_format == "decimal" else as_clock(hours)


UNEVEN = "Totals add hundredths of an hour, as Harvest does: minutes may not add up"
Parts = tuple[Iterable[Decimal | None], Decimal]
"""Hours that stand above a total, and the total."""


def uneven(sums: Iterable[Parts], style: str | None) -> list[str]:
    """Why the minutes shown do not add up to a total, where they do not."""
    even = style == "decimal" or all(
        sum(minutes_from_hours(hours) for hours in parts if hours) == minutes_from_hours(whole)
        for parts, whole in sums
    )
    return [] if even else [UNEVEN]


def signed(hours: Decimal, style: str | None) -> str:
    """`+1:30`, `-0:15`, `0:00`."""
    return f"+{hours_text(hours, style)}" if hours > 0 else hours_text(hours, style)


def place_text(entry: TimeEntry, channel: Channel) -> str:
    """`ABC Corp › Marketing Website › Programming`: client, project and task, cleaned."""
    names = (entry.client.name, entry.project.name, entry.task.name)
    return channel.marks(" › ").join(channel.text(name) for name in names if name)


def clock_range(entry: TimeEntry, clock: str | None) -> str:
    """`9:00–11:30`, or nothing when the entry has no start and end."""
    if entry.started_time is None or entry.ended_time is None:
        return ""
    return f"{clock_text(entry.started_time, clock)}–{clock_text(entry.ended_time, clock)}"


def hour_text(at: datetime, output: Output) -> str:
    """`9:30` or `9:30am` of a moment, in the person's zone where that is known."""
    return clock_text(at.astimezone(output.zone).time(), output.clock)


def moment_text(at: datetime, output: Output) -> str:
    """`24 Nov 9:30` of a moment, for lists of what was done."""
    local = at.astimezone(output.zone)
    return f"{local.day} {MONTHS[local.month - 1]} {hour_text(at, output)}"


def written_day(day: date | None, output: Output) -> str:
    """`Tue 24 Nov` of an entry, with the year where it is not this one; nothing for none."""
    return day_text(day, output.today or day) if day else ""


def near_day(day: date, today: date | None) -> str:
    """`Today`, `Yesterday`, or the day itself."""
    if day == today:
        return "Today"
    if today is not None and today > date.min and day == today - DAY:
        return "Yesterday"
    return day_text(day, today)


def period_text(period: Period, today: date | None) -> str:
    """`Mon 16 Nov`, `Mon 16 – Sun 22 Nov` or `Mon 26 Oct – Sun 1 Nov`."""
    start, end = period.start, period.end
    if start == end:
        return day_text(start, today)
    if (start.year, start.month) == (end.year, end.month):
        return f"{WEEKDAYS[start.weekday()]} {start.day} – {day_text(end, today)}"
    if start.year == end.year:
        first = f"{WEEKDAYS[start.weekday()]} {start.day} {MONTHS[start.month - 1]}"
        return f"{first} – {day_text(end, today)}"
    return f"{day_text(start)} – {day_text(end)}"


def of_person(whose: str | None, period: Period, today: date | None, channel: Channel) -> str:
    """`Jane Smith: Mon 16 – Sun 22 Nov`, the title of what is not mine."""
    name = f"{channel.text(whose[0].upper() + whose[1:])}: " if whose else ""
    return name + channel.marks(period_text(period, today))


def holiday_text(name: str, *, half: bool) -> str:
    """The name of a day off, saying where it is half of one."""
    return f"{name} (half)" if half and name != HALF_DAY else name


def read_as(inferences: Iterable[Any], channel: Channel) -> Iterator[str]:
    """What was inferred, on one line, where anything was."""
    if told := "; ".join(channel.text(each.short) for each in inferences):
        yield channel.style(f"read as: {told}", "dim")
