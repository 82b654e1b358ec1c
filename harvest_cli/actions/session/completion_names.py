"""What completion may offer of an account, taken from its catalogue when that changes.

Harvest's own names never become words of a command line: each project, client and task has a
slug, and the name is only its description.
"""

from collections.abc import Iterator
from contextlib import suppress

from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import as_clock
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.language.names.spelling import slug_of
from harvest_cli.local.cache.completion_cache import NamesFile, described, is_safe

if TYPE_CHECKING:
    from pathlib import Path

    from harvest_cli.language.names.index import Names
    from harvest_cli.local.cache.account_cache import AccountData, RecentEntry

ENTRIES = 30
"""So many of the newest entries can be named by completion."""
Row = tuple[str, ...]


def names_file(folder: "Path", profile: str | None, catalogue_file: "Path") -> NamesFile:
    """The file of a profile, marked with the catalogue that it comes from."""
    return NamesFile(folder, profile or "default", catalogue_file.stem)


def keep_names(file: NamesFile, catalogue: "AccountData", names: "Names") -> None:
    """Write the names; where that is not possible, completion goes without."""
    with suppress(OSError):
        file.save(rows_of(catalogue, names))


def keep_entry(file: NamesFile, catalogue: "AccountData", entry: "RecentEntry") -> None:
    """Add one entry that was logged, changed or deleted."""
    with suppress(OSError):
        file.add(_entry_row(entry, _titles(catalogue)))


def keep_people(file: NamesFile, names: list[str]) -> None:
    """Write the names of people that were listed; those that need their id are left out."""
    with suppress(OSError):
        file.save_people(("u", slug, described(name)) for name, slug in _slugs(names).items())


def rows_of(catalogue: "AccountData", names: "Names") -> Iterator[Row]:
    """Tasks, clients, projects (used ones first), entries (newest last)."""
    tasks: dict[str, str] = {}
    projects = list(_project_rows(catalogue, names, tasks))
    for name, slug in tasks.items():
        yield "t", slug, described(name)
    yield from _client_rows(names)
    yield from projects
    titles = _titles(catalogue)
    for entry in reversed(catalogue.recent[:ENTRIES]):
        yield _entry_row(entry, titles)


def _project_rows(catalogue: "AccountData", names: "Names", tasks: dict[str, str]) -> Iterator[Row]:
    """Slug, the word for it in a sentence, code, description, slugs of the tasks."""
    last_used = list(dict.fromkeys(entry.project_id for entry in catalogue.recent))
    place = {project: at for at, project in enumerate(last_used)}
    ranked = sorted(
        zip(names.assignments, names.slugs, strict=True),
        key=lambda pair: (place.get(pair[0].project.id, len(place)), pair[1]),
    )
    for assignment, slug in ranked:
        if not assignment.is_active or not is_safe(slug):
            continue
        # A slug with a number tells projects of one name apart, and needs its @ in a sentence.
        numbered = slug.endswith(f"-{assignment.project.id}")
        word = f"@{slug}" if numbered else slug
        code = described(assignment.project.code or "")
        name = described(f"{assignment.project.name} ({assignment.client.name})")
        usable = _slugs([task.name for task in assignment.tasks])
        tasks.update(usable)
        yield "p", slug, word, code, name, " ".join(usable.values())


def _client_rows(names: "Names") -> Iterator[Row]:
    active = {a.client.name for a in names.assignments if a.is_active}
    for name, slug in _slugs(sorted(active)).items():
        yield "c", slug, described(name)


def _slugs(names: list[str]) -> dict[str, str]:
    """Name to slug, for the names whose slug is theirs alone."""
    slugs = {name: slug_of(name) for name in names}
    all_of_them = list(slugs.values())
    return {
        name: slug
        for name, slug in slugs.items()
        if slug and is_safe(slug) and all_of_them.count(slug) == 1
    }


def _titles(catalogue: "AccountData") -> dict[tuple[int, int], str]:
    return {
        (a.project.id, t.task.id): f"{a.project.name} › {t.task.name}"
        for a in catalogue.assignments
        for t in a.task_assignments
    }


def _entry_row(entry: "RecentEntry", titles: dict[tuple[int, int], str]) -> Row:
    """Id and what it is; of a deleted one nothing. The notes stay where they are: on Harvest."""
    if not entry.hours:
        return "e", str(entry.id), ""
    what = titles.get((entry.project_id, entry.task_id), "")
    day = day_text(entry.spent_date, entry.spent_date)
    return "e", str(entry.id), described(f"{day} {as_clock(entry.hours)} {what}")
