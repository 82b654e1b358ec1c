"""`hv edit` of a running timer: what is shown before, done, and told afterwards is the same."""

import pytest

from harvest_cli.actions.undo.undo import undo
from harvest_cli.domain.errors import UsageError
from tests.entries.changing import edit, patches
from tests.rows import few
from tests.workday import Person, running


@few(4)
@pytest.mark.found("B3")
@pytest.mark.parametrize(
    ("typed", "minutes"), [("+30m", 60), ("2h", 120), ("+1h15", 105), ("0:45", 45), ("+0.5", 60)]
)
def test_hours_are_added_to_what_has_run(either: Person, typed: str, minutes: int) -> None:
    made = running(either, 30)
    preview = edit(either, "running", hours=typed, dry_run=True)
    assert patches(either) == []
    changed = edit(either, "running", hours=typed)
    assert either.minutes(either.entry(made)) == minutes
    assert either.minutes(preview.after) == either.minutes(changed.after) == minutes
    assert preview.differences == changed.differences
    told = {each.name: each for each in changed.differences}["hours"]
    assert (told.before, told.after) == (changed.before.hours, changed.after.hours)
    assert changed.warnings == ()
    assert patches(either) == [f"PATCH /time_entries/{made}"]


@pytest.mark.found("B3")
@pytest.mark.parametrize("typed", ["0:30", "30m"])
def test_hours_that_have_run_are_nothing_to_change(either: Person, typed: str) -> None:
    running(either, 30)
    assert edit(either, "running", hours=typed).differences == ()
    assert patches(either) == []


@pytest.mark.found("B3")
def test_one_change_after_another_adds_up(either: Person) -> None:
    made = running(either, 30)
    for typed in ("+30m", "+15m", "-30m"):
        edit(either, "running", hours=typed)
        either.pass_(5)
    assert either.minutes(either.entry(made)) == 60


@pytest.mark.found("B3")
def test_hours_come_off_again_and_the_timer_runs_on(either: Person) -> None:
    made = running(either, 30)
    edit(either, "running", hours="+30m")
    either.pass_(1)
    undo(either.context())
    entry = either.entry(made)
    assert (either.minutes(entry), entry["is_running"]) == (31, True)


@pytest.mark.parametrize("hours", [1, 20])
@pytest.mark.parametrize("typed", [{"hours": "2h"}, {"hours": "+15m"}, {"begin": "0:05"}])
def test_a_start_is_not_moved_on_the_sheet_of_an_earlier_day(
    by_times: Person, hours: int, typed: dict[str, str]
) -> None:
    by_times.pass_(13 * 60 + 20)
    running(by_times, hours * 60)
    for dry_run in (True, False):
        with pytest.raises(UsageError, match="an earlier day: Tue 24 Nov") as refused:
            edit(by_times, "running", **typed, dry_run=dry_run)
        assert refused.value.hint == "Stop it first: `hv stop --split`"
    assert patches(by_times) == []


@pytest.mark.parametrize("typed", [{"hours": "2h"}, {"hours": "+15m"}, {"begin": "0:05"}])
def test_a_day_and_a_start_do_not_change_together(by_times: Person, typed: dict[str, str]) -> None:
    running(by_times, 60)
    for dry_run in (True, False):
        with pytest.raises(UsageError, match="its day and its start") as refused:
            edit(by_times, "running", date="monday", **typed, dry_run=dry_run)
        assert refused.value.hint == "Stop it first: `hv stop`"
    assert patches(by_times) == []
