"""The formats on disk are frozen: columns, names in documents, files below HV_HOME.

`shapes.json` says what version 0.1.0 wrote. A new name in it is a decision: what older versions
wrote must be read all the same, and the fixture itself never changes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stored_formats import story
from tests.stored_formats.shapes import shape_of
from tests.stored_formats.stored_home import (
    BEGAN,
    FOLDER,
    PORTS,
    SHAPES,
    Present,
    new_account,
    put,
    stage_at,
)


def frozen() -> dict[str, Any]:
    return dict(json.loads(SHAPES.read_text(encoding="utf-8")))


def test_the_fixture_is_what_0_1_0_wrote(home: Path) -> None:
    put(home)
    assert shape_of(home) == frozen()
    assert (FOLDER / ".hv.toml").read_text(encoding="utf-8") == story.FOLDER


def test_every_kind_of_row_and_deed_is_in_the_fixture(home: Path) -> None:
    put(home)
    found = shape_of(home)["state/outbox-default.sqlite"]
    assert set(found["outbox"]) == {
        *("states", "create", "start", "sentence", "stop", "edit", "delete"),
    }
    assert found["outbox"]["states"] == ["done", "queued", "rejected", "sending", "unknown"]
    assert set(found["journal"]) == {
        *("created", "started", "stopped", "restarted", "edited", "deleted", "removed", "ended"),
    }


def test_today_the_same_story_is_written_in_the_same_formats(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clock = Present(BEGAN)
    accounts = {profile: new_account(profile, clock) for profile in PORTS}
    with stage_at(home, monkeypatch, clock, accounts) as stage:
        story.tell(stage)
    told, known = shape_of(home), with_what_was_added(frozen())
    assert sorted(told) == sorted(known)
    for path, shape in told.items():
        found = list(added(known[path], shape, path))
        assert set(found) <= ADDED, path


ADDED = {
    f"state/outbox-{profile}.sqlite outbox {name}"
    for profile in ("default", "work")
    for name in (
        *("states done", "states unknown", "states sending"),
        *("start base others", "edit base billable_rate", "delete base billable_rate", "restart"),
        *("stop body asked", "stop body begun", "stop body change"),
        *("stop body day", "stop body ended", "stop body ago", "stop body is_now"),
        *("stop body note", "stop body problem", "stop body rounds", "stop body said"),
        *("stop body sent", "stop body split", "stop body stopped"),
    )
} | {
    *(f"state/outbox-{profile}.sqlite tables said" for profile in ("default", "work", "sandbox")),
    *(f"state/outbox-{profile}.sqlite facts trail" for profile in ("default", "work", "sandbox")),
    *(f"cache/{profile}.status missing" for profile in ("default", "work", "sandbox")),
    *(f"state/sandbox.sqlite tables {name}" for name in ("contacts", "rates", "titles")),
}
"""Names that were decided since: what 0.1.0 wrote lacks them and is read all the same."""


def added(known: Any, told: Any, where: str) -> Iterator[str]:
    """The names that are new; all that 0.1.0 wrote must be there as it was."""
    if known == told:
        return
    if isinstance(known, list):
        assert set(known) <= set(told), (where, known, told)
        yield from (f"{where} {each}" for each in told if each not in known)
        return
    assert isinstance(known, dict), (where, known, told)
    assert set(known) <= set(told), (where, known, told)
    for name, value in told.items():
        if name in known:
            yield from added(known[name], value, f"{where} {name}")
        else:
            yield f"{where} {name}"


def with_what_was_added(shapes: dict[str, Any]) -> dict[str, Any]:
    """The shapes of 0.1.0 with the names that came later, which 0.1.0 passes over."""
    default = shapes["state/outbox-default.sqlite"]
    default["facts"] = sorted([*default["facts"], "gone KEY", "seq KEY"])
    for path in [path for path in shapes if path.endswith(".entries.log")]:
        log = shapes[path]
        log["intents"] = [f"{line}, seq, crc" for line in log["intents"]]
        log["ends"] = [f"{line}, seq, at, crc" for line in log["ends"]]
    for path in [path for path in shapes if path.endswith(".status")]:
        shapes[path] = _with_rejected(shapes[path])
    for path in [path for path in shapes if path.endswith(".catalogue") and "127-0-0-1" in path]:
        shapes[path]["names"] = sorted([*shapes[path]["names"], "times"])
    for path in [path for path in shapes if path.endswith(".recent") and "-8418-" in path]:
        # The account by start and end. A row of three values is no entry for 0.1.0.
        shapes[path] += [["int", "str", "NoneType"], ["int", "str", "str"]]
    # The backup log is compacted; it was put aside month by month.
    del shapes["state/outbox-default.entries.log.1"]
    return shapes


def _with_rejected(names: list[Any]) -> list[Any]:
    found: list[Any] = []
    for name in names:
        found.append(_with_rejected(name) if isinstance(name, list) else name)
        if name == "unsent":
            found.append("rejected")
    return found
