"""The flags that may stand anywhere on the command line, checked."""

from typing import NamedTuple

from harvest_cli.domain.errors import UsageError


class GlobalFlags(NamedTuple):
    """What a run was told by global flags; `timeout` is in seconds."""

    sandbox: bool = False
    profile: str | None = None
    json: bool = False
    plain: bool = False
    color: str = "auto"
    quiet: bool = False
    no_input: bool = False
    timeout: float | None = None


NO_FLAGS = GlobalFlags()


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
    timeout: str | None = None,
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
        timeout=None if timeout is None else _seconds(timeout),
    )


def _color(value: str) -> str:
    if value not in {"auto", "always", "never"}:
        message = f"`--color` is {value!r}"
        raise UsageError(message, hint="Give auto, always or never")
    return value


def _seconds(raw: str) -> float:
    from harvest_cli.local.settings import BY_NAME

    try:
        return float(BY_NAME["timeout"].read(raw))
    except ValueError as wanted:
        message = f"`--timeout` is {raw!r}"
        raise UsageError(message, hint=f"Give {wanted}") from None
