"""`-` in place of a sentence: lines of standard input, or of a file, each by itself.

Files that are read whole, by name or as `-`.
"""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from harvest_cli.actions.entries.log import log_all
from harvest_cli.actions.entries.read_log import LogOptions, ReadLog, read_log
from harvest_cli.actions.entries.results import Logged
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import ExitCode, HvError, UsageError
from harvest_cli.domain.records import NamedTuple, TextIO
from harvest_cli.language.trackers.tables import LARGEST
from harvest_cli.show.answers.errors import show_error
from harvest_cli.show.machine.entries import error_record
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.machine.text import write_json
from harvest_cli.show.terminal.output import Format

_COMMENT = re.compile(r"[\s\ufeff]*#(?!\w)")


HOPELESS = {
    *(ExitCode.NOT_LOGGED_IN, ExitCode.UNREACHABLE),
    *(ExitCode.RATE_LIMITED, ExitCode.CONFIGURATION),
}


class InputLine(NamedTuple):
    """One sentence and the number of its line."""

    number: int
    text: str


def log_lines(run: Run, flags: Flags, how: LogOptions, *, all_or_nothing: bool = False) -> int:
    """Log each line; the exit code is that of the first that failed, else 75 where one waits.

    All lines are read before the first is sent. With `all_or_nothing` nothing is sent unless every
    line is understood.
    """
    lines = [*sentences(run.stdin)]
    context = context_of(run)
    if all_or_nothing and (refused := _first_refused(run, context, lines, flags, how)):
        return refused
    return _log_read(run, context, lines, _all_read(context, lines, flags, how))


def _all_read(
    context: Context, lines: list[InputLine], flags: Flags, how: LogOptions
) -> list[ReadLog | Logged | Exception]:
    """Each line as it is read, up to one that fails as no other can escape."""
    found: list[ReadLog | Logged | Exception] = []
    for line in lines:
        try:
            read = read_log(context, line.text, flags, how)
        except Exception as error:
            # One line is no reason to lose the others; what became of it is told at its turn.
            found.append(error)
            if isinstance(error, OSError) or fatal(error):
                break
            continue
        if isinstance(read, ReadLog):
            context.foreseen += [new for new in read.understood.requests if not new.user_id]
            read = read._replace(warnings=context.take_warnings())
        found.append(read)
    context.foreseen.clear()
    return found


def _log_read(
    run: Run, context: Context, lines: list[InputLine], found: list[ReadLog | Logged | Exception]
) -> int:
    """Send what was read, and say what becomes of each line."""
    answers = log_all(context, [each for each in found if isinstance(each, ReadLog)])
    worst, stopped, unread = 0, None, lines[len(found) :]
    for line, each in zip(lines, found, strict=False):
        ended = next(answers) if isinstance(each, ReadLog) else each
        if ended is None:
            unread.append(line)
        elif isinstance(ended, HvError | Logged) and not fatal(ended):
            code = _said(run, context, line, ended)
            # What only waits is no reason to hide that a later line was not understood.
            worst = code if worst in (0, ExitCode.SAVED_HERE) and code else worst
        elif isinstance(ended, Exception):
            stopped = stopped or ended
    if stopped is not None:
        _say_unread(run, sorted(unread))
        raise stopped
    return worst


def _said(run: Run, context: Context, line: InputLine, ended: Logged | HvError) -> int:
    """Say what became of a line; the exit code of it."""
    if isinstance(ended, HvError):
        say_refused(run, line.number, line.text, ended)
    else:
        render(ended, output_for(run, context))
    return int(ended.exit_code)


def _say_unread(run: Run, lines: list[InputLine]) -> None:
    if lines:
        first, last = lines[0].number, lines[-1].number
        which = f"Line {first} was" if first == last else f"Lines {first} to {last} were"
        run.output.note(f"{which} not logged")


def _first_refused(
    run: Run, context: Context, lines: list[InputLine], flags: Flags, how: LogOptions
) -> int:
    """Read every line; when some are refused, say each, and the status of the first; else 0."""
    read = [(line, _read(context, line, flags, how)) for line in lines]
    refused = [(line, found) for line, found in read if isinstance(found, HvError)]
    if not refused:
        return 0
    for line, found in read:
        if isinstance(found, HvError):
            say_refused(run, line.number, line.text, found)
        elif run.output.format is Format.JSON:
            render(found, output_for(run, context))
    run.output.note(f"Nothing was sent: {len(refused)} of {len(lines)} lines are not understood")
    return int(refused[0][1].exit_code)


def _read(context: Context, line: InputLine, flags: Flags, how: LogOptions) -> Logged | HvError:
    try:
        read = read_log(context, line.text, flags, how._replace(dry_run=True))
    except HvError as error:
        if fatal(error):
            raise
        return error
    if isinstance(read, ReadLog):
        raise AssertionError(read)
    return read


def sentences(stdin: TextIO) -> Iterator[InputLine]:
    """The lines that say something, with their numbers; raises UsageError for none, or a terminal.

    `# words` is a comment; `#12` and `#words` can be part of a sentence.
    """
    if stdin.isatty():
        message = "`-` reads sentences from standard input, which is this terminal"
        raise UsageError(message, hint="Pipe them in: `hv log - < day.txt`")
    is_empty = True
    for number, line in enumerate(stdin, 1):
        if line.strip() and not _COMMENT.match(line):
            is_empty = False
            yield InputLine(number, line.rstrip("\r\n"))
    if is_empty:
        message = "Standard input holds no sentence"
        raise UsageError(message, code="empty", hint="Give one sentence per line")


def fatal(ended: object) -> bool:
    """Whether no other line can fare better: not logged in, out of reach, a broken set-up."""
    return isinstance(ended, HvError) and ended.exit_code in HOPELESS


def say_refused(run: Run, number: int, line: str, error: HvError) -> None:
    """What is wrong with one line, with its number."""
    if run.output.format is Format.JSON:
        write_json({"line": number, **error_record(error, text=line)}, run.output)
        return
    error.message = f"line {number}: {error.message}"
    show_error(error, run.output)


def files_of(run: Run, names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Files with their bytes; raises UsageError, with every one that cannot be read."""
    found = [_file(run, name) for name in names]
    wrong = [each for each in found if isinstance(each, str)]
    if wrong:
        raise UsageError("; ".join(wrong), hint="Name a file, or `-` for standard input")
    return [each for each in found if not isinstance(each, str)]


def _file(run: Run, name: str) -> tuple[str, bytes] | str:
    """The file, or why it cannot be read."""
    if name == "-":
        if run.stdin.isatty():
            message = "`-` reads standard input, which is this terminal"
            raise UsageError(message, hint="Pipe the file in, or name it")
        return "standard input", _bytes_of(run.stdin)
    try:
        with Path(name).open("rb") as file:
            return name, file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f'"{name}" cannot be read ({reason})'


def _bytes_of(stdin: TextIO) -> bytes:
    binary = getattr(stdin, "buffer", None)
    if isinstance(binary, io.BufferedIOBase | io.RawIOBase):
        return binary.read(LARGEST + 1) or b""
    return stdin.read(LARGEST + 1).encode("utf-8", "surrogateescape")
