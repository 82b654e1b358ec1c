"""Every failure of a run becomes one message and one exit status."""

import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress

from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import ConfigurationError, ExitCode, HvError

STATE_FOLDER = "`hv doctor --paths` names it; pending entries are sent once it can be written"


def guarded(run: Run, work: Callable[[], int]) -> int:
    """Run `work`; whatever goes wrong is told on stderr and becomes an exit status.

    Ctrl-C may come while a failure is told: on Windows it ends what was waited for first.
    """
    try:
        return _guarded(run, work)
    except KeyboardInterrupt:
        return _interrupted(run)


def _guarded(run: Run, work: Callable[[], int]) -> int:
    try:
        with redirect_stdout(run.stdout), redirect_stderr(run.stderr):
            code = work()
            _keep_choices(run)
            return code
    except HvError as error:
        return _show_failure(run, error)
    except (BrokenPipeError, SystemExit):
        # Without its standalone mode, a closed pipe is all that makes Typer leave by itself.
        _silence(run)
        return ExitCode.BROKEN_PIPE
    except Exception as error:  # the boundary: a traceback helps nobody who types hours
        if _after_ctrl_c(error):
            return _interrupted(run)
        if by_typer := _of_typer(run, error):
            return by_typer
        if run.environ.get("HV_DEBUG"):
            return _traced(run, error)
        return _unexpected(run, error)


def _keep_choices(run: Run) -> None:
    """Keep what the person chose on the way; nothing of a command that was broken off."""
    account = run.built.__dict__.get("account") if run.built is not None else None
    choices = account.__dict__.get("choices") if account is not None else None
    if choices is None or not choices.changed:
        return
    try:
        choices.save()
    except OSError as error:
        run.output.warn(f"The choice cannot be saved ({error.strerror or error})")


def _after_ctrl_c(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind it: up to 3.11 Python wraps what is raised in `__set_name__`."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _of_typer(run: Run, error: Exception) -> int | None:
    """Typer's own error for Ctrl-C."""
    # Not imported here: a run that did without Typer cannot have raised one of its errors.
    typer = sys.modules.get("typer")
    if typer is None:
        return None
    return _interrupted(run) if isinstance(error, typer.Abort) else None


def _interrupted(run: Run) -> int:
    left = _left(run)
    if run.output.err.width is not None:
        # The terminal shows `^C`, perhaps behind a question.
        _plainly(run, "", label="")
    _plainly(run, ". ".join(["Interrupted", *left]))
    return ExitCode.INTERRUPTED


def _left(run: Run) -> list[str]:
    """What the run has kept or done already."""
    if run.built is None:
        return []
    # It loads in 28 ms: only for what was broken off.
    from harvest_cli.actions.outbox.pending import interrupt_report

    with suppress(Exception):
        return interrupt_report(run.built)
    return ["What it did is unknown: check `hv outbox` and `hv history`"]


def _show_failure(run: Run, error: HvError) -> int:
    if run.environ.get("HV_DEBUG") == "2":
        return _traced(run, error)
    # Where Harvest is asked, the connection goes first.
    from harvest_cli.show.answers.errors import show_error

    show_error(error, run.output)
    return int(error.exit_code)


def _traced(run: Run, error: BaseException) -> int:
    """The whole trace on stderr, through the same redaction as everything else."""
    import traceback

    for text in traceback.format_exception(error):
        for line in text.splitlines():
            run.output.err.whole_line(run.output.err.text(line))
    return int(error.exit_code if isinstance(error, HvError) else ExitCode.UNEXPECTED)


def _unexpected(run: Run, error: Exception) -> int:
    if isinstance(error, OSError) and error.filename is None:
        # Printing failed: a full disk, a closed stdout. What was logged stays logged.
        _plainly(run, f"Cannot print: {error.strerror or error}")
        return ExitCode.UNEXPECTED
    # The text of a foreign exception may hold anything, a token included: only its kind is told.
    sqlite3 = sys.modules.get("sqlite3")
    if sqlite3 is not None and isinstance(error, sqlite3.OperationalError):
        # A full disk or a file system that is read only; the words are of SQLite, not of a value.
        message = ". ".join([f"hv cannot write in its state folder: {error}", *_left(run)])
        return _show_failure(run, ConfigurationError(message, hint=STATE_FOLDER))
    message = ". ".join([f"Something in hv went wrong ({type(error).__name__})", *_left(run)])
    hint = "Run it again with `HV_DEBUG=1` to see where"
    if run.built is not None and (run.built.written or run.built.changes):
        hint = "Run `hv sync` before you type it again; `HV_DEBUG=1` shows where hv failed"
    return _show_failure(run, HvError(message, hint=hint))


def _plainly(run: Run, text: str, label: str = "hv: ") -> None:
    try:
        run.stderr.write(f"{label}{text}\n")
    except (OSError, ValueError):
        return


def _silence(run: Run) -> None:
    # Python would complain once more when it flushes stdout at exit.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), run.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
