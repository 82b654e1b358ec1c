"""The verbs typed ten times a day, run without Typer where it would find nothing to say.

Importing Typer takes longer than reading a sentence. A line whose flags are all known and
complete is run at once; any other (a slip in a flag, a missing value, a request for help) goes to
Typer, and so does every other verb. Both end in the same functions.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from harvest_cli.commands.cli import parse_argv
from harvest_cli.commands.cli.flags import global_flags
from harvest_cli.commands.cli.parse_argv import ParsedArgs
from harvest_cli.commands.cli.run import Run

DIRECT = {
    "log": ("verbs.log_run", "log"),
    "parse": ("verbs.parse_run", "parse"),
    "entries": ("verbs.entries_run", "list_entries"),
}
"""Verb to the function that does it: `(run, words, **flags) -> exit status`."""
SWITCHES = {
    "log": {
        "--dry-run": "dry_run",
        "-n": "dry_run",
        "--explain": "explain",
        "--strict": "strict",
        "--all-or-nothing": "all_or_nothing",
        "--once": "once",
        "--edit": "edit",
        "--editor": "edit",
        "-e": "edit",
        "--yes": "yes",
        "-y": "yes",
    },
    "parse": {},
    "entries": {
        "--everyone": "everyone",
        "--csv": "csv",
        "--csv-raw": "csv_raw",
        "--bom": "bom",
        "--jsonl": "jsonl",
        "--header": "header",
    },
}
VALUES = {
    "log": {
        "--project": "project",
        "--client": "client",
        "--task": "task",
        "--date": "date",
        "--hours": "hours",
        "--from": "from_",
        "--to": "to",
        "--note": "note",
        "--ref": "ref",
        "--round": "round_",
        "--csv": "csv",
    },
    "parse": {"--as": "as_"},
    "entries": {
        "--project": "project",
        "--client": "client",
        "--task": "task",
        "--from": "from_",
        "--to": "to",
        "--user": "user",
        "--fields": "fields",
    },
}
GLOBAL_SWITCHES = {
    **{n: n[2:].replace("-", "_") for n in parse_argv.GLOBAL_SWITCHES if n.startswith("--")},
    "-q": "quiet",
}
GLOBAL_VALUES = {
    **{name: name[2:] for name in parse_argv.GLOBAL_VALUES if name.startswith("--")},
    "-o": "output",
}


def direct(arranged: ParsedArgs) -> Callable[[Run], int] | None:
    """How to run this line without Typer, or None where Typer has to see it."""
    verb = arranged.verb or ""
    if verb not in DIRECT:
        return None
    own = _read(arranged.options, VALUES[verb], SWITCHES[verb], verb)
    shared = _read(arranged.globals, GLOBAL_VALUES, GLOBAL_SWITCHES)
    if own is None or shared is None:
        return None
    module, name = DIRECT[verb]

    def work(run: Run) -> int:
        run.flags = global_flags(**shared)
        function = getattr(import_module(f"harvest_cli.commands.{module}"), name)
        return int(function(run, arranged.words, **own))

    return work


def _read(
    pieces: list[str], values: dict[str, str], switches: dict[str, str], verb: str = ""
) -> dict[str, Any] | None:
    """Flags as keyword arguments; None when one is unknown, incomplete or given a value amiss."""
    found: dict[str, Any] = {}
    rest = iter(pieces)
    for piece in rest:
        name, equals, value = piece.partition("=")
        if name in values:
            given = value if equals else next(rest, None)
            if given is None:
                return None
            again = (verb, name) in parse_argv.REPEATED
            found[values[name]] = [*found.get(values[name], ()), given] if again else given
        elif piece not in switches:
            return None
        else:
            found[switches[piece]] = True
    return found
