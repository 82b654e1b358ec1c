"""What a dry run would send, request by request, so that it can be looked at."""

from collections.abc import Iterable, Mapping, Sequence

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.domain.entries import NewEntry
    from harvest_cli.harvest.wire.write import EntryChange

ENTRIES = "/time_entries"


class WouldSend(NamedTuple):
    """One request; `path` is below the API's address, `body` None where it has none."""

    method: str
    path: str
    body: Mapping[str, object] | None = None


class Creates(Sequence[WouldSend]):
    """The requests that create entries, each made when it is looked at.

    hv's own mark comes on top when they are sent.
    """

    def __init__(self, context: "Context", news: "Iterable[NewEntry]") -> None:
        self._news, self._clock = tuple(news), context.account.data.company.clock

    def __len__(self) -> int:
        return len(self._news)

    def __getitem__(self, at: Any) -> Any:
        # wire.write loads json in 2 ms, and answers take only types from here.
        from harvest_cli.harvest.wire.write import new_entry

        if isinstance(at, slice):
            return [self[each] for each in range(len(self))[at]]
        return WouldSend("POST", ENTRIES, new_entry(self._news[at], self._clock))


def creates(context: "Context", news: "Iterable[NewEntry]") -> tuple[WouldSend, ...]:
    """The requests that create these entries."""
    return tuple(Creates(context, news))


def changes(context: "Context", entry_id: int, wanted: "EntryChange") -> tuple[WouldSend, ...]:
    """The requests that change an entry; the last takes a reference off."""
    first = (change(context, entry_id, wanted),) if wanted.in_one().given() else ()
    if wanted.in_one() == wanted:
        return first
    return (*first, WouldSend("DELETE", f"{ENTRIES}/{entry_id}/external_reference"))


def change(context: "Context", entry_id: int, wanted: "EntryChange") -> WouldSend:
    """The request that changes fields of an entry."""
    # As above.
    from harvest_cli.harvest.wire.write import entry_change

    clock = context.account.data.company.clock
    return WouldSend("PATCH", f"{ENTRIES}/{entry_id}", entry_change(wanted, clock))


def deletion(entry_id: int) -> WouldSend:
    """The request that deletes an entry."""
    return WouldSend("DELETE", f"{ENTRIES}/{entry_id}")


def stop(entry_id: int) -> WouldSend:
    """The request that stops a timer."""
    return WouldSend("PATCH", f"{ENTRIES}/{entry_id}/stop")


def restart(entry_id: int | str) -> WouldSend:
    """The request that lets an entry run again."""
    return WouldSend("PATCH", f"{ENTRIES}/{entry_id}/restart")
