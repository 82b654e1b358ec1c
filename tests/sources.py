"""The product's files as syntax, read once: tests of its form look through all of them."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent / "harvest_cli"


@cache
def tree(path: Path) -> ast.Module:
    """A file of Python as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in that tree, from the top."""
    return tuple(ast.walk(tree(path)))


class Imported(NamedTuple):
    """An import statement: whether it stands in a function, and whether for types alone."""

    node: ast.Import | ast.ImportFrom
    lazy: bool = False
    typing: bool = False


@cache
def import_statements(path: Path) -> tuple[Imported, ...]:
    """Every import of a file. Expressions, most of a tree, hold none and are not looked through."""
    return tuple(_imports(tree(path).body))


def _imports(
    body: Iterable[ast.AST], lazy: bool = False, typing: bool = False
) -> Iterator[Imported]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield Imported(node, lazy, typing)
            continue
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typed = typing or (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        )
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from _imports(getattr(node, name, ()), inside, typed)


@cache
def python_files(folder: str = "") -> tuple[Path, ...]:
    """The product's files of Python below a folder, in order."""
    return tuple(sorted((PACKAGE / folder).rglob("*.py")))
