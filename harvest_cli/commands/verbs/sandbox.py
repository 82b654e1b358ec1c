"""`hv sandbox`: the embedded Harvest account, to try and to test against."""

from harvest_cli.commands.cli.declaration import SET_UP, Flag, command
from harvest_cli.commands.cli.options import Yes
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import embedded_account, forget_embedded, yes_or_no
from harvest_cli.domain.errors import NeedsDecision, UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import expected
from harvest_cli.sandbox.example import ACCOUNT_ID, KIM_TOKEN
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.login_text import SandboxPath, SandboxReset, Served

ROLES = ("member", "manager", "administrator")
CLOCKS = ("12h", "24h")
Timestamp = Annotated[
    bool, Flag("--timestamp", off="--duration", help="By start and end, or by hours")
]
Clock = Annotated[str, Flag("--clock CLOCK", help="12h or 24h", offers=" ".join(CLOCKS))]
Role = Annotated[
    str, Flag("--role ROLE", help="member, manager or administrator", offers=" ".join(ROLES))
]
Port = Annotated[int, Flag("--port PORT", help="Port on 127.0.0.1; 0 takes a free one")]


@command("sandbox", SET_UP, needs_command=True, topic="clients")
def sandbox(run: Run) -> None:
    """Manage the embedded Harvest account: no token, no network.

      hv sandbox path
      hv sandbox reset --timestamp --clock 24h
      hv sandbox serve --port 8765

    `hv --sandbox COMMAND` uses it.
    """


@command("sandbox path", topic="clients")
def path(run: Run) -> None:
    """Print the file that holds the account.

    hv sandbox path
    hv sandbox path --json
    """
    render(SandboxPath(str(embedded_account(run).path)), run.output)


@command("sandbox reset", topic="clients")
def reset(
    run: Run,
    *,
    timestamp: Timestamp = False,
    clock: Clock = "12h",
    role: Role = "administrator",
    yes: Yes = False,
) -> None:
    """Reset it to the example company with two weeks of history.

    hv sandbox reset
    hv sandbox reset --timestamp --clock 24h
    hv sandbox reset --role member

    On a terminal hv asks first; elsewhere it begins again at once.
    """
    _one_of("--clock", clock, CLOCKS)
    _one_of("--role", role, ROLES)
    account, agrees = embedded_account(run), None if yes else yes_or_no(run)
    if agrees is not None and not agrees("Reset the sandbox? All that was logged in it is lost"):
        message = "Nothing was reset"
        raise NeedsDecision(message)
    account.reset(wants_timestamp_timers=timestamp, clock=clock, role=role)
    forget_embedded(run)
    render(SandboxReset(str(account.path), role, timestamp, clock), run.output)


@command("sandbox serve", topic="clients")
def serve(run: Run, *, port: Port = 0) -> None:
    """Serve the account over HTTP on this machine until Ctrl-C.

    hv sandbox serve
    hv sandbox serve --port 8765
    """
    # A web server is for this command alone.
    from harvest_cli.sandbox.serve import serve as serve_account

    if not 0 <= port <= 65535:
        message = expected("a port from 0 to 65535", str(port), "--port")
        raise UsageError(message, hint="Write `--port 8765`, or 0 for a free one")

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
        return


def _one_of(flag: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        message = expected(" or ".join(choices), value, flag)
        raise UsageError(message, hint=f"Write `{flag} {choices[0]}`")
