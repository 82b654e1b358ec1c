"""`hv doctor`: an examination that goes on where other commands stop."""

import sys

from harvest_cli import __version__
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.setup.doctor import Examination, examine
from harvest_cli.commands.cli.declaration import SET_UP, Flag, command
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.records import Annotated
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.disk.files import places
from harvest_cli.local.login.profiles import DEFAULT, RunSettings
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.settings_text import Paths as Shown

PACKAGES = ("typer", "rich", "requests", "urllib3", "parsedatetime", "platformdirs", "tomlkit")
OPTIONAL = ("keyring", "msgspec", "jinja2", "mcp")
VARIABLES = ("TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "PYTHONUTF8")
Paths = Annotated[bool, Flag("--paths", help="Show only where hv keeps its files")]


@command("doctor", SET_UP, topic="accounts")
def doctor(run: Run, *, paths: Paths = False) -> int:
    """Find problems; its output is safe to paste in a bug report.

      hv doctor
      hv doctor --json
      hv doctor --paths

    Exit status: 0 no problems, 3 no login, 7 Harvest is out of reach, 78 a setting.
    """
    if paths:
        render(Shown(_paths_of(run)), run.output)
        return 0
    found = Examination()
    examine(_context(run, found), found)
    _terminal(run, found)
    _versions(found)
    return render(found, run.output)


def _context(run: Run, found: Examination) -> Context:
    try:
        return context_of(run)
    except HvError as error:
        found.problem("settings", "file", error.message, error.hint, error.exit_code)
        profile = run.profile or DEFAULT
        run.configured = RunSettings(Settings(run.environ), profile)
        return context_of(run)


def _paths_of(run: Run) -> dict[str, str]:
    """Everything that hv keeps, by name."""
    where = places(run.environ)
    return {
        "configuration": str(where.config_file),
        "logins": str(where.credentials_file),
        "state": str(where.state),
        "cache": str(where.cache),
    }


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
