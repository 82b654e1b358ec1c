"""What `hv week`, `hv gaps`, `hv copy` and `hv log --csv` do once their flags are read."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_ask
from harvest_cli.domain.errors import ExitCode, NeedsDecision, UsageError
from harvest_cli.domain.wording import counted
from harvest_cli.show.render import Layout, render

if TYPE_CHECKING:
    from harvest_cli.actions.resolve.query import QueryFlags


def week(run: Run, asked: "QueryFlags", layout: Layout) -> None:
    """Show the grid."""
    from harvest_cli.actions.reports.week import week_of_words

    context = context_of(run)
    found = week_of_words(context, asked)
    render(found, output_for(run, context), layout)


def gaps(run: Run, asked: "QueryFlags", layout: Layout) -> int:
    """List what is missing; 8 when something is."""
    from harvest_cli.actions.reports.week import gaps_in
    from harvest_cli.show.terminal.waiting import progress

    context = context_of(run)
    with progress(run.output) as told:
        found = gaps_in(context, asked, told)
    output = output_for(run, context)
    if not output.quiet:
        render(found, output, layout)
    return ExitCode.NEEDS_DECISION if found.days else ExitCode.DONE


def copy(run: Run, asked: "QueryFlags", *, dry_run: bool, sure: bool) -> int:
    """Show what would be logged, ask, log it."""
    from harvest_cli.actions.entries.bulk import carry_out, plan_copy
    from harvest_cli.show.answers.bulk_text import show_plan

    context = context_of(run)
    plan = plan_copy(context, asked).plan
    output, waiting = output_for(run, context), plan.to_send
    if waiting and not dry_run and not sure:
        if not may_ask(run):
            entries = counted(len(waiting), "entry", "entries")
            message = f"This would log {entries}"
            raise UsageError(message, hint="Add `--yes`, or look first with `--dry-run`")
        show_plan(waiting, output)
        from harvest_cli.commands.cli.prompts import agrees

        if not agrees("Log them?", run.stdin, output):
            message = "Nothing was changed"
            raise NeedsDecision(message)
    carried = carry_out(context, plan, dry_run=dry_run)
    render(carried, output_for(run, context))
    return int(carried.exit_code)


def log_file(run: Run, name: str, words: Sequence[str] | None, *, dry_run: bool) -> int:
    """Log the entries of a CSV file, `-` for standard input, once all of it has been checked."""
    from harvest_cli.actions.entries.bulk import carry_out
    from harvest_cli.actions.entries.csv_import import plan_import

    if words:
        message = "`--csv` takes the place of a sentence"
        raise UsageError(message, hint="Leave one of the two out")
    file = run.stdin if name == "-" else _text_of(name)
    context = context_of(run)
    plan = plan_import(context, file)
    carried = carry_out(context, plan, dry_run=dry_run)
    render(carried, output_for(run, context))
    return int(carried.exit_code)


def _text_of(name: str) -> TextIO:
    """The file, read whole as UTF-8; raises UsageError."""
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise UsageError(message, hint="Name a CSV file, or `-` for standard input") from None
    try:
        return StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        message = f"{name} is not UTF-8"
        raise UsageError(message, hint="Save it as CSV UTF-8") from None
