"""`hv api`."""

from collections.abc import Sequence
from pathlib import Path

from harvest_cli.actions.api import METHODS, ApiWords, all_pages, call, call_of, preview
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import FILE, SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render

Words = Annotated[
    Sequence[str],
    Argument(
        "METHOD PATH [KEY=VALUE]",
        offers="get post patch delete",
        then="users/me company time_entries projects clients tasks users roles",
    ),
]
Field = Annotated[
    Sequence[str], Flag("--field KEY=VALUE", "-F", help="A field, as KEY=VALUE without the flag")
]
RawField = Annotated[
    Sequence[str], Flag("--raw-field KEY=VALUE", "-f", help="A field whose value stays text")
]
Input = Annotated[
    str | None, Flag("--input FILE", help="JSON to send as the body; - for input", offers=FILE)
]
All = Annotated[bool, Flag("--all", help="Read every page of a list")]
Jsonl = Annotated[bool, Flag("--jsonl", help="With --all: one JSON object per row")]
Include = Annotated[bool, Flag("--include", "-i", help="Print the status and headers first")]


@command("api", SET_UP, topic="requests")
def api(
    run: Run,
    *,
    words: Words = (),
    field: Field = (),
    raw_field: RawField = (),
    input_: Input = None,
    all_: All = False,
    jsonl: Jsonl = False,
    include: Include = False,
    dry_run: o.DryRun = False,
) -> None:
    """Send any request of Harvest's API v2.

      hv api get users/me
      hv api get time_entries from=2026-11-01 --all --jsonl
      hv api post tasks name=Research billable_by_default=false -n
      hv api patch clients/5735776 --input FILE

    Fields are parameters of a GET and the JSON body of the rest. true, false, null and
    numbers become that; -f keeps text. Nested: `a[b]=1`, lists: `ids[]=1 ids[]=2`.
    The answer is Harvest's own JSON. A write is sent once, and `hv undo` cannot undo it.
    """
    if len(words) < 2:
        path = words[0] if words else "users/me"
        is_method = path.upper() in METHODS
        message = "The path is missing" if is_method else "The method is missing"
        hint = f"For example `hv api get {'users/me' if is_method else path}`"
        raise UsageError(message if words else "The method and the path are missing", hint=hint)
    if jsonl and not all_:
        message = "`--jsonl` is for `--all`"
        raise UsageError(message, hint="Add `--all`")
    if all_ and include:
        message = "`--include` and `--all` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    context = context_of(run)
    body = None if input_ is None else _read(run, input_)
    method, path, *typed = words
    wanted = call_of(context, ApiWords(method, path, (*typed, *field), raw_field, body))
    if dry_run:
        render(preview(wanted), run.output)
    elif all_:
        found = all_pages(context, wanted)
        render(found, run.output, Layout(json_lines=jsonl))
    else:
        render(call(context, wanted), run.output, Layout(header=include))


def _read(run: Run, name: str) -> str:
    try:
        return run.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{name} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}"
        raise UsageError(message, hint="`--input -` reads standard input") from None
