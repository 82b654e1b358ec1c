"""One thread for all calls; equal ones under way are one."""

from collections.abc import Mapping
from concurrent.futures import Future
from threading import Event, current_thread
from typing import Any

import pytest

from harvest_cli.commands.assistant.answering import Worker
from harvest_cli.domain.errors import Progress
from tests.child import PYTHON, run


def test_equal_calls_under_way_are_carried_out_once_and_later_ones_again() -> None:
    begun, go_on, ran = Event(), Event(), list[str]()

    def answered(name: str, given: Mapping[str, Any], _: Any) -> tuple[dict[str, Any], bool]:
        begun.set()
        assert go_on.wait(60)
        ran.append(f"{name} {given} {current_thread().name}")
        return {"n": len(ran)}, False

    worker = Worker(answered)
    first = worker.submit("log_time", {"text": "a", "again": True})
    assert begun.wait(60)
    same = worker.submit("log_time", {"again": True, "text": "a"})
    other = worker.submit("log_time", {"text": "b"})
    go_on.set()
    assert first.result(60) == same.result(60) == ({"n": 1}, False)
    assert other.result(60) == ({"n": 2}, False)
    assert worker.submit("log_time", {"text": "b"}).result(60) == ({"n": 3}, False)
    worker.close()
    assert len({each.rpartition(" ")[2] for each in ran}) == 1


def test_a_call_that_ends_at_once_does_not_stop_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = Worker(lambda *_: ({}, False))

    def at_once(work: Any, *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*given))
        return done

    monkeypatch.setattr(worker.thread, "submit", at_once)
    for _ in range(2):
        assert worker.submit("get_status", {}).result(1) == ({}, False)
    worker.close()


def test_whoever_shares_a_call_hears_how_far_it_is() -> None:
    begun, go_on, heard = Event(), Event(), list[tuple[str, int]]()

    def answered(_name: str, _given: Mapping[str, Any], progress: Progress) -> Any:
        begun.set()
        assert go_on.wait(60)
        progress(500)
        return {}, False

    worker = Worker(answered)
    first = worker.submit("list_entries", {}, lambda count: heard.append(("first", count)))
    assert begun.wait(60)
    worker.submit("list_entries", {}, lambda count: heard.append(("second", count)))
    go_on.set()
    first.result(60)
    worker.close()
    assert heard == [("first", 500), ("second", 500)]


def test_what_the_first_call_needs_is_loaded_before_it_and_not_by_a_worker_that_ends() -> None:
    loaded = "harvest_cli.harvest.http.session"
    code = (
        "import sys\n"
        "from harvest_cli.commands.assistant.answering import Worker\n"
        f"before = {loaded!r} in sys.modules\n"
        "worker = Worker(lambda *_: ({}, False))\n"
        "worker.prepare()\n"
        "worker.submit('get_status', {}).result(60)\n"
        f"print(before, {loaded!r} in sys.modules)\n"
        "worker.close()\n"
        "worker.prepare()\n"
    )
    done = run([PYTHON, "-c", code])
    assert (done.stdout, done.stderr) == ("False True\n", "")
