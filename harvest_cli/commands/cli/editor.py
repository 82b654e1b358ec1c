"""`hv config edit`: the person's editor on the configuration, and a check of what came out.

Notes in the person's own editor, for `hv edit -e` and `hv log -e`.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import may_ask
from harvest_cli.domain.errors import ConfigurationError, HvError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wording import quoted
from harvest_cli.local.config.config_file import read_configuration, replace_file
from harvest_cli.local.config.setting_types import command_line
from harvest_cli.local.config.settings import SETTINGS, Settings
from harvest_cli.local.disk.files import places, private_folder, write_private
from harvest_cli.local.login.profiles import configured

if TYPE_CHECKING:
    from harvest_cli.actions.entries.results import NoteEditor
    from harvest_cli.actions.session.context import Context

SET_ANOTHER = "Set `EDITOR` or `hv config set editor`"
USUAL = ("vi",) if os.name == "posix" else ("notepad",)


def edit_configuration(run: Run) -> None:
    """Open the file; raises ConfigurationError for what is wrong in it afterwards."""
    _refuse_off_terminal(run, "Use `hv config set`, or the file of `hv config path`")
    path = places(run.environ).config_file
    _begin(path)
    command = [*editor_of(run.environ, path), str(path)]
    before = path.read_bytes() if path.is_file() else None
    _run_editor(command, "Check the file: `hv config path`")
    if before is not None and not os.path.lexists(path):
        # An editor took the file away: `EDITOR="rm -rf"`.
        replace_file(path, before)
        message = f"The editor {command[0]} left no file"
        raise UsageError(message, hint=f"{path} is as it was before; set `EDITOR`")
    _check(path, run)
    run.output.note(f"{path} is in order")


def editor_of(environ: Mapping[str, str], path: Path) -> tuple[str, ...]:
    """The program and its arguments: setting, then VISUAL and EDITOR, then the usual one.

    The file may be broken, and then it cannot name an editor.
    """
    try:
        file = read_configuration(path)
    except ConfigurationError:
        file = {}
    return command_of(Settings(environ, file, str(path)))


def _begin(path: Path) -> None:
    if not os.path.lexists(path):
        # It loads in 13 ms: only where there is no file yet.
        from harvest_cli.actions.setup.settings import template

        replace_file(path, template().encode())


def _refuse_off_terminal(run: Run, hint: str) -> None:
    if not may_ask(run):
        message = "An editor needs a terminal"
        raise UsageError(message, hint=hint)


def _run_editor(command: list[str], hint: str) -> None:
    """Wait for the editor; `hint` is for one that fails."""
    import subprocess

    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise _cannot_run(command[0], error) from None
    if done.returncode != 0:
        message = f"The editor {command[0]} ended with status {done.returncode}"
        raise UsageError(message, hint=hint)


def _cannot_run(editor: str, error: OSError) -> ConfigurationError:
    message = f"The editor {editor} cannot be run: {error.strerror or error}"
    return ConfigurationError(message, hint=SET_ANOTHER)


def _check(path: Path, run: Run) -> None:
    """Read the file as the next command will: its form, its keys, and every value."""
    try:
        settings = configured({"HV_HOME": str(path.parent)}, None).settings
        for setting in SETTINGS:
            settings.get(setting.name)
    except HvError as error:
        error.hint = "Fix it: `hv config edit`. Until then hv stops with this message"
        raise
    for warning in settings.warnings:
        run.output.warn(warning)


def note_editor(run: Run, context: "Context") -> "NoteEditor":
    """A way to edit a text; raises UsageError where there is no terminal to edit on."""
    _refuse_off_terminal(run, "Give the notes: `--note TEXT`")
    return lambda text: edited(text, command_of(context.settings), context.places().state)


def command_of(settings: Settings) -> tuple[str, ...]:
    """The editor as a program and its arguments; there is no shell between."""
    named = settings.get("editor")
    if named is None:
        return USUAL
    try:
        return command_line(named)
    except ValueError:
        message = f"The editor {quoted(named)} cannot be a command"
        raise ConfigurationError(message, hint=SET_ANOTHER) from None


def edited(text: str, command: tuple[str, ...], folder: Path) -> str | None:
    """The text after the person edited it; None when it came out empty.

    It lies in a file of ours alone while the editor has it.
    """
    path = private_folder(folder) / f"notes-{os.getpid()}.txt"
    try:
        write_private(path, f"{text}\n".encode(), durable=False)
        _run_editor([*command, str(path)], "Nothing was changed")
        written = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise _cannot_run(command[0], error) from None
    finally:
        with suppress(OSError):
            path.unlink()
    return written or None
