"""Times of day as the account writes them: by `/company`, a `9:00` late in the evening."""

from pathlib import Path

import pytest

from tests.reliability.scenes import scene_at
from tests.running import Hv

LATE = {"HV_NOW": "2026-11-18T22:00:00", "HV_TIMEZONE": "America/New_York"}


@pytest.mark.parametrize(("clock", "since"), [("24h", "T14:00"), ("12h", "T02:00")])
def test_a_timer_since_nine_begins_by_the_clock_of_the_account(
    home: Path, monkeypatch: pytest.MonkeyPatch, clock: str, since: str
) -> None:
    with scene_at(home, monkeypatch, {}, LATE, clock=clock) as at:
        for words in ("TF at 9:00", "TF since 9:00"):
            assert since in at.hv("start", words, "-n", "--json").json["since"]
            told = at.hv("start", words, "-n")
            assert ("read as: 9:00pm" in told.out + told.err) is (clock == "12h")


@pytest.mark.parametrize(
    ("clock", "times"), [("24h", ("01:00", "03:00")), ("12h", ("13:00", "15:00"))]
)
def test_a_range_is_read_by_the_clock_of_the_account(
    home: Path, monkeypatch: pytest.MonkeyPatch, clock: str, times: tuple[str, str]
) -> None:
    with scene_at(home, monkeypatch, {}, LATE, clock=clock) as at:
        (entry,) = at.hv("log", "1:00-3:00 on TF", "-n", "--json").json["entries"]
        assert (entry["started_time"], entry["ended_time"]) == times
        read = at.hv("parse", "1:00-3:00 on TF", "--json").json["entries"][0]
        assert (read["started_time"], read["ended_time"]) == times


@pytest.mark.parametrize("clock", ["12h", "24h"])
def test_flags_are_as_written_in_every_account(
    home: Path, monkeypatch: pytest.MonkeyPatch, clock: str
) -> None:
    with scene_at(home, monkeypatch, {}, LATE, clock=clock, wants_timestamp_timers=True) as at:
        ran = at.hv("log", "TF", "--from", "9:00", "--to", "11:00", "--json")
        (entry,) = ran.json["entries"]
        assert (entry["started_time"], entry["ended_time"]) == ("09:00", "11:00")
        at.hv("edit", "last", "--from", "8:30")
        assert at.new[0]["started_time"] in ("8:30", "8:30am")


def test_the_embedded_account_writes_twelve_hours(hv: Hv) -> None:
    (entry,) = hv("log", "1:00-3:00 on TF", "-n", "--json").json["entries"]
    assert entry["started_time"] == "13:00"
