"""Loose words of `hv edit` as a project, a task of the entry's project, or both."""

from collections.abc import Iterator, Sequence

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import (
    full_name,
    task_matches,
    task_refusal,
    unknown_project,
)
from harvest_cli.language.names.spelling import did_you_mean, near_to
from harvest_cli.language.sentence.edit import Loose
from harvest_cli.language.text.tokens import key_of, words_of


class EditPlace(NamedTuple):
    """Where an entry is to go; None leaves it where it is. `exact` where the words are its name."""

    assignment: ProjectAssignment | None = None
    task: Task | None = None
    exact: bool = False


def place_of(context: Context, entry: TimeEntry, runs: Sequence[Loose], text: str) -> EditPlace:
    """What the words name; raises SentenceError with the words that name nothing, or two things."""
    names = context.account.names
    current = context.account.data.assignment_of(entry.project.id)
    found = EditPlace()
    # A project first: the tasks are those of it.
    for run in sorted(runs, key=lambda run: names.project_match(run.text) is None):
        meant = _meant(names, found.assignment or current, run, text)
        if (meant.assignment and found.assignment) or (meant.task and found.task):
            message = f'"{run.text}" is one name too many'
            raise _at(
                SentenceError(message, code="usage", hint="Name one project, one task"), run, text
            )
        found = EditPlace(meant.assignment or found.assignment, meant.task or found.task)
    return found


def _meant(names: Names, current: ProjectAssignment | None, run: Loose, text: str) -> EditPlace:
    meanings = [*_whole(names, current, run.text)] or [*_parted(names, run.text)]
    exact = [each for each in meanings if each.exact] or meanings
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise _at(_several(run, exact), run, text)
    raise _at(_unknown(names, current, run, text), run, text)


def _whole(names: Names, current: ProjectAssignment | None, typed: str) -> Iterator[EditPlace]:
    """All the words as one project, or as one task."""
    key = key_of(typed)
    for task in _tasks(current, typed):
        yield EditPlace(None, task, key_of(task.name) == key)
    match = names.project_match(typed)
    if match is not None and (match.how == "exact" or key not in names.task_keys):
        try:
            yield EditPlace(names.project(typed), None, match.how == "exact")
        except SentenceError:
            if match.how == "exact":
                raise


def _parted(names: Names, typed: str) -> Iterator[EditPlace]:
    """A project and one of its tasks, in either order; the longest project first."""
    words = typed.replace("#", " ").replace("@", " ").split()
    seen = set()
    for cut in range(len(words) - 1, 0, -1):
        pieces = " ".join(words[:cut]), " ".join(words[cut:])
        for project, task in (pieces, pieces[::-1]):
            for each in _pair(names, project, task):
                if each[:2] not in seen:
                    seen.add(each[:2])
                    yield each


def _pair(names: Names, project: str, task: str) -> Iterator[EditPlace]:
    match = names.project_match(project)
    if match is None:
        return
    live = [names.assignments[place] for place in match.places]
    fits = [(a, found) for a in live if a.is_active for found in _tasks(a, task)]
    if len(fits) == 1:
        yield EditPlace(*fits[0], match.how == "exact")


def _tasks(assignment: ProjectAssignment | None, typed: str) -> list[Task]:
    """The tasks that the words name, also behind the noun: "task Programming"."""
    noun, _, name = typed.partition(" ")
    said = [typed, name] if name and noun.casefold() == "task" else [typed]
    found = (task_matches(assignment, words_of(each), typed=each) for each in said if assignment)
    return next(filter(None, found), [])


def _several(run: Loose, meanings: Sequence[EditPlace]) -> SentenceError:
    def told(each: EditPlace) -> str:
        names = [full_name(each.assignment)] if each.assignment else ["task"]
        return " › ".join([*names, *([each.task.name] if each.task else [])])

    return SentenceError(
        f'"{run.text}" has {len(meanings)} meanings',
        code="ambiguous_project",
        hint="Use `--project` or `--task`",
        candidates=[told(each) for each in meanings],
    )


def _unknown(
    names: Names, current: ProjectAssignment | None, run: Loose, text: str
) -> SentenceError:
    try:
        names.project(run.text)
    except SentenceError as missed:
        if missed.code != "unknown_project":
            return missed
        head = text[: run.start].strip().split(" ")[0] or "last"
        missed.message = f'"{run.text}" is neither a project of yours nor a task of this project'
        tasks = [task.name for task in current.tasks] if current else []
        if near := near_to(run.text, tasks):
            missed.hint, missed.candidates = did_you_mean(near, ""), (near,)
        elif not missed.candidates:
            missed.hint = f"Put notes behind a colon: `hv edit {head}: {run.text}`"
        return missed
    # What begins a project's name, and is a task elsewhere.
    return task_refusal(current, run.text, ()) if current else unknown_project(names, run.text)


def _at(error: SentenceError, run: Loose, text: str) -> SentenceError:
    error.text, error.span = text, (run.start, run.end)
    return error
