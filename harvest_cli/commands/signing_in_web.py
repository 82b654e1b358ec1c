"""`hv login --web`: the browser's part."""

from harvest_cli.commands.invocation import Invocation
from harvest_cli.domain.errors import UsageError
from harvest_cli.harvest.oauth import (
    Granted,
    authorize_address,
    new_state,
    redirect_to,
    wait_for_grant,
)
from harvest_cli.local.config.settings import Settings


def granted_in_browser(
    run: Invocation, client_id: str | None, settings: Settings, id_url: str
) -> Granted:
    """Send the person to Harvest and wait for the way back; raises UsageError without an app."""
    port = settings.get("oauth_port")
    client_id = client_id or settings.get("oauth_client_id")
    if not client_id:
        message = "Signing in by browser needs an app of your own at Harvest"
        hint = (
            "Make an OAuth2 client at https://id.getharvest.com/developers with the redirect "
            f"{redirect_to(port)}, then `hv login --web --client-id ID`"
        )
        raise UsageError(message, hint=hint)
    state = new_state()
    address = authorize_address(id_url, client_id, port, state)

    def ready() -> None:
        err = run.output.err
        err.line(err.text(f"Sign in at {address}"))
        err.line("Waiting for the browser to come back; Ctrl-C stops")
        run.stderr.flush()
        if run.may_ask():
            from harvest_cli.commands.browsing import show_page

            show_page(address)

    return wait_for_grant(port, state, ready)
