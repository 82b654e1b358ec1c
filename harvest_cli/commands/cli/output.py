"""From a run to what an action is given and to where its answer goes.

Which pager shows a long list: flag, setting, `PAGER`, less.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import Unreachable

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.show.terminal.output import Output


def joined_words(words: Sequence[str] | None) -> str:
    """The words of the command line as one sentence: a shell splits them, we join them."""
    return " ".join(words or ())


def output_for(run: Run, context: "Context") -> "Output":
    """The output of a run that knows its account: its way to write hours and times.

    What the action had to warn of, and what it assumed, is said first.
    """
    try:
        conventions = context.conventions
        run.output.zone = context.zone
    except Unreachable:
        # A sentence can be kept without ever having heard of the account.
        conventions = context.cached_conventions
    run.output.time_format, run.output.clock = conventions.time_format, conventions.clock
    for warning in context.take_warnings():
        run.output.warn(warning)
    if inferred := context.take_inferred():
        run.output.note("read as: " + "; ".join(text.removeprefix("read as ") for text in inferred))
    return run.output


def output_at_hand(run: Run, context: "Context") -> "Output":
    """The output of a command about this machine's own files; asks nobody."""
    in_own_manner(run.output, context)
    return plain_output(run, context)


def in_own_manner(output: "Output", context: "Context") -> None:
    """Write hours and times as the account does, as far as it is known here; asks nobody."""
    from harvest_cli.domain.zones import zone_named

    known = context.cached_conventions
    output.time_format, output.clock = known.time_format, known.clock
    output.zone = zone_named(known.timezone)


def plain_output(run: Run, context: "Context") -> "Output":
    """The output of a command that asks nothing of the account; warnings are said first."""
    for warning in context.take_warnings():
        run.output.warn(warning)
    return run.output


def remember_rows(run: Run, context: "Context", ids: Sequence[int]) -> None:
    """Keep which entry stands in which row, where rows were shown with their numbers."""
    from harvest_cli.show.terminal.output import Format

    if run.output.format is not Format.HUMAN or not ids:
        return
    from contextlib import suppress

    from harvest_cli.actions.entries.reference import listing_of

    with suppress(OSError):
        listing_of(context).remember(ids)


def paged(run: Run, context: "Context") -> AbstractContextManager[None]:
    """Show what is printed inside page by page, where that helps."""
    from harvest_cli.show.terminal.waiting import paged as shown

    program = None if run.flags.no_pager else context.settings.get("pager")
    return shown(run.output, program, run.environ)
