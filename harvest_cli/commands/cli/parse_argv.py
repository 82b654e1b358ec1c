"""The command line put in order: global flags, command, its flags, words.

Global flags may stand behind the command, words may start with a dash when no flag looks like
them, and a sentence needs no quotes. Only order changes here; whoever runs the line checks it.
"""

import os
from collections.abc import Callable, Iterator, Sequence

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import FILE, HELP, TEXTS, Command, Flag, flag_named
from harvest_cli.domain.errors import UsageError

HV = COMMANDS[""]
VERSION = ("--version", "-V")
OUTPUT = ("--output", "-o")
SHORT = {
    name[1]
    for command in COMMANDS.values()
    for flag in (*command.flags, HELP)
    for name in flag.names
    if len(name) == 2 and not flag.takes_value
}
"""Switches of one letter, of any command: several may stand behind one dash."""
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


def flags_in(
    pieces: Sequence[str], flag_of: Callable[[str], Flag | None]
) -> Iterator[tuple[str, Flag | None, str | None]]:
    """Each flag as it is spelled, what it is, and its value: behind `=`, or the next piece."""
    rest = iter(pieces)
    for piece in rest:
        name, equals, behind = piece.partition("=")
        flag = flag_of(name)
        takes = flag is not None and flag.takes_value
        yield name, flag, behind if equals else next(rest, None) if takes else None


class ParsedArgs:
    """One command line, sorted by what its pieces are."""

    def __init__(self) -> None:
        self.globals: list[str] = []
        self.verb: str | None = None
        self.subverb: str | None = None
        """Of a group, the word behind it, whether there is such a command or not."""
        self.options: list[str] = []
        self.words: list[str] = []
        self.asks_help = False
        self.asks_version = False

    @property
    def path(self) -> str:
        """The words of the command: `config set`."""
        return " ".join(word for word in (self.verb, self.subverb) if word is not None)

    @property
    def command(self) -> Command | None:
        """The command that is typed, bare `hv` being `hv status`; None where it is none."""
        return COMMANDS["status"] if self.verb is None else COMMANDS.get(self.path)

    def for_typer(self) -> list[str]:
        """Global flags, verb, flags, and words behind `--` where one could pass for a flag."""
        dashed = any(word.startswith("-") and word != "-" for word in self.words)
        return [*self.globals, *self.path.split(), *self.options, *["--"] * dashed, *self.words]

    @property
    def into(self) -> str | None:
        """The file that `-o` names; None for standard output."""
        named = (value for name, _, value in flags_in(self.globals, HV.flag) if name in OUTPUT)
        given = next(named, None)
        return None if given == "-" else given

    @property
    def fills_folder(self) -> bool:
        """Whether what `-o` names is a folder, which the command fills by itself."""
        return "--since-last" in self.options

    @property
    def wants_overview(self) -> bool:
        """Whether this asks for the help of hv itself."""
        return self.asks_help and (self.verb is None or self.is_unknown)

    @property
    def is_unknown(self) -> bool:
        """Whether the verb is none."""
        return self.verb is not None and not is_verb(self.verb)


def is_verb(word: str) -> bool:
    """Whether hv has a command, or a group of commands, of that name."""
    return word != "" and " " not in word and word in COMMANDS


def parse_argv(argv: list[str]) -> ParsedArgs:
    """Sort the pieces of a command line; raises UsageError for a flag that is given twice."""
    parsed = ParsedArgs()
    if not "".join(argv).isascii():
        argv = _decoded(argv)
    pieces = iter(argv)
    for piece in pieces:
        if piece == "--":
            parsed.words += _words_left(parsed, pieces)
        elif _is_word(piece) or _leaves_out(parsed, piece):
            _take_word(parsed, piece)
        else:
            for single in _single_letters(piece):
                _take_option(parsed, single, pieces)
    _refuse_repeated(parsed)
    _turn_to_help(parsed)
    if not parsed.asks_help and not parsed.asks_version:
        _refuse_lone_dash(parsed)
    return parsed


def _single_letters(piece: str) -> list[str]:
    """`-nq` as `-n` and `-q`; whatever else there is stays whole."""
    letters = piece[1:]
    if len(letters) > 1 and set(letters) <= SHORT:
        return [f"-{letter}" for letter in letters]
    return [piece]


def _refuse_lone_dash(parsed: ParsedArgs) -> None:
    command = parsed.command
    reads_lines = command is None or any(each.lines for each in command.arguments)
    if parsed.words == ["-"] and not reads_lines:
        message = f"`hv {parsed.path}` reads no lines from standard input"
        raise UsageError(message, hint="`hv log -` and `hv parse -` do, one sentence per line")


def _turn_to_help(parsed: ParsedArgs) -> None:
    """`hv help log` and a request for help amid anything else: nothing but the help is left."""
    verb = COMMANDS.get(parsed.verb or "", HV)
    if verb.path == "help" and parsed.words and " ".join(parsed.words) in COMMANDS:
        parsed.verb, parsed.subverb, *_ = (*parsed.words, None)
    elif not parsed.asks_help and (verb.function or parsed.path != verb.path or not verb.path):
        return
    if parsed.path not in COMMANDS:
        parsed.subverb = None
    parsed.options, parsed.words = ["--help"], []


