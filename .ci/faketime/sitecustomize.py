"""Read by every Python that runs under faketime (see `.ci/other-days`).

libfaketime 0.9.10 answers EINVAL to the absolute sleep of Python's `time.sleep` while it leaves
the monotonic clock alone; and with that clock faked, waits with a limit never end.
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        message = "sleep length must be non-negative"
        raise ValueError(message)
    select.select([], [], [], seconds)


time.sleep = _sleep
