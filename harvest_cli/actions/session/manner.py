"""How a person's words are to be read: settings first, then what Harvest says of the account.

Where leave goes: the kinds in `config.toml`, else those of the older Harvest MCP server.

[leave.sick]
project = "[LV] Leave"
task = "Person (Sick/Carer's) Leave"
words = ["sick", "man flu"]     # only where the usual words are not enough
"""

from collections.abc import Mapping
from typing import Any

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import ConfigurationError, SentenceError
from harvest_cli.domain.people import Company
from harvest_cli.language.sentence.leave import WORDS, LeaveWithoutPlace
from harvest_cli.language.text.readings import Conventions, Leave
from harvest_cli.local.config.settings import Settings


def manner_of(settings: Settings, company: Company) -> Conventions:
    """Week start, day and month order, length of a day, leave words, and the account's clock."""
    # Monday is the weekday 0, which counts as false.
    first = settings.get("week_start")
    return Conventions(
        workday_minutes=settings.get("workday_hours"),
        week_start=_week_start(company) if first is None else first,
        date_order=settings.get("date_order") or _date_order(company),
        leave=leave_of(settings),
        clock=company.clock if company.clock in ("12h", "24h") else None,
    )


def _week_start(company: Company) -> WeekStart:
    # A day that Harvest never documented would be a guess: Monday is the default anyway.
    named = (company.week_start_day or "").upper()
    return WeekStart[named] if named in WeekStart.__members__ else WeekStart.MONDAY


def _date_order(company: Company) -> str | None:
    """From `date_format`, a strftime pattern; one that starts with the year settles nothing."""
    written = company.date_format or ""
    if written.startswith("%m"):
        return "mdy"
    return "dmy" if written.startswith("%d") else None


def time_format_of(settings: Settings, company: Company) -> str:
    """How hours are shown: `decimal` or `hours_minutes`."""
    chosen = settings.get("time_format") or company.time_format
    return chosen if chosen in {"decimal", "hours_minutes"} else "hours_minutes"


USUAL = {
    "sick": ("[LV] Leave", "Person (Sick/Carer's) Leave"),
    "annual": ("[LV] Leave", "Annual Leave"),
    "public_holiday": ("[LV] Leave", "Public Holiday"),
}
"""Project and task of each kind, when nothing was set."""
EXAMPLE = "Write `[leave.sick]`, and below it `project = …` and `task = …`"


def leave_of(settings: Settings) -> tuple[Leave, ...]:
    """The kinds of leave of this person and account; raises ConfigurationError."""
    table = settings.tables.get("leave", {})
    if not isinstance(table, Mapping):
        message = "`leave` in config.toml is no table"
        raise ConfigurationError(message, hint=EXAMPLE)
    own = {kind: _kind(kind, values) for kind, values in table.items()}
    kinds = {kind: Leave(kind, WORDS[kind], *place) for kind, place in USUAL.items()}
    return tuple({**kinds, **own}.values())


def _kind(kind: str, values: Any) -> Leave:
    if not isinstance(values, Mapping):
        message = f"`leave.{kind}` in config.toml is no table"
        raise ConfigurationError(message, hint=EXAMPLE)
    project, task = USUAL.get(kind, ("", ""))
    words = values.get("words", WORDS.get(kind, (kind.replace("_", " "),)))
    listed = words.split(",") if isinstance(words, str) else words
    place = (values.get("project", project), values.get("task", task))
    if not isinstance(listed, list | tuple) or not all(map(_is_text, (*place, *listed))):
        message = f"`leave.{kind}` in config.toml needs a project and a task; `words` is a list"
        raise ConfigurationError(message, hint=EXAMPLE)
    return Leave(kind, tuple(word.strip() for word in listed), *place)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def without_place(refused: SentenceError) -> None:
    """Say how to set where leave goes, when its project or task is not in this account."""
    if isinstance(refused, LeaveWithoutPlace):
        what = refused.code.partition("_")[2]
        key = f"leave.{refused.kind}.{what}"
        refused.hint = f'Say where such leave goes: `hv config set {key} "…"`'
