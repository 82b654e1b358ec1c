"""Columns give way in turn: notes first, then names, then whole columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.safe_text import clean
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.table import (
    Column,
    Row,
    console_for,
    fitted,
    grid_lines,
    header_row,
    rich_lines,
    table_width,
)
from tests.rows import for_each
from tests.show.samples import an_output, block, written

COLUMNS = (
    Column("#", right=True),
    Column("Client", floor=6, squeeze=2, drop=1),
    Column("Project", floor=6, squeeze=2),
    Column("Notes", floor=8, drop=2),
)
ROWS = (
    Row(("1", "ABC Corp", "Marketing Website", "hero mockups for the front")),
    Row(("10", "ABC", "Store", "")),
)


@for_each(
    ("width", "kept"),
    [
        (None, {"#": 2, "Client": 8, "Project": 17, "Notes": 26}),
        (59, {"#": 2, "Client": 8, "Project": 17, "Notes": 26}),
        (58, {"#": 2, "Client": 8, "Project": 17, "Notes": 25}),
        (41, {"#": 2, "Client": 8, "Project": 17, "Notes": 8}),
        (40, {"#": 2, "Client": 8, "Project": 16, "Notes": 8}),
        (28, {"#": 2, "Client": 6, "Project": 6, "Notes": 8}),
        (27, {"#": 2, "Project": 13, "Notes": 8}),
        (20, {"#": 2, "Project": 6, "Notes": 8}),
        (19, {"#": 2, "Project": 15}),
        (8, {"#": 2, "Project": 4}),
        (1, {"#": 1, "Project": 1}),
    ],
)
def test_what_gives_way_at_which_width(width: int | None, kept: dict[str, int]) -> None:
    assert {place.column.name: place.width for place in fitted(COLUMNS, ROWS, width)} == kept


def test_a_column_below_its_floor_stays_as_narrow_as_it_is() -> None:
    rows = [Row(("1", "ABC", "Marketing Website", "hero mockups"))]
    widths = [place.width for place in fitted(COLUMNS, rows, 30)]
    assert widths == [1, 3, 12, 8]


def test_an_empty_column_takes_no_room() -> None:
    rows = [row._replace(cells=(*row.cells[:1], "", *row.cells[2:])) for row in ROWS]
    assert [place.column.name for place in fitted(COLUMNS, rows, 80)] == ["#", "Project", "Notes"]


def test_a_header_is_as_wide_as_its_name() -> None:
    rows = [Row(("1", "A", "B", "C"))]
    widths = [place.width for place in fitted(COLUMNS, rows, 80, header=True)]
    assert widths == [1, 6, 7, 5]
    assert header_row(COLUMNS).cells == ("#", "Client", "Project", "Notes")


def test_lines_are_aligned_and_cut_with_an_ellipsis() -> None:
    output = an_output(width=40)
    places = fitted(COLUMNS, ROWS, 40)
    assert list(grid_lines(places, ROWS, output)) == [
        " 1  ABC Corp  Marketing Websi…  hero mo…",
        "10  ABC       Store",
    ]


def test_a_row_can_have_its_own_style() -> None:
    output = an_output(width=40, color="always")
    rows = [Row(("1", "A", "", ""), "green")]
    assert list(grid_lines(fitted(COLUMNS, rows, 40), rows, output)) == [
        "\x1b[32m1\x1b[0m  \x1b[32mA\x1b[0m"
    ]


# Rich joins across U+200D and combining marks by tables of its own; the two differ only there.
shown_text = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2FFF)
    | st.sampled_from("漢字👍🇩ｆ"),
    max_size=30,
).map(lambda text: clean(text).replace("\u302e", "").strip())


@given(st.lists(st.tuples(*[shown_text] * 4), min_size=1, max_size=4), st.integers(20, 130))
def test_no_table_is_wider_than_the_terminal(
    cells: list[tuple[str, str, str, str]], width: int
) -> None:
    rows = [Row(row) for row in cells]
    places = fitted(COLUMNS, rows, width)
    assert table_width(places) <= width
    for line in grid_lines(places, rows, an_output(width=width)):
        assert display_width(line) <= width


@for_each("width", [120, 80, 40, 20])
@for_each(
    "note",
    ["[bold]x[/] :smile: [link=https://x]y[/link]", "漢字 👍 Zoë", "a\u200db\u200dc", "plain"],
)
def test_rich_and_plain_alignment_give_the_same_table(width: int, note: str) -> None:
    rows = [*ROWS, Row(("3", "ABC Corp", "Marketing", note))]
    places = fitted(COLUMNS, rows, width)
    output = an_output(width=width)
    for line in rich_lines(output, places, rows):
        output.line(line)
    assert block(written(output)) == "\n".join(grid_lines(places, rows, output))


def test_a_console_takes_colour_and_width_from_output_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("NO_COLOR", "1"), ("COLUMNS", "33"), ("LINES", "3")):
        monkeypatch.setenv(name, value)
    environ = {"FORCE_COLOR": "1", "COLUMNS": "0", "TERM": "dumb"}
    console = console_for(an_output(environ=environ, color="never"), at_least=30)
    assert (console.width, console.color_system, console.is_terminal) == (30, None, False)
    console = console_for(an_output(width=70, color="always"))
    assert (console.width, console.color_system, console.no_color) == (70, "standard", False)
