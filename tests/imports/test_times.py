"""When rows of a file began and ended, and how long they took: in every kind, and in own sheets."""

from datetime import date

from harvest_cli.language.trackers.cells import whole_minutes
from harvest_cli.language.trackers.rows import Skip
from tests.imports.reading import only, read, table
from tests.rows import for_each

_EIGHT, _NINE = "2026-11-12 08:00", "2026-11-12 09:00"
_TIMES = [
    ("id,start,stop,project,tags\nabcdef1,{}:00,{}:00,Site,\n", "log.csv"),
    ('start,end,note,sheet\n"{}:00","{}:00","x","Site"\n', "t.csv"),
    ("{} - {} | Site | x\n", "activities.bartib"),
    ("* Site\n  CLOCK: [{}]--[{}] =>  0:00\n", "work.org"),
    ("i {} Site\no {}\n", "work.timeclock"),
    (
        '<activities><activity category="Site" start_time="{}" end_time="{}"/></activities>',
        "hamster.xml",
    ),
    (
        "description,client,project,task,tags,start,end,user_name,user_email\n"
        "x,,Site,,,{}:00Z,{}:00Z,Kim,\n",
        "generic.csv",
    ),
    ("project,start,end\nSite,{},{}\n", "sheet.csv"),
    ('[{{"timeInterval": {{"start": "{}Z", "end": "{}Z"}}}}]', "c.json"),
    ('[{{"workspace_id": 1, "duration": null, "start": "{}Z", "stop": "{}Z"}}]', "t.json"),
]  # fmt: skip


@for_each(("text", "name"), _TIMES)
def test_what_begins_and_ends_at_once_took_no_time(text: str, name: str) -> None:
    (row,) = read(text.format(_NINE, _NINE), name).rows
    assert (row.wrong, row.skip) == (None, Skip.NO_TIME)


@for_each(("text", "name"), _TIMES)
def test_what_ends_before_its_day_began_is_wrong(text: str, name: str) -> None:
    (row,) = read(text.format(_NINE, _EIGHT), name).rows
    assert "ends before it begins" in str(row.wrong)


@for_each(
    ("head", "cells", "day", "minutes"),
    [
        ("Project,Start time,End time", "Site,2026-11-12 09:00,2026-11-12 10:30", 12, 90),
        ("Project,Start,End", "Site,13.11.2026 22:00,14.11.2026 01:00", 13, 180),
        ("Date,Project,Start,End", "2026-11-12,Site,9am,10:15 pm", 12, 795),
        ("Date,Project,Start,End", "2026-11-12,Site,09.15,10h00", 12, 45),
        ("Date,Code,Start,End", "2026-11-12,S,22:00,01:00", 12, 180),
        ("Date,Project,Minutes", "2026-11-12,Site,95", 12, 95),
        ("Date,Project,Seconds", "2026-11-12,Site,5400", 12, 90),
        ("Date,Project,Hours,Minutes", "2026-11-12,Site,1,30", 12, 90),
        ("Date,Project,Hours,Minutes", "2026-11-12,Site,1.5,90", 12, 90),
    ],
)
def test_a_sheet_says_when_and_how_long_in_its_own_columns(
    head: str, cells: str, day: int, minutes: int
) -> None:
    row = only(read(table(head, cells)))
    assert (row.day, whole_minutes(row.seconds)) == (date(2026, 11, day), minutes)


@for_each(
    ("head", "cells", "words"),
    [
        ("Date,Project,Hours,Minutes", "2026-11-12,Site,1.5,30", "`minutes` is"),
        ("Project,Start,End", "Site,2026-11-12 09:00,2026-11-14 10:00", "got 49:00"),
        ("Project,Start,End", "Site,09:00,10:00", "a day"),
        ("Date,Project,Start,End,Break", "2026-11-12,Site,09:00,12:00,30", "longer than the time"),
    ],
)
def test_what_it_says_in_two_ways_must_agree(head: str, cells: str, words: str) -> None:
    (row,) = read(table(head, cells)).rows
    assert words in str(row.wrong)
