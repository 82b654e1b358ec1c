"""The house: which room and shelf may import what. Arrows go down; third parties stay in rooms."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.rows import for_each
from tests.sources import PACKAGE, import_statements, python_files, tree

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
SHELVES: dict[str, dict[str, str]] = {
    "domain": {},
    "language": {
        "text": "",
        "lengths": "text",
        "days": "text lengths",
        "names": "text lengths",
        "sentence": "text lengths days names",
        "periods": "text lengths days names sentence",
        "trackers": "text lengths days",
    },
    "harvest": {
        "wire": "",
        "http": "wire",
        "client": "wire http",
        "management": "wire client",
        "oauth": "",
    },
    "sandbox": {
        "store": "",
        "example": "store",
        "request": "store example",
        "entries": "store example request",
        "resources": "store example request entries",
        "account": "store example request entries resources",
        "adapter": "request account",
        "serve": "request account",
    },
    "local": {
        "disk": "",
        "config": "disk",
        "login": "disk config",
        "cache": "disk",
        "outbox": "disk",
        "repositories": "",
    },
    "actions": {
        "session": "",
        "day": "session",
        "resolve": "session",
        "outbox": "session day resolve",
        "entries": "session day resolve outbox",
        "status": "session day resolve outbox",
        "timers": "session day resolve outbox entries status",
        "undo": "session day resolve outbox entries status",
        "reports": "session day resolve outbox entries status",
        "balance": "session day resolve outbox",
        "exports": "session day resolve outbox entries",
        "sync": "session day resolve outbox entries status timers undo reports",
        "imports": "session day resolve outbox entries",
        "fill": "session day resolve outbox entries",
        "suggest": "session day resolve outbox entries imports fill",
        "setup": "session fill",
        "api": "session day resolve outbox",
        "manage": "session resolve outbox entries undo",
        "assistant": "session day resolve outbox entries status timers undo reports sync",
    },
    "show": {
        "terminal": "",
        "machine": "terminal",
        "answers": "terminal machine",
        "reports": "terminal machine",
        "exports": "terminal machine",
        "setup": "terminal machine",
    },
    "commands": {
        "cli": "",
        "help": "cli",
        "assistant": "cli",
        "verbs": "cli help assistant",
    },
}
"""Shelf to the shelves of its room that it may import; a file right in a room is its own shelf."""
THIRD_PARTY: dict[str, set[str]] = {
    "domain": set(),
    "language": {
        "duckdb",
        "parsedatetime",
        "python_calamine",
        "icalendar",
        "recurring_ical_events",
    },
    "harvest": {"requests", "urllib3", "msgspec", "certifi"},
    "sandbox": {"requests", "urllib3"},
    "local": {"platformdirs", "tomlkit", "keyring"},
    "actions": {"holidays"},
    "show": {"rich", "jinja2", "duckdb"},
    "commands": {"typer", "mcp", "anyio"},
}
ONE_FILE_EACH = [
    *("mcp", "anyio", "parsedatetime", "platformdirs", "tomlkit", "keyring", "msgspec", "jinja2"),
    *("holidays", "duckdb", "icalendar", "recurring_ical_events", "python_calamine"),
]
SANDBOX_ADAPTER = {"requests", "urllib3"}
HEAVY = {
    *("requests", "urllib3", "msgspec", "parsedatetime", "platformdirs", "tomlkit", "keyring"),
    *("rich", "jinja2", "sqlite3", "ssl", "http", "asyncio", "importlib.metadata", "mcp", "anyio"),
    *("holidays", "python_calamine", "duckdb", "icalendar", "recurring_ical_events"),
}
LOADED_WHEN_USED = {
    "commands.assistant.server",
    "harvest.http.published",
    "harvest.http.session",
    "harvest.oauth",
    "harvest.wire.fast_read",
    "sandbox.adapter",
    "sandbox.serve",
}
"""Import heavy modules at their top; are themselves imported inside functions only."""
VAGUE = {"utils", "helpers", "core", "common", "base"}
MOST_FILES, MOST_LINES, MOST_MODULES = 18, 400, 389
"""The redrawn house had 300 modules; a feature needs a few of its own."""
ONE_FILE_A_VERB = "commands.verbs"

# What is not yet as it shall be. These lists only shrink: an entry that is no longer needed fails.
CIRCLES_TODAY: set[str] = set()
"""Modules that import each other in a circle."""
ORDER_TODAY: set[str] = set()
"""Imports against the table above, as `importer->imported`."""
LAZY_TODAY: dict[str, int] = {}
"""Imports of hv's own inside functions for which no comment gives a reason, at most, by shelf."""


