"""The manual page: made from the commands, shipped, and read by man without a complaint."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from harvest_cli.commands.help.pages import all_commands, global_flags
from harvest_cli.domain.errors import ExitCode
from harvest_cli.local.config.settings import SETTINGS
from tests.running import Hv

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "completions" / "hv.1"


@pytest.mark.ux(8)
def test_the_page_that_is_shipped_is_the_one_that_hv_prints(hv: Hv) -> None:
    ran = hv("help", "--man")
    assert (ran.code, ran.err) == (0, "")
    assert PAGE.read_text(encoding="utf-8") == ran.out, "run: python -m tests.shells.ship"


@pytest.fixture(scope="module")
def rendered() -> str:
    if not shutil.which("man"):
        pytest.skip("man is not installed here")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(PAGE)],
        env={"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return " ".join(done.stdout.replace("\u2010\n", "").split())


def test_it_names_every_command_and_flag(rendered: str) -> None:
    for verb in all_commands():
        assert f"hv {verb.path}" in rendered
    for flag in global_flags():
        assert all(name in rendered for name in flag.names)


def test_it_holds_the_topics(rendered: str) -> None:
    assert "130 interrupted" in rendered
    for setting in SETTINGS:
        assert setting.variable in rendered
    for code in ExitCode:
        assert str(int(code)) in rendered


def test_no_line_of_it_is_taken_for_a_macro() -> None:
    macros = {".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi", ".br"}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        assert not line.startswith("'")
        assert not line.startswith(".") or line.split()[0] in macros


def test_it_is_installed_with_the_completion_scripts() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    shared = build["targets"]["wheel"]["shared-data"]
    assert shared["completions/hv.1"] == "share/man/man1/hv.1"
    for path in shared:
        assert (ROOT / path).is_file()
