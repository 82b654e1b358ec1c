"""The formats on disk are frozen: columns, names in documents, files below HV_HOME.

`shapes.json` says what version 0.1.0 wrote. A new name in it is a decision: what older versions
wrote must be read all the same, and the fixture itself never changes.
"""

import json
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
        assert shape == known[path], path


def with_what_was_added(shapes: dict[str, Any]) -> dict[str, Any]:
    """The shapes of 0.1.0 with the names that came later, which 0.1.0 passes over."""
    default = shapes["state/outbox-default.sqlite"]
    default["facts"] = sorted([*default["facts"], "gone KEY", "seq KEY"])
    for path in [path for path in shapes if path.endswith(".entries.log")]:
        log = shapes[path]
        log["intents"] = [f"{line}, seq, crc" for line in log["intents"]]
        log["ends"] = [f"{line}, seq, at, crc" for line in log["ends"]]
    # The backup log is compacted; it was put aside month by month.
    del shapes["state/outbox-default.entries.log.1"]
    return shapes
