"""What `--fields` can pick, and what an export holds of an entry."""

from datetime import time
from decimal import Decimal

import pytest

from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY, fields_of
from harvest_cli.show.machine.text import tsv_rows
from tests.rows import for_each
from tests.show.samples import MOCKUPS, RUNNING


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("id", ("id",)),
        ("id,hours", ("id", "hours")),
        (" id , hours ,", ("id", "hours")),
        ("hours,id,hours", ("hours", "id", "hours")),
    ],
)
def test_names_are_taken_in_the_order_typed(typed: str, names: tuple[str, ...]) -> None:
    assert fields_of(typed) == names


@for_each(
    ("typed", "said"),
    [
        ("", "`--fields` names no field"),
        (",,", "`--fields` names no field"),
        ("id,nope,hours", 'Unknown field "nope" (--fields)'),
        ("ID", 'Unknown field "ID" (--fields)'),
        ("id.__class__", 'Unknown field "id.__class__" (--fields)'),
    ],
)
def test_a_name_that_is_none_is_refused_with_all_that_are(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        fields_of(typed)
    assert refused.value.message == said
    assert all(name in (refused.value.hint or "") for name in ENTRY.columns)


def test_cells_come_as_they_were_picked() -> None:
    names = ("hours", "id", "client", "project_code", "user", "is_running")
    assert ENTRY.row_of(names)(MOCKUPS) == (
        *(Decimal("2.00"), 636718192, "ABC Corp", "MW", "Kim Allen", False),
    )


def test_every_field_can_be_read_of_an_entry_with_nothing_in_it() -> None:
    bare = RUNNING._replace(
        id=0, spent_date=None, hours=None, user=None, notes=None, external_reference=None
    )
    cells = dict(zip(ENTRY.columns, ENTRY.row_of()(bare), strict=True))
    assert cells["id"] is None
    assert cells["user"] is None
    assert cells["started_time"] is None
    assert cells["state"] == "created"


def test_times_are_24_hour_clock_times() -> None:
    entry = MOCKUPS._replace(started_time=time(0, 5), ended_time=time(13, 30))
    names = ("started_time", "ended_time")
    assert list(tsv_rows(names, [ENTRY.row_of(names)(entry)])) == ["00:05\t13:30"]


def test_hvs_own_marks_are_not_exported_and_links_are() -> None:
    picked = ENTRY.row_of(("permalink", "reference_id", "reference_group"))
    own = MOCKUPS._replace(external_reference=ExternalReference("hv-1", "hv"))
    link = MOCKUPS._replace(
        external_reference=ExternalReference("7", "repo", None, "https://x.example/7")
    )
    assert picked(own) == (None, None, None)
    assert picked(link) == ("https://x.example/7", "7", "repo")


def test_an_export_begins_with_the_columns_of_a_pipe_and_can_be_read_back() -> None:
    assert CSV_COLUMNS[:3] == ("id", "spent_date", "hours")
    assert {"project_id", "task_id", "permalink", "user", "is_running"} <= set(CSV_COLUMNS)
    assert "billable_rate" not in CSV_COLUMNS
