"""Days that come again, in settings and in sentences."""

from datetime import date

import pytest

from harvest_cli.domain.days import Period
from harvest_cli.language.days.recurring import Rule, read_rule
from tests.running import Hv

AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("mon-fri", Rule((0, 1, 2, 3, 4))),
        ("weekdays", Rule((0, 1, 2, 3, 4))),
        ("every weekday", Rule((0, 1, 2, 3, 4))),
        ("daily", Rule((0, 1, 2, 3, 4, 5, 6))),
        ("fri-mon", Rule((0, 4, 5, 6))),
        ("mon, wed and fri", Rule((0, 2, 4))),
        ("Tuesdays", Rule((1,))),
        ("every other tuesday", Rule((1,), 2)),
        ("every 2nd tuesday", Rule((1,), 2)),
        ("every second tuesday", Rule((1,), 2)),
        ("every 3rd friday", Rule((4,), 3)),
        ("every 2 weeks on tuesday", Rule((1,), 2)),
        ("2nd tuesday of the month", Rule((1,), nth=2)),
        ("every 2nd tuesday of the month", Rule((1,), nth=2)),
        ("first monday", Rule((0,), nth=1)),
        ("the last friday of the month", Rule((4,), nth=-1)),
        ("15th of the month", Rule(monthday=15)),
        ("last day of the month", Rule(monthday=-1)),
    ],
)
def test_a_rule_is_read(text: str, rule: Rule) -> None:
    assert read_rule(text) == rule


@pytest.mark.parametrize(
    "text", ["", "sometimes", "every", "monday 3pm", "6th monday", "every 0 weeks on monday", "of"]
)
def test_what_is_no_rule_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="every other tuesday"):
        read_rule(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2nd tuesday of the month", ["09-08", "10-13", "11-10"]),
        ("first monday", ["09-07", "10-05", "11-02"]),
        ("last friday", ["09-25", "10-30", "11-27"]),
        ("31st of the month", ["10-31"]),
        ("last day of the month", ["09-30", "10-31", "11-30"]),
        ("5th monday", ["11-30"]),
    ],
)
def test_the_days_of_a_month(text: str, days: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in read_rule(text).days_in(AUTUMN)] == days


def test_every_other_week_counts_from_its_first_day_over_years() -> None:
    rule, first = read_rule("every other tuesday"), date(2020, 12, 29)
    found = rule.days_in(Period(date(2021, 1, 1), date(2021, 2, 1)), first)
    assert found == [date(2021, 1, 12), date(2021, 1, 26)]
    assert not rule.falls_on(date(2021, 1, 5), first)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every monday in november 30m TF Research: planning", "02 09 16 23 30"),
        ("30m TF Research on every monday in november", "02 09 16 23 30"),
        ("every other tuesday in november 30m TF Research", "03 17"),
        ("every 2nd tuesday in november 30m TF Research", "03 17"),
        ("30m TF Research every monday and friday last week: x", "09 13"),
        ("30m TF Research every tuesday since nov 2", "03 10 17"),
    ],
)
def test_a_sentence_logs_each_of_the_days(hv: Hv, text: str, days: str) -> None:
    entries = hv("log", text, "-n", "--json").json["entries"]
    assert [entry["spent_date"][-2:] for entry in entries] == days.split()
    assert {(entry["hours"], entry["task"]["name"]) for entry in entries} == {(0.5, "Research")}


def test_every_other_week_is_said(hv: Hv) -> None:
    ran = hv("log", "every other tuesday in november 30m TF Research", "-n")
    assert "every 2 weeks from Tue 3 Nov on" in ran.out


def test_notes_keep_their_words(hv: Hv) -> None:
    (entry,) = hv("log", "30m TF Research: every monday in november", "-n", "--json").json[
        "entries"
    ]
    assert entry["notes"] == "every monday in november"


def test_no_day_and_too_many_are_refused(hv: Hv) -> None:
    none = hv("log", "30m TF Research every 3rd friday in nov 2-4", "-n")
    assert none.code == 2
    many = hv("log", "30m TF Research every monday in 2026", "-n")
    assert (many.code, "more than 31 entries" in many.err) == (2, True)
