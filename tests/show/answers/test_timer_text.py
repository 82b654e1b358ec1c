"""What the timer commands say: every state of an entry, in every face, nothing of it raw."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.day.forgotten import ForgottenTimer
from harvest_cli.actions.entries.change import Changed, Deleted, Difference
from harvest_cli.actions.entries.results import DayTotal, LoggedEntry, TimerEvent, TimerResult
from harvest_cli.domain.entries import EntryState
from harvest_cli.language.text.readings import Inference
from harvest_cli.show.machine.renderer import render
from tests.rows import for_each
from tests.show.samples import FOOTER, RUNNING, TODAY, a_status, an_output, told, written

HOSTILE = FOOTER._replace(
    notes="\x1b[2J\u202e<b>[red]", project=FOOTER.project._replace(name="a\x1b]0;x\x07b")
)


def turn(*rows: LoggedEntry, deed: TimerEvent = TimerEvent.STARTED, **more: Any) -> TimerResult:
    return TimerResult(deed, "words", rows, today=TODAY, zone=UTC, **more)


def said(answer: TimerResult, **more: Any) -> tuple[str, str]:
    output = an_output(**more)
    render(answer, output)
    return written(output), told(output)


@for_each(
    ("deed", "state", "words"),
    [
        (TimerEvent.STARTED, EntryState.CREATED, "Started "),
        (TimerEvent.RESUMED, EntryState.CREATED, "Resumed "),
        (TimerEvent.STOPPED, EntryState.CREATED, "Stopped "),
        (TimerEvent.STARTED, EntryState.PREVIEW, "Would start "),
        (TimerEvent.STOPPED, EntryState.PREVIEW, "Would stop "),
        (TimerEvent.RESUMED, EntryState.PREVIEW, "Would resume "),
        (TimerEvent.STARTED, EntryState.QUEUED, "Saved here, not yet on Harvest"),
        (TimerEvent.STOPPED, EntryState.UNCONFIRMED, "Unconfirmed "),
    ],
)
def test_the_first_words_are_stable(deed: TimerEvent, state: EntryState, words: str) -> None:
    out, _ = said(turn(LoggedEntry(state, RUNNING), deed=deed))
    assert out.startswith(words)


@pytest.mark.parametrize("deed", list(TimerEvent))
def test_what_is_unconfirmed_forbids_doing_it_again(deed: TimerEvent) -> None:
    answer = turn(LoggedEntry(EntryState.UNCONFIRMED, RUNNING), deed=deed)
    assert "do not" in said(answer)[0]
    assert "do not" in said(answer, quiet=True)[1]
    assert answer.exit_code == 75


def test_what_is_unfinished_is_said_on_stderr_and_needs_a_decision() -> None:
    answer = turn(LoggedEntry(EntryState.CREATED, RUNNING), unfinished="mend it so")
    assert "mend it so" in said(answer)[1]
    assert answer.exit_code == 8


def test_what_was_assumed_is_a_line_of_its_own() -> None:
    answer = turn(
        LoggedEntry(EntryState.CREATED, RUNNING),
        inferences=(Inference.read_as("meridiem", "17:00"), Inference("midnight", "yesterday")),
    )
    assert "read as: 17:00; yesterday\n" in said(answer)[0]


def test_the_days_come_last() -> None:
    answer = turn(
        LoggedEntry(EntryState.CREATED, FOOTER),
        deed=TimerEvent.STOPPED,
        days=(DayTotal(TODAY, Decimal("2.50"), Decimal("7.00")),),
    )
    assert said(answer)[0].splitlines()[-1] == "Today 2:30 of 7:00"


def test_a_time_that_was_named_is_said() -> None:
    moment = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
    begun = turn(LoggedEntry(EntryState.CREATED, RUNNING), since=moment)
    assert "since 9:15" in said(begun)[0]
    stopped = FOOTER._replace(started_time=None, ended_time=None)
    ended = turn(LoggedEntry(EntryState.CREATED, stopped), deed=TimerEvent.STOPPED, until=moment)
    assert "until 9:15" in said(ended)[0]


@pytest.mark.parametrize("format", [{}, {"width": 40}, {"quiet": True}, {"as_json": True}])
def test_nothing_of_harvest_reaches_a_terminal_raw(format: dict[str, Any]) -> None:
    row = LoggedEntry(EntryState.CREATED, HOSTILE)
    out, err = said(turn(row, stopped=(HOSTILE,)), **format)
    output = an_output(**format)
    render(Changed(HOSTILE, HOSTILE, (Difference("notes", HOSTILE.notes, "\x9b1m"),)), output)
    render(Deleted(HOSTILE), output)
    late = ForgottenTimer(HOSTILE, "runs", "at 17:30")
    render(a_status(HOSTILE)._replace(forgotten=(late,)), output)
    whole = out + err + written(output) + told(output)
    assert not set(whole) & set("\x1b\x9b\x07\u202e")


def test_ascii_streams_get_ascii_alone() -> None:
    output = an_output(encoding="ascii")
    render(turn(LoggedEntry(EntryState.CREATED, RUNNING), stopped=(FOOTER,)), output)
    render(Changed(FOOTER, FOOTER, (Difference("hours", Decimal(1), Decimal(2)),)), output)
    assert " -> " in written(output)
    assert written(output).isascii()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EntryState.CREATED, "Changed  "),
        (EntryState.PREVIEW, "Would change  "),
        (EntryState.UNCONFIRMED, "Unconfirmed  "),
    ],
)
def test_a_change_has_its_words(state: EntryState, words: str) -> None:
    output = an_output()
    changed = Changed(FOOTER, FOOTER, (Difference("notes", "a", ""),), state)
    render(changed, output)
    text = written(output)
    assert text.startswith(words)
    assert 'notes  "a" → none' in text
    assert (changed.exit_code == 75) == (state is EntryState.UNCONFIRMED)


def test_no_change_is_said_too() -> None:
    output = an_output()
    render(Changed(FOOTER, FOOTER, ()), output)
    assert written(output).startswith("Nothing to change")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EntryState.CREATED, "Deleted  "),
        (EntryState.PREVIEW, "Would delete  "),
        (EntryState.UNCONFIRMED, "Unconfirmed  "),
    ],
)
def test_a_delete_has_its_words(state: EntryState, words: str) -> None:
    output = an_output()
    render(Deleted(FOOTER, state), output)
    assert written(output).startswith(words)
