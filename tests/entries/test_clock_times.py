"""Lengths without clock times find room around what is there; overlaps and full days are said."""

from itertools import pairwise

import pytest

from tests.network import Network
from tests.rows import few
from tests.running import Hv

EVENING = {"HV_NOW": "2026-11-18T18:00:00"}


@pytest.fixture
def by_times(hv: Hv) -> Hv:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    return hv


def spans(hv: Hv, day: str) -> list[tuple[str, str]]:
    found = hv("entries", day, "--json").json["entries"]
    return sorted((e["started_time"], e["ended_time"]) for e in found if e["ended_time"])


def apart(spans: list[tuple[str, str]]) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(spans))


@few(3)
@pytest.mark.found("E4")
@pytest.mark.parametrize(
    ("lines", "day", "wanted"),
    [
        (["2h MW today", "45m OS1 today"], "today", ["15:15–16:00", "16:00–18:00"]),
        (["2h MW and 45m OS1 today"], "today", ["15:15–17:15", "17:15–18:00"]),
        (["2h MW and 3h TF nov 14"], "nov 14", ["09:00–11:00", "11:00–14:00"]),
        (["2h MW nov 14", "3h TF nov 14"], "nov 14", ["09:00–11:00", "11:00–14:00"]),
        (
            ["10-12 MW nov 14", "1h TF nov 14", "2h TF nov 14"],
            "nov 14",
            ["09:00–10:00", "10:00–12:00", "12:00–14:00"],
        ),
        (["1h TF nov 14 and 9-11 MW nov 14"], "nov 14", ["09:00–11:00", "11:00–12:00"]),
        (["17-18 MW today", "1h TF today"], "today", ["16:00–17:00", "17:00–18:00"]),
        (["20h MW nov 14", "3h TF nov 14"], "nov 14", ["00:00–20:00", "20:00–23:00"]),
    ],
)
def test_lengths_are_placed_one_after_the_other(
    by_times: Hv, lines: list[str], day: str, wanted: list[str]
) -> None:
    at = by_times.with_(**EVENING)
    before = spans(at, day)
    for line in lines:
        ran = at("log", line)
        assert ran.code == 0, ran.err
        assert "overlap" not in ran.err + ran.out
    made = [span for span in spans(at, day) if span not in before]
    assert [f"{begin}–{end}" for begin, end in made] == wanted or before
    assert apart(spans(at, day))


@pytest.mark.found("E4")
def test_the_preview_places_as_the_deed_does(by_times: Hv) -> None:
    by_times("log", "2h MW")
    said = by_times("log", "45m OS1", "-n", "--json").json["entries"][0]
    done = by_times("log", "45m OS1", "--json").json["entries"][0]
    parsed = by_times("parse", "30m OS1", "--json").json["entries"][0]
    assert (said["started_time"], said["ended_time"]) == (
        done["started_time"],
        done["ended_time"],
    )
    assert parsed["ended_time"] == done["started_time"]


@pytest.mark.found("E4")
def test_on_a_full_day_the_overlap_is_said_and_the_preview_is_the_deed(by_times: Hv) -> None:
    by_times("log", "23h MW nov 14")
    ran = by_times("log", "2h TF nov 14", "-n", "--json")
    done = by_times("log", "2h TF nov 14", "--json")
    times = [each.json["entries"][0]["started_time"] for each in (ran, done)]
    assert times == ["09:00", "09:00"]
    assert any("overlaps 0:00 to 23:00" in each for each in done.json["warnings"])


@pytest.mark.found("E4")
def test_what_is_pending_and_what_a_file_holds_is_room_taken(
    by_times: Hv, network: Network
) -> None:
    by_times("projects", "--refresh")
    with network.away():
        assert by_times("log", "2h MW nov 14").code == 75
        assert by_times("log", "1h TF nov 14").code == 75
    assert by_times("sync").code == 0
    text = "date,project,task,hours,started_time,ended_time\n"
    text += "2026-11-14,TF,Research,1,,\n2026-11-14,TF,Research,2,12:00,14:00\n"
    assert by_times("log", "--csv", "-", stdin=text).code == 0
    found = spans(by_times, "nov 14")
    assert len(found) == 4
    assert apart(found)


@pytest.mark.found("E4")
def test_the_running_timer_takes_time_too(by_times: Hv) -> None:
    by_times("start", "TF Research at 9:00")
    (entry,) = by_times("log", "1h MW", "--json").json["entries"]
    assert entry["ended_time"] == "09:00"
    assert "overlaps 9:00 to 10:30, Task Force" in by_times("log", "10-11 MW", "-n").err


