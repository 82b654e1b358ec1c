"""Where a row goes: the project and task on Harvest for the names of a file.

Ids and codes first, then a rule of `import.toml`, what was chosen before, the names themselves, a
default task. Only a name that is the same is taken; one that is like it is offered. Names without a
place are asked for, each once.
"""

from collections.abc import Sequence

from harvest_cli.actions.imports.map_file import MapFile, Rule, filled, mistake
from harvest_cli.actions.imports.results import Line, Missing, Verdict, hours_of
from harvest_cli.actions.resolve.defaults import default_task, known_default
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import as_clock
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import close_words, counted, quoted
from harvest_cli.language.text.tokens import key_of
from harvest_cli.language.trackers.rows import FileRow, Skip
from harvest_cli.local.cache.choices import NOWHERE

NEAR = 5
ACCOUNTS = ("timeclock", "timedot")
"""Kinds whose names are one account, `client:project:task`."""


class Place(NamedTuple):
    """A project and task; `assumed` says why the task was taken where nothing names it."""

    assignment: ProjectAssignment
    task: Task
    assumed: str | None = None


class NoPlace(NamedTuple):
    """No place is known: `near` are projects with names like it; `known` lacks only its task."""

    near: tuple[ProjectAssignment, ...] = ()
    known: ProjectAssignment | None = None


Where = Place | NoPlace | Skip
Names = tuple[str, str, str]


