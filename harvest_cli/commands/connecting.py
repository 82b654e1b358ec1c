"""Where everything is put together: settings, credentials and the way to Harvest.

The embedded Harvest is one more adapter of the same client; nothing else differs.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from harvest_cli.actions.context import Context, read_moment
from harvest_cli.commands.invocation import SANDBOX, Invocation, local_zone_name, wall_clock
from harvest_cli.local.credentials import ID_URL, Credentials, credentials
from harvest_cli.local.places import Places, places
from harvest_cli.local.settings import Settings

if TYPE_CHECKING:
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.sandbox.account import EmbeddedAccount

SANDBOX_URL = "https://sandbox.invalid/v2"
"""Reserved by RFC 2606: it can never be a real host."""


def build_context(invocation: Invocation) -> Context:
    """The context of a run by its flags and environment."""
    environ, profile = invocation.environ, invocation.profile
    settings = load_settings(invocation)
    where = _places_once(invocation)
    in_sandbox = profile == SANDBOX

    def log_in() -> Credentials:
        return sandbox_credentials() if in_sandbox else credentials(environ)

    def connect(login: Credentials) -> "Harvest":
        return _client(invocation, settings, login, in_sandbox)

    return Context(
        environ=environ,
        settings=settings,
        places=where,
        log_in=log_in,
        connect=connect,
        clock=wall_clock,
        choose=invocation.chooser(),
        profile=profile,
    )


def load_settings(invocation: Invocation) -> Settings:
    """Settings from the environment and, where there is one, the configuration file."""
    from harvest_cli.domain.errors import ConfigurationError

    try:
        file = places(invocation.environ).config_file
    except ConfigurationError:
        # No home at all: the environment may still say everything that is needed.
        return Settings(invocation.environ)
    if not file.exists():
        return Settings(invocation.environ)
    from harvest_cli.local.configuration import read_configuration, settings_of

    configuration = read_configuration(file)
    return Settings(
        invocation.environ, settings_of(configuration, invocation.profile or "default"), str(file)
    )


def _places_once(invocation: Invocation) -> Callable[[], Places]:
    return lambda: places(invocation.environ)


def _client(
    invocation: Invocation, settings: Settings, login: Credentials, in_sandbox: bool
) -> "Harvest":
    from harvest_cli.harvest.access import Access
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.harvest.limits import Limits

    adapter = None
    if in_sandbox:
        from harvest_cli.sandbox.adapter import sandbox_adapter

        adapter = sandbox_adapter(embedded_account(invocation), SANDBOX_URL)
    seconds = invocation.flags.timeout or settings.get("timeout")
    trace = invocation.output.err.line if invocation.environ.get("HV_DEBUG") else None
    access = Access(login.token, login.account_id, login.api_url, login.id_url)
    return Harvest(access, adapter=adapter, limits=Limits(total=seconds), trace=trace)


def sandbox_credentials() -> Credentials:
    """The login of the embedded account."""
    from harvest_cli.domain.secret import Secret
    from harvest_cli.sandbox.story import ACCOUNT_ID, KIM_TOKEN

    return Credentials(Secret(KIM_TOKEN), ACCOUNT_ID, SANDBOX_URL, ID_URL, "the embedded account")


def embedded_account(invocation: Invocation) -> "EmbeddedAccount":
    """The account of `--sandbox`: one file in the state folder."""
    from harvest_cli.local.files import private_folder
    from harvest_cli.sandbox.account import EmbeddedAccount

    folder = private_folder(places(invocation.environ).state)
    zone = load_settings(invocation).get("timezone") or local_zone_name(invocation.environ)
    return EmbeddedAccount(folder / "sandbox.sqlite", sandbox_clock(invocation), zone=zone)


def sandbox_clock(invocation: Invocation) -> Callable[[], datetime]:
    """The moment of the embedded account: `HV_NOW`, else now."""
    stated = invocation.environ.get("HV_NOW", "").strip()
    if not stated:
        return wall_clock
    moment = read_moment(stated)
    if moment.tzinfo is None:
        from harvest_cli.domain.zones import zone_named

        zone = zone_named(
            load_settings(invocation).get("timezone") or local_zone_name(invocation.environ)
        )
        moment = moment.replace(tzinfo=zone) if zone else moment.astimezone()
    return lambda: moment


def forget_names(invocation: Invocation) -> None:
    """Drop the cached names of the embedded account: they are of the account before."""
    from harvest_cli.local.catalogue import CatalogueFile

    login = sandbox_credentials()
    folder = places(invocation.environ).cache
    CatalogueFile(folder, login.api_url, login.account_id, login.token.reveal()).forget()
