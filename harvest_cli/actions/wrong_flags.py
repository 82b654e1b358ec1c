"""Every flag of a line whose value cannot be read, told at once. Harvest is not asked for it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from harvest_cli.actions.defaults import rounding_of
from harvest_cli.domain.errors import SentenceError, UsageError

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context
    from harvest_cli.actions.understanding import Flags

LONGEST = 40


Check = tuple[str, str, Callable[[], object]]


def with_others(context: "Context", flags: "Flags", first: UsageError, began: str) -> UsageError:
    """One refusal for all the flags that are wrong; `first` where there is no other.

    `began` is the flag for the time of day at which work began. The first one gives the code.
    """
    slips = list(_slips(context, flags, began))
    if len(slips) < 2:
        return first
    message = ", ".join(f"`{flag}` is {value[:LONGEST]!r}" for flag, value, _ in slips)
    hint = "\n".join(f"`{flag}`: {slip.hint or slip.message}" for flag, _, slip in slips)
    return UsageError(message, code=slips[0][2].code, hint=hint)


def _slips(context: "Context", flags: "Flags", began: str) -> Iterator[tuple[str, str, UsageError]]:
    named = _are_names_at_hand(context)
    checks = [*_values(context, flags, began), *(_names(context, flags) if named else ())]
    for flag, value, check in checks:
        try:
            check()
        except UsageError as slip:
            yield flag, value, slip


def _values(context: "Context", flags: "Flags", began: str) -> Iterator[Check]:
    """What can be read without any names."""
    from harvest_cli.actions.logging_time import reference_of
    from harvest_cli.actions.understanding import in_hours
    from harvest_cli.language.days.read_flag import read_date
    from harvest_cli.language.lengths.clock import read_clock_time
    from harvest_cli.language.lengths.durations import read_hours

    read: dict[str, tuple[str | None, Callable[[str], object]]] = {
        "--hours": (flags.hours, lambda text: read_hours(in_hours(text), context.manner)),
        "--date": (flags.date, lambda text: read_date(text, context.now, context.manner)),
        began: (flags.from_, read_clock_time),
        "--to": (flags.to, read_clock_time),
        "--round": (flags.round, lambda text: rounding_of(context, text)),
        "--ref": (flags.ref, reference_of),
    }
    for flag, (value, reader) in read.items():
        if value is not None:
            yield flag, value, partial(reader, value)


def _names(context: "Context", flags: "Flags") -> Iterator[Check]:
    from harvest_cli.actions.understanding import refuses_project

    project, names = flags.project, context.book.names
    if flags.client is not None:
        client = flags.client
        yield "--client", client, lambda: names.client(client)
    if project is None or refuses_project(context, flags):
        return
    yield "--project", project, lambda: names.project(project)
    task = flags.task
    try:
        assignment = names.project(project)
    except SentenceError:
        return
    if task is not None and task.strip().casefold() != "none":
        yield "--task", task, lambda: names.task(assignment, task)


def _are_names_at_hand(context: "Context") -> bool:
    """Whether names are known and fresh, so that what is none of them can be called wrong."""
    known = context.book.at_hand()
    return known is not None and known.is_fresh(context.clock())