class Import(NamedTuple):
    """An import of a module of hv: both names without `harvest_cli`, and where it stands."""

    importer: str
    imported: str
    lazy: bool
    reason: bool


@cache
def imports(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node, *_ in import_statements(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        else:
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
    return tuple(found)


def third_parties(path: Path) -> set[str]:
    roots = {name.split(".")[0] for name in imports(path)}
    return roots - set(sys.stdlib_module_names) - {"harvest_cli"}


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {module_of(path): path for path in python_files()}


def own_names(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Modules of hv that a statement imports; a name in a package may be one of its modules."""
    head = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    for name in (f"{head}{alias.name}" for alias in node.names):
        if name.split(".")[0] == "harvest_cli":
            inside = name.partition(".")[2]
            yield inside if inside in modules() else inside.rpartition(".")[0]


def has_reason(lines: list[str], line: int) -> bool:
    """Whether a comment stands on an import's line, or above the imports it stands among."""
    at = line - 1
    while re.match(r"\s*(from|import) ", lines[at]):
        if "#" in lines[at]:
            return True
        at -= 1
    return lines[at].lstrip().startswith("#")


@cache
def own_imports() -> tuple[Import, ...]:
    """Every import of hv's own modules, lazy and `TYPE_CHECKING` ones included."""
    found = []
    for name, path in modules().items():
        lines = path.read_text(encoding="utf-8").splitlines()
        for node, lazy, _ in import_statements(path):
            reason = lazy and has_reason(lines, node.lineno)
            found += [Import(name, each, lazy, reason) for each in own_names(node)]
    return tuple(found)


def shelf_of(module: str) -> tuple[str, str]:
    """Room and shelf of a module; both empty for a module in no room."""
    room, _, rest = module.partition(".")
    return (room, rest.split(".")[0] if SHELVES[room] else "") if room in INSIDE else ("", "")


def in_circles(arrows: dict[str, set[str]]) -> set[str]:
    """The names that reach themselves along the arrows."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            new = arrows.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        return seen

    return {name for name in arrows if name in reached(name)}


def module_arrows() -> dict[str, set[str]]:
    arrows: dict[str, set[str]] = {name: set() for name in modules()}
    for each in own_imports():
        if each.importer != each.imported:
            arrows[each.importer].add(each.imported)
    return arrows


# -- rooms and shelves -------------------------------------------------------------------------


@for_each("folder", INSIDE)
def test_a_folder_imports_only_folders_below_it(folder: str) -> None:
    allowed = INSIDE[folder] | {folder}
    for path in python_files(folder):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "harvest_cli" and len(parts) > 1:
                assert parts[1] in allowed, f"{path.name} imports {name}"


def test_a_shelf_imports_only_shelves_below_it() -> None:
    against = set()
    for each in own_imports():
        room, shelf = shelf_of(each.importer)
        other_room, other = shelf_of(each.imported)
        if room != other_room or not (shelf and other) or shelf == other:
            continue
        if other not in SHELVES[room].get(shelf, "").split():
            against.add(f"{each.importer}->{each.imported}")
    assert against == ORDER_TODAY


def test_the_table_of_shelves_has_no_circle() -> None:
    for room, rows in SHELVES.items():
        above: set[str] = set()
        for shelf, allowed in rows.items():
            assert set(allowed.split()) <= above, f"{room}.{shelf} before a shelf that it imports"
            above.add(shelf)


def test_every_folder_of_the_package_has_a_row_here() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(INSIDE) == set(THIRD_PARTY) == set(SHELVES)
    for room in folders:
        shelves = {shelf_of(module_of(path))[1] for path in python_files(room)} - {""}
        assert shelves == set(SHELVES[room]), room


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert in_circles(module_arrows()) == CIRCLES_TODAY


def test_a_circle_is_seen() -> None:
    arrows = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"d"}}
    assert in_circles(arrows) == {"a", "b", "c"}
    assert in_circles({"a": {"b", "c"}, "b": {"c"}}) == set()


# -- third parties and start-up ----------------------------------------------------------------


@for_each("folder", THIRD_PARTY)
def test_a_folder_uses_only_its_own_third_parties(folder: str) -> None:
    for path in python_files(folder):
        strange = third_parties(path) - THIRD_PARTY[folder]
        assert not strange, f"{path.name} imports {strange}"


@for_each("name", ONE_FILE_EACH)
def test_a_library_lives_in_one_file(name: str) -> None:
    users = [path.name for path in python_files() if name in third_parties(path)]
    assert len(users) <= 1, users


def test_only_the_adapter_of_the_embedded_harvest_knows_requests() -> None:
    users = {p.name for p in python_files("sandbox") if third_parties(p) & SANDBOX_ADAPTER}
    assert users <= {"adapter.py"}


def test_rules_of_dates_and_names_are_read_in_one_place() -> None:
    users = [p.name for p in python_files("language") if "parsedatetime" in third_parties(p)]
    assert users in ([], ["calendar_math.py"])


def test_typer_is_used_by_its_public_names() -> None:
    for path in python_files():
        assert not any(name.startswith("typer.") for name in imports(path)), path
        if "typer" in third_parties(path):
            assert "commands" in path.parts or path.name == "app.py"


def loads_heavy(path: Path) -> bool:
    """Whether importing the module alone loads something heavy."""
    names: list[str] = []
    for node, lazy, typing in import_statements(path):
        if lazy or typing:
            continue
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        else:
            names.append(node.module or "")
    return any(name in HEAVY or name.split(".")[0] in HEAVY for name in names)


def test_heavy_modules_are_imported_inside_functions() -> None:
    assert {name for name, path in modules().items() if loads_heavy(path)} == LOADED_WHEN_USED


def test_hv_imports_its_own_modules_at_the_top_or_says_why_not() -> None:
    lazy = Counter(
        ".".join(shelf_of(each.importer)).strip(".") or each.importer
        for each in own_imports()
        if each.lazy and not each.reason
    )
    more = {shelf: n for shelf, n in lazy.items() if n > LAZY_TODAY.get(shelf, 0)}
    assert not more, f"allowed: {[(shelf, LAZY_TODAY.get(shelf, 0)) for shelf in more]}"
    assert set(LAZY_TODAY) <= set(lazy), "a shelf with none needs no row"


# -- files -------------------------------------------------------------------------------------


def test_files_stay_readable_and_are_named_for_what_they_hold() -> None:
    for path in python_files():
        assert path.stem not in VAGUE, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, path


def test_a_shelf_can_be_seen_at_a_glance() -> None:
    shelves = Counter(".".join(shelf_of(name)) for name in modules() if name.count(".") > 1)
    shelves["domain"] = len(python_files("domain")) - 1
    assert len(modules()) <= MOST_MODULES
    assert {s for s, n in shelves.items() if n > MOST_FILES} <= {ONE_FILE_A_VERB}


def test_every_module_says_what_it_is_for() -> None:
    for path in python_files():
        assert ast.get_docstring(tree(path)), path


# -- tests -------------------------------------------------------------------------------------

PRIVATE = re.compile(
    r"(?<!\bself)(?<!\bcls)(?<!\bos)\._(?!_)(\w+)|^ *(?:from|import) .*\b_(?!_)(\w+)", re.MULTILINE
)
OF_OTHERS = {
    *("replace", "asdict", "fields", "field_defaults", "make"),
    *("content", "get_local_constants", "local_constants"),
}
"""Names of tuples, of requests and of hypothesis that begin like private ones of hv."""


def test_tests_reach_no_private_name_of_the_product() -> None:
    """What a test needs is an argument, or public; the names of a library are its own matter."""
    tests = Path(__file__).parent
    found = [
        f"{path.relative_to(tests)}: {name[0]}"
        for path in sorted(tests.rglob("*.py"))
        if path.name != Path(__file__).name
        for name in PRIVATE.finditer(path.read_text(encoding="utf-8"))
        if (name[1] or name[2]) not in OF_OTHERS
    ]
    assert found == []
