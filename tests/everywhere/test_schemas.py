"""JSON is an interface: each document fits its schema, and no key is ever taken away."""

import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.commands.help.inventory import all_commands
from harvest_cli.show.machine.schema import schema, schema_names
from harvest_cli.show.setup.login_text import emit_served
from harvest_cli.show.terminal.output import Output
from tests.everywhere.documents import DOCUMENTS, ELSEWHERE
from tests.everywhere.validating import faults, key_paths
from tests.running import Hv
from tests.served import CANARY, served

FROZEN = Path(__file__).with_name("keys.txt")
RUNS = [(name, run) for name, runs in DOCUMENTS.items() for run in runs]
CSV = "spent_date,hours,client,project,task,notes\r\n2026-11-10,1.25,ABC Corp,{},Programming,x\r\n"
NO_DOCUMENT = {"config edit"}
"""An editor prints nothing."""


def misfits(document: Any, name: str) -> list[str]:
    own = schema(name)
    return list(faults(document, own, own))


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A file to import."""
    path = tmp_path / "import.csv"
    path.write_text(CSV.format("Marketing Website"), newline="")
    return path


@pytest.mark.parametrize(("name", "run"), RUNS, ids=lambda value: str(value)[-60:])
def test_a_document_fits_its_schema(name: str, run: list[str], hv: Hv, csv: Path) -> None:
    lines = [shlex.split(line.format(csv=csv)) for line in run]
    for before in lines[:-1]:
        assert hv(*before).code == 0
    ran = hv(*lines[-1], "--json")
    assert ran.out.count("\n") == 1
    assert (name == "error") == ("error" in ran.json)
    assert misfits(ran.json, name) == []
    assert (ran.code == 0) == (name not in ("error", "gaps") or run == ["gaps 2026-11-15"])


def test_the_documents_of_logging_in_and_out(tmp_path: Path, home: Path) -> None:
    with served(tmp_path / "served") as there:
        hv = Hv({"HV_HOME": str(home), **there.environ})
        ran = hv("login", "--with-token", "--json", stdin=CANARY)
        assert misfits(ran.json, "login") == []
        assert misfits(hv("logout", "--json").json, "logout") == []
        assert misfits(hv("logout", "--everything", "--json").json, "logout") == []


def test_the_documents_of_what_waits(tmp_path: Path, home: Path) -> None:
    with served(tmp_path / "served") as there:
        hv = Hv({"HV_HOME": str(home), **there.token_environ})
        assert hv("projects").code == 0
    assert hv("log", "1h MW: on a train", "--json").code == 75
    assert hv("log", "2h TF: on a train", "--json").code == 75
    waiting = hv("outbox", "--json").json
    assert misfits(waiting, "outbox") == []
    first, second = (row["key"] for row in waiting["outbox"])
    assert misfits(hv("outbox", "retry", first, "--json").json, "outbox-retry") == []
    edited = hv("outbox", "edit", first, "3h MW: at home", "--json").json
    assert misfits(edited, "outbox-edit") == []
    assert misfits(hv("outbox", "drop", second, "--yes", "--json").json, "outbox-drop") == []
    assert misfits(hv("sync", "--json").json, "sync") == []


def test_the_document_of_a_served_account() -> None:
    out = io.StringIO()
    output = Output(
        out, io.StringIO(), {}, stdout_terminal=False, stderr_terminal=False, as_json=True
    )
    login = {"access_token": "x", "account_id": 1}
    emit_served({"api_url": "http://x/v2", "id_url": "http://x", **login}, output)
    assert misfits(json.loads(out.getvalue()), "sandbox-serve") == []


def test_every_document_is_printed_by_a_test() -> None:
    assert {*DOCUMENTS, *ELSEWHERE} == set(schema_names())


@pytest.mark.parametrize("verb", [each.path for each in all_commands()])
def test_every_command_has_a_document(verb: str) -> None:
    name = verb.replace(" ", "-")
    assert verb in NO_DOCUMENT or any(
        each == name or each.startswith(f"{name}-") for each in schema_names()
    )


@pytest.mark.parametrize("name", schema_names())
def test_each_schema_is_printed(name: str, hv: Hv) -> None:
    ran = hv("help", "output", "--json-schema", name)
    assert ran.code == 0
    assert ran.json == schema(name)
    assert ran.json["$schema"].startswith("https://json-schema.org/")


def test_an_unknown_document_is_refused_with_what_may_be_meant(hv: Hv) -> None:
    ran = hv("help", "output", "--json-schema", "entrys")
    assert ran.code == 4
    assert "Did you mean `entries`?" in ran.err
    assert set(hv("help", "--json-schema", "list").out.split()) == set(schema_names())


def current_keys() -> list[str]:
    """Every key of every document with its type, one per line."""
    return [
        f"{name}{path}" for name in schema_names() for path in key_paths(schema(name), schema(name))
    ]


def test_no_key_is_taken_away_or_changed() -> None:
    frozen = FROZEN.read_text(encoding="utf-8").splitlines()
    current = set(current_keys())
    gone = [key for key in frozen if key not in current]
    assert gone == [], "somebody's script reads these"


def test_new_keys_are_promised_too() -> None:
    frozen = set(FROZEN.read_text(encoding="utf-8").splitlines())
    new = [key for key in current_keys() if key not in frozen]
    assert new == [], "add them: python -m tests.shells.ship"


def test_a_document_that_lacks_a_key_is_noticed() -> None:
    document = {"from": "2026-11-01", "to": "x", "entries": [{}], "totals": {"hours": True}}
    found = misfits({**document, "more": 1}, "entries")
    assert "$.to: 'x' is no date" in found
    assert "$.totals.hours: True is no number" in found
    assert "$.totals: billable_hours is missing" in found
    assert "$.entries[0]: id is missing" in found
    assert "$: more is not in the schema" in found
