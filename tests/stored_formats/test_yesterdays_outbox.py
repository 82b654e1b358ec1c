"""What waited when version 0.1.0 ran last is sent once, and what it did is taken back."""

import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from harvest_cli.sandbox.account import EmbeddedAccount
from tests.account import call
from tests.stored_formats.stored_home import Stage

WAITING = [
    ("edit", "queued", None),
    ("delete", "queued", None),
    ("create", "rejected", "refused"),
    ("create", "unconfirmed", "there after all"),
    ("create", "unconfirmed", "nobody knows"),
    ("create", "queued", "asked to wait"),
    ("create", "unconfirmed", "interrupted"),
    ("create", "queued", "away"),
    ("create", "queued", "away"),
    ("create", "queued", "rewritten"),
    ("stop", "queued", None),
    ("start", "queued", "ended away"),
    ("start", "queued", "runs away"),
    ("sentence", "queued", None),
    ("sentence", "queued", None),
    ("sentence", "queued", None),
]
SENT = {
    ("2026-11-17", "changed", 1.17),
    ("2026-11-18", "there after all", 0.08),
    ("2026-11-18", "asked to wait", 0.17),
    ("2026-11-18", "rewritten", 1.5),
    ("2026-11-18", "api\naway", 2.45),
    ("2026-11-18", "ended away\nenough", 0.48),
    ("2026-11-17", "flags, away", 0.67),
    ("2026-11-18", "sentence, away", 0.17),
    ("2026-11-18", "sentence, stated", 0.17),
}
BEFORE = 636718192
"""The newest entry of a month before, which nobody takes back any more."""
DEEDS = """\
started created created removed created created deleted created created* deleted* created edited
edited created stopped restarted stopped ended started started created created created created
created created"""


def entries(account: EmbeddedAccount) -> list[dict[str, Any]]:
    """My entries of the two days, straight from Harvest."""
    query = {"user_id": 1782959, "from": "2026-11-17"}
    return list(call(account, "GET", "/time_entries", query=query).body["time_entries"])


def test_all_that_waits_is_listed_with_its_state(stage: Stage) -> None:
    found = stage.hv("outbox", "--json").json["outbox"]
    assert [(row["op"], row["state"], row["notes"]) for row in found] == WAITING
    by_notes = {row["notes"]: row for row in found if row["op"] == "start"}
    ended, runs = by_notes["ended away"], by_notes["runs away"]
    assert (ended["since"], ended["until"], ended["hours"]) == (
        "2026-11-18T20:21:00Z",
        "2026-11-18T20:50:00Z",
        0.48,
    )
    assert (runs["since"], runs["until"]) == ("2026-11-18T20:51:00Z", None)
    assert stage.network.dialled == 0


def test_all_that_waits_is_sent_once(stage: Stage) -> None:
    ran = stage.hv("sync")
    assert ran.code == 8, ran.err
    held = entries(stage.harvest.account)
    assert {(e["spent_date"], e["notes"], e["hours"]) for e in held} >= SENT
    notes = Counter(e["notes"] for e in held)
    assert {notes[told] for _, told, _ in SENT} == {1}
    assert notes["away"] == 2
    assert sorted(e["hours"] for e in held if e["notes"] == "away") == [1.25, 1.33]
    assert notes["nobody knows"] == notes["interrupted"] == notes["refused"] == 0
    assert notes["lost end"] == notes["lost change"] == 0
    assert [e["notes"] for e in held if e["is_running"]] == ["runs away"]
    references = {e["notes"]: e["external_reference"] for e in held if e["external_reference"]}
    assert references["flags, away"]["permalink"] == "https://github.com/a/b/issues/3"


def test_what_was_sent_is_not_sent_again(stage: Stage) -> None:
    stage.hv("sync")
    held = len(entries(stage.harvest.account))
    posts = stage.harvest.posts
    assert stage.hv("sync").code == 8
    assert (len(entries(stage.harvest.account)), stage.harvest.posts) == (held, posts)
    left = stage.hv("outbox", "--json").json["outbox"]
    assert [(row["state"], row["notes"]) for row in left] == [
        ("rejected", "refused"),
        ("unconfirmed", "nobody knows"),
        ("unconfirmed", "interrupted"),
    ]


def test_a_person_settles_what_nobody_knows(stage: Stage) -> None:
    ran = stage.hv("sync", terminal=True, stdin="1\n2\n")
    # One that Harvest refused is left.
    assert (ran.code, ran.out.splitlines()[-1]) == (5, "1 entry rejected: `hv outbox`"), ran.err
    notes = Counter(e["notes"] for e in entries(stage.harvest.account))
    assert (notes["nobody knows"], notes["interrupted"]) == (1, 0)


def test_times_of_day_reach_an_account_that_tracks_them(stage: Stage) -> None:
    assert stage.hv("--profile", "work", "sync").code == 0
    held = {e["notes"]: e for e in entries(stage.servers["work"].account)}
    changed, away = held["with times"], held["times, away"]
    assert (changed["started_time"], changed["ended_time"]) == ("9:15am", "10:15am")
    assert (away["started_time"], away["ended_time"]) == ("11:00am", "11:45am")


def test_the_paper_trail_brings_back_what_the_database_lost(stage: Stage) -> None:
    for path in (stage.home / "state").glob("outbox-default.sqlite*"):
        path.unlink()
    assert stage.hv("outbox", "import").code == 0
    found = stage.hv("outbox", "--json").json["outbox"]
    sorts = Counter(row["op"] for row in found)
    assert sorts == Counter(op for op, _, _ in WAITING)
    assert {row["state"] for row in found} == {"unconfirmed"}


def test_history_lists_every_deed(stage: Stage) -> None:
    lines = [line.split("\t") for line in stage.hv("history", "50").out.splitlines()]
    told = [f"{deed}{'*' if undone == 'true' else ''}" for _, deed, *_, undone, _ in lines]
    assert told == DEEDS.split()
    assert lines[0][1:6] == [
        "started",
        "636718211",
        "0.00",
        "Online Store - Phase 1",
        "Programming",
    ]
    assert stage.network.dialled == 0


def test_what_waits_is_in_front_of_what_can_be_taken_back(stage: Stage) -> None:
    ran = stage.hv("undo")
    assert (ran.code, "sentence, stated" in ran.err) == (8, True)


def test_every_deed_can_be_taken_back(stage: Stage) -> None:
    with closing(sqlite3.connect(stage.home / "state" / "outbox-default.sqlite")) as db:
        db.execute("DELETE FROM outbox WHERE state != 'done'")
        db.commit()
    steps = sum(
        not deed.endswith("*") and deed not in ("removed", "ended") for deed in DEEDS.split()
    )
    ran = stage.hv("undo", str(steps), "--json")
    assert ran.code == 0, ran.err
    assert Counter((each["did"], each["undo"]) for each in ran.json["undone"]) == {
        ("created", "deleted"): 13,
        ("started", "deleted"): 3,
        ("deleted", "created again"): 1,
        ("edited", "restored"): 2,
        ("stopped", "restarted"): 2,
        ("restarted", "stopped"): 1,
        ("ended", "left stopped"): 1,
    }
    assert stage.hv("undo").code == 4
    made = [e["notes"] for e in entries(stage.harvest.account) if e["id"] > BEFORE]
    assert made == ["there after all"]


def test_the_embedded_account_takes_back_too(stage: Stage) -> None:
    hv = stage.hv.with_(HV_NOW="2026-11-19T07:30:00-05:00")
    assert hv("--sandbox", "undo").code == 0
    assert hv("--sandbox", "entries", "2026-11-18", "--json").json["entries"] == []
