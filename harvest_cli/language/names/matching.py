"""Choosing one name out of what fits, and the refusals that name what could be meant."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import Protocol
from harvest_cli.language.names.spelling import KNOWN, close, did_you_mean, near_to
from harvest_cli.language.text.tokens import fold, key_of, words_of

MOST = 5
SHOWN = 50
"""So many of what an ambiguous name fits are told; a terminal is shown the first ones."""
Span = tuple[int, int] | None


class NameMatch:
    """Assignments that some words fit, and by which rule (exact, client, prefix, initials)."""

    __slots__ = ("how", "places")

    def __init__(self, places: Sequence[int], how: str) -> None:
        self.places = tuple(places)
        self.how = how


class NameIndex(Protocol):
    """What is asked of the index of names here; `index.Names` is one."""

    assignments: tuple[ProjectAssignment, ...]

    @property
    def live_keys(self) -> dict[str, list[int]]:
        """The folded names of active projects to their places in `assignments`."""

    @property
    def clients(self) -> dict[str, tuple[int, ...]]:
        """Folded client name to places in `assignments`."""

    def client_places(self, words: Sequence[str], shortest: int = 1) -> tuple[int, ...]:
        """Places of the one client that the folded words name."""

    def respelled(self, typed: str) -> str | None:
        """The words with slips mended."""

    def slug(self, assignment: ProjectAssignment) -> str:
        """The unique slug of a project."""

    def newest_first(self, found: Iterable[ProjectAssignment]) -> tuple[ProjectAssignment, ...]:
        """Those that were used lately first."""


def full_name(assignment: ProjectAssignment) -> str:
    """A project as text that can be pasted into a sentence: `ABC Corp / Marketing Website`."""
    return f"{assignment.client.name} / {assignment.project.name}"


def in_order(typed: Sequence[str], words: Sequence[str], shortest: int) -> bool:
    """Whether each typed word is, or begins, a word of a name, in the same order."""
    at = 0
    for piece in typed:
        while at < len(words) and not _begins(words[at], piece, shortest):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True


def _begins(word: str, piece: str, shortest: int) -> bool:
    begins = len(piece) >= shortest and word.startswith(piece) and not piece.isdigit()
    return word == piece or begins


# -- refusals --------------------------------------------------------------------------------


def unknown_project(
    names: NameIndex, words: str, text: str = "", span: Span = None, what: str = "project"
) -> SentenceError:
    """No project, or `what` it may be, is called that; near names are proposed."""
    near = _near(words, names)
    meant = near[0] if near else names.respelled(words)
    hint = did_you_mean(meant, KNOWN)
    archived = None if near else _archived(words, names)
    message = f'No {what} is called "{words.strip()}"'
    message += f", and {archived} is archived" if archived else ""
    return _refused("unknown_project", message, hint, words.strip(), (text, span), near)


def _refused(
    code: str,
    message: str,
    hint: str | None,
    words: str,
    place: tuple[str, Span] = ("", None),
    candidates: Sequence[str] = (),
) -> SentenceError:
    """The refusal of `words`, which stand at a span of a text."""
    text, span = place
    error = SentenceError(
        message, code=code, text=text, span=span, hint=hint, candidates=candidates
    )
    error.words = words
    return error


def ambiguous_project(
    names: NameIndex,
    found: Iterable[ProjectAssignment],
    words: str,
    text: str = "",
    span: Span = None,
) -> SentenceError:
    """Several projects fit."""
    fitting = names.newest_first(found)
    all_names = _pasted(names, fitting)
    message = f'"{words.strip()}" matches {len(all_names)} projects'
    hint = f'Write it in full, or add `--project "{all_names[0]}"`' if all_names else None
    place, shown = (text, span), all_names[:SHOWN]
    error = _refused("ambiguous_project", message, hint, words.strip(), place, shown)
    error.choices = fitting if _one_piece(words, text, span) else ()
    error.slugs = tuple(map(names.slug, fitting))
    return error


def none_of(
    names: NameIndex, found: Sequence[ProjectAssignment], words: str, text: str, span: Span
) -> SentenceError:
    """Several projects fit some of the words, and none all of them: it may be an archived one."""
    whole = [full_name(a) for a in found]
    past = [a for a in names.assignments if not a.is_active]
    past = [a for a in past if in_order(words_of(words), words_of(full_name(a)), 3)]
    if past:
        error = archived_project(past[0], text, span)
        error.code = "unknown_project"
        error.hint = "It is archived: restore it in Harvest, or name another project"
        return error
    figures = _figures(words)
    near = near_to(words, [name for name in whole if _figures(name) == figures])
    first = words.split()[0]
    hint = did_you_mean(near, f"It may be archived; `hv projects {first}` lists what you can track")
    message = f'No project that takes time is called "{words}"'
    return _refused("unknown_project", message, hint, words, (text, span), whole[:SHOWN])


def _figures(name: str) -> list[str]:
    return [word for word in words_of(name) if word.isdigit()]


def _pasted(names: NameIndex, found: Sequence[ProjectAssignment]) -> list[str]:
    """Each project as text to paste: its full name, with its code where others have that name too.

    Where no code tells them apart it is the slug.
    """
    whole = [full_name(a) for a in found]
    coded = [f"{name} [{a.project.code}]" for a, name in zip(found, whole, strict=True)]
    plain, exact = Counter(whole), Counter(coded)
    return [
        name
        if plain[name] == 1
        else with_code
        if a.project.code and exact[with_code] == 1
        else names.slug(a)
        for a, name, with_code in zip(found, whole, coded, strict=True)
    ]


def other_client(assignment: ProjectAssignment, words: str, client: str) -> SentenceError:
    """The words name a project, but none of that client."""
    message = f'"{words.strip()}" is {full_name(assignment)}, not a project of {client}'
    hint = "Omit `--client`, or name a project of that client"
    return SentenceError(message, code="unknown_project", hint=hint)


def _one_piece(words: str, text: str, span: Span) -> bool:
    """Whether the words stand together: only then is there one thing to choose for them."""
    return span is None or text[span[0] : span[1]].strip() == words.strip()


_RESTORE = "Restore it in Harvest, or name another project"


def archived_project(
    assignment: ProjectAssignment, text: str = "", span: Span = None
) -> SentenceError:
    """The project that fits no longer takes time."""
    message, hint = f"{full_name(assignment)} is archived", _RESTORE
    return SentenceError(message, code="archived_project", text=text, span=span, hint=hint)


def _archived(words: str, names: NameIndex) -> str | None:
    """The archived project whose name is spelled most like the words."""
    known = [a for a in names.assignments if not a.is_active]
    near = near_to(words, [a.project.name for a in known])
    return next((full_name(a) for a in known if a.project.name == near), None)


def _near(words: str, names: NameIndex) -> list[str]:
    keys = names.live_keys
    near = [place for key in close(key_of(words), keys, MOST, 0.6) for place in keys[key]]
    return [full_name(names.assignments[place]) for place in near[:MOST]]


# -- choosing --------------------------------------------------------------------------------


def live(names: NameIndex, places: Sequence[int]) -> list[ProjectAssignment]:
    """The active assignments among `places`; all of them when none is active."""
    found = [names.assignments[place] for place in places]
    return [a for a in found if a.is_active] or found


def same_writing(found: list[ProjectAssignment], words: str) -> list[ProjectAssignment]:
    """Of names that differ in case, accents or signs only, the one written like `words`."""
    from unicodedata import normalize

    typed = normalize("NFC", words.strip())
    alike = [a for a in found if normalize("NFC", a.project.name) == typed]
    alike = alike or [a for a in found if fold(a.project.name) == fold(typed)]
    return alike if len(alike) == 1 else found


def one_project(
    names: NameIndex,
    words: str,
    match: NameMatch | None,
    text: str = "",
    span: Span = None,
    *,
    past: bool = False,
) -> ProjectAssignment:
    """The single active project of a match; raises for none or several.

    An archived one is refused too, unless it is asked for what is `past`.
    """
    if match is None:
        raise unknown_project(names, words, text, span)
    found = live(names, match.places)
    if len(found) > 1 and match.how == "exact":
        found = same_writing(found, words)
    if len(found) > 1:
        raise ambiguous_project(names, found, words, text, span)
    if not found[0].is_active and not past:
        raise archived_project(found[0], text, span)
    return found[0]


def task_matches(
    assignment: ProjectAssignment, words: Sequence[str], *, exact: bool = False, typed: str = ""
) -> list[Task]:
    """Tasks of a project named by folded `words`, as `fitting_tasks`."""
    return fitting_tasks(assignment.tasks, words, exact=exact, typed=typed)


def fitting_tasks(
    tasks: Iterable[Task], words: Sequence[str], *, exact: bool = False, typed: str = ""
) -> list[Task]:
    """The tasks that are called by the folded `words`, else those that they begin.

    Of several called so the one written like `typed`. Blanks may be left out: `oncall`.
    """
    keys = [(task_key(task.name), task) for task in tasks]
    key = " ".join(words)
    same = [task for name, task in keys if name == key]
    if len(same) > 1 and typed:
        same = [task for task in same if fold(task.name) == fold(typed.strip())] or same
    if same or exact or len(key) < 3:
        return same
    close = key.replace(" ", "")
    # What cannot fit is told without a call.
    alike = [(name, task) for name, task in keys if words[0] in name or name[:1] == close[:1]]
    squeezed = [task for name, task in alike if name.replace(" ", "") == close]
    return squeezed or [task for name, task in alike if in_order(words, name.split(), 3)]


task_key = lru_cache(maxsize=2000)(key_of)
"""Each sentence asks for the few tasks of its project several times."""


def one_task(assignment: ProjectAssignment, words: str) -> Task:
    """The single task of a project that `words` (or an id) name."""
    typed = words.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 18:
        for task in assignment.tasks:
            if task.id == int(typed):
                return task
    found = task_matches(assignment, words_of(typed), typed=typed)
    if len(found) == 1:
        return found[0]
    raise task_refusal(assignment, typed, found)


def task_refusal(
    assignment: ProjectAssignment,
    words: str,
    found: Sequence[Task],
    text: str = "",
    span: Span = None,
    hint: str = "",
) -> SentenceError:
    """No task, or several, of the project fit."""
    known = [task.name for task in (found or assignment.tasks)][:SHOWN]
    where = full_name(assignment)
    near = None if found else near_to(words, known)
    message = f'{where} has no task called "{words}"'
    if found:
        message = f'"{words}" matches {len(found)} tasks of {where}'
    hint = did_you_mean(near, hint or "Name one of its tasks, or add `--task NAME`")
    error = SentenceError(
        message,
        code="ambiguous_task" if found else "unknown_task",
        text=text,
        span=span,
        hint=hint if known else "Harvest lists no tasks for it",
        candidates=known,
    )
    error.words = words
    error.choices = tuple((assignment, t) for t in found if _one_piece(words, text, span))
    return error


def unknown_task(words: str, text: str, span: Span = None) -> SentenceError:
    """No project has such a task."""
    message, hint = f'No task is called "{words}"', "`hv projects` lists the tasks of each project"
    return SentenceError(message, code="unknown_task", text=text, span=span, hint=hint)


def one_client(names: NameIndex, words: str) -> str:
    """The single client that `words` name."""
    typed = words.strip()
    for assignment in names.assignments if typed.isdigit() else ():
        if str(assignment.client.id) == typed:
            return assignment.client.name
    parts = words_of(words)
    places = names.client_places(parts) if parts else ()
    if places:
        return names.assignments[places[0]].client.name
    key = f" {' '.join(parts)}"
    known = names.clients.items() if parts else ()
    fits = {names.assignments[at[0]].client.name for name, at in known if key in f" {name}"}
    if len(fits) == 1:
        return fits.pop()
    if fits:
        message, hint = f'"{typed}" matches {len(fits)} clients', "Write the client in full"
        raise SentenceError(
            message, code="ambiguous_project", hint=hint, candidates=sorted(fits)[:SHOWN]
        )
    near = near_to(typed, [a.client.name for a in names.assignments if a.is_active])
    near = near or names.respelled(typed) or ""
    near = near if near and names.client_places(words_of(near)) else None
    hint = did_you_mean(near, "`hv projects` lists clients and projects")
    message = f'No client is called "{typed}"'
    raise SentenceError(message, code="unknown_project", hint=hint)


# -- search ------------------------------------------------------------------------------------


def search(assignments: Sequence[ProjectAssignment], words: str) -> list[ProjectAssignment]:
    """Assignments where every word begins a word of client, project, code or task; best first."""
    typed = words_of(words)
    ranked = []
    for place, assignment in enumerate(assignments):
        rank = _rank(assignment, typed)
        if rank is not None:
            ranked.append((not assignment.is_active, rank, place, assignment))
    ranked.sort(key=lambda row: row[:3])
    return [row[3] for row in ranked]


def _rank(assignment: ProjectAssignment, typed: Sequence[str]) -> int | None:
    project = words_of(assignment.project.name)
    fields = [project, words_of(assignment.project.code or ""), words_of(assignment.client.name)]
    fields.append([word for task in assignment.tasks for word in words_of(task.name)])
    rank = 0 if typed == project else 1
    for piece in typed:
        worth = [at for at, field in enumerate(fields) if any(w.startswith(piece) for w in field)]
        if not worth:
            return None
        rank += 2 * worth[0] + (piece not in fields[worth[0]])
    return rank
