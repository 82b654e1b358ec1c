"""JSON is an interface: each document fits its schema, and no key is ever taken away.

The contract is `json_contract.txt`: every key of every document with its type.
"""

import io
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.commands.help.pages import all_commands
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.machine.schema import schema, schema_names
from harvest_cli.show.setup.login_text import Served
from harvest_cli.show.terminal.output import Output
from tests.rows import few, for_each
from tests.running import Hv
from tests.served import CANARY, served

FROZEN = Path(__file__).with_name("json_contract.txt")
LOGGED = "log 1h MW: footer"
STARTED = "start TF Research at 9:30: interviews"
DOCUMENTS: dict[str, list[list[str]]] = {
    "log": [
        [LOGGED],
        ["log 2h MW yesterday, x --dry-run"],
        ["log 2h MW yesterday, x --explain"],
        ["log 2h MW yesterday and 1h TF monday"],
    ],
    "import": [["import {csv} --yes"], ["import {csv} --dry-run"]],
    "log-csv": [["log --csv {csv}"], ["log --csv {csv} --dry-run"]],
    "start": [[STARTED], [STARTED, "start MW"], ["start TF --dry-run"]],
    "stop": [[STARTED, "stop"], [STARTED, "stop 5m ago: lunch"]],
    "restart": [["restart"], [LOGGED, "restart"]],
    "edit": [[LOGGED, "edit last +15m"], [LOGGED, "edit last --note x --date yesterday"]],
    "delete": [[LOGGED, "delete last --yes"]],
    "edit-several": [["edit last, ^2 +15m"], ["edit yesterday +15m -n"]],
    "delete-several": [["delete last, ^2 --yes"], ["delete yesterday --dry-run"]],
    "copy": [["copy yesterday --yes"], ["copy yesterday --dry-run"]],
    "fill": [["fill"], ["fill --last-week"]],
    "suggest": [["suggest"], ["start TF Research at 9:30: x", "undo", "suggest today"]],
    "status": [["status"], [""], [STARTED, "status"], [LOGGED, "status"]],
    "entries": [["entries yesterday"], ["entries 1999-01-01"], [STARTED, "entries today"]],
    "week": [["week"], ["week last"], [STARTED, "week"]],
    "gaps": [["gaps"], ["gaps 2026-11-15"]],
    "balance": [["balance"], ["balance --by day"]],
    "export": [["export --since-last -o {folder}"]],
    "report": [
        ["report this month"],
        ["report last month by client and week --compare before"],
        ["report this month by task --trend"],
        ["report this month by day --calendar"],
        ["report 1999-01-01"],
        ["report this month by person --everyone"],
    ],
    "report-budget": [["report budget"]],
    "report-timesheet": [["report last month --timesheet"], ["report --timesheet --amounts"]],
    "report-uninvoiced": [["report uninvoiced this month"]],
    "projects": [["projects"], ["projects nowhere"], ["projects website --refresh"]],
    "people": [["people"], ["people nobody"]],
    "people-change": [["people edit jane --capacity 30h"], ["people edit jane --rate 80 -n"]],
    "tasks": [["tasks TF"]],
    "tasks-change": [["tasks edit TF Research --rate 80"], ["tasks edit TF Research --rate 1 -n"]],
    "projects-remembered": [["projects", "projects --remembered"]],
    "projects-forgotten": [["projects", "projects --forget TF"], ["projects --forget-all"]],
    "parse": [["parse 1h MW: x"], ["parse --as start TF at 9"]],
    "parse-period": [["parse --as period last week for ABC Corp by task"]],
    "alias-list": [["alias"], ["alias set standup 15m TF: x", "alias list"]],
    "alias-show": [["alias set standup 15m TF: x", "alias show standup"]],
    "alias-set": [["alias set standup 15m TF: x"]],
    "alias-delete": [["alias set standup 15m TF: x", "alias delete standup"]],
    "config-list": [["config"], ["config list --origin"]],
    "config-get": [["config set round 15m up", "config get round"], ["config get timeout"]],
    "config-set": [["config set round 15m up"], ["config set timeout 10"]],
    "config-unset": [["config set round 15m up", "config unset round"]],
    "config-path": [["config path"]],
    "config-profiles": [["config profiles"]],
    "mcp-config": [["mcp config cursor"]],
    "sandbox-path": [["sandbox path"]],
    "sandbox-reset": [["sandbox reset --timestamp"]],
    "outbox": [["outbox"]],
    "outbox-list": [["outbox list"]],
    "outbox-import": [["outbox import"]],
    "sync": [["sync"]],
    "undo": [[LOGGED, "undo"], [STARTED, "undo --dry-run"]],
    "history": [[LOGGED, "history"], ["history"]],
    "whoami": [["whoami"]],
    "doctor": [["doctor"]],
    "doctor-paths": [["doctor --paths"]],
    "open": [["open MW --print"], ["open --print"]],
    "help": [["help"]],
    "help-topic": [["help sentences"]],
    "help-schemas": [["help output --json-schema list"]],
    "help-manual": [["help --man"]],
    "completion": [["completion zsh"]],
    "api": [["api get users/me"], ["api get clients --all"]],
    "error": [
        ["log 3h"],
        ["log 1h Marketing Webste"],
        ["entries --nope"],
        ["nonsense"],
        ["stop"],
        ["config set timeout fast"],
        ["help nothing"],
        ["edit 99999999999 +1h"],
        ["copy yesterday"],
    ],
}
"""For each document: runs on the embedded Harvest. The last line of a run prints it."""
ELSEWHERE = {
    "login": "test_the_documents_of_logging_in_and_out",
    "logout": "test_the_documents_of_logging_in_and_out",
    **dict.fromkeys(
        ("outbox-retry", "outbox-edit", "outbox-drop"),
        "test_the_documents_of_what_waits",
    ),
    "sandbox-serve": "test_the_document_of_a_served_account",
}
"""Documents that no line on the embedded account prints by itself; the tests that print them."""
RUNS = [(name, run) for name, runs in DOCUMENTS.items() for run in runs]
CSV = "spent_date,hours,client,project,task,notes\r\n2026-11-10,1.25,ABC Corp,{},Programming,x\r\n"
NO_DOCUMENT = {"config edit"}
"""An editor prints nothing."""
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "type", "properties", "required", "format", "pattern"),
    *("items", "anyOf", "enum", "additionalProperties"),
}
"""As much of JSON Schema as the schemas of hv use; whatever else stood in one is an error."""
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """What in `value` does not fit; keys that the schema does not know count as faults here."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    elif "anyOf" in schema:
        tried = [list(faults(value, each, root, at)) for each in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    elif "type" in schema:
        yield from _of_type(value, schema, root, at)


def _of_type(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    kind = schema["type"]
    fits = isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not fits:
        yield f"{at}: {value!r} is no {kind}"
    elif kind == "array":
        for place, each in enumerate(value):
            yield from faults(each, schema["items"], root, f"{at}[{place}]")
    elif kind == "object":
        yield from _of_object(value, schema, root, at)
    elif kind == "string":
        yield from _of_text(value, schema, at)


def _of_object(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value)
    for key, each in value.items():
        below = known.get(key, schema.get("additionalProperties"))
        if below is None:
            yield f"{at}: {key} is not in the schema"
        else:
            yield from faults(each, below, root, f"{at}.{key}")


def _of_text(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not look like {schema['pattern']}"
    readers = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
    if "format" in schema:
        try:
            readers[schema["format"]](value)
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"


def key_paths(schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Every key of a document with its type, one line each; a shape inside itself once."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if f"<{name}>" not in at:
            yield from key_paths(root["$defs"][name], root, f"{at}<{name}>")
    elif "anyOf" in schema:
        yield from key_paths(schema["anyOf"][0], root, f"{at}?")
    elif schema.get("type") == "array":
        yield from key_paths(schema["items"], root, f"{at}[]")
    elif "properties" in schema:
        for key, each in schema["properties"].items():
            optional = "" if key in schema["required"] else "~"
            yield from key_paths(each, root, f"{at}.{optional}{key}")
    elif "additionalProperties" in schema:
        yield from key_paths(schema["additionalProperties"], root, f"{at}.*")
    else:
        kind = schema.get("type") or (
            "|".join(map(str, schema["enum"])) if "enum" in schema else "any"
        )
        yield f"{at} {kind}"


def misfits(document: Any, name: str) -> list[str]:
    own = schema(name)
    return list(faults(document, own, own))


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A file to import."""
    path = tmp_path / "import.csv"
    path.write_text(CSV.format("Marketing Website"), newline="")
    return path


