"""Notes in the person's own editor, for `hv edit -e` and `hv log -e`."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harvest_cli.commands.editing import USUAL
from harvest_cli.commands.invocation import Invocation
from harvest_cli.domain.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from harvest_cli.actions.entries.edit import NoteEditor
    from harvest_cli.actions.session.context import Context


def note_editor(run: Invocation, context: "Context") -> "NoteEditor":
    """A way to edit a text; raises UsageError where there is no terminal to edit on."""
    if not run.may_ask():
        message = "An editor needs a terminal"
        raise UsageError(message, hint="Give the notes: `--note TEXT`")
    return lambda text: edited(text, command_of(context), context.places().state)


def command_of(context: "Context") -> tuple[str, ...]:
    """The editor as a program and its arguments; there is no shell between."""
    from harvest_cli.local.config.setting_types import command_line

    named = context.settings.get("editor")
    if named is None:
        return USUAL
    try:
        return command_line(named)
    except ValueError:
        message = f"The editor {named[:60]!r} cannot be a command"
        raise ConfigurationError(message, hint="Set `EDITOR` or `hv config set editor`") from None


def edited(text: str, command: tuple[str, ...], folder: Path) -> str | None:
    """The text after the person edited it; None when it came out empty.

    It lies in a file of ours alone while the editor has it.
    """
    import subprocess

    from harvest_cli.local.disk.files import private_folder, write_private

    path = private_folder(folder) / f"notes-{os.getpid()}.txt"
    try:
        write_private(path, f"{text}\n".encode(), durable=False)
        done = subprocess.run([*command, str(path)], check=False)
        if done.returncode != 0:
            message = f"The editor {command[0]} ended with status {done.returncode}"
            raise UsageError(message, hint="Nothing was changed")
        written = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        message = f"The editor {command[0]} cannot be run: {error.strerror or error}"
        raise ConfigurationError(message, hint="Set `EDITOR` or `hv config set editor`") from None
    finally:
        with suppress(OSError):
            path.unlink()
    return written or None
