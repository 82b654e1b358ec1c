"""`hv config edit`: the file is begun, opened, and checked as the next command will read it."""

import os
import tomllib
from pathlib import Path

import pytest

from harvest_cli.commands.cli.editor import USUAL, editor_of
from harvest_cli.domain.errors import ConfigurationError
from tests.running import Hv, Ran

posix = pytest.mark.skipif(os.name != "posix", reason="programs of POSIX")


@pytest.fixture
def path(home: Path) -> Path:
    return home / "config.toml"


def edit(hv: Hv, line: str = "", **environ: str) -> Ran:
    """Edit with a program that adds a line to the file."""
    program = f"""sh -c 'echo "{line}" >> "$0"'"""
    return hv("config", "edit", terminal=True, **{"EDITOR": program, **environ})


@posix
def test_a_new_file_begins_with_every_setting_as_a_remark(hv: Hv, path: Path) -> None:
    ran = edit(hv, "timeout = 7")
    assert ran.code == 0
    assert f"{path} is in order" in " ".join(ran.err.split())
    assert tomllib.loads(path.read_text()) == {"timeout": 7}
    assert "# week_start = " in path.read_text()


@posix
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("timeout = ", "is not valid TOML"),
        ("timeout = true", 'got "True" (timeout in'),
        ("round = 7.5", "Expected minutes"),
    ],
)
def test_what_is_wrong_afterwards_is_told_and_kept(
    hv: Hv, path: Path, line: str, said: str
) -> None:
    ran = edit(hv, line)
    assert ran.code == 78
    assert said in ran.err
    assert "hv config edit" in ran.err
    assert path.read_text().endswith(f"{line}\n")


@posix
def test_a_broken_file_can_be_opened_to_mend_it(hv: Hv, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text("timeout = \n")
    ran = hv("config", "edit", terminal=True, EDITOR="""sh -c 'echo "timeout = 5" > "$0"'""")
    assert ran.code == 0
    assert path.read_text() == "timeout = 5\n"


@posix
def test_a_key_that_means_nothing_is_warned_of(hv: Hv) -> None:
    ran = edit(hv, "timout = 5")
    assert ran.code == 0
    assert "did you mean `timeout`?" in ran.err


def test_without_a_terminal_the_other_ways_are_named(hv: Hv, path: Path) -> None:
    ran = hv("config", "edit", EDITOR="true")
    assert ran.code == 2
    assert "hv config set" in ran.err
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "environ", "command"),
    [
        ("", {}, USUAL),
        ("", {"EDITOR": "nano"}, ("nano",)),
        ('editor = "emacs -nw"', {"EDITOR": "nano"}, ("nano",)),
        ('editor = "emacs -nw"', {}, ("emacs", "-nw")),
        ("broken = ", {"VISUAL": "vim"}, ("vim",)),
        ("broken = ", {}, USUAL),
    ],
)
def test_the_editor_is_found_even_where_the_file_is_broken(
    tmp_path: Path, content: str, environ: dict[str, str], command: tuple[str, ...]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    assert editor_of(environ, path) == command


def test_an_editor_that_cannot_be_a_command_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be a command"):
        editor_of({"EDITOR": "vi 'unclosed"}, tmp_path / "none.toml")
