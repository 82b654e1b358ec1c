"""Which pager shows a long list: flag, setting, `PAGER`, less."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from harvest_cli.commands.invocation import Invocation

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context


def paged(run: Invocation, context: "Context") -> AbstractContextManager[None]:
    """Show what is printed inside page by page, where that helps."""
    from harvest_cli.show.terminal.waiting import paged as shown

    program = None if run.flags.no_pager else context.settings.get("pager")
    return shown(run.output, program, run.environ)
