"""`hv status --watch`: the status drawn again each second, asked again each minute.

The network may come and go; the terminal is left as it was found.
"""

import io
from collections.abc import Callable
from typing import NamedTuple

from harvest_cli.actions.status.status import ticked
from harvest_cli.actions.status.types import Status
from harvest_cli.domain.errors import NotLoggedIn, RateLimited, Unreachable
from harvest_cli.show.answers.status_text import status_lines
from harvest_cli.show.terminal.output import Output

EVERY = 60.0
"""Seconds between two questions to Harvest."""
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, LINE_END, REST = "\x1b[H", "\x1b[K", "\x1b[J"


class Watching(NamedTuple):
    """What watching needs: the first answer, a way to ask again, a clock and a way to wait."""

    first: Status
    look: Callable[[], Status]
    output: Output
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


def watch(watching: Watching) -> None:
    """Draw until Ctrl-C; raises what asking raises, except that a lost network is only told."""
    output = watching.output
    output.stream.write(ENTER)
    try:
        _loop(watching)
    except KeyboardInterrupt:
        return
    finally:
        output.stream.write(LEAVE)
        output.stream.flush()


def _loop(watching: Watching) -> None:
    status, asked = watching.first, watching.monotonic()
    learnt, offline = asked, _why(status)
    while True:
        now = watching.monotonic()
        if now - asked >= EVERY:
            asked = now
            try:
                status = watching.look()
                learnt, offline = now, _why(status)
            except NotLoggedIn:
                raise
            except (Unreachable, RateLimited) as error:
                offline = error.message
        _draw(ticked(status, now - learnt), offline, watching.output)
        watching.sleep(1.0)


def _why(status: Status) -> str:
    return status.failure.message if status.failure is not None else ""


def _draw(status: Status, offline: str, output: Output) -> None:
    """Over what was drawn before, line by line: clearing all of it first would flicker."""
    stream, output.stream = output.stream, io.StringIO()
    try:
        for line in status_lines(status, output):
            output.line(line)
        drawn = output.stream.getvalue()
    finally:
        output.stream = stream
    lines = drawn.splitlines()
    if offline:
        lines.append(output.style(f"Not up to date: {output.text(offline)}", "yellow"))
    lines.append(output.style("Ctrl-C to stop", "dim"))
    body = "".join(f"{line}{LINE_END}\r\n" for line in lines)
    stream.write(f"{HOME}{body}{REST}")
    stream.flush()
