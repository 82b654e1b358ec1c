"""The command line put in order before Typer reads it.

Global flags may stand after the verb, words may start with a dash when no flag looks like them,
and a sentence needs no quotes. Only order changes here: Typer still checks every flag.
"""

from collections.abc import Iterator
from importlib import import_module

from harvest_cli.commands.cli.registry import COMMANDS, GROUPS
from harvest_cli.domain.errors import UsageError

GLOBAL_SWITCHES = {
    *("--sandbox", "--json", "--plain", "--no-color", "--quiet", "-q", "--no-input", "--no-pager"),
    "--queue-ok",
}
GLOBAL_VALUES = {"--profile", "--color", "--timeout", "--jitter", "--output", "-o"}
VALUES = {
    *GLOBAL_VALUES,
    *("--project", "--client", "--task", "--date", "--hours", "--from", "--to", "--note", "--ref"),
    *("--at", "--append", "--start", "--end", "--format"),
    *("--account", "--client-id", "--round"),
    *("--by", "--compare", "--html", "--user", "--fields", "--as", "--forget"),
    "--json-schema",
}
"""Options that take a value; a test holds this together with the commands."""
REPEATED = {(verb, "--project") for verb in ("entries", "week", "report", "copy")}
"""Options that may be given again with that verb: each adds one."""
HELP = {"-h", "--help"}
VERSION = {"-V", "--version"}
SHORT = "ehnqyV"
"""Switches of one letter, of any command: several may stand behind one dash."""
OUTPUT = ("--output", "-o")
NEED_A_VERB = {"sandbox"}
"""Verbs that do nothing by themselves: their help is shown."""
READ_LINES = {"log", "parse"}
"""Verbs to which a lone `-` means the lines of standard input."""
VALUES_OF_VERB = {("log", "--csv")}
"""Options that take one with that verb alone: elsewhere `--csv` is a format of the answer."""
FOREIGN = {
    "--token": (
        "Tokens are not taken from the command line: `ps` and the history would show it",
        "Run `hv login`, or `hv login --with-token < FILE`, or set `HARVEST_ACCESS_TOKEN`",
    ),
    "--jq": ("hv has no `--jq`", "Pipe the document: `hv … --json | jq …`"),
    "--template": ("hv has no `--template`", "Pipe the document: `hv … --json | jq …`"),
    "--verbose": ("hv has no `--verbose`", "`HV_DEBUG=1` shows each request"),
    "-v": ("hv has no `-v`", "`-V` prints the version, `HV_DEBUG=1` shows each request"),
}
"""Flags of other programs: what to say, and what to do instead."""


class ParsedArgs:
    """One command line, sorted by what its pieces are."""

    def __init__(self) -> None:
        self.globals: list[str] = []
        self.verb: str | None = None
        self.options: list[str] = []
        self.words: list[str] = []
        self.asks_help = False
        self.asks_version = False

    def for_typer(self) -> list[str]:
        """Global flags, verb, flags, and words behind `--` where one could pass for a flag."""
        verb = [self.verb] if self.verb is not None else []
        dashed = any(word.startswith("-") and word != "-" for word in self.words)
        return [*self.globals, *verb, *self.options, *(["--"] if dashed else []), *self.words]

    @property
    def into(self) -> str | None:
        """The file that `-o` names; None for standard output."""
        pieces = iter(self.globals)
        for piece in pieces:
            name, equals, value = piece.partition("=")
            if name in OUTPUT:
                given = value if equals else next(pieces, None)
                return None if given == "-" else given
        return None

    @property
    def wants_overview(self) -> bool:
        """Whether this asks for the help of hv itself."""
        return self.verb is None and self.asks_help

    @property
    def is_unknown(self) -> bool:
        """Whether the verb is none."""
        return self.verb is not None and not _is_verb(self.verb)


def arrange(argv: list[str]) -> ParsedArgs:
    """Sort the pieces of a command line; raises UsageError for a flag that is given twice."""
    arranged = ParsedArgs()
    pieces = iter(argv)
    for piece in pieces:
        if piece == "--":
            arranged.words += _rest(arranged, pieces)
        elif _is_word(piece):
            _take_word(arranged, piece)
        else:
            for single in _singly(piece):
                _take_option(arranged, single, pieces)
    _refuse_twice(arranged)
    _turn_to_help(arranged)
    if not arranged.asks_help:
        _turn_to_version(arranged)
        _refuse_lone_dash(arranged)
    return arranged


