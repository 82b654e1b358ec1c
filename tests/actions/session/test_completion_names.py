"""What completion may offer of an account: slugs, never Harvest's own names as words."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from harvest_cli.actions.session.account import (
    ENTRIES,
    keep_entry,
    keep_names,
    rows_of,
)
from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
)
from harvest_cli.language.names.index import Names
from harvest_cli.local.cache.account_cache import AccountData, RecentEntry
from harvest_cli.local.cache.completion_cache import NamesFile, content, is_safe, rows
from tests.actions.contexts import ME, NOW
from tests.rows import for_each


def a_project(
    number: int,
    name: str,
    client: str = "ABC Corp",
    *,
    code: str | None = None,
    active: bool = True,
    tasks: tuple[str, ...] = ("Design",),
) -> ProjectAssignment:
    assigned = tuple(TaskAssignment(None, Task(n, task)) for n, task in enumerate(tasks, 21))
    project, owner = Project(number, name, code), Client(hash(client) % 99, client)
    return ProjectAssignment(number, project, owner, active, assigned)


def used(number: int, project: int, hours: str = "1.50") -> RecentEntry:
    return RecentEntry(number, date(2026, 11, 17), project, 21, Decimal(hours))


def found(
    *assignments: ProjectAssignment, recent: tuple[RecentEntry, ...] = ()
) -> list[tuple[str, ...]]:
    catalogue = AccountData(NOW, ME, Company(), assignments, recent)
    return list(rows_of(catalogue, Names(assignments)))


def words(rows: list[tuple[str, ...]], kind: str) -> list[str]:
    return [row[1] for row in rows if row[0] == kind]


def test_projects_tasks_and_clients_have_slugs_and_descriptions() -> None:
    found_ = found(a_project(1, "Website & Shop", code="WEB", tasks=("Graphic Design", "QA")))
    assert ("t", "graphic-design", "Graphic Design") in found_
    assert ("c", "abc-corp", "ABC Corp") in found_
    (project,) = [row for row in found_ if row[0] == "p"]
    assert project[3:] == ("WEB", "Website & Shop (ABC Corp)", "graphic-design qa")


def test_recently_used_projects_come_first_and_archived_ones_not_at_all() -> None:
    projects = (a_project(1, "Alpha"), a_project(2, "Beta"), a_project(3, "Gone", active=False))
    rows_ = found(*projects, recent=(used(9, 2),))
    assert words(rows_, "p") == ["beta", "alpha"]
    assert "gone" not in str(rows_)


@for_each("name", ["$(touch x)", "`x`; rm -rf /", "-rf", "a\nb", "東京", "!!!", "x" * 300])
def test_no_word_can_be_obeyed_by_a_shell(name: str) -> None:
    rows_ = found(a_project(1, name, client=name, tasks=(name, "Design")), recent=(used(9, 1),))
    for row in rows_:
        assert is_safe(row[1])
        assert all("\n" not in cell and "\t" not in cell for cell in row)


def test_projects_of_one_name_are_told_apart_and_need_their_mark_in_a_sentence() -> None:
    rows_ = found(a_project(1, "Site", "ABC"), a_project(2, "Site", "Globex"))
    slugs = words(rows_, "p")
    assert len(set(slugs)) == 2
    for row in rows_:
        if row[0] == "p" and row[1].endswith(("-1", "-2")):
            assert row[2] == f"@{row[1]}"


def test_entries_come_newest_last_without_notes() -> None:
    recent = tuple(used(n, 1) for n in range(50, 0, -1))
    rows_ = found(a_project(1, "Site"), recent=recent)
    entries = [row for row in rows_ if row[0] == "e"]
    assert [int(row[1]) for row in entries] == list(range(51 - ENTRIES, 51))
    assert entries[0][2] == "Tue 17 Nov 1:30 Site › Design"


def test_a_deleted_entry_has_no_description() -> None:
    assert ("e", "9", "") in found(a_project(1, "Site"), recent=(used(9, 1, "0.00"),))


def test_the_file_is_written_and_added_to_and_a_broken_disk_is_no_hindrance(
    tmp_path: Path,
) -> None:
    site = a_project(1, "Site")
    catalogue = AccountData(NOW, ME, Company(), (site,))
    file = NamesFile(tmp_path, "default", "login")
    keep_names(file, catalogue, Names((site,)))
    keep_entry(file, catalogue, used(9, 1))
    assert rows(content(str(tmp_path), "default"), "e")[0][1] == "9"
    nowhere = NamesFile(tmp_path / "login.catalogue" / "x", "default", "login")
    (tmp_path / "login.catalogue").write_text("a file, not a folder")
    keep_names(nowhere, catalogue, Names((site,)))
    keep_entry(nowhere, catalogue, used(9, 1))
