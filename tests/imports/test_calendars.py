"""Calendars: what is an entry, what is skipped and why, and the silent traps of reading them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.harvest.http import published
from tests.faulty_server import FaultyServer, Step, reply
from tests.imports.reading import EXAMPLES, expected, read, told
from tests.running import CTRL_C, Hv, Ran
from tests.throwaway_ca import an_authority

pytest.importorskip("icalendar")
pytest.importorskip("recurring_ical_events")


def cal(*events: str, heads: str = "") -> str:
    inside = "\r\n".join(f"BEGIN:VEVENT\r\n{each.strip()}\r\nEND:VEVENT" for each in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{heads}{inside}\r\nEND:VCALENDAR\r\n"


def event(*lines: str, uid: str = "a@b", at: str = "DTSTART:20261112T080000Z") -> str:
    return "\r\n".join([f"UID:{uid}", "SUMMARY:Sprint", at, "DURATION:PT1H", *lines])


def rows(text: str) -> Sequence[Any]:
    return [told(row) for row in read(text).rows]


def test_the_example_holds_what_is_expected() -> None:
    found = read((EXAMPLES / "calendar.ics").read_text(), me=("kim@example.test",)).rows
    wanted = expected("calendar.ics")
    assert [told(row) for row in found if not row.skip] == wanted[:3]
    skips = {(row.source_id.split()[0], str(row.skip)) for row in found if row.skip}
    assert skips == {(each["line"], each["skip"]) for each in wanted[3:]}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("STATUS:CANCELLED", "cancelled"),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:kim@x.test", "declined"),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:kim@x.test", "not answered"),
        ("ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:Kim@x.test", "not answered"),
        ("STATUS:TENTATIVE", "not answered"),
        ("TRANSP:TRANSPARENT", "free"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "free"),
        ("CLASS:PRIVATE", "private"),
        ("CLASS:CONFIDENTIAL", "private"),
    ],
)
def test_what_is_no_work_is_skipped_and_says_why(lines: str, why: str) -> None:
    others = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@x.test"
    (found,) = read(cal(event(lines, others)), me=("kim@x.test",)).rows
    assert found.skip == why
    assert not found.notes or why != "private"


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("DTSTART;VALUE=DATE:20261112", "all day"),
        ("DTSTART:20261118T090000Z", "not over yet"),
        ("DTSTART:20270101T090000Z", "not over yet"),
        ("DTSTART:20240101T090000Z", "longer ago than a year"),
        ("DTSTART;VALUE=DATE:20240101", "all day"),
    ],
)
def test_days_and_what_is_to_come(when: str, why: str) -> None:
    text = cal(event(at=when).replace("DURATION:PT1H", "" if "VALUE" in when else "DURATION:PT1H"))
    assert [row.skip for row in read(text).rows] == [why]


def test_an_event_without_an_end_has_no_time() -> None:
    (found,) = read(cal(event().replace("DURATION:PT1H", ""))).rows
    assert found.skip == "no time"


OUTLOOK = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\n"
    "DTSTART:16010101T000000\r\nTZOFFSETFROM:{0}\r\nTZOFFSETTO:{0}\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\n"
)
CUSTOMIZED = "DTSTART;TZID=Customized Time Zone:20261112T090000"


@pytest.mark.parametrize("end", ["DTEND:20261112T070000Z", "DURATION:-PT1H"])
def test_an_event_that_ends_before_it_begins_is_no_hour_of_work(end: str) -> None:
    (found,) = rows(cal(f"UID:a@b\r\nSUMMARY:Back\r\nDTSTART:20261112T080000Z\r\n{end}"))
    assert "ends before it begins" in found["wrong"]


def start(text: str) -> object:
    (found,) = rows(text)
    assert isinstance(found, dict)
    return found.get("start", found)


def test_a_zone_of_the_file_is_its_own_beside_that_of_the_calendar() -> None:
    heads = "X-WR-TIMEZONE:Europe/Berlin\r\n" + OUTLOOK.format("+0530")
    assert start(cal(event(at=CUSTOMIZED), heads=heads)) == "04:30"
    floating = event(at="DTSTART:20261112T090000")
    heads = "X-WR-TIMEZONE:America/New_York\r\n"
    assert start(cal(floating, heads=heads)) == "15:00"


def test_a_zone_of_one_file_is_not_that_of_the_next() -> None:
    for offset, at in (("+0530", "04:30"), ("-0400", "14:00"), ("+0530", "04:30")):
        assert start(cal(event(at=CUSTOMIZED), heads=OUTLOOK.format(offset))) == at


@pytest.mark.parametrize("zone", ["Nowhere/Land", '"(UTC+01:00) Amsterdam, Berlin"'])
def test_a_zone_that_nobody_knows_is_told_and_not_guessed(zone: str) -> None:
    (found,) = read(cal(event(at=f"DTSTART;TZID={zone}:20261112T090000"))).rows
    assert found.wrong is not None
    assert "unknown time zone" in found.wrong.message


def test_a_broken_event_is_named_and_the_others_are_read() -> None:
    broken = event("RRULE:FREQ=WEEKLY;BYDAY=XX", uid="broken")
    never = event(uid="never", at="X-NOTHING:1")
    found = read(cal(broken, event(), never)).rows
    wrong = [row.wrong.message for row in found if row.wrong]
    assert len(wrong) == 2
    assert all("Sprint" in message for message in wrong)
    assert [row.source_id.split()[0] for row in found if not row.wrong] == ["a@b"]


def test_calendars_of_one_file_are_all_read() -> None:
    both = cal(event(uid="one")) + cal(event(uid="two"), heads="X-WR-CALNAME:Team\r\n")
    found = read(both).rows
    assert [row.source_id.split()[0] for row in found] == ["one", "two"]
    assert found[1].tags == ("Team",)


def test_a_series_without_end_is_read_up_to_now() -> None:
    found = read(cal(event("RRULE:FREQ=DAILY", at="DTSTART:20000103T080000Z"))).rows
    assert {str(row.skip) for row in found} <= {"None", "not over yet"}
    assert 360 < len(found) < 370
    assert len({row.source_id for row in found}) == len(found)


@pytest.mark.parametrize("often", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_repeats_all_day_long_is_refused(often: str) -> None:
    (found,) = read(cal(event(f"RRULE:FREQ={often}"))).rows
    assert found.wrong is not None
    assert "repeats" in found.wrong.message


def test_the_hour_keeps_its_place_over_a_change_of_clocks() -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=3", at="DTSTART;TZID=Europe/Berlin:20261018T090000")
    assert [(row["date"], row["start"]) for row in rows(cal(weekly))] == [
        ("2026-10-18", "09:00"),
        ("2026-10-25", "09:00"),
        ("2026-11-01", "09:00"),
    ]


# -- hv import, hv log --from-calendar ---------------------------------------------------------

MEETINGS = cal(
    event("RRULE:FREQ=WEEKLY;COUNT=2", uid="series", at="DTSTART:20261109T150000Z"),
    event(uid="once", at="DTSTART:20261117T150000Z").replace("Sprint", "Marketing Website"),
    event("STATUS:TENTATIVE", uid="maybe", at="DTSTART:20261117T180000Z"),
)
RULE = '[[ics.rule]]\ndescription = "Sprint"\nto = { project = "MW", task = "Programming" }\n'


@pytest.fixture
def meetings(tmp_path: Path) -> str:
    path = tmp_path / "meetings.ics"
    path.write_text(MEETINGS, newline="")
    return str(path)


def test_a_calendar_is_imported_once(hv: Hv, home: Path, meetings: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "import.toml").write_text(RULE)
    ran = hv("import", meetings, "--yes", "--json")
    assert ran.code == 0, ran.err
    listed = hv("entries", "this month", "--search", "Sprint", "--json").json["entries"]
    assert [entry["spent_date"] for entry in listed] == ["2026-11-09", "2026-11-16"]
    assert "not answered" in hv("import", meetings, "--dry-run").out
    assert hv("import", meetings, "--yes").code == 0
    again = hv("entries", "this month", "--search", "Sprint", "--json").json["entries"]
    assert again == listed


def test_titles_without_a_rule_are_named_one_by_one(hv: Hv, meetings: str) -> None:
    ran = hv("import", meetings, "--yes")
    assert ran.code == 8
    assert 'project = "Sprint"' in ran.out + ran.err


def test_a_calendar_is_logged_for_a_time(hv: Hv, home: Path, meetings: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "import.toml").write_text(RULE)
    ran = hv("log", "--from-calendar", meetings, "last", "week", "--yes")
    assert ran.code == 0, ran.err
    listed = hv("entries", "this month", "--search", "Sprint", "--json").json["entries"]
    assert [entry["spent_date"] for entry in listed] == ["2026-11-09"]


def test_a_series_of_a_thousand_times_a_day_is_refused_before_it_is_expanded() -> None:
    minutes = ",".join(map(str, range(60)))
    rule = f"RRULE:FREQ=DAILY;BYHOUR=8,9,10;BYMINUTE={minutes}"
    (found,) = read(cal(event(rule))).rows
    assert "180 times a day" in str(found.wrong)


def test_a_series_since_the_year_one_is_refused_before_it_is_expanded() -> None:
    (row,) = read(cal(event("RRULE:FREQ=DAILY", at="DTSTART:00010112T080000Z"))).rows
    assert "repeats since 1: no meeting does" in str(told(row)["wrong"])


def test_a_calendar_that_is_cut_short_is_refused() -> None:
    with pytest.raises(UsageError, match="cut short"):
        read(cal(event()) + cal(event()).partition("END:")[0])


# -- on a terminal -----------------------------------------------------------------------------


@pytest.fixture
def week(tmp_path: Path, hv: Hv) -> Path:
    """An event that was accepted, one without an answer, and one of nobody's project."""
    asked = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:kim@x.test"
    path = tmp_path / "week.ics"
    text = cal(
        event(uid="1", at="DTSTART:20261116T150000Z"),
        event(asked, uid="2", at="DTSTART:20261117T150000Z"),
        event(asked, uid="3", at="DTSTART:20261117T180000Z").replace("Sprint", "Party"),
    )
    path.write_text(text, encoding="utf-8", newline="")
    rules = path.with_name("rules.toml")
    rules.write_text(
        '[[ics.rule]]\nproject = "Sprint"\nto = { project = "MW", task = "Programming" }\n'
    )
    return path


