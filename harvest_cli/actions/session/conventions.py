"""Conventions of a run: settings first, then what Harvest says of the user and the account.

The kinds of leave and where they are booked: those in `config.toml`, else those of the older
Harvest MCP server.

[leave.sick]
project = "[LV] Leave"
task = "Person (Sick/Carer's) Leave"
words = ["sick", "man flu"]     # only where the usual words are not enough
"""

from collections.abc import Mapping

from harvest_cli.domain.company import Company, User
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import ConfigurationError, SentenceError
from harvest_cli.domain.hours import DAY_MINUTES, minute_of, read_clock
from harvest_cli.domain.records import Any
from harvest_cli.language.sentence.leave import WORDS, LeaveWithoutPlace
from harvest_cli.language.text.readings import Conventions, Leave
from harvest_cli.local.cache.account_cache import AccountData
from harvest_cli.local.config.settings import UNSET, Settings

HARVEST = "Harvest"
"""The origin of what Harvest says of the user or the account."""
WEEK = 7 * DAY_MINUTES
"""Minutes; no capacity is more."""
TIME_FORMATS = {"decimal", "hours_minutes"}


def conventions_of(settings: Settings, known: AccountData | None) -> Conventions:
    """What was set, else what Harvest says of me and the account, else the default of hv.

    `known` is None where nothing is known of the account. Leave is not in it: see `leave_of`.
    """
    user, company = (known.user, known.company) if known else (User(0), Company())
    origins: dict[str, str] = {}

    def chosen(name: str, from_harvest: Any) -> Any:
        value, origins[name] = settings.value(name)
        if origins[name] == UNSET and from_harvest is not None:
            value, origins[name] = from_harvest, HARVEST
        return value

    workdays = chosen("workdays", None)
    capacity = max(0, min((user.weekly_capacity or 0) // 60, WEEK))
    share = min(capacity // len(workdays), DAY_MINUTES)
    workday = int(chosen("workday_hours", share or None))
    fiscal = chosen("fiscal_year_start", None)
    known_format = company.time_format if company.time_format in TIME_FORMATS else None
    by_capacity = origins["workday_hours"] == HARVEST
    return Conventions(
        workday_minutes=workday,
        week_start=chosen("week_start", week_start_of(company)) or WeekStart.MONDAY,
        date_order=chosen("date_order", _date_order(company)),
        clock=company.clock if company.clock in ("12h", "24h") else None,
        workdays=workdays,
        weekly_minutes=capacity if by_capacity else workday * len(workdays),
        fiscal_year_start=(int(fiscal[:2]), int(fiscal[3:])) if fiscal else None,
        time_format=chosen("time_format", known_format) or "hours_minutes",
        timezone=chosen("timezone", user.timezone),
        origins=origins,
        day_ends=_end_of(*settings.value("working_hours")),
    )


def _end_of(span: str | None, origin: str) -> int | None:
    """When the day ends for somebody who said so."""
    end = read_clock((span or "").partition("-")[2]) if origin != UNSET else None
    return minute_of(end) if end is not None else None


def week_start_of(company: Company) -> WeekStart | None:
    """The first day of the company's weeks, in which its timesheets are approved."""
    # A day that Harvest never documented would be a guess.
    named = (company.week_start_day or "").upper()
    return WeekStart.__members__.get(named)


def _date_order(company: Company) -> str | None:
    """From `date_format`, a strftime pattern; one that starts with the year settles nothing."""
    written = company.date_format or ""
    if written.startswith("%m"):
        return "mdy"
    return "dmy" if written.startswith("%d") else None


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
        message = "`leave` in config.toml is not a table"
        raise ConfigurationError(message, hint=EXAMPLE)
    own = {kind: _kind(kind, values) for kind, values in table.items()}
    kinds = {kind: Leave(kind, WORDS[kind], *place) for kind, place in USUAL.items()}
    return tuple({**kinds, **own}.values())


def _kind(kind: str, values: Any) -> Leave:
    if not isinstance(values, Mapping):
        message = f"`leave.{kind}` in config.toml is not a table"
        raise ConfigurationError(message, hint=EXAMPLE)
    project, task = USUAL.get(kind, ("", ""))
    words = values.get("words", WORDS.get(kind, (kind.replace("_", " "),)))
    listed = words.split(",") if isinstance(words, str) else words
    place = (values.get("project", project), values.get("task", task))
    if not isinstance(listed, list | tuple) or not all(map(_is_text, (*place, *listed))):
        message = f"`leave.{kind}` in config.toml needs a project and a task, and a list of words"
        raise ConfigurationError(message, hint=EXAMPLE)
    return Leave(kind, tuple(word.strip() for word in listed), *place)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def without_place(refused: SentenceError) -> None:
    """Say how to set where leave goes, when its project or task is not in this account."""
    if isinstance(refused, LeaveWithoutPlace):
        what = refused.code.partition("_")[2]
        key = f"leave.{refused.kind}.{what}"
        refused.hint = f'Set the project of this leave: `hv config set {key} "…"`'
