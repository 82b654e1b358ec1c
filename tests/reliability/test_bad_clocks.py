"""Work over a change of the clocks: B36 (an hour that came twice), B37 (an hour that was missing).

What passed is counted and said; a time that the day had not, or had twice, is refused.
"""

import pytest

from tests.reliability.conftest import Scenes
from tests.rows import few
from tests.running import Hv

SPRING, AUTUMN = "2026-03-08", "2026-11-01"


@pytest.mark.bad("B36", "B37")
@pytest.mark.parametrize(
    ("sentence", "hours", "said"),
    [
        (f"1:30am-3:30am on TF {SPRING}", 1.0, "1:30am to 3:30am is 1:00: the clocks go forw"),
        (f"00:30-03:30 on TF {AUTUMN}", 4.0, "12:30am to 3:30am is 4:00: the clocks go back"),
        ("10pm-6am on TF 2026-03-07", 7.0, "10:00pm to 6:00am is 7:00: the clocks go forward"),
    ],
)
def test_a_range_over_a_change_counts_what_passed_and_says_so(
    hv: Hv, sentence: str, hours: float, said: str
) -> None:
    ran = hv("log", sentence, "--json")
    (entry,) = ran.json["entries"]
    assert entry["hours"] == hours
    shown = hv("log", sentence, "-n")
    assert said in shown.out + shown.err
    assert said in str(hv("parse", sentence, "--json").json["inferences"])
    assert hv("log", sentence, "-n", "--strict").code == 2


@pytest.mark.bad("B36", "B37")
@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ((f"2:30am-4:30am on TF {SPRING}",), "2:30am does not exist on 2026-03-08"),
        ((f"0:30am-2:30am on TF {SPRING}",), "time of day does not exist"),
        ((f"2h from 2:30am on TF {SPRING}",), "2:30am does not exist on 2026-03-08"),
        ((f"01:30-03:30 on TF {AUTUMN}",), "1:30am occurs twice on 2026-11-01"),
        (
            ("TF", "--from", "2:30", "--to", "4:30", "--date", SPRING),
            "2:30am does not exist on 2026-03-08",
        ),
        (
            ("2h on TF", "--from", "2:30", "--date", SPRING),
            "2:30am does not exist on 2026-03-08",
        ),
        (
            ("TF", "--from", "1:30", "--to", "4:30", "--date", AUTUMN),
            "1:30am occurs twice on 2026-11-01",
        ),
    ],
)
def test_times_that_were_not_or_came_twice_are_refused(
    hv: Hv, argv: tuple[str, ...], said: str
) -> None:
    hv("projects")
    ran = hv("log", *argv, HV_DEBUG="1")
    assert ran.code == 2
    assert said in ran.err
    assert "hint: " in ran.err
    assert "POST /" not in ran.err


@pytest.mark.parametrize(
    ("flags", "hours", "times"),
    [
        (("--from", "1:30", "--to", "3:30"), 1.0, ("01:30", "03:30")),
        (("--from", "1:30", "--hours", "2"), 2.0, ("01:30", "04:30")),
        (("--to", "4:30", "--hours", "2"), 2.0, ("01:30", "04:30")),
        (("--from", "9:00", "--to", "11:00"), 2.0, ("09:00", "11:00")),
    ],
)
def test_flags_over_a_change_count_what_passed_too(
    hv: Hv, flags: tuple[str, ...], hours: float, times: tuple[str, str]
) -> None:
    (entry,) = hv("log", "TF", "-n", "--json", "--date", SPRING, *flags).json["entries"]
    assert entry["hours"] == hours
    assert (entry["started_time"], entry["ended_time"]) == times


@pytest.mark.parametrize("by_times", [False, True])
def test_an_account_of_either_kind_gets_the_hours_that_passed(
    scene: Scenes, by_times: bool
) -> None:
    with scene(wants_timestamp_timers=by_times) as at:
        ran = at.hv("log", f"1:30am-3:30am on TF {SPRING}")
        assert ran.code == 0, ran.err
        (entry,) = at.new
        assert entry["hours"] == 1.0
        said = "sent without times" in ran.out + ran.err
        assert said is by_times
        assert "break" not in ran.out + ran.err


@few(3)
@pytest.mark.parametrize("by_times", [False, True])
@pytest.mark.parametrize(
    ("day", "flags", "hours"),
    [
        (SPRING, ("--from", "1:30", "--to", "4:00"), 1.5),
        (AUTUMN, ("--from", "0:30", "--to", "3:00"), 3.5),
        (SPRING, ("--from", "9:00", "--to", "10:30"), 1.5),
    ],
)
def test_an_edit_over_a_change_counts_what_passed_too(
    scene: Scenes, by_times: bool, day: str, flags: tuple[str, ...], hours: float
) -> None:
    with scene(wants_timestamp_timers=by_times) as at:
        assert at.hv("log", f"15m on TF {day}").code == 0
        ran = at.hv("edit", str(at.new[0]["id"]), "--yes", *flags)
        assert ran.code == 0, ran.err
        assert at.new[0]["hours"] == hours


def test_an_edit_to_a_time_that_was_not_or_came_twice_is_refused(scene: Scenes) -> None:
    with scene(wants_timestamp_timers=True) as at:
        for day, begin, said in (
            (SPRING, "2:30", "2:30am does not exist"),
            (AUTUMN, "1:30", "1:30am occurs twice"),
        ):
            assert at.hv("log", f"15m on TF {day}").code == 0
            (entry,) = [each for each in at.new if each["spent_date"] == day]
            ran = at.hv("edit", str(entry["id"]), "--yes", "--from", begin, "--to", "4:00")
            assert (ran.code, said in ran.err) == (2, True), ran.err
        assert [each["hours"] for each in at.new] == [0.25, 0.25]
