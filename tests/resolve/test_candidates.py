"""Candidates of an ambiguous project: all in a pipe, each of them to be pasted as it stands."""

from pathlib import Path

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import MARKETING_WEBSITE
from tests.child import NOW
from tests.running import Hv
from tests.served import Served

NAMES = ["Portal A", "Portal B", "Portal C", "Portal D", "Portal E", "Portal F", "Portal", "Portal"]
"""The last two are alike, under one client."""


@pytest.fixture
def many(there: Served, home: Path) -> Hv:
    """An account with eight projects more, copies of Marketing Website."""
    for place, name in enumerate(NAMES):
        add(there.account, 9000 + place * 100, name)
    return Hv({**there.token_environ, "HV_HOME": str(home), "HV_NOW": NOW})


def add(account: EmbeddedAccount, number: int, name: str) -> None:
    """A project that is Marketing Website but for its id, its name and the lack of a code."""
    for table in ("projects", "task_assignments", "user_assignments"):
        is_project = table == "projects"
        changed = {"id": number, "name": name, "code": None} if is_project else {}
        where = "id" if is_project else "project_id"
        sql = f"SELECT * FROM {table} WHERE {where} = ?"
        found = account.db.execute(sql, (MARKETING_WEBSITE,))
        columns = [column[0] for column in found.description]
        for at, values in enumerate(found.fetchall()):
            row = dict(zip(columns, values, strict=True)) | changed
            if not is_project:
                row |= {"id": number + at + 1, "project_id": number}
            marks = ", ".join("?" * len(columns))
            account.db.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row.values()))


@pytest.mark.ux(29)
def test_a_pipe_is_told_all_of_them_with_their_short_words(many: Hv) -> None:
    ran = many("log", "1h on port", "-n")
    assert (ran.code, ran.out) == (2, "")
    rows = [line.split("  ")[1:] for line in ran.err.splitlines() if line.startswith("  p")]
    rows += [line.split("  ")[1:] for line in ran.err.splitlines() if line.startswith("  abc-")]
    assert [name for _, name in rows[:6]] == [f"ABC Corp / {name}" for name in NAMES[:6]]
    assert len(rows) == len(NAMES)
    for slug, _ in rows:
        assert logs(many, slug), slug


def test_what_was_used_lately_comes_first(many: Hv) -> None:
    for name in ("portal-c", "portal-e"):
        assert many("log", "1h", "--project", name, "--task", "Research").code == 0
    first = ["ABC Corp / Portal E", "ABC Corp / Portal C"]
    assert many("log", "1h on port", "-n", "--json").json["error"]["candidates"][:2] == first
    asked = many("log", "1h on port Research", terminal=True, stdin="1\n")
    assert asked.err.index("Portal E") < asked.err.index("Portal C") < asked.err.index("Portal A")
    assert "(#636718193)" in asked.err


def logs(hv: Hv, project: str) -> bool:
    ran = hv("log", "1h", "--project", project, "--task", "Research", "-n")
    return ran.code == 0


def test_a_terminal_is_shown_five(many: Hv) -> None:
    ran = many("log", "1h on port", "-n", "--no-input", terminal=True)
    assert ran.code == 2
    assert "and 3 more" in ran.err
    assert "portal-a  ABC" not in ran.err


def test_each_candidate_of_the_document_can_be_pasted(many: Hv) -> None:
    found = many("log", "1h on port", "-n", "--json").json["error"]["candidates"]
    assert len(found) == len(set(found)) == len(NAMES)
    for each in found:
        assert logs(many, each), each
