"""`hv projects` and `hv whoami`: what I can track, by use, and what I did last. Always mine.

And what hv remembers of the account: choices for ambiguous words, and default tasks. All of it can
be looked at and forgotten.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.resolve.defaults import TaskReason, known_default
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company, ProjectAssignment, Task, User
from harvest_cli.domain.errors import ConfigurationError, NotFound, RateLimited, Unreachable
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.tokens import key_of
from harvest_cli.local.cache.account_cache import AccountData
from harvest_cli.local.cache.choices import NOWHERE


class ProjectRow(NamedTuple):
    """A project that I may track to; `last_used` and `last_task` come from my recent entries.

    `default_task` is what a sentence without a task gets, and `why`; None where hv would ask.
    """

    assignment: ProjectAssignment
    slug: str
    last_used: date | None = None
    last_task: str | None = None
    default_task: str | None = None
    why: str | None = None


class ProjectList(NamedTuple):
    """Projects that fit the words, recently used ones first; `near` are words that were meant."""

    words: str
    rows: tuple[ProjectRow, ...]
    near: str | None = None


def projects(context: Context, words: str, *, refresh: bool = False) -> ProjectList:
    """Projects that I may track to and that fit the words; recently used ones first."""
    if refresh:
        context.account.refresh()
    found = _search(context, words)
    if not found and words and not refresh and context.account.refresh_projects():
        found = _search(context, words)
    rows = [_project_row(context, assignment) for assignment in found]
    rows.sort(key=lambda row: row.last_used.toordinal() if row.last_used else 0, reverse=True)
    return ProjectList(words, tuple(rows), None if rows else _meant(context, words))


def _meant(context: Context, words: str) -> str | None:
    """What was meant by words that fit nothing; None where it does not fit either."""
    near = context.account.names.respelled(words)
    return near if near and _search(context, near) else None


def _search(context: Context, words: str) -> list[ProjectAssignment]:
    names = context.account.names
    found = names.search(words) if words.strip() else list(names.assignments)
    return [assignment for assignment in found if assignment.is_active]


def _project_row(context: Context, assignment: ProjectAssignment) -> ProjectRow:
    recent = [e for e in context.account.data.recent if e.project_id == assignment.project.id]
    used = (assignment.usable_task(entry.task_id) for entry in recent)
    task, why = known_default(context, assignment) or (None, None)
    return ProjectRow(
        assignment=assignment,
        slug=context.account.names.slug(assignment),
        last_used=recent[0].spent_date if recent else None,
        last_task=next((task.name for task in used if task), None),
        default_task=task.name if task else None,
        why=why,
    )


class Identity(NamedTuple):
    """Who is logged in, where, and from where the token came (never the token).

    `expires_at` is set for browser logins, which end.
    """

    user: User
    company: Company
    account_id: int | None
    api_url: str
    token_source: str
    zone: str
    profile: str | None = None
    expires_at: datetime | None = None


def whoami(context: Context) -> Identity:
    """Who Harvest says I am, asked anew."""
    catalogue = context.account.refresh()
    login = context.credentials
    return Identity(
        user=catalogue.user,
        company=catalogue.company,
        account_id=login.account_id,
        api_url=login.api_url,
        token_source=login.source,
        zone=str(context.zone),
        profile=context.profile,
        expires_at=login.expires_at,
    )


MOST = 9
LOOK_BACK = timedelta(days=14)


class Favourite(NamedTuple):
    """A project and task that can be tracked; `entries` is how many of the last 90 days."""

    assignment: ProjectAssignment
    task: Task
    entries: int = 0
    last_used: date | None = None


class RecentWork(NamedTuple):
    """Something that was done lately, with its notes."""

    assignment: ProjectAssignment
    task: Task
    notes: str | None = None

    @property
    def shown(self) -> str:
        """The names, and the notes on one line."""
        names = (self.assignment.client.name, self.assignment.project.name, self.task.name)
        notes = " ".join((self.notes or "").split())
        return " › ".join(names) + (f': "{notes[:60]}"' if notes else "")


def favourites(known: AccountData) -> tuple[Favourite, ...]:
    """Projects and tasks by how often they were used, then the latest first."""
    pairs = [(row.project_id, row.task_id) for row in known.recent if row.hours]
    last = {(r.project_id, r.task_id): r.spent_date for r in reversed(known.recent)}
    counts = Counter(pairs)
    found = []
    for pair in sorted(counts, key=lambda each: (counts[each], last[each]), reverse=True):
        usable = known.usable(*pair)
        if usable is not None:
            found.append(Favourite(*usable, counts[pair], last[pair]))
    return tuple(found[:MOST])


def recent_work(context: Context) -> list[RecentWork]:
    """What I did lately, the latest first, each thing once; without notes where Harvest is away."""
    known = context.account.data
    since = context.today - LOOK_BACK
    try:
        entries = entries_of(context.client, known.user.id, since, context.today)
    except (Unreachable, RateLimited):
        entries = ()
    latest = sorted(entries, key=lambda e: (e.spent_date or date.min, e.id), reverse=True)
    found = [(e.project.id, e.task.id, e.notes) for e in latest]
    seen = {each[:2] for each in found}
    pairs = dict.fromkeys((row.project_id, row.task_id) for row in known.recent)
    found += [(*pair, None) for pair in pairs if pair not in seen]
    work = []
    for project_id, task_id, notes in dict.fromkeys(found):
        usable = known.usable(project_id or 0, task_id or 0)
        if usable is not None:
            work.append(RecentWork(*usable, notes))
    return work[:MOST]


# -- what is remembered ----------------------------------------------------------------------------


class Memory(NamedTuple):
    """One thing remembered: `words` that mean a project or a task, or no words for a default task.

    `why` says where it comes from.
    """

    words: str | None
    client: str
    project: str
    task: str | None
    why: str


class Forgotten(NamedTuple):
    """What was forgotten just now."""

    memories: tuple[Memory, ...]


def remembered(context: Context) -> tuple[Memory, ...]:
    """Everything remembered: words first, then the default task of each project."""
    return (*_words(context), *_defaults(context, context.account.data.assignments))


def _words(context: Context) -> list[Memory]:
    choices = context.account.choices
    known = context.account.data.assignment_of
    found = [
        Memory(words, *_client_and_project(known(project_id), project_id), None, "you chose it")
        for words, project_id in sorted(choices.projects.items())
    ]
    for key, task_id in sorted(choices.tasks.items()):
        number, _, words = key.partition(" ")
        assignment = known(int(number)) if number.isdecimal() else None
        found.append(_chosen(words, assignment, number, task_id))
    for words, (project_id, task_id) in sorted(choices.imports().items()):
        if (project_id, task_id) == NOWHERE:
            found.append(Memory(words, "", "rows to skip", None, "you chose it"))
            continue
        found.append(_chosen(words, known(project_id), project_id, task_id))
    return found


def _chosen(
    words: str, assignment: ProjectAssignment | None, number: object, task_id: int
) -> Memory:
    task = assignment.usable_task(task_id) if assignment else None
    name = task.name if task else f"task {task_id}"
    return Memory(words, *_client_and_project(assignment, number), name, "you chose it")


def _client_and_project(assignment: ProjectAssignment | None, number: object) -> tuple[str, str]:
    if assignment is None:
        return "", f"project {number}"
    return assignment.client.name, assignment.project.name


def _defaults(context: Context, assignments: Iterable[ProjectAssignment]) -> list[Memory]:
    found = []
    for assignment in assignments:
        default = known_default(context, assignment) if assignment.is_active else None
        if default is not None:
            task, why = default
            names = _client_and_project(assignment, assignment.project.id)
            found.append(Memory(None, *names, task.name, why))
    return found


def forget(context: Context, words: str) -> Forgotten:
    """Forget a wording, or all about the project that the words name.

    Of a project that is every wording that was chosen for it, and the task used last on it.
    Raises NotFound when nothing is remembered of it, SentenceError when no project is meant.
    """
    choices, typed = context.account.choices, words.strip().casefold()
    key = typed if typed in choices.imports() else key_of(words)
    gone = [memory for memory in _words(context) if memory.words == key]
    if gone:
        choices.forget_imported(key)
        choices.projects.pop(key, None)
        for task_key in [each for each in choices.tasks if each.partition(" ")[2] == key]:
            del choices.tasks[task_key]
        return _kept(context, gone)
    assignment = with_fresh_names(context, lambda: context.account.names.project(words))
    gone = _of_project(context, assignment)
    if not gone:
        message = f"Nothing is remembered about {assignment.project.name}"
        raise NotFound(message, hint="`hv projects --remembered` lists what hv remembers")
    return _kept(context, gone)


def _of_project(context: Context, assignment: ProjectAssignment) -> list[Memory]:
    choices, number = context.account.choices, assignment.project.id
    named = _client_and_project(assignment, number)
    gone = [m for m in _words(context) if (m.client, m.project) == named]
    for words, (chosen, _) in choices.imports().items():
        if chosen == number:
            choices.forget_imported(words)
    for words in [each for each, chosen in choices.projects.items() if chosen == number]:
        del choices.projects[words]
    for key in [each for each in choices.tasks if each.partition(" ")[0] == str(number)]:
        del choices.tasks[key]
    gone += [m for m in _defaults(context, [assignment]) if m.why == TaskReason.LAST_USED]
    _give_up_default(context, assignment)
    return gone


def _give_up_default(context: Context, assignment: ProjectAssignment) -> None:
    number = assignment.project.id
    ids = [entry.id for entry in context.account.data.recent if entry.project_id == number]
    if ids:
        context.account.choices.defaults[str(number)] = max(ids)


def forget_all(context: Context) -> Forgotten:
    """Forget every wording and every task used last."""
    gone = _words(context)
    active = [a for a in context.account.data.assignments if a.is_active]
    gone += [memory for memory in _defaults(context, active) if memory.why == TaskReason.LAST_USED]
    choices = context.account.choices
    choices.projects.clear()
    choices.tasks.clear()
    for names in choices.imports():
        choices.forget_imported(names)
    for assignment in active:
        _give_up_default(context, assignment)
    return _kept(context, gone)


def _kept(context: Context, gone: list[Memory]) -> Forgotten:
    choices = context.account.choices
    try:
        choices.save()
    except OSError as error:
        message = f"{choices.path} cannot be written: {error.strerror or error}"
        raise ConfigurationError(
            message, hint=f"Check the permissions: `ls -ld {choices.path.parent}`"
        ) from None
    return Forgotten(tuple(gone))
