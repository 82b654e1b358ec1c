"""What hv runs in, for `hv doctor`: streams, encoding, versions."""

import sys

from harvest_cli.actions.setup.findings import Examination
from harvest_cli.commands.invocation import Invocation

PACKAGES = ("typer", "rich", "requests", "urllib3", "parsedatetime", "platformdirs", "tomlkit")


OPTIONAL = ("keyring", "msgspec", "jinja2", "mcp")


VARIABLES = ("TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "PYTHONUTF8")


def look_around(run: Invocation, found: Examination) -> None:
    """Add what is known of the terminal and of the versions."""
    _terminal(run, found)
    _versions(found)


def _terminal(run: Invocation, found: Examination) -> None:
    streams = {"stdin": run.stdin, "stdout": run.stdout, "stderr": run.stderr}
    on = [name for name, stream in streams.items() if stream.isatty()]
    found.info("terminal", "on a terminal", ", ".join(on) or "none")
    text = f"{run.output.encoding}{'' if run.output.unicode else ', plain ASCII marks'}"
    found.info("terminal", "encoding", text)
    if run.output.width:
        found.info("terminal", "width", str(run.output.width))
    for name in VARIABLES:
        if value := run.environ.get(name):
            found.info("terminal", name, value[:80])


def _versions(found: Examination) -> None:
    import platform
    import sqlite3
    import ssl
    from importlib.metadata import PackageNotFoundError, version

    from harvest_cli import __version__

    found.info("versions", "hv", __version__)
    found.info("versions", "python", f"{platform.python_version()} on {sys.platform}")
    found.info("versions", "openssl", ssl.OPENSSL_VERSION)
    found.info("versions", "sqlite", sqlite3.sqlite_version)
    for name in (*PACKAGES, *OPTIONAL):
        try:
            found.info("versions", name, version(name))
        except PackageNotFoundError:
            if name in PACKAGES:
                found.warn("versions", name, "not installed")
