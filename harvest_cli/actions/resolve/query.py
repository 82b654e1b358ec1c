"""Which entries a looking command is about: days, names and whose, from words and flags.

Flags win over words, and that is said; what a command cannot heed is refused. It is my own time
unless `everyone` or somebody's name asks for others'.
"""

from collections.abc import Callable, Iterable
from datetime import date

from harvest_cli.actions.resolve.looking_back import (
    in_words,
    may_see_others,
    only_mine,
    read_for,
    refuse_both_ways,
    refuse_unheard,
    somebody,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Project, ProjectAssignment
from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.errors import HvError, SentenceError, UsageError
from harvest_cli.domain.records import NamedTuple, TypeVar
from harvest_cli.domain.totals import GROUPINGS, MOST_GROUPS
from harvest_cli.domain.wording import quoted
from harvest_cli.language.names.spelling import did_you_mean, near_to
from harvest_cli.language.text.readings import (
    ME,
    Inference,
    Kind,
    Marks,
    Named,
    PeriodReading,
    Person,
)

T = TypeVar("T")
Places = tuple[ProjectAssignment, ...]
Said = list[Inference]


class QueryFlags(NamedTuple):
    """What was typed: the words, and each flag as it stands; None where it was not used."""

    words: str = ""
    projects: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    billable: bool | None = None
    everyone: bool = False
    users: tuple[str, ...] = ()
    by: str | None = None
    search: str | None = None


EVERYONE = "everyone"
"""Whose entries of all are, in words."""


class Query(NamedTuple):
    """The entries meant. `users` empty is everybody that I may see; `whose` says it in words.

    An entry counts that is of one of the `clients` or `projects` (each counts once), has one of
    the `tasks` (by name, for several projects may have one of the same name), and is of nothing
    in `without`. `runs` are the days that count where not all of the period do. `reach` says whom
    I may see where that is not everybody, `inferences` how the words were taken.
    """

    period: Period
    whose: str
    users: tuple[Person, ...] = ()
    group_by: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    client_id: int | None = None
    projects: tuple[Project, ...] = ()
    tasks: tuple[str, ...] = ()
    without: Named = Named()
    marks: Marks = Marks()
    runs: tuple[Period, ...] = ()
    weekdays: tuple[int, ...] = ()
    compared: Period | None = None
    reach: str = ""
    inferences: tuple[Inference, ...] = ()

    @property
    def filters(self) -> tuple[str, ...]:
        """All that narrows it but the days, in words."""
        return (*in_words(self), *([self.reach] if self.reach else []))

    @property
    def user_id(self) -> int | None:
        """The one person whose entries are meant; None where there are more."""
        return self.users[0].id if len(self.users) == 1 else None

    @property
    def is_filtered(self) -> bool:
        """Whether anything but days and people narrows it."""
        wanted = (self.clients, self.projects, self.tasks, self.runs)
        return any(wanted) or self.without != Named() or self.marks != Marks()

    @property
    def names(self) -> tuple[str, ...]:
        """Clients, projects and tasks that count, in words."""
        return (*self.clients, *(project.name for project in self.projects), *self.tasks)

    @property
    def days(self) -> tuple[date, ...]:
        """The days that count, in order."""
        days, runs = self.period.days(), self.runs
        return tuple(day for day in days if not runs or any(day in run for run in runs))

    def over(self, period: Period) -> "Query":
        """The same about other days."""
        return self._replace(period=period, runs=())


def whose_else(context: Context, scope: Query) -> str | None:
    """In words whose time is meant; None where it is mine."""
    return None if scope.user_id == context.account.data.user.id else scope.whose


def scope_of(
    context: Context, asked: QueryFlags, default: Period | None = None, verb: str = "report"
) -> Query:
    """Read words and flags, of `default` or today; raises SentenceError, UsageError, NotFound."""
    reading = read_for(context, asked.words, default or Period(context.today, context.today), verb)
    if reading.everyone and not may_see_others(context):
        raise only_mine(reading)
    refuse_unheard(reading, verb)
    said = [*reading.inferences, *context.account.resolutions]
    only = _narrowed(context, asked, reading, said)
    refuse_both_ways(only, reading)
    users, whose = _whose(context, asked, reading, said)
    reach = "" if users else _reach(context)
    if reach and verb in ("entries", "export"):
        said.append(Inference("person", f"everyone {reach}"))
    groups = _groups(asked, reading, said)
    if verb == "report" and "team" in groups and _is_mine_alone(context, asked, users):
        said.append(Inference("person", "your own time; `--everyone` adds the others'"))
    elif "team" in groups and not may_see_others(context):
        said.append(Inference("person", "your own time: Harvest shows a Member no other's"))
    period = _period(context, asked, reading, said, "until" if verb == "export" else "to")
    marks = _marks(asked, reading, said)
    flagged = period != reading.period
    for each in said:
        context.infer(each.short)
    return Query(
        period=period,
        whose=whose,
        users=users,
        group_by=groups,
        clients=only.clients,
        client_id=_client_id(context, only.clients),
        projects=tuple(place.project for place in only.places),
        tasks=only.tasks,
        without=reading.without._replace(people=_named(context, reading.without.people)),
        marks=marks,
        runs=() if flagged else reading.runs,
        weekdays=() if flagged else reading.weekdays,
        compared=reading.compared,
        reach=reach,
        inferences=tuple(said),
    )


def _is_mine_alone(context: Context, asked: QueryFlags, users: tuple[Person, ...]) -> bool:
    """Whether it is my time, which nobody asked for, and my role shows me others'."""
    me = context.account.data.user
    mine = [person.id for person in users] == [me.id] and not asked.users
    return mine and bool(me.access_roles) and may_see_others(context)


# -- groups and marks ------------------------------------------------------------------------------


def groups_of(by: str, said: Said | None = None) -> tuple[str, ...]:
    """`--by client,week` as groups, with slips where they can be `said`; raises UsageError."""
    # Loaded as the reader of days below.
    from harvest_cli.language.periods.marks import groups_named

    names = groups_named(by.lower(), said)
    wrong = [name for name in names if name not in GROUPINGS]
    if wrong or len(names) > MOST_GROUPS or len(set(names)) < len(names):
        message = f'Cannot group by "{by[:80]}" (--by)'
        hint = f"Group by one to three of {', '.join(GROUPINGS)}"
        raise UsageError(message, hint=hint, text=by[:80], span=(0, len(by[:80])))
    return tuple(names)


def _groups(asked: QueryFlags, reading: PeriodReading, said: Said) -> tuple[str, ...]:
    if asked.by is None:
        return reading.group_by
    groups = groups_of(asked.by, said)
    if reading.group_by not in ((), groups):
        _give_way(said, reading, Kind.GROUP, "--by")
    return groups


def _marks(asked: QueryFlags, reading: PeriodReading, said: Said) -> Marks:
    marks = reading.marks
    if asked.billable is not None:
        if marks.billable not in (None, asked.billable):
            _give_way(said, reading, Kind.FILTER, "--billable")
        marks = marks._replace(billable=asked.billable)
    if asked.search is not None:
        if marks.notes not in (None, asked.search):
            _give_way(said, reading, Kind.FILTER, "--search")
        marks = marks._replace(notes=asked.search)
    return marks


def _give_way(said: Said, reading: PeriodReading, kind: Kind, flag: str) -> None:
    """Say that a flag counts in place of words."""
    typed = reading.text[slice(*_span(reading, kind))]
    said.append(Inference("flag", f'`{flag}` counts, not "{typed}"'))


def _span(reading: PeriodReading, kind: Kind) -> tuple[int, int]:
    spans = [span for span in reading.spans if span.kind == kind]
    return (spans[0].start, spans[-1].end) if spans else (0, len(reading.text))


# -- names -----------------------------------------------------------------------------------------


def _narrowed(context: Context, asked: QueryFlags, reading: PeriodReading, said: Said) -> Named:
    """The names of words and flags; raises for a project that is not of the client."""
    names, only = context.account.names, reading.only
    clients = _each(asked.clients, names.client)
    owner = clients[0] if len(clients) == 1 else None
    found = _each(asked.projects, lambda typed: names.project(typed, owner))
    places = tuple({place.project.id: place for place in found}.values())
    if places:
        if any(place not in places for place in only.places):
            _give_way(said, reading, Kind.PROJECT, "--project")
        only = only._replace(clients=(), places=places)
    elif clients:
        _refuse_others(reading, clients)
        only = only if only.places else only._replace(clients=clients)
    if asked.tasks:
        tasks = _each(asked.tasks, lambda typed: _task(context, only.places, typed))
        if only.tasks and set(only.tasks) != set(tasks):
            _give_way(said, reading, Kind.TASK, "--task")
        only = only._replace(tasks=tasks)
    return only


def _each(typed: Iterable[str], read: Callable[[str], T]) -> tuple[T, ...]:
    """What the values of a flag mean, each once; what is no name may be several with commas."""
    found: list[T] = []
    for value in typed:
        try:
            found.append(_pointed(value, read))
        except HvError:
            if "," not in value:
                raise
            found += [_pointed(part, read) for part in value.split(",") if part.strip()]
    return tuple(dict.fromkeys(found))


def _pointed(value: str, read: Callable[[str], T]) -> T:
    """What a value means; a refusal points at it."""
    try:
        return read(value)
    except HvError as refused:
        refused.text = refused.text or value.strip()
        refused.span = refused.span or (0, len(value.strip()))
        raise


def _refuse_others(reading: PeriodReading, clients: tuple[str, ...]) -> None:
    """Raise where the words name a client, or a project of one, that is not among the flags'."""
    kind = Kind.PROJECT if reading.only.places else Kind.CLIENT
    named = {place.client.name for place in reading.only.places} | set(reading.only.clients)
    if not named - set(clients):
        return
    typed = reading.text[slice(*_span(reading, kind))]
    message = f'`--client` is {" and ".join(clients)}, but "{typed}" is named'
    raise SentenceError(
        message,
        code="usage",
        text=reading.text,
        span=_span(reading, kind),
        hint="Omit `--client`, or name a project of that client",
    )


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
        message = f"You have no task {quoted(typed)}"
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
    message = f"{len(fits)} tasks match {quoted(wanted)}"
    raise UsageError(message, code="ambiguous_task", hint="Write more of the name", candidates=fits)


def _client_id(context: Context, names: tuple[str, ...]) -> int | None:
    if len(names) != 1:
        return None
    ids = {a.client.id for a in context.account.data.assignments if a.client.name == names[0]}
    return ids.pop() if len(ids) == 1 else None


# -- days ------------------------------------------------------------------------------------------


def _period(
    context: Context, asked: QueryFlags, reading: PeriodReading, said: Said, last: str
) -> Period:
    if asked.from_ is None and asked.to is None:
        return reading.period
    # The reader of days loads in 4 ms, and `hv status` has none to read.
    from harvest_cli.language.periods.flags import flagged

    if reading.named and asked.from_ is not None:
        _give_way(said, reading, Kind.PERIOD, "--from")
    found = flagged(asked.from_, asked.to, context.now, context.conventions)
    said += found.inferences
    start = found.start or reading.period.start
    end = found.end or max(context.today, found.start_end or start)
    if end < start:
        message = f"`--{last}` ({end}) is before `--from` ({start})"
        hint = f"Swap them: `--from {end} --{last} {start}`"
        if asked.from_ is None:
            message = f"`--{last}` ({end}) is before the first day, {start}"
            hint = f"Name that too: `--from {month_of(end).start} --{last} {end}`"
        text = asked.to or asked.from_ or ""
        raise UsageError(message, hint=hint, code="invalid_date", text=text, span=(0, len(text)))
    return Period(start, end)


# -- whose -----------------------------------------------------------------------------------------


def _whose(
    context: Context, asked: QueryFlags, reading: PeriodReading, said: Said
) -> tuple[tuple[Person, ...], str]:
    (mine,) = _named(context, (ME,))
    left = _named(context, reading.without.people)
    but = f"{EVERYONE} but {' and '.join(p.name for p in left)}" if left else EVERYONE
    if (asked.everyone or reading.everyone) and (asked.users or reading.only.people):
        message = "Everyone and one person cannot be combined"
        if asked.everyone and asked.users:
            message = "`--everyone` and `--user` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    if asked.everyone or reading.everyone:
        if not may_see_others(context):
            context.warn("Harvest shows a Member their own time only")
            return (), mine.name
        return (), but
    if left and not reading.only.people:
        return (), but
    people = _each(asked.users, lambda typed: somebody(context, typed))
    if people and reading.only.people:
        _give_way(said, reading, Kind.PERSON, "--user")
    people = people or _named(context, reading.only.people)
    people = tuple(dict.fromkeys(people)) or (mine,)
    names = [person.name for person in people]
    return people, " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def _reach(context: Context) -> str:
    """Whom a manager sees (Harvest docs, Access roles); nothing for those who see everybody."""
    me = context.account.data.user
    return f"managed by {me.name}" if "manager" in me.access_roles else ""


def _named(context: Context, people: Iterable[Person]) -> tuple[Person, ...]:
    """The people, with me for the word that means so."""
    me = context.account.data.user
    return tuple(Person(me.id, me.name or "me") if each == ME else each for each in people)
