"""The product's files as syntax, read once: tests of its form look through all of them."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "harvest_cli"


@cache
def tree(path: Path) -> ast.Module:
    """A file of Python as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in that tree, from the top."""
    return tuple(ast.walk(tree(path)))


@cache
def python_files(folder: str = "") -> tuple[Path, ...]:
    """The product's files of Python below a folder, in order."""
    return tuple(sorted((PACKAGE / folder).rglob("*.py")))