@pytest.mark.parametrize(
    ("typed", "logged"),
    [
        ("\n", ["2026-11-16"]),
        ("2 on\n\n", ["2026-11-16", "2026-11-17"]),
        ("2\n", ["2026-11-17"]),
        ("3\n2\n", ["2026-11-17"]),
        ("n\n", []),
        ("q\n", []),
        (CTRL_C, []),
        (f"2 on\n{CTRL_C}", []),
    ],
)
def test_events_are_ticked_and_those_without_an_answer_are_not_at_first(
    hv: Hv, week: Path, typed: str, logged: list[str]
) -> None:
    rules = str(week.with_name("rules.toml"))
    ran = hv("import", str(week), "--map", rules, stdin=typed, terminal=True)
    assert ran.code == (0 if logged else 130 if CTRL_C in typed else 8), ran.err
    assert "  2 [ ] Tue 17 Nov" in ran.err
    assert "not answered" in ran.err
    found = hv("entries", "2026-11-16 to 2026-11-17", "--search", "Sprint", "--json")
    assert [each["spent_date"] for each in found.json["entries"]] == logged
    again = hv("import", str(week), "--map", rules, "--dry-run", "--json")
    verdicts = [row["verdict"] for row in again.json["files"][0]["rows"]]
    assert verdicts[0] == ("there" if "2026-11-16" in logged else "new")


