"""`hv open`."""

from collections.abc import Sequence

from harvest_cli.actions.entries.reference import page_of
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import LOOK, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.prompts import show_page
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_show
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.login_text import PageShown

Words = Annotated[Sequence[str], Argument("WHAT", offers=f"$projects {o.DAYS} last running")]
Print = Annotated[bool, Flag("--print", help="Print the address instead of opening it")]


@command("open", LOOK, topic="issues")
def open_(run: Run, *, words: Words = (), print_: Print = False) -> None:
    """Open a day, a project or a reference in the browser.

      hv open
      hv open yesterday
      hv open MW
      hv open last

    Without a browser, or with --print, it prints the address.
    """
    context = context_of(run)
    page = page_of(context, joined_words(words))
    opened = not print_ and may_show(run, context) and show_page(page.url)
    render(PageShown(page.url, page.what, opened), output_for(run, context))
