"""What `hv login`, `logout`, `whoami`, `open`, `sandbox` and `mcp config` print."""

from collections.abc import Iterator

from harvest_cli.actions.resolve.projects import Identity
from harvest_cli.actions.setup.login import LoggedIn, LoggedOut
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import at_home
from harvest_cli.show.machine import setup
from harvest_cli.show.machine.renderer import USUAL, Layout, Lines, Renderer, nothing
from harvest_cli.show.terminal.columns import pad
from harvest_cli.show.terminal.output import Output


class PageShown(NamedTuple):
    """A page of Harvest; `opened` where a browser shows it already."""

    url: str
    what: str
    opened: bool


class SandboxPath(NamedTuple):
    """The file of the embedded account."""

    path: str


class SandboxReset(NamedTuple):
    """The kind of account that the sandbox is now."""

    path: str
    role: str
    wants_timestamp_timers: bool
    clock: str


class HostSnippet(NamedTuple):
    """What the host of an assistant needs to start hv, and where it goes."""

    snippet: str
    place: str


class Served(NamedTuple):
    """How to reach the embedded account over HTTP."""

    api_url: str
    id_url: str
    access_token: str
    account_id: int


def login_lines(login: LoggedIn, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """Who is logged in where, and with `hints` what to try first."""
    account = login.account.name or "account"
    profile = "" if login.profile == "default" else f", profile {login.profile}"
    who = f"{login.user.name} at {account} ({login.account.id}){profile}"
    yield f"{output.style('Logged in', 'green')}  {output.text(who)}"
    for what, line in (("Try", login.example), ("Completion", login.completion)):
        if line and layout.hints:
            yield f"{what}: {output.text(line)}"


def _logout_lines(done: LoggedOut, output: Output, _layout: Layout) -> Lines:
    names = ", ".join(done.profiles)
    yield output.text(f"Logged out  {names}" if names else "Nobody was logged in")


def _kept(done: LoggedOut, output: Output) -> None:
    for line in done.kept:
        output.note(line)


def _page_lines(page: PageShown, output: Output, _layout: Layout) -> Lines:
    """The address; where a browser shows it already, also what it is."""
    yield output.text(f"Opened {page.what}  {page.url}" if page.opened else page.url)


def whoami_values(identity: Identity) -> list[tuple[str, str]]:
    """What is known of the login as names and values, for people and for pipes."""
    user, company = identity.user, identity.company
    account = f"{company.name or 'unknown'} ({identity.account_id or 'no id'})"
    timers = {True: "start and end times", False: "durations", None: "unknown"}
    rows = [
        ("user", f"{user.name} <{user.email}>" if user.email else user.name),
        ("account", account),
        ("roles", ", ".join(user.access_roles) or "unknown"),
        ("timezone", identity.zone),
        ("tracks", timers[company.wants_timestamp_timers]),
        ("token", f"from {at_home(identity.token_source)}"),
        ("api", identity.api_url),
    ]
    if identity.profile:
        rows.append(("profile", identity.profile))
    if identity.expires_at:
        rows.append(("ends", f"{identity.expires_at.astimezone():%Y-%m-%d %H:%M}"))
    return rows


def whoami_lines(identity: Identity, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """One line per thing known, the names aligned."""
    rows = whoami_values(identity)
    wide = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield f"{output.style(pad(name, wide), 'dim')}  {output.text(value)}"


def _reset_lines(account: SandboxReset, output: Output, _layout: Layout) -> Lines:
    mode = "start and end" if account.wants_timestamp_timers else "hours"
    yield output.text(f"Reset the sandbox: {account.role}, tracks {mode}, {account.clock} clock")


def _served_lines(served: Served, output: Output, _layout: Layout) -> Lines:
    """The variables that point a Harvest client to it, as a shell reads them."""
    yield output.text(f"export HARVEST_API_URL={served.api_url} HARVEST_ID_URL={served.id_url}")
    yield output.text(
        f"export HARVEST_ACCESS_TOKEN={served.access_token} HARVEST_ACCOUNT_ID={served.account_id}"
    )


RENDERERS = {
    LoggedIn: Renderer(setup.LOGIN, login_lines, quiet=nothing),
    LoggedOut: Renderer(setup.LOGOUT, _logout_lines, quiet=nothing, remarks=_kept),
    Identity: Renderer(
        setup.WHOAMI,
        whoami_lines,
        lambda identity, _output, _layout: (("name", "value"), whoami_values(identity)),
    ),
    PageShown: Renderer(setup.PAGE, _page_lines),
    SandboxPath: Renderer(setup.SANDBOX_PATH, lambda each, output, _: [output.text(each.path)]),
    HostSnippet: Renderer(
        setup.HOST_SNIPPET,
        lambda each, output, _: [output.text(each.snippet)],
        remarks=lambda each, output: output.note(f"Where it goes: {each.place}"),
    ),
    SandboxReset: Renderer(setup.SANDBOX, _reset_lines),
    Served: Renderer(setup.SERVED, _served_lines),
}
