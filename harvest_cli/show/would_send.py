"""The end of every dry run: the requests that were not sent, and that they were not."""

from typing import TYPE_CHECKING, Any

from harvest_cli.show.output import Output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest_cli.actions.session.dry_run import WouldSend


def nothing_sent(requests: "Iterable[WouldSend]", output: Output) -> list[str]:
    """`POST /time_entries {…}` for each request, then `Nothing sent`."""
    from harvest_cli.show.json_text import json_text

    lines = []
    for each in requests:
        body = "" if each.body is None else f" {output.text(json_text(dict(each.body)))}"
        lines.append(output.style(f"{each.method} {each.path}{body}", "dim"))
    return [*lines, "Nothing sent"]


def requests_record(requests: "Iterable[WouldSend]") -> list[dict[str, Any]]:
    """The same for a JSON document."""
    return [
        {name: value for name, value in each._asdict().items() if value is not None}
        for each in requests
    ]


def with_requests(document: dict[str, Any], requests: "Iterable[WouldSend]") -> dict[str, Any]:
    """A document that tells what would be sent, where that is something."""
    records = requests_record(requests)
    return {**document, "requests": records} if records else document
