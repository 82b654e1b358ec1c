"""What waits here, and from when the rest is: lines of the status, rows and records."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.outbox.pending import PendingWrite
from harvest_cli.actions.status import Status
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import Unreachable
from harvest_cli.local.outbox.row import Op
from harvest_cli.show.answers.status_text import MOST, as_of_text, note_outage, pending_lines
from harvest_cli.show.machine.days import STATUS, STATUS_COLUMNS, status_rows
from harvest_cli.show.machine.renderer import render
from tests.rows import for_each
from tests.show.samples import FOOTER, MOCKUPS, RUNNING, a_status, an_output, told, written

THREE = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
HERE = RUNNING._replace(id=0, notes="api", timer_started_at=THREE - timedelta(minutes=43))
LATER = FOOTER._replace(id=0, notes="second")


def waits(entry: Any = LATER, op: str = "create", **more: Any) -> PendingWrite:
    usual = PendingWrite("hv-1", Op(op), EntryState.QUEUED, "", "Task Force › Research #7", entry)
    return usual._replace(**more)


def old(*waiting: PendingWrite, **more: Any) -> Status:
    """The status of an hour ago, with what waits."""
    found = a_status(FOOTER)._replace(as_of=THREE - timedelta(hours=1), waiting=waiting)
    return found._replace(failure=Unreachable("Harvest cannot be reached"), **more)


def lines(*waiting: PendingWrite, width: int = 120, **more: Any) -> list[str]:
    return pending_lines(old(*waiting), an_output(width=width, clock="24h", **more))


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=58), "14:02"),
        (timedelta(hours=20), "19:00 yesterday"),
        (timedelta(days=2), "15:00 on Fri 20 Nov"),
        (timedelta(days=400), "15:00 on Sat 18 Oct 2025"),
    ],
)
def test_the_moment_has_its_day_unless_it_is_today(ago: timedelta, text: str) -> None:
    assert as_of_text(old(as_of=THREE - ago)._replace(as_of=THREE - ago), "24h") == text


@for_each(
    ("unsent", "line"),
    [
        (
            waits(),
            '+ 1:30  ABC Corp › Marketing Website › Programming  "second"  (pending)',
        ),
        (
            waits(state=EntryState.UNCONFIRMED),
            '+ 1:30  ABC Corp › Marketing Website › Programming  "second"  (unconfirmed)',
        ),
        (
            waits(MOCKUPS),
            "+ 2:00  ABC Corp › Marketing Website › Graphic Design  Sat 21 Nov"
            '  "hero mockups"  (pending)',
        ),
        (
            waits(op="stop", until=THREE - timedelta(minutes=5)),
            "+ 1:30  ABC Corp › Marketing Website › Programming"
            '  "second"  stopped at 14:55  (pending)',
        ),
        (waits(None, "sentence", text="2h on MW"), '+ "2h on MW"  (pending)'),
        (waits(None, "edit"), "+ change Task Force › Research #7  (pending)"),
        (waits(None, "delete"), "+ delete Task Force › Research #7  (pending)"),
        (waits(None, "stop"), "+ stop Task Force › Research #7  (pending)"),
        (waits(None, "create"), "+ Task Force › Research #7  (pending)"),
    ],
    ids=["log", "unsure", "day", "stop", "sentence", "edit", "delete", "no stop", "damaged"],
)
def test_each_thing_that_waits_is_a_line(unsent: PendingWrite, line: str) -> None:
    assert lines(unsent) == [line]


def test_a_timer_that_runs_is_told_of_above() -> None:
    output = an_output(width=120)
    render(old(waits(HERE, "start")), output)
    first, second = written(output).splitlines()[:2]
    assert first == "As of 14:00, not up to date"
    assert second.startswith("▶ 0:43  123 Industries › Online Store - Phase 1 › Programming")
    assert second.endswith('since 14:17  "api"  (pending)')
    assert "+ " not in written(output)


def test_the_first_few_are_shown_and_one_more_rather_than_its_count() -> None:
    assert len(lines(*[waits()] * (MOST + 1))) == MOST + 1
    many = lines(*[waits()] * (MOST + 2))
    assert (len(many), many[-1]) == (MOST + 1, "+ … and 2 more")


def test_notes_give_way_on_a_narrow_terminal_and_the_state_stays() -> None:
    (line,) = lines(waits(), width=72)
    assert line == "+ 1:30  ABC Corp › Marketing Website › Programming  (pending)"


def test_nothing_acts_on_the_terminal() -> None:
    evil = "\x1b[2J\x07\u202e[/]"
    entry = LATER._replace(notes=evil, project=LATER.project._replace(name=evil))
    rows = [waits(entry), waits(None, "sentence", text=evil), waits(None, "edit", what=evil)]
    output = an_output(width=120)
    render(old(*rows), output)
    note_outage(old(*rows), output)
    assert not set("\x1b\x07\u202e") & set(written(output) + told(output))


def test_ascii_terminals_get_ascii() -> None:
    output = an_output(width=120, encoding="ascii")
    render(old(*[waits()] * 9, waits(HERE, "start")), output)
    assert written(output).isascii()


def test_what_waits_is_summed_apart() -> None:
    output = an_output(width=120)
    week = old(waits(), waits(MOCKUPS), week=Decimal("9.00"), week_from=MOCKUPS.spent_date)
    render(week, output)
    day, of_week, last = written(output).splitlines()[-3:]
    assert day == "Today 1:30 of 7:00, and 1:30 pending"
    assert of_week == "Week 9:00, and 3:30 pending"
    assert last == "2 entries pending: `hv outbox`"


def test_what_waits_makes_a_day_full() -> None:
    output = an_output(width=120)
    render(old(waits(LATER._replace(hours=Decimal("5.50")))), output)
    assert "Today 1:30 of 7:00, and 5:30 pending, target reached" in written(output)


def test_rows_carry_their_state_and_a_sentence_only_that() -> None:
    rows = list(status_rows(old(waits(), waits(None, "sentence", text="2h"), waits(None, "edit"))))
    cells = [dict(zip(STATUS_COLUMNS, row, strict=True)) for row in rows]
    assert [row["state"] for row in cells] == ["created", "queued", "queued"]
    assert (cells[1]["id"], cells[1]["notes"]) == (None, "second")
    assert (cells[2]["hours"], cells[2]["notes"]) == (None, "2h")


def test_the_record_holds_the_failure_and_nothing_is_missing_from_it() -> None:
    document = STATUS.record(old(waits(HERE, "start"), waits(MOCKUPS)))
    assert [each["id"] for each in document["running"]] == [None]
    assert [each["state"] for each in document["entries"]] == ["created", "queued"]
    assert document["totals"]["waiting"] == Decimal("0.72")
    assert [each["op"] for each in document["waiting"]] == ["start", "create"]
    assert document["error"]["code"] == "unreachable"


@pytest.mark.parametrize("quiet", [True, False])
def test_a_pipe_hears_from_when_it_is_unless_it_is_to_be_quiet(quiet: bool) -> None:
    output = an_output(quiet=quiet, clock="24h")
    note_outage(old(), output)
    told_when = "Showing what hv knew at 14:00, and what is pending" in told(output)
    assert told_when is not quiet
    assert told(output).startswith("hv: Harvest cannot be reached")
