"""From a fresh home to a first entry against `hv sandbox serve`, as the README has it."""

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.help.completion import SHELLS
from harvest_cli.commands.verbs.login import first_steps
from harvest_cli.sandbox.example import KIM_TOKEN
from tests.child import FORKED_HV, NOW, start
from tests.rows import few
from tests.running import Hv

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def first_commands() -> list[str]:
    """The lines of the first block under "Log in"."""
    section = README.partition("\n## Log in\n")[2].partition("\n## ")[0]
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return [line for line in block[1].splitlines() if line.strip()]


@pytest.fixture
def newcomer(home: Path, tmp_path: Path) -> Iterator[Hv]:
    """`hv` in a fresh home, while `hv sandbox serve` runs beside it."""
    environ = {"HV_HOME": str(tmp_path / "server")}
    with start([*FORKED_HV, "sandbox", "serve"], environ) as server:
        assert server.stdout is not None
        exports = server.stdout.readline()
        found = dict(re.findall(r"(HARVEST_\w+)=(\S+)", exports))
        yield Hv({"HV_HOME": str(home), "HV_NOW": NOW, **found})
        server.terminate()


def test_the_readme_leads_to_a_first_entry_in_three_commands(newcomer: Hv) -> None:
    lines = first_commands()
    assert 1 <= len(lines) <= 3
    for line in lines:
        command, _, piped = line.partition("<")
        program, *argv = shlex.split(command, comments=True)
        assert program == "hv"
        ran = newcomer(*argv, stdin=KIM_TOKEN if piped else "")
        assert ran.code == 0, (line, ran.err)
    entries = newcomer("entries", "today", "--json").json["entries"]
    assert [entry["project"]["name"] for entry in entries] == ["Marketing Website"]
    assert entries[0]["notes"] == "hello"


@pytest.mark.ux(76)
def test_the_line_that_login_suggests_works_as_it_stands(newcomer: Hv) -> None:
    example = newcomer("login", "--with-token", "--json", stdin=KIM_TOKEN).json["example"]
    assert newcomer(*shlex.split(example)[1:]).code == 0


def test_before_it_hv_says_in_a_few_lines_what_to_do(home: Path) -> None:
    ran = Hv({"HV_HOME": str(home)})()
    assert ran.code == 3
    assert ran.out == ""
    for needed in ("id.getharvest.com/developers", "hv login", "hv --sandbox log"):
        assert needed in ran.err
    assert len(ran.err.splitlines()) <= 9


@pytest.mark.ux(2, 76)
def test_a_newcomer_is_told_how_to_begin_in_six_lines_that_fit(home: Path) -> None:
    ran = Hv({"HV_HOME": str(home)})()
    assert (ran.code, ran.out) == (3, "")
    _, _, told = ran.err.partition("hint: ")
    lines = told.splitlines()
    assert (len(lines), max(map(len, lines)) <= 80) == (6, True), lines
    for needed in ("id.getharvest.com", "hv login", "--with-token", "ACCOUNT_ID", "--sandbox"):
        assert needed in told


@few(3)
@pytest.mark.parametrize("shell", SHELLS)
def test_login_offers_the_line_that_sets_up_completion(shell: str, newcomer: Hv) -> None:
    variables = {"SHELL": f"/bin/{shell}"} if shell != "powershell" else {"PSModulePath": "C:\\"}
    run = Run({**newcomer.environ, **variables}, io.StringIO(), io.StringIO(), io.StringIO())
    _, offered = first_steps(run)
    assert offered is not None
    assert offered in newcomer("completion", shell).out
    assert offered.startswith(f"hv completion {shell} >")


def test_what_keeps_hv_from_working_is_said_alike_by_every_command(home: Path) -> None:
    newcomer = Hv({"HV_HOME": str(home)})
    said = newcomer().err.splitlines()[0].removeprefix("hv: ")
    for command in ("whoami", "doctor"):
        ran = newcomer(command)
        assert ran.code == 3
        assert said in ran.out + ran.err
        assert "hv login" in ran.out + ran.err
        assert "hv --sandbox" in ran.out + ran.err
    assert "hv login" in newcomer("help").out
