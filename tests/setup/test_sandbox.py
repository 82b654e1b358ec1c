"""`hv sandbox`: where the account is, and a new one of any kind."""

from pathlib import Path

import pytest

from tests.running import Hv


def test_the_path_is_a_file_below_the_home_of_hv(hv: Hv, home: Path) -> None:
    path = Path(hv("sandbox", "path").out.strip())
    assert path.is_relative_to(home)
    assert hv("sandbox", "path", "--json").json == {"path": str(path)}


def test_a_reset_forgets_what_was_logged(hv: Hv) -> None:
    before = hv("entries", "last 30 days", "--json").json["entries"]
    hv("log", "1h on TF: gone soon")
    assert hv("sandbox", "reset").code == 0
    after = hv("entries", "last 30 days", "--json").json["entries"]
    assert "gone soon" not in [entry["notes"] for entry in after]
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("answer", "flags", "is_reset"),
    [("y", (), True), ("", (), False), ("n", (), False), ("n", ("--yes",), True)],
)
def test_a_terminal_is_asked_first(
    hv: Hv, answer: str, flags: tuple[str, ...], is_reset: bool
) -> None:
    hv("log", "1h on TF: mine")
    ran = hv("sandbox", "reset", *flags, stdin=f"{answer}\n", terminal=True)
    assert ran.code == (0 if is_reset else 8)
    assert ("[y/N]" in ran.err) is not bool(flags)
    assert ("mine" in hv("entries", "today").out) is not is_reset


@pytest.mark.parametrize("role", ["member", "manager", "administrator"])
def test_it_can_be_an_account_of_any_role(hv: Hv, role: str) -> None:
    made = hv("sandbox", "reset", "--role", role, "--json").json
    assert made["role"] == role
    assert hv("whoami", "--json").json["user"]["access_roles"] == [role]


@pytest.mark.parametrize(
    ("flags", "clock", "entry"),
    [
        (("--timestamp", "--clock", "24h"), "9:00–10:30", ("09:00", "10:30")),
        (("--timestamp", "--clock", "12h"), "9:00am–10:30am", ("09:00", "10:30")),
    ],
)
def test_it_can_track_times_in_either_clock(
    hv: Hv, flags: tuple[str, ...], clock: str, entry: tuple[str, str]
) -> None:
    hv("log", "1h on TF")
    hv("sandbox", "reset", *flags)
    assert clock in hv("log", "9:00-10:30 on TF: x").out
    found = hv("entries", "today", "--json").json["entries"]
    assert [(e["started_time"], e["ended_time"]) for e in found] == [entry]


@pytest.mark.parametrize(
    "argv",
    [("--role", "boss"), ("--clock", "36h"), ("--clock", ""), ("--role", "Member")],
)
def test_another_kind_is_refused_and_nothing_is_reset(hv: Hv, argv: tuple[str, ...]) -> None:
    hv("log", "1h on TF: stays")
    ran = hv("sandbox", "reset", *argv)
    assert ran.code == 2
    assert "Expected " in ran.err
    assert "stays" in hv("entries", "today").out


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_refused(hv: Hv, port: str) -> None:
    assert hv("sandbox", "serve", "--port", port).code == 2


def test_nothing_that_was_written_before_is_left(hv: Hv) -> None:
    assert hv("log", "1h MW: before").code == 0
    assert hv("start", "TF, Research").code == 0
    assert hv("sandbox", "reset").code == 0
    assert hv("history", "--json").json == {"history": []}
    assert hv("undo").code == 4
    assert hv("status", "--format", "{project}").code == 4
    assert "before" not in hv("entries", "--json").out


def test_an_entry_with_a_number_of_the_account_before_is_logged_like_any_other(hv: Hv) -> None:
    first = hv("log", "1h MW: before", "-q")
    hv("sandbox", "reset", "--timestamp")
    again = hv("log", "1h MW: after", "-q")
    assert (again.code, again.out) == (0, first.out)
    assert hv("undo").code == 0
