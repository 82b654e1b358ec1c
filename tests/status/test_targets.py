"""What is due on a day: capacity and workdays, `[[target]]` over time, `[holidays]`."""

from pathlib import Path

import pytest

from tests.rows import few
from tests.running import Hv, Ran

CHRISTMAS = """
[holidays]
2026-11-11 = "Company day"
11-12 = "half"
2026-11-14 = "work"
"""


@pytest.fixture
def wrote(home: Path, hv: Hv) -> Hv:
    """`hv` whose `config.toml` is what the environment of the test says."""
    home.mkdir()
    (home / "config.toml").write_text(CHRISTMAS)
    return hv


def configured(hv: Hv, text: str) -> None:
    home = Path(hv.environ["HV_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text)


def targets(ran: Ran) -> dict[str, float | None]:
    return {day["spent_date"][-2:]: day["target"] for day in ran.json["days"]}


def test_a_day_off_is_due_nothing_half_a_day_half_and_a_weekend_can_be_worked(wrote: Hv) -> None:
    ran = wrote("week", "last", "--json")
    found = targets(ran)
    assert (found["11"], found["12"], found["13"], found["14"]) == (None, 3.5, 7.0, 7.0)
    names = {d["spent_date"]: d["holiday"] for d in ran.json["days"] if "holiday" in d}
    assert names == {"2026-11-11": "Company day", "2026-11-12": "half day"}


def test_a_day_off_is_no_gap_and_is_named(wrote: Hv) -> None:
    shown = wrote("gaps", "last week", terminal=True, COLUMNS="100").out
    assert "Wed 11 Nov: Company day" in shown
    days = [gap["spent_date"] for gap in wrote("gaps", "last week", "--json").json["gaps"]]
    assert "2026-11-11" not in days
    assert "2026-11-14" in days


def test_week_and_status_name_it(wrote: Hv) -> None:
    week = wrote("week", "last", terminal=True, COLUMNS="120").out
    assert "Wed 11 Nov: Company day" in week
    assert "Nothing on Wed 11 Nov" not in week
    status = wrote("status", "--no-color", terminal=True, HV_NOW="2026-11-11T10:00:00").out
    assert "Today 6:50, Company day" in status
    assert "Week 19:50 of 31:30" in status


def test_leave_leaves_days_off_out_and_says_so(wrote: Hv) -> None:
    ran = wrote("log", "annual leave last week", "--dry-run", "--json").json
    assert [e["hours"] for e in ran["entries"]] == [7, 7, 3.5, 7]
    assert "2026-11-11" not in [e["spent_date"] for e in ran["entries"]]
    told = wrote("log", "annual leave last week", "--dry-run").out
    assert "left out: Company day (Wed 11 Nov)" in told


def test_every_weekday_and_the_last_working_days_leave_them_out(wrote: Hv) -> None:
    logged = wrote("log", "1h TF every weekday last week", "-n", "--json").json["entries"]
    assert [e["spent_date"][-2:] for e in logged] == ["09", "10", "12", "13"]
    assert len(wrote("log", "1h TF every day last week", "-n", "--json").json["entries"]) == 7
    found = wrote("entries", "last 5 working days", "--json").json["entries"]
    assert found[0]["spent_date"] == "2026-11-10"


def test_hours_of_a_week_change_over_time(hv: Hv) -> None:
    rows = '[[target]]\nfrom = 2026-11-11\nhours = 30\nworkdays = "mon-thu"\n'
    configured(hv, rows + "[[target]]\nfrom = 2026-11-16\nuntil = 2026-11-16\nhours = 10\n")
    assert list(targets(hv("week", "last", "--json")).values())[:5] == [7, 7, 7.5, 7.5, None]
    assert list(targets(hv("week", "--json")).values())[:5] == [2, 7, 7, 7, 7]
    shown = hv("config", "--origin").out
    assert "target\tfrom 2026-11-11, hours 30, workdays mon-thu\t" in shown


def test_a_capacity_that_its_workdays_do_not_divide_loses_no_minute(hv: Hv) -> None:
    configured(hv, '[[target]]\nhours = 40\nworkdays = "mon-sun"\n')
    assert hv("week", "last", "--json").json["total"]["target"] == pytest.approx(40, abs=0.05)


@few(4)
@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[holidays]\n2026-13-01 = "x"\n', 2, "a day such as 2026-12-24 or 12-24"),
        ("[holidays]\n2026-12-24 = 3\n", 2, "the name of a day off"),
        ("[[target]]\nfrom = 2026-07-01\n", 1, "the hours of a week"),
        ("[[target]]\nhours = 300\n", 2, "the hours of a week"),
        ('[[target]]\nhours = 30\nworkdays = "noday"\n', 3, "days of the week"),
        ('[[target]]\nhours = 30\nfrom = "soon"\n', 3, "a day, such as 2026-07-01"),
        ("[[target]]\nhours = 30\nform = 2026-01-01\n", 3, "one of from, until, hours"),
        (
            "[[target]]\nfrom = 2026-01-01\nuntil = 2026-06-30\nhours = 40\n"
            "[[target]]\nfrom = 2026-06-01\nhours = 30\n",
            6,
            "a period that does not overlap with the one from 2026-01-01",
        ),
        ("target = 3\n", 1, "write `[[target]]` above each"),
        ("holidays = 3\n", 1, "write `[holidays]`"),
        ('[[holidays]]\nregion = "DE"\n', 1, 'write `[holidays]`, got "[[holidays]]"'),
        ("week_start = 'monday'\n[target]\nhours = 30\n", 2, 'above each, got "[target]"'),
        ("[profile.sandbox.target]\nhours = 30\n", 1, 'above each, got "[target]"'),
        ("[holidays]\n2026-11-26 = 5\n", 2, "the name of a day off, in quotes"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(hv: Hv, text: str, line: int, told: str) -> None:
    configured(hv, text)
    for command in ("gaps", "week"):
        ran = hv(command)
        assert ran.code == 78, ran.err
        assert told in ran.err.splitlines()[0]
        assert f"config.toml, line {line})" in ran.err
    doctor = hv("doctor", "--json")
    assert doctor.code == 78
    assert [f["area"] for f in doctor.json["findings"] if f["state"] == "problem"] == ["targets"]


def test_a_mistake_in_targets_never_keeps_an_entry_from_harvest(hv: Hv) -> None:
    configured(hv, "[[target]]\nhours = 300\n")
    ran = hv("log", "2h TF, Research: interviews")
    assert ran.code == 0
    assert ran.out.startswith("Logged 2:00")
    assert ran.err.count("the hours of a week") == 1


def test_nothing_of_it_is_loaded_where_no_target_is_asked_for(hv: Hv) -> None:
    hv("status")
    configured(hv, '[holidays]\nregion = "XX-NOWHERE"\n')
    for command in (("entries", "last week"), ("projects",), ("parse", "2h TF")):
        assert hv(*command).err == "", command
