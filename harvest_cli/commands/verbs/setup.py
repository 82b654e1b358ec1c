"""`hv login`, `hv logout`, `hv doctor`, `hv open`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.wiring import context_of, may_hint
from harvest_cli.show.render import Layout, render

LOGIN_HELP = """Log in to Harvest with a token or in the browser.

\b
  hv login
  hv login --profile work
  hv login --with-token < token.txt
  hv login --web --client-id ID

A token comes from a hidden prompt or from standard input, never from the command
line. It is proven first; hv says where it will be kept before it is written.
"""
LOGOUT_HELP = """Forget the login of a profile.

\b
  hv logout
  hv logout --profile work
  hv logout --everything
"""
DOCTOR_HELP = """Find what is wrong; safe to paste in a bug report.

\b
  hv doctor
  hv doctor --json
  hv doctor --paths

Exit status: 0 all is well, 3 no login, 7 Harvest is out of reach, 78 a setting.
"""
OPEN_HELP = """Open a day, a project or a reference in the browser.

\b
  hv open
  hv open yesterday
  hv open MW
  hv open last

Without a browser, or with --print, the address is printed.
"""
WithToken = Annotated[bool, typer.Option("--with-token", help="Read the token from stdin")]
Web = Annotated[bool, typer.Option("--web", help="Sign in with the browser")]
Account = Annotated[str | None, typer.Option("--account", help="Number of the account")]
ClientId = Annotated[str | None, typer.Option("--client-id", help="Your app, for --web")]
Keyring = Annotated[bool, typer.Option("--keyring", help="Keep it in the system's keyring")]
Everything = Annotated[bool, typer.Option("--everything", help="All profiles, and the cache")]
Paths = Annotated[bool, typer.Option("--paths", help="Only where things are kept")]
Print = Annotated[bool, typer.Option("--print", help="Print the address, open nothing")]


def login(
    context: typer.Context,
    with_token: WithToken = False,
    web: Web = False,
    account: Account = None,
    client_id: ClientId = None,
    keyring: Keyring = False,
    yes: o.Yes = False,
) -> None:
    """Log in to Harvest with a token or in the browser."""
    from harvest_cli.commands.verbs.login import Asked, sign_in

    run = o.invocation_of(context)
    asked = Asked(with_token, web, account, client_id, keyring, yes)
    login = sign_in(run, asked)
    render(login, run.output, Layout(hints=may_hint(run)))


def logout(context: typer.Context, everything: Everything = False) -> None:
    """Forget the login of a profile."""
    from harvest_cli.commands.verbs.login import sign_out

    run = o.invocation_of(context)
    render(sign_out(run, everything=everything), run.output)


def doctor(context: typer.Context, paths: Paths = False) -> None:
    """Find what is wrong; safe to paste in a bug report."""
    from harvest_cli.commands.verbs.doctor import examined, paths_of
    from harvest_cli.show.setup.doctor_text import Paths

    run = o.invocation_of(context)
    if paths:
        render(Paths(paths_of(run)), run.output)
        return
    found = examined(run)
    render(found, run.output)
    raise typer.Exit(found.exit_code)


def open_(context: typer.Context, words: o.Words = None, print_: Print = False) -> None:
    """Open a day, a project or a reference in the browser."""
    from harvest_cli.actions.entries.reference import page_of
    from harvest_cli.commands.cli.browser import may_show, show_page
    from harvest_cli.show.setup.login_text import PageShown

    run = o.invocation_of(context)
    hv = context_of(run)
    page = page_of(hv, joined_words(words))
    opened = not print_ and may_show(run, hv) and show_page(page.url)
    render(PageShown(page.url, page.what, opened), output_for(run, hv))
