"""The one Rich console: it draws literally what it is given, in the width it is given."""

import io

import pytest

from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.table import Column, Row, console_for, fitted, rich_lines
from tests.rows import for_each
from tests.show.samples import an_output, block

COLUMNS = (Column("Project", floor=8), Column("Hours", right=True))


def drawn(*rows: Row, width: int = 40, **how: str) -> str:
    output = an_output(width=width, **how)  # type: ignore[arg-type]
    return "\n".join(rich_lines(output, fitted(COLUMNS, rows, width), rows)) + "\n"


@pytest.mark.parametrize("text", ["[bold]x[/bold]", ":smile:", "[link=https://x]y[/link]", "[/]"])
def test_a_cell_is_never_markup(text: str) -> None:
    assert text in drawn(Row((text, "1:00")))


def test_numbers_and_addresses_are_not_highlighted() -> None:
    shown = drawn(Row(("https://x.example 42", "1:00")), color="always")
    assert "\x1b" not in shown


def test_styles_are_drawn_where_there_is_colour() -> None:
    row = Row(("Website", "1:00"), "bold")
    assert "\x1b[1m" in drawn(row, color="always")
    assert "\x1b" not in drawn(row)


@for_each("name", ["Website", "東京プロジェクト", "👩‍👩‍👧 family", "क्षि क्षि", "é" * 60, "x" * 200])
@for_each("width", [20, 40, 80])
def test_columns_stay_aligned_whatever_a_name_is_made_of(name: str, width: int) -> None:
    lines = block(drawn(Row((name, "1:00")), Row(("a", "12:00")), width=width)).splitlines()
    assert len(lines) == 2
    assert {display_width(line) for line in lines} == {display_width(lines[0])}
    assert all(display_width(line) <= width for line in lines)
    assert [line.split()[-1] for line in lines] == ["1:00", "12:00"]


def test_the_console_itself_takes_no_text_for_markup_or_emoji() -> None:
    output = an_output(width=80)
    console = console_for(output)
    console.file = printed = io.StringIO()
    console.print("[bold]x[/bold] :smile:")
    assert printed.getvalue() == "[bold]x[/bold] :smile:\n"


def test_the_console_is_as_wide_as_asked_even_without_a_terminal() -> None:
    assert console_for(an_output(), at_least=70).width == 70
    assert console_for(an_output(width=90), at_least=70).width == 90
    assert console_for(an_output()).width == 1