@pytest.mark.found("E4")
def test_no_time_is_taken_by_what_is_gone(by_times: Hv) -> None:
    by_times("log", "2h MW nov 14")
    by_times("undo")
    by_times("log", "1h TF nov 14")
    assert spans(by_times, "nov 14") == [("09:00", "10:00")]


@pytest.mark.found("E4")
@pytest.mark.parametrize("line", ["10-12 MW nov 14", "9:30-10:30 MW nov 14", "8-13 OS1 nov 14"])
def test_an_overlap_is_said_with_the_entry_that_it_meets(by_times: Hv, line: str) -> None:
    (there,) = by_times("log", "9-11 TF Research nov 14", "--json").json["entries"]
    for argv in (["-n"], []):
        ran = by_times("log", line, *argv)
        assert ran.code == 0
        met = f"overlaps 9:00 to 11:00, Task Force › Research (#{there['id']})"
        assert met in ran.err + ran.out
    assert "overlaps" not in by_times("log", "14-15 TF Research nov 14").err


@pytest.mark.found("E4")
def test_ranges_of_one_sentence_meet_too(by_times: Hv) -> None:
    ran = by_times("log", "9-11 TF Research nov 14 and 10-12 MW Programming nov 14", "--json")
    assert any("10:00 to 12:00 overlaps 9:00 to 11:00" in each for each in ran.json["warnings"])


@pytest.mark.found("E4", "H8")
def test_nothing_more_is_asked_of_harvest(by_times: Hv) -> None:
    by_times("log", "2h MW")
    ran = by_times("log", "45m OS1 and 1h TF", HV_DEBUG="1")
    asked = [line for line in ran.err.splitlines() if line.startswith(("GET ", "POST "))]
    assert [line.split()[0] for line in asked] == ["POST", "POST"]


# -- more than 24 hours a day ------------------------------------------------------------------


def full(hv: Hv) -> Hv:
    for note in "ab":
        assert hv("log", f"10h TF nov 14: {note}").err == ""
    return hv


@pytest.mark.found("H8")
@pytest.mark.parametrize("line", ["10h TF nov 14: c", "3h TF nov 14 and 2h MW nov 14"])
def test_a_day_of_more_than_24_hours_is_warned_of(hv: Hv, line: str) -> None:
    ran = full(hv)("log", line)
    assert ran.code == 0
    assert "2026-11-14 has" in ran.err
    assert "more than 24 hours" in ran.err
    warned = hv("log", line, "--json", "-n").json["warnings"]
    assert any("more than 24 hours" in each for each in warned)


@pytest.mark.found("H8")
def test_up_to_24_hours_nothing_is_said(hv: Hv) -> None:
    assert full(hv)("log", "4h TF nov 14: c").err == ""


@pytest.mark.found("H8")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", None), ("", None)])
def test_on_a_terminal_it_is_asked_about(hv: Hv, answer: str, code: int | None) -> None:
    ran = full(hv)("log", "10h TF nov 14: c", stdin=f"{answer}\n", terminal=True)
    assert "2026-11-14 has 30:00 with this, more than 24 hours. Log it? [y/N]" in ran.err
    assert (ran.code == 0) == (code == 0)
    assert len(hv("entries", "nov 14", "--json").json["entries"]) == (3 if code == 0 else 2)


@pytest.mark.found("H8")
def test_files_and_pending_entries_count(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        hv("log", "10h TF nov 14: a")
        hv("log", "10h TF nov 14: b")
        assert "30:00 with this" in hv("log", "10h TF nov 14: c").err
    text = "date,project,task,hours\n2026-11-13,TF,Research,12\n2026-11-13,MW,Research,13\n"
    ran = hv("log", "--csv", "-", stdin=text)
    assert ran.code == 0
    assert "more than 24 hours" in ran.err


@pytest.mark.parametrize(
    "typed", ["0.46h TF Research nov 14", "0.46h TF Research nov 14 from 9:00"]
)
def test_hours_between_two_minutes_are_asked_for_as_harvest_counts_them(hv: Hv, typed: str) -> None:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    would = hv("log", typed, "--dry-run", "--json").json["entries"][0]
    made = hv("log", typed, "--json")
    assert (would["hours"], made.json["entries"][0]["hours"]) == (0.47, 0.47)
    assert "another number" not in made.err
