"""Text for other programs: JSON with exact numbers, TSV without surprises, CSV by RFC 4180.

Nothing in it is obeyed by a terminal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial

from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.safe_text import clean
from harvest_cli.domain.wording import guarded
from harvest_cli.show.machine.fields import Cell
from harvest_cli.show.terminal.output import Output

if TYPE_CHECKING:
    import re


def json_text(document: Any, *, ascii_only: bool = False, indent: int | None = None) -> str:
    """One JSON document, on one line where no `indent` is wanted.

    Values may be Decimal, date, time and datetime besides JSON's own. Control characters of the
    second set, bidi and invisible characters, line separators and lone surrogates are escaped.
    """
    import json

    text = json.dumps(
        document, ensure_ascii=ascii_only, default=_plain, allow_nan=False, indent=indent
    )
    return text if text.isprintable() else _unsafe().sub(_escape, text)


def write_json(document: Any, output: Output) -> None:
    """One document and a line break on stdout.

    A list of it that is an iterator is written row by row.
    """
    # JSON is UTF-8; a stream of another encoding gets escapes that mean the same everywhere.
    utf8 = output.encoding.lower().replace("-", "").startswith("utf8")
    text = partial(json_text, ascii_only=not utf8)
    if not isinstance(document, dict) or not any(map(_comes, document.values())):
        output.whole_line(text(document))
        return
    before = "{"
    for name, value in document.items():
        output.stdout.write(f"{before}{text(name)}: ")
        before = ", "
        if _comes(value):
            output.stdout.writelines(_list_text(value, text))
        else:
            output.stdout.write(text(value))
    output.whole_line("}")


def _comes(value: object) -> bool:
    """Whether a value is made while it is read."""
    return isinstance(value, Iterator)


def _list_text(rows: Iterable[Any], text: Callable[[Any], str]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + text(row)
        before = ", "
    yield "]" if before == ", " else "[]"


def _unsafe() -> "re.Pattern[str]":
    import re

    return re.compile(
        "[\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
        "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    )


def _escape(found: "re.Match[str]") -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _number(value) if value.is_finite() else None
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    message = f"no JSON for {type(value).__name__}"
    raise TypeError(message)


@lru_cache(maxsize=4096)
def _number(value: Decimal) -> float | int | None:
    """The number that a JSON reader takes for `value`: hundredths print as they are.

    A binary float of up to 15 digits prints the very decimal it was made from.
    """
    if value.adjusted() > 300:
        return None
    near = float(value)
    if Decimal(repr(near)) != value and value == value.to_integral_value():
        return int(value)
    return near


_TWO = tuple(f"{number:02}" for number in range(60))


def moment_text(at: datetime) -> str:
    """A moment as Harvest writes it: seconds, `Z` for UTC."""
    if at.tzinfo is UTC and at.year > 999:
        # Long lists have two of each entry: this takes a quarter of the time.
        day = f"{at.year}-{_TWO[at.month]}-{_TWO[at.day]}"
        return f"{day}T{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}Z"
    text = at.isoformat(timespec="seconds")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


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


class Dialect(NamedTuple):
    """How CSV is written: what parts cells, the decimal sign, and days as `strftime` does."""

    delimiter: str = ","
    decimal: str = "."
    days: str = ""


PLAIN = Dialect()


def csv_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    raw: bool = False,
    dialect: Dialect = PLAIN,
) -> Iterator[str]:
    """Lines of CSV without their `\\r\\n`, the header first.

    Text that a spreadsheet would calculate gets a leading `'`, unless `raw`. Line breaks and
    tabs in notes stay, quoted; other controls are made visible.
    """
    between = dialect.delimiter
    yield between.join(columns)
    text = lru_cache(REMEMBERED, typed=True)(lambda cell: csv_cell(cell, raw, dialect))
    for row in rows:
        yield between.join(map(text, row))


def csv_cell(cell: Cell, raw: bool, dialect: Dialect) -> str:
    text = _word(cell)
    if isinstance(cell, str):
        text = clean(text if raw else guarded(text), keep="\n\t")
    elif isinstance(cell, Decimal):
        text = text.replace(".", dialect.decimal)
    elif dialect.days and isinstance(cell, date):
        text = cell.strftime(dialect.days)
    if any(mark in text for mark in f'{dialect.delimiter}"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _word(cell: Cell) -> str:
    """A cell as machines read it: ISO days, decimal hours, true and false, nothing for None
    and for what is no number.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return as_decimal(cell) if cell.is_finite() else ""
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