class Places:
    """The places of the rows of one file of a kind; each triple of names is looked up once."""

    def __init__(self, context: Context, kind: str, mapped: MapFile, *, loose: bool) -> None:
        self._context, self._kind, self._map, self._loose = context, kind, mapped, loose
        self._found: dict[tuple[str, ...], Where] = {}

    def of(self, row: FileRow) -> tuple[Where, str | None]:
        """Where a row goes, and its notes; raises UsageError for names that contradict themselves.

        Raises ConfigurationError for a rule whose names this account has not.
        """
        notes = row.notes or None
        by_id = self._by_id(row)
        if by_id is not None:
            return by_id, notes
        rule = next((each for each in self._map.rules if each.fits(row)), None)
        if rule is not None and rule.skip:
            return Skip.RULE, notes
        if rule is not None and rule.notes is not None:
            notes = filled(rule.notes, row) or None
        if rule is not None and rule.to:
            return _by_activity(self._by_rule(rule, row), row, notes)
        return _by_activity(self._by_names(row), row, notes)

    # -- ids, codes --------------------------------------------------------------------------

    def _by_id(self, row: FileRow) -> Place | None:
        if not all(text.isdecimal() and len(text) < 19 for text in row.ids):
            return None
        found = self._context.account.data.usable(int(row.ids[0]), int(row.ids[1]))
        if found is None:
            return None
        _say_other_names(self._context, row, *found)
        return Place(*found)

    def _by_code(self, row: FileRow) -> ProjectAssignment | None:
        """The project with the code of a row, which tells those of one name apart."""
        coded = self._coded(row)
        same = [each for each in coded if not row.project or _is(each.project.name, row.project)]
        return same[0] if len(same) == 1 else None

    def _coded(self, row: FileRow) -> list[ProjectAssignment]:
        """The projects with the code of a row, of its client where it names one."""
        code = key_of(row.code)
        found = [
            each for each in self._active() if code and key_of(each.project.code or "") == code
        ]
        return [each for each in found if not row.client or _is(each.client.name, row.client)]

    def _active(self) -> list[ProjectAssignment]:
        return [each for each in self._context.account.data.assignments if each.is_active]

    # -- rules -------------------------------------------------------------------------------

    def _by_rule(self, rule: Rule, row: FileRow) -> Place | NoPlace:
        name, client = rule.to.get("project", row.project), rule.to.get("client", "")
        found = self._exact(name, client or ("" if "project" in rule.to else row.client))
        if len(found) != 1:
            if "project" not in rule.to:
                return NoPlace(self._near(row))
            several = "several projects" if found else "no project"
            message = f"A rule names {several} of this account: {quoted(name)}"
            hint = "Write its code, or add `client`, as `hv projects` shows them"
            raise mistake(self._map.path, f"{rule.where}, to", message, hint)
        named = rule.to.get("task")
        if named is None:
            return self._with_task(found[0], row.task)
        task = _task_of(found[0], named)
        if task is None:
            message = f"{name} has no task {quoted(named)}"
            hint = f"Its tasks are {', '.join(each.name for each in found[0].tasks[:12])}"
            raise mistake(self._map.path, f"{rule.where}, to", message, hint)
        return Place(found[0], task)

    # -- names -------------------------------------------------------------------------------

    def _by_names(self, row: FileRow) -> Where:
        asked = (*names_of(row), row.code)
        if self._loose:
            # Each line tells by itself what is wrong with it.
            return self._found.get(asked) or self._found.setdefault(asked, self._loosely(row))
        if asked not in self._found:
            self._found[asked] = self._remembered(row) or self._strictly(row)
        return self._found[asked]

    def _remembered(self, row: FileRow) -> Place | Skip | None:
        chosen = self._context.account.choices.imported(remembered_as(self._kind, names_of(row)))
        if chosen == NOWHERE:
            return Skip.IGNORED
        found = self._context.account.data.usable(*chosen) if chosen else None
        return Place(*found) if found else None

    def _strictly(self, row: FileRow) -> Place | NoPlace:
        coded, named = self._by_code(row), self._exact(row.project, row.client)
        # Of a code and a name that part, the code counts where nothing has the name any more.
        found = [coded] if coded else [*dict.fromkeys((*self._coded(row), *named))]
        if not found and self._kind in ACCOUNTS and not row.task:
            # An account of two parts may leave its client out as well as its task.
            place = self._named_so(row.client, row.project)
            if place is not None:
                return place
        if len(found) != 1:
            return NoPlace(tuple(found[:NEAR]) or self._near(row))
        return self._with_task(found[0], row.task)

    def _named_so(self, project: str, task: str) -> Place | None:
        found = [(each, _task_of(each, task)) for each in self._exact(project)]
        places = [Place(each, known) for each, known in found if known is not None]
        return places[0] if len(found) == len(places) == 1 else None

    def _exact(self, name: str, client: str = "") -> list[ProjectAssignment]:
        """The projects of that very name, code or slug, of a client where one is named."""
        names, key = self._context.account.names, key_of(name)
        if not key:
            return []
        places = names.exact.get(key, ())
        if not places:
            slug = name.strip().casefold()
            places = tuple(at for at, each in enumerate(names.slugs) if each == slug)
        found = [names.assignments[place] for place in places]
        found = [each for each in found if each.is_active]
        return [each for each in found if not client or _is(each.client.name, client)]

    def _with_task(self, assignment: ProjectAssignment, named: str) -> Place | NoPlace:
        if named:
            task = _task_of(assignment, named)
            return Place(assignment, task) if task else NoPlace(known=assignment)
        known = known_default(self._context, assignment)
        return Place(assignment, *known) if known else NoPlace(known=assignment)

    def _near(self, row: FileRow) -> tuple[ProjectAssignment, ...]:
        """Projects with a name like that of a row, or like one of its client."""
        if not row.project:
            return ()
        found = self._exact(row.project)
        active = self._active()
        by_name = {key_of(each.project.name): each for each in active}
        found += [
            each for each in self._context.account.names.search(row.project) if each.is_active
        ]
        found += [by_name[n] for n in close_words(key_of(row.project), by_name, NEAR)]
        found += [each for each in active if row.client and _is(each.client.name, row.client)]
        return tuple({each.project.id: each for each in found}.values())[:NEAR]

    def _loosely(self, row: FileRow) -> Place:
        """The place as `hv log` would take the names; raises SentenceError."""
        assignment = self._by_code(row)
        names = self._context.account.names
        if assignment is None:
            assignment = names.project(row.project or row.code, row.client or None)
            known = assignment.project.code
            if row.code and known and not _is(row.code, known):
                said = f"`project_code` is {quoted(row.code)}"
                message = f"{said}, {assignment.project.name} has {quoted(known)}"
                raise UsageError(message, hint="Correct one of them")
        if row.task:
            return Place(assignment, names.task(assignment, row.task))
        return Place(assignment, *default_task(self._context, assignment))

    # -- choices -----------------------------------------------------------------------------

    def choose(self, names: Names, assignment: ProjectAssignment, task: Task) -> None:
        """Let names stand for a place from now on."""
        self._choose(names, (assignment.project.id, task.id))

    def skip(self, names: Names) -> None:
        """Leave the rows of these names out from now on."""
        self._choose(names, NOWHERE)

    def _choose(self, names: Names, place: tuple[int, int]) -> None:
        choices = self._context.account.choices
        choices.choose_imported(remembered_as(self._kind, names), *place)
        self.forget()

    def forget(self) -> None:
        """Look all names up again: some were chosen, or the account's names are newer."""
        self._found.clear()


def names_of(row: FileRow) -> Names:
    """What a file calls client, project and task."""
    return row.client, row.project, row.task


def remembered_as(kind: str, names: Names) -> str:
    """The words under which a choice is remembered, which a person can read."""
    told = " › ".join(" ".join(name.split()).casefold() for name in names if name.strip())
    return f"{kind}: {told or 'no project'}"


