"""Every example file holds what its expectations say."""

import pytest

from harvest_cli.domain.errors import UsageError
from tests.imports.reading import EXAMPLES, example, expected, told
from tests.rows import for_each

REFUSED = {"rescuetime.csv"}
CALENDAR = {"calendar.ics"}
"""What reads it is an extra: test_calendars.py."""
BY_SENTENCE = {"jrnl.json"}
"""Its titles are sentences, which only an account can read."""
NAMES = sorted(
    path.name
    for path in EXAMPLES.iterdir()
    if not path.name.endswith(".expected.jsonl")
    and path.name not in REFUSED | BY_SENTENCE | CALENDAR
)


@for_each("name", NAMES)
def test_an_example_holds_what_is_expected(name: str) -> None:
    rows = sorted(example(name).rows, key=lambda row: row.line)
    assert [told(row) for row in rows] == expected(name)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_booked_is_refused_and_says_why(name: str) -> None:
    with pytest.raises(UsageError, match="no project"):
        example(name)


KINDS = {
    "activities.bartib": "bartib",
    "hamster.xml": "hamster",
    "harvest-detailed.csv": "harvest",
    "harvest-import.csv": "harvest",
    "hv-entries.csv": "hv",
    "jira-worklogs.json": "jira",
    "klog.klg": "klog",
    "own-sheet.csv": "sheet",
    "taxi.tks": "taxi",
    "timelog.txt": "gtimelog",
    "timew-export.json": "timewarrior",
    "toggl-api.json": "toggl",
    "toggl-classic.csv": "toggl",
    "watson-frames": "watson",
    "watson-log.json": "watson",
    "work.org": "org",
    "work.timeclock": "timeclock",
    "work.timedot": "timedot",
}


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_is_told_from_what_a_file_holds(name: str) -> None:
    assert example(name).kind == KINDS[name]
