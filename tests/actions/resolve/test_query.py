"""Words and flags to what is meant: groups, days, names, people."""

from datetime import date
from typing import Any

import pytest

from harvest_cli.actions.entries.read import filters_of
from harvest_cli.actions.resolve.query import Query, QueryFlags, groups_of, scope_of
from harvest_cli.domain.company import (
    Client,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import NotFound, Refused, UsageError
from tests.actions.contexts import ME, NoHarvest, a_context
from tests.rows import for_each

TODAY = Period(date(2026, 11, 18), date(2026, 11, 18))
DESIGN = TaskAssignment(1, Task(20, "Design"))
WEBSITE = ProjectAssignment(
    1, Project(10, "Website", "WEB"), Client(1, "ABC Corp"), True, (DESIGN,)
)
SHOP = ProjectAssignment(2, Project(11, "Shop"), Client(2, "123 Industries"), True, (DESIGN,))
PEOPLE = [
    ME,
    User(5, "Bob", "Powell", "bob@example.com"),
    User(6, "Bob", "Jones", "jones@example.com"),
    User(7, "Jane", "Smith", "jane@example.com"),
]


class People(NoHarvest):
    """A client that knows people, or refuses to tell."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses

    def users(self) -> list[User]:
        if self.refuses:
            message = "Harvest refused: Not authorized!"
            raise Refused(message, status=403)
        return PEOPLE


def scope(client: Any = None, **asked: Any) -> Query:
    return scope_of(a_context(WEBSITE, SHOP, client=client), QueryFlags(**asked), TODAY)


@for_each(
    ("by", "groups"),
    [
        ("client", ("client",)),
        ("person", ("team",)),
        ("people,week", ("team", "week")),
        ("Client, Task", ("client", "task")),
        ("none", ()),
    ],
)
def test_groups_by_their_names(by: str, groups: tuple[str, ...]) -> None:
    assert groups_of(by) == groups


@pytest.mark.parametrize("by", ["x", "client,client", "day,week,month,task", "client;task"])
def test_other_groups_are_refused(by: str) -> None:
    with pytest.raises(UsageError, match="--by"):
        groups_of(by)


def test_nothing_said_is_mine_today() -> None:
    found = scope()
    assert (found.period, found.user_id, found.whose) == (TODAY, ME.id, "Kim Allen")
    assert not found.is_filtered


def test_flags_win_over_words() -> None:
    found = scope(
        words="last week for Shop by day", projects=("WEB",), by="task", from_="2026-11-02"
    )
    assert [(each.name, each.id) for each in found.projects] == [("Website", 10)]
    assert found.group_by == ("task",)
    assert found.period == Period(date(2026, 11, 2), date(2026, 11, 18))


def test_harvest_is_asked_for_one_project_after_the_other() -> None:
    found = scope(projects=("Shop", "WEB", "shop"))
    ids = [each.project_id for each in filters_of(found)]
    assert len(ids) == 2
    assert ids == [project.id for project in found.projects]


def test_a_task_that_means_several_is_not_chosen_for_them() -> None:
    both = ("WEB", "Shop")
    assert scope(projects=both, tasks=("design",)).tasks == ("Design",)
    designs = SHOP._replace(task_assignments=(TaskAssignment(3, Task(22, "Design Review")),))
    with pytest.raises(UsageError) as several:
        scope_of(a_context(WEBSITE, designs), QueryFlags(projects=both, tasks=("des",)), TODAY)
    assert several.value.candidates == ("Design", "Design Review")


def test_a_client_is_asked_for_by_its_id() -> None:
    found = scope_of(a_context(WEBSITE, SHOP), QueryFlags(clients=("abc corp",)), TODAY)
    assert (found.clients, found.client_id) == (("ABC Corp",), 1)
    [wanted] = filters_of(found)
    assert (wanted.user_id, wanted.client_id, wanted.from_) == (ME.id, 1, TODAY.start)


def test_a_task_is_named_on_its_project_or_on_any() -> None:
    assert scope(tasks=("design",)).tasks == ("Design",)
    assert scope(tasks=("des",), projects=("Shop",)).tasks == ("Design",)
    with pytest.raises(UsageError) as caught:
        scope(tasks=("Cooking",))
    assert caught.value.candidates == ("Design",)


@pytest.mark.parametrize("wanted", ["me", "Kim Allen", str(ME.id), "KIM ALLEN"])
def test_i_am_told_without_asking(wanted: str) -> None:
    assert scope(users=(wanted,)).user_id == ME.id


@pytest.mark.parametrize(
    ("wanted", "id_"), [("jane", 7), ("Jane Smith", 7), ("7", 7), ("jones@example.com", 6)]
)
def test_others_by_name_address_or_id(wanted: str, id_: int) -> None:
    assert scope(People(), users=(wanted,)).user_id == id_


def test_two_of_a_name_are_a_question() -> None:
    with pytest.raises(UsageError) as caught:
        scope(People(), users=("Bob",))
    assert caught.value.candidates == ("Bob Powell (5)", "Bob Jones (6)")


def test_nobody_and_nobody_visible() -> None:
    with pytest.raises(NotFound, match="Nobody"):
        scope(People(), users=("Zoe",))
    with pytest.raises(Refused, match="administrators and managers"):
        scope(People(refuses=True), users=("Bob",))


def test_everyone_is_no_user_at_all() -> None:
    found = scope(everyone=True)
    assert (found.user_id, found.whose) == (None, "everyone")
    assert [each.user_id for each in filters_of(found)] == [None]
