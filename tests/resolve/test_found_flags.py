"""Numbers and flags that were misread: bare numbers, thousands, contradictions, inferences."""

from typing import Any

import pytest

from tests.account import NOW
from tests.rows import few
from tests.running import Hv, Ran
from tests.served import Served


def the_one(ran: Ran) -> dict[str, Any]:
    (entry,) = ran.json["entries"]
    found: dict[str, Any] = entry
    return found


@few(4)
@pytest.mark.found("B1")
@pytest.mark.parametrize(
    "argv",
    [
        ("edit", "last", "+15"),
        ("edit", "last", "-15"),
        ("log", "15 MW"),
        ("log", "MW 9-5 minus 30"),
        ("log", "9-5 MW with 30 lunch"),
        ("start", "MW with 30 already"),
        ("start", "MW 15 ago"),
        ("stop", "15 ago"),
        ("log", "the last 15 MW"),
    ],
    ids=" ".join,
)
def test_a_whole_number_is_no_length_anywhere(hv: Hv, argv: tuple[str, ...]) -> None:
    hv("log", "1h MW: x")
    ran = hv(*argv, "--json")
    assert ran.code == 2
    assert "invalid_duration no_duration invalid_time".find(ran.json["error"]["code"]) >= 0
    assert the_one(hv("entries", "today", "--json"))["hours"] == 1.0


@pytest.mark.found("B1")
def test_with_its_unit_it_is_one(hv: Hv) -> None:
    hv("log", "1h MW: x")
    assert hv("edit", "last", "+15m").code == 0
    assert the_one(hv("entries", "today", "--json"))["hours"] == 1.25
    assert the_one(hv("log", "MW", "--hours", "2", "-n", "--json"))["hours"] == 2.0


@pytest.mark.found("B2")
@pytest.mark.parametrize("words", ["45", "#45", "4 5", "45, 46", "4-5"])
def test_numbers_are_never_looked_for_in_notes(hv: Hv, words: str) -> None:
    hv("log", "1h MW: ticket 45, parts 4 5 and 46")
    assert hv("delete", *words.split(), "--yes").code in (2, 4)
    assert hv("edit", words, "--note", "y").code in (2, 4)
    assert the_one(hv("entries", "today", "--json"))["notes"] == "ticket 45, parts 4 5 and 46"


@pytest.mark.found("B5")
@pytest.mark.parametrize("number", ["1.234,5", "1,234.5", "12.345,50", "1.000,25"])
def test_a_number_with_point_and_comma_is_refused(hv: Hv, number: str) -> None:
    for argv in ((f"{number}h on TF Programming",), ("TF", "--hours", f"{number}h")):
        ran = hv("log", *argv)
        assert ran.code == 2
        assert "both a point and a comma" in ran.err
        assert "^" in ran.err


@pytest.mark.found("B6")
def test_flags_that_contradict_each_other_are_refused(hv: Hv) -> None:
    times = ("log", "MW research", "--from", "9", "--to", "11", "-n", "--hours")
    for hours in ("3", "1h59", "2:01"):
        ran = hv(*times, hours)
        assert ran.code == 2
        assert f"--hours {hours}" in ran.err
    for hours in ("2", "2h", "120m", "2:00"):
        assert hv(*times, hours).code == 0


@pytest.mark.found("B7")
@pytest.mark.parametrize(
    ("sentence", "flags", "said"),
    [
        ("1h MW", ("--hours", "2h"), "`--hours 2h` instead of `1h`"),
        ("9-11am MW", ("--hours", "3h"), "`--hours 3h` instead of `9-11am`"),
        ("9-11am MW", ("--from", "13:00", "--to", "14:00"), "instead of `9-11am`"),
        ("1h MW yesterday", ("--date", "today"), "`--date today` instead of `yesterday`"),
        ("1h MW", ("--project", "TF"), "`--project TF` instead of `MW`"),
        ("1h MW programming", ("--task", "Research"), "`--task Research` instead of `programming`"),
        ("1h MW: x", ("--note", "y"), "`--note y` instead of `x`"),
    ],
)
def test_what_a_flag_replaced_is_said(
    hv: Hv, sentence: str, flags: tuple[str, ...], said: str
) -> None:
    assert said in hv("log", sentence, *flags, "-n").out


@pytest.mark.found("B7")
def test_a_flag_that_says_the_same_replaces_nothing(hv: Hv) -> None:
    same = ("--hours", "60m", "--date", "2026-11-17", "--project", "MW", "--task", "Research")
    ran = hv("log", "1h MW research yesterday: x", *same, "--note", "x", "-n")
    assert "instead of" not in ran.out
    kept = the_one(hv("log", "9-11am MW", "--hours", "2h", "-n", "--json"))
    assert (kept["started_time"], kept["ended_time"]) == ("09:00", "11:00")


@pytest.mark.found("C4", "G8")
@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("nov 19", "19 November read as 2025-11-19"),
        ("12/24", "24 December read as 2025-12-24"),
        ("03/11", "3/11 read as 11 March"),
        ("two fridays ago", "2026-11-06"),
    ],
)
def test_what_a_flag_inferred_is_said_and_strict_refuses_it(hv: Hv, date: str, said: str) -> None:
    argv = ("log", "1h TF research", "--date", date, "-n")
    assert said in hv(*argv).out
    assert hv(*argv, "--strict").code == 2
    hv("log", "1h MW: x")
    for others in (("edit", "last", "--date", date, "-n"), ("entries", "--from", date)):
        ran = hv(*others)
        assert said in ran.out + ran.err, others
    exact = hv("log", "1h TF research", "--date", "2026-11-16", "-n", "--strict")
    assert exact.code == 0


@pytest.mark.found("C4")
def test_a_time_of_a_flag_that_may_be_in_the_afternoon_is_said(hv: Hv) -> None:
    argv = ("log", "TF research yesterday", "-n", "--to", "14:00", "--from")
    assert "read as: 2 read as 2:00am" in hv(*argv, "2").out
    assert hv(*argv, "2", "--strict").code == 2
    for certain in ("02:00", "2am", "9"):
        assert hv(*argv, certain, "--strict").code == 0


@pytest.mark.found("A3")
@pytest.mark.parametrize("words", ["at 8:15", "20m ago", "since 9: x", "research at 9"])
def test_parse_reads_a_start_as_start_does(hv: Hv, words: str) -> None:
    mine = hv.with_(HV_PROJECT="MW")
    (read,) = mine("parse", "--as", "start", words, "--json").json["entries"]
    begun = mine("start", words, "-n", "--json").json["entries"][0]
    assert read["project"] == begun["project"]["name"] == "Marketing Website"
    assert read["notes"] == begun["notes"]
    assert read["started_time"] is not None


@pytest.mark.found("A5")
def test_the_zone_is_named_where_it_is_not_that_of_the_machine(hv: Hv, there: Served) -> None:
    mine = Hv({"HV_HOME": hv.environ["HV_HOME"], **there.token_environ})
    for zone, named in (("Asia/Tokyo", True), ("America/New_York", False)):
        away = mine.with_(TZ=zone)
        for argv in (
            ("log", "9-10am TF"),
            ("log", "1h TF today"),
            ("start", "TF at 9:15"),
            ("log", "TF", "--from", "9", "--to", "10"),
        ):
            assert ("times are those of America/New_York" in away(*argv, "-n").out) == named, argv
        assert ("it is 10:30am in America/New_York" in away("start", "TF at 8pm").err) == named
        assert "America/New_York" not in away("log", "1h TF", "-n").out
        assert away("log", "9-10am TF research", "-n", "--strict").code == 0
    assert NOW.hour == 15
