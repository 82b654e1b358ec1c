"""Where the answer of a run goes, and how hours and times are written there."""

import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path

from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.days import day_text
from harvest_cli.domain.errors import Unreachable, UsageError
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.waiting import paged as shown

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.local.outbox.queue import Outbox
    from harvest_cli.show.machine.renderer import Layout


A_DAY = 86400.0
"""Seconds for which a lost line is said where no person may have read it."""


def joined_words(words: Sequence[str] | None) -> str:
    """The words of the command line as one sentence: a shell splits them, we join them."""
    return " ".join(words or ())


def output_for(run: Run, context: "Context") -> Output:
    """The output of a run that knows its account: its way to write hours and times.

    What the action had to warn of, and what it assumed, is said first.
    """
    try:
        conventions = context.conventions
        run.output.zone, run.output.today = context.zone, context.today
    except Unreachable:
        # A sentence can be kept without ever having heard of the account.
        conventions = context.cached_conventions
    run.output.time_format, run.output.clock = conventions.time_format, conventions.clock
    _warned(run, context)
    if inferred := context.take_inferred():
        run.output.note("read as: " + "; ".join(inferred))
    return run.output


def local_output(run: Run, context: "Context") -> Output:
    """The output of a command about this machine's own files; asks nobody."""
    use_known_conventions(run.output, context)
    return plain_output(run, context)


def use_known_conventions(output: Output, context: "Context") -> None:
    """Write hours and times as the account does, as far as it is known here; asks nobody."""
    # zoneinfo loads in 5 ms: not before times are shown.
    from harvest_cli.domain.zones import zone_named

    known = context.cached_conventions
    output.time_format, output.clock = known.time_format, known.clock
    output.zone = zone_named(known.timezone)
    output.today = context.clock().astimezone(output.zone).date()


def plain_output(run: Run, context: "Context") -> Output:
    """The output of a command that asks nothing of the account; warnings are said first."""
    _warned(run, context)
    return run.output


def _warned(run: Run, context: "Context") -> None:
    for warning in context.take_warnings():
        run.output.warn(warning)
    if (outbox := context.__dict__.get("outbox")) is not None:
        _say_what_is_lost(run.output, context, outbox)


def _say_what_is_lost(output: Output, context: "Context", outbox: "Outbox") -> None:
    """Warn of what was typed and not kept, because hv was killed: until a person has read it.

    Off a terminal nobody may read it; there it is said for a day.
    """
    import sqlite3

    # Loaded with the outbox, which is open here and not in every run.
    from harvest_cli.local.outbox.database import transaction

    # As above.
    from harvest_cli.local.outbox.row import forget_line, lost_lines

    with suppress(sqlite3.Error, OSError, ValueError, TypeError):
        now = context.clock().timestamp()
        for lost in [*lost_lines(outbox.db, context.own_run, now)]:
            # Few runs have anything to say of a moment here.
            from harvest_cli.show.terminal.formats import moment_text

            typed = moment_text(datetime.fromtimestamp(lost.at, UTC), output)
            output.warn(f"Typed {typed} and not saved, because hv was killed: {lost.line}")
            if output.err.width is None and now - lost.since < A_DAY:
                continue
            with transaction(outbox.db, durable=False):
                forget_line(outbox.db, lost.run)
            lost.mark.unlink(missing_ok=True)


def remember_rows(run: Run, context: "Context", ids: Iterable[int]) -> None:
    """Keep which entry stands in which row, where rows were shown with their numbers."""
    if run.output.format is not Format.HUMAN:
        return
    # It loads in 42 ms with what reads references: only where rows have numbers.
    from harvest_cli.actions.entries.reference import listing_of

    with suppress(OSError):
        if shown := list(ids):
            listing_of(context).remember(shown)


def paged(run: Run, context: "Context") -> AbstractContextManager[None]:
    """Show what is printed inside page by page, where that helps."""
    program = None if run.flags.no_pager else context.settings.get("pager")
    return shown(run.output, program, run.environ)


def as_csv(run: Run, wanted: bool, *, bom: bool = False) -> None:
    """Print CSV, if wanted; raises UsageError together with `--json`."""
    if not wanted:
        if bom:
            message = "`--bom` is for `--csv`"
            raise UsageError(message, hint="Add `--csv`")
        return
    if run.flags.json:
        message = "`--csv` and `--json` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    run.output.format = Format.CSV
    if bom:
        run.output.write_exactly(["\ufeff"])


def into_file(run: Run, name: str, work: Callable[[], int]) -> int:
    """Do the work with its standard output in the file; the exit status.

    Failures are told on the real streams, and leave the file as it was. Raises UsageError, before
    anything is done, where nothing can be written, and HvError when writing fails.
    """
    # For `-o` alone: files are written by few runs.
    from harvest_cli.local.disk.output_files import check_writable, replacing, told

    if not name:
        message = "`--output` needs the name of a file"
        raise UsageError(message, hint="`-` is standard output")
    check_writable(Path(name))
    real, said = run.stdout, told(Path(name))
    with replacing(Path(name)) as file:
        kept = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        run.print_to(kept)
        try:
            code = work()
            kept.flush()
        finally:
            run.print_to(real)
            # The file below is closed by others; what it cannot take was told.
            with suppress(OSError):
                kept.detach()
    is_page = any(each.startswith("--html") for each in run.argv)
    if name.lower().endswith((".html", ".htm")) and not is_page and not run.flags.json:
        said += f": rows for a program; a page of a report is written by `--html {name}`"
    run.output.note(said)
    return code


def check_page(run: Run, layout: "Layout", html: str) -> None:
    """Refuse what `--html` cannot make a page of, before anything is read; raises UsageError."""
    if layout.markdown or run.output.format in (Format.JSON, Format.CSV):
        message = "`--html` cannot be combined with another format"
        raise UsageError(message, hint="Run it twice")
    if html != "-":
        # For files alone.
        from harvest_cli.local.disk.output_files import check_writable

        check_writable(Path(html))


def write_page(
    output: Output, context: "Context", html: str, made_into: Callable[[str, str | None], str]
) -> None:
    """Write a page into the file of `--html`, whole or not at all; `-` is standard output.

    `made_into` makes it, told when in words, and how hours are written.
    """
    now = context.now
    made = f"{day_text(now.date())}, {clock_text(now.time(), output.clock)}"
    page = made_into(made, output.time_format)
    if html == "-":
        output.write_exactly([page])
    else:
        # For files alone.
        from harvest_cli.local.disk.output_files import replace_file, told

        said = told(Path(html))
        replace_file(Path(html), page)
        output.note(said)
