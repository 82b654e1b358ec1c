"""Who this process is and how long ago something was, told so that no clock change can lie.

Ages count seconds since the machine started, sleep included; only after a restart of the machine
the wall clock must do.
"""

import os
import sys
import time
from functools import cache
from pathlib import Path

from harvest_cli.domain.records import NamedTuple


class Stamp(NamedTuple):
    """One moment: seconds of the wall clock, seconds since the machine started, and which start."""

    wall: float
    ticks: float
    boot: str


def stamp(wall: float) -> Stamp:
    """This moment; `wall` is epoch seconds."""
    return Stamp(wall, ticks(), boot())


def ticks() -> float:
    """Seconds since the machine started, those in which it slept included where it can tell."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW"):
        # macOS has the second alone, which counts sleep there, and `monotonic` does not.
        if (clock := getattr(time, name, None)) is not None:
            return time.clock_gettime(clock)
    return time.monotonic()


@cache
def boot() -> str:
    """A name for the current run of this machine; empty where it has none."""
    if sys.platform == "darwin":
        return _boot_of_macos()
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _boot_of_macos() -> str:
    # It loads in 5 ms, and Linux needs none of it.
    import ctypes

    told, room = ctypes.create_string_buffer(64), ctypes.c_size_t(64)
    try:
        failed = ctypes.CDLL(None).sysctlbyname(
            b"kern.bootsessionuuid", told, ctypes.byref(room), None, 0
        )
    except (OSError, AttributeError):
        return ""
    return "" if failed else told.value.decode("ascii", "replace")


def age(then: Stamp, now: Stamp) -> float:
    """Seconds from one moment to another, never below zero.

    A wall clock that was set back between two starts of the machine gives 0: wait, do not guess.
    """
    if then.boot and then.boot == now.boot:
        return max(0.0, now.ticks - then.ticks)
    return max(0.0, now.wall - then.wall)


def started(pid: int) -> str:
    """When a process began, in the system's own count; empty where that cannot be told.

    Behind it stands whose numbers of processes are meant: each container has its own.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return f"{text.rsplit(')', 1)[1].split()[19]}@{_numbering()}"
    except (OSError, IndexError):
        return ""


@cache
def _numbering() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def can_tell(began: str) -> bool:
    """Whether a process that began so can be told to be gone: it was seen, and from here."""
    _, told, within = began.partition("@")
    return bool(began) and (not told or within == _numbering())


def is_alive(pid: int, began: str, machine: str) -> bool:
    """Whether a process still runs: the same one, not another that was given its number."""
    if machine != boot():
        return False
    if began:
        # An earlier version noted no numbering.
        same = started(pid).partition("@")[0] == began.partition("@")[0]
        return same or not can_tell(began)
    if os.name == "nt":
        # There the number 0 is Ctrl-C. Without knowing, it counts as alive until its time is over.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
