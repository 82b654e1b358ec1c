"""Timing whole commands in pairs: each against its rival in turn, ratios pair by pair.

A machine's speed drifts; the ratio of two runs a moment apart does not. Medians are quoted.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paired:
    """Medians over the pairs: seconds of each command, and of the ratios."""

    command: float
    rival: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.ratio:5.2f} x   {self.command * 1000:7.1f} ms / {self.rival * 1000:7.1f} ms"


def seconds(command: Sequence[str], environ: Mapping[str, str], code: int) -> float:
    """Wall time of one run; raises AssertionError when it ends with another status."""
    started = time.perf_counter()
    done = subprocess.run(
        command, env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    took = time.perf_counter() - started
    assert done.returncode == code, (command, done.returncode, done.stderr[-2000:])
    return took


def paired(
    command: Sequence[str],
    rival: Sequence[str],
    *,
    runs: int,
    code: int = 0,
    environ: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Paired:
    """Run both in turn, `runs` times after one warm-up of each; `before` each pair, untimed."""
    own = {**os.environ, **(environ or {})}
    # Compiled files are part of an installation: a machine that keeps none would time compiling.
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds(command, own, code)
    seconds(rival, own, 0)
    pairs = []
    for _ in range(runs):
        before()
        pairs.append((seconds(command, own, code), seconds(rival, own, 0)))
    return Paired(
        statistics.median(mine for mine, _ in pairs),
        statistics.median(theirs for _, theirs in pairs),
        statistics.median(mine / theirs for mine, theirs in pairs),
    )
