"""A create goes wrong on a real socket: sent once, told truly, never called failed. F01 to F26.

"Logged" only with proof; an unknown outcome is looked for, and never sent again before a look has
not found it; what is certain not to be on Harvest waits here.
"""

import json
import re
import socket
from collections.abc import Callable
from typing import Any

import pytest

from harvest_cli.actions.outbox.policy import ASK_AFTER, QUIET
from harvest_cli.sandbox.request.replies import Reply
from tests.account import KIM_TOKEN
from tests.faulty_server import closed_port
from tests.promises import numbers_of
from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST, POST, TYPED
from tests.rows import few

CREATED_BUT_LOST = {
    "F05 no answer": "commit,hang",
    "F06 reset": "commit,reset",
    "F07 closed without a byte": "commit,close",
    "F08 half of the JSON": "commit,half",
    "F09 a page instead of JSON": "commit,html",
    "F09 another document": "commit,foreign",
    "F11 garbage in place of an answer": "commit,garbage",
    "F13 500 after the commit": "commit,500",
    "F20 200 with nothing": "commit,200",
    "F20 202": "commit,202",
    "F20 204": "commit,204",
}
FAST = {"HV_TIMEOUT": "3"}
SILENT = {"HV_TIMEOUT": "1"}
"""Where the server says nothing: a longer wait would prove nothing more."""


@few(3)
@pytest.mark.fault(*numbers_of(CREATED_BUT_LOST))
@pytest.mark.parametrize("fault", CREATED_BUT_LOST.values(), ids=CREATED_BUT_LOST.keys())
def test_an_entry_whose_answer_was_lost_is_found_and_told_as_logged(
    fault: str, scene: Scenes
) -> None:
    with scene({POST: [fault]}, SILENT if "hang" in fault else FAST) as at:
        ran = at.log()
        assert (ran.code, at.made, at.harvest.posts) == (0, 1, 1), ran.err
        assert ran.out.startswith("Logged 1:15  123 Industries › Task Force")
        assert at.states == ["done"]


NOT_CREATED = {
    "F04 no answer": "hang",
    "F10 reset before the body is read": "reset unread",
    "closed": "close",
    "F14 502": "502",
    "F15 504": "504",
    "500": "500",
    "F18 a login page": "302",
    "F19 a redirect to another host": "307",
}


@few(3)
@pytest.mark.fault(*numbers_of(NOT_CREATED))
@pytest.mark.parametrize("fault", NOT_CREATED.values(), ids=NOT_CREATED.keys())
def test_without_proof_it_is_unconfirmed_and_sent_once_more_after_the_quiet_period(
    fault: str, scene: Scenes
) -> None:
    with scene({POST: [fault]}, SILENT if "hang" in fault else FAST) as at:
        ran = at.log()
        assert (ran.code, at.made, at.harvest.posts) == (75, 0, 1), ran.err
        assert ran.out.startswith("Unconfirmed 1:15")
        assert "do not log it again" in ran.out
        assert "failed" not in ran.out + ran.err
        assert at.hv("sync").code == 75
        assert at.harvest.posts == 1
        at.clock.sleep(QUIET)
        done = at.hv("sync")
        assert (done.code, at.made, at.harvest.posts) == (0, 1, 2), done.err


@pytest.mark.fault("F01")
def test_a_closed_port_is_certain_and_the_entry_is_saved(scene: Scenes) -> None:
    with scene() as at:
        away = at.hv.with_(HARVEST_API_URL=f"http://127.0.0.1:{closed_port()}/v2")
        # The names of that address are not known: the sentence itself waits.
        ran = away(*TYPED)
        assert ran.code == 75
        assert ran.out.startswith("Saved here, not yet on Harvest (connection refused)")
        assert "outbox" in ran.out
    ran = at.hv(*TYPED)
    assert ran.code == 75
    assert ran.out.startswith("Saved here, not yet on Harvest (connection refused)  1:15")
    assert at.states == ["queued", "queued"] or at.states[-1] == "queued"


@pytest.mark.fault("F01")
def test_what_was_saved_is_sent_by_the_next_command(scene: Scenes) -> None:
    with scene() as at:
        at.harvest.account.db.execute("SELECT 1")
        offline = at.hv.with_(HTTP_PROXY=f"http://127.0.0.1:{closed_port()}", NO_PROXY="")
        del offline
        at.hv(*TYPED)
    closed = at.hv(*TYPED)
    assert (closed.code, at.states) == (75, ["done", "queued"])


@pytest.mark.fault("F02")
def test_an_unknown_name_ends_at_once_and_is_saved(scene: Scenes) -> None:
    with scene() as at:
        ran = at.hv.with_(HARVEST_API_URL="https://hv.invalid/v2")(*TYPED)
        assert ran.code == 75
        # On a busy machine the name was looked up, in vain, before the entry was to be sent.
        said = r"Saved here, not yet on Harvest \((no connection a moment ago \()?name not found\)"
        assert re.match(said, ran.out)
        assert at.harvest.posts == 0


