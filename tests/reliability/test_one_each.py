"""One intent, one entry: every way that was thought of to get two, or none, out of one sentence.

Two processes meet where they never should, state files grow older than they were, accounts do not
keep hv's marks. Each test puts the second process, or the damage, at the one point that hurts.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harvest_cli.actions import sync as replay
from harvest_cli.actions.outbox import delivery
from harvest_cli.actions.outbox.policy import QUIET, VERIFY_AFTER
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.queue import Outbox
from tests.account import call
from tests.local.outbox.sample_rows import open_intents
from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST, POST, Scene

LONG = 400.0
"""Seconds for which a process is stopped: its lease is over, and so is the quiet period."""


class Killed(BaseException):
    """The process ends here: nothing after this line happened."""


@contextmanager
def killed(place: Any, name: str) -> Iterator[None]:
    """A process that comes to this call ends before it."""
    with pytest.MonkeyPatch.context() as patch:

        def end(*_: object, **__: object) -> None:
            raise Killed

        patch.setattr(place, name, end)
        yield


def sync_that_dies(at: Scene, place: Any, name: str) -> None:
    with killed(place, name), pytest.raises(Killed):
        at.hv("sync")


@contextmanager
def stopped_before(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str, meanwhile: Any
) -> Iterator[None]:
    """The first process that comes to this call stands still there while another one works."""
    real = getattr(place, name)
    waits = [meanwhile]

    def stop_first(*args: Any, **how: Any) -> Any:
        if waits:
            waits.pop()()
        return real(*args, **how)

    with monkeypatch.context() as patch:
        patch.setattr(place, name, stop_first)
        yield
    assert not waits


def queued(at: Scene, *argv: str) -> str:
    """A row that certainly was not sent; its key."""
    at.fail({POST: ["401"]})
    assert (at.hv(*argv) if argv else at.log()).code == 3
    at.fail({})
    return str(at.outbox.open_rows()[-1].key)


def later(at: Scene) -> Any:
    """The look that is due ten minutes later."""
    at.clock.sleep(VERIFY_AFTER + 1)
    return at.hv("sync")


def test_a_sender_that_stood_still_while_another_sent_and_died_leaves_one(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:

        def another() -> None:
            at.clock.sleep(LONG)
            sync_that_dies(at, delivery.Delivery, "confirm")
            assert at.made == 1

        with stopped_before(monkeypatch, delivery, "post", another):
            assert at.log().code == 0
        assert at.made == 2
        assert "Removed a duplicate" in later(at).out
        assert (at.made, at.states) == (1, ["done"])


def test_a_sender_that_stood_still_while_another_sent_leaves_one_whoever_was_first(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:

        def another() -> None:
            at.clock.sleep(LONG)
            assert at.hv("sync").code == 0
            assert at.made == 1

        with stopped_before(monkeypatch, delivery, "post", another):
            assert at.log().code == 0
        assert at.made == 2
        first = min(entry["id"] for entry in at.new)
        later(at)
        assert [entry["id"] for entry in at.new] == [first]


def test_a_look_that_took_too_long_does_not_undo_what_was_recorded_meanwhile(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene({POST: ["502"]}) as at:
        assert at.log().code == 75

        def another() -> None:
            at.clock.sleep(LONG)
            assert at.hv("sync").code == 0

        with stopped_before(monkeypatch, delivery, "note", another):
            at.hv("sync")
        assert (at.made, at.states) == (1, ["done"])
        at.hv("sync")
        deeds = [each["did"] for each in at.hv("history", "--json").json["history"]]
        assert deeds == ["created"]


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_a_retry_by_hand_does_not_take_a_row_from_who_sends_it(
    state: str, scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene({POST: ["502"] if state == "unknown" else []}) as at:
        if state == "unknown":
            assert at.log().code == 75
            at.clock.sleep(QUIET + 1)

        def another() -> None:
            ran = at.hv("outbox", "retry", "1")
            assert at.made == 0, ran.out + ran.err

        with stopped_before(monkeypatch, delivery, "post", another):
            assert (at.hv("sync") if state == "unknown" else at.log()).code == 0
        assert (at.made, at.states) == (1, ["done"])


def test_two_equal_entries_without_marks_are_never_taken_for_one(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene(
        {POST: ["commit,close", "close"], LIST: ["502"] * 40}, {"HV_REFERENCE": "off"}
    ) as at:
        assert (at.log().code, at.log().code, at.made) == (75, 75, 1)
        at.fail({})

        def another() -> None:
            at.clock.sleep(LONG)
            at.hv("sync")

        with stopped_before(monkeypatch, delivery.Delivery, "confirm", another):
            at.hv("sync")
        assert sorted(at.states) == ["done", "unknown"]


@pytest.mark.parametrize("fault", ["502", "reset", "401"])
def test_a_duplicate_whose_removal_failed_is_removed_the_next_time(
    fault: str, scene: Scenes
) -> None:
    with scene({POST: ["late 300,504"]}) as at:
        assert at.log().code == 75
        at.clock.sleep(QUIET + 1)
        assert at.hv("sync").code == 0
        at.clock.sleep(LONG)
        twin = max(entry["id"] for entry in at.new)
        assert at.made == 2
        at.fail({f"DELETE /v2/time_entries/{twin}": [fault]})
        assert later(at).code in (0, 3)
        assert at.made == 2
        later(at)
        assert at.made == 1


def test_a_removed_duplicate_is_not_brought_back_by_undo(scene: Scenes) -> None:
    with scene({POST: ["late 300,504"]}) as at:
        at.log()
        at.clock.sleep(QUIET + 1)
        at.hv("sync")
        at.clock.sleep(LONG)
        later(at)
        assert at.made == 1
        assert at.hv("history", "--json").json["history"][0]["did"] == "removed"
        ran = at.hv("undo")
        assert (ran.code, at.made) == (0, 0), ran.out


def forget_names(at: Scene) -> None:
    for cached in (at.home / "cache").glob("*"):
        cached.unlink()


def kept_sentence(at: Scene) -> None:
    forget_names(at)
    with pytest.MonkeyPatch.context() as away:

        def refused(*_: object, **__: object) -> None:
            raise ConnectionRefusedError(111, "refused")

        away.setattr("harvest_cli.harvest.http.session.dial", refused)
        assert at.log().code == 75


def test_a_sentence_that_two_processes_read_is_one_entry(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        kept_sentence(at)

        def another() -> None:
            at.clock.sleep(LONG)
            assert at.hv("sync").code == 0
            assert at.made == 1

        with stopped_before(monkeypatch, replay, "queued_row", another):
            at.hv("sync")
        at.hv("sync")
        assert (at.made, at.states) == (1, ["done"])


def test_a_sentence_that_was_read_and_sent_before_the_file_was_lost_is_one_entry(
    scene: Scenes,
) -> None:
    with scene() as at:
        kept_sentence(at)
        with killed(Outbox, "finish"), pytest.raises(Killed):
            at.hv("sync")
        assert at.made == 1
        trail = at.home / "state" / "outbox-default.entries.log"
        # The line that ends the sentence never reached the disk.
        first = trail.read_text().splitlines()[0]
        trail.write_text(f"{first}\n")
        for file in (at.home / "state").glob("outbox-default.sqlite*"):
            file.unlink()
        assert at.hv("outbox", "import").code == 0
        for _ in range(3):
            at.hv("sync")
            at.clock.sleep(QUIET + 1)
        assert at.made == 1


def test_a_row_that_is_sent_while_it_is_rewritten_is_not_both(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        queued(at)

        def another() -> None:
            assert at.hv("sync").code == 0

        with stopped_before(monkeypatch, Outbox, "insert_all", another):
            ran = at.hv("outbox", "edit", "1", "30m", "on", "TF:", "instead")
        assert ran.code == 2
        assert [entry["notes"] for entry in at.new] == ["a fault"]


def test_a_row_that_is_sent_while_it_is_dropped_is_not_said_to_be_dropped(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        queued(at)

        def another() -> None:
            assert at.hv("sync").code == 0

        with stopped_before(monkeypatch, Outbox, "drop", another):
            ran = at.hv("outbox", "drop", "1", "--yes")
        assert ran.code == 2, ran.err
        assert (at.made, at.states) == (1, ["done"])


def test_a_folder_that_was_put_back_from_a_copy_does_not_send_again(scene: Scenes) -> None:
    with scene() as at:
        queued(at)
        state, copy = at.home / "state", at.home / "copy"
        shutil.copytree(state, copy)
        assert (at.hv("sync").code, at.made) == (0, 1)
        shutil.rmtree(state)
        copy.rename(state)
        at.clock.sleep(86400)
        ran = at.hv("sync")
        assert (ran.code, at.made, at.harvest.posts) == (0, 1, 2), ran.out
        assert at.states == ["done"]


def test_a_failure_of_hv_itself_after_the_send_is_no_refusal(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        queued(at)
        with monkeypatch.context() as broken:

            def fails(*_: object, **__: object) -> None:
                raise ValueError

            broken.setattr(delivery.Delivery, "confirm", fails)
            at.hv("sync")
        assert at.made == 1
        at.hv("outbox", "retry", "1")
        at.hv("sync")
        assert (at.made, at.states) == (1, ["done"])


def test_what_was_refused_before_anything_left_does_not_come_back_from_the_trail(
    scene: Scenes, tmp_path: Any
) -> None:
    with scene() as at:
        from harvest_cli.domain.errors import ConfigurationError

        with pytest.MonkeyPatch.context() as broken:

            def fails(*_: object, **__: object) -> None:
                message = "no certificates"
                raise ConfigurationError(message)

            broken.setattr(delivery, "post", fails)
            assert at.log().code == 78
        assert (at.states, at.made) == ([], 0)
        assert open_intents(at.outbox.trail) == []


def test_an_import_counts_an_unconfirmed_entry_that_is_on_harvest_once(scene: Scenes) -> None:
    with scene({POST: ["commit,close", "close"], LIST: [""] + ["502"] * 9}) as at:
        file = at.home / "time.csv"
        line = "2026-11-20,1.5,Task Force,Research\n"
        file.write_text(f"spent_date,hours,project,task\n{line}")
        assert at.hv("log", "--csv", str(file)).code == 75
        assert (at.made, at.states) == (1, ["unknown"])
        at.fail({})
        file.write_text(f"spent_date,hours,project,task\n{line}{line}")
        at.hv("log", "--csv", str(file))
        assert at.made == 2


def test_an_entry_that_was_sent_twice_does_not_keep_an_equal_one_out_of_an_import(
    scene: Scenes,
) -> None:
    with scene({POST: ["502"]}) as at:
        file = at.home / "time.csv"
        line = "2026-11-20,1.5,Task Force,Research\n"
        file.write_text(f"spent_date,hours,project,task\n{line}")
        assert at.hv("log", "--csv", str(file)).code == 75
        at.clock.sleep(QUIET + 1)
        assert at.hv("sync").code == 0
        assert at.outbox.open_rows()[0].verify_until is not None
        file.write_text(f"spent_date,hours,project,task\n{line}{line}")
        at.hv("log", "--csv", str(file))
        assert at.made == 2


def test_an_entry_that_comes_after_the_other_was_deleted_is_told(scene: Scenes) -> None:
    with scene({POST: ["late 300,504"]}) as at:
        at.log()
        at.clock.sleep(QUIET + 1)
        at.hv("sync")
        (first,) = at.new
        call(at.harvest.account, "DELETE", f"/time_entries/{first['id']}")
        at.clock.sleep(LONG)
        (second,) = at.new
        ran = later(at)
        assert ran.code == 8
        assert f"#{second['id']}" in ran.out
        assert at.made == 1


def test_a_lease_is_of_one_process_even_where_two_have_the_same_number(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.outbox.test_rows import MINE, NOW, a_row

    path = tmp_path / "state" / "outbox-default.sqlite"
    one, other = Outbox(path, MINE), Outbox(path, MINE)
    row = a_row(state="queued")
    one.insert(row)
    # Two containers that share a folder: both have this number, begun at another time.
    monkeypatch.setattr(monotonic, "started", lambda _pid: "100")
    assert one.claim(row.key, NOW, 60.0) is not None
    monkeypatch.setattr(monotonic, "started", lambda _pid: "200")
    assert other.claim(row.key, NOW, 60.0) is not None
    assert other.begin(row.key, NOW, 0)
    monkeypatch.setattr(monotonic, "started", lambda _pid: "100")
    assert not one.begin(row.key, NOW, 0)
