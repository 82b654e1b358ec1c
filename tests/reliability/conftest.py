"""Scenes for tests of faults."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.faulty_harvest import Fault
from tests.reliability.scenes import Scene, scene_at


class Scenes(Protocol):
    """Makes a scene with faults; `environ` as variables, the rest for the account."""

    def __call__(
        self,
        faults: Mapping[str, Sequence[Fault]] | None = None,
        environ: Mapping[str, str] | None = None,
        **account: Any,
    ) -> AbstractContextManager[Scene]: ...


@pytest.fixture
def scene(home: Path, monkeypatch: pytest.MonkeyPatch) -> Scenes:
    def make(
        faults: Mapping[str, Sequence[Fault]] | None = None,
        environ: Mapping[str, str] | None = None,
        **account: Any,
    ) -> AbstractContextManager[Scene]:
        return scene_at(home, monkeypatch, faults or {}, environ or {}, **account)

    return make
