"""The words of an entry's state and of writes.

The first words of a confirmation are stable.
"""

from harvest_cli.actions.entries.results import TimerEvent
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.records import NamedTuple

QUEUED_WORDS = "Saved here, not yet on Harvest"


class Verb(NamedTuple):
    """A write in words: done, to be done, and what not to do twice."""

    done: str
    do: str
    again: str
    colour: str = "green"


LOG = Verb("Logged", "log", "do not log it again")
CHANGE = Verb("Changed", "change", "do not repeat it, check with `hv entries`")
DELETE = Verb("Deleted", "delete", "do not repeat it, check with `hv entries`")
TIMER = {
    TimerEvent.STARTED: Verb("Started", "start", "do not start it again, check with `hv status`"),
    TimerEvent.RESUMED: Verb("Resumed", "resume", "do not resume it again, check with `hv status`"),
    TimerEvent.STOPPED: Verb("Stopped", "stop", "do not stop it again, check with `hv status`"),
}
ALREADY = {
    EntryState.CREATED: "Logged already",
    EntryState.QUEUED: "Saved here already, not yet on Harvest",
}
PENDING = {EntryState.QUEUED: "pending", EntryState.UNCONFIRMED: "unconfirmed"}
"""A write that Harvest does not have yet, or may not have."""


def state_words(state: EntryState, verb: Verb) -> tuple[str, str]:
    """The first words of a confirmation, and their colour."""
    return {
        EntryState.CREATED: (verb.done, verb.colour),
        EntryState.PREVIEW: (f"Would {verb.do}", "cyan"),
        EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
        EntryState.QUEUED: (QUEUED_WORDS, "yellow"),
    }[state]


def left_words(left: int) -> str:
    """What is said of entries that were not tried after the first hopeless failure."""
    return f"{left} not tried: run the command again to continue"


def unconfirmed_words(verb: Verb) -> str:
    """What to do, or not, about a write whose answer was lost."""
    return f"Harvest did not answer — {verb.again}"
