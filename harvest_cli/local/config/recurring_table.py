"""`[[recurring]]` of `config.toml`: sentences of entries that come again.

[[recurring]]
when = "mon-fri"
text = "15m TF Project Management: stand-up"
from = 2026-09-01      # and until = 2026-12-18, where it ends
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.config.table_source import TableSource

RECURRING = "recurring"
KEYS = ("when", "text", "from", "until")


class RecurringRow(NamedTuple):
    """One of the tables, the `at`th; the days are None where it has none."""

    at: int
    when: str
    text: str
    start: date | None = None
    end: date | None = None


def recurring_rows(source: TableSource) -> list[RecurringRow]:
    """The tables in their order; raises FileMistake."""
    return [_row(source, at, row) for at, row in enumerate(source.rows(RECURRING))]


def _row(source: TableSource, at: int, row: Mapping[str, Any]) -> RecurringRow:
    for key in row:
        if key not in KEYS:
            raise source.mistake(RECURRING, key, key, f"one of {', '.join(KEYS)}", at)
    texts = []
    for key, example in (("when", "mon-fri"), ("text", "15m TF: stand-up")):
        value = row.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > 500:
            wanted = f'a text, such as {key} = "{example}"'
            raise source.mistake(RECURRING, key, value, wanted, at)
        texts.append(" ".join(value.split()))
    start, end = (source.day(RECURRING, at, row, key) for key in ("from", "until"))
    if end is not None and start is not None and end < start:
        raise source.mistake(RECURRING, "until", end, f"a day after {start}", at)
    return RecurringRow(at, texts[0], texts[1], start, end)
