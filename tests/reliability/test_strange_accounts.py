"""Refusals, throttles and strange accounts that belong to no other subject: F43 to F56."""

import pytest

from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST


@pytest.mark.fault("F43")
def test_a_member_who_may_not_read_the_company_goes_on_without(scene: Scenes) -> None:
    with scene({"GET /v2/company": ["403"]}, role="member") as at:
        for cached in (at.home / "cache").glob("*"):
            cached.unlink()
        at.fail({"GET /v2/company": ["403"]})
        assert at.log().code == 0
        assert at.made == 1


@pytest.mark.fault("F47")
def test_a_throttled_report_is_told_without_a_wait(scene: Scenes) -> None:
    with scene({LIST: ["429"] * 3}) as at:
        ran = at.hv("report", "last month by client")
        assert ran.code == 6
        assert "min" in ran.err
        assert at.clock.later == 0


@pytest.mark.fault("F54")
def test_numbers_that_are_none_and_missing_keys_are_no_traceback(scene: Scenes) -> None:
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


@pytest.mark.fault("F55")
def test_an_account_without_projects_is_said_to_be_one(scene: Scenes) -> None:
    with scene() as at:
        at.harvest.account.db.execute("DELETE FROM user_assignments")
        for cached in (at.home / "cache").glob("*"):
            cached.unlink()
        ran = at.log()
        assert ran.code in (2, 4)
        assert at.made == 0
        assert at.hv("projects").code in (0, 4)


@pytest.mark.fault("F56")
@pytest.mark.parametrize("date", ["Tue, 24 Nov 2026 01:00:00 GMT", "", "garbage"])
def test_a_clock_that_is_off_or_not_told_stops_nothing(date: str, scene: Scenes) -> None:
    def answer(handler: object, reply: object) -> None:
        headers = {**reply.headers, "Date": date}  # type: ignore[attr-defined]
        handler.send(reply.status, headers, reply.body)  # type: ignore[attr-defined]

    with scene() as at:
        at.fail({"POST /v2/time_entries": [answer, "commit,reset"], LIST: [answer]})
        assert at.log().code == 0
        ran = at.log()
        assert (ran.code, at.made) == (0, 2), ran.err
