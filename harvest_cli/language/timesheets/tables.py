"""Text to a table: which line holds the heads of the columns, what parts the cells, the rows.

Titles may stand above the heads. Lines are counted as an editor counts them.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.timesheets.rows import LONGEST_CELL, MOST_ROWS

DELIMITERS = ",;\t|"
TITLES = 6
"""Lines of which one can be that of the heads."""
_SEPARATOR = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
EXAMPLE = "Give CSV as `hv entries --csv` writes it"


class Table(NamedTuple):
    """The heads as they are written, and the rows with the lines that they begin on.

    `cut` is whether the last line has no end.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[str]], ...]
    delimiter: str = ""
    cut: bool = False


def folded(head: str) -> str:
    """A head as heads are compared: without case, marks and needless blanks."""
    return " ".join(head.replace("\ufeff", "").replace("\u00a0", " ").split()).casefold()


def table_of(text: str, is_known: Callable[[frozenset[str]], bool]) -> Table | None:
    """The table whose heads are known; None where none of the first lines holds such heads.

    Raises UsageError for rows that are no CSV.
    """
    for delimiter, heads, line, body in _candidates(text):
        if is_known(frozenset(map(folded, heads))):
            rows = tuple(_rows(body, delimiter, line))
            named = tuple(head.strip() for head in heads)
            return Table(named, rows, delimiter, not text.endswith("\n"))
    return None


def heads_of(text: str) -> tuple[str, ...]:
    """The cells of the first line, or of the one below titles that has most: what was found."""
    return max((heads for _, heads, _, _ in _candidates(text)), key=len, default=())


def _candidates(text: str) -> Iterator[tuple[str, tuple[str, ...], int, str]]:
    """Delimiter, heads, the number of the line behind them, and all that stands there."""
    told = _SEPARATOR.match(text)
    line, at = (1, told.end()) if told else (0, 0)
    for _ in range(TITLES):
        end = text.find("\n", at)
        head = text[at : end if end >= 0 else len(text)]
        if head.strip():
            delimiter = told[1] if told else max(DELIMITERS, key=head.count)
            if (cells := _cells_of(head, delimiter)) is not None:
                yield delimiter, cells, line + 1, text[end + 1 :] if end >= 0 else ""
        line, at = line + 1, end + 1
        if end < 0:
            return


def _cells_of(head: str, delimiter: str) -> tuple[str, ...] | None:
    import csv

    try:
        return tuple(next(csv.reader([head], delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return None


def _rows(body: str, delimiter: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that has any, and the number of the line."""
    import csv
    import io

    # A cell that is too long is told with its column, which this module does.
    csv.field_size_limit(max(csv.field_size_limit(), len(body) + 1))
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    line, count = before + 1, 0
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                count += 1
                if count > MOST_ROWS:
                    message = f"The file has more than {MOST_ROWS} rows (line {line})"
                    raise UsageError(message, hint="Split it")
                _refuse_long(cells, line)
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as error:
        last = before + reader.line_num
        message = f"line {line} is not CSV: {error}"
        if last > line:
            message += f" (read up to line {last})"
        raise UsageError(message, hint=EXAMPLE) from None


def _refuse_long(cells: Sequence[str], line: int) -> None:
    if max(map(len, cells)) <= LONGEST_CELL:
        return
    for column, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_CELL:
            message = f"line {line}, column {column}: the cell holds {len(cell)} characters"
            raise UsageError(message, hint="Check what is in it")
