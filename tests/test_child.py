"""Every child process that runs hv is started in one place, and knows its moment."""

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import child
from tests.sources import nodes

TESTS = Path(__file__).parent
FILES = [path for path in sorted(TESTS.rglob("*.py")) if path.parent.name != "measuring"]
"""`measuring` holds programs that measure the machine, and no tests."""
HINTS = ("executable", "subprocess", '"-m"', "REAL")
"""Without one of these a file starts nothing, and is not looked into."""
MAY = {
    TESTS / name
    for name in ("child.py", "forked.py", "test_child.py", "terminal.py", "conftest.py")
}
REAL_CLOCK = {
    "reliability/processes.py": "kills and deaths: a row is sent later by its account's clock",
    "reliability/forked_runs.py": "processes whose clock is a file of their soak",
    "reliability/chaos.py": "many processes and their server share a clock that passes",
    "reliability/test_deaths.py": "processes that are stopped, beside a server that waits for them",
    "reliability/strace.py": "the runs of `processes`, traced",
    "local/cache/test_status_cache.py": "a prompt reads the file's age before it knows any setting",
    "stored_formats/test_yesterdays_home.py": "its `time.time` is replaced in the child",
}
"""Files whose children take the machine's moment, and why."""


def suspects() -> list[Path]:
    """The files in which something may start."""
    return [path for path in FILES if any(hint in path.read_text("utf-8") for hint in HINTS)]


def starts(program: Sequence[ast.AST]) -> list[str]:
    """The ways in which a file starts a Python by itself."""
    found: list[str] = []
    knows_python = any(
        isinstance(node, ast.alias) and node.name in ("child", "HV", "PYTHON") for node in program
    )
    direct = ("subprocess.run", "subprocess.Popen") if knows_python else ()
    for node in program:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            text = f"{node.value.id}.{node.attr}"
            found += [text] if text in ("sys.executable", *direct) else []
        elif isinstance(node, ast.List | ast.Tuple):
            values = [each.value for each in node.elts if isinstance(each, ast.Constant)]
            if "-m" in values and "harvest_cli" in values:
                found.append("-m harvest_cli")
    return found


def test_a_python_is_started_by_child_alone() -> None:
    found = {
        str(path.relative_to(TESTS)): ways
        for path in suspects()
        if path not in MAY and (ways := starts(nodes(path)))
    }
    assert found == {}, "use tests.child"


def test_files_that_use_the_machines_clock_say_why() -> None:
    using = {
        str(path.relative_to(TESTS).as_posix())
        for path in suspects()
        for node in nodes(path)
        if isinstance(node, ast.keyword) and ast.unparse(node.value) in ("REAL", "child.REAL")
    }
    assert using == set(REAL_CLOCK)


@pytest.mark.parametrize(
    "line",
    [
        "subprocess.run([sys.executable, '-c', code])",
        "argv = ('python3', '-m', 'harvest_cli')",
        "from tests import child\nsubprocess.Popen([*child.HV])",
        "from tests.child import HV\nsubprocess.run([*HV])",
    ],
)
def test_other_ways_are_noticed(line: str) -> None:
    assert len(starts([*ast.walk(ast.parse(line))])) == 1


def test_a_child_has_a_moment_and_finds_hv_wherever_it_stands(tmp_path: Path) -> None:
    assert child.at({})["HV_NOW"] == child.NOW
    assert child.at({"HV_NOW": "2027-01-01"})["HV_NOW"] == "2027-01-01"
    assert "HV_NOW" not in child.at({}, child.REAL)
    assert child.run([*child.HV, "--version"], cwd=tmp_path).stdout.startswith("hv ")
