"""Names of a file without a place: one question for each, or rules to complete off a terminal.

What was assumed of many rows is said once.
"""

from collections.abc import Iterable, Sequence

from harvest_cli.actions.imports.places import Names, NoPlace, Places, names_of
from harvest_cli.actions.imports.results import Line, Missing, Verdict, hours_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.entries import LATE
from harvest_cli.domain.hours import as_clock
from harvest_cli.domain.wording import counted

MOST_OPTIONS = 30
MOST_LINES = 12
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


def rules_for(kind: str, missing: Sequence[Missing]) -> str:
    """Rules to complete, for the names that have no place: TOML for `import.toml`."""
    return "\n".join(_rule(kind, each) for each in missing)


def _rule(kind: str, each: Missing) -> str:
    lines = [f"[[{kind}.rule]]  # {counted(each.rows, 'row')}, {as_clock(each.hours)}"]
    for name in ("client", "project", "task"):
        value = getattr(each, name)
        lines.append(f"{name} = {_quoted(_as_glob(value))}")
    project, task = "PROJECT", "TASK"
    if each.known is not None:
        project = each.known.project.code or each.known.project.name
        lines.append(f"# tasks: {', '.join(task.name for task in each.known.tasks[:12])}")
    elif each.near:
        near = ", ".join(a.project.code or a.project.name for a in each.near)
        lines.append(f"# projects with such names: {near}")
    lines.append(f"to = {{ project = {_quoted(project)}, task = {_quoted(task)} }}")
    return "\n".join(lines) + "\n"


def _as_glob(text: str) -> str:
    """A text that a glob takes for itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _quoted(text: str) -> str:
    import json

    # A text of TOML is one of JSON, but for what no name holds.
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def remarks(lines: Iterable[Line]) -> list[str]:
    """What was assumed of several rows at once."""
    timed = [
        each
        for each in lines
        if each.verdict is Verdict.NEW and each.row.start is not None and each.row.end is not None
    ]
    told = []
    news = [each.item.new for each in timed if each.item and each.item.new]
    timeless = sum(new.started_time is None for new in news)
    if timeless:
        rows = counted(timeless, "row is", "rows are")
        told.append(f"{rows} sent without clock times, which say another length")
    over = sum((each.row.end or LATE) < (each.row.start or LATE) for each in timed)
    if over:
        rows = counted(over, "row goes", "rows go")
        told.append(f"{rows} past midnight, all of it on the first day: `--split-midnight`")
    return told


def unlike(lines: Iterable[Line], unit: str) -> list[str]:
    """Which rows are billable in the file and not on Harvest, or the other way round."""
    apart: dict[bool, list[str]] = {}
    for each in lines:
        is_billable = each.row.billable
        new = each.verdict is Verdict.NEW and each.item is not None and each.item.entry
        if new and is_billable is not None and new.billable != is_billable:
            apart.setdefault(is_billable, []).append(str(each.row.line))
    return [
        f"{counted(len(found), 'row')} {'' if billable else 'not '}billable in the file, "
        f"{'not ' if billable else ''}billable on Harvest, as their tasks are: {unit} {_few(found)}"
        for billable, found in apart.items()
    ]


def _few(found: Sequence[str]) -> str:
    more = len(found) - MOST_LINES
    return ", ".join(found[:MOST_LINES]) + (f" and {more} more" if more > 0 else "")
