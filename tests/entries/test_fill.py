"""`hv fill`, recurring entries, and public holidays that are booked."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.rows import few
from tests.running import Hv

STANDUP = '[[recurring]]\nwhen = "mon-fri"\ntext = "15m TF Project Management: stand-up"\n'


@pytest.fixture
def daily(home: Path, hv: Hv) -> Hv:
    """`hv` with a stand-up on weekdays."""
    home.mkdir()
    (home / "config.toml").write_text(STANDUP)
    return hv


def configure(hv: Hv, text: str) -> None:
    home = Path(hv.environ["HV_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text)


def proposed(hv: Hv, *argv: str) -> list[tuple[str, float, str]]:
    ran = hv("fill", *argv, "--json")
    assert ran.code == 0, ran.err
    entries: list[Any] = ran.json["entries"]
    return [(e["spent_date"][-2:], e["hours"], e["notes"]) for e in entries]


def count(hv: Hv) -> int:
    with closing(sqlite3.connect(Path(hv.environ["HV_HOME"]) / "state" / "sandbox.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM entries").fetchone()[0])


def test_it_proposes_this_week_so_far_and_sends_nothing_by_itself(daily: Hv) -> None:
    daily("status")
    before = count(daily)
    assert proposed(daily) == [(day, 0.25, "stand-up") for day in ("16", "17", "18")]
    assert count(daily) == before
    plain = daily("fill")
    assert plain.out.count("Would log 0:15") == 3
    assert "hv fill --yes" in plain.err


def test_with_yes_each_is_logged_once_and_one_undo_takes_all_back(daily: Hv) -> None:
    daily("status")
    before = count(daily)
    assert daily("fill", "--yes").code == 0
    assert count(daily) == before + 3
    again = daily("fill", "--yes")
    assert (again.code, again.out) == (0, "")
    assert "Nothing to fill" in again.err
    assert count(daily) == before + 3
    assert daily("undo").code == 0
    assert count(daily) == before


def test_a_day_and_other_days_can_be_named(daily: Hv) -> None:
    assert [day for day, _, _ in proposed(daily, "day")] == ["18"]
    assert [day for day, _, _ in proposed(daily, "last week")] == ["09", "10", "11", "12", "13"]
    assert [day for day, _, _ in proposed(daily, "nov 16")] == ["16"]


def test_days_that_do_not_adjoin_are_filled_alone(daily: Hv) -> None:
    daily("status")
    days = [day for day, _, _ in proposed(daily, "mon, wed and fri last week")]
    assert days == ["09", "11", "13"]
    assert [day for day, _, _ in proposed(daily, "nov 9 + nov 12")] == ["09", "12"]
    assert [day for day, _, _ in proposed(daily, "last week except thursday")] == [
        *("09", "10", "11", "13")
    ]


def test_days_to_come_that_were_named_are_said_to_be_left_out(daily: Hv) -> None:
    assert "up to today" in daily("fill", "monday to 2026-11-20").err
    assert "up to today" not in daily("fill", "this week").err


def test_what_is_there_with_another_length_or_pending_is_not_proposed(daily: Hv) -> None:
    daily("log", "20m TF Project Management yesterday: Stand-up")
    assert [day for day, _, _ in proposed(daily)] == ["16", "18"]


def test_holidays_and_leave_are_left_out(daily: Hv) -> None:
    configure(daily, STANDUP + '[holidays]\n2026-11-17 = "Founding day"\n')
    daily("log", "sick monday", "-y")
    assert [day for day, _, _ in proposed(daily)] == ["18"]
    told = daily("fill", "nov 16-17", terminal=False)
    assert "Mon 16 Nov: leave" in told.err
    assert "Tue 17 Nov: Founding day" in told.err


def test_last_week_is_proposed_on_request(daily: Hv) -> None:
    configure(daily, "")
    assert proposed(daily) == []
    assert "[[recurring]]" in daily("fill").err
    last = daily("entries", "nov 9-11", "--json").json["entries"]
    found = proposed(daily, "--last-week")
    there = daily("entries", "nov 16-18", "--json").json["entries"]
    names = {(e["spent_date"][-2:], e["project"]["id"], e["task"]["id"], e["notes"]) for e in there}
    wanted = [
        (str(int(e["spent_date"][-2:]) + 7), e["hours"], e["notes"])
        for e in last
        if (str(int(e["spent_date"][-2:]) + 7), e["project"]["id"], e["task"]["id"], e["notes"])
        not in names
    ]
    assert sorted(found) == sorted(wanted)


def test_the_command_that_logs_them_is_the_one_that_was_typed(daily: Hv) -> None:
    assert "`hv fill --yes`" in daily("fill", "-n").err
    told = daily("fill", "nov", "9-13", "--last-week").err
    assert "`hv fill nov 9-13 --last-week --yes`" in told


def test_the_leave_of_last_week_is_not_due_again(daily: Hv) -> None:
    configure(daily, "")
    daily("log", "annual leave nov 9", "-y")
    daily("log", "3h TF Research nov 10: interviews")
    found = proposed(daily, "nov 16-17", "--last-week")
    assert ("17", 3.0, "interviews") in found
    assert not [day for day, hours, _ in found if (day, hours) == ("16", 7.0)]


def test_on_a_terminal_one_ticks_what_is_wanted(daily: Hv) -> None:
    ran = daily("fill", terminal=True, stdin="1 3\n", COLUMNS="100", NO_COLOR="1")
    assert ran.code == 0, ran.err
    assert "1 [x] Mon 16 Nov   0:15  123 Industries › Task Force" in ran.err
    assert ran.out.count("Logged 0:15") == 2
    assert [day for day, _, _ in proposed(daily)] == ["17"]
    none = daily("fill", terminal=True, stdin="n\n")
    assert (none.code, none.out) == (8, "")
    everything = daily("fill", terminal=True, stdin="\n", NO_COLOR="1")
    assert everything.out.count("Logged") == 1


@pytest.mark.parametrize("answer", ["9\n", "x\n", "3-1\n"])
def test_an_answer_that_names_no_entry_is_asked_again(daily: Hv, answer: str) -> None:
    ran = daily("fill", terminal=True, stdin=answer * 3)
    assert ran.code == 8
    assert ran.err.count("Which?") == 3


@pytest.mark.parametrize(
    ("when", "more", "days"),
    [
        ("every other tuesday", "from = 2026-11-03\n", ["17"]),
        ("every 2nd tuesday", "from = 2026-11-03\n", ["17"]),
        ("2nd tuesday of the month", "", ["10"]),
        ("second monday", "", ["09"]),
        ("mon, wed", "from = 2026-11-09\nuntil = 2026-11-16\n", ["09", "11", "16"]),
    ],
)
def test_rules_fall_on_their_days(hv: Hv, when: str, more: str, days: list[str]) -> None:
    configure(hv, f'[[recurring]]\nwhen = "{when}"\ntext = "1h TF Research: review"\n{more}')
    # The first week of the month is approved.
    assert [day for day, _, _ in proposed(hv, "this month")] == days


@few(4)
@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[[recurring]]\nwhen = "sometimes"\ntext = "1h TF Research"\n', 2, "days that come again"),
        ('[[recurring]]\nwhen = "every other tuesday"\ntext = "1h TF"\n', 2, "`from` beside it"),
        ('[[recurring]]\nwhen = "mon"\n', 1, "a text, such as text"),
        (
            '[[recurring]]\nwhen = "31st of the month"\ntext = "1h TF Research"\n'
            "from = 2026-11-01\nuntil = 2026-11-30\n",
            5,
            "a day on which `31st of the month` falls by then",
        ),
        (
            '[[recurring]]\nwhen = "mon"\ntext = "1h TF"\nfrom = 2026-02-01\nuntil = 2026-01-01\n',
            5,
            "a day after 2026-02-01",
        ),
        (f'{STANDUP}[[recurring]]\nwhen = "mon-fri"\ntext = "1h Nowhere"\n', 6, "Nowhere"),
        ('[[recurring]]\nwhen = "mon-fri"\ntext = "TF Research"\n', 3, ""),
        (f"{STANDUP}for = 3\n", 4, "one of when, text, from, until"),
        (
            '[[recurring]]\nwhen = "mon-fri"\ntext = "1h TF Research yesterday: x"\n',
            3,
            "`when` says it, and not `yesterday`",
        ),
        (
            '[[recurring]]\nwhen = "mon-fri"\ntext = "1h TF Research on friday"\n',
            3,
            "a sentence without a day",
        ),
        ("recurring = 3\n", 1, "write `[[recurring]]` above each"),
        ('[recurring]\nwhen = "mon"\n', 1, 'above each, got "[recurring]"'),
    ],
)
def test_rules_that_cannot_be_are_told_with_their_line(
    hv: Hv, text: str, line: int, told: str
) -> None:
    configure(hv, text)
    ran = hv("fill", "this month")
    assert ran.code == 78, ran.err
    assert told in ran.err.splitlines()[0]
    assert f"config.toml, line {line})" in ran.err.splitlines()[0]
    doctor = hv("doctor")
    assert doctor.code == 78
    assert told in doctor.out


def test_a_rule_whose_project_was_archived_is_told(daily: Hv, home: Path) -> None:
    daily("status")
    with closing(sqlite3.connect(home / "state" / "sandbox.sqlite")) as db, db:
        db.execute("UPDATE projects SET is_active = 0 WHERE code = 'TF'")
    daily("projects", "--refresh")
    ran = daily("fill")
    assert ran.code == 78
    assert "archived" in ran.err
    assert "config.toml, line 3)" in ran.err


def test_days_to_come_are_not_filled(daily: Hv) -> None:
    ran = daily("fill", "tomorrow")
    assert (ran.code, "is in the future" in ran.err) == (2, True)
    assert daily("fill", "2020 to 2026").code == 2


# -- public holidays -------------------------------------------------------------------------------

BOOKED = """
[holidays]
2026-11-11 = "Veterans Day"
2026-11-26 = "Thanksgiving Day"
2026-11-27 = "half"
2026-11-28 = "On a Saturday"
[leave.holiday]
project = "[LV] Leave"
task = "Annual Leave"
"""


def test_public_holidays_are_booked_each_once(hv: Hv) -> None:
    configure(hv, BOOKED)
    ran = hv("log", "holidays november", "--json")
    assert ran.code == 0, ran.err
    booked = [(e["spent_date"][-2:], e["hours"], e["notes"]) for e in ran.json["entries"]]
    assert booked == [
        ("11", 7.0, "Veterans Day"),
        ("26", 7.0, "Thanksgiving Day"),
        ("27", 3.5, "half day"),
    ]
    again = hv("log", "public holidays in november", "--json")
    assert again.json["entries"] == []
    assert len(again.json["skipped"]) == 3


def test_without_a_place_for_them_the_words_are_leave_as_before(hv: Hv) -> None:
    configure(hv, '[holidays]\n2026-11-11 = "Veterans Day"\n')
    (entry,) = hv("log", "holidays yesterday", "-n", "--json").json["entries"]
    assert entry["task"]["name"] == "Annual Leave"


def test_a_time_without_holidays_is_told(hv: Hv) -> None:
    configure(hv, BOOKED)
    ran = hv("log", "holidays october")
    assert ran.code == 4
    assert "No holiday on a workday" in ran.err
