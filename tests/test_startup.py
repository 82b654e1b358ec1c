"""What is loaded when: hv is typed ten times a day, so nothing heavy may load before its use."""

from pathlib import Path

import pytest

from tests.child import PYTHON, run
from tests.rows import few

HEAVY = (
    "requests",
    "rich",
    "parsedatetime",
    "platformdirs",
    "jinja2",
    "tomlkit",
    "msgspec",
    "sqlite3",
    "ssl",
    "keyring",
    "urllib3",
    "http.server",
    "pydantic",
    "importlib.metadata",
)
SLOW = (*HEAVY, "typer", "typing", "fractions")
"""What no mistake needs."""


def loaded_after(
    code: str, *, environ: dict[str, str] | None = None, among: tuple[str, ...] = HEAVY
) -> set[str]:
    """The heavy modules that a fresh interpreter has after running `code`."""
    probe = f"{code}\nimport sys\nprint(*[m for m in {among!r} if m in sys.modules])"
    done = run([PYTHON, "-c", probe], environ)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_the_app_loads_nothing_heavy() -> None:
    assert loaded_after("import harvest_cli.app") == set()


@pytest.mark.ux(5)
def test_the_version_is_told_before_typer_is_loaded() -> None:
    code = "import sys; sys.argv = ['hv', '--version']\nimport harvest_cli.__main__ as m\nm.main()"
    probe = f"{code}\nprint('typer' in sys.modules, 'dataclasses' in sys.modules)"
    done = run([PYTHON, "-c", probe])
    version, imported = done.stdout.splitlines()
    assert version.startswith("hv ")
    assert imported == "False False"


RUN = """
import os, sys
from harvest_cli.__main__ import run
code = run({argv!r}, os.environ, sys.stdin, sys.stdout, sys.stderr)
assert code == {code}, code
"""


@few(3)
@pytest.mark.ux(12, 81)
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--help"], 0),
        (["log", "--help"], 0),
        (["lgo"], 2),
        (["log", "--nope"], 2),
        (["log", "2h on Website"], 3),
    ],
    ids=["help", "help of a command", "unknown command", "unknown flag", "not logged in"],
)
def test_help_and_usage_errors_load_nothing_heavy(
    argv: list[str], code: int, tmp_path: Path
) -> None:
    environ = {"HV_HOME": str(tmp_path), "PATH": ""}
    assert loaded_after(RUN.format(argv=argv, code=code), environ=environ) == set()


@pytest.mark.ux(81)
@pytest.mark.parametrize(
    "argv",
    [
        ["log", "--nope"],
        ["log", "--project"],
        ["config", "shwo"],
        ["history", "x"],
        ["alias", "set"],
    ],
    ids=" ".join,
)
def test_a_mistake_is_told_without_typer(argv: list[str], tmp_path: Path) -> None:
    environ = {"HV_HOME": str(tmp_path), "PATH": ""}
    code = RUN.format(argv=argv, code=2)
    assert loaded_after(code, environ=environ, among=SLOW) == set()


@pytest.mark.ux(81)
@pytest.mark.parametrize("sentence", ["25h on Marketing Website", "2h on Marketing Website feb 30"])
def test_a_sentence_that_is_not_understood_loads_nothing_heavy(
    sentence: str, tmp_path: Path
) -> None:
    environ = {"HV_HOME": str(tmp_path), "PATH": ""}
    warm = RUN.format(argv=["--sandbox", "projects"], code=0)
    loaded_after(warm, environ=environ)
    wrong = RUN.format(argv=["--sandbox", "log", sentence], code=2)
    assert loaded_after(wrong, environ=environ, among=SLOW) == set()


@few(2)
@pytest.mark.parametrize(
    ("sentence", "loaded"),
    [
        ("2h on Marketing Website yesterday: as planned on nov 3", False),
        ("2h on Marketing Website friday", False),
        ("2h on Marketing Website 2 days ago", False),
        ("2h on Marketing Website nov 3", True),
    ],
)
def test_only_a_day_of_a_month_loads_the_library_of_dates(
    sentence: str, loaded: bool, tmp_path: Path
) -> None:
    environ = {"HV_HOME": str(tmp_path), "PATH": ""}
    asked = RUN.format(argv=["--sandbox", "parse", sentence], code=0)
    assert ("parsedatetime" in loaded_after(asked, environ=environ)) == loaded
