"""The status file as hv writes it: what it knows afterwards, and when it says it knows nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.session.context import Context
from harvest_cli.local.cache import status_cache
from tests.account import log
from tests.workday import Person


def test_what_was_kept_comes_back_as_it_was(either: Person) -> None:
    either.start("Marketing Website: hero ▶ \t\n \\n", ref="https://example.com/e/s/issues/1")
    context = either.context()
    known = StatusCache(context).fresh()
    held = running_entries(context)[0]
    assert known is not None
    kept = known.entries[0]
    for name in (
        "id",
        "spent_date",
        "notes",
        "project",
        "task",
        "timer_started_at",
        "started_time",
    ):
        assert getattr(kept, name) == getattr(held, name), name
    assert kept.client.name == held.client.name


def test_knowledge_ages(person: Person) -> None:
    person.start("Marketing Website")
    for seconds, fresh in ((0, True), (60, True), (61, False)):
        known = StatusCache(later(person, seconds)).fresh()
        assert known is not None
        assert known.fresh == fresh
    assert StatusCache(later(person, 25 * 3600)).fresh() is None
    assert StatusCache(later(person, -60)).fresh() is None


def later(person: Person, seconds: float) -> Context:
    """A run some seconds later, or earlier."""
    moment = person.clock() + timedelta(seconds=seconds)
    context = person.context()
    context.environ = {**person.environ, "HV_NOW": moment.isoformat()}
    return context


def test_that_nothing_runs_is_knowledge_too(person: Person) -> None:
    assert StatusCache(person.context()).fresh() is None
    person.status()
    known = StatusCache(person.context()).fresh()
    assert known is not None
    assert known.entries == ()


def test_of_several_timers_nothing_is_known(person: Person) -> None:
    log(person.account)
    context = person.context()
    entry = running_entries(context)[0]
    StatusCache(context).save([entry, entry._replace(id=2)])
    assert StatusCache(context).fresh() is None


@pytest.mark.parametrize("content", [b"", b"hv-status 1\nend", b"x" * 70_000])
def test_a_damaged_file_is_no_knowledge(person: Person, content: bytes) -> None:
    person.start("Marketing Website")
    path = next(person.folder.glob("*.status"))
    path.write_bytes(content)
    assert StatusCache(person.context()).fresh() is None


def test_a_folder_that_cannot_be_written_stops_nothing(anybody: Callable[..., Person]) -> None:
    # With a stated moment nothing is said of a machine that is a day ahead of New York.
    person = anybody(environ={"HV_NOW": "2026-11-24T10:30:00"})
    path = person.folder / status_cache.file_name("")
    path.mkdir()
    turn = person.start("Marketing Website")
    assert turn.entries[0].entry.is_running
    assert turn.warnings == ()


def test_a_run_that_hv_backdated_is_known_to_have_begun_then(person: Person) -> None:
    person.start("Marketing Website 20m ago")
    for _ in range(2):
        context = person.context()
        entry = running_entries(context)[0]
        assert StatusCache(context).began(entry) == person.clock() - timedelta(minutes=20)
        # Asking in between must not lose it.
        StatusCache(context).save([entry])
    person.pass_(10)
    person.stop()
    person.restart()
    context = person.context()
    entry = running_entries(context)[0]
    assert StatusCache(context).began(entry) == entry.timer_started_at


def test_totals_are_those_of_today_and_the_week(either: Person) -> None:
    log(either.account, hours=2)
    either.status()
    either.start("Marketing Website 30m ago")
    found = StatusCache(either.context()).stored()
    assert found is not None
    now = either.clock().timestamp()
    assert status_cache.rendered(found, "{today} {left}", now) == "2:30 4:30"
    assert status_cache.rendered(found, "{since} {target}", now) == "9:30am 7:00"


def test_a_stop_leaves_nothing_running(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(30)
    either.stop()
    found = StatusCache(either.context()).stored()
    assert found is not None
    assert found["running"] == "0"
    assert found["today_at"] == "50"


def test_files_of_profiles_do_not_mix(person: Person) -> None:
    person.start("Marketing Website")
    context = person.context()
    context.named_profile = "work"
    assert StatusCache(context).fresh() is None


def test_only_its_owner_may_read_it(person: Person) -> None:
    person.start("Marketing Website")
    path = next(person.folder.glob("*.status"))
    assert path.stat().st_mode & 0o777 == 0o600
