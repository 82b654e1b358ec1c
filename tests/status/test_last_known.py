"""What is known of the day while Harvest is out of reach, and what of it is relied on later."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.pending import pending_line, pending_writes
from harvest_cli.actions.status import Status, live_status, shown_away, status, ticked
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import Unreachable
from harvest_cli.local.cache import status_cache
from tests.account import log
from tests.network import Network
from tests.workday import Person

TODAY = date(2026, 11, 24)


def away(person: Person, network: Network) -> Status:
    with network.away():
        return status(person.context())


def test_what_is_known_counts_on(either: Person, network: Network) -> None:
    log(either.account, hours=2)
    log(either.account, hours=1, spent_date="2026-11-23")
    either.start("Marketing Website: hero")
    before = either.status()
    either.pass_(90)
    found = away(either, network)
    assert isinstance(found.failure, Unreachable)
    assert found.as_of == before.now
    assert (found.total, found.week) == (
        before.total + Decimal("1.5"),
        before.week + Decimal("1.5"),
    )
    assert [entry.hours for entry in found.running] == [Decimal("1.50")]
    assert found.running[0].notes == "hero"
    assert [entry.id for entry in found.entries] == [entry.id for entry in before.entries]
    assert (found.target, found.capacity) == (before.target, before.capacity)
    assert found.counts_today


def test_it_agrees_with_what_harvest_says_afterwards(either: Person, network: Network) -> None:
    log(either.account, hours=2)
    either.start("Marketing Website 30m ago")
    either.status()
    either.pass_(60)
    found, now = away(either, network), either.status()
    assert (found.total, found.week, found.done_at) == (now.total, now.week, now.done_at)
    assert [e.hours for e in found.entries] == [e.hours for e in now.entries]
    assert [e.billable for e in found.entries] == [e.billable for e in now.entries]


def test_an_entry_that_was_deleted_is_not_shown(either: Person, network: Network) -> None:
    from harvest_cli.actions.entries.edit import delete_entry

    made = log(either.account, hours=2)
    either.status()
    delete_entry(either.context(), str(made["id"]), sure=True)
    found = away(either, network)
    assert found.entries == ()
    assert found.total == 0


def test_a_timer_that_waits_is_apart_from_what_harvest_knows(
    either: Person, network: Network
) -> None:
    either.start("Marketing Website")
    either.pass_(30)
    with network.away():
        either.start("Task Force, Research: interviews")
    either.pass_(15)
    found = away(either, network)
    (waits,) = found.waiting
    assert (waits.op, waits.state, waits.runs) == ("start", EntryState.QUEUED, True)
    assert waits.entry is not None
    assert (waits.entry.hours, waits.entry.notes) == (Decimal("0.25"), "interviews")
    assert [entry.project.name for entry in found.running] == ["Marketing Website"]
    assert (found.waiting_today, found.total) == (Decimal("0.25"), Decimal("0.75"))


def test_what_waits_counts_on_while_it_is_watched(either: Person, network: Network) -> None:
    either.status()
    with network.away():
        either.start("Task Force")
    either.pass_(15)
    first = away(either, network)
    later = ticked(first, 15 * 60)
    either.pass_(15)
    again = away(either, network)
    assert later.waiting_today == again.waiting_today == Decimal("0.50")
    assert later.total == again.total == 0


def test_a_backdated_start_and_stop_keep_their_moments(either: Person, network: Network) -> None:
    either.status()
    with network.away():
        either.start("Task Force 20m ago")
        either.pass_(40)
        either.stop("10m ago: done")
    (waits,) = away(either, network).waiting
    assert waits.entry is not None
    assert (either.minutes(waits.entry), waits.entry.notes) == (50, "done")
    assert waits.until == either.clock() - timedelta(minutes=10)
    either.status()
    with network.away():
        assert pending_writes(either.context())[0].entry == waits.entry


def test_a_stop_that_waits_takes_its_timer_out_of_the_sums(
    either: Person, network: Network
) -> None:
    made = log(either.account, hours=1)
    either.status()
    either.restart(str(made["id"]))
    either.pass_(30)
    with network.away():
        either.stop()
    either.pass_(30)
    found = away(either, network)
    assert found.running == ()
    assert found.total + found.waiting_today == Decimal("1.50")
    ids = [entry.id for entry in found.entries]
    assert found.waiting[0].entry is not None
    assert found.waiting[0].entry.id not in ids


def test_a_row_that_cannot_be_read_is_still_counted(person: Person, network: Network) -> None:
    person.status()
    with network.away():
        person.start("Task Force")
        context = person.context()
        assert context.outbox is not None
        (row,) = context.outbox.open_rows()
        context.outbox.amend(row.key, body_json="{")
    (waits,) = away(person, network).waiting
    assert (waits.entry, waits.runs) == (None, False)
    assert pending_line([waits]) == f"1 entry is pending: {row.shown}; `hv outbox` shows it"


def test_rows_of_another_login_do_not_count(person: Person, network: Network) -> None:
    person.status()
    with network.away():
        person.start("Task Force")
        context = person.context()
        assert context.outbox is not None
        (row,) = context.outbox.open_rows()
        context.outbox.amend(row.key, account_id=7)
    assert away(person, network).waiting == ()


def test_names_that_are_a_day_old_serve_without_a_second_warning(
    person: Person, network: Network
) -> None:
    person.start("Marketing Website")
    person.pass_(25 * 60)
    with network.away():
        context = person.context()
        found = status(context)
        assert len(network.tries) == 2
    assert context.take_warnings() == ()
    assert [entry.project.name for entry in found.running] == ["Marketing Website"]
    assert found.forgotten


def test_nothing_is_known_without_names(person: Person, network: Network) -> None:
    for path in person.folder.glob("*.catalogue"):
        path.unlink()
    with network.away(), pytest.raises(Unreachable) as failed:
        status(person.context())
    assert failed.value.hint is None
    assert pending_line([]) is None


# -- what is relied on -----------------------------------------------------------------------


def test_what_is_doubted_is_shown_and_asked_for_again(either: Person) -> None:
    either.start("Marketing Website")
    context = either.context()
    heard = StatusCache(context).last_heard()
    StatusCache(context).mark_stale()
    StatusCache(context).mark_stale()
    assert StatusCache(context).fresh() is None
    assert StatusCache(context).last_heard() == heard
    found = StatusCache(context).stored()
    assert found is not None
    assert not status_cache.is_fresh(found, either.clock().timestamp(), "60")
    either.status()
    known = StatusCache(either.context()).fresh()
    assert known is not None
    assert known.fresh


def test_nothing_known_cannot_be_doubted(person: Person) -> None:
    StatusCache(person.context()).mark_stale()
    assert StatusCache(person.context()).stored() is None
    assert StatusCache(person.context()).last_heard() is None


def test_what_a_prompt_shows_is_fresh_for_prompts_alone(either: Person, network: Network) -> None:
    either.start("Marketing Website 30m ago")
    heard = StatusCache(either.context()).last_heard()
    either.pass_(10)
    for _ in range(2):
        context = either.context()
        shown_away(context, Unreachable("away"))
        found, now = StatusCache(context).stored(), either.clock().timestamp()
        assert found is not None
        assert status_cache.is_fresh(found, now)
        assert status_cache.rendered(found, "{hours} {since} {as_of}", now) == "0:40 9:30am 10:00am"
        known = StatusCache(context).fresh()
        assert known is not None
        assert (known.fresh, known.age) == (False, timedelta(minutes=10))
        assert StatusCache(context).last_heard() == heard
    assert network.tries == []


def test_a_timer_that_only_waits_is_never_known_to_run(either: Person, network: Network) -> None:
    either.warm()
    with network.away():
        either.start("Task Force")
        shown = shown_away(either.context(), Unreachable("away"))
    assert (shown["running"], shown["project"], shown["id"]) == ("1", "Task Force", "")
    assert StatusCache(either.context()).fresh() is None
    assert StatusCache(either.context()).last_heard() is None
    assert status_cache.parsed(status_cache.composed(shown)) is not None


def test_the_next_answer_of_harvest_replaces_all_of_it(either: Person, network: Network) -> None:
    either.start("Marketing Website")
    with network.away():
        either.start("Task Force")
        shown_away(either.context(), Unreachable("away"))
    found = live_status(either.context())
    kept = StatusCache(either.context()).stored()
    assert kept is not None
    assert ("heard" in kept, kept["project"]) == (False, found.running[0].project.name)
    assert kept.get("as_of", "") == ""


def test_since_when_a_backdated_timer_runs_survives_a_look(either: Person) -> None:
    either.start("Marketing Website 30m ago")
    either.status()
    found = StatusCache(either.context()).stored()
    assert found is not None
    assert status_cache.rendered(found, "{since}", either.clock().timestamp()) == "9:30am"


def test_when_what_is_known_is_of_another_day_a_prompt_shows_the_failure(
    either: Person, network: Network
) -> None:
    either.start("Marketing Website")
    either.pass_(24 * 60)
    with network.away():
        with pytest.raises(Unreachable):
            shown_away(either.context(), Unreachable("away"))
        either.start("Task Force")
        assert shown_away(either.context(), Unreachable("away"))["project"] == "Task Force"
