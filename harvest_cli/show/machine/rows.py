"""Rows of text for pipes and spreadsheets: TSV without surprises, CSV by RFC 4180."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.wording import guarded
from harvest_cli.show.machine.fields import Cell
from harvest_cli.show.terminal.clean import clean

REMEMBERED = 4096
"""Cells whose text is kept while rows are written."""


def tsv_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    header: bool = False,
    shown: Callable[[str], str] = clean,
) -> Iterator[str]:
    """Lines of tab-separated cells (no line ends), cleaned by `shown`; never cut."""
    if header:
        yield "\t".join(columns)
    # Names, days and lengths come again and again in a long list.
    text = lru_cache(REMEMBERED, typed=True)(lambda cell: shown(_word(cell)))
    for row in rows:
        yield "\t".join(map(text, row))


def csv_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, raw: bool = False
) -> Iterator[str]:
    """Lines of CSV without their `\\r\\n`, the header first.

    Text that a spreadsheet would calculate gets a leading `'`, unless `raw`. Line breaks and
    tabs in notes stay, quoted; other controls are made visible.
    """
    yield ",".join(columns)
    text = lru_cache(REMEMBERED, typed=True)(lambda cell: _csv_cell(cell, raw))
    for row in rows:
        yield ",".join(map(text, row))


def _csv_cell(cell: Cell, raw: bool) -> str:
    text = _word(cell)
    if isinstance(cell, str):
        text = clean(text if raw else guarded(text), keep="\n\t")
    if any(mark in text for mark in ',"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _word(cell: Cell) -> str:
    """A cell as machines read it: ISO days, decimal hours, true and false, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return as_decimal(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)
