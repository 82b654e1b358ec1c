"""What one command creates, sent in its order; what stops one entry need not stop the others."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from harvest_cli.actions.outbox.create import KeptEntry, send_entry
from harvest_cli.actions.outbox.delivery import reason_of
from harvest_cli.actions.outbox.row_facts import CreateResult
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import ConfigurationError, ExitCode, HvError
from harvest_cli.local.outbox.progress import let_go

FATAL = {
    ExitCode.NOT_LOGGED_IN,
    ExitCode.UNREACHABLE,
    ExitCode.RATE_LIMITED,
    ExitCode.CONFIGURATION,
    ExitCode.NOT_SAVED,
}
"""How one entry can fail so that no other fares better."""
BROKEN_OFF = "the command was broken off"


def send_entries(
    context: Context, kept: Sequence[KeptEntry]
) -> Iterator[CreateResult | Exception | None]:
    """Send what `keep_entries` kept; gives what became of each, in its order, as it is known.

    An exception is what Harvest said when it refused one, or what hv did not expect; the others
    are sent all the same. After one that no other can escape they are not tried: they wait in the
    outbox, and for those that are not there None is given. Whoever stops asking leaves the rest in
    the outbox; so does Ctrl-C.
    """
    for number, each in enumerate(kept):
        rest = kept[number + 1 :]
        try:
            sent: CreateResult | Exception = send_entry(context, each)
        except KeyboardInterrupt:
            leave(context, rest)
            raise
        except Exception as error:
            sent = error
        try:
            yield sent
        except GeneratorExit:
            leave(context, rest)
            raise
        if isinstance(sent, HvError) and sent.exit_code in FATAL:
            yield from _left(context, rest, sent)
            return


def _left(
    context: Context, rest: Sequence[KeptEntry], error: HvError
) -> Iterator[CreateResult | None]:
    """What becomes of entries that are not tried."""
    if isinstance(error, ConfigurationError):
        # Nothing leaves before it is mended, and then the command is typed again.
        for each in rest:
            if each.outbox is not None and each.earlier is None:
                each.outbox.drop(each.row.key)
        yield from [None] * len(rest)
        return
    why = reason_of(error)
    leave(context, rest, why)
    for each in rest:
        waits = CreateResult(EntryState.QUEUED, None, each.row.key, why)
        if each.earlier is not None:
            yield send_entry(context, each)
        else:
            yield waits if each.outbox is not None else None


def leave(context: Context, rest: Sequence[KeptEntry], why: str = BROKEN_OFF) -> None:
    """Leave entries that are kept to whoever uses the network next."""
    import sqlite3

    keys = [each.row.key for each in rest if each.earlier is None]
    context.handled.update(keys)
    outbox = next((each.outbox for each in rest), None)
    if outbox is not None:
        with suppress(sqlite3.Error):
            let_go(outbox, keys, why)
