"""Equal entries in an account that keeps no marks: one intent is one entry all the same."""

from typing import Any

import pytest

from harvest_cli.actions.outbox.policy import QUIET, VERIFY_AFTER
from tests.account import call
from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST, POST, TYPED, Scene


def without_marks(handler: Any, reply: Any) -> None:
    """The entry is made, its mark is dropped, and the answer lost."""
    account = handler.server.account
    account.db.execute("UPDATE entries SET reference_id = NULL, reference_group = NULL")
    handler.close_connection = True


def test_an_account_that_never_kept_a_mark_is_not_sent_the_first_entry_twice(
    scene: Scenes,
) -> None:
    with scene({POST: [without_marks]}) as at:
        assert at.log().code == 75
        assert at.made == 1
        for _ in range(3):
            at.clock.sleep(QUIET + 1)
            at.hv("sync")
        assert (at.made, at.harvest.posts, at.states) == (1, 1, ["done"])


def test_a_row_from_before_marks_were_known_to_be_dropped_is_not_sent_twice(
    scene: Scenes,
) -> None:
    def kept_without(handler: Any, reply: Any) -> None:
        import json

        entry = {**json.loads(reply.body), "external_reference": None}
        account = handler.server.account
        account.db.execute("UPDATE entries SET reference_id = NULL, reference_group = NULL")
        handler.send(reply.status, reply.headers, json.dumps(entry).encode())

    with scene({POST: [without_marks, kept_without], LIST: ["502"] * 3}) as at:
        assert at.log().code == 75
        assert at.hv("log", "30m on TF: another").code == 0
        for _ in range(3):
            at.clock.sleep(QUIET + 1)
            at.hv("sync")
        assert (at.made, at.harvest.posts, at.states) == (2, 2, ["done", "done"])


def test_an_honest_pair_is_left_alone_by_the_look_after_an_entry_without_a_mark(
    scene: Scenes,
) -> None:
    with scene({POST: ["502"]}, {"HV_REFERENCE": "off"}) as at:
        assert at.log().code == 75
        at.clock.sleep(QUIET + 1)
        assert at.hv("sync", stdin="1\n", terminal=True).code == 0
        at.clock.sleep(VERIFY_AFTER + 1)
        assert at.made == 1
        assert (at.log().code, at.log().code) == (0, 0)
        at.hv("sync")
        assert at.made == 3


def lost_alike(at: Scene, faults: list[str]) -> None:
    """The same entry typed once for each fault, without a mark; none can be looked for."""
    at.fail({POST: faults, LIST: ["502"] * 60})
    assert {at.log().code for _ in faults} == {75}
    at.fail({})


def test_equal_entries_without_marks_that_all_arrived_are_one_each(scene: Scenes) -> None:
    with scene(environ={"HV_REFERENCE": "off"}) as at:
        lost_alike(at, ["commit,close", "commit,close", "commit,close"])
        assert (at.made, at.states) == (3, ["unknown"] * 3)
        assert at.hv("sync").code == 0
        assert (at.made, at.states) == (3, ["done"] * 3)


def test_more_equal_entries_than_rows_are_for_the_person_to_tell_apart(scene: Scenes) -> None:
    with scene(environ={"HV_REFERENCE": "off"}) as at:
        lost_alike(at, ["commit,close"])
        (mine,) = at.new
        fields = {"project_id": mine["project"]["id"], "task_id": mine["task"]["id"]}
        more = {name: mine[name] for name in ("spent_date", "hours", "notes")}
        call(at.harvest.account, "POST", "/time_entries", json={**fields, **more})
        ran = at.hv("sync")
        assert (ran.code, at.states) == (8, ["unknown"])
        assert "2 entries on Harvest are like it" in ran.out
        asked = at.hv("sync", stdin="2\n", terminal=True)
        assert "2 entries on Harvest are like it" in asked.err
        assert (asked.code, at.made, at.states) == (0, 2, [])
        assert at.harvest.posts == 1


@pytest.mark.write("W21")
@pytest.mark.parametrize("how", ["--ref", "off"])
def test_an_entry_of_another_machine_that_may_be_this_one_is_named(scene: Scenes, how: str) -> None:
    ref = ("--ref", "https://github.com/acme/site/issues/17") if how == "--ref" else ()
    with scene({}, {"HV_REFERENCE": "off"} if how == "off" else {}) as at:
        other = at.hv.with_(HV_HOME=str(at.home / "other"))
        assert other("projects").code == 0
        typed = (*TYPED, *ref)

        def lost(handler: Any, _reply: Any) -> None:
            """This one does not arrive; the other machine's does, within the same second."""
            at.harvest.account.db.execute("DELETE FROM entries WHERE id = ?", (at.new[0]["id"],))
            assert "taken for yours" not in other(*typed).err
            handler.close_connection = True

        at.fail({POST: [lost]})
        ran = at.hv(*typed)
        (entry,) = at.new
        assert (ran.code, f"entry {entry['id']}, made then" in ran.err) == (0, True), ran.err
        assert at.hv(*typed).code == 0
        assert at.made == 2


def test_so_it_is_where_another_command_sends_it(scene: Scenes) -> None:
    with scene(environ={"HV_REFERENCE": "off"}) as at:
        lost_alike(at, ["commit,close"])
        assert "taken for yours" in at.hv("log", "15m on TF: another").err
