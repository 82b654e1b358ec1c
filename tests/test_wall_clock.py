"""The machine's clock is read in one place."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.rows import for_each
from tests.sources import PACKAGE, nodes, python_files

WALL_CLOCK = "wall_clock.py"
CLOCK_CALLS = {
    *("now", "utcnow", "today"),
    *("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime"),
    *("formatdate", "CLOCK_REALTIME", "uuid1"),
}
"""Names of `datetime`, `date`, `time`, `email.utils` and `uuid` that tell the machine's time."""
SQL_CLOCK = "CURRENT_TIME|CURRENT_DATE|'now'"
CLOCK_OWNERS = {"datetime", "date", "time", "utils", "uuid"}
NO_CLOCKS = {"monotonic", "sleep", "parsedate_to_datetime"}
"""May be imported by name from these modules."""


def clock_readings(program: Iterable[ast.AST]) -> list[str]:
    """Every place where Python text asks the machine for the time, as `owner.name`."""
    found = []
    for node in program:
        if isinstance(node, ast.ImportFrom) and node.module in ("time", "email.utils", "uuid"):
            found += [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK_CALLS:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if name in CLOCK_OWNERS:
                found.append(f"{name}.{node.attr}")
        elif isinstance(node, ast.Constant) and re.search(SQL_CLOCK, str(node.value)):
            found.append(str(node.value))
    return [each for each in found if each.rpartition(".")[2] not in NO_CLOCKS]


def test_the_wall_clock_is_read_in_one_place() -> None:
    users = {
        str(path.relative_to(PACKAGE)): read
        for path in python_files()
        if (read := clock_readings(nodes(path)))
    }
    assert users == {f"domain/{WALL_CLOCK}": ["time.time"]}


@for_each(
    "source",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "clock = time.time",
        "time.localtime()",
        "time.clock_gettime(time.CLOCK_REALTIME)",
        "from time import time",
        "sql = \"SELECT datetime('now')\"",
    ],
)
def test_a_reading_of_the_wall_clock_is_seen(source: str) -> None:
    assert clock_readings(ast.walk(ast.parse(source)))


@pytest.mark.parametrize("source", ["time.monotonic()", "context.now", "moment.time()", "now()"])
def test_other_clocks_are_no_reading_of_it(source: str) -> None:
    assert not clock_readings(ast.walk(ast.parse(source)))