def test_a_calendar_of_a_week_is_ticked_too_and_off_a_terminal_it_is_a_table(
    hv: Hv, week: Path
) -> None:
    home = Path(hv.environ["HV_HOME"])
    home.mkdir(exist_ok=True)
    (home / "import.toml").write_text(week.with_name("rules.toml").read_text())
    ran = hv("log", "--from-calendar", str(week), "today", stdin="\n", terminal=True)
    assert (ran.code, "holds no entries" in ran.err) == (2, True), ran.err
    off = hv("log", "--from-calendar", str(week), "this week")
    assert off.code == 8
    assert "Sprint" in off.out
    ran = hv("log", "--from-calendar", str(week), "this week", stdin="\n", terminal=True)
    assert ran.code == 0, ran.err
    assert "[x] Mon 16 Nov" in ran.err


# -- published ones ----------------------------------------------------------------------------


def linked(hv: Hv, folder: Path, script: list[list[Step]], *, scheme: str = "webcal") -> Ran:
    """An import of a file that holds the address of a server which answers as it is told."""
    authority = an_authority(folder / "ca")
    with FaultyServer(script, tls=authority.issue()) as server:
        address = f"{scheme}://{server.url.partition('://')[2].partition('/')[0]}/secret.ics"
        (folder / "address").write_text(address + "\n")
        (folder / "address").chmod(0o644)
        ran = hv("import", str(folder / "address"), "--dry-run", "--json")
        for each in server.requests:
            assert "authorization" not in each.headers
            assert not any("harvest" in name for name in each.headers)
    assert "secret" not in ran.err
    return ran


