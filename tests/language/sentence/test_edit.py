"""The words of `hv edit` and `hv delete`: which entries, and what is to be otherwise."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.sentence.edit import EditReading, parse_edit
from tests.language.samples import names
from tests.rows import for_each

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=ZoneInfo("America/New_York"))
"""A Wednesday."""


def reads(text: str, *, only_entries: bool = False, flagged: bool = False) -> dict[str, object]:
    """What was read, without what was not."""
    found = parse_edit(text, NOW, names("A"), only_entries=only_entries, flagged=flagged)
    nothing = EditReading(text)
    read = {key: value for key, value in found._asdict().items() if value != getattr(nothing, key)}
    if "references" in read:
        read["references"] = found.references
    if "names" in read:
        read["names"] = [each.text for each in found.names]
    if "day" in read:
        read["day"] = str(found.day)
    read.pop("inferences", None)
    read.pop("timed", None)
    return read


def test_joining_words_before_a_colon_are_no_part_of_the_notes() -> None:
    for word in ("on", "with", "for", "and"):
        assert reads(f"last {word}: hero") == {"references": ("last",), "notes": "hero"}


@pytest.mark.found("B2")
@for_each(
    ("text", "rows"),
    [
        ("4 5", ("4", "5")),
        ("4, 5 and 6", ("4", "5", "6")),
        ("1-3", ("1", "2", "3")),
        ("1 to 3", ("1", "2", "3")),
        ("rows 1-2, 4", ("1", "2", "4")),
        ("entries 4 & 5", ("4", "5")),
        ("#4 #5", ("4", "5")),
        ("4 4", ("4",)),
        ("last, ^2", ("last", "^2")),
        ("636718192; 3", ("636718192", "3")),
        ("running", ("running",)),
    ],
)
def test_numbers_are_entries(text: str, rows: tuple[str, ...]) -> None:
    assert reads(text)["references"] == rows
    assert reads(text, only_entries=True) == {"references": rows}


def test_rows_need_no_blank_behind_a_comma_where_no_length_is_meant() -> None:
    assert reads("4,5", only_entries=True) == {"references": ("4", "5")}
    assert reads("4,5", flagged=True) == {"references": ("4", "5")}
    assert reads("1-2,4,7", flagged=True)["references"] == ("1", "2", "4", "7")
    assert reads("2,3 1h")["references"] == ("2", "3")
    assert reads("2,3,4 yesterday")["references"] == ("2", "3", "4")
    assert reads("636718192,636718193 +15m")["references"] == ("636718192", "636718193")
    assert reads("4,5")["hours"] == reads("last 4,5")["hours"] == "4,5"
    assert reads("2 1,5", flagged=True) == {"references": ("2",), "hours": "1,5"}


@pytest.mark.found("B4")
@for_each(
    ("text", "read"),
    [
        ("2 1h30", {"hours": "1h30"}),
        ("2 half an hour", {"hours": "half an hour"}),
        ("2 to 1:30", {"hours": "1:30"}),
        ("2 +15m", {"hours": "+15m"}),
        ("2 + 5 minutes", {"hours": "+5 minutes"}),
        ("2 - 10 minutes", {"hours": "-10 minutes"}),
        ("2 minus 15m", {"hours": "-15m"}),
        ("2 -6m", {"hours": "-6m"}),
        ("2 +1h15", {"hours": "+1h15"}),
        ("2 30m more", {"hours": "+30m"}),
        ("2 yesterday", {"day": "2026-11-17"}),
        ("2 to friday", {"day": "2026-11-13"}),
        ("2 17 nov", {"day": "2026-11-17"}),
        ("2 3 days ago", {"day": "2026-11-15"}),
        ("2 9-10:30", {"begin": "09:00", "end": "10:30"}),
        ("2 from 9 to 10", {"begin": "09:00", "end": "10:00"}),
        ("2 until 17:00", {"end": "17:00"}),
        ("2 8pm-10pm last night", {"begin": "20:00", "end": "22:00", "day": "2026-11-17"}),
        ("2 8am-9am last night", {"begin": "08:00", "end": "09:00", "day": "2026-11-17"}),
        ("2 until 8:30: last night", {"end": "08:30", "notes": "last night"}),
        ("2 to 5pm", {"end": "17:00"}),
        ("2 from 9:15", {"begin": "09:15"}),
        ("2: better note", {"notes": "better note"}),
        ("2:better", {"notes": "better"}),
        ("2 note: at 9, for 2h", {"notes": "at 9, for 2h"}),
        ("2 TF Research", {"names": ["TF Research"]}),
        ("2 on Marketing Website, Research", {"names": ["Marketing Website", "Research"]}),
        (
            "2 1h30 yesterday TF: note",
            {"hours": "1h30", "day": "2026-11-17", "names": ["TF"], "notes": "note"},
        ),
    ],
)
def test_what_stands_behind_a_row_changes_it(text: str, read: dict[str, object]) -> None:
    assert reads(text) == {"references": ("2",), **read}


@pytest.mark.found("B4")
@for_each(
    ("text", "where", "is_period"),
    [
        ("last week", "last week", True),
        ("yesterday", "yesterday", True),
        ("17 nov", "17 nov", True),
        ("last week for ABC Corp", "last week for ABC Corp", True),
        ("last monday", "last monday", True),
        ("hero nav +15m", "hero nav", False),
        ("standup: by phone", "standup", False),
    ],
)
def test_days_and_words_name_entries(text: str, where: str, is_period: bool) -> None:
    read = reads(text)
    assert (read["where"], read.get("is_period", False)) == (where, is_period)


@pytest.mark.found("B1", "B4")
@for_each(
    ("text", "fault", "code"),
    [
        ("last +15", "+15", "no_duration"),
        ("last -1", "-1", "no_duration"),
        ("last minus 15", "minus 15", "no_duration"),
        ("last 15", "15", "no_duration"),
        ("2 1h 2h", "2h", "usage"),
        ("2 9-10 1h", "1h", "invalid_duration"),
        ("2 mon-fri", "mon-fri", "invalid_date"),
        ("^2 feb 30", "feb 30", "invalid_date"),
        ("2 26:00-27:00", "26:00-27:00", "invalid_time"),
        ("2 5pm", "5pm", "invalid_time"),
        ("2:", ":", "usage"),
        ("standup yesterday", "yesterday", "ambiguous_reference"),
        ("2 2 hours ago", "2 hours ago", "invalid_time"),
        ("2 1h ?", "?", "usage"),
        ("2 8-10 last night", "8-10", "invalid_time"),
        ("2 yesterday evening, from 8", "from 8", "invalid_time"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, fault: str, code: str) -> None:
    with pytest.raises(SentenceError) as caught:
        parse_edit(text, NOW, names("A"))
    assert (caught.value.text[slice(*caught.value.span or (0, 0))], caught.value.code) == (
        fault,
        code,
    )
    assert caught.value.hint


@pytest.mark.found("B2", "G1")
@for_each("text", ["4 1h", "last 3", "2 for ABC Corp", "4: note", "last yesterday"])
def test_a_deletion_takes_nothing_but_entries(text: str) -> None:
    with pytest.raises(SentenceError):
        parse_edit(text, NOW, names("A"), only_entries=True)
