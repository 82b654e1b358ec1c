"""Which days a copy takes from and to, and what of an entry goes along."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from harvest_cli.actions.entries.copying import Copying, plan_copy
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.sandbox.example import GRAPHIC_DESIGN, MARKETING_WEBSITE
from tests.account import call, log
from tests.workday import Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Kim on Tuesday 24 November 2026, ten o'clock."""
    return Person(tmp_path / "cache", datetime(2026, 11, 24, 15, tzinfo=UTC)).warm()


def copy(person: Person, words: str, to: str | None = None) -> Copying:
    return plan_copy(person.context(), QueryFlags(words=words, to=to))


def days(text: str) -> Period:
    return Period(*map(date.fromisoformat, text.split()))


@pytest.mark.parametrize(
    ("words", "source", "target"),
    [
        ("yesterday", "2026-11-23 2026-11-23", "2026-11-24 2026-11-24"),
        ("friday to monday", "2026-11-20 2026-11-20", "2026-11-23 2026-11-23"),
        ("last week", "2026-11-16 2026-11-22", "2026-11-23 2026-11-29"),
        ("last week to this week", "2026-11-16 2026-11-22", "2026-11-23 2026-11-29"),
        ("last week to next week", "2026-11-16 2026-11-22", "2026-11-30 2026-12-06"),
        ("last week to 2026-11-26", "2026-11-16 2026-11-22", "2026-11-23 2026-11-29"),
    ],
)
def test_a_day_goes_to_today_and_a_week_to_this_one_unless_told(
    person: Person, words: str, source: str, target: str
) -> None:
    copying = copy(person, words)
    assert (copying.source, copying.target) == (days(source), days(target))


def test_each_entry_keeps_its_place_in_the_week(person: Person) -> None:
    copying = copy(person, "last week")
    shifts = {each.entry.spent_date for each in copying.plan.entries}
    assert shifts <= set(copying.target.days())
    assert len(copying.plan.entries) > len(copying.plan.to_send) > 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "The day or week to copy is missing"),
        (" to friday", "The day or week to copy is missing"),
        ("today to today", "onto itself"),
        ("this week to today", "onto itself"),
        ("2026-11-18 to 2026-11-18", "onto itself"),
    ],
)
def test_what_is_not_clear_is_refused(person: Person, words: str, said: str) -> None:
    log(person.account, hours=1)
    with pytest.raises(UsageError, match=said):
        copy(person, words)


def test_several_days_that_are_no_week_need_a_target(person: Person) -> None:
    with pytest.raises(UsageError, match="Unclear where"):
        copy(person, "last 3 days")


def test_nothing_to_copy_is_not_found(person: Person) -> None:
    with pytest.raises(NotFound, match="No entries to copy"):
        copy(person, "2026-01-01")


def test_a_running_timer_is_skipped_with_the_reason(person: Person) -> None:
    person.start("TF")
    copying = copy(person, "today to tomorrow")
    assert [each.skip for each in copying.plan.entries] == ["its timer still runs"]


def test_notes_and_links_go_along_and_hvs_own_marks_do_not(person: Person) -> None:
    link = {"id": "7", "group_id": "repo", "permalink": "https://x.example/7"}
    log(person.account, hours=1, notes="a", external_reference=link)
    log(person.account, hours=2, notes="b", external_reference={"id": "hv-1", "group_id": "hv"})
    one, two = copy(person, "today to tomorrow").plan.entries
    assert one.new is not None
    assert two.new is not None
    assert (one.new.notes, two.new.notes) == ("a", "b")
    assert one.new.external_reference is not None
    assert two.new.external_reference is None


def test_what_is_there_already_is_skipped_one_for_one(person: Person) -> None:
    for day in ("2026-11-24", "2026-11-24", "2026-11-25"):
        log(person.account, hours=1, notes="same", spent_date=day)
    first, second = copy(person, "today to tomorrow").plan.entries
    assert (first.skip or "").startswith("already there as #")
    assert second.skip is None


def test_a_task_that_was_taken_away_is_skipped(person: Person) -> None:
    log(person.account, hours=1)
    sql = "UPDATE task_assignments SET is_active = 0 WHERE project_id = ? AND task_id = ?"
    person.account.db.execute(sql, (MARKETING_WEBSITE, GRAPHIC_DESIGN))
    for path in person.folder.glob("*.catalogue"):
        path.unlink()
    (planned,) = copy(person, "today to tomorrow").plan.entries
    assert planned.skip == "its project or task can no longer be tracked"


def test_planning_writes_nothing(person: Person) -> None:
    before = call(person.account, "GET", "/time_entries").body["total_entries"]
    copy(person, "last week")
    assert call(person.account, "GET", "/time_entries").body["total_entries"] == before
