"""`hv copy`: shown, asked, sent once each, never doubled."""

import pytest

from tests.running import Hv


def entries(hv: Hv, words: str) -> list[tuple[object, ...]]:
    found = hv("entries", words, "--json").json["entries"]
    return [(e["project"]["name"], e["task"]["name"], e["hours"], e["notes"]) for e in found]


def test_yesterday_once_more_today(hv: Hv) -> None:
    ran = hv("copy", "yesterday", "--yes")
    assert ran.code == 0, ran.err
    assert entries(hv, "today") == entries(hv, "yesterday")
    assert ran.out.splitlines()[0].startswith("Logged 0:30")
    assert ran.err == "Logged 3 entries, 6:30\n"


def test_a_week_goes_to_the_same_weekdays(hv: Hv) -> None:
    hv("copy", "last week", "to", "this week", "--yes")
    for ago, day in (("nov 9", "nov 16"), ("nov 13", "nov 20")):
        assert set(entries(hv, ago)) <= set(
            entries(hv, f"from 2026-11-{day[4:]} to 2026-11-{day[4:]}")
        )


def test_a_day_goes_to_the_day_that_is_named(hv: Hv) -> None:
    assert hv("copy", "monday to 2026-11-20", "--yes").code == 0
    assert entries(hv, "this week")[-3:] == entries(hv, "monday")
    assert hv("copy", "monday", "--to", "nov 14", "--yes").code == 0
    assert entries(hv, "nov 14") == entries(hv, "monday")


def test_copying_twice_doubles_nothing(hv: Hv) -> None:
    hv("copy", "yesterday", "--yes")
    again = hv("copy", "yesterday", "--yes", "--json")
    assert again.code == 0
    assert again.json["entries"] == []
    assert [row["why"].split("#")[0] for row in again.json["skipped"]] == ["already there as "] * 3
    assert len(entries(hv, "today")) == 3


def test_a_timer_of_odd_seconds_is_not_copied_twice(hv: Hv) -> None:
    """Its hours are not those from start to end, which the copy of it has."""
    hv("sandbox", "reset", "--timestamp")
    for second in range(0, 60, 7):
        hv("start", f"MW: {second}", HV_NOW=f"2026-11-17T16:49:{second:02}")
        hv("stop", HV_NOW="2026-11-17T17:16:55")
    assert len(hv("copy", "yesterday", "--yes", "--json").json["entries"]) == 12
    again = hv("copy", "yesterday", "--yes", "--json")
    assert (again.json["entries"], again.err.count("another number")) == ([], 0)
    times = [
        [(e["notes"], e["started_time"], e["ended_time"]) for e in day.json["entries"]]
        for day in (hv("entries", "yesterday", "--json"), hv("entries", "today", "--json"))
    ]
    assert sorted(times[0]) == sorted(times[1])


def test_two_alike_are_two(hv: Hv) -> None:
    for _ in range(2):
        hv("log", "1h TF Research nov 14: same")
    hv("log", "1h TF Research nov 15: same")
    ran = hv("copy", "nov 14 to nov 15", "--yes", "--json")
    assert (len(ran.json["entries"]), len(ran.json["skipped"])) == (1, 1)
    assert len(entries(hv, "nov 15")) == 2


def test_a_dry_run_sends_nothing(hv: Hv) -> None:
    ran = hv("copy", "yesterday", "--dry-run", HV_DEBUG="1")
    assert ran.code == 0
    assert "POST" not in ran.err
    assert ran.out.count("Would log") == 3
    assert entries(hv, "today") == []


def test_off_a_terminal_it_needs_yes(hv: Hv) -> None:
    ran = hv("copy", "yesterday")
    assert (ran.code, ran.out) == (2, "")
    assert "--yes" in ran.err
    assert entries(hv, "today") == []


@pytest.mark.parametrize(("answer", "made"), [("y\n", 3), ("\n", 3), ("n\n", 0), ("", 0)])
def test_on_a_terminal_it_shows_the_rows_and_asks(hv: Hv, answer: str, made: int) -> None:
    ran = hv("copy", "yesterday", stdin=answer, terminal=True)
    assert ran.code == (0 if made else 8)
    assert ("Nothing was changed" in ran.err) is not bool(made)
    assert "Marketing Website › Graphic Design" in ran.err
    assert "Log them?" in ran.err
    assert len(entries(hv, "today")) == made


def test_what_cannot_be_tracked_any_more_is_skipped(hv: Hv) -> None:
    ran = hv("copy", "oct 5 to today", "--yes", "--json")
    assert ran.code == 0
    assert ran.json["skipped"][0]["why"] == "its project or task can no longer be tracked"
    assert ran.json["entries"] == []


def test_a_running_timer_is_not_copied(hv: Hv) -> None:
    hv("start", "Marketing Website", "at", "9:00")
    ran = hv("copy", "today to yesterday", "--yes", "--json")
    assert [row["why"] for row in ran.json["skipped"]] == ["its timer still runs"]


def test_start_and_end_go_along(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    hv("copy", "yesterday", "--yes")
    found = [hv("entries", day, "--json").json["entries"] for day in ("yesterday", "today")]
    times = [[(e["started_time"], e["ended_time"]) for e in day] for day in found]
    assert times[0] == times[1]
    assert times[0][0][0] == "09:00"


def test_nothing_is_copied_to_an_approved_week(hv: Hv) -> None:
    # The oldest week of the history is approved.
    ran = hv("copy", "yesterday to nov 4", "--yes", "--json")
    assert ran.code == 5
    assert [each["why"] for each in ran.json["skipped"]] == ["its week is approved"] * 3
    assert ran.json["entries"] == []
    assert "3 skipped (3 approved)" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("", 2, "missing"),
        ("to today", 2, "missing"),
        ("yesterday to yesterday", 2, "onto itself"),
        ("2026-01-03", 4, "No entries to copy"),
        ("last 3 days", 2, "where to copy several days"),
        ("blurble", 2, "blurble"),
    ],
)
def test_wrong_input_is_said_plainly(hv: Hv, words: str, code: int, said: str) -> None:
    ran = hv("copy", *words.split(), "--yes")
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert said in ran.err


def test_a_word_behind_the_target_is_pointed_at_where_it_was_typed(hv: Hv) -> None:
    ran = hv("copy", "last week to next week and", "-n")
    assert ran.code == 2
    assert "  last week to next week and\n" in ran.err
    assert ran.err.rstrip().endswith("omit it: `last week to next week`")


def test_days_to_come_are_said_as_hv_log_says_them(hv: Hv) -> None:
    said = hv("copy", "last week", "-n").err
    assert "2026-11-19 to 2026-11-20 are in the future" in said
    assert "in the future" not in hv("copy", "yesterday", "-n").err
