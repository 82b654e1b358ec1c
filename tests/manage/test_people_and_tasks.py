"""`hv people` and `hv tasks`: for those who manage, by name, with what reverses it."""

import shlex

import pytest

from harvest_cli.commands.help.complete import answer
from tests.more_projects import with_projects
from tests.rows import few
from tests.running import Hv


def asked(hv: Hv, *argv: str) -> list[str]:
    """The requests of a command line, by method and path."""
    ran = hv(*argv, HV_DEBUG="1")
    assert ran.code == 0, ran.err
    lines = [line.split(" ")[:2] for line in ran.err.splitlines() if " /v2/" in line]
    return [f"{method} {path.split('?')[0].removeprefix('/v2')}" for method, path in lines]


def test_people_are_listed_and_searched_with_one_request(hv: Hv) -> None:
    hv("projects")
    assert asked(hv, "people") == ["GET /users"]
    rows = hv("people", "--json").json["people"]
    assert len(rows) == 3
    assert {"weekly_capacity", "access_roles", "email", "created_at"} <= set(rows[0])
    assert [row["last_name"] for row in hv("people", "smith", "--json").json["people"]] == ["Smith"]
    shown = hv("people", terminal=True).out
    assert "janesmith@example.com" in shown
    assert "35:00" in shown


def test_a_changed_title_is_shown(hv: Hv) -> None:
    hv("projects")
    assert "title Lead, Developer" in hv("people", "edit", "jane", "--title", "Lead,Developer").out
    assert "title none" in hv("people", "edit", "jane", "--title", "").out


def test_somebody_is_invited_changed_archived_restored_and_deleted(hv: Hv) -> None:
    hv("projects")
    line = ("people", "add", "ada@example.com", "--name", "Ada Byron", "--role", "project_creator")
    assert "Nothing sent" in hv(*line, "-n").out
    assert len(hv("people", "--json").json["people"]) == 3
    assert asked(hv, *line) == ["POST /users"]
    ada = hv("people", "ada", "--json").json["people"][0]
    assert ada["access_roles"] == ["manager", "project_creator"]
    assert asked(hv, "people", "edit", "ada byron", "--capacity", "37.5h") == [
        "GET /users",
        f"PATCH /users/{ada['id']}",
    ]
    assert hv("people", "ada", "--json").json["people"][0]["weekly_capacity"] == 135_000
    ran = hv("people", "archive", "ada")
    assert (ran.code, "needs to be confirmed" in ran.err) == (2, True)
    assert "`hv people restore" in hv("people", "archive", "ada", "-y").out
    assert hv("people", "archive", "ada", "-y").code == 4
    assert hv("people", "restore", str(ada["id"])).out.startswith("Restored")
    assert hv("people", "delete", "ada", "--yes").out.startswith("Deleted")
    assert hv("people", "ada", "--json").json == {"people": []}


@few(5)
@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("add", "ada", "--name", "A B"), 2, '"ada" is not an e-mail address'),
        (("add", "ada"), 2, '"ada" is not an e-mail address'),
        (("add", "ada@example.com"), 2, "The name is missing"),
        (("add", "ada@example.com", "--name", "Ada"), 2, "first and a last name"),
        (("add", "a@b.com", "--name", "A B", "--role", "boss"), 2, 'Unknown role "boss"'),
        (("add", "a@b.com", "--name", "A B", "--role", "member,manager"), 2, "is not one role"),
        (
            ("add", "a@b.com", "--name", "A B", "--capacity", "35"),
            2,
            "Expected hours of a week such as 35h",
        ),
        (("add", "a@b.com", "--name", "A B", "--capacity", "169h"), 2, "168 hours"),
        (("add", "a@b.com", "--name", "A B", "--rate", "x"), 2, "Expected a number"),
        (("edit", "jane"), 2, "Nothing to change"),
        (("edit",), 2, "The person is missing"),
        (("edit", "nobody", "--capacity", "1h"), 4, 'No person is called "nobody"'),
        (("archive", "kim", "-y"), 2, "You cannot archive yourself"),
        (("delete", "kim", "-y"), 2, "You cannot delete yourself"),
        (("delete", "me", "-y"), 2, "You cannot delete yourself"),
        (("edit", "a", "--capacity", "3h"), 2, '"a" fits 3 people'),
        (("edit", "jane", "--capacity", "35.3h"), 2, "--capacity 35h"),
        (("jane", "--capacity", "1h"), 2, "`hv people edit`"),
    ],
)
def test_what_cannot_be_is_refused(hv: Hv, argv: tuple[str, ...], code: int, said: str) -> None:
    hv("projects")
    before = hv("people", "--json").json
    ran = hv("people", *argv)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert hv("people", "--json").json == before


