"""One thread for all that hv does: SQLite belongs to a thread, and writes follow one another.

Equal calls that are under way share one run and one answer: hosts repeat what takes long.
"""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

Outcome = tuple[dict[str, Any], bool]
Answering = Callable[[str, Mapping[str, Any]], Outcome]


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
