"""The examination of `hv doctor`, which goes on where other commands stop.

What hv runs in, for `hv doctor`: streams, encoding, versions.
"""

import sys

from harvest_cli.actions.session.context import Context
from harvest_cli.actions.setup.doctor import Examination
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import HvError


def examined(run: Run) -> Examination:
    """Everything that was found; a broken configuration is one of the findings."""
    from harvest_cli.actions.setup.doctor import examine

    found = Examination()
    examine(_context(run, found), found)
    look_around(run, found)
    return found


def _context(run: Run, found: Examination) -> Context:
    try:
        return context_of(run)
    except HvError as error:
        from harvest_cli.local.config.settings import Settings
        from harvest_cli.local.login.profiles import DEFAULT, Configured

        found.problem("settings", "file", error.message, error.hint, error.exit_code)
        profile = run.profile or DEFAULT
        run.configured = Configured(Settings(run.environ), profile)
        return context_of(run)


def paths_of(run: Run) -> dict[str, str]:
    """Everything that hv keeps, by name."""
    from harvest_cli.local.disk.paths import places

    where = places(run.environ)
    return {
        "configuration": str(where.config_file),
        "logins": str(where.credentials_file),
        "state": str(where.state),
        "cache": str(where.cache),
    }


PACKAGES = ("typer", "rich", "requests", "urllib3", "parsedatetime", "platformdirs", "tomlkit")
OPTIONAL = ("keyring", "msgspec", "jinja2", "mcp")
VARIABLES = ("TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "PYTHONUTF8")


def look_around(run: Run, found: Examination) -> None:
    """Add what is known of the terminal and of the versions."""
    _terminal(run, found)
    _versions(found)


def _terminal(run: Run, found: Examination) -> None:
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
