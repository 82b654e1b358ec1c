"""`hv sandbox`: the embedded Harvest account, to try and to test against."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.domain.errors import ExitCode, UsageError
from harvest_cli.show.render import render

HELP = """The embedded Harvest account behind --sandbox: no token, no network.

\b
  hv sandbox path
  hv sandbox reset --timestamp --clock 24h
  hv sandbox serve --port 8765
"""
ROLES = ("member", "manager", "administrator")
CLOCKS = ("12h", "24h")
Timestamp = Annotated[
    bool, typer.Option("--timestamp/--duration", help="By start and end, or by hours")
]
Clock = Annotated[str, typer.Option("--clock", help="12h or 24h")]
Role = Annotated[str, typer.Option("--role", help="member, manager or administrator")]
Port = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one")]
group = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@group.command()
def path(context: typer.Context) -> None:
    """Print the file that holds the account.

    \b
      hv sandbox path
      hv sandbox path --json
    """
    from harvest_cli.commands.cli.wiring import embedded_account
    from harvest_cli.show.setup.login_text import SandboxPath

    run = o.invocation_of(context)
    render(SandboxPath(str(embedded_account(run).path)), run.output)


@group.command()
def reset(
    context: typer.Context,
    timestamp: Timestamp = False,
    clock: Clock = "12h",
    role: Role = "administrator",
) -> None:
    """Begin again with the example company and two weeks of history.

    \b
      hv sandbox reset
      hv sandbox reset --timestamp --clock 24h
      hv sandbox reset --role member
    """
    from harvest_cli.commands.cli.wiring import embedded_account, forget_embedded
    from harvest_cli.show.setup.login_text import SandboxReset

    _one_of("--clock", clock, CLOCKS)
    _one_of("--role", role, ROLES)
    run = o.invocation_of(context)
    account = embedded_account(run)
    account.reset(wants_timestamp_timers=timestamp, clock=clock, role=role)
    forget_embedded(run)
    render(SandboxReset(str(account.path), role, timestamp, clock), run.output)


@group.command()
def serve(context: typer.Context, port: Port = 0) -> None:
    """Serve the account over HTTP on this machine until Ctrl-C.

    \b
      hv sandbox serve
      hv sandbox serve --port 8765
    """
    from harvest_cli.commands.cli.wiring import embedded_account
    from harvest_cli.sandbox.example.company import ACCOUNT_ID, KIM_TOKEN
    from harvest_cli.sandbox.serve import serve as serve_account
    from harvest_cli.show.setup.login_text import Served

    run = o.invocation_of(context)
    if not 0 <= port <= 65535:
        message = f"`--port` is {port}"
        raise UsageError(message, hint="Give 0 to 65535")

    def ready(url: str) -> None:
        render(Served(f"{url}/v2", url, KIM_TOKEN, ACCOUNT_ID), run.output)
        run.stdout.flush()
        run.output.note("Serving the embedded account; Ctrl-C stops")

    try:
        serve_account(embedded_account(run), port, ready)
    except OSError as error:
        message = f"Port {port} cannot be used: {error.strerror or error}"
        raise UsageError(message, hint="Take another `--port`, or 0 for a free one") from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.DONE) from None


def _one_of(flag: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        message = f"`{flag}` is {value!r}"
        raise UsageError(message, hint=f"Give {' or '.join(choices)}")