def _is_word(piece: str) -> bool:
    # "-1h" and "-1h on Website" are slips worth a better answer than "no such option".
    return not piece.startswith("-") or piece == "-" or piece[1].isdigit() or " " in piece


def _leaves_out(parsed: ParsedArgs, piece: str) -> bool:
    """`hv report october -Acme`: a name with a minus, where names narrow a look back."""
    return parsed.verb in _NARROWED and len(piece) > 2 and piece[1].isupper()


_NARROWED = ("report", "entries", "export", "copy")


def _take_word(parsed: ParsedArgs, piece: str) -> None:
    if parsed.verb is None:
        parsed.verb = piece.removesuffix(":") if is_verb(piece[:-1]) else piece
        # `hv stop: lunch`, as one writes it.
        parsed.words += [":"] if parsed.verb != piece else []
    elif parsed.subverb is None and COMMANDS.get(parsed.verb, HV).is_group:
        # Around a name, and in its place, blanks mean nothing.
        parsed.subverb = piece.strip() or None
    else:
        parsed.words.append(piece)


def _words_left(parsed: ParsedArgs, pieces: Iterator[str]) -> list[str]:
    rest = list(pieces)
    if parsed.verb is None and rest:
        parsed.verb = rest.pop(0)
    if parsed.subverb is None and rest and f"{parsed.verb} {rest[0]}" in COMMANDS:
        parsed.subverb = rest.pop(0)
    return rest


def _take_option(parsed: ParsedArgs, piece: str, pieces: Iterator[str]) -> None:
    name, equals, _ = piece.partition("=")
    if name in FOREIGN:
        message, hint = FOREIGN[name]
        raise UsageError(message, hint=hint)
    is_global = HV.flag(name) is not None
    target = parsed.globals if is_global else parsed.options
    target.append(piece)
    parsed.asks_help = parsed.asks_help or piece in HELP.names
    parsed.asks_version = parsed.asks_version or piece in VERSION
    flag = flag_named(COMMANDS, parsed.path, name)
    if flag is not None and flag.takes_value and not equals:
        value = next(pieces, None)
        if value is None and is_global:
            # In front of the verb, where it is moved, it would take the verb for its value.
            message = f"`{name}` needs a value"
            raise UsageError(message, hint="`hv --help` explains the flags of every command")
        if value in HELP.names or flag_named(COMMANDS, parsed.path, value or "") is not None:
            raise _missing_value(name, flag, value or "")
        target += [value] if value is not None else []


def _missing_value(name: str, flag: Flag, behind: str) -> UsageError:
    """A value was left out where a flag stands `behind`: all that is typed is heeded."""
    message, hint = f"`{name}` needs a value, got the flag `{behind}`", None
    if flag.offers == FILE and behind in OUTPUT:
        hint = f"`{name} FILE`, or `{name} - {behind} FILE`"
    elif len(name) > 2:
        hint = f"Write `{name}={behind}` if it is the value"
    return UsageError(message, hint=hint)


def _refuse_repeated(parsed: ParsedArgs) -> None:
    """Refuse a flag that is typed again, a switch and its opposite too, unless it may be."""
    seen: dict[str, str] = {}
    every = [*parsed.globals, *parsed.options]
    for name, flag, _ in flags_in(every, lambda name: flag_named(COMMANDS, parsed.path, name)):
        if flag is None:
            continue
        before = seen.get(flag.long)
        if before is not None and flag.kind != TEXTS:
            message = f"`{flag.long}` is given twice"
            if before != name and flag.off in (before, name):
                message = f"`{before}` and `{name}` contradict each other"
            raise UsageError(message, hint="Keep one of them")
        seen[flag.long] = name


# -- bytes that are no text --------------------------------------------------------------------


def _decoded(argv: list[str]) -> list[str]:
    """The same pieces; raises UsageError for one that is no text.

    Python hands bytes that are no UTF-8 on as halves of characters, which no file and no request
    can hold. Where the locale knows ASCII alone, what is valid UTF-8 is read as such.
    """
    names_files = {
        name
        for command in COMMANDS.values()
        for flag in command.flags
        for name in flag.names
        if flag.offers == FILE
    }
    before, found = "", []
    for piece in argv:
        # Files may be called anything.
        is_file = before in names_files or piece.partition("=")[0] in names_files
        found.append(piece if is_file else _text(piece))
        before = piece
    return found


def _text(piece: str) -> str:
    try:
        piece.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(piece).decode()
        except UnicodeError:
            message = f'"{piece[:60]}" is not valid UTF-8'
            hint = "Type it again; `locale` tells how this terminal writes"
            raise UsageError(message, hint=hint) from None
    return piece
