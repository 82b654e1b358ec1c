"""The flags that may stand anywhere on the command line, checked.

Options of the commands that look back, spelled once.
"""

from typing import Annotated, NamedTuple

import typer

from harvest_cli.domain.errors import UsageError


class GlobalFlags(NamedTuple):
    """What a run was told by global flags; `timeout` and `jitter` are in seconds."""

    sandbox: bool = False
    profile: str | None = None
    json: bool = False
    plain: bool = False
    color: str = "auto"
    quiet: bool = False
    no_input: bool = False
    no_pager: bool = False
    queue_ok: bool = False
    timeout: float | None = None
    jitter: float = 0.0
    output: str | None = None


NO_FLAGS = GlobalFlags()
LONGEST_JITTER = 3600


def global_flags(
    *,
    sandbox: bool = False,
    profile: str | None = None,
    json: bool = False,
    plain: bool = False,
    color: str = "auto",
    no_color: bool = False,
    quiet: bool = False,
    no_input: bool = False,
    no_pager: bool = False,
    queue_ok: bool = False,
    timeout: str | None = None,
    jitter: str | None = None,
    output: str | None = None,
) -> GlobalFlags:
    """Global flags as typed, read; raises UsageError."""
    return GlobalFlags(
        sandbox=sandbox,
        profile=profile,
        json=json,
        plain=plain,
        color="never" if no_color else _color(color),
        quiet=quiet,
        no_input=no_input,
        no_pager=no_pager,
        queue_ok=queue_ok,
        timeout=None if timeout is None else _seconds(timeout),
        jitter=0.0 if jitter is None else _jitter(jitter),
        output=output,
    )


def _color(value: str) -> str:
    if value not in {"auto", "always", "never"}:
        message = f"`--color` is {value!r}"
        raise UsageError(message, hint="Give auto, always or never")
    return value


def _seconds(raw: str) -> float:
    from harvest_cli.local.config.settings import BY_NAME

    try:
        return float(BY_NAME["timeout"].read(raw))
    except ValueError as wanted:
        message = f"`--timeout` is {raw!r}"
        raise UsageError(message, hint=f"Give {wanted}") from None


def _jitter(raw: str) -> float:
    """`60s`, `5m` or `60` in seconds, up to an hour."""
    number, unit = (raw[:-1], raw[-1]) if raw[-1:] in ("s", "m") else (raw, "s")
    usable = number.isascii() and number.isdigit() and len(number) <= 4
    seconds = int(number) * (60 if unit == "m" else 1) if usable else -1
    if not 0 <= seconds <= LONGEST_JITTER:
        message = f"`--jitter` is {raw!r}"
        raise UsageError(message, hint="Give seconds or minutes up to an hour: 60s, 5m")
    return float(seconds)


Project = Annotated[
    list[str] | None, typer.Option("--project", help="Only this project; may be repeated")
]
Client = Annotated[str | None, typer.Option("--client", help="Only this client")]
Task = Annotated[str | None, typer.Option("--task", help="Only this task")]
From = Annotated[str | None, typer.Option("--from", help="First day: a date or words")]
To = Annotated[str | None, typer.Option("--to", help="Last day: a date or words")]
Billable = Annotated[
    bool | None, typer.Option("--billable/--no-billable", help="Only time that can be billed")
]
Everyone = Annotated[bool, typer.Option("--everyone", help="All that your role may see")]
User = Annotated[str | None, typer.Option("--user", help="Somebody else: name or id")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets")]
CsvRaw = Annotated[bool, typer.Option("--csv-raw", help="CSV without the guard on formulas")]
Bom = Annotated[bool, typer.Option("--bom", help="CSV that Excel takes for UTF-8")]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII characters only")]