def test_a_member_gets_one_sentence_and_no_request_is_made(hv: Hv) -> None:
    assert hv("sandbox", "reset", "--role", "member").code == 0
    hv("projects")
    for line in (("people",), ("tasks", "TF"), ("people", "archive", "jane", "-y")):
        ran = hv(*line, HV_DEBUG="1")
        assert ran.code == 5
        assert "you are a member" in ran.err
        assert "/v2/" not in ran.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("edit jane --role manager", "Only administrators may change e-mail addresses, roles"),
        ("edit jane --email x@example.com", "Only administrators may change e-mail addresses"),
        ("archive jane --yes", "Only administrators may archive people, and you are a manager"),
        ("restore jane", "Only administrators may restore people"),
        ("add a@b.com --name 'A B'", "Only administrators may invite people"),
        ("delete jane --yes", "Only administrators may delete people"),
    ],
)
def test_a_manager_is_told_what_is_for_administrators(hv: Hv, line: str, said: str) -> None:
    hv("sandbox", "reset", "--role", "manager")
    hv("projects")
    ran = hv("people", *shlex.split(line), HV_DEBUG="1")
    assert (ran.code, said in ran.err, "/v2/" in ran.err) == (5, True, False), ran.err
    assert hv("people", "edit", "jane", "--capacity", "20h").code == 0


def test_the_tasks_of_a_project_are_listed_and_changed(hv: Hv) -> None:
    hv("projects")
    hv("api", "post", "tasks", "name=Business Development")
    assert asked(hv, "tasks", "TF") == ["GET /projects/14808188/task_assignments"]
    line = ("tasks", "add", "TF", "business dev", "--billable", "--rate", "75.5")
    assert "Nothing sent" in hv(*line, "-n").out
    assert hv(*line).out.startswith("Added  123 Industries › Task Force › Business Development")
    row = hv("tasks", "TF", "--json").json["tasks"][0]
    assert (row["task"], row["billable"], row["hourly_rate"]) == (
        "Business Development",
        True,
        75.5,
    )
    assert hv("log", "1h TF Business Development").code == 0
    assert hv("tasks", "edit", "TF", "business", "--rate", "none", "--no-billable").code == 0
    row = hv("tasks", "TF", "--json").json["tasks"][0]
    assert (row["billable"], row["hourly_rate"]) == (False, None)
    ran = hv("tasks", "remove", "TF", "business", "-y")
    assert (ran.code, "Harvest refused" in ran.err) == (5, True)
    assert "`hv tasks restore" in hv("tasks", "archive", "TF", "business", "-y").out
    assert hv("log", "1h TF Business Development").code != 0
    assert hv("tasks", "restore", "TF", "business").code == 0


@few(4)
@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        ((), 2, "The project is missing"),
        (("Nowhere",), 4, 'No project is called "Nowhere"'),
        (("add", "TF"), 2, "in this order"),
        (("add", "TF", "Juggling"), 4, 'No task is called "Juggling"'),
        (("add", "TF", "Research"), 4, "is on Task Force already"),
        (("edit", "TF", "Research"), 2, "Nothing to change"),
        (("archive", "TF", "Research"), 2, "needs to be confirmed"),
        (("TF", "--rate", "1"), 2, "`hv tasks edit`"),
        (("edit", "TF", "r", "--rate", "1"), 2, "fits"),
    ],
)
def test_tasks_that_cannot_be_are_refused(
    hv: Hv, argv: tuple[str, ...], code: int, said: str
) -> None:
    hv("projects")
    before = hv("tasks", "TF", "--json").json
    ran = hv("tasks", *argv)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert hv("tasks", "TF", "--json").json == before


def test_what_completion_offers_is_understood(hv: Hv) -> None:
    hv("projects")
    home = {"HV_HOME": hv.environ["HV_HOME"], "HV_PROFILE": "sandbox"}

    def offered(*typed: str) -> list[str]:
        return answer(["bash", *typed], home).split()

    assert offered("people", "edit", "j") == []
    hv("people")
    assert offered("people", "edit", "j") == ["jane-smith"]
    assert offered("people", "a") == ["add", "archive"]
    assert "kim-allen" in offered("people", "")
    for verb in ("log", "entries", "week", "gaps", "report"):
        assert offered(verb, "--user", "jan") == ["jane-smith"]
    assert hv("people", "edit", "jane-smith", "--capacity", "20h", "-n").code == 0
    assert offered("tasks", "edit", "task-f") == ["task-force"]
    assert "research" in offered("tasks", "edit", "task-force", "")
    assert hv("tasks", "edit", "task-force", "graphic-design", "--rate", "1").code == 0
    hv("projects", "--refresh")
    assert offered("people", "restore", "bob") == ["bob-powell"]


def test_a_project_that_somebody_else_manages_is_told(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "manager")
    for line in (("tasks", "TF"), ("tasks", "edit", "TF", "Research", "--rate", "1")):
        ran = hv(*line)
        assert ran.code in (4, 5)
        assert "Task Force is not among the projects that you manage" in ran.err
    assert hv("tasks", "MW").code == 0


def test_roles_and_clients_find_people_and_projects(hv: Hv) -> None:
    hv("projects")
    admins = hv("people", "administrators", "--json").json["people"]
    assert admins
    assert all("administrator" in row["access_roles"] for row in admins)
    assert hv("tasks", "ABC Corp / Marketing Website").code == 0


def test_projects_of_one_name_are_proposed_with_what_tells_them_apart(hv: Hv) -> None:
    with_projects(hv, "Task Force", client="Zed")
    ran = hv("tasks", "task force")
    assert ran.code == 2
    one = ran.err.rstrip().rpartition(", ")[2]
    assert hv("tasks", one).code == 0, ran.err
