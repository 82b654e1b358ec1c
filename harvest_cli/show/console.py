"""The one place where a Rich console is made, so that no cell can be markup, emoji or a link."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harvest_cli.show.grid import GAP, Place, Row, grid_lines, table_width
from harvest_cli.show.output import Output

if TYPE_CHECKING:
    from rich.console import Console

# Rich draws about two thousand rows a second; longer tables are aligned without it.
LONGEST_RICH = 200


def console_for(output: Output, *, at_least: int = 0) -> "Console":
    """A console on stdout that decides nothing by itself: width, colour and face are Output's."""
    from rich.console import Console

    return Console(
        file=output.stdout,
        width=max(output.width or 0, at_least, 1),
        height=100,
        color_system="standard" if output.color else None,
        force_terminal=output.color,
        no_color=False,  # the environment was heard already
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


def print_grid(output: Output, places: Sequence[Place], rows: Sequence[Row]) -> None:
    """The rows as a Rich table of fixed widths; every cell is literal.

    Where Rich measures a text otherwise than we do (joined letters), its padding would shift the
    rest of the line: such rows are aligned without it.
    """
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
    for place in places:
        table.add_column(width=place.width, no_wrap=True, overflow="ignore")
    for row in rows:
        cells = [place.cell(row, output.ellipsis) for place in places]
        if any(cell_len(cell) != place.width for cell, place in zip(cells, places, strict=True)):
            for line in grid_lines(places, rows, output):
                output.line(line)
            return
        table.add_row(*(Text(c, p.style(row) or "") for c, p in zip(cells, places, strict=True)))
    console_for(output, at_least=table_width(places)).print(table)
