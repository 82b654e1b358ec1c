"""Sums over entries agree with Harvest's own reports: every grouping, generated accounts."""

import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.reports.lines import lines_of
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.safe_text import Secret
from harvest_cli.domain.totals import Ledger
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http import paging
from harvest_cli.harvest.http.request import Access
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.adapter import sandbox_adapter
from harvest_cli.sandbox.example import ACCOUNT_ID, KIM_TOKEN
from tests.account import BOB_TOKEN, JANE_TOKEN, call
from tests.reports.accounts import cents, generated
from tests.rows import few
from tests.running import Hv

NOON = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
"""The moment that the command line is told."""
URL = "https://sandbox.invalid/v2"
GROUPS = {"client": "clients", "project": "projects", "task": "tasks", "team": "team"}
IDS = {"client": "client_id", "project": "project_id", "task": "task_id", "team": "user_id"}
PERIOD = {"from": "20260801", "to": "20261130", "include_fixed_fee": "true"}


@pytest.fixture(params=["typed", "tolerant"], autouse=True)
def _way_of_reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading a page: the fast one takes long pages alone, unless told otherwise."""
    if request.param == "typed":
        monkeypatch.setattr(paging, "LARGE", 0)
        monkeypatch.setattr(paging, "LARGE", 0)


def client_of(account: EmbeddedAccount, token: str = KIM_TOKEN) -> Harvest:
    access = Access(Secret(token), ACCOUNT_ID, URL, "https://sandbox.invalid")
    return Harvest(access, adapter=sandbox_adapter(account, URL))


def ours(account: EmbeddedAccount, token: str, kind: str) -> dict[Any, tuple[Decimal, ...]]:
    """Id to rounded and billable hours and money, summed from the entries that the person sees."""
    wanted = EntryFilter(from_=date(2026, 8, 1), to=date(2026, 11, 30))
    ledger = Ledger((kind,))
    for lines in client_of(account, token).time_lines(wanted, frozenset([kind])):
        ledger.fold(lines)
    found: dict[Any, tuple[Decimal, ...]] = {}
    for line in lines_of(ledger, (kind,), WeekStart.MONDAY):
        sums = line.sums
        money = sum(sums.amounts.values(), Decimal(0))
        found[line.id] = (sums.rounded_hours, sums.rounded_billable_hours, money)
    return found


def theirs(account: EmbeddedAccount, token: str, kind: str) -> dict[Any, tuple[Decimal, ...]]:
    """The same from the reports endpoint, its rows per currency joined."""
    answer = call(account, "GET", f"/reports/time/{GROUPS[kind]}", token, query=PERIOD)
    found: dict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for row in answer.body["results"]:
        parts = (row["total_hours"], row["billable_hours"], row.get("billable_amount", 0))
        sums = found[row[IDS[kind]]]
        found[row[IDS[kind]]] = [a + cents(b) for a, b in zip(sums, parts, strict=True)]
    return {key: tuple(parts) for key, parts in found.items()}


@few(4)
@pytest.mark.parametrize("kind", GROUPS)
@pytest.mark.parametrize(("seed", "rounding"), [(1, 0), (2, 15), (3, 6), (4, 30)])
def test_every_grouping_agrees_with_harvests_own_report(
    kind: str, seed: int, rounding: int
) -> None:
    account = generated(seed, rounding=rounding)
    mine, reported = ours(account, KIM_TOKEN, kind), theirs(account, KIM_TOKEN, kind)
    assert mine.keys() == reported.keys()
    for key, (hours, billable, money) in mine.items():
        assert (hours, billable) == reported[key][:2], key
        # The embedded account cuts fractions of a cent, one for each currency.
        assert abs(money - reported[key][2]) < Decimal("0.03"), key


@pytest.mark.parametrize("token", [BOB_TOKEN, JANE_TOKEN])
def test_they_agree_for_every_role(token: str) -> None:
    account = generated(7)
    for kind in GROUPS:
        hours = {key: part[0] for key, part in ours(account, token, kind).items()}
        assert hours == {key: part[0] for key, part in theirs(account, token, kind).items()}


@few(4)
@pytest.mark.parametrize("by", [("day",), ("week",), ("month",), ("client", "month")])
def test_groups_in_time_add_up_to_the_same_total(by: tuple[str, ...]) -> None:
    account = generated(5, rounding=15)
    needs = tuple("day" if name in ("week", "month") else name for name in by)
    wanted = EntryFilter(from_=date(2026, 8, 1), to=date(2026, 11, 30))
    ledger = Ledger(needs)
    for lines in client_of(account).time_lines(wanted, frozenset(needs)):
        ledger.fold(lines)
    found = lines_of(ledger, by, WeekStart.SUNDAY)
    total = sum((line.sums.rounded_hours for line in found), Decimal(0))
    assert total == sum(part[0] for part in theirs(account, KIM_TOKEN, "team").values())
    for line in found:
        if line.lines:
            assert line.sums.hours == sum((part.sums.hours for part in line.lines), Decimal(0))


def test_the_command_says_the_same_mine_and_for_everyone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "state").mkdir(parents=True, mode=0o700)
    account = generated(9, now=NOON)
    target = home / "state" / "sandbox.sqlite"
    copy = sqlite3.connect(target)
    account.db.backup(copy)
    copy.close()
    hv = Hv({"HV_HOME": str(home), "HV_PROFILE": "sandbox", "HV_NOW": "2026-11-24T10:30-05:00"})
    for by in ("client", "project", "task", "person"):
        reports = hv("report", "since aug 1", "--by", by, "--everyone", "--json").json
        # A picture of days makes hv sum the entries itself.
        entries = hv("report", "since aug 1", "--by", by, "--everyone", "--calendar", "--json").json
        assert (reports["source"], entries["source"]) == ("reports", "entries")
        told = {row["id"]: row["rounded_hours"] for row in reports["rows"]}
        assert told == {row["id"]: row["rounded_hours"] for row in entries["rows"]}
        assert reports["total"]["rounded_hours"] == entries["total"]["rounded_hours"]
