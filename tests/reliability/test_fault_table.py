"""Where each fault of the list is proven: F01 to F72, each by at least one test that exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST

HERE = Path(__file__).parent
TESTS = HERE.parent
ELSEWHERE = {
    "F42": ("reliability/test_threats_network.py", "test_v5_a_netrc_does_not_replace_the_token"),
    "F49": (
        "reliability/test_threats_network.py",
        "test_v4_a_following_page_elsewhere_is_refused_and_never_fetched",
    ),
    "F50": ("harvest/http/test_paging.py", "test_pages_that_go_in_a_circle_come_to_an_end"),
    "F51": (
        "reliability/test_threats_network.py",
        "test_v15_an_answer_that_would_choke_ends_with_7_and_no_trace",
    ),
    "F52": (
        "reliability/test_threats_network.py",
        "test_v15_an_answer_that_would_choke_ends_with_7_and_no_trace",
    ),
    "F53": (
        "harvest/http/test_exchange.py",
        "test_the_cap_holds_for_what_a_small_answer_unpacks_to",
    ),
    "F57": (
        "reliability/test_threats.py",
        "test_v1_a_token_is_not_taken_from_the_command_line",
    ),
    "F58": (
        "reliability/test_threats.py",
        "test_v2_a_token_that_others_can_read_is_refused_with_the_line_that_mends_it",
    ),
    "F66": ("local/config/test_config_file.py", "test_broken_toml_is_told_with_its_line"),
    "F70": (
        "reliability/test_threats.py",
        "test_v4_a_cloned_folder_cannot_send_the_token_anywhere",
    ),
}
"""Those that belong to other subjects, each with the file and the test that prove them."""


COUNTED = {
    "P1: 30 kills, 76 at the first log": ("test_kills.py", "test_p1_f27_a_log"),
    "P2: 80 intents, thousands in a soak": ("test_chaos.py", "test_three_hundred_intents"),
    "P8: 10,000 strings": ("test_ten_thousand_strings.py", "test_p8_no_random_string"),
    "P9: 200 damages to what is kept": ("test_damaged_state.py", "test_p9_no_damage"),
    "P9: 200 damages to the configuration": ("test_damaged_files.py", "test_damage_to_the_conf"),
    "P9: 200 damages to the logins": ("test_damaged_files.py", "test_damage_to_the_logins"),
    "P10: 24 cells of 5 commands": ("test_cells.py", "test_p10_every_command_works"),
    "P11: 20 moments of 4 commands": ("test_interrupts.py", "test_p11_what_was_said"),
    "P12: 8 processes of 50": ("test_deaths.py", "test_f37_eight_processes"),
}
"""Promises with a number in them, each with the test that counts; the long forms are `slow`."""


@cache
def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
def proven_here() -> set[str]:
    """Faults that a name of a test or of its case holds in this folder."""
    found: set[str] = set()
    for path in HERE.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        for name in functions(path):
            found |= {f"F{number}" for number in re.findall(r"_f(\d\d)(?=_)", name)}
        found |= set(re.findall(r'^    "(F\d\d) ', text, re.MULTILINE))
    return found


@pytest.mark.parametrize("number", range(1, 73))
def test_every_fault_is_proven_by_name(number: int) -> None:
    fault = f"F{number:02d}"
    if fault in ELSEWHERE:
        place, name = ELSEWHERE[fault]
        assert name in functions(TESTS / place)
    else:
        assert fault in proven_here()


@pytest.mark.parametrize("promise", COUNTED)
def test_every_promise_with_a_number_is_counted_by_a_test(promise: str) -> None:
    place, name = COUNTED[promise]
    assert any(each.startswith(name) for each in functions(HERE / place))


def test_f43_a_member_who_may_not_read_the_company_goes_on_without(scene: Scenes) -> None:
    with scene({"GET /v2/company": ["403"]}, role="member") as at:
        for cached in (at.home / "cache").glob("*"):
            cached.unlink()
        at.fail({"GET /v2/company": ["403"]})
        assert at.log().code == 0
        assert at.made == 1


def test_f47_a_throttled_report_is_told_without_a_wait(scene: Scenes) -> None:
    with scene({LIST: ["429"] * 3}) as at:
        ran = at.hv("report", "last month by client")
        assert ran.code == 6
        assert "min" in ran.err
        assert at.clock.later == 0


def test_f54_numbers_that_are_none_and_missing_keys_are_no_traceback(scene: Scenes) -> None:
    body = (
        b'{"time_entries":[{"id":1,"hours":NaN,"spent_date":"2026-13-45"},'
        b'{"id":2,"hours":"1.5","project":null,"task":{"name":null}},{"hours":1e400},"text",null],'
        b'"links":{"next":null}}'
    )

    def answer(handler: object, _reply: object) -> None:
        handler.send(200, {"Content-Type": "application/json"}, body)  # type: ignore[attr-defined]

    with scene() as at:
        for argv in (("entries", "today"), ("entries", "today", "--json"), ("status",)):
            at.fail({LIST: [answer] * 6})
            ran = at.hv(*argv)
            assert ran.code in (0, 7), ran.err
            assert "went wrong" not in ran.err


def test_f55_an_account_without_projects_is_said_to_be_one(scene: Scenes) -> None:
    with scene() as at:
        at.harvest.account.db.execute("DELETE FROM user_assignments")
        for cached in (at.home / "cache").glob("*"):
            cached.unlink()
        ran = at.log()
        assert ran.code in (2, 4)
        assert at.made == 0
        assert at.hv("projects").code in (0, 4)


@pytest.mark.parametrize("date", ["Tue, 24 Nov 2026 01:00:00 GMT", "", "garbage"])
def test_f56_a_clock_that_is_off_or_not_told_stops_nothing(date: str, scene: Scenes) -> None:
    def answer(handler: object, reply: object) -> None:
        headers = {**reply.headers, "Date": date}  # type: ignore[attr-defined]
        handler.send(reply.status, headers, reply.body)  # type: ignore[attr-defined]

    with scene() as at:
        at.fail({"POST /v2/time_entries": [answer, "commit,reset"], LIST: [answer]})
        assert at.log().code == 0
        ran = at.log()
        assert (ran.code, at.made) == (0, 2), ran.err
