"""What flags say wins over words, and need not be in the words."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.text.readings import Kind, Overrides
from tests.language.samples import NOW, manner, names

WEB = names("A").project("MW")
RESEARCH = names("A").task(WEB, "research")


def test_a_given_project_needs_no_name_in_the_words() -> None:
    (entry,) = parse_log("1h30: footer", NOW, names("A"), given=Overrides(assignment=WEB)).entries
    assert (entry.assignment, entry.hours, entry.notes) == (WEB, Decimal("1.50"), "footer")


def test_a_given_project_wins_over_a_name() -> None:
    (entry,) = parse_log("1h Task Force", NOW, names("A"), given=Overrides(assignment=WEB)).entries
    assert entry.assignment == WEB


def test_left_over_words_are_notes_when_the_project_is_given() -> None:
    (entry,) = parse_log(
        "1h30 footer links", NOW, names("A"), given=Overrides(assignment=WEB)
    ).entries
    assert entry.notes == "footer links"


def test_a_given_project_is_never_leave() -> None:
    given = Overrides(assignment=names("B").project("Intranet"))
    (entry,) = parse_log("1h: sick note form", NOW, names("B"), manner("B"), given).entries
    assert (entry.assignment.project.name, entry.notes) == ("Intranet", "sick note form")


def test_given_hours_need_no_length_in_the_words() -> None:
    given = Overrides(hours=Decimal("0.25"))
    (entry,) = parse_log("website: footer", NOW, names("A"), given=given).entries
    assert (entry.assignment, entry.hours, entry.notes) == (WEB, Decimal("0.25"), "footer")


def test_given_hours_win_over_a_length() -> None:
    given = Overrides(hours=Decimal("0.25"))
    (entry,) = parse_log("2h Task Force", NOW, names("A"), given=given).entries
    assert entry.hours == Decimal("0.25")


def test_given_times_make_the_hours() -> None:
    given = Overrides(started_time=time(22), ended_time=time(0, 30))
    (entry,) = parse_log("Task Force", NOW, names("A"), given=given).entries
    assert (entry.hours, entry.started_time, entry.ended_time) == (
        Decimal("2.50"),
        time(22),
        time(0, 30),
    )


def test_a_given_day_task_and_note_win() -> None:
    given = Overrides(task=RESEARCH, spent_date=date(2026, 11, 2), notes="from the flag")
    (entry,) = parse_log("2h MW yesterday: words", NOW, names("A"), given=given).entries
    assert (entry.task, entry.spent_date, entry.notes) == (
        RESEARCH,
        date(2026, 11, 2),
        "from the flag",
    )


def test_a_given_project_starts_a_timer_with_nothing_but_notes() -> None:
    start = parse_start("footer links", NOW, names("A"), given=Overrides(assignment=WEB))
    assert (start.assignment, start.notes, start.started_time) == (WEB, "footer links", None)


def test_an_empty_sentence_is_empty_and_an_empty_period_is_the_default() -> None:
    for text in ("", "   ", "\n\t"):
        with pytest.raises(SentenceError) as caught:
            parse_log(text, NOW, names("A"))
        assert caught.value.code == "empty"
        with pytest.raises(SentenceError) as caught:
            parse_period(text, NOW, names("A"))
        assert caught.value.code == "no_range"
    default = Period(date(2026, 11, 1), date(2026, 11, 18))
    assert parse_period("", NOW, names("A"), default=default).period == default
    asked = parse_period("Task Force by task", NOW, names("A"), default=default)
    assert (asked.period, asked.group_by) == (default, ("task",))


def test_two_groups_and_a_billable_filter_are_kept() -> None:
    asked = parse_period("billable hours by client and project, last month", NOW, names("A"))
    assert asked.group_by == ("client", "project")
    assert asked.billable is True


def test_the_roles_say_what_every_piece_was() -> None:
    text = "2h Research on Task Force yesterday: reading list"
    spans = parse_log(text, NOW, names("A")).spans
    roles = {text[s.start : s.end]: s.kind for s in spans if s.kind is not Kind.FILLER}
    assert roles == {
        "2h": Kind.QUANTITY,
        "Research": Kind.TASK,
        "Task Force": Kind.PROJECT,
        "yesterday": Kind.DATE,
        "reading list": Kind.NOTES,
    }
    text = "last month by client for 123 Industries"
    spans = parse_period(text, NOW, names("A")).spans
    roles = {text[s.start : s.end]: s.kind for s in spans if s.kind is not Kind.FILLER}
    assert roles == {
        "last month": Kind.PERIOD,
        "by client": Kind.GROUP,
        "123 Industries": Kind.CLIENT,
    }


def test_what_was_assumed_is_said() -> None:
    def kinds(text: str) -> set[str]:
        return {said.kind for said in parse_log(text, NOW, names("A")).inferences}

    assert kinds("2h Task Force") == set()
    assert kinds("2h market") == {"prefix"}
    assert kinds("9 to 5 Task Force yesterday") == {"meridiem"}
    assert kinds("10pm-1am Task Force yesterday") == {"midnight"}
    assert kinds("2h Task Force dec 3") == {"year"}


def test_the_future_is_a_warning_where_it_was_written() -> None:
    reading = parse_log("2h Task Force tomorrow", NOW, names("A"))
    assert reading.entries[0].spent_date == date(2026, 11, 19)
    assert reading.warnings
    assert not parse_log("2h Task Force today", NOW, names("A")).warnings


def test_a_timer_can_start_with_time_already_on_it() -> None:
    start = parse_start("Task Force with 30m already", NOW, names("A"))
    assert start.already == Decimal("0.50")
    assert parse_start("Task Force +0:15", NOW, names("A")).already == Decimal("0.25")
