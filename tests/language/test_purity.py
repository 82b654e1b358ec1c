"""The language is pure and light: what it imports, and what loads parsedatetime."""

import ast
from pathlib import Path

import pytest

import harvest_cli.language
from tests.child import PYTHON, run
from tests.sources import nodes, tree

FOLDER = Path(harvest_cli.language.__file__).parent


def _loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = run([PYTHON, "-c", script])
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_only_one_file_knows_parsedatetime_and_loads_it_inside_a_function() -> None:
    knowing = []
    for file in FOLDER.rglob("*.py"):
        for node in nodes(file):
            if isinstance(node, ast.ImportFrom) and node.module == "parsedatetime":
                knowing.append(file.name)
                assert node not in tree(file).body
    assert knowing == ["calendar_math.py"]


def test_common_sentences_never_load_the_library() -> None:
    loaded = _loaded(
        "from datetime import datetime, UTC\n"
        "from harvest_cli.language.periods.read import parse_period\n"
        "from harvest_cli.language.names.index import Names\n"
        "from harvest_cli.language.days.relative import read_date\n"
        "now = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)\n"
        "for text in ('today', 'yesterday', 'monday', '2026-11-12', 'the 12th', '2 weeks ago'):\n"
        "    read_date(text, now)\n"
        "parse_period('last month by client', now, Names([]))\n"
    )
    assert not loaded & {"parsedatetime", "difflib", "requests", "unicodedata"}


@pytest.mark.parametrize("text", ["nov 3", "3 november 2025", "2 months ago"])
def test_a_date_that_the_library_computes_loads_it(text: str) -> None:
    loaded = _loaded(
        "from datetime import datetime, UTC\n"
        "from harvest_cli.language.days.relative import read_date\n"
        f"read_date({text!r}, datetime(2026, 11, 18, tzinfo=UTC))\n"
    )
    assert "parsedatetime" in loaded