def _by_activity(where: Where, row: FileRow, notes: str | None) -> tuple[Where, str | None]:
    """The place with the task that an activity names, where nothing else names one; its notes."""
    known = where.known if isinstance(where, NoPlace) else None
    if isinstance(where, Place) and where.assumed:
        known = where.assignment
    task = _task_of(known, row.activity) if known and row.activity else None
    if known is None or task is None:
        return where, notes
    rest = row.notes.removeprefix(row.activity).removeprefix(": ")
    return Place(known, task), (rest or None) if notes == row.notes else notes


def _task_of(assignment: ProjectAssignment, name: str) -> Task | None:
    found = [each for each in assignment.tasks if _is(each.name, name)]
    return found[0] if len(found) == 1 else None


def _is(name: str, typed: str) -> bool:
    """Whether two names are the same, but for case, accents and signs."""
    one, other = key_of(name), key_of(typed)
    return one == other if one or other else name.strip() == typed.strip()


def _say_other_names(
    context: Context, row: FileRow, assignment: ProjectAssignment, task: Task
) -> None:
    """Say where ids and names differ: one was renamed, or the names were changed in the file."""
    project = assignment.project
    names = {
        "project": (row.project, (project.name, project.code or "")),
        "task": (row.task, (task.name,)),
    }
    for name, (typed, known) in names.items():
        if typed and not any(_is(each, typed) for each in known if each):
            told = f"`{name}` is {quoted(typed)}, `{name}_id` that of {known[0]}, which counts"
            context.warn(f"line {row.line}: {told}")


# -- names without a place -------------------------------------------------------------------------


MOST_OPTIONS = 30
SKIP = "Skip these rows"


def missing_of(lines: Sequence[Line], places: Places) -> list[Missing]:
    """The names that have no place, each once, with its rows and hours."""
    rows: dict[Names, list[Line]] = {}
    found: dict[Names, NoPlace] = {}
    for each in lines:
        # An event without an answer is nobody's question.
        if each.verdict is not Verdict.WHICH or each.row.said:
            continue
        names = names_of(each.row)
        rows.setdefault(names, []).append(each)
        where = places.of(each.row)[0]
        if names not in found and isinstance(where, NoPlace):
            found[names] = where
    return [
        Missing(*names, len(rows[names]), hours_of(rows[names]), where.near, where.known)
        for names, where in found.items()
    ]


def settle(context: Context, missing: Sequence[Missing], places: Places) -> bool:
    """Ask for the place of each, where somebody can be asked; whether anything was settled.

    Whoever gives no answer is asked no more.
    """
    if context.choose is None:
        return False
    settled, near = False, [project for each in missing for project in each.near]
    for each in missing:
        names = (each.client, each.project, each.task)
        assignment = each.known or ask_project(context, _told(each), near, each.near, (SKIP,))
        if assignment is None:
            return settled
        if isinstance(assignment, str):
            places.skip(names)
        else:
            task = ask_task(context, assignment, _told(each))
            if task is None:
                return settled
            places.choose(names, assignment, task)
        settled = True
    return settled


def _told(each: Missing) -> str:
    named = any((each.client, each.project, each.task))
    names = f'"{each.names}"' if named else "rows without a project"
    return f"{names} ({counted(each.rows, 'row')}, {as_clock(each.hours)})"


def ask_project(
    context: Context,
    told: str,
    likely: Sequence[ProjectAssignment] = (),
    near: Sequence[ProjectAssignment] = (),
    more: Sequence[str] = (),
) -> ProjectAssignment | str | None:
    """The project that the person chooses for what is told, or one of `more` answers.

    `likely` ones come first in the list, which is the same for all questions of a run; the numbers
    of those whose names are `near` are told. None for no answer.
    """
    active = [found for found in context.account.data.assignments if found.is_active]
    options = list({a.project.id: a for a in (*likely, *active)}.values())
    options = options[: max(MOST_OPTIONS, len(likely))]
    shown = [f"{a.client.name} › {a.project.name}" for a in options]
    if context.choose is None:
        return None
    alike = [str(at) for at, each in enumerate(options, 1) if each in near]
    hint = f" (names like it: {', '.join(alike)})" if alike else ""
    chosen = context.choose(f"Which project does {told} mean?{hint}", [*shown, *more])
    if chosen is None:
        return None
    return options[chosen] if chosen < len(options) else more[chosen - len(options)]


def ask_task(context: Context, assignment: ProjectAssignment, told: str) -> Task | None:
    """The task of a project that the person chooses for what is told; None for no answer."""
    tasks = assignment.tasks
    if len(tasks) == 1:
        return tasks[0]
    if context.choose is None:
        return None
    question = f"Which task of {assignment.project.name} does {told} mean?"
    chosen = context.choose(question, [task.name for task in tasks])
    return None if chosen is None else tasks[chosen]
