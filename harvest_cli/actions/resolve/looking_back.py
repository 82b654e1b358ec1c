"""Words that look back, read with all the names that they may use.

The names of what I can track come first. Where they are missed, people whom my role may see are
asked for, and then the projects and tasks of the entries themselves: what is archived by now.
"""

from collections.abc import Callable, Sequence

from harvest_cli.actions.resolve.ambiguity import resolve_ambiguities, with_fresh_names
from harvest_cli.actions.resolve.heeding import refuse_both_ways
from harvest_cli.actions.session.account import entries_of, former_assignment
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import HvError, SentenceError
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.spelling import KNOWN
from harvest_cli.language.text.readings import PeriodReading, Person
from harvest_cli.language.text.tokens import words_of

ROLES = {"administrator", "manager"}
"""Those who see the time of others (Harvest docs, Permissions)."""
_MISSED = {"unknown_project", "unknown_task", "no_range", "invalid_date"}


def may_see_others(context: Context) -> bool:
    """Whether my role shows me more than my own time; where no role is known Harvest decides."""
    roles = context.account.data.user.access_roles
    return not roles or bool(ROLES & set(roles))


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
        return any(each.text.endswith("read as the month") for each in found.inferences)
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
    return Names.of(found.values())


def _with_task(known: ProjectAssignment, former: ProjectAssignment) -> ProjectAssignment:
    ids = {row.task.id for row in known.task_assignments}
    more = tuple(row for row in former.task_assignments if row.task.id not in ids)
    return known._replace(task_assignments=(*known.task_assignments, *more))
