"""What a copy or an import would do, did, skipped and could not do."""

import json
from typing import Any

import pytest

from harvest_cli.actions.entries.bulk import (
    BulkFailure,
    BulkItem,
    BulkPlan,
    BulkResult,
    Presence,
    There,
)
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import Refused, Unreachable
from harvest_cli.show.answers.bulk_text import show_plan
from harvest_cli.show.machine.renderer import render
from tests.show.samples import FOOTER, MOCKUPS, TODAY, an_output, block, told, written

ONE, TWO = BulkItem("line 2", MOCKUPS), BulkItem("line 3", FOOTER)
SKIPPED = BulkItem(
    *("#636718190", MOCKUPS),
    skip="already there as #636718192",
    there=There("#636718192", Presence.THERE, entry_id=636718192),
)


def carried(*planned: BulkItem, done: int = 0, **more: Any) -> BulkResult:
    state = EntryState.PREVIEW if more.get("dry_run") else EntryState.CREATED
    rows = tuple(LoggedEntry(state, each.entry) for each in planned[:done])
    return BulkResult(BulkPlan(planned, TODAY), rows, **more)


def test_before_a_question_each_entry_and_the_sum_are_shown_on_stderr() -> None:
    output = an_output(width=100)
    show_plan((ONE, TWO), output)
    assert written(output) == ""
    assert block(told(output)).splitlines() == [
        '  Sat 21 Nov   2:00  ABC Corp › Marketing Website › Graphic Design  "hero mockups"',
        '  Sun 22 Nov   1:30  ABC Corp › Marketing Website › Programming  "footer"',
        "2 entries, 3:30",
    ]


def test_a_plan_in_ascii_loses_its_marks_only() -> None:
    output = an_output(encoding="ascii")
    show_plan((ONE,), output)
    assert "ABC Corp > Marketing Website > Graphic Design" in told(output)


def test_what_was_made_is_on_stdout_and_the_rest_on_stderr() -> None:
    failure = BulkFailure(TWO, Refused('Harvest refused the entry: "locked"'))
    output = an_output()
    render(carried(ONE, SKIPPED, TWO, done=1, failed=(failure,), left=2), output)
    assert written(output).startswith("Logged 2:00  ABC Corp")
    assert len(written(output).splitlines()) == 1
    said = told(output)
    assert "Skipped #636718190: already there as #636718192" in said
    assert 'hv: line 3: Harvest refused the entry: "locked"' in said
    assert said.splitlines()[-1] == (
        "Logged 1 entry, 2:00; 1 skipped (1 there already); 1 failed (1 refused); "
        "2 not tried: run the command again to continue"
    )


def test_a_dry_run_says_what_it_would_log() -> None:
    output = an_output()
    render(carried(ONE, TWO, done=2, dry_run=True), output)
    assert written(output).splitlines()[-1] == "Nothing sent"
    assert told(output) == "Would log 2 entries, 3:30\n"


def test_the_document_has_the_same_keys_with_and_without_failures() -> None:
    plain, failed = an_output(as_json=True), an_output(as_json=True)
    render(carried(ONE, done=1), plain)
    failure = BulkFailure(TWO, Unreachable("Harvest did not answer", hint="Try later"))
    render(carried(ONE, TWO, done=1, failed=(failure,)), failed)
    first, second = json.loads(written(plain)), json.loads(written(failed))
    assert (
        list(first)
        == list(second)
        == [*("entries", "skipped", "left_out", "failed", "left", "inferences")]
    )
    assert first["failed"] == []
    assert second["failed"][0]["place"] == "line 3"
    assert second["failed"][0]["error"]["code"] == "unreachable"


@pytest.mark.parametrize("how", [{"quiet": True}, {"quiet": True, "as_json": True}])
def test_quiet_has_no_summary(how: dict[str, Any]) -> None:
    output = an_output(**how)
    render(carried(ONE, SKIPPED, done=1), output)
    assert told(output) == ""