def test_a_file_may_hold_the_address_of_a_calendar(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca" / "ca.pem"))
    body = cal(event()).encode()
    moved = reply(302, b"", {"Location": "/elsewhere.ics"})
    ran = linked(hv, tmp_path, [[moved], [reply(200, body)]])
    assert ran.code == 0, ran.err
    (file,) = ran.json["files"]
    assert (file["name"], file["kind"]) == (str(tmp_path / "address"), "ics")
    assert "chmod 600" in ran.err
    assert len(file["rows"]) == 1


def test_a_published_calendar_is_sent_once_while_it_stays_the_same(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca" / "ca.pem"))
    first = reply(200, cal(event()).encode(), {"ETag": '"a"', "Last-Modified": "yesterday"})
    second = reply(200, cal(event(), event(uid="b")).encode(), {"ETag": '"b"'})
    file = tmp_path / "address"
    tls = an_authority(tmp_path / "ca").issue()
    with FaultyServer([[first], [reply(304)], [second]], tls=tls) as server:
        file.write_text(f"https://{server.url.partition('://')[2].partition('/')[0]}/secret.ics")
        file.chmod(0o600)
        ran = [hv("import", str(file), "-n", "--json").json for _ in range(3)]
        asked = [each.headers.get("if-none-match") for each in server.requests]
    assert [len(each["files"][0]["rows"]) for each in ran] == [1, 1, 2]
    assert asked == [None, '"a"', '"a"']


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (reply(404), "it answered 404"),
        (reply(302, b"", {"Location": "http://example.test/secret.ics"}), "not an https address"),
        (reply(200, b"x", {"Content-Length": "99"}), "cannot be fetched"),
        (reply(200, b"x" * 3000), "larger than"),
        (reply(302, b"", {"Location": "?again"}), "redirects"),
    ],
    ids=["gone", "plain http", "cut short", "large", "circle"],
)
def test_what_is_not_fetched_whole_and_in_private_is_refused(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Step, said: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca" / "ca.pem"))
    monkeypatch.setattr(published, "LARGEST", 2000)
    ran = linked(hv, tmp_path, [[step]] * 8)
    assert ran.code != 0
    assert said in ran.json["error"]["message"] if ran.out else said in ran.err


def test_an_address_without_https_is_refused(hv: Hv, tmp_path: Path) -> None:
    ran = linked(hv, tmp_path, [], scheme="http")
    assert (ran.code, "https" in ran.out + ran.err) == (2, True), ran.err
