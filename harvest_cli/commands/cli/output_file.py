"""`-o FILE`: the results of a run go to a file, replaced whole when it ends, or left as it was."""

import io
from collections.abc import Callable
from pathlib import Path

from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import UsageError


def filed(run: Run, name: str, work: Callable[[], int]) -> int:
    """Do the work with its standard output kept for the file; the exit status.

    Failures are told on the real streams, and leave the file as it was. Raises UsageError, before
    anything is done, where nothing can be written, and HvError when writing fails.
    """
    from harvest_cli.local.disk.files import check_writable, replace_file

    if not name:
        message = "`--output` needs the name of a file"
        raise UsageError(message, hint="`-` is standard output")
    check_writable(Path(name))
    kept = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    real = run.stdout
    run.print_to(kept)
    try:
        code = work()
    finally:
        kept.flush()
        run.print_to(real)
    replace_file(Path(name), kept.buffer.getvalue())
    run.output.note(f"Wrote {name}")
    return code
