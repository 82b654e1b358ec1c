"""The order of lists: day, start, creation, id."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import TimeEntry, listed_from, places_of

DAY, NOW = date(2026, 11, 18), datetime(2026, 11, 18, 12, tzinfo=UTC)


def entry(number: int, **values: object) -> TimeEntry:
    where = (Client(1, "ABC Corp"), Project(2, "Marketing Website"), Task(3, "Research"))
    made = TimeEntry(number, DAY, None, *where)
    return made._replace(**values)  # type: ignore[arg-type]


def test_day_then_start_then_creation_then_id_whichever_way_they_came() -> None:
    rows = [
        entry(9, spent_date=DAY - timedelta(days=1), started_time=time(15)),
        entry(8, started_time=time(9), created_at=NOW),
        entry(7, started_time=time(10), created_at=NOW - timedelta(hours=3)),
        entry(6, created_at=NOW - timedelta(hours=2)),
        entry(3, created_at=NOW - timedelta(hours=1)),
        entry(4, created_at=NOW - timedelta(hours=1)),
    ]
    for shuffled in permutations(rows):
        assert sorted(shuffled, key=listed_from(DAY, NOW)) == rows
    places = zip(*places_of(rows, DAY, NOW), strict=True)
    assert [*places] == [*map(listed_from(DAY, NOW), rows)]


def test_what_is_not_known_has_a_place_all_the_same() -> None:
    rows = [entry(2, spent_date=None, started_time=time(8)), entry(1, created_at=NOW), entry(3)]
    for shuffled in permutations(rows):
        assert sorted(shuffled, key=listed_from(DAY, NOW)) == rows
    places = zip(*places_of(rows, DAY, NOW), strict=True)
    assert [*places] == [*map(listed_from(DAY, NOW), rows)]
