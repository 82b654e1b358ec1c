"""The house: which folder may import what. Arrows go down; third parties stay in their rooms."""

import ast
import sys
from collections.abc import Iterator
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


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


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
