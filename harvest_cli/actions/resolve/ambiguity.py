"""Words that fit several projects or tasks: what was chosen for them before, else a choice now.

The plain reading is always tried first: what was remembered only counts where the words are
ambiguous, and only while it is one of the things they can mean.
"""

from collections.abc import Callable

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError, Unreachable
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple, TypeVar
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import SHOWN, task_matches
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import key_of, words_of

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context

_T = TypeVar("_T")
NAMES_MISSED = {"unknown_project", "archived_project", "unknown_task", "no_project"}
"""Codes of refusals that newer names may mend."""
MOST = 20
"""So many options still fit a screen."""


class Meaning(NamedTuple):
    """What some words mean: a project, or a task of it."""

    words: str
    assignment: ProjectAssignment
    task: Task | None = None

    @property
    def name(self) -> str:
        """As a person reads it."""
        project = f"{self.assignment.client.name} / {self.assignment.project.name}"
        return f"{self.task.name} on {project}" if self.task else project


def resolve_ambiguities(context: "Context", read: Callable[[], _T]) -> _T:
    """Do `read`; where a name in it is ambiguous, settle it and read again.

    What was settled is in `context.account.resolutions` afterwards. Raises the refusal of `read`
    when there is nothing to choose, or nobody to ask.
    """
    account, settled = context.account, list[Meaning]()
    account.resolutions = ()
    try:
        while True:
            try:
                return read()
            except SentenceError as refused:
                _order_tasks(context, refused)
                meaning = _settle(context, refused, settled)
                if meaning is None:
                    raise
                settled.append(meaning)
                account.reading_names = _names_with(context, settled)
    finally:
        account.reading_names = None


def _order_tasks(context: "Context", refused: SentenceError) -> None:
    """Put the tasks that ambiguous words can mean in the order of their use, the latest first."""
    if refused.code != "ambiguous_task" or not refused.choices:
        return
    used = dict.fromkeys((row.project_id, row.task_id) for row in context.account.data.recent)
    ranks = {pair: rank for rank, pair in enumerate(used)}
    meant = [_meaning("", choice) for choice in refused.choices]
    pairs = [(each.assignment, each.task) for each in meant if each.task is not None]
    pairs.sort(key=lambda each: ranks.get((each[0].project.id, each[1].id), len(ranks)))
    refused.choices = tuple(pairs)
    refused.candidates = tuple(task.name for _, task in pairs[:SHOWN])


def with_fresh_names(context: "Context", read: Callable[[], _T]) -> _T:
    """Do `read`; where it misses a name, ask Harvest for the names again and read once more.

    Ambiguous names are resolved as in `resolve_ambiguities`.
    """
    try:
        return resolve_ambiguities(context, read)
    except SentenceError as missed:
        if missed.code not in NAMES_MISSED:
            raise
        try:
            refreshed = context.account.refresh_projects()
        except Unreachable:
            refreshed, context.account.out_of_reach = False, True
        if not refreshed:
            raise
    return resolve_ambiguities(context, read)


def _settle(context: "Context", refused: SentenceError, settled: list[Meaning]) -> Meaning | None:
    """The meaning of the ambiguous words, remembered or chosen; None when there is none."""
    words = _words_of(refused)
    options = [_meaning(words, choice) for choice in refused.choices]
    if not words or len(options) < 2 or any(key_of(m.words) == key_of(words) for m in settled):
        return None
    known = _remembered(context, words, options)
    if known is not None:
        said = f'"{words}" read as {known.name}, as you chose before'
        context.account.resolutions += (Inference("remembered", said),)
        return known
    if context.choose is None:
        return None
    shown = [option.name for option in options[:MOST]]
    chosen = context.choose(f'Which one is "{words}"?', shown)
    if chosen is None:
        return None
    _remember(context, options[chosen])
    said = f'"{words}" is {options[chosen].name} from now on (`hv projects --forget "{words}"`)'
    context.account.resolutions += (Inference("chosen", said),)
    return options[chosen]


def _words_of(refused: SentenceError) -> str:
    if refused.span is not None and refused.text:
        return refused.text[slice(*refused.span)].strip()
    # Flags have no sentence around them.
    return refused.words


def _meaning(words: str, choice: object) -> Meaning:
    if isinstance(choice, ProjectAssignment):
        return Meaning(words, choice)
    if isinstance(choice, tuple):
        assignment, task = choice
        return Meaning(words, assignment, task)
    raise TypeError(choice)


def task_key(project_id: int, words: str) -> str:
    """Words for a task, as they are remembered: every project has its own."""
    return f"{project_id} {key_of(words)}"


def _remembered(context: "Context", words: str, options: list[Meaning]) -> Meaning | None:
    choices, key = context.account.choices, key_of(words)
    for option in options:
        if option.task is None:
            if choices.projects.get(key) == option.assignment.project.id:
                return option
        elif choices.tasks.get(task_key(option.assignment.project.id, words)) == option.task.id:
            return option
    return None


def _remember(context: "Context", meaning: Meaning) -> None:
    choices, project = context.account.choices, meaning.assignment.project
    if meaning.task is None:
        choices.projects[key_of(meaning.words)] = project.id
    else:
        choices.tasks[task_key(project.id, meaning.words)] = meaning.task.id
    choices.changed = True


def _names_with(context: "Context", settled: list[Meaning]) -> "Names":
    """The names of the account, with the settled words meaning what was settled."""
    variants, key = context.account.variants, tuple(settled)
    if key in variants:
        return variants[key]
    names = context.account.names
    aliases = {m.words: names.slug(m.assignment) for m in settled if m.task is None}
    tasks = {m.assignment.project.id: m for m in settled if m.task is not None}
    assignments = [_without_rivals(a, tasks.get(a.project.id)) for a in names.assignments]
    return variants.setdefault(key, Names(assignments, aliases, context.account.projects_lately))


def _without_rivals(assignment: ProjectAssignment, meaning: Meaning | None) -> ProjectAssignment:
    """The project without the tasks that the words could have meant as well."""
    if meaning is None or meaning.task is None:
        return assignment
    rivals = {task.id for task in task_matches(assignment, words_of(meaning.words))}
    rivals.discard(meaning.task.id)
    kept = tuple(row for row in assignment.task_assignments if row.task.id not in rivals)
    return assignment._replace(task_assignments=kept)
