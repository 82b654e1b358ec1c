"""Which entries a looking command is about: days, names and whose, from words and flags.

Flags win over words. It is my own time unless `everyone` or `user` asks for others'.
"""

from datetime import date

from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import NotFound, Refused, SentenceError, UsageError
from harvest_cli.domain.projects import Project, ProjectAssignment
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.totals import GROUPINGS
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.names.spelling import did_you_mean, near_to
from harvest_cli.language.text.readings import PeriodReading

Places = tuple[ProjectAssignment, ...]
OTHER_NAMES = {"person": "team", "people": "team", "user": "team", "none": ""}


class QueryFlags(NamedTuple):
    """What was typed: the words, and each flag as it stands; None where it was not used."""

    words: str = ""
    projects: tuple[str, ...] = ()
    client: str | None = None
    task: str | None = None
    from_: str | None = None
    to: str | None = None
    billable: bool | None = None
    everyone: bool = False
    user: str | None = None
    by: str | None = None


class Query(NamedTuple):
    """The entries meant. `user_id` None is everybody that I may see; `whose` says it in words.

    Of several `projects` each counts once. `task` is a name, for several projects may have one of
    the same name.
    """

    period: Period
    whose: str
    user_id: int | None
    group_by: tuple[str, ...] = ()
    client: str | None = None
    client_id: int | None = None
    projects: tuple[Project, ...] = ()
    task: str | None = None
    billable: bool | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything but days and people narrows it."""
        wanted = (self.client, self.task, self.billable)
        return bool(self.projects) or any(part is not None for part in wanted)

    def over(self, period: Period) -> "Query":
        """The same about other days."""
        return self._replace(period=period)


def scope_of(context: Context, asked: QueryFlags, default: Period) -> Query:
    """Read the words and flags; raises SentenceError, UsageError, and NotFound for a person."""
    reading, assignments = with_fresh_names(context, lambda: _reading(context, asked, default))
    whose, user_id = _person(context, asked)
    client = None if assignments else reading.client
    for each in (*reading.inferences, *context.account.resolutions):
        context.infer(each.short)
    return Query(
        period=_period(context, asked, reading.period),
        whose=whose,
        user_id=user_id,
        group_by=groups_of(asked.by) if asked.by is not None else reading.group_by,
        client=client,
        client_id=_client_id(context, client),
        projects=tuple(assignment.project for assignment in assignments),
        task=reading.task,
        billable=reading.billable if asked.billable is None else asked.billable,
    )


def groups_of(by: str) -> tuple[str, ...]:
    """`--by client,week` as groups; raises UsageError."""
    names = [OTHER_NAMES.get(part.strip(), part.strip()) for part in by.lower().split(",")]
    names = [name for name in names if name]
    wrong = [name for name in names if name not in GROUPINGS]
    if wrong or len(names) > 2 or len(set(names)) < len(names):
        message = f'Cannot group by "{by[:80]}" (--by)'
        raise UsageError(message, hint=f"Group by one or two of {', '.join(GROUPINGS)}")
    return tuple(names)


def _reading(context: Context, asked: QueryFlags, default: Period) -> tuple[PeriodReading, Places]:
    """The words, and the projects that they or the flags name, each once."""
    # The reader of periods loads in 4 ms, and `hv status` has none to read.
    from harvest_cli.language.sentence.period import parse_period

    names = context.account.names
    reading = parse_period(asked.words, context.now, names, context.conventions, default)
    places = [names.project(each, asked.client) for each in asked.projects]
    if not places:
        places = [reading.assignment] if reading.assignment else []
        if asked.client is not None:
            reading = reading._replace(client=names.client(asked.client))
    found = tuple({place.project.id: place for place in places}.values())
    if asked.task is not None:
        reading = reading._replace(task=_task(context, found, asked.task))
    return reading, found


def _task(context: Context, places: Places, wanted: str) -> str:
    """The name of a task that is meant on any of the places, or anywhere where there is none."""
    if places:
        return _task_on(context, places, wanted)
    assigned = (row for a in context.account.data.assignments for row in a.task_assignments)
    tasks = {row.task.id: row.task.name for row in assigned}
    typed, known = wanted.strip(), set(tasks.values())
    found = [name for name in known if name.casefold() == typed.casefold()]
    found = found or [name for number, name in tasks.items() if str(number) == typed]
    if not found:
        message = f"You have no task {typed[:80]!r}"
        near = near_to(typed, known)
        hint = did_you_mean(near, "`hv projects` lists the tasks of each project")
        raise UsageError(message, code="unknown_task", hint=hint, candidates=sorted(known))
    return found[0]


def _task_on(context: Context, places: Places, wanted: str) -> str:
    found: list[str] = []
    missed: SentenceError | None = None
    for place in places:
        try:
            found.append(context.account.names.task(place, wanted).name)
        except SentenceError as refused:
            if refused.code != "unknown_task":
                raise
            missed = missed or refused
    fits = sorted(set(found))
    if len(fits) == 1:
        return fits[0]
    if missed is not None and not fits:
        raise missed
    message = f"{len(fits)} tasks match {wanted!r}"
    raise UsageError(message, code="ambiguous_task", hint="Write more of the name", candidates=fits)


def _client_id(context: Context, name: str | None) -> int | None:
    if name is None:
        return None
    ids = {a.client.id for a in context.account.data.assignments if a.client.name == name}
    return ids.pop() if len(ids) == 1 else None


def _period(context: Context, asked: QueryFlags, said: Period) -> Period:
    if asked.from_ is None and asked.to is None:
        return said
    start = _day(context, asked.from_) or said.start
    end = _day(context, asked.to) or max(context.today, start)
    if end < start:
        message = f"`--to` ({end}) is before `--from` ({start})"
        raise UsageError(message, code="invalid_date", hint="Swap them")
    return Period(start, end)


def _day(context: Context, text: str | None) -> date | None:
    if text is None:
        return None
    return read_date(text, context.now, context.conventions, lambda each: context.infer(each.short))


def _person(context: Context, asked: QueryFlags) -> tuple[str, int | None]:
    me = context.account.data.user
    if asked.everyone and asked.user is not None:
        message = "`--everyone` and `--user` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    if asked.everyone:
        return "everyone", None
    wanted = (asked.user or "me").strip().casefold()
    if wanted in {"me", str(me.id), me.name.casefold()}:
        return me.name or "me", me.id
    return _somebody(context, wanted)


def _somebody(context: Context, wanted: str) -> tuple[str, int]:
    try:
        people = list(context.client.users())
    except (Refused, NotFound) as error:
        message = "Only administrators and managers may see the time of others"
        raise Refused(message, hint="Omit `--user` for your own", status=error.status) from None
    found = [p for p in people if wanted in {str(p.id), p.name.casefold(), p.email.casefold()}]
    found = found or [p for p in people if wanted in p.name.casefold().split()]
    if len(found) == 1:
        return found[0].name, found[0].id
    fits = [f"{p.name} ({p.id})" for p in found or people]
    if found:
        message = f"{len(found)} people match {wanted!r}"
        raise UsageError(message, code="ambiguous_user", hint="Give the id", candidates=fits)
    message = f"Nobody that you may see is called {wanted!r}"
    raise NotFound(message, code="unknown_user", hint="Give a name or an id", candidates=fits)
