"""The house: which folder may import what. Arrows go down; third parties stay in their rooms."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "harvest_cli"
INSIDE: dict[str, set[str]] = {
    "domain": set(),
    "language": {"domain"},
    "harvest": {"domain"},
    "sandbox": {"domain"},
    "local": {"domain"},
    "actions": {"domain", "language", "harvest", "local"},
    "show": {"domain", "actions"},
    "commands": {"domain", "language", "harvest", "sandbox", "local", "actions", "show"},
}
THIRD_PARTY: dict[str, set[str]] = {
    "domain": set(),
    "language": {"parsedatetime"},
    "harvest": {"requests", "urllib3", "msgspec"},
    "sandbox": {"requests", "urllib3"},
    "local": {"platformdirs", "tomlkit", "keyring"},
    "actions": set(),
    "show": {"rich", "jinja2"},
    "commands": {"typer"},
}
ONE_FILE_EACH = ["parsedatetime", "platformdirs", "tomlkit", "keyring", "msgspec", "jinja2"]
SANDBOX_ADAPTER = {"requests", "urllib3"}
VAGUE = {"utils", "helpers", "core", "common", "base"}


def files(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
    return tuple(found)


def third_parties(path: Path) -> set[str]:
    roots = {name.split(".")[0] for name in imports(path)}
    return roots - set(sys.stdlib_module_names) - {"harvest_cli"}


@pytest.mark.parametrize("folder", INSIDE)
def test_a_folder_imports_only_folders_below_it(folder: str) -> None:
    allowed = INSIDE[folder] | {folder}
    for path in files(folder):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "harvest_cli" and len(parts) > 1:
                assert parts[1] in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("folder", THIRD_PARTY)
def test_a_folder_uses_only_its_own_third_parties(folder: str) -> None:
    for path in files(folder):
        strange = third_parties(path) - THIRD_PARTY[folder]
        assert not strange, f"{path.name} imports {strange}"


def test_every_folder_of_the_package_has_a_row_here() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(INSIDE) == set(THIRD_PARTY)


@pytest.mark.parametrize("name", ONE_FILE_EACH)
def test_a_library_lives_in_one_file(name: str) -> None:
    users = [path.name for path in PACKAGE.rglob("*.py") if name in third_parties(path)]
    assert len(users) <= 1, users


def test_only_the_adapter_of_the_embedded_harvest_knows_requests() -> None:
    users = {p.name for p in files("sandbox") if third_parties(p) & SANDBOX_ADAPTER}
    assert users <= {"adapter.py"}


def test_rules_of_dates_and_names_are_read_in_one_place() -> None:
    users = [p.name for p in files("language") if "parsedatetime" in third_parties(p)]
    assert users in ([], ["certified.py"])


def test_typer_is_used_by_its_public_names() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert not any(name.startswith("typer.") for name in imports(path)), path
        if "typer" in third_parties(path):
            assert "commands" in path.parts or path.name == "app.py"


def test_files_stay_readable_and_are_named_for_what_they_hold() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert path.stem not in VAGUE, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_every_module_says_what_it_is_for() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


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


def clock_readings(source: str) -> list[str]:
    """Every place where Python text asks the machine for the time, as `owner.name`."""
    found = []
    for node in ast.walk(ast.parse(source)):
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
        for path in PACKAGE.rglob("*.py")
        if (read := clock_readings(path.read_text(encoding="utf-8")))
    }
    assert users == {f"domain/{WALL_CLOCK}": ["time.time"]}


@pytest.mark.parametrize(
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
    assert clock_readings(source)


@pytest.mark.parametrize("source", ["time.monotonic()", "context.now", "moment.time()", "now()"])
def test_other_clocks_are_no_reading_of_it(source: str) -> None:
    assert not clock_readings(source)
