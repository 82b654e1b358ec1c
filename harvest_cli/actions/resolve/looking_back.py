"""Words that look back, read with all the names that they may use; and other people of the account.

The names of what I can track come first. Where they are missed, people whom my role may see are
asked for, and then the projects and tasks of the entries themselves: what is archived by now.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from harvest_cli.actions.resolve.ambiguity import resolve_ambiguities, with_fresh_names
from harvest_cli.actions.session.account import entries_of, former_assignment
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.days import WEEKDAYS, Period
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import HvError, NotFound, Refused, SentenceError, UsageError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.totals import steps_of
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.spelling import KNOWN, slug_of
from harvest_cli.language.text.readings import Kind, Marks, Named, PeriodReading, Person
from harvest_cli.language.text.tokens import words_of

ROLES = {"administrator", "manager"}
"""Those who see the time of others (Harvest docs, Permissions)."""
_MISSED = {"unknown_project", "unknown_task", "no_range", "invalid_date"}


def may_see_others(context: Context) -> bool:
    """Whether my role shows me more than my own time; where no role is known Harvest decides."""
    roles = context.account.data.user.access_roles
    return not roles or bool(ROLES & set(roles))


_OWN = {
    "gaps": re.compile(r"(?i)\b(?:missing|gaps?|forg[eo]t)\b"),
    "balance": re.compile(r"(?i)\b(?:ahead|behind|overtime|balance)\b"),
}


def read_for(context: Context, words: str, default: Period, verb: str) -> PeriodReading:
    """What the words say to a command, which has words for what itself tells."""
    own = _OWN.get(verb)
    plain = own.sub(lambda word: " " * len(word[0]), words) if own else words
    try:
        found = read_back(context, plain, default)._replace(text=words)
    except SentenceError as refused:
        refused.text = words if refused.text == plain else refused.text
        raise
    if verb in ("week", "gaps") and found.group_by == ("team",):
        # "who worked last week": each by themselves, as they are shown.
        spans = (s._replace(kind=Kind.PERSON) if s.kind is Kind.GROUP else s for s in found.spans)
        found = found._replace(everyone=True, group_by=(), spans=tuple(spans))
    return found


def read_back(
    context: Context, words: str, default: Period | None, *, ask: bool = True
) -> PeriodReading:
    """What the words say; raises SentenceError. Without `ask` nothing is asked of Harvest."""
    # The reader of periods loads in 4 ms, and `hv status` has none to read.
    from harvest_cli.language.periods.read import parse_period

    conventions = context.sentence_conventions

    def read(names: Names, people: Sequence[Person] = ()) -> PeriodReading:
        return parse_period(words, context.now, names, conventions, default, people)

    if not ask:
        return resolve_ambiguities(context, lambda: read(context.account.names))

    def tried(people: Sequence[Person]) -> PeriodReading | SentenceError:
        try:
            return with_fresh_names(context, lambda: read(context.account.names, people))
        except SentenceError as refused:
            return refused

    found = tried(())
    people = _people(context, words) if _is_missed(found) else ()
    found = tried(people) if people else found
    if isinstance(found, SentenceError):
        try:
            found = _read_the_past(context, found, lambda names: read(names, people))
        except SentenceError as refused:
            if refused.hint == KNOWN and not may_see_others(context):
                refused.hint = f"{KNOWN}; only managers see the time of other people"
            raise
    refuse_both_ways(found.only, found)
    return found


def _is_missed(found: object) -> bool:
    if isinstance(found, PeriodReading):
        # A name's month is said with its word; one that a weekday chose has a meaning of its own.
        return any(each.kind == "month" and not each.meaning for each in found.inferences)
    return isinstance(found, SentenceError) and found.code in _MISSED


def _read_the_past(
    context: Context, missed: SentenceError, read: Callable[[Names], PeriodReading]
) -> PeriodReading:
    """The reading with the names of my entries; raises what was `missed` where they do not help."""
    if missed.code not in _MISSED or missed.days is None:
        raise missed
    try:
        return read(_with_the_past(context, missed.days))
    except SentenceError as refused:
        raise (missed if refused.code in _MISSED else refused) from None


def _people(context: Context, words: str) -> tuple[Person, ...]:
    """The people whom the words may name; me alone where I may see nobody else."""
    try:
        users = context.client.users() if may_see_others(context) else [context.account.data.user]
        seen = [Person(user.id, user.name, user.weekly_capacity) for user in users]
    except HvError:
        return ()
    typed = set(words_of(words.replace("'s", "").replace("’s", "")))
    return tuple(seen) if any(typed & set(words_of(each.name)) for each in seen) else ()


def _with_the_past(context: Context, period: Period) -> Names:
    """The names of the account, and those of my entries of the period."""
    assignments = context.account.data.assignments
    me = context.account.data.user.id
    found = {a.project.id: a for a in assignments}
    for entry in entries_of(context.client, me, period.start, period.end):
        former = former_assignment(entry)
        known = found.get(former.project.id, former)
        found[known.project.id] = _with_task(known, former)
    return Names(found.values())


def _with_task(known: ProjectAssignment, former: ProjectAssignment) -> ProjectAssignment:
    ids = {row.task.id for row in known.task_assignments}
    more = tuple(row for row in former.task_assignments if row.task.id not in ids)
    return known._replace(task_assignments=(*known.task_assignments, *more))


WRITES = "time_and_expenses_manager"
MOST = 9
"""People that a message names."""
LONGEST = 60
"""Letters of what was typed, in a message."""


def names_of(name: str, email: str, number: int) -> tuple[str, ...]:
    """What a person is called by, the name first; completion offers the last."""
    return (name, email, str(number), slug_of(name))


def somebody(context: Context, typed: str, what: str = "see the time of others") -> Person:
    """The person whom a flag names: me, or by id, e-mail address or name.

    Raises Refused, without a request, for a Member, NotFound, UsageError for several.
    """
    me, wanted = context.account.data.user, typed.strip().casefold()
    if wanted in {"me", str(me.id), me.name.casefold()}:
        return Person(me.id, me.name or "me")
    message = f"Only administrators and managers may {what}"
    refused = Refused(message, hint="Omit `--user` for your own")
    if not may_see_others(context):
        raise refused
    try:
        people = list(context.client.users())
    except (Refused, NotFound) as error:
        refused.status = error.status
        raise refused from None
    context.account.offer_people([p.name for p in people])
    found = [p for p in people if wanted in map(str.casefold, names_of(p.name, p.email, p.id))]
    found = found or [p for p in people if wanted in p.name.casefold().split()]
    if len(found) == 1:
        return Person(found[0].id, found[0].name, found[0].weekly_capacity)
    fits = [f"{p.name} ({p.id})" for p in found or people][:MOST]
    if found:
        message = f'{len(found)} people match "{typed}"'
        raise UsageError(message, code="ambiguous_user", hint="Give the id", candidates=fits)
    message = f'Nobody that you may see is called "{typed[:LONGEST]}"'
    hint = "Give a name or an id: `hv people` lists them"
    if wanted in ("everyone", "everybody", "all"):
        hint = "`--everyone` asks for everybody's time"
    raise NotFound(message, code="unknown_user", hint=hint, candidates=fits)


def booked_for(
    context: Context, person: Person, requests: tuple[NewEntry, ...], *, timed: bool
) -> tuple[NewEntry, ...]:
    """The entries as somebody else's; raises UsageError where the account needs their times.

    Raises Refused for a manager who may not write the time of others (Harvest docs, Access roles).

    What is free on their day is not known here; `timed` tells that the times were given.
    """
    roles = set(context.account.data.user.access_roles)
    if roles and not roles & {"administrator", WRITES}:
        message = "Your role lets you see the time of others, and not write it"
        raise Refused(message, hint=f"An administrator can grant you `{WRITES}`")
    if context.account.data.company.wants_timestamp_timers and not timed:
        message = f"This account tracks start and end, and {person.name}'s day is not known"
        raise UsageError(message, hint="Give the times: `--from 9:00 --to 11:00`")
    return tuple(request._replace(user_id=person.id) for request in requests)


_JOINING = [
    "by",
    "per",
    "for",
    "on",
    "in",
    "and",
    "or",
    "without",
    "except",
    "vs",
    "excluding",
    "of",
]
"""Words that mean nothing where what they join is gone."""


class _Part(NamedTuple):
    """Something that a sentence may say: what plays it, and what is told where it is not heeded."""

    kinds: tuple[Kind, ...]
    message: str
    verb: str = ""
    """The command that heeds it."""


_NAMES = (Kind.CLIENT, Kind.PROJECT, Kind.TASK)
_PARTS = {
    "groups": _Part((Kind.GROUP,), "`hv {}` has no groups", "report"),
    "steps": _Part((Kind.GROUP,), "`hv {}` is by day, week, month, quarter or half"),
    "compared": _Part((Kind.PERIOD,), "`hv {}` compares nothing", "report"),
    "names": _Part(_NAMES, "`hv {}` looks at all your time", "report"),
    "marks": _Part((Kind.FILTER,), "`hv {}` looks at all your time", "report"),
    "states": _Part((Kind.FILTER,), "`hv {}` is narrowed by names alone", "report"),
    "people": _Part((Kind.PERSON, Kind.GROUP), "`hv {}` is about your own time"),
    "persons": _Part((Kind.PERSON,), "`hv {}` counts everybody's time together", "report"),
    "runs": _Part((Kind.PERIOD,), "`hv {}` takes days that adjoin"),
}
_DAYS_ALONE = ("people", "groups", "compared", "names", "marks")
_PROJECTS = ("groups", "compared", "states", "persons", "runs")
UNHEARD = {
    "report": (),
    "entries": ("groups", "compared"),
    "export": ("groups", "compared"),
    "week": ("groups", "compared", "runs"),
    "gaps": ("groups", "compared", "names", "marks"),
    "balance": ("steps", "people", "compared", "names", "marks", "runs"),
    "fill": _DAYS_ALONE,
    "suggest": _DAYS_ALONE,
    "log --from-calendar": _DAYS_ALONE,
    "holidays": _DAYS_ALONE,
    "edit": ("people", "groups", "compared"),
    "delete": ("people", "groups", "compared"),
    "copy": ("people", "groups", "compared"),
    "report budget": _PROJECTS,
    "report uninvoiced": _PROJECTS,
}
"""The parts that a command cannot heed."""


def refuse_unheard(reading: PeriodReading, verb: str) -> None:
    """Raise SentenceError for what the command cannot heed."""
    said = _said(reading)
    if verb == "report uninvoiced" and reading.marks == Marks(billable=True, billed=False):
        said["states"] = False
    for name in UNHEARD.get(verb, ()):
        if said[name]:
            raise _refusal(reading, verb, _PARTS[name])


def refuse_both_ways(only: Named, reading: PeriodReading) -> None:
    """Raise SentenceError for a name that is asked for (`only`) and left out."""
    left = _names_in(reading.without)
    both = [name for name in _names_in(only) if name in left]
    if both:
        spans = [(span.start, span.end) for span in reading.spans if span.kind in _NAMES]
        message, hint = f"{both[0]} is asked for, and left out", "Keep one of them"
        raise SentenceError(message, code="usage", text=reading.text, span=spans[-1], hint=hint)


def _names_in(named: Named) -> list[str]:
    return [*named.clients, *(place.project.name for place in named.places), *named.tasks]


def only_mine(reading: PeriodReading) -> SentenceError:
    """The refusal for a Member who asks for the time of others."""
    spans = [span for span in reading.spans if span.kind == Kind.PERSON]
    spans = spans or [span for span in reading.spans if span.kind == Kind.GROUP]
    span = (spans[0].start, spans[0].end) if spans else None
    rest = reading.text[: span[0]] + reading.text[span[1] :] if span else reading.text
    own = " ".join(rest.split())
    message = "Only administrators and managers may see the time of others"
    hint = f'Ask for your own: "{own}"' if own else "Omit it for your own"
    return SentenceError(message, code="refused", text=reading.text, span=span, hint=hint)


def _said(reading: PeriodReading) -> dict[str, bool]:
    only, left = reading.only, reading.without
    names = (only.clients, only.places, only.tasks, left.clients, left.places, left.tasks)
    persons = bool(only.people or left.people)
    return {
        "groups": any(span.kind is Kind.GROUP for span in reading.spans),
        "steps": len(reading.group_by) > 1 or not all(map(steps_of, reading.group_by)),
        "compared": reading.compared is not None,
        "names": any(names),
        "marks": reading.marks != Marks(),
        "states": reading.marks != Marks(),
        "people": persons or reading.everyone,
        "persons": persons,
        "runs": (bool(reading.runs) and not reading.weekdays) or len(reading.runs) > 1,
    }


def _refusal(reading: PeriodReading, verb: str, part: _Part) -> SentenceError:
    text = reading.text
    spans = [span for span in reading.spans if span.kind in part.kinds]
    place = (spans[0].start, spans[-1].end) if spans else None
    if part.verb:
        plain = verb == "report uninvoiced" and reading.marks == Marks()
        hint = f"`hv {part.verb} {_pasted(f'unbilled {text}' if plain else text)}`"
    elif verb in ("edit", "delete"):
        hint = f"`hv {verb} {_pasted(_rest(text, place))}`"
    else:
        hint = f"`hv {' '.join([verb, *_days(reading, verb)])}`"
    return SentenceError(part.message.format(verb), code="usage", text=text, span=place, hint=hint)


def _days(reading: PeriodReading, verb: str) -> list[str]:
    """The days alone, as they are typed where they adjoin, for what takes days alone."""
    if verb == "copy":
        return ["yesterday"]
    if verb.startswith("log"):
        return ["meetings.ics", _pasted("last week")]
    if verb == "report budget" or not reading.named:
        return []
    if verb in ("fill", "suggest") and (reading.period.end - reading.period.start).days > 31:
        return [_pasted("last week")]
    spans = [span for span in reading.spans if span.kind is Kind.PERIOD]
    if len(spans) == 1 and not reading.runs and reading.compared is None:
        return [_pasted(reading.text[spans[0].start : spans[0].end])]
    return [_pasted(f"{reading.period.start} to {reading.period.end}")]


def _pasted(text: str) -> str:
    """The text as one word of a shell."""
    return f'"{text}"' if not set(text) & set('"$`\\!') else "'" + text.replace("'", "'\\''") + "'"


def _rest(text: str, place: tuple[int, int] | None) -> str:
    """The sentence without a part of it, and without the words that joined it."""
    if place is None:
        return text
    before, after = text[: place[0]].split(), text[place[1] :].split()
    while before and before[-1].lower() in _JOINING:
        before.pop()
    return " ".join([*before, *after])


# -- in words ------------------------------------------------------------------------------------


def in_words(asked: Any) -> Iterator[str]:
    """Each thing that narrows a look back but the period: `Acme`, `billable`, `without QA`.

    What is `asked` is a reading of words, or a question to Harvest: both tell it alike.
    """
    yield from asked.names
    yield from _states(asked.marks)
    if asked.weekdays:
        yield ", ".join(WEEKDAYS[day] for day in asked.weekdays)
    elif asked.runs:
        yield f"{len(asked.runs)} separate runs of days"
    yield from (f"without {name}" for name in _names_in(asked.without))


def _states(marks: Marks) -> Iterator[str]:
    for name in ("billable", "billed", "locked"):
        value = getattr(marks, name)
        if value is not None:
            yield name if value else f"not {name}"
    if marks.approval is not None:
        yield " or ".join(marks.approval)
    if marks.notes is not None:
        yield f'notes with "{marks.notes}"' if marks.notes else "no notes"
