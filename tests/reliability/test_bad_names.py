"""Names and notes that cannot be right, or only look so, by the ids of the list of bad inputs."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import MARKETING_WEBSITE, ONLINE_STORE, TASK_FORCE
from harvest_cli.sandbox.serve import running_server
from tests.account import ACCOUNT_ID, KIM_TOKEN, an_account
from tests.promises import numbers_of
from tests.running import Hv

NOTES = [
    ("B43", "x" * 100_000),
    ("B44", "a\x00b"),
    ("B47", "--help"),
    ("B48", "-x and more"),
    ("B49", "👩‍👩‍👧 ‮ שלום مرحبا"),
    ("B50", "[bold]x[/bold] [/] :smile:"),
    ("B51", "a\x1b[31mb\x1b]0;title\x07\x1b]52;c;eA==\x07"),
]


@pytest.mark.bad(*numbers_of(NOTES))
@pytest.mark.parametrize(("_id", "notes"), NOTES, ids=[row[0] for row in NOTES])
def test_a_note_is_stored_as_typed_and_shown_clean(hv: Hv, _id: str, notes: str) -> None:
    sentence = f"1h on TF: {notes}"
    document = hv("log", "-n", "--json", "--", sentence).json
    assert [entry["notes"] for entry in document["entries"]] == [notes]
    for terminal in (False, True):
        ran = hv("log", "-n", "--", sentence, terminal=terminal)
        assert ran.code == 0
        assert not {"\x00", "\x07", "‮", "\x1b]"} & set(ran.out)
        assert "\x1b]" not in ran.out
        assert "\x1b[31m" not in ran.out.replace("\x1b[31mhv", "")


@pytest.mark.bad("B48")
def test_a_note_flag_that_begins_with_a_dash_needs_an_equals_sign(hv: Hv) -> None:
    ran = hv("log", "1h on TF", "-n", "--json", "--note=-x")
    assert [entry["notes"] for entry in ran.json["entries"]] == ["-x"]


@pytest.mark.bad("B58")
def test_hundreds_of_sentences_in_a_row_each_get_their_answer(hv: Hv) -> None:
    lines = "\n".join(f"0:01 on TF: part {n}" for n in range(100))
    ran = hv("log", "-", "--json", stdin=lines)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 100
    listed = hv("entries", "today", "--json").json["entries"]
    assert sorted(entry["notes"] for entry in listed) == sorted(f"part {n}" for n in range(100))


class Named:
    """An account whose projects can be renamed, and hv that is pointed at it."""

    def __init__(self, account: EmbeddedAccount, hv: Hv) -> None:
        self.account, self.hv = account, hv

    def name(self, **names: str) -> None:
        """Rename projects: `mw`, `os`, `tf`."""
        ids = {"mw": MARKETING_WEBSITE, "os": ONLINE_STORE, "tf": TASK_FORCE}
        for which, name in names.items():
            sql = "UPDATE projects SET name = ?, code = NULL WHERE id = ?"
            self.account.db.execute(sql, (name, ids[which]))

    def archive(self, project: int) -> None:
        """Put a project away."""
        self.account.db.execute("UPDATE projects SET is_active = 0 WHERE id = ?", (project,))

    def log(self, sentence: str) -> Any:
        """What logging it would do: the document of a dry run."""
        return self.hv("log", sentence, "-n", "--json").json


@pytest.fixture
def named(home: Path) -> Iterator[Named]:
    account = an_account(now=datetime(2026, 11, 18, 15, 30, tzinfo=UTC))
    with running_server(account) as base:
        environ = {
            "HV_HOME": str(home),
            "HV_NOW": "2026-11-18T10:30:00",
            "HARVEST_API_URL": f"{base}/v2",
            "HARVEST_ACCESS_TOKEN": KIM_TOKEN,
            "HARVEST_ACCOUNT_ID": str(ACCOUNT_ID),
        }
        yield Named(account, Hv(environ))


@pytest.mark.bad("B52")
def test_words_that_fit_several_projects_list_them(named: Named) -> None:
    named.name(mw="Website Acme", os="Website Globex", tf="Website Initech")
    error = named.log("1h on website")["error"]
    assert error["code"] == "ambiguous_project"
    assert len(error["candidates"]) == 3


@pytest.mark.bad("B54")
def test_names_that_differ_only_in_case_are_told_apart_by_their_client(named: Named) -> None:
    named.name(mw="Site", os="SITE")
    assert named.log("1h on site")["error"]["code"] == "ambiguous_project"
    (entry,) = named.log("1h on ABC Corp/site")["entries"]
    assert entry["client"]["name"] == "ABC Corp"


@pytest.mark.bad("B54")
def test_either_form_of_an_accent_means_the_same_project(named: Named) -> None:
    named.name(tf=unicodedata.normalize("NFD", "Café Crème"))
    for typed in ("Café Crème", "cafe creme", unicodedata.normalize("NFD", "Café Crème")):
        (entry,) = named.log(f"1h on {typed}")["entries"]
        assert entry["project"]["id"] == TASK_FORCE


@pytest.mark.bad("B55")
def test_an_archived_project_is_no_project_to_log_on(named: Named) -> None:
    named.hv("projects")
    named.archive(TASK_FORCE)
    ran = named.hv("log", "1h on Task Force", "--json")
    assert ran.code in (2, 5)
    assert ran.json["error"]["code"] in {"archived_project", "unknown_project", "refused"}
    after = named.hv("projects", "--refresh", "--json").json["projects"]
    assert TASK_FORCE not in [project["project_id"] for project in after]


@pytest.mark.bad("B56")
def test_a_task_of_another_project_is_refused_with_the_tasks_there_are(named: Named) -> None:
    error = named.log("1h on TF #annual")["error"]
    assert error["code"] == "unknown_task"
    assert error["candidates"] or error["hint"]


@pytest.mark.bad("B57")
def test_one_name_under_two_clients_needs_the_client(named: Named) -> None:
    named.name(mw="Support", os="Support")
    refused = named.hv("log", "1h on support", "--json", "-n")
    assert (refused.code, refused.json["error"]["code"]) == (2, "ambiguous_project")
    assert len(refused.json["error"]["candidates"]) == 2
    words, flags = ("1h on support",), ("1h", "--project", "support")
    for typed in (words, flags):
        chosen = named.hv("log", *typed, "--client", "ABC Corp", "--json", "-n")
        assert chosen.json["entries"][0]["client"]["name"] == "ABC Corp"


@pytest.mark.bad("B53")
@pytest.mark.parametrize("name", ["!!!", "   ", "​", "…", "—"])
def test_a_project_whose_name_folds_to_nothing_hides_no_other(named: Named, name: str) -> None:
    named.name(tf=name)
    (entry,) = named.log("1h on Marketing Website")["entries"]
    assert entry["project"]["id"] == MARKETING_WEBSITE
    listed = named.hv("projects", "--json").json["projects"]
    assert len({project["slug"] for project in listed}) == len(listed)