@pytest.mark.fault("F03")
def test_a_full_backlog_is_certain(scene: Scenes) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(6)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        with scene() as at:
            url = f"http://127.0.0.1:{full.getsockname()[1]}/v2"
            ran = at.hv.with_(HARVEST_API_URL=url, HV_TIMEOUT="0.5")(*TYPED)
            assert ran.code == 75
            assert "Saved here" in ran.out
        for one in crowd:
            one.close()


@pytest.mark.fault("F12")
def test_an_entry_that_is_held_otherwise_is_logged_with_a_warning(scene: Scenes) -> None:
    with scene({POST: ["commit,other hours"]}) as at:
        ran = at.log()
        assert (ran.code, at.made) == (0, 1)
        assert "another number of hours" in ran.err


@pytest.mark.fault("F12")
def test_an_entry_on_another_project_wants_a_decision(scene: Scenes) -> None:
    def moved(entry: dict[str, Any]) -> None:
        entry["project"] = {"id": 7, "name": "Elsewhere", "code": None}

    with scene({POST: [rewritten(moved)]}) as at:
        ran = at.log()
        assert (ran.code, at.made) == (8, 1)
        assert "another project" in ran.err


@pytest.mark.fault("F12")
def test_another_entrys_key_is_no_proof(scene: Scenes) -> None:
    def foreign(entry: dict[str, Any]) -> None:
        entry["external_reference"]["id"] = "hv-of-somebody-else"

    with scene({POST: [rewritten(foreign)]}) as at:
        assert (at.log().code, at.made, at.harvest.seen) == (0, 1, [POST, LIST])


@pytest.mark.fault("F15")
def test_an_entry_that_comes_late_is_found_by_the_next_command(scene: Scenes) -> None:
    with scene({POST: ["late 30,504"]}) as at:
        assert at.log().code == 75
        at.clock.sleep(31)
        ran = at.hv("status")
        assert ran.code == 0
        assert "Sent what was saved" in ran.err
        assert (at.made, at.harvest.posts, at.states) == (1, 1, ["done"])


def zombie(at: Any) -> None:
    """Sent, not answered, sent again after the quiet period; then the first one appears."""
    assert at.log().code == 75
    at.clock.sleep(QUIET + 1)
    assert at.hv("sync").code == 0
    assert at.made == 1
    at.clock.sleep(300)
    assert at.made == 2


@pytest.mark.fault("F16")
def test_a_twin_that_appears_after_all_is_removed_and_said(scene: Scenes) -> None:
    with scene({POST: ["late 400,504"]}) as at:
        zombie(at)
        at.clock.sleep(400)
        ran = at.hv("status")
        assert "Removed a duplicate that Harvest created late" in ran.err
        assert at.made == 1
        at.clock.sleep(700)
        assert "duplicate" not in at.hv("status").err


@pytest.mark.fault("F17")
def test_a_twin_that_somebody_changed_is_kept_and_told(scene: Scenes) -> None:
    with scene({POST: ["late 400,504"]}) as at:
        zombie(at)
        youngest = max(at.new, key=lambda entry: int(entry["id"]))
        at.harvest.account.db.execute(
            "UPDATE entries SET notes = 'mine', updated_at = updated_at + 5 WHERE id = ?",
            (youngest["id"],),
        )
        at.clock.sleep(700)
        ran = at.hv("sync")
        assert (ran.code, at.made) == (8, 2)
        assert "On Harvest twice" in ran.out
        assert "twice on Harvest" in at.hv("outbox").out


@pytest.mark.fault("F18")
def test_a_redirect_names_the_wifi_and_is_never_followed(scene: Scenes) -> None:
    with scene({POST: ["302"]}, FAST) as at:
        at.log()
        assert "redirect" in at.hv("outbox").out
        assert {line.split(" ")[1] for line in at.harvest.seen} == {"/v2/time_entries"}


@pytest.mark.fault("F21")
def test_an_answer_that_drips_ends_in_time(scene: Scenes) -> None:
    with scene({POST: ["commit,drip"]}, SILENT) as at:
        assert at.log().code in (0, 75)
        assert at.made == 1


@pytest.mark.fault("F22")
def test_a_body_that_is_taken_slowly_is_not_cut_into_two_entries(scene: Scenes) -> None:
    long = "x" * 200_000
    with scene() as at:
        assert at.hv("log", "1h on TF", "--note", long).code == 0
        assert [entry["notes"] for entry in at.new] == [long]


@pytest.mark.fault("F23")
def test_a_look_that_fails_too_leaves_it_unconfirmed(scene: Scenes) -> None:
    with scene({POST: ["commit,reset"], LIST: ["502"] * 9}, {"HV_TIMEOUT": "20"}) as at:
        ran = at.log()
        assert (ran.code, at.made) == (75, 1), ran.err
        at.fail({})
        assert at.hv("entries").code == 0
        assert (at.states, at.made, at.harvest.posts) == (["done"], 1, 1)


