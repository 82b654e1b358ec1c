"""What a failure means for what waits: refused in Harvest's words, read by nobody, or only late."""

import json
from pathlib import Path

import pytest

from harvest_cli.harvest.http.answers import Answer
from tests.network import Network
from tests.running import Hv
from tests.served import CANARY, Served


def answer(status: int, body: object = None, **headers: str) -> Answer:
    told = {
        "Content-Type": "application/json",
        **{k.replace("_", "-"): headers[k] for k in headers},
    }
    return Answer(status, "", told, json.dumps(body or {}).encode(), "/v2/time_entries")


BUSY, LATER = answer(503), answer(429, Retry_After="30")
LAST = -1


@pytest.fixture
def work(home: Path, there: Served) -> Hv:
    """A login by variables alone, in whose cache nothing is."""
    return Hv({"HV_HOME": str(home), "HV_TIMEZONE": "America/New_York", **there.token_environ})


def renew_the_token(there: Served) -> str:
    there.account.db.execute("UPDATE users SET token = ? WHERE token = ?", ("renewed-1", CANARY))
    return "renewed-1"


def rows(hv: Hv) -> list[tuple[str, str | None]]:
    return [(r["state"], r["reason"]) for r in hv("outbox", "--json").json["outbox"]]


@pytest.mark.found("H1")
def test_what_hv_cannot_read_is_not_harvests_refusal_and_stays_in_view(
    work: Hv, network: Network
) -> None:
    with network.away():
        assert work("log", "45m Brandnew: x").code == 75
    ran = work("sync")
    assert ran.code == 5
    said, last = ran.out.splitlines()
    assert said.startswith('hv cannot send "45m Brandnew: x": ')
    assert "Harvest" not in said
    assert last == "1 entry rejected: `hv outbox`"
    again = work("sync")
    assert (again.code, again.out) == (5, "1 entry rejected: `hv outbox`\n")
    shown = work(terminal=True, NO_COLOR="1").out.splitlines()
    assert shown[LAST] == "1 entry rejected: `hv outbox`"
    assert work("status", "--json").json["rejected"] == 1
    work("start", "TF")
    assert work("status", "--format", "{rejected}").out == "1\n"
    assert "1 rejected" in work("doctor").out
    assert work("outbox", "edit", "1", "45m TF: x").code == 0
    assert work("sync", "--json").json == {"events": [], "left": 0, "rejected": 0}
    assert work("status", "--json").json["rejected"] == 0


def test_what_is_refused_is_in_view_until_it_is_discarded(hv: Hv, network: Network) -> None:
    hv("projects")
    refusal = answer(422, {"message": "Hours can't be that"})
    with network.away():
        hv("log", "45m TF: x")
        hv("log", "30m TF: y")
    with network.away(refusal, "POST"):
        ran = hv("sync")
    assert (ran.code, ran.out.count("Hours can't be that")) == (5, 2)
    assert "Everything" not in ran.out
    hv("outbox", "drop", "1", "--yes")
    assert hv("sync").code == 5
    hv("outbox", "drop", "1", "--yes")
    assert hv("sync").code == 0


@pytest.mark.write("W7")
@pytest.mark.parametrize("result", [BUSY, LATER, answer(401), answer(403)], ids=str)
def test_a_sentence_waits_while_its_names_cannot_be_asked_for(
    work: Hv, network: Network, result: Answer
) -> None:
    with network.away():
        work("log", "45m TF, Research: x")
    with network.away(result, "GET"):
        assert work("sync").code in (3, 5, 6, 7, 75)
    ((state, _),) = rows(work)
    assert state == "queued"
    assert work("sync").code == 0


@pytest.mark.write("W30")
@pytest.mark.parametrize("result", [BUSY, LATER], ids=["503", "429"])
def test_everything_is_on_harvest_when_it_is(work: Hv, network: Network, result: Answer) -> None:
    with network.away():
        work("log", "45m TF, Research: x")
    with network.away(result, "POST"):
        ran = work("sync")
    assert ran.code == 75
    assert ran.out.splitlines()[LAST] == "1 entry still pending"


