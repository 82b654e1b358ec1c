"""The wall clock of this machine: the only place in hv that reads it.

What a person calls "now" is another thing: `HV_NOW` stands for it when set (`stated_now`). Waits,
leases and the age of what is stored are always counted by the machine.
"""

import time

# The shell prompt is answered from here: no import of typing or datetime at the top.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def epoch_seconds() -> float:
    """Seconds since 1 January 1970, UTC."""
    return time.time()


def wall_clock() -> "datetime":
    """This moment, aware, in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(epoch_seconds(), UTC)


def stated_now(environ: "Mapping[str, str]") -> str:
    """`HV_NOW` as it was written; empty where the machine's clock is meant."""
    return environ.get("HV_NOW", "").strip()
