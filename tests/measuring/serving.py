"""The embedded Harvest in a process of its own, so that serving costs the client nothing."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from harvest_cli.sandbox.example import GRAPHIC_DESIGN, MARKETING_WEBSITE


@contextmanager
def served(home: Path) -> Iterator[dict[str, str]]:
    """Serve a new account; yields the variables that make hv, or any client, use it."""
    command = [sys.executable, "-m", "harvest_cli", "sandbox", "serve"]
    server = subprocess.Popen(
        command,
        env={"HV_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        lines = [server.stdout.readline(), server.stdout.readline()]
        environ = dict(re.findall(r"(HARVEST_\w+)=(\S+)", " ".join(lines)))
        yield {
            **environ,
            "BARE_PROJECT": str(MARKETING_WEBSITE),
            "BARE_TASK": str(GRAPHIC_DESIGN),
            # Weeks that have passed are approved, and take no entries.
            "BARE_DAY": date.today().isoformat(),
        }
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
