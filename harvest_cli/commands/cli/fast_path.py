"""How a command runs: without Typer, which takes longer to import than a sentence to read.

A line is checked against the table of commands. One that fits runs at once, one that does not is
refused here; only help is left to Typer. Where Harvest will be asked, the way there is opened at
once.
"""

from collections.abc import Mapping, Sequence

from harvest_cli.commands.cli.declaration import HELP, NUMBER, TEXTS, Argument, Command, Flag
from harvest_cli.commands.cli.parse_argv import HV, ParsedArgs, flags_in
from harvest_cli.commands.cli.run import SANDBOX, Run, global_flags, token_store
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import expected

LONGEST = 60
"""Characters of a word that an error repeats."""


def run_command(run: Run, command: Command, given: dict[str, Any]) -> int:
    """Load the command's file and run it; what is None was not typed. Gives the exit status."""
    module, _, function = command.function.partition(":")
    # What importlib has for this loads in 1 ms.
    found = getattr(__import__(f"harvest_cli.commands.verbs.{module}", fromlist=("",)), function)
    typed = {name: value for name, value in given.items() if value is not None}
    return int(found(run, **typed) or 0)


def run_at_once(run: Run, parsed: ParsedArgs) -> int | None:
    """Run the line without Typer; None, with nothing done, where it asks for help.

    Raises UsageError for a line that does not fit, hv's own flags first.
    """
    own = f"hv {parsed.command.path}" if parsed.command is not None else "hv"
    shared = _flags(HV, parsed.globals, own)
    if parsed.verb is None:
        # The flags of `hv status` stand among hv's own.
        values_of(parsed)
    run.flags = global_flags(**shared)
    given = values_of(parsed)
    if given is None or parsed.command is None:
        return None
    run.tries = bool(given.get("dry_run"))
    if parsed.command.asks:
        connect_early(run, parsed.command, given)
    return run_command(run, parsed.command, given)


def values_of(parsed: ParsedArgs) -> dict[str, Any] | None:
    """What the line gives to its command, by parameter; None where Typer has to show help.

    Raises UsageError for a line that does not fit.
    """
    command = parsed.command
    if not set(HELP.names).isdisjoint(parsed.options):
        return None
    if command is None:
        raise _no_command(parsed.verb, parsed.subverb)
    path = f"hv {command.path}"
    flags = _flags(command, parsed.options, path)
    if command.is_group and parsed.words:
        raise _no_command(parsed.verb, parsed.words[0])
    return {**flags, **_arguments(command, parsed.words, path)}


def _no_command(verb: str | None, name: str | None) -> UsageError:
    # Only a mistake needs it.
    from harvest_cli.commands.cli.usage_errors import no_command

    return no_command(verb or "", name or "")


def _flags(command: Command, pieces: Sequence[str], path: str) -> dict[str, Any]:
    """Flags by parameter; raises UsageError for one that is unknown or has a value amiss."""
    found: dict[str, Any] = {}
    numbers: list[Flag] = []
    for name, flag, value in flags_in(pieces, command.flag):
        if flag is None:
            # Only a mistake needs it.
            from harvest_cli.commands.cli.usage_errors import no_flag

            raise no_flag(name, command)
        if value is not None and not flag.takes_value:
            message = f"`{name}` takes no value"
            raise _misfit(message, path)
        given: Any = value if flag.takes_value else name != flag.off
        if given is None:
            message = f"`{name}` needs a value"
            raise _misfit(message, path)
        numbers += [flag] if flag.kind == NUMBER else []
        found[flag.dest] = [*found.get(flag.dest, ()), given] if flag.kind == TEXTS else given
    # As with Typer, a flag that is unknown is told before a value that is wrong.
    return {**found, **{each.dest: _number(found[each.dest], each.long, path) for each in numbers}}


