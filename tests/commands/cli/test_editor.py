"""Notes in an editor: in a private file that is gone afterwards, never through a shell."""

import os
import stat
from pathlib import Path

import pytest

from harvest_cli.commands.cli.editor import USUAL, command_of, edited
from harvest_cli.domain.errors import ConfigurationError, UsageError
from tests.actions.contexts import a_context
from tests.child import PYTHON
from tests.rows import for_each
from tests.running import Hv

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs and modes of POSIX")


def editor(body: str) -> tuple[str, ...]:
    """A program that does something with the file `path`."""
    code = "import pathlib, sys, os; path = pathlib.Path(sys.argv[1])\n" + body
    return (PYTHON, "-c", code)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_what_the_editor_wrote_comes_back_and_no_file_stays(folder: Path) -> None:
    add = editor("path.write_text(path.read_text() + 'second line\\n')")
    assert edited("first", add, folder) == "first\nsecond line"
    assert list(folder.iterdir()) == []


@pytest.mark.ux(37)
@pytest.mark.parametrize("left", ["", "  \\n \\t\\n"])
def test_notes_that_come_out_empty_are_none(folder: Path, left: str) -> None:
    assert edited("first", editor(f"path.write_text('{left}')"), folder) is None


def test_the_file_is_the_persons_alone_while_it_is_edited(folder: Path) -> None:
    show = editor("path.write_text(oct(os.stat(path).st_mode & 0o777))")
    assert edited("x", show, folder) == oct(0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_editor_that_fails_changes_nothing_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(UsageError, match="ended with status 3"):
        edited("x", editor("sys.exit(3)"), folder)
    with pytest.raises(ConfigurationError, match="cannot be run"):
        edited("x", ("/nonexistent/editor",), folder)
    assert list(folder.iterdir()) == []


def test_an_editor_that_removes_the_file_is_told(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        edited("x", editor("path.unlink()"), folder)


def test_bytes_that_are_no_text_are_replaced(folder: Path) -> None:
    assert edited("x", editor("path.write_bytes(b'caf\\xe9')"), folder) == "caf\ufffd"


@pytest.mark.ux(37)
@for_each(
    ("environ", "command"),
    [
        ({}, USUAL),
        ({"EDITOR": "nano"}, ("nano",)),
        ({"EDITOR": "code --wait 'a b'"}, ("code", "--wait", "a b")),
        ({"EDITOR": "nano", "VISUAL": "vim"}, ("vim",)),
        ({"EDITOR": "nano", "HV_EDITOR": "emacs -nw"}, ("emacs", "-nw")),
        ({"EDITOR": "x; rm -rf /"}, ("x;", "rm", "-rf", "/")),
    ],
)
def test_the_editor_is_a_list_of_words_from_the_nearest_place(
    environ: dict[str, str], command: tuple[str, ...]
) -> None:
    assert command_of(a_context(environ=environ).settings) == command


def test_an_editor_that_cannot_be_a_command_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="cannot be a command"):
        command_of(a_context(environ={"EDITOR": "vi 'unclosed"}).settings)


def test_off_a_terminal_the_flag_for_notes_is_named(hv: Hv) -> None:
    hv("log", "1h on TF: x")
    ran = hv("edit", "last", "-e")
    assert ran.code == 2
    assert "--note" in ran.err


def program(tmp_path: Path, body: str) -> str:
    """An editor as `EDITOR` names it: Python that is given `path`."""
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{body}\n")
    return f"{PYTHON} {script}"


@pytest.mark.ux(37)
@pytest.mark.parametrize("flag", ["-e", "--edit", "--editor"])
def test_an_entry_is_logged_with_what_the_editor_left(flag: str, hv: Hv, tmp_path: Path) -> None:
    add = program(tmp_path, "path.write_text(path.read_text().strip() + ' and\\nmore')")
    own = hv.with_(EDITOR=add)
    ran = own("log", "1h TF, Research: talk", flag, "--json", terminal=True)
    assert ran.code == 0, ran.err
    assert ran.json["entries"][0]["notes"] == "talk and\nmore"
    assert own("edit", "last", flag, "--json", terminal=True).code == 0


def test_notes_left_empty_log_nothing(hv: Hv, tmp_path: Path) -> None:
    own = hv.with_(EDITOR=program(tmp_path, "path.write_text('')"))
    ran = own("log", "1h TF, Research: talk", "-e", terminal=True)
    assert (ran.code, ran.out) == (8, "")
    assert "nothing was logged" in ran.err
    assert hv("history", "--json").json == {"history": []}


@pytest.mark.parametrize("argv", [["log", "-", "-e"], ["log", "--csv", "x.csv", "--edit"]])
def test_many_entries_are_not_edited_one_by_one(argv: list[str], hv: Hv) -> None:
    ran = hv(*argv, stdin="1h TF\n")
    assert ran.code == 2
    assert "one sentence" in ran.err


def test_off_a_terminal_log_names_the_flag_too(hv: Hv) -> None:
    ran = hv("log", "1h TF", "-e")
    assert (ran.code, "`--note TEXT`" in ran.err) == (2, True)
