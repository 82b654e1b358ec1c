"""`from harvest_cli import open_account`: what a program can do, and what it never pays for."""

import ast
import inspect
import textwrap
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import harvest_cli
from harvest_cli import open_account
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import HvError, NotLoggedIn, SentenceError
from harvest_cli.programs import HarvestAccount
from tests.child import PYTHON, run
from tests.network import Network
from tests.running import Hv

CALLS = ("parse", "log", "start", "stop", "report")


@pytest.fixture
def account(hv: Hv) -> HarvestAccount:
    """The embedded account on a Wednesday, as a program opens it."""
    return open_account(environ=hv.environ)


def test_a_sentence_is_logged_and_answered_with_values(account: HarvestAccount) -> None:
    logged = account.log("1h30 TF yesterday, Research: interviews")
    (row,) = logged.entries
    assert row.state is EntryState.CREATED
    assert (row.entry.hours, row.entry.spent_date) == (Decimal("1.5"), date(2026, 11, 17))
    assert (row.entry.project.name, row.entry.notes) == ("Task Force", "interviews")


def test_what_a_program_prints_of_a_report_and_asks_of_the_package_tells_something(
    account: HarvestAccount,
) -> None:
    account.log("1h30 TF, Research: interviews")
    told = repr(account.report("today"))
    assert "hours=Decimal('1.50')" in told
    assert " object at 0x" not in told
    assert all(call in (harvest_cli.__doc__ or "") for call in (*CALLS, "HarvestAccount"))


def test_it_is_an_entry_like_that_of_the_command(account: HarvestAccount, hv: Hv) -> None:
    account.log("1h30 TF, Research: interviews")
    assert "interviews" in hv("entries", "today").out
    assert "interviews" in hv("undo").out
    assert hv("entries", "today").out == ""


def test_a_sentence_is_read_without_being_sent(account: HarvestAccount, hv: Hv) -> None:
    (entry,) = account.parse("2h on Marketing Website yesterday: hero mockups").entries
    assert (entry.hours, entry.project) == (Decimal(2), "Marketing Website")
    period = account.parse("last month by client", "period").period
    assert period is not None
    assert period.group_by == ("client",)
    assert hv("entries", "today").out == ""


def test_a_timer_is_started_and_stopped(account: HarvestAccount) -> None:
    started = account.start("TF Research 20m ago: interviews")
    assert started.entries[0].entry.is_running
    stopped = account.stop(": sent")
    assert stopped.entries[0].entry.hours == Decimal("0.33")
    assert stopped.entries[0].entry.notes == "interviews\nsent"
    with pytest.raises(HvError, match="No timer is running"):
        account.stop()


def test_a_report_sums(account: HarvestAccount, hv: Hv) -> None:
    report = account.report("last week by client")
    wanted = hv("report", "last week by client", "--json").json
    assert [line.name for line in report.lines] == [row["name"] for row in wanted["rows"]]
    assert report.total.hours == Decimal(str(wanted["total"]["hours"]))


def test_nothing_is_asked_and_nothing_guessed(account: HarvestAccount) -> None:
    with pytest.raises(SentenceError) as refused:
        account.log("2h on Marketing Webste")
    assert refused.value.code == "unknown_project"
    assert refused.value.candidates == ("ABC Corp / Marketing Website",)


def test_the_same_again_is_known_where_that_is_asked_for(account: HarvestAccount) -> None:
    first = account.log("1h TF Research", once=True)
    again = account.log("1h TF Research", once=True)
    assert again.entries[0].already
    assert again.entries[0].entry.id == first.entries[0].entry.id


def test_without_a_network_it_is_kept_and_sent_once(
    account: HarvestAccount, hv: Hv, network: Network
) -> None:
    hv("projects")
    with network.away():
        assert account.log("1h TF Research: late").entries[0].state is EntryState.QUEUED
        assert account.remarks == ()
    account.log("2h TF Research: next")
    assert "late" in " ".join(account.remarks), "what the command would have said beside its answer"
    assert sorted(hv("entries", "today", "--fields", "notes").out.split()) == ["late", "next"]
    assert hv("outbox").out == ""


def test_a_profile_without_a_login_says_so_at_the_first_call(home: Path) -> None:
    account = open_account("work", environ={"HV_HOME": str(home)})
    with account, pytest.raises(NotLoggedIn):
        account.report()


def test_every_call_is_typed_and_explained() -> None:
    for name in CALLS:
        call = getattr(HarvestAccount, name)
        assert inspect.getdoc(call)
        assert inspect.signature(call).return_annotation is not inspect.Signature.empty
    public = {name for name in vars(HarvestAccount) if not name.startswith("_")}
    assert public == {*CALLS, "close"}


def test_whoever_imports_hv_alone_loads_none_of_it() -> None:
    probe = "import sys; before = set(sys.modules); import harvest_cli"
    done = run([PYTHON, "-c", f"{probe}; print(set(sys.modules) - before)"])
    assert ast.literal_eval(done.stdout) == {"harvest_cli"}
    with pytest.raises(ImportError):
        from harvest_cli import nothing  # type: ignore[attr-defined]  # noqa: F401


def test_the_program_of_the_topic_runs(hv: Hv) -> None:
    lines = hv("help", "agents").out.splitlines()
    first = next(n for n, line in enumerate(lines) if "import open_account" in line)
    code = textwrap.dedent("\n".join(lines[first : first + 3]))
    assert run([PYTHON, "-c", code], hv.environ).returncode == 0
    assert "interviews" in hv("entries", "today").out
