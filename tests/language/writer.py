"""Sentences written from a meaning: the other direction of the parser, for round trips."""

import random
from calendar import day_name, month_abbr
from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from harvest_cli.domain.company import ProjectAssignment, Task
from tests.language.samples import NOW

TODAY = NOW.date()
NOTES = (
    "kickoff",
    "3h on monday: 12:30, Website / API #12 & $5 — “x” tomorrow",
    "yesterday",
    "1h on Nucleus; 2h on Paywall",
    "--help",
    "2026-11-02, 9-11am",
    "sick of it",
    "https://example.com/a:b?c=1#d",
    '"quoted" and 5% of 24h',
)
FREE = (
    "header fixes",
    "call with Ann and Bob",
    "moved the 9:30 to friday",
    "retro + planning of 3 sprints",
    "sat in on interviews",
    "email from monday",
    "the 14:00 demo",
    "1st draft",
    "90% done",
    "Q3 figures",
    "on monday we pivot",
    "prep for 2026-11-20 demo",
    "draft v2.1",
    "may need follow-up",
)
MONTHS = [month_abbr[month].lower() for month in range(1, 13)]
WEEKDAYS = [name.lower() for name in day_name]


class Meaning(NamedTuple):
    """One entry, before anybody has written it down."""

    assignment: ProjectAssignment
    task: Task | None
    spent_date: date
    minutes: int
    started_time: time | None
    notes: str | None


def meaning(chance: random.Random, known: list[ProjectAssignment]) -> Meaning:
    """Any meaning that a sentence can have."""
    assignment = chance.choice(known)
    minutes = chance.choice((5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 200, 480, 735))
    start = None
    if minutes < 600 and chance.random() < 0.3:
        start = time(chance.randrange(24), chance.choice((0, 15, 30, 55)))
    return Meaning(
        assignment,
        chance.choice((None, *assignment.tasks)),
        date.fromordinal(TODAY.toordinal() - chance.choice((0, 1, 2, 3, 6, 7, 30, 200, 400))),
        minutes,
        start,
        chance.choice((None, None, *NOTES)),
    )


def canonical(said: Meaning) -> str:
    """The plainest sentence: `1h30m Design on Acme Corp / Website on 2026-11-12: header`."""
    task = f"{said.task.name} on " if said.task else ""
    name = f"{said.assignment.client.name} / {said.assignment.project.name}"
    text = f"{_quantity(said, _length)} {task}{name} on {said.spent_date.isoformat()}"
    return text if said.notes is None else f"{text}: {said.notes}"


def freely(said: Meaning, chance: random.Random) -> str:
    """One of the many ways to write the same: other forms, orders and separators."""
    separator = chance.choice((", ", " | ", " - ", "; ", " "))
    days = _day_field(said, chance)
    pieces = [[_quantity(said, chance.choice(_LENGTHS))], [_project(said, chance)], days]
    if said.task is not None and separator == " ":
        pieces[1] = [f"{said.task.name} on {pieces[1][0]}"]
    elif said.task is not None:
        pieces.append([said.task.name])
    chance.shuffle(pieces)
    text = separator.join(piece[0] for piece in pieces if piece)
    text = chance.choice((str, str.lower, str.upper, _wide))(text)
    lead = chance.choice(("", "", "log ", "please log ", "I spent "))
    return f"{lead}{text}" if said.notes is None else f"{lead}{text}: {said.notes}"


def with_free_notes(said: Meaning, note: str, chance: random.Random) -> str:
    """Fields in any order, and free notes as the last one."""
    day = _day_field(said, chance)
    task = [said.task.name] if said.task else []
    fields = [_quantity(said, chance.choice(_LENGTHS)), _project(said, chance), *task, *day]
    chance.shuffle(fields)
    return chance.choice((", ", " - ", " | ", "; ")).join([*fields, note])


def together(said: list[Meaning], chance: random.Random) -> str:
    """Several entries in one sentence; a day that they share is written once."""
    shared = len({one.spent_date for one in said}) == 1
    pieces = []
    for one in said:
        task = f"{one.task.name} on " if one.task else ""
        piece = f"{_quantity(one, chance.choice(_LENGTHS))} {task}{_project(one, chance)}"
        pieces.append(piece if shared else f"{piece} {_day(one.spent_date, chance)}")
    text = chance.choice(("; ", ", ", " and ", " & ")).join(pieces)
    day = _day(said[0].spent_date, chance)
    forms = (f"{day}: {text}", f"{day} {text}", f"{text} {day}")
    return chance.choice(forms) if shared else text


def _day_field(said: Meaning, chance: random.Random) -> list[str]:
    """The day, where it is not today; also where a night that is over would be the last one."""
    if said.spent_date != TODAY:
        return [chance.choice(_days(said.spent_date))]
    begun = said.started_time and said.started_time.hour * 60 + said.started_time.minute
    return ["today"] if (begun or 0) + said.minutes > 24 * 60 else []


def _day(day: date, chance: random.Random) -> str:
    return chance.choice(_days(day)) if day != TODAY else "today"


def _wide(text: str) -> str:
    return f"  {text.replace(' ', '  ')} "


def _project(said: Meaning, chance: random.Random) -> str:
    project, client = said.assignment.project, said.assignment.client
    return chance.choice(
        (
            f"{client.name} / {project.name}",
            f"{client.name} {project.name}",
            project.code or f"{client.name} / {project.name}",
        )
    )


def _quantity(said: Meaning, length: Callable[[int], str]) -> str:
    if said.started_time is None:
        return length(said.minutes)
    end = (said.started_time.hour * 60 + said.started_time.minute + said.minutes) % 1440
    return f"{said.started_time:%H:%M}-{end // 60:02}:{end % 60:02}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return "".join((f"{hours}h" if hours else "", f"{rest}m" if rest else "")) or "0m"


def _in_hours(minutes: int) -> str:
    return f"{minutes / 60:g}h" if minutes % 15 == 0 else f"{minutes} minutes"


def _in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    words = f"{hours} hour{'s' * (hours > 1)}" if hours else ""
    return f"{words} {rest} min".strip() if rest else words


_LENGTHS: tuple[Callable[[int], str], ...] = (
    _length,
    _in_hours,
    _in_words,
    lambda minutes: f"{minutes // 60}:{minutes % 60:02}",
    lambda minutes: f"{minutes}m",
    lambda minutes: f"PT{minutes}M",
)


def _days(day: date) -> list[str]:
    """Every way the tests write a day."""
    month, back = MONTHS[day.month - 1], (TODAY - day).days
    found = [
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"on the {day.day}{_ending(day.day)} of {month} {day.year}",
        f"{back} days ago" if back > 1 else "yesterday",
    ]
    if day.year == TODAY.year:
        found += [f"{day.day} {month}", f"{month} {day.day}{_ending(day.day)}"]
    if back < 7:
        found += [WEEKDAYS[day.weekday()], WEEKDAYS[day.weekday()][:3]]
    if back % 7 == 0:
        found.append(f"{back // 7} week{'s' * (back > 7)} ago")
    return found


def _ending(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(number, "th")
