"""The flags that may stand anywhere on the command line, declared and checked."""

from harvest_cli.commands.cli.declaration import FILE, Flag
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated, Any, NamedTuple
from harvest_cli.domain.wording import expected

COLORS = ("auto", "always", "never")
LONGEST_JITTER = 3600
HINT = "`hv --help` explains the flags of every command"


class GlobalFlags(NamedTuple):
    """What a run was told by global flags; `timeout` and `jitter` are in seconds."""

    sandbox: Annotated[bool, Flag("--sandbox", help="Use the embedded Harvest account")] = False
    profile: Annotated[
        str | None,
        Flag("--profile", metavar="NAME", help="Use this profile", offers="$profiles"),
    ] = None
    json: Annotated[bool, Flag("--json", help="Print one JSON document")] = False
    plain: Annotated[bool, Flag("--plain", help="Print as for a pipe")] = False
    color: Annotated[
        str,
        Flag("--color", metavar="WHEN", help="auto, always or never", offers=" ".join(COLORS)),
    ] = "auto"
    no_color: Annotated[bool, Flag("--no-color", help="The same as --color never")] = False
    quiet: Annotated[bool, Flag("--quiet", "-q", help="Print ids or nothing")] = False
    no_input: Annotated[bool, Flag("--no-input", help="Never ask")] = False
    no_pager: Annotated[bool, Flag("--no-pager", help="Print long lists without a pager")] = False
    queue_ok: Annotated[
        bool, Flag("--queue-ok", help="Exit 0, not 75, while an entry is pending")
    ] = False
    timeout: Annotated[
        float | None,
        Flag("--timeout", metavar="SECONDS", help="Limit on network time", offers="5 10 30 60"),
    ] = None
    jitter: Annotated[
        float,
        Flag(
            "--jitter",
            metavar="TIME",
            help="Wait a random time up to TIME: 60s",
            offers="30s 60s 5m",
        ),
    ] = 0.0
    output: Annotated[
        str | None,
        Flag("--output", "-o", metavar="FILE", help="Write the whole answer to FILE", offers=FILE),
    ] = None
    version: Annotated[bool, Flag("--version", "-V", help="Print the version")] = False


NO_FLAGS = GlobalFlags()


def global_flags(**given: Any) -> GlobalFlags:
    """Global flags as typed, by their fields; raises UsageError."""
    flags = GlobalFlags(**given)
    return flags._replace(
        color="never" if flags.no_color else _color(flags.color),
        no_color=False,
        timeout=None if flags.timeout is None else _seconds(given["timeout"]),
        jitter=_jitter(given["jitter"]) if "jitter" in given else 0.0,
    )


def _color(value: str) -> str:
    if value not in COLORS:
        raise UsageError(expected("auto, always or never", value, "--color"), hint=HINT)
    return value


def _seconds(raw: str) -> float:
    # Settings are read later, if at all: a line without this flag needs none of their types.
    from harvest_cli.local.config.settings import BY_NAME

    try:
        return float(BY_NAME["timeout"].read(raw))
    except ValueError as wanted:
        raise UsageError(expected(str(wanted), raw, "--timeout"), hint=HINT) from None


def _jitter(raw: str) -> float:
    """`60s`, `5m` or `60` in seconds, up to an hour."""
    number, unit = (raw[:-1], raw[-1]) if raw[-1:] in ("s", "m") else (raw, "s")
    usable = number.isascii() and number.isdigit() and len(number) <= 4
    seconds = int(number) * (60 if unit == "m" else 1) if usable else -1
    if not 0 <= seconds <= LONGEST_JITTER:
        wanted = "seconds or minutes up to an hour, such as 60s or 5m"
        raise UsageError(expected(wanted, raw, "--jitter"), hint=HINT)
    return float(seconds)
