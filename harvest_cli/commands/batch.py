"""`hv log -`: one sentence per line of standard input; a bad line does not stop the others."""

from collections.abc import Iterator
from typing import TextIO

from harvest_cli.actions.context import Context
from harvest_cli.actions.logging_time import log_time
from harvest_cli.actions.understanding import Flags
from harvest_cli.commands.invocation import Invocation
from harvest_cli.commands.options import output_for
from harvest_cli.domain.errors import ExitCode, HvError, SentenceError, UsageError
from harvest_cli.show.errors import error_record, show_error
from harvest_cli.show.faces import emit_logged
from harvest_cli.show.json_text import write_json
from harvest_cli.show.output import Face


def log_lines(run: Invocation, flags: Flags, *, dry_run: bool, sure: bool) -> int:
    """Log each line; the exit code is that of the first line that failed."""
    lines = list(sentences(run.stdin))
    if not lines:
        message = "Standard input holds no sentence"
        raise UsageError(message, code="empty", hint="Give one sentence per line")
    context, worst = run.context(), 0
    for number, line in lines:
        code = _log_line(run, context, number, line, flags, dry_run=dry_run, sure=sure)
        worst = worst or code
    return worst


def sentences(stdin: TextIO) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers; raises UsageError on a terminal."""
    if stdin.isatty():
        message = "`-` reads sentences from standard input, which is this terminal"
        raise UsageError(message, hint="Pipe them in: `hv log - < day.txt`")
    for number, line in enumerate(stdin, 1):
        if line.strip():
            yield number, line.rstrip("\r\n")


def _log_line(
    run: Invocation,
    context: Context,
    number: int,
    line: str,
    flags: Flags,
    *,
    dry_run: bool,
    sure: bool,
) -> int:
    try:
        logged = log_time(context, line, flags, dry_run=dry_run, sure=sure)
    except HvError as error:
        if not isinstance(error, SentenceError | UsageError) and fatal(error):
            raise
        _say(run, number, line, error)
        return int(error.exit_code)
    emit_logged(logged, output_for(run, context))
    return int(logged.exit_code)


def fatal(error: HvError) -> bool:
    """Whether no other line can fare better: not logged in, out of reach, a broken set-up."""
    return error.exit_code in {
        ExitCode.NOT_LOGGED_IN,
        ExitCode.UNREACHABLE,
        ExitCode.RATE_LIMITED,
        ExitCode.CONFIGURATION,
    }


def _say(run: Invocation, number: int, line: str, error: HvError) -> None:
    if run.output.face is Face.JSON:
        write_json(error_record(error, text=line), run.output)
        return
    error.message = f"line {number}: {error.message}"
    show_error(error, run.output)
