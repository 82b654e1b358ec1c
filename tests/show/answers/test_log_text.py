"""What `hv log` says back."""

from datetime import time
from decimal import Decimal

import pytest

from harvest_cli.actions.entries.results import DayTotal, Logged
from harvest_cli.domain.entries import EntryState
from harvest_cli.show.answers import log_text
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.output import Output
from tests.rows import for_each, try_all
from tests.show.samples import FOOTER, MOCKUPS, TODAY, YESTERDAY, an_output, logged, said

WAITING = MOCKUPS._replace(id=0)


def logged_lines(answer: Logged, output: Output) -> list[str]:
    return list(log_text.logged_lines(answer, output))


def test_a_logged_entry_is_echoed_whole_and_then_the_day() -> None:
    assert logged_lines(logged(MOCKUPS), an_output(width=120)) == [
        "Logged 2:00  ABC Corp › Marketing Website › Graphic Design  Sat 21 Nov"
        '  "hero mockups"   #636718192',
        "Yesterday 6:30 of 7:00",
    ]


def test_a_pipe_gets_the_same_sentence() -> None:
    assert logged_lines(logged(MOCKUPS), an_output()) == logged_lines(
        logged(MOCKUPS), an_output(width=120)
    )


def test_decimal_accounts_get_decimals() -> None:
    lines = logged_lines(logged(MOCKUPS), an_output(time_format="decimal"))
    assert lines[0].startswith("Logged 2.00  ABC Corp")
    assert lines[1] == "Yesterday 6.50 of 7.00"


@pytest.mark.parametrize(
    ("clock", "shown"), [("24h", "9:00–11:00"), ("12h", "9:00am–11:00am"), (None, "9:00–11:00")]
)
def test_start_and_end_are_shown_in_the_accounts_clock(clock: str | None, shown: str) -> None:
    entry = MOCKUPS._replace(started_time=time(9), ended_time=time(11))
    lines = logged_lines(logged(entry), an_output(clock=clock))
    assert lines[0].startswith(f"Logged 2:00  {shown}  ABC Corp › ")


def test_an_assumed_task_says_why() -> None:
    lines = logged_lines(logged(MOCKUPS, assumed="last used here"), an_output())
    assert " › Graphic Design (last used here)  Sat 21 Nov" in lines[0]


def test_a_preview_sends_nothing_and_says_so_last() -> None:
    assert logged_lines(logged(WAITING, state=EntryState.PREVIEW, days=()), an_output()) == [
        'Would log 2:00  ABC Corp › Marketing Website › Graphic Design  Sat 21 Nov  "hero mockups"',
        "Nothing sent",
    ]


def test_an_unconfirmed_entry_must_not_be_typed_again() -> None:
    lines = logged_lines(logged(WAITING, state=EntryState.UNCONFIRMED, days=()), an_output())
    assert lines == [
        "Unconfirmed 2:00  ABC Corp › Marketing Website › Graphic Design  Sat 21 Nov"
        '  "hero mockups"   Harvest did not answer — do not log it again'
    ]


def test_a_saved_entry_is_said_not_to_be_on_harvest() -> None:
    lines = logged_lines(logged(WAITING, state=EntryState.QUEUED, days=()), an_output())
    assert lines[0].startswith("Saved here, not yet on Harvest  2:00  ABC Corp › ")


def test_several_entries_take_one_line_each_before_the_totals() -> None:
    days = (
        DayTotal(YESTERDAY, Decimal("2.00")),
        DayTotal(TODAY, Decimal("1.50"), Decimal("7.00")),
    )
    lines = logged_lines(logged(MOCKUPS, FOOTER, days=days), an_output())
    assert [line.split("  ")[0] for line in lines] == [
        "Logged 2:00",
        "Logged 1:30",
        "Yesterday 2:00",
        "Today 1:30 of 7:00",
    ]


def test_what_was_inferred_is_a_line_of_its_own() -> None:
    answer = logged(MOCKUPS, inferences=said('"mark" as Marketing Website', "9 as 9:00\x1b[2J"))
    output = an_output(width=120, color="always")
    assert logged_lines(answer, output)[1] == (
        '\x1b[2mread as: "mark" as Marketing Website; 9 as 9:00␛\x1b[0m'
    )
    assert logged_lines(answer, an_output())[1].startswith("read as: ")


def test_colour_marks_the_first_words_and_dims_the_id() -> None:
    line = logged_lines(logged(MOCKUPS), an_output(width=120, color="auto"))[0]
    assert line.startswith("\x1b[32mLogged\x1b[0m 2:00  ABC Corp")
    assert line.endswith("\x1b[2m   #636718192\x1b[0m")


@for_each("width", [20, 40, 80, 100, 120, 200])
def test_long_notes_fill_whole_rows_of_a_terminal_and_no_more(width: int) -> None:
    answer = logged(MOCKUPS._replace(notes="word " * 400))
    line = logged_lines(answer, an_output(width=width))[0]
    assert line.endswith('…"   #636718192')
    rows = display_width(line) / width
    assert int(rows + 0.999) * width - display_width(line) <= 1
    assert display_width(line) < 120 + width


def test_at_no_width_are_notes_cut_below_a_few_words() -> None:
    answer = logged(MOCKUPS._replace(notes="word-and-so-on-" * 40))

    def holds_a_few_words(width: int) -> None:
        line = logged_lines(answer, an_output(width=width))[0]
        assert line.count("word-and-so") >= 1

    try_all(range(20, 131), holds_a_few_words)


def test_off_a_terminal_notes_are_never_cut() -> None:
    notes = "word " * 400 + "end"
    assert f'"{notes}"' in logged_lines(logged(MOCKUPS._replace(notes=notes)), an_output())[0]


def test_ascii_streams_get_ascii_marks() -> None:
    entry = MOCKUPS._replace(started_time=time(9), ended_time=time(11), notes="Zoë\nx" * 40)
    line = logged_lines(logged(entry), an_output(width=120, encoding="ascii"))[0]
    assert line.isascii()
    assert line.startswith("Logged 2:00  9:00-11:00  ABC Corp > Marketing Website > Graphic")
    assert '..."   #' in line


def test_notes_and_names_are_literal_and_harmless() -> None:
    entry = MOCKUPS._replace(
        notes="[bold]x[/] :smile: \x1b]0;t\x07\n\u202e",
        client=MOCKUPS.client._replace(name="\x9b31mEvil"),
    )
    line = logged_lines(logged(entry), an_output())[0]
    assert '"[bold]x[/] :smile: ␛⏎‹U+202E›"' in line
    assert "  ␛Evil › " in line


def test_without_notes_or_day_the_sentence_is_shorter() -> None:
    entry = MOCKUPS._replace(notes=None, spent_date=None)
    assert logged_lines(logged(entry, days=()), an_output()) == [
        "Logged 2:00  ABC Corp › Marketing Website › Graphic Design   #636718192"
    ]


def test_a_profile_worth_naming_ends_the_line() -> None:
    line = logged_lines(logged(MOCKUPS, profile="work\x07"), an_output())[0]
    assert line.endswith("   #636718192  (profile work‹U+0007›)")
    waiting = logged(WAITING, state=EntryState.UNCONFIRMED, profile="work")
    assert logged_lines(waiting, an_output())[0].endswith("log it again  (profile work)")