def _singly(piece: str) -> list[str]:
    """`-nq` as `-n` and `-q`; whatever else there is stays whole."""
    letters = piece[1:]
    if len(letters) > 1 and set(letters) <= set(SHORT):
        return [f"-{letter}" for letter in letters]
    return [piece]


def _turn_to_version(arranged: ParsedArgs) -> None:
    """`hv log --version`: nothing but the version is left."""
    if arranged.asks_version:
        arranged.globals, arranged.verb = ["--version"], None
        arranged.options, arranged.words = [], []


def _refuse_lone_dash(arranged: ParsedArgs) -> None:
    if (
        arranged.words == ["-"]
        and _is_verb(arranged.verb or "")
        and arranged.verb not in READ_LINES
    ):
        message = f"`hv {arranged.verb}` reads no lines from standard input"
        raise UsageError(message, hint="`hv log -` and `hv parse -` do, a sentence each")


def _turn_to_help(arranged: ParsedArgs) -> None:
    """`hv help log` and a request for help amid anything else: nothing but the help is left."""
    if arranged.verb == "help" and arranged.words[:1] and _is_verb(arranged.words[0]):
        arranged.verb, *rest = arranged.words
    elif arranged.asks_help:
        rest = arranged.options
    elif arranged.verb in NEED_A_VERB and not arranged.options:
        rest = []
    else:
        return
    within = [piece for piece in rest[:1] if piece in _inner_verbs(arranged.verb)]
    arranged.options, arranged.words = [*within, "--help"], []


def _inner_verbs(verb: str | None) -> set[str]:
    """The verbs of a group. Only its module knows them: it is imported for help alone."""
    if verb not in GROUPS:
        return set()
    module, group, *_ = GROUPS[verb]
    found = getattr(import_module(f"harvest_cli.commands.{module}"), group)
    return {each.name or each.callback.__name__ for each in found.registered_commands}


def _is_verb(word: str) -> bool:
    return word in COMMANDS or word in GROUPS


def _is_word(piece: str) -> bool:
    # "-1h" and "-1h on Website" are slips worth a better answer than "no such option".
    return not piece.startswith("-") or piece == "-" or piece[1].isdigit() or " " in piece


def _take_word(arranged: ParsedArgs, piece: str) -> None:
    if arranged.verb is None:
        arranged.verb = piece.removesuffix(":") if piece[:-1] in COMMANDS else piece
        # `hv stop: lunch`, as one writes it.
        arranged.words += [":"] if arranged.verb != piece else []
    elif arranged.verb in GROUPS:
        # A verb with verbs of its own: there the order stays as typed.
        arranged.options.append(piece)
    else:
        arranged.words.append(piece)


def _rest(arranged: ParsedArgs, pieces: Iterator[str]) -> list[str]:
    rest = list(pieces)
    if arranged.verb is None and rest:
        arranged.verb = rest.pop(0)
    return rest


def _take_option(arranged: ParsedArgs, piece: str, pieces: Iterator[str]) -> None:
    name, equals, _ = piece.partition("=")
    _refuse_foreign(name)
    is_global = name in GLOBAL_SWITCHES or name in GLOBAL_VALUES
    target = arranged.globals if is_global else arranged.options
    target.append(piece)
    arranged.asks_help = arranged.asks_help or piece in HELP
    arranged.asks_version = arranged.asks_version or piece in VERSION
    takes_value = name in VALUES or (arranged.verb, name) in VALUES_OF_VERB
    if takes_value and not equals:
        value = next(pieces, None)
        if value is None and is_global:
            # In front of the verb, where it is moved, it would take the verb for its value.
            message = f"`{name}` needs a value"
            raise UsageError(message, hint="`hv --help` explains the flags of every command")
        target += [value] if value is not None else []


def _refuse_foreign(name: str) -> None:
    """Flags of other programs, answered with what hv has in their place."""
    if name in FOREIGN:
        message, hint = FOREIGN[name]
        raise UsageError(message, hint=hint)


def _refuse_twice(arranged: ParsedArgs) -> None:
    seen: set[str] = set()
    pieces = iter([*arranged.globals, *arranged.options])
    for piece in pieces:
        name, equals, _ = piece.partition("=")
        if name not in VALUES:
            continue
        name = OUTPUT[0] if name in OUTPUT else name
        if name in seen and (arranged.verb, name) not in REPEATED:
            message = f"`{name}` is given twice"
            raise UsageError(message, hint="Keep the one that is meant")
        seen.add(name)
        if not equals:
            next(pieces, None)
