"""Calls of tools with the environment and flags of this run: each gets a run of its own.

A context that lived on would keep the day it began on, and whatever was known then. One thread does
all of it: SQLite belongs to a thread, and writes follow one another. Equal calls that are under way
share one run and one answer: hosts repeat what takes long. Connections to Harvest and open files
outlive a call.
"""

import io
import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any

from harvest_cli.actions.assistant.tools import listed
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, load_settings
from harvest_cli.domain.errors import Progress, nobody
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.http.exchange import KeptSession
from harvest_cli.local.disk.open_database import Held

PATIENCE = 15.0
"""Seconds that the requests of one call may take: hosts give up after 60, and then call again."""


Outcome = tuple[dict[str, Any], bool]
Answering = Callable[[str, Mapping[str, Any], Progress], Outcome]


def answering(run: Run, *, read_only: bool = False) -> Answering:
    """A function from a tool's name and arguments to its document, and whether it is a refusal.

    It raises KeyError for a tool that is not offered, and nothing else.
    """
    tools = {each.name: each for each in listed(read_only=read_only)}
    kept, outbox, account = KeptSession(), Held[Any](), Held[Any]()

    def answered(name: str, arguments: Mapping[str, Any], progress: Progress = nobody) -> Outcome:
        # Actions load in 60 ms: a host that only lists the tools does not wait for them.
        from harvest_cli.actions.assistant.dispatch import answer

        own = Run(run.environ, io.StringIO(), io.StringIO(), run.stderr)
        own.flags, own.kept = run.flags, kept
        if os.name != "nt":
            # Windows lets nobody remove what is open, as `hv sandbox reset` does.
            own.held_outbox, own.held_account = outbox, account

        def opened() -> Any:
            seconds = run.flags.timeout or float(load_settings(own).get("timeout"))
            own.flags = run.flags._replace(timeout=min(seconds, PATIENCE), json=False)
            return context_of(own, drains=False)

        try:
            document, is_error = answer(tools[name], arguments, opened, progress)
            if document["status"] == "fault":
                outbox.distrust()
                account.distrust()
            return document, is_error
        finally:
            _tidy(own)
            own.close()

    return answered


def _tidy(run: Run) -> None:
    """Let go of old rows once a day, as the command line does: a server may be all that runs."""
    import sqlite3

    opened = run.built.__dict__.get("outbox") if run.built is not None else None
    if run.built is not None and opened is not None:
        # What cannot be written now is tried again at the next call.
        with suppress(sqlite3.Error, OSError):
            opened.tidy(run.built.clock().timestamp())


def prepare() -> None:
    """Load what calls need."""
    # The list of tools does without, and the first call would wait for it.
    from harvest_cli.actions.assistant import dispatch  # noqa: F401

    # As above: it brings in requests and TLS.
    from harvest_cli.harvest.http import session  # noqa: F401


class UnderWay(NamedTuple):
    """A call that has not ended, and who hears how many entries it has read."""

    outcome: "Future[Outcome]"
    hears: list[Progress]


class Worker:
    """Runs calls one after another; `answering` gives the outcome of one and raises nothing."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hv")
        self._under_way: dict[str, UnderWay] = {}
        self._lock = Lock()

    def prepare(self) -> None:
        """Load what calls need, before the first one comes; a worker that ends does not."""
        with suppress(RuntimeError):
            self.thread.submit(prepare)

    def submit(
        self, name: str, arguments: Mapping[str, Any], progress: Progress = nobody
    ) -> "Future[Outcome]":
        """The outcome to come of a call, shared with equal ones that have not ended.

        `progress` is called on the thread of the worker.
        """
        mark = f"{name} {json.dumps(arguments, sort_keys=True, default=repr)}"
        with self._lock:
            shared = self._under_way.get(mark)
            if shared is not None:
                shared.hears.append(progress)
                return shared.outcome
            hears = [progress]
            found = self.thread.submit(
                self._answering, name, arguments, lambda count: _tell(hears, count)
            )
            self._under_way[mark] = UnderWay(found, hears)
        # Not under the lock: of what has ended already it is called at once.
        found.add_done_callback(lambda _: self._ended(mark))
        return found

    def _ended(self, mark: str) -> None:
        with self._lock:
            self._under_way.pop(mark, None)

    def close(self) -> None:
        """Let what is under way finish; what has not begun is not done."""
        self.thread.shutdown(wait=True, cancel_futures=True)


def _tell(hears: list[Progress], count: int) -> None:
    for each in tuple(hears):
        each(count)
