"""The same flows by the adapter of the embedded account and over a real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest_cli.sandbox.serve import running_server
from tests.account import ACCOUNT_ID, KIM_TOKEN, an_account
from tests.running import Hv

NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)


@pytest.fixture(params=["adapter", "socket"])
def anywhere(request: pytest.FixtureRequest, hv: Hv, home: Path) -> Iterator[Hv]:
    """hv on the embedded account, without and with a network between."""
    if request.param == "adapter":
        yield hv
        return
    with running_server(an_account(now=NOW)) as base:
        yield Hv(
            {
                "HV_HOME": str(home),
                "HV_NOW": "2026-11-18T10:30:00",
                "HARVEST_API_URL": f"{base}/v2",
                "HARVEST_ACCESS_TOKEN": KIM_TOKEN,
                "HARVEST_ACCOUNT_ID": str(ACCOUNT_ID),
            }
        )


def test_log_then_look(anywhere: Hv) -> None:
    ran = anywhere("log", "2h on Marketing Website yesterday: hero mockups, Zoë — €", "--json")
    assert ran.code == 0, ran.err
    (made,) = ran.json["entries"]
    listed = anywhere("entries", "yesterday", "--json").json["entries"]
    assert made["id"] in [entry["id"] for entry in listed]
    assert made["notes"] == "hero mockups, Zoë — €"


def test_a_warm_log_is_one_request(anywhere: Hv) -> None:
    anywhere("projects")
    ran = anywhere("log", "1h on TF: x", HV_DEBUG="1")
    assert [line.split(" ")[0] for line in ran.err.splitlines()] == ["POST"]


def test_who_projects_and_the_day(anywhere: Hv) -> None:
    assert anywhere("whoami", "--json").json["user"]["name"] == "Kim Allen"
    assert len(anywhere("projects", "--json").json["projects"]) == 4
    assert anywhere("--json").json["totals"]["hours"] == 0


def test_a_refusal(anywhere: Hv) -> None:
    ran = anywhere("log", "1h on TF 2026-11-03: too late")
    assert (ran.code, ran.out) == (5, "")


def test_a_wrong_token_is_3(anywhere: Hv) -> None:
    if "HARVEST_ACCESS_TOKEN" in anywhere.environ:
        ran = anywhere("entries", HARVEST_ACCESS_TOKEN="1234.pt.of-nobody-at-all")
        assert ran.code == 3
        assert "of-nobody" not in ran.err