@few(38)
@pytest.mark.ux(49)
@pytest.mark.parametrize(("name", "run"), RUNS, ids=lambda value: str(value)[-60:])
def test_a_document_fits_its_schema(name: str, run: list[str], hv: Hv, csv: Path) -> None:
    lines = [shlex.split(line.format(csv=csv, folder=csv.with_suffix(""))) for line in run]
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
    render(Served("http://x/v2", "http://x", "x", 1), output)
    assert misfits(json.loads(out.getvalue()), "sandbox-serve") == []


def test_every_document_is_printed_by_a_test() -> None:
    assert {*DOCUMENTS, *ELSEWHERE} == set(schema_names())
    assert set(ELSEWHERE.values()) <= set(globals())


@pytest.mark.ux(41)
@for_each("verb", [each.path for each in all_commands()])
def test_every_command_has_a_document(verb: str) -> None:
    name = verb.replace(" ", "-")
    assert verb in NO_DOCUMENT or any(
        each == name or each.startswith(f"{name}-") for each in schema_names()
    )


@for_each("name", schema_names())
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


@pytest.mark.ux(49)
def test_no_key_is_taken_away_or_changed() -> None:
    frozen = FROZEN.read_text(encoding="utf-8").splitlines()
    current = set(current_keys())
    # One of several words may be joined by more of them: they are added, and none is taken away.
    words = {name: set(kind.split("|")) for name, _, kind in (k.partition(" ") for k in current)}
    gone = [key for key in frozen if key not in current and not _has_grown(key, words)]
    assert gone == [], "somebody's script reads these"


def _has_grown(key: str, words: Mapping[str, set[str]]) -> bool:
    name, _, kind = key.partition(" ")
    return "|" in kind and set(kind.split("|")) < words.get(name, set())


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