@pytest.mark.write("W31")
def test_a_new_token_of_the_same_person_sends_what_waits(
    work: Hv, network: Network, there: Served
) -> None:
    work("projects")
    with network.away():
        work("log", "45m TF, Research: x")
    again = work.with_(HARVEST_ACCESS_TOKEN=renew_the_token(there))
    listed = again("outbox")
    assert "another login" not in listed.out + listed.err
    with network.away():
        assert again("sync").code == 7
    ran = again("sync")
    assert (ran.code, ran.out.splitlines()[LAST]) == (0, "Everything is on Harvest")


@pytest.mark.write("W24")
@pytest.mark.parametrize("known", [True, False], ids=["known person", "nobody was asked yet"])
def test_a_sentence_outlives_the_token_with_which_it_was_typed(
    work: Hv, network: Network, there: Served, known: bool
) -> None:
    if known:
        work("projects")
    there.account.db.execute("UPDATE projects SET name = 'Brandnew' WHERE name = 'Task Force'")
    with network.away():
        assert work("log", "45m Brandnew, Research: x").code == 75
    again = work.with_(HARVEST_ACCESS_TOKEN=renew_the_token(there))
    ran = again("sync")
    if not known:
        # It may be somebody else's: it waits for the person, who can say that it is not.
        assert (ran.code, rows(again)[0][0]) == (8, "queued")
        assert again("sync").code == 75
        (key,) = (row["key"] for row in again("outbox", "--json").json["outbox"])
        assert f"`hv outbox retry {key[3:13]}` sends it" in ran.out
        ran = again("outbox", "retry", key[3:13])
    assert ran.code == 0
    assert ran.out.startswith("Sent what")
    assert rows(again) == []


@pytest.mark.write("W23")
@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Notes do not respect the preference", True),
        ("The reference of the task is missing", True),
        ("external_reference is invalid", False),
        ("External reference is not valid", False),
    ],
)
def test_marks_end_only_where_harvest_names_their_field(
    hv: Hv, network: Network, words: str, marked: bool
) -> None:
    hv("projects")
    with network.away(answer(422, {"message": words}), "POST"):
        hv("log", "45m TF: x")
    ran = hv("log", "30m TF: y", "--json")
    assert (ran.json["entries"][0]["external_reference"] is not None) is marked


@pytest.mark.write("W22")
def test_a_wait_of_years_that_was_kept_holds_nobody(hv: Hv, network: Network, home: Path) -> None:
    import sqlite3

    hv("projects")
    with network.away(answer(429, Retry_After="999999999"), "POST"):
        ran = hv("log", "45m TF: x")
    assert (ran.code, "checks it again from" in ran.out) == (75, True)
    assert hv("log", "30m TF: y").code == 75
    db = sqlite3.connect(home / "state" / "outbox-sandbox.sqlite")
    db.execute("UPDATE facts SET value = '9e9' WHERE name LIKE 'pause %'")
    db.execute("UPDATE outbox SET next_at = 9e9")
    db.commit()
    db.close()
    assert hv("sync").code == 0
    assert hv("log", "15m TF: z").code == 0


SUBMITTED = "Timesheet has been submitted for approval"


def test_a_submitted_week_refuses_in_harvests_words_and_keeps_what_was_to_be_logged(
    hv: Hv, network: Network
) -> None:
    assert hv("log", "1h MW").code == hv("start", "TF").code == 0
    before = hv("entries", "--json").json["entries"]
    lines = {
        "POST": ("log 2h TF", "copy yesterday --yes"),
        "PATCH": ("edit ^2 +15m", "edit today +5m --yes", "stop", "edit running :x"),
        "DELETE": ("delete last --yes", "delete today --yes", "undo"),
    }
    no = answer(422, {"message": SUBMITTED})
    for method, each in lines.items():
        with network.away(no, method):
            for line in each:
                ran = hv(*line.split())
                assert (ran.code, ran.out, SUBMITTED in ran.err) == (5, "", True), (line, ran)
    assert hv("entries", "--json").json["entries"] == before
    # Four entries were to be logged; changes and deletions are not kept, for nothing is lost.
    rows = hv("outbox", "--json").json["outbox"]
    assert [row["state"] for row in rows] == ["rejected"] * 4
    assert hv("outbox", "retry", "1").code == 0
    assert len(hv("entries", "--json").json["entries"]) == 3
