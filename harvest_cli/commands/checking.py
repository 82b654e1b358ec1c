"""The examination of `hv doctor`, which goes on where other commands stop."""

from harvest_cli.actions.session.context import Context
from harvest_cli.actions.setup.findings import Examination
from harvest_cli.commands.invocation import Invocation
from harvest_cli.domain.errors import HvError


def examined(run: Invocation) -> Examination:
    """Everything that was found; a broken configuration is one of the findings."""
    from harvest_cli.actions.setup.doctor import examine
    from harvest_cli.commands.surroundings import look_around

    found = Examination()
    examine(_context(run, found), found)
    look_around(run, found)
    return found


def _context(run: Invocation, found: Examination) -> Context:
    try:
        return run.context()
    except HvError as error:
        from harvest_cli.local.config.settings import Settings
        from harvest_cli.local.login.profiles import DEFAULT, Configured

        found.problem("settings", "file", error.message, error.hint, error.exit_code)
        profile = run.profile or DEFAULT
        run.configured = Configured(Settings(run.environ), profile)
        return run.context()


def paths_of(run: Invocation) -> dict[str, str]:
    """Everything that hv keeps, by name."""
    from harvest_cli.local.disk.paths import places

    where = places(run.environ)
    return {
        "configuration": str(where.config_file),
        "logins": str(where.credentials_file),
        "state": str(where.state),
        "cache": str(where.cache),
    }
