"""`hv suggest` from calendars: meetings at their times, which commits leave free."""

from pathlib import Path

import pytest

from tests.suggest.repositories import Home

pytest.importorskip("icalendar")
pytest.importorskip("recurring_ical_events")


def write(home: Home, *events: tuple[str, str, str, str]) -> Path:
    """A calendar of events: name, start and end of November in UTC, one more line."""
    inside = "".join(
        f"BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\nDTSTART:202611{start}00Z\r\n"
        f"DTEND:202611{end}00Z\r\n{more}END:VEVENT\r\n"
        for name, start, end, more in events
    )
    path = home.path / "meetings.ics"
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n", newline="")
    return path


@pytest.fixture
def meeting(at_home: Home) -> Home:
    """A person with a meeting from ten to eleven, for which a rule names the project."""
    at_home.configure('[suggest]\nfolders = ["~/src/*"]\ncalendars = ["~/meetings.ics"]\n')
    rules = '[[ics.rule]]\nproject = "Review"\nto = { project = "TF", task = "Research" }\n'
    (Path(at_home.hv.environ["HV_HOME"]) / "import.toml").write_text(rules)
    (at_home.path / "src" / "x").mkdir(parents=True)
    write(at_home, ("Review", "17T1500", "17T1600", ""))
    return at_home


def test_a_meeting_is_proposed_and_its_time_is_no_commits(meeting: Home) -> None:
    meeting.repository("site")
    meeting.commit("site", "17 09:30", "A")
    meeting.commit("site", "17 11:10", "B")
    assert meeting.rows() == [
        "17 0.67 Marketing Website: A; B",
        "17 1 Task Force: Review",
    ]
    assert meeting.hv("suggest", "--yes").code == 0
    assert meeting.rows() == []
    meeting.commit("site", "17 11:20", "C")
    assert meeting.rows() == ["17 0.17 Marketing Website: C"]


def test_what_was_imported_is_not_proposed_and_the_other_way_round(meeting: Home) -> None:
    assert meeting.hv("suggest", "--yes").out.count("Logged") == 1
    again = meeting.hv("import", str(meeting.path / "meetings.ics"), "--yes", "--json")
    assert again.json["entries"] == []
    meeting.hv("undo")
    assert meeting.hv("import", str(meeting.path / "meetings.ics"), "--yes").code == 0
    assert meeting.rows() == []


def test_unanswered_and_unknown_ones_are_not_ticked_others_counted(meeting: Home) -> None:
    write(
        meeting,
        ("Review", "17T1500", "17T1600", "STATUS:TENTATIVE\r\n"),
        ("Lunch", "17T1700", "17T1800", ""),
        ("Off", "17T1900", "17T2000", "TRANSP:TRANSPARENT\r\n"),
    )
    document = meeting.suggest().json
    rows = [(each["notes"], each["ticked"], each["why"]) for each in document["suggestions"]]
    assert rows == [("Review", False, "not answered"), ("Lunch", False, "no project known")]
    assert document["remarks"] == ["~/meetings.ics: left out 1 free"]


def test_a_calendar_that_cannot_be_read_stops_nothing(meeting: Home) -> None:
    meeting.repository("site")
    meeting.commit("site", "17 09:30", "A")
    path = meeting.path / "meetings.ics"
    path.write_text("nonsense")
    assert meeting.rows() == ["17 0.5 Marketing Website: A"]
    path.unlink()
    assert meeting.suggest().json["remarks"] == ["~/meetings.ics: no such file"]


def test_where_times_count_a_meeting_keeps_its_own(by_clock: Home) -> None:
    by_clock.configure('[suggest]\ncalendars = ["~/meetings.ics"]\n')
    rules = '[[ics.rule]]\nto = { project = "TF", task = "Research" }\n'
    (Path(by_clock.hv.environ["HV_HOME"]) / "import.toml").write_text(rules)
    write(by_clock, ("One", "17T1500", "17T1600", ""), ("Two", "17T1530", "17T1630", ""))
    rows = by_clock.suggest().json["suggestions"]
    assert [(each["started_time"], each["ended_time"]) for each in rows] == [("10:00", "11:00")]
