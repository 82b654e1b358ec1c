"""Bytes to text, and text to a table: which line holds the heads, what parts the cells, the rows.

A mark at the beginning decides on the encoding, then UTF-8; nothing is guessed from letters. Titles
may stand above the heads. Lines are counted as an editor counts them.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted

LARGEST = 50_000_000
"""Bytes of a file."""
MOST_ROWS = 100_000
LONGEST_CELL = 100_000
"""Characters; Harvest takes far fewer, and nobody typed more."""
FALLBACK = "cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SHOWN = {"cp1252": "Windows-1252", "utf-8": "UTF-8"}


class Decoded(NamedTuple):
    """The text, its lines ended by a line feed, and the encoding that it was read in.

    `assumed` is whether nothing proves that encoding.
    """

    text: str
    encoding: str
    assumed: bool = False


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file; raises UsageError for what is empty, too large, or no text."""
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        message = "The file is empty"
        raise UsageError(message, code="empty", hint="Check which file it is")
    if len(content) > LARGEST:
        message = f"The file is larger than {LARGEST // 1_000_000} MB"
        raise UsageError(message, hint="Split it")
    if encoding is not None:
        return _as(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :], name)
    if name := _wide(content[:400]):
        return _as(content, name)
    try:
        return Decoded(_plain(content.decode("utf-8")), "UTF-8")
    except UnicodeDecodeError:
        # A picture is no text in any encoding.
        _plain(content.decode("latin-1"))
        return _as(content, FALLBACK)._replace(assumed=True)


def _wide(head: bytes) -> str:
    """UTF-16 where every other byte is nothing, as it is in most Western text."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd * 10 > half * 6 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if half and even * 10 > half * 6 and odd == 0 else ""


def _as(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except LookupError:
        message = f"Unknown encoding {quoted(encoding)}"
        raise UsageError(message, hint="Write it as `--encoding cp1252`") from None
    except (UnicodeDecodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        raise _no_text(content[:at].decode("latin-1"), shown(encoding)) from None
    return Decoded(_plain(text.removeprefix("\ufeff")), shown(encoding))


def shown(encoding: str) -> str:
    """The name of an encoding for people."""
    return _SHOWN.get(encoding.lower(), encoding.upper())


def _plain(text: str) -> str:
    found = _CONTROLS.search(text)
    if found:
        raise _no_text(text[: found.start()], "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_text(before: str, encoding: str) -> UsageError:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    what = f"not {encoding}" if encoding else "not text"
    message = f"The file is {what} (line {line}, column {column})"
    return UsageError(
        message, hint="Give its encoding, such as `--encoding cp1252`, or save it as CSV UTF-8"
    )


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
