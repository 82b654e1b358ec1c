"""Calls of tools with the environment and flags of this run: each gets a run of its own.

A context that lived on would keep the day it began on, and whatever was known then. One thread does
all of it: SQLite belongs to a thread, and writes follow one another. Equal calls that are under way
share one run and one answer: hosts repeat what takes long.
"""

import io
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

from harvest_cli.actions.assistant.tools import listed
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, load_settings

PATIENCE = 15.0
"""Seconds that the requests of one call may take: hosts give up after 60, and then call again."""


Outcome = tuple[dict[str, Any], bool]
Answering = Callable[[str, Mapping[str, Any]], Outcome]


def answering(run: Run, *, read_only: bool = False) -> Answering:
    """A function from a tool's name and arguments to its document, and whether it is a refusal.

    It raises KeyError for a tool that is not offered, and nothing else.
    """
    tools = {each.name: each for each in listed(read_only=read_only)}

    def answered(name: str, arguments: Mapping[str, Any]) -> Outcome:
        # Actions load in 60 ms: a host that only lists the tools does not wait for them.
        from harvest_cli.actions.assistant.dispatch import answer

        own = Run(run.environ, io.StringIO(), io.StringIO(), run.stderr)
        own.flags = run.flags

        def opened() -> Any:
            seconds = run.flags.timeout or float(load_settings(own).get("timeout"))
            own.flags = run.flags._replace(timeout=min(seconds, PATIENCE), json=False)
            return context_of(own, drains=False)

        try:
            return answer(tools[name], arguments, opened)
        finally:
            own.close()

    return answered


class Worker:
    """Runs calls one after another; `answering` gives the outcome of one and raises nothing."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hv")
        self._under_way: dict[str, Future[Outcome]] = {}
        self._lock = Lock()

    def submit(self, name: str, arguments: Mapping[str, Any]) -> "Future[Outcome]":
        """The outcome to come of a call, shared with equal ones that have not ended."""
        mark = f"{name} {json.dumps(arguments, sort_keys=True, default=repr)}"
        with self._lock:
            shared = self._under_way.get(mark)
            if shared is not None:
                return shared
            found = self._thread.submit(self._answering, name, arguments)
            self._under_way[mark] = found
        # Not under the lock: of what has ended already it is called at once.
        found.add_done_callback(lambda _: self._ended(mark))
        return found

    def _ended(self, mark: str) -> None:
        with self._lock:
            self._under_way.pop(mark, None)

    def close(self) -> None:
        """Let what is under way finish; what has not begun is not done."""
        self._thread.shutdown(wait=True, cancel_futures=True)
