"""Who may manage, and what words mean among people, projects and tasks: ids, names, codes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

from harvest_cli.actions.resolve.projects import ProjectList, ProjectRow
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend
from harvest_cli.domain.company import TaskAssignment
from harvest_cli.domain.errors import HvError, NotFound, Outcome, Refused, UsageError
from harvest_cli.domain.managed import ACCESS_ROLES
from harvest_cli.domain.records import Any, TypeVar
from harvest_cli.domain.wording import close_words
from harvest_cli.harvest.management import Management
from harvest_cli.language.names.spelling import slug_of

_Row = TypeVar("_Row")
LOOK = "Whether it was done is not certain: `{command}` shows it"

SEVERAL = {"person": "people", "project": "projects", "task": "tasks"}
LISTS = {
    "person": "hv people",
    "project": "hv projects --all",
    "task": "hv api get tasks is_active=true --all",
}
"""What shows all that could have been meant."""


def management(context: Context, what: str, *roles: str) -> Management:
    """The endpoints for who manages; raises Refused, without a request, for whom hv knows.

    `what` says what one may do, `roles` who may besides administrators.
    """
    known = context.account.cached()
    access = set(known.user.access_roles) if known else set()
    if access and not access & {"administrator", *roles}:
        who = "administrators" + (" and managers" if roles else "")
        mine = next((role for role in ACCESS_ROLES if role in access), "member")
        message = f"Only {who} may {what}, and you are a {mine}"
        raise Refused(message, hint="`hv whoami` shows your role")
    return Management(context.client)


def pick(
    words: str, rows: Iterable[_Row], names: Callable[[_Row], Sequence[str]], what: str
) -> _Row:
    """The one row that is meant: by id, by a whole name, else by words that all are in it.

    Raises NotFound with the nearest name, UsageError with those that fit.
    """
    wanted, every = words.strip().lstrip("#@").casefold(), list(rows)
    folded = [
        [form.casefold() for name in names(row) for form in (name, slug_of(name))] for row in every
    ]
    found = [row for row, own in zip(every, folded, strict=True) if wanted in own]
    if not found:
        parts = wanted.replace("/", " ").split()
        fits = [all(part in " ".join(own) for part in parts) for own in folded]
        found = [row for row, fit in zip(every, fits, strict=True) if fit and parts]
    if len(found) == 1:
        return found[0]
    shown = [names(row)[0] for row in found]
    if len(set(shown)) < len(shown):
        shown = [names(row)[-1] for row in found]
    if found:
        message = f'"{words}" fits {len(found)} {SEVERAL[what]}'
        raise UsageError(message, hint=f"Write more of it, or its id: {', '.join(shown[:9])}")
    near = close_words(words, [names(row)[0] for row in every])
    hint = f'Did you mean "{near[0]}"?' if near else f"`{LISTS[what]}` lists them"
    message = f'No {what} is called "{words}"'
    raise NotFound(message, hint=hint)


def done_already(name: str, state: str) -> NotFound:
    """The refusal to make something `archived` or `active` that is."""
    return NotFound(f"{name} is {state} already", code="nothing_to_do")


@contextmanager
def telling(command: str) -> Iterator[None]:
    """A write; its failure says where to look when its answer was lost."""
    try:
        yield
    except HvError as error:
        if error.outcome is Outcome.UNKNOWN:
            error.hint = LOOK.format(command=command)
            error.exit_code = error.exit_code.SAVED_HERE
        raise


def would(method: str, path: str, fields: Mapping[str, Any]) -> tuple[WouldSend, ...]:
    """The one request that a dry run would send."""
    body = {k: float(v) if isinstance(v, Decimal) else v for k, v in fields.items()}
    return (WouldSend(method, path, body or None),)


def all_projects(context: Context, words: str) -> ProjectList:
    """The projects that I may see, archived ones too, whose names hold the words. Two requests."""
    work = management(context, "see all projects of the account", "manager")
    tasks: dict[int, list[TaskAssignment]] = {}
    found, parts = list(work.all_projects()), words.casefold().split()
    for row in work.task_assignments():
        made = TaskAssignment(row.id, row.task, row.billable, row.is_active)
        tasks.setdefault(row.project.id, []).append(made)
    rows = []
    for each in found:
        text = f"{each.client.name} {each.project.name} {each.project.code or ''}".casefold()
        if all(part in text for part in parts):
            own = tuple(tasks.get(each.project.id, ())[::-1])
            rows.append(ProjectRow(each._replace(task_assignments=own), slug=""))
    return ProjectList(words, tuple(rows))
