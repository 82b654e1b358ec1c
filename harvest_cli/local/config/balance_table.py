"""`[balance]` of `config.toml`: tasks whose time is no work that counts.

[balance]
unpaid = ["Unpaid Leave"]
compensation = ["Time off in lieu"]
"""

from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.config.table_source import TableSource

BALANCE = "balance"
KEYS = ("unpaid", "compensation")


class Uncounted(NamedTuple):
    """Names of tasks by what their time is."""

    unpaid: tuple[str, ...] = ()
    compensation: tuple[str, ...] = ()


def uncounted_of(source: TableSource) -> Uncounted:
    """The table; raises FileMistake."""
    table = source.table(BALANCE)
    for key in table:
        if key not in KEYS:
            raise source.mistake(BALANCE, key, key, " or ".join(KEYS))
    return Uncounted(*(_names(source, key, table.get(key, ())) for key in KEYS))


def _names(source: TableSource, key: str, value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(n, str) for n in listed):
        raise source.mistake(BALANCE, key, value, 'names of tasks, such as ["Unpaid Leave"]')
    return tuple(name.strip() for name in listed if name.strip())