def _arguments(command: Command, words: Sequence[str], path: str) -> dict[str, Any]:
    """Words by parameter; raises UsageError when one is missing, too much, or no number."""
    found: dict[str, Any] = {}
    left = list(words)
    for argument in command.arguments:
        if not left:
            if argument.required:
                message = f"The {argument.metavar} is missing"
                raise UsageError(message, hint=f"For example `{_example(command, path)}`")
        elif argument.kind == TEXTS:
            found[argument.dest], left = left, []
        else:
            word = left.pop(0)
            try:
                found[argument.dest] = (
                    _bounded(word, argument, path) if argument.kind == NUMBER else word
                )
            except UsageError as misfit:
                raise _pointed(misfit, path, words, len(words) - len(left) - 1) from None
    if left:
        message = f"`{path}` takes no more words: {' '.join(left)[:LONGEST]}"
        raise _pointed(_misfit(message, path), path, words, len(words) - len(left))
    return found


def _example(command: Command, path: str) -> str:
    """The first line of its help that shows it with its words."""
    lines = (line.strip() for line in command.help.splitlines())
    whole = " ".join((path, *(each.metavar for each in command.arguments)))
    return next((line for line in lines if line.startswith(f"{path} ")), whole)


def _pointed(misfit: UsageError, path: str, words: Sequence[str], first: int) -> UsageError:
    """The refusal with carets under the words from the `first` that does not fit."""
    misfit.text = " ".join([path, *words])
    misfit.span = (len(misfit.text) - len(" ".join(words[first:])), len(misfit.text))
    return misfit


def _bounded(word: str, argument: Argument, path: str) -> int:
    number = _number(word, argument.metavar, path)
    if not argument.low <= number <= argument.high:
        wanted = f"a number from {argument.low} to {argument.high}"
        raise _misfit(expected(wanted, str(number), argument.metavar), path)
    return number


def _number(text: str, where: str, path: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _misfit(expected("a whole number", text, where), path) from None


def _misfit(message: str, path: str) -> UsageError:
    return UsageError(message, hint=f"See `{path} --help`")


SENDS_NOTHING = ("dry_run", "explain", "remembered", "forget", "forget_all")
"""Parameters of commands that ask nothing once they are given."""

SHOWN_BY = {
    "log": "show.answers.log_text",
    **dict.fromkeys(("start", "stop", "restart"), "show.answers.timer_text"),
    **dict.fromkeys(("edit", "delete"), "show.answers.change_text"),
    "entries": "show.answers.entry_tables",
    "week": "show.reports.week_grid",
    "report": "show.reports.report_text",
}
ANSWERED_WITH = (
    *("show.machine.entries", "show.machine.text", "show.answers.errors"),
    *("local.cache.balance_cache", "actions.day.glance"),
    *("local.config.toml_file", "actions.session.schedule"),
    *("actions.day.clock", "commands.cli.drain"),
)
"""What most answers need. A server far away leaves the time to load it."""


def connect_early(run: Run, command: Command, given: Mapping[str, object]) -> None:
    """Begin the connections that a command needs, where TLS reaches the server directly.

    The rest of the line is read, and the code for it loaded, while names are looked up and TLS is
    agreed on. A sentence that is refused on this machine is rarer than one that is sent, and an
    unused connection costs Harvest one handshake.
    """
    if run.flags.jitter or any(given.get(name) for name in SENDS_NOTHING):
        return
    # Settings and logins load in 10 ms, and a mistake in the line needs none.
    from harvest_cli.local.login.credentials import asks_a_program, credentials, server_for

    try:
        loaded = run.configured
        asked = run.environ, loaded.settings, lambda: token_store(run), loaded.profile
        url = None if loaded.profile == SANDBOX else server_for(*asked)
        if url is not None and asks_a_program(*asked):
            # Threads load in 2 ms: not where the token is in a file.
            from harvest_cli.harvest.http.request import Aside

            run.login = Aside(lambda: credentials(*asked))
            run.login.start()
        seconds = run.flags.timeout or loaded.settings.get("timeout")
        bundle = loaded.settings.get("ca_bundle")
    except HvError:
        # Told by the command, once it needs a login.
        return
    if url is None or not url.lower().startswith("https:"):
        return
    # Sockets load in 10 ms: not for the embedded account, nor for a server on this machine.
    from harvest_cli.harvest.http.connections import early_connections

    # The last one first.
    names = [*filter(None, [SHOWN_BY.get(command.path)]), *ANSWERED_WITH]
    modules = [f"harvest_cli.{name}" for name in names]
    run.early = early_connections(command.asks, url, bundle, seconds, modules)
