"""The scripts that are shipped: what `hv completion` prints, with every command and flag."""

import shutil
import subprocess

import pytest

from harvest_cli.commands.help.completion import SHELLS as ROWS
from harvest_cli.commands.help.pages import all_commands, commands, global_flags
from tests.running import Hv
from tests.shells.conftest import ROOT

SHELLS = list(ROWS)


def shipped(shell: str) -> str:
    return (ROOT / "completions" / ROWS[shell].file).read_text(encoding="utf-8")


@pytest.mark.ux(85)
@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_that_is_shipped_is_the_one_that_hv_prints(shell: str, hv: Hv) -> None:
    ran = hv("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == shipped(shell), "run: python -m tests.shells.ship"


@pytest.mark.parametrize("shell", SHELLS)
def test_it_knows_every_command_and_flag(shell: str) -> None:
    script = shipped(shell)
    for verb in all_commands():
        assert verb.name in script
    for flag in (*global_flags(), *(flag for verb in all_commands() for flag in verb.flags)):
        for name in flag.names:
            spelled = {"fish": f"-{'l' if name.startswith('--') else 's'} {name.lstrip('-')} "}
            assert spelled.get(shell, name) in script


@pytest.mark.parametrize("shell", SHELLS)
def test_its_first_lines_say_where_it_goes(shell: str) -> None:
    assert f" Set up: hv completion {shell} >" in "".join(shipped(shell).splitlines()[:2])


@pytest.mark.parametrize("shell", SHELLS)
def test_nothing_in_it_is_left_to_fill_in_or_evaluated(shell: str) -> None:
    script = shipped(shell)
    assert "@@" not in script
    assert "eval" not in script
    assert "Invoke-Expression" not in script
    assert script.endswith("\n")
    assert all(line == line.rstrip() for line in script.splitlines())


@pytest.mark.parametrize(
    ("shell", "checker"),
    [
        ("bash", ["bash", "-n"]),
        ("bash", ["shellcheck", "--shell=bash"]),
        ("zsh", ["zsh", "-n"]),
        ("fish", ["fish", "--no-execute"]),
    ],
    ids=["bash", "shellcheck", "zsh", "fish"],
)
def test_its_shell_finds_no_fault(shell: str, checker: list[str]) -> None:
    if not shutil.which(checker[0]):
        pytest.skip(f"{checker[0]} is not installed here")
    path = ROOT / "completions" / ROWS[shell].file
    done = subprocess.run([*checker, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_powershell_finds_no_fault() -> None:
    program = shutil.which("pwsh") or shutil.which("powershell")
    if not program:
        pytest.skip("PowerShell is not installed here")
    path = ROOT / "completions" / ROWS["powershell"].file
    look = f". '{path}'; (TabExpansion2 'hv lo' 5).CompletionMatches.CompletionText -join ' '"
    done = subprocess.run(
        [program, "-NoProfile", "-Command", look], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["log", "login", "logout"], done.stderr


def test_the_powershell_script_is_balanced_and_quoted() -> None:
    script = shipped("powershell")
    for opening, closing in ("{}", "()", "[]"):
        assert script.count(opening) == script.count(closing)
    assert script.count("'") % 2 == 0
    assert "Register-ArgumentCompleter -Native -CommandName hv" in script
    for verb in commands():
        assert f"'{verb.name}' = '" in script


def test_an_unknown_shell_is_refused_with_the_list(hv: Hv) -> None:
    ran = hv("completion", "tcsh")
    assert ran.code == 2
    assert "Give bash, zsh, fish, powershell" in ran.err


def test_json_holds_the_script(hv: Hv) -> None:
    assert hv("completion", "fish", "--json").json == {"shell": "fish", "script": shipped("fish")}
