"""A dry run shows each request that it would send, and sends none that changes anything."""

import json

import pytest

from tests.running import Hv

SCENE = "1h30 TF, Research: interviews"


def requests_in(out: str) -> list[tuple[str, str, object]]:
    """The requests that an answer tells, as method, path and body."""
    found = []
    for line in out.splitlines():
        method, _, rest = line.partition(" ")
        if method in {"POST", "PATCH", "DELETE"}:
            path, _, body = rest.partition(" ")
            found.append((method, path, json.loads(body) if body else None))
    return found


@pytest.mark.ux(32)
@pytest.mark.parametrize(
    ("line", "method", "path"),
    [
        ("log 2h MW yesterday: x", "POST", "/time_entries"),
        ("start MW: x", "POST", "/time_entries"),
        ("edit last --hours 2", "PATCH", "/time_entries/ID"),
        ("delete last", "DELETE", "/time_entries/ID"),
    ],
)
def test_the_request_is_told_and_not_sent(line: str, method: str, path: str, hv: Hv) -> None:
    made = hv("log", SCENE, "-q").out.strip()
    ran = hv(*line.split(), "-n", HV_DEBUG="1")
    assert ran.code == 0, ran.err
    (told,) = requests_in(ran.out)
    assert told[:2] == (method, path.replace("ID", made))
    assert ran.out.endswith("Nothing sent\n")
    assert not {"POST", "PATCH", "DELETE"} & {line.split()[0] for line in ran.err.splitlines()}


@pytest.mark.parametrize("line", ["log 2h MW: x", "start MW: x", "edit last --note y"])
def test_it_is_what_is_sent_then(line: str, hv: Hv) -> None:
    hv("log", SCENE)
    document = hv(*line.split(), "-n", "--json").json
    (request,) = document["requests"]
    assert requests_in(hv(*line.split(), "-n").out)[0][2] == request["body"]
    sent = hv(*line.split(), "--json").json
    assert "requests" not in sent
    entry = sent["after"] if "after" in sent else sent["entries"][0]
    for name, value in request["body"].items():
        held = entry[name] if name in entry else entry[name.removesuffix("_id")]["id"]
        assert held == value


def test_a_start_tells_how_hours_become_a_timer_and_what_it_ends(hv: Hv) -> None:
    made = hv("start", "TF", "-q", HV_NOW="2026-11-18T09:00:00").out.strip()
    ran = hv("start", "MW", "20m", "ago:", "x", "-n")
    first, *more = requests_in(ran.out)
    assert first[:2] == ("POST", "/time_entries")
    assert more == [
        ("PATCH", "/time_entries/{id}/restart", None),
        ("PATCH", f"/time_entries/{made}", {"hours": 1.17}),
    ]
    assert ran.out.startswith("Would stop 1:10 ")


def test_several_entries_are_several_requests(hv: Hv) -> None:
    hv("log", SCENE, HV_NOW="2026-11-17T10:00:00")
    ran = hv("copy", "yesterday", "-n")
    bodies = [body for _method, _path, body in requests_in(ran.out)]
    assert len(bodies) == ran.out.count("Would log")
    assert all(isinstance(body, dict) and body["spent_date"] == "2026-11-18" for body in bodies)


def test_a_bare_number_behind_hours_is_hours(hv: Hv) -> None:
    hv("log", SCENE)
    assert hv("edit", "last", "--hours", "2", "--json").json["after"]["hours"] == 2
    assert hv("edit", "last", "--hours", "+1", "--json").json["after"]["hours"] == 3


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("stop", [("PATCH", "/time_entries/ID/stop", None)]),
        (
            "stop 10m ago: lunch",
            [
                ("PATCH", "/time_entries/ID/stop", None),
                ("PATCH", "/time_entries/ID", {"hours": 0.33, "notes": "x\nlunch"}),
            ],
        ),
    ],
)
def test_a_stop_tells_what_is_changed_after_it(
    line: str, wanted: list[tuple[str, str, object]], hv: Hv
) -> None:
    made = hv("start", "MW: x", "-q", HV_NOW="2026-11-18T10:00:00").out.strip()
    ran = hv(*line.split(), "-n")
    told = [(m, path.replace(made, "ID"), body) for m, path, body in requests_in(ran.out)]
    assert told == wanted
    assert hv("status", "--format", "{id}").out.strip() == made


def test_a_restart_tells_whether_it_is_the_same_or_a_new_entry(hv: Hv) -> None:
    hv("log", SCENE)
    made = hv("log", "1h MW, Research: x", "-q").out.strip()
    (same,) = requests_in(hv("restart", "-n").out)
    assert same == ("PATCH", f"/time_entries/{made}/restart", None)
    (new,) = requests_in(hv("restart", "--new", "-n").out)
    assert new[:2] == ("POST", "/time_entries")
    body = new[2]
    assert isinstance(body, dict)
    assert (body["spent_date"], body["notes"]) == ("2026-11-18", "x")


@pytest.mark.parametrize(
    ("scene", "wanted"),
    [
        ([], ("DELETE", "/time_entries/ID", None)),
        (["edit last --note b"], ("PATCH", "/time_entries/ID", {"notes": "interviews"})),
        (["restart"], ("PATCH", "/time_entries/ID/stop", None)),
        (["restart", "stop"], ("PATCH", "/time_entries/ID/restart", None)),
    ],
    ids=str,
)
def test_an_undo_tells_what_takes_it_back(
    scene: list[str], wanted: tuple[str, str, object], hv: Hv
) -> None:
    made = hv("log", SCENE, "-q").out.strip()
    for line in scene:
        assert hv(*line.split()).code == 0
    (told,) = requests_in(hv("undo", "-n").out)
    assert (told[0], told[1].replace(made, "ID"), told[2]) == wanted
    assert len(hv("undo", "-n", "--json").json["requests"]) == 1


def test_an_undone_deletion_creates_it_anew(hv: Hv) -> None:
    hv("log", SCENE)
    hv("delete", "last", "--yes")
    (told,) = requests_in(hv("undo", "--dry-run").out)
    assert told[:2] == ("POST", "/time_entries")
