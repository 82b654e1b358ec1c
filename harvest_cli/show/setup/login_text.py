"""What `hv login`, `hv logout` and `hv open` print.

What `hv sandbox` prints: where its account is, what kind it is, and how to reach it.
"""

from typing import Any

from harvest_cli.actions.entries.reference import Page
from harvest_cli.actions.setup.login import LoggedIn, LoggedOut
from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.output import Format, Output


def emit_logged_in(login: LoggedIn, output: Output, *, hints: bool = True) -> None:
    """Who is logged in where, and with `hints` what to try first."""
    if output.format is Format.JSON:
        user = {"id": login.user.id, "name": login.user.name, "email": login.user.email}
        document = {
            "profile": login.profile,
            "user": user,
            "account": {"id": login.account.id, "name": login.account.name or None},
            "api_url": login.api_url,
            "stored": login.place,
            "expires_at": login.expires_at,
            "example": login.example,
        }
        write_json(document, output)
        return
    if output.quiet:
        return
    account = login.account.name or "account"
    profile = "" if login.profile == "default" else f", profile {login.profile}"
    said = f"{login.user.name} at {account} ({login.account.id}){profile}"
    output.line(f"{output.style('Logged in', 'green')}  {output.text(said)}")
    if not hints:
        return
    for what, line in (("Try", login.example), ("Completion", login.completion)):
        if line:
            output.line(f"{what}: {output.text(line)}")


def emit_logged_out(done: LoggedOut, output: Output) -> None:
    """What was forgotten; what stays is said on stderr."""
    if output.format is Format.JSON:
        write_json({"profiles": list(done.profiles), "kept": list(done.kept)}, output)
        return
    if not output.quiet:
        names = ", ".join(done.profiles)
        output.line(output.text(f"Logged out  {names}" if names else "Nobody was logged in"))
    for line in done.kept:
        output.note(line)


def emit_page(page: Page, output: Output, *, opened: bool) -> None:
    """The address; on a terminal whose browser shows it already, only what it is."""
    if output.format is Format.JSON:
        write_json({"url": page.url, "what": page.what, "opened": opened}, output)
    elif opened:
        output.line(output.text(f"Opened {page.what}  {page.url}"))
    else:
        output.line(output.text(page.url))


def emit_account(account: dict[str, Any], output: Output) -> None:
    """The file of the embedded account."""
    _emit(account, [account["path"]], output)


def emit_reset(account: dict[str, Any], output: Output) -> None:
    """The kind of account that it is now."""
    mode = "start and end" if account["wants_timestamp_timers"] else "hours"
    line = f"Reset the sandbox: {account['role']}, tracks {mode}, {account['clock']} clock"
    _emit(account, [line], output)


def emit_served(served: dict[str, Any], output: Output) -> None:
    """The variables that point a Harvest client to it, as a shell reads them."""
    lines = [
        f"export HARVEST_API_URL={served['api_url']} HARVEST_ID_URL={served['id_url']}",
        f"export HARVEST_ACCESS_TOKEN={served['access_token']} "
        f"HARVEST_ACCOUNT_ID={served['account_id']}",
    ]
    _emit(served, lines, output)


def _emit(document: dict[str, Any], lines: list[str], output: Output) -> None:
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json(document, output)
        return
    for line in lines:
        output.line(output.text(line))
