"""What `hv sandbox` prints: where its account is, what kind it is, and how to reach it."""

from typing import Any

from harvest_cli.show.output import Face, Output


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
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json(document, output)
        return
    for line in lines:
        output.line(output.text(line))
