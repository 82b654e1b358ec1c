"""Tables as plain data: which columns fit a width, and how wide each may be.

The one place where a Rich console is made, so that no cell can be markup, emoji or a link.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.show.terminal.columns import display_width, fit, pad, wrapped
from harvest_cli.show.terminal.output import Channel, Output

if TYPE_CHECKING:
    from rich.console import Console

GAP = 2
LEAST = 7
"""Columns of a terminal below which nothing more wraps: a day has six, an hour seven."""


class Column(NamedTuple):
    """One column. `floor` is how far it may shrink (None: not at all), columns with the lowest
    `squeeze` first; `drop` is its turn to go when nothing else helps (0: it stays). Where others
    are cut, one that `wraps` goes on in the next line."""

    name: str
    right: bool = False
    style: str | None = None
    floor: int | None = None
    squeeze: int = 1
    drop: int = 0
    wraps: bool = False


class Row(NamedTuple):
    """The cells of one line, cleaned; `style` replaces the columns' own."""

    cells: tuple[str, ...]
    style: str | None = None


class Slot(NamedTuple):
    """Where a column ended up: its place among the cells, and its width."""

    at: int
    column: Column
    width: int

    def cell(self, row: "Row", ellipsis: str) -> str:
        """The cell of a row, cut and filled to exactly the column's width."""
        text = fit(row.cells[self.at], self.width, ellipsis)
        return pad(text, self.width, right=self.column.right)

    def style(self, row: "Row") -> str | None:
        """The row's style, else the column's."""
        return row.style or self.column.style


def table_width(places: Sequence[Slot]) -> int:
    """Columns of the terminal that a table takes."""
    return sum(place.width for place in places) + GAP * max(len(places) - 1, 0)


def fitted(
    columns: Sequence[Column], rows: Sequence[Row], width: int | None, *, header: bool = False
) -> list[Slot]:
    """The columns that fit `width` (None: all). Empty ones are left out.

    First the columns shrink to their floors, in turn; then they go, in turn; what is still too
    wide is cut.
    """
    natural = _natural(columns, rows, header)
    if width is None:
        return natural
    turns = sorted(place.column.drop for place in natural if place.column.drop)
    for turn in (0, *turns):
        kept = [place for place in natural if not 0 < place.column.drop <= turn]
        squeezed = _squeezed(kept, width)
        if table_width(squeezed) <= width:
            return squeezed
    return _cut(squeezed, width)


def left_out(columns: Sequence[Column], rows: Sequence[Row], places: Sequence[Slot]) -> list[str]:
    """A remark that names the columns for which there is no room."""
    seen = {place.at for place in places if place.width}
    gone = [
        column.name
        for at, column in enumerate(columns)
        if column.name and at not in seen and any(row.cells[at] for row in rows)
    ]
    return [f"No room for {', '.join(gone)}"] if gone else []


def _natural(columns: Sequence[Column], rows: Sequence[Row], header: bool) -> list[Slot]:
    places = []
    for index, column in enumerate(columns):
        wide = max((display_width(row.cells[index]) for row in rows), default=0)
        if wide:
            name = display_width(column.name) if header else 0
            places.append(Slot(index, column, max(wide, name)))
    return places


def _squeezed(places: Sequence[Slot], width: int) -> list[Slot]:
    """Each column in turn gives what it can spare above its floor."""
    widths = {place.at: place.width for place in places}
    excess = table_width(places) - width
    for place in sorted(places, key=lambda place: (place.column.squeeze, -place.width)):
        if excess > 0 and place.column.floor is not None:
            given = min(excess, max(place.width - place.column.floor, 0))
            widths[place.at] -= given
            excess -= given
    return [Slot(place.at, place.column, widths[place.at]) for place in places]


def _cut(places: Sequence[Slot], width: int) -> list[Slot]:
    """The widest column gives again and again, until the table fits or all are one wide.

    Those that wrap give first, for nothing of them is lost.
    """
    widths = [place.width for place in places]
    while sum(widths) + GAP * (len(widths) - 1) > width and max(widths) > 1:
        wrap = [w for p, w in zip(places, widths, strict=True) if p.column.wraps and w > LEAST]
        widest = max(wrap or widths)
        at = next(
            at
            for at, place in enumerate(places)
            if widths[at] == widest and (place.column.wraps or not wrap)
        )
        widths[at] -= 1
    return [Slot(place.at, place.column, wide) for place, wide in zip(places, widths, strict=True)]


def unfolded(places: Sequence[Slot], rows: Iterable[Row]) -> list[Row]:
    """The rows, and below each what is left of its cells that wrap."""
    found = []
    for row in rows:
        tall = {p.at: wrapped(row.cells[p.at], p.width) for p in places if p.column.wraps}
        found.append(row._replace(cells=_line_of(row.cells, tall, 0)))
        blank = ("",) * len(row.cells)
        lines = range(1, max(map(len, tall.values()), default=1))
        found += [row._replace(cells=_line_of(blank, tall, at)) for at in lines]
    return found


def _line_of(
    cells: tuple[str, ...], tall: Mapping[int, Sequence[str]], line: int
) -> tuple[str, ...]:
    here = {at: "".join(lines[line : line + 1]) for at, lines in tall.items()}
    return tuple(here.get(at, cell) for at, cell in enumerate(cells))


def grid_lines(places: Sequence[Slot], rows: Sequence[Row], channel: Channel) -> Iterator[str]:
    """The rows as aligned lines; fast enough for a hundred thousand."""
    ellipsis = channel.ellipsis
    for row in rows:
        line = []
        for place in places:
            text, style = place.cell(row, ellipsis), place.style(row)
            line.append(channel.style(text, style) if style else text)
        yield (" " * GAP).join(line).rstrip()


def header_row(columns: Sequence[Column]) -> Row:
    """The names of the columns as a row."""
    return Row(tuple(column.name for column in columns), "bold")


def drawn(
    output: Output, places: Sequence[Slot], rows: Sequence[Row], *, rich: bool
) -> Iterable[str]:
    """Rich for what fits a few screens; longer lists are aligned by hand, many times faster."""
    return rich_lines(output, places, rows) if rich else grid_lines(places, rows, output)


def table_lines(
    columns: Sequence[Column], rows: Sequence[Row], output: Output, *, rich: bool = False
) -> Iterator[str]:
    """The rows under the names of their columns, and a remark on columns without room."""
    places = fitted(columns, rows, output.width, header=True)
    shown = [header_row(columns), *unfolded(places, rows)]
    yield from drawn(output, places, shown, rich=rich)
    yield from (output.style(line, "dim") for line in left_out(columns, rows, places))


# Rich draws about two thousand rows a second; longer tables are aligned without it.
LONGEST_RICH = 200


def console_for(output: Output, *, at_least: int = 0) -> "Console":
    """A console that decides nothing by itself and keeps what it prints."""
    # Rich is heavy, and only short tables on a terminal use it.
    from rich.console import Console

    return Console(
        file=StringIO(),
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


def rich_lines(output: Output, places: Sequence[Slot], rows: Sequence[Row]) -> Iterable[str]:
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
            return grid_lines(places, rows, output)
        table.add_row(*(Text(c, p.style(row) or "") for c, p in zip(cells, places, strict=True)))
    console, printed = console_for(output, at_least=table_width(places)), StringIO()
    console.file = printed
    console.print(table)
    return printed.getvalue().splitlines()
