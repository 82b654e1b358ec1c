"""A create is sent once; an unknown outcome is looked up, never repeated and never "failed"."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.actions.outbox.create import create_entry
from harvest_cli.actions.outbox.enqueue import Wish
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, Outcome, RateLimited, Refused, Unreachable
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.local.cache.account_cache import RecentEntry
from tests.actions.contexts import ME, NOW, a_context

DAY = date(2026, 11, 18)
NEW = NewEntry(7, 11, DAY, hours=Decimal("1.50"), notes="footer")
MADE = TimeEntry(
    id=500,
    spent_date=DAY,
    hours=Decimal("1.50"),
    client=Client(1, "ABC"),
    project=Project(7, "Shop"),
    task=Task(11, "Programming"),
    notes="footer",
    created_at=NOW,
)
LOST = Unreachable("no answer", outcome=Outcome.UNKNOWN)


Sending = Callable[..., tuple[EntryState, int | None]]


class Harvest:
    """Answers a create with `answer` and the look-up with `listed`; counts both."""

    unreadable = 0

    def __init__(
        self,
        answer: TimeEntry | HvError,
        listed: tuple[TimeEntry, ...] | HvError = (),
        server_date: datetime | None = NOW,
    ) -> None:
        self.answer, self.listed, self.server_date = answer, listed, server_date
        self.creates = 0
        self.wanted: list[EntryFilter] = []

    def create_time_entry(self, entry: NewEntry, clock: str | None) -> TimeEntry:
        assert entry._replace(external_reference=None) == NEW
        assert clock is None
        self.creates += 1
        if isinstance(self.answer, HvError):
            raise self.answer
        return self.answer

    def time_entries(self, wanted: EntryFilter) -> Iterator[TimeEntry]:
        self.wanted.append(wanted)
        if isinstance(self.listed, HvError):
            raise self.listed
        yield from self.listed


@pytest.fixture
def sent(tmp_path: Path) -> Sending:
    """Sends NEW without hv's mark, so that an entry is told by what was typed."""

    def send(
        harvest: Harvest, recent: tuple[RecentEntry, ...] = ()
    ) -> tuple[EntryState, int | None]:
        context = a_context(
            client=harvest,
            recent=recent,
            folder=tmp_path,
            environ={"HV_REFERENCE": "off"},
            sleep=lambda _seconds: None,
        )
        outcome = create_entry(context, Wish(NEW))
        assert harvest.creates == 1
        return outcome.state, outcome.entry.id if outcome.entry else None

    return send


def test_an_answer_is_the_entry_and_costs_no_look_up(sent: Sending) -> None:
    harvest = Harvest(MADE)
    assert sent(harvest) == (EntryState.CREATED, 500)
    assert harvest.wanted == []


def test_a_lost_answer_is_looked_up_among_my_entries_of_that_day(sent: Sending) -> None:
    harvest = Harvest(LOST, (MADE,))
    assert sent(harvest) == (EntryState.CREATED, 500)
    (wanted,) = harvest.wanted
    assert (wanted.user_id, wanted.from_, wanted.to) == (ME.id, DAY, DAY)


@pytest.mark.parametrize(
    "listed",
    [
        (),
        LOST,
        (MADE, MADE._replace(id=501)),
        (MADE._replace(hours=Decimal("1.49")),),
        (MADE._replace(notes="header"),),
        (MADE._replace(project=Project(8, "Shop")),),
        (MADE._replace(task=Task(12, "Programming")),),
        (MADE._replace(spent_date=DAY - timedelta(days=1)),),
        (MADE._replace(created_at=NOW - timedelta(seconds=30)),),
        (MADE._replace(created_at=None),),
    ],
    ids=[
        "nothing there",
        "look-up fails too",
        "two that fit",
        "other hours",
        "other notes",
        "other project",
        "other task",
        "other day",
        "older than the send",
        "of unknown age",
    ],
)
def test_without_proof_it_stays_unconfirmed(
    listed: tuple[TimeEntry, ...] | HvError, sent: Sending
) -> None:
    assert sent(Harvest(LOST, listed)) == (EntryState.UNCONFIRMED, None)


def test_an_entry_that_was_known_before_proves_nothing(sent: Sending) -> None:
    known = RecentEntry(500, DAY, 7, 11, Decimal("1.50"))
    assert sent(Harvest(LOST, (MADE,)), (known,)) == (EntryState.UNCONFIRMED, None)


def test_ages_are_told_by_the_clock_of_harvest(sent: Sending) -> None:
    behind = NOW - timedelta(hours=3)
    harvest = Harvest(LOST, (MADE._replace(created_at=behind),), server_date=behind)
    assert sent(harvest) == (EntryState.CREATED, 500)


def test_notes_that_differ_only_in_line_ends_are_the_same(sent: Sending) -> None:
    assert sent(Harvest(LOST, (MADE._replace(notes="footer\r\n"),))) == (EntryState.CREATED, 500)


def test_a_refusal_is_raised_and_not_looked_up(sent: Sending) -> None:
    harvest = Harvest(Refused("no", outcome=Outcome.REJECTED), (MADE,))
    with pytest.raises(Refused) as refused:
        sent(harvest)
    assert refused.value.kept_as
    assert (harvest.creates, harvest.wanted) == (1, [])


@pytest.mark.parametrize(
    "certain",
    [
        Unreachable("connection refused", outcome=Outcome.NOT_SENT),
        RateLimited("later", outcome=Outcome.NOT_DONE, retry_after=3600),
    ],
)
def test_what_certainly_did_not_happen_waits_here(certain: HvError, sent: Sending) -> None:
    harvest = Harvest(certain, (MADE,))
    assert sent(harvest) == (EntryState.QUEUED, None)
    assert harvest.wanted == []


def test_without_a_date_from_harvest_this_clock_must_do(sent: Sending) -> None:
    young = MADE._replace(created_at=datetime.now(UTC) + timedelta(minutes=1))
    assert sent(Harvest(LOST, (young,), server_date=None)) == (EntryState.CREATED, 500)
