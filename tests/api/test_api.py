"""`hv api`: any request of Harvest's API, sent once, its answer as it came."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.actions.api import Pair, body_of
from harvest_cli.domain.errors import UsageError
from tests.account import an_account, log
from tests.faulty_harvest import faulty_harvest
from tests.running import Hv
from tests.served import CANARY, Served


def there_is(hv: Hv, there: Served) -> Hv:
    return hv.with_(HV_PROFILE="", **there.token_environ)


def test_a_record_is_harvest_s_own_json(hv: Hv, there: Served) -> None:
    hv = there_is(hv, there)
    ran = hv("api", "get", "users/me")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == hv("api", "GET", "/v2/users/me", "--json").json
    assert ran.json["email"] == "kimallen@example.com"
    assert ran.out.count("\n") == 1
    shown = hv("api", "get", "users/me", terminal=True)
    assert shown.out.count("\n") > 20
    assert json.loads(shown.out) == ran.json


def test_all_pages_come_as_one_document_or_as_lines(hv: Hv, there: Served) -> None:
    for number in range(7):
        log(there.account, CANARY, hours=1, notes=f"n{number}")
    hv = there_is(hv, there)
    ask = ("api", "get", "time_entries", "per_page=3", "--all")
    rows = hv(*ask).json["time_entries"]
    assert len(rows) == len({row["id"] for row in rows}) > 6
    lines = hv(*ask, "--jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert hv(*ask, "--json").json["time_entries"] == rows


def test_what_is_no_list_is_told(hv: Hv, there: Served) -> None:
    ran = there_is(hv, there)("api", "get", "users/me", "--all")
    assert ran.code == 2
    assert "/users/me is not a list" in ran.err


def test_a_write_sends_its_fields_as_json_and_a_dry_run_sends_nothing(
    hv: Hv, there: Served
) -> None:
    hv = there_is(hv, there)
    line = ("api", "post", "time_entries", "project_id=14307913", "task_id=8083365")
    more = ("spent_date=2026-11-18", "hours=1.25", "-f", "notes=true")
    before = hv("api", "get", "time_entries", "--all").json["time_entries"]
    ran = hv(*line, *more, "-n")
    body = '{"project_id": 14307913, "task_id": 8083365, "spent_date": "2026-11-18", "hours": 1.25'
    assert f'POST /time_entries {body}, "notes": "true"}}' in ran.out
    assert hv("api", "get", "time_entries", "--all").json["time_entries"] == before
    made = hv(*line, *more).json
    assert (made["hours"], made["notes"]) == (1.25, "true")
    gone = hv("api", "delete", f"time_entries/{made['id']}")
    assert gone.code == 0
    assert hv("api", "get", f"time_entries/{made['id']}").code == 4


def test_a_body_is_read_from_input(hv: Hv, there: Served) -> None:
    hv = there_is(hv, there)
    body = '{"project_id": 14307913, "task_id": 8083365, "spent_date": "2026-11-18", "hours": 2}'
    assert hv("api", "post", "time_entries", "--input", "-", stdin=body).json["hours"] == 2


def test_headers_are_shown_without_anything_secret(hv: Hv, there: Served) -> None:
    ran = there_is(hv, there)("api", "get", "company", "--include")
    head, _, body = ran.out.partition("\n\n")
    assert head.startswith("HTTP 200 OK\n")
    assert "Content-Type: application/json" in head
    assert CANARY not in ran.out + ran.err
    assert json.loads(body)["clock"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["get"], "The path is missing"),
        ([], "The method and the path are missing"),
        (["fetch", "users/me"], 'Unknown method "fetch"'),
        (["get", "https://evil.example/v2/users/me"], "is not on"),
        (["get", "//evil.example/users/me"], "is not on"),
        (["get", "users/../company"], "is not the path of an endpoint"),
        (["get", "/"], "is not the path of an endpoint"),
        (["get", "time_entries", "from=1", "from=2"], "`from` is given twice"),
        (["get", "time_entries?from=1", "from=2"], "`from` is given twice"),
        (["get", "users/me", "--input", "-"], "A GET has no body"),
        (["post", "clients", "name=A", "name=B"], "`name` is given twice"),
        (["post", "clients", "name"], '"name" is not a field'),
        (["post", "clients", "a[b=1"], '"a[b=1" is not a field'),
        (["post", "clients", "name=A", "--input", "-"], "cannot be combined"),
        (["post", "clients", "--input", "-"], "The body is not JSON"),
        (["post", "clients", "--all"], "`--all` reads lists"),
        (["get", "users/me", "--jsonl"], "`--jsonl` is for `--all`"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    hv: Hv, there: Served, argv: Sequence[str], said: str
) -> None:
    ran = there_is(hv, there)("api", *argv, HV_DEBUG="1")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "hint: " in ran.err
    assert "/v2/" not in ran.err.replace("https://evil.example/v2/users/me", "")


BODIES = ["", "[1]", '{"a": 1', '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 9999]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_object_is_refused(hv: Hv, there: Served, body: str) -> None:
    ran = there_is(hv, there)("api", "post", "clients", "--input", "-", stdin=body)
    assert ran.code == 2
    assert "The body is not" in ran.err


def test_an_unknown_endpoint_and_a_refusal_are_told_in_harvest_s_words(
    hv: Hv, there: Served
) -> None:
    hv = there_is(hv, there)
    ran = hv("api", "get", "nonsense")
    assert ran.code == 7
    assert "Harvest answered 404 to GET /nonsense" in ran.err
    ran = hv("api", "get", "time_entries/1")
    assert ran.code == 4
    assert "Harvest answered 404 to GET /time_entries/1" in ran.err
    ran = hv("api", "post", "time_entries", "hours=1")
    assert ran.code == 5
    assert "Harvest refused" in ran.err


@pytest.mark.parametrize("fault", ["reset", "commit,reset", "500", "commit,502", "302"])
def test_a_write_of_unknown_fate_is_sent_once_and_says_where_to_look(hv: Hv, fault: str) -> None:
    with faulty_harvest(an_account(), {"POST /v2/clients": [fault]}) as harvest:
        environ = {"HARVEST_API_URL": harvest.url, "HV_PROFILE": ""}
        login = {"HARVEST_ACCESS_TOKEN": "kim-token", "HARVEST_ACCOUNT_ID": "1000000"}
        hv = hv.with_(**environ, **login)
        ran = hv("api", "post", "clients", "name=Globex", HV_DEBUG="1")
    assert ran.err.count("POST /v2/clients") == 1
    assert ran.code == 75
    assert "POST /clients may have been done" in ran.err
    assert "`hv api get clients`" in ran.err


VALUES = [
    ("true", True), ("false", False), ("null", None), ("7", 7), ("-1.5", -1.5), ("007", "007"),
    ("1e3", "1e3"), ("", ""), ("2026-11-18", "2026-11-18"), ("a=b", "a=b"), ("NaN", "NaN"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_typed_values_become_json_and_raw_ones_stay_text(text: str, value: object) -> None:
    assert body_of([Pair(f"k={text}", typed=True)]) == {"k": value}
    assert body_of([Pair(f"k={text}", typed=False)]) == {"k": text}


def test_keys_nest() -> None:
    fields = ["a[b]=1", "a[c][]=2", "a[c][]=3", "l[][x]=1", "l[][y]=2", "l[][x]=3"]
    assert body_of([Pair(each, typed=True) for each in fields]) == {
        "a": {"b": 1, "c": [2, 3]},
        "l": [{"x": 1, "y": 2}, {"x": 3}],
    }


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[ab](\[[ab]?\]){0,2}=[01]", fullmatch=True), max_size=6))
def test_fields_are_all_in_the_body_or_refused(fields: list[str]) -> None:
    try:
        body = body_of([Pair(each, typed=True) for each in fields])
    except UsageError:
        return
    assert json.dumps(body).count("0") + json.dumps(body).count("1") == len(fields)
