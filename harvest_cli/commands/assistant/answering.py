"""Calls of tools with the environment and flags of this run: each gets a run of its own.

A context that lived on would keep the day it began on, and whatever was known then.
"""

import io
from collections.abc import Callable, Mapping
from typing import Any

from harvest_cli.actions.assistant.tools import listed
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, load_settings

PATIENCE = 15.0
"""Seconds that the requests of one call may take: hosts give up after 60, and then call again."""


def answering(
    run: Run, *, read_only: bool = False
) -> Callable[[str, Mapping[str, Any]], tuple[dict[str, Any], bool]]:
    """A function from a tool's name and arguments to its document, and whether it is a refusal.

    It raises KeyError for a tool that is not offered, and nothing else.
    """
    tools = {each.name: each for each in listed(read_only=read_only)}

    def answered(name: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
        # Actions load in 60 ms: a host that only lists the tools does not wait for them.
        from harvest_cli.actions.assistant.dispatch import answer

        own = Run(run.environ, io.StringIO(), io.StringIO(), run.stderr)
        own.flags = run.flags

        def opened() -> Any:
            seconds = run.flags.timeout or float(load_settings(own).get("timeout"))
            own.flags = run.flags._replace(timeout=min(seconds, PATIENCE), json=False)
            return context_of(own, drains=False)

        try:
            return answer(tools[name], arguments, opened)
        finally:
            own.close()

    return answered