def listed(change: Callable[[list[dict[str, Any]]], None]) -> Any:
    """A list of entries that is changed on its way."""

    def fault(handler: Any, reply: Reply) -> None:
        page = json.loads(reply.body)
        change(page["time_entries"])
        handler.send(reply.status, reply.headers, json.dumps(page).encode())

    return fault


def rewritten(change: Callable[[dict[str, Any]], None]) -> Any:
    """One entry that is changed on its way."""

    def fault(handler: Any, reply: Reply) -> None:
        entry = json.loads(reply.body)
        change(entry)
        handler.send(reply.status, reply.headers, json.dumps(entry).encode())

    return fault


@pytest.mark.fault("F24")
def test_a_look_that_lags_is_repeated_while_the_person_waits(scene: Scenes) -> None:
    empty = listed(list.clear)
    with scene({POST: ["commit,reset"], LIST: [empty, empty]}) as at:
        ran = at.log()
        assert (ran.code, at.made, at.harvest.posts) == (0, 1, 1), ran.err
        assert at.harvest.seen == [POST, LIST, LIST, LIST]


@pytest.mark.fault("F25")
def test_the_same_id_in_another_group_is_another_entry(scene: Scenes) -> None:
    def others(entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            entry["external_reference"] = {**(entry["external_reference"] or {}), "group_id": "x"}

    with scene({POST: ["commit,reset"], LIST: [listed(others)] * 3}) as at:
        assert (at.log().code, at.states) == (75, ["unknown"])


@pytest.mark.fault("F26")
def test_an_account_that_keeps_no_marks_is_noticed_once(scene: Scenes) -> None:
    def unmarked(entry: dict[str, Any]) -> None:
        entry["external_reference"] = None

    with scene({POST: [rewritten(unmarked)]}) as at:
        first, second = at.log(), at.log()
        assert (first.code, second.code, at.made) == (0, 0, 2)
        assert "`reference` is off" in first.err
        assert "reference" not in second.err
        assert [b"external_reference" in body for body in at.harvest.bodies] == [True, False]


def test_a_refused_mark_is_left_out_and_the_entry_is_logged(scene: Scenes) -> None:
    words = b'{"message":"External reference is not valid"}'

    def refused(handler: Any, _reply: Reply) -> None:
        handler.send(422, {"Content-Type": "application/json"}, words)

    with scene({POST: [refused]}) as at:
        at.harvest.account.db.execute("SELECT 1")
        ran = at.log()
        assert ran.code == 0, ran.err
        assert "external_reference" not in at.harvest.bodies[-1].decode()


def test_without_a_mark_an_entry_is_asked_about_and_never_sent_again(scene: Scenes) -> None:
    with scene({POST: ["502"]}, {"HV_REFERENCE": "off"}) as at:
        assert at.log().code == 75
        at.clock.sleep(QUIET + 1)
        ran = at.hv("sync")
        assert (ran.code, at.made, at.harvest.posts) == (8, 0, 1)
        assert "hv sync" in ran.out


def test_what_is_not_found_after_a_quarter_of_an_hour_is_for_the_person(scene: Scenes) -> None:
    with scene({POST: ["502"]}) as at:
        assert at.log().code == 75
        at.clock.sleep(ASK_AFTER + 1)
        assert (at.hv("sync").code, at.harvest.posts) == (8, 1)
        ran = at.hv("sync", stdin="1\n", terminal=True)
        assert (ran.code, at.made, at.harvest.posts) == (0, 1, 2), ran.err


def test_the_person_may_let_it_go(scene: Scenes) -> None:
    with scene({POST: ["502"]}) as at:
        at.log()
        at.clock.sleep(ASK_AFTER + 1)
        ran = at.hv("sync", stdin="2\n", terminal=True)
        assert (ran.code, at.made, at.states) == (0, 0, []), ran.err


def test_the_look_is_one_request_with_my_id_and_the_key(scene: Scenes) -> None:
    with scene({POST: ["commit,reset"]}) as at:
        at.log()
        assert at.harvest.seen == [POST, LIST]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("401", 3, "The entry is saved here"),
        ("403", 5, "Not authorized!"),
        ("422", 5, "Item Approved and Locked for this Time Period"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_harvest(
    fault: str, code: int, words: str, scene: Scenes
) -> None:
    with scene({POST: [fault]}) as at:
        ran = at.log()
        assert (ran.code, at.made, ran.out) == (code, 0, "")
        assert words in ran.err
        assert ".." not in ran.err
        assert KIM_TOKEN not in ran.err


def test_a_second_sentence_is_a_second_entry(scene: Scenes) -> None:
    with scene() as at:
        assert at.log().code == at.log().code == 0
        assert at.made == 2


def test_a_dry_run_and_every_look_send_only_get(scene: Scenes) -> None:
    with scene() as at:
        for argv in (
            ("log", "1h on TF", "-n"),
            ("entries",),
            ("projects", "--refresh"),
            ("whoami",),
            ("outbox",),
            ("history",),
            (),
        ):
            assert at.hv(*argv).code == 0
        assert {line.split(" ")[0] for line in at.harvest.seen} == {"GET"}
