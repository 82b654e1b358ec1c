"""Several entries at once: sent in order, once each, and stopped where nothing else can help."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.entries import comparing
from harvest_cli.actions.entries.bulk import (
    BulkItem,
    BulkPlan,
    carry_out,
    hours_of,
)
from harvest_cli.actions.entries.comparing import compared
from harvest_cli.actions.outbox import create
from harvest_cli.actions.outbox.create import KeptEntry
from harvest_cli.actions.outbox.row_facts import CreateResult
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError, NotLoggedIn, Refused, Unreachable
from harvest_cli.local.outbox.row import State
from tests.actions.contexts import a_context

DAY = date(2026, 11, 17)


def entry(number: int, **changes: Any) -> TimeEntry:
    made = TimeEntry(
        number,
        DAY,
        Decimal("1.00"),
        Client(1, "ABC Corp"),
        Project(2, "Website"),
        Task(3, "Design"),
    )
    return made._replace(**changes)


def plan(count: int) -> BulkPlan:
    new = NewEntry(2, 3, DAY, Decimal("1.00"))
    rows = [
        BulkItem(f"line {n}", entry(0, notes=f"n{n}"), new._replace(notes=f"n{n}"))
        for n in range(1, count + 1)
    ]
    return BulkPlan(tuple(rows), DAY)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A context with an outbox of its own."""
    return a_context(folder=tmp_path)


Ending = CreateResult | BaseException


def sending(monkeypatch: pytest.MonkeyPatch, *endings: Ending) -> list[NewEntry]:
    """Let each create end as told; returns what was sent."""
    sent: list[NewEntry] = []

    def send_once(_context: Context, kept: KeptEntry) -> CreateResult:
        sent.append(kept.new)
        ending = endings[len(sent) - 1]
        if isinstance(ending, BaseException):
            raise ending
        return ending

    monkeypatch.setattr(create, "send_entry", send_once)
    return sent


def made(number: int) -> CreateResult:
    return CreateResult(EntryState.CREATED, entry(number))


def test_each_is_sent_once_in_order(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = sending(monkeypatch, made(1), made(2), made(3))
    carried = carry_out(context, plan(3))
    assert [new.notes for new in sent] == ["n1", "n2", "n3"]
    assert [row.entry.id for row in carried.done] == [1, 2, 3]
    assert carried.exit_code is ExitCode.DONE


def test_a_dry_run_sends_nothing(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = sending(monkeypatch)
    carried = carry_out(context, plan(2), dry_run=True)
    assert sent == []
    assert [row.state for row in carried.done] == [EntryState.PREVIEW] * 2


def test_a_refusal_stops_no_other(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sending(monkeypatch, Refused("locked"), made(2))
    carried = carry_out(context, plan(2))
    assert (len(carried.done), len(carried.failed), carried.left) == (1, 1, 0)
    assert carried.failed[0].planned.place == "line 1"
    assert carried.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize("error", [Unreachable("gone"), NotLoggedIn("no token")])
def test_what_no_other_can_survive_ends_it(
    error: HvError, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sending(monkeypatch, made(1), error)
    carried = carry_out(context, plan(4))
    assert (len(sent), len(carried.failed), carried.left) == (2, 1, 0)
    assert [row.state for row in carried.done] == [EntryState.CREATED, *[EntryState.QUEUED] * 2]
    assert context.outbox is not None
    left = context.outbox.open_rows()[-2:]
    assert [(row.state, row.lease_pid, row.attempts) for row in left] == [(State.QUEUED, 0, 0)] * 2
    assert carried.exit_code is error.exit_code


def test_an_interrupt_keeps_what_was_done(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending(monkeypatch, made(1), KeyboardInterrupt())
    carried = carry_out(context, plan(3))
    assert [row.state for row in carried.done] == [EntryState.CREATED, EntryState.QUEUED]
    assert carried.left == 0
    assert carried.exit_code is ExitCode.INTERRUPTED
    assert "may or may not be on Harvest" in carried.failed[0].error.message


def test_one_that_is_not_confirmed_is_75(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sending(monkeypatch, CreateResult(EntryState.UNCONFIRMED, None), made(2))
    carried = carry_out(context, plan(2))
    assert carried.exit_code is ExitCode.SAVED_HERE
    assert [row.state for row in carried.done] == [EntryState.UNCONFIRMED, EntryState.CREATED]


def test_a_difference_is_told(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sending(monkeypatch, CreateResult(EntryState.CREATED, entry(1, hours=Decimal("2.00"))))
    carry_out(context, plan(1))
    assert context.take_warnings() == ("line 1: Harvest holds it with another number of hours",)


def with_timesheet(
    monkeypatch: pytest.MonkeyPatch, *there: TimeEntry
) -> Callable[[BulkPlan], list[str | None]]:
    monkeypatch.setattr(comparing, "entries_of", lambda *_: there)
    return lambda wanted: [each.skip for each in compared(a_context(), wanted.entries).entries]


def test_what_is_there_is_skipped_one_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    skips = with_timesheet(monkeypatch, entry(7, notes="n1"))
    wanted = plan(2)
    twice = BulkPlan((wanted.entries[0], wanted.entries[0], wanted.entries[1]), DAY)
    assert skips(twice) == ["already there as #7", None, None]


@pytest.mark.parametrize(
    "change",
    [
        {"notes": "other"},
        {"hours": Decimal("1.01")},
        {"spent_date": date(2026, 11, 16)},
        {"project": Project(9, "Website")},
        {"task": Task(9, "Design")},
    ],
)
def test_another_entry_is_not_that_one(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    skips = with_timesheet(monkeypatch, entry(7, notes="n1")._replace(**change))
    assert skips(plan(1)) == [None]


def test_line_ends_and_blanks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    skips = with_timesheet(monkeypatch, entry(7, notes=" a\r\nb "))
    row = plan(1).entries[0]
    assert skips(BulkPlan((row._replace(entry=entry(0, notes="a\nb")),), DAY)) == [
        "already there as #7"
    ]


def test_what_waits_in_the_outbox_is_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "kept_here", lambda _context: [("hv-1", plan(1).entries[0].new)])
    skips = with_timesheet(monkeypatch)
    assert skips(plan(2)) == ["is pending in the outbox already", None]


def test_hours_of_a_plan() -> None:
    assert hours_of(plan(3).entries) == Decimal("3.00")
    assert hours_of(()) == 0


def test_what_cannot_be_kept_is_left_to_another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    context = a_context()
    context.__dict__["outbox"] = None
    sending(monkeypatch, made(1), NotLoggedIn("no token"))
    carried = carry_out(context, plan(4))
    assert (len(carried.done), len(carried.failed), carried.left) == (1, 1, 2)
