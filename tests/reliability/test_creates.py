"""A create goes wrong on a real socket: sent once, told truly, never called failed.

The promises: "logged" only with proof; an unknown outcome is looked up once and otherwise told as
unconfirmed; what is certain not to be on Harvest is told as not logged. The ids are those of the
fault list that later parts of the tests share.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.account import ACCOUNT_ID, KIM_TOKEN, an_account, call
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.running import Hv, Ran

POST, LIST = "POST /v2/time_entries", "GET /v2/time_entries"
TYPED = ("log", "1h15 on TF: a fault")


class Scene:
    """hv, a server with faults, and what the server holds in the end."""

    def __init__(self, harvest: FaultyHarvest, hv: Hv) -> None:
        self.harvest, self.hv = harvest, hv
        warm = hv("projects")
        assert warm.code == 0, warm.err
        self.known = {entry["id"] for entry in self.held()}
        harvest.seen.clear()

    def held(self) -> list[dict[str, object]]:
        """All my entries, straight from the account."""
        entries: list[dict[str, object]] = call(
            self.harvest.account, "GET", "/time_entries", query={"user_id": 1782959}
        ).body["time_entries"]
        return entries

    def log(self) -> Ran:
        """Type the sentence; it is sent once, whatever happens."""
        ran = self.hv(*TYPED)
        assert self.harvest.posts <= 1
        return ran

    @property
    def made(self) -> int:
        """How many entries there are now that were not there before."""
        return len([entry for entry in self.held() if entry["id"] not in self.known])


@contextmanager
def scene(home: Path, faults: dict[str, Sequence[str]], **environ: str) -> Iterator[Scene]:
    from datetime import UTC, datetime

    account = an_account(now=lambda: datetime.now(UTC))
    with faulty_harvest(account, {}) as harvest:
        login = {
            "HV_HOME": str(home),
            "HARVEST_API_URL": harvest.url,
            "HARVEST_ACCESS_TOKEN": KIM_TOKEN,
            "HARVEST_ACCOUNT_ID": str(ACCOUNT_ID),
        }
        ready = Scene(harvest, Hv({**login, **environ}))
        harvest.faults = {match: list(words) for match, words in faults.items()}
        yield ready


CREATED_BUT_LOST = {
    "F05 no answer": "commit,hang",
    "F06 reset": "commit,reset",
    "F07 closed without a byte": "commit,close",
    "F08 half of the JSON": "commit,half",
    "F09 a page instead of JSON": "commit,html",
    "F09 another document": "commit,foreign",
    "F13 500 after the commit": "commit,500",
    "F20 200 with nothing": "commit,200",
    "F20 202": "commit,202",
    "F20 204": "commit,204",
}


@pytest.mark.parametrize("fault", CREATED_BUT_LOST.values(), ids=CREATED_BUT_LOST.keys())
def test_an_entry_whose_answer_was_lost_is_found_and_told_as_logged(fault: str, home: Path) -> None:
    with scene(home, {POST: [fault]}, HV_TIMEOUT="3") as at:
        ran = at.log()
        assert (ran.code, at.made) == (0, 1), ran.err
        assert ran.out.startswith("Logged 1:15  123 Industries › Task Force")


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


@pytest.mark.parametrize("fault", NOT_CREATED.values(), ids=NOT_CREATED.keys())
def test_without_proof_it_is_unconfirmed_and_not_to_be_typed_again(fault: str, home: Path) -> None:
    with scene(home, {POST: [fault]}, HV_TIMEOUT="3") as at:
        ran = at.log()
        assert (ran.code, at.made) == (75, 0), ran.err
        assert ran.out.startswith("Unconfirmed 1:15")
        assert "do not log it again" in ran.out
        assert "failed" not in ran.out + ran.err


def test_f23_a_look_up_that_fails_too_leaves_it_unconfirmed(home: Path) -> None:
    with scene(home, {POST: ["commit,reset"], LIST: ["502"] * 3}, HV_TIMEOUT="8") as at:
        ran = at.log()
        assert (ran.code, at.made) == (75, 1), ran.err
        assert at.hv("entries").code == 0


def test_the_look_up_is_one_request_with_my_id(home: Path) -> None:
    with scene(home, {POST: ["commit,reset"]}) as at:
        at.log()
        assert at.harvest.seen == [POST, LIST]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("401", 3, "token"),
        ("403", 5, "Not authorized!"),
        ("422", 5, "Item Approved and Locked for this Time Period"),
        ("429", 6, "try again in about 60 min"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_harvest(
    fault: str, code: int, words: str, home: Path
) -> None:
    with scene(home, {POST: [fault]}) as at:
        ran = at.log()
        assert (ran.code, at.made, ran.out) == (code, 0, "")
        assert words in ran.err
        assert KIM_TOKEN not in ran.err


def test_f12_an_entry_that_is_held_otherwise_is_logged_with_a_warning(home: Path) -> None:
    with scene(home, {POST: ["commit,other hours"]}) as at:
        ran = at.log()
        assert (ran.code, at.made) == (0, 1)
        assert "another number of hours" in ran.err


def test_f01_a_closed_port_is_certain_and_said(home: Path) -> None:
    with scene(home, {}) as at:
        known = at.hv
    ran = known(*TYPED)
    assert ran.code in (7, 74, 75)
    assert "refused" in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_a_second_sentence_is_a_second_entry(home: Path) -> None:
    with scene(home, {}) as at:
        assert at.hv(*TYPED).code == at.hv(*TYPED).code == 0
        assert at.made == 2


def test_a_dry_run_and_every_look_send_only_get(home: Path) -> None:
    with scene(home, {}) as at:
        for argv in (
            ("log", "1h on TF", "-n"),
            ("entries",),
            ("projects", "--refresh"),
            ("whoami",),
            (),
        ):
            assert at.hv(*argv).code == 0
        assert {line.split(" ")[0] for line in at.harvest.seen} == {"GET"}
