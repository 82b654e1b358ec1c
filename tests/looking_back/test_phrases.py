"""What people type to look back, read as they mean it: days, groups, names, and whose time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.looking_back.judging import Phrase, faults, phrases
from tests.looking_back.worlds import WORLDS, settle
from tests.running import Hv, Ran

Ask = Callable[[Phrase], Ran]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of each world; nothing that is asked here changes them."""
    folder = tmp_path_factory.mktemp("worlds")
    for world in WORLDS:
        settle(folder / world, world)
    return folder


@pytest.fixture
def ask(homes: Path) -> Ask:
    """Run a phrase in its world."""

    def run(asked: Phrase) -> Ran:
        hv = Hv(
            {
                "HV_HOME": str(homes / asked.world),
                "HV_PROFILE": "sandbox",
                "HV_NOW": asked.now,
                "HV_TIMEZONE": WORLDS[asked.world].zone,
            }
        )
        more = ("--dry-run",) if asked.argv[0] == "copy" else ()
        return hv(*asked.argv, *more, "--json")

    return run


@pytest.mark.parametrize("asked", list(phrases("phrases.txt")), ids=lambda asked: asked.typed)
def test_a_phrase_is_read_as_it_is_meant(asked: Phrase, ask: Ask) -> None:
    assert faults(asked, ask(asked)) == []
