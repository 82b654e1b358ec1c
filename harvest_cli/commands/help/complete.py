"""What the Tab key offers in place of a word, from one cached file: `hv __complete SHELL WORDS…`.

The scripts in `completions/` know commands and flags; for everything else they ask here. No
network, no error, and no import worth mentioning: the whole answer takes about as long as Python
needs to start. Every word offered means itself in a shell; names are only descriptions.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH100, PTH118, PTH120, PTH208

import os

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import FILE, flag_named
from harvest_cli.local.cache.completion_cache import content, is_safe, rows
from harvest_cli.local.disk.paths_fast import folders

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    Offer = tuple[str, str]


def answer(argv: "Sequence[str]", environ: "Mapping[str, str]") -> str:
    """The lines to print; nothing where anything is amiss, for a Tab key has no use for errors."""
    try:
        return _answer(argv, environ)
    except Exception:  # whatever it is, the line that is being typed must stay as it is
        return ""


def _answer(argv: "Sequence[str]", environ: "Mapping[str, str]") -> str:
    """One word a line, but for bash with a tab and its description.

    `argv` is the shell and the words behind `hv`; the last one is being typed and may be empty.
    """
    shell, *typed = argv
    current = typed.pop()
    if shell == "powershell":
        # It drops arguments that are empty, so its script puts a sign in front.
        current = current.removeprefix("=")
    # A sentence in quotes is one word to a shell, and several to hv.
    before, blank, current = _unquoted(current).rpartition(" ")
    line = TypedLine([*map(_unquoted, typed), *before.split()], environ)
    flag, begun = _split(current)
    line.begun = begun.lower()
    offers = line.value_of(flag) if flag else line.offers()
    glued = f"{before}{blank}" + (f"{flag}=" if flag and shell != "fish" else "")
    fitting = _fitting(offers, line.begun)
    lines = [word for word, _ in fitting] if shell == "bash" else map("\t".join, fitting)
    between = f"\n{glued}"
    return f"{glued}{between.join(lines)}\n" if fitting else ""


def _unquoted(word: str) -> str:
    return word.strip("\"'")


def _split(current: str) -> "tuple[str, str]":
    """`--project=mar` as `--project` and `mar`; for anything else the first part is empty."""
    name, equals, value = current.partition("=")
    return (name, value) if equals and name.startswith("--") else ("", current)


def _fitting(offers: "list[Offer]", begun: str) -> "Collection[Offer]":
    """Each word once, those alone that continue what was typed."""
    fitting = [offer for offer in offers if offer[0].startswith(begun)] if begun else offers
    once = dict(fitting)
    if len(once) == len(fitting):
        return fitting
    # The place of a word is that of its first, and so is its text.
    return {**once, **dict(reversed(fitting))}.items()


SPANS = "week month quarter year"
FOLLOWS = {
    "last": f"{SPANS} $days",
    "this": SPANS,
    "past": "7 30",
    "since": "$days",
    "by": "$groups",
    "for": "$clients $projects",
}
"""Behind these words of a period comes one of those."""
FEW = 10
"""Entries that fit a look: ids tell nobody anything."""


class TypedLine:
    """The words before the one that is being typed, sorted into verb, flags and bare words."""

    def __init__(self, typed: "Sequence[str]", environ: "Mapping[str, str]") -> None:
        self.verb = ""
        self.bare: list[str] = []
        self.flags: dict[str, str] = {}
        self.waiting = ""
        """The flag whose value is being typed."""
        self.begun = ""
        """What is typed of the word, in lower case."""
        self._read(list(typed))
        self._config, self._cache = folders(environ) or ("", "")
        self._environ = environ
        self._content: bytes | None = None

    def _read(self, typed: "list[str]") -> None:
        while typed:
            piece = typed.pop(0)
            name, equals, value = piece.partition("=")
            if not name.startswith("-"):
                self._take_word(piece.lower().rstrip(":,"))
            elif equals or not self._takes_value(name):
                self.flags[name] = value
            else:
                self.waiting = "" if typed else name
                self.flags[name] = typed.pop(0) if typed else ""

    def _takes_value(self, name: str) -> bool:
        flag = flag_named(COMMANDS, self.verb, name)
        return flag is not None and flag.takes_value

    def _take_word(self, word: str) -> None:
        if not self.verb:
            self.verb = word
        elif self.verb in COMMANDS and COMMANDS[self.verb].is_group:
            self.verb = f"{self.verb} {word}"
        else:
            self.bare.append(word)

    def offers(self) -> "list[Offer]":
        """What may stand here."""
        if self.waiting:
            return self.value_of(self.waiting)
        return self._listed("$marked" if self.begun.startswith("@") else self._kinds())

    def value_of(self, flag: str) -> "list[Offer]":
        """What may stand behind a flag."""
        found = flag_named(COMMANDS, self.verb, flag)
        return self._listed(found.offers.replace(FILE, "") if found is not None else "")

    def _kinds(self) -> str:
        command = COMMANDS.get(self.verb)
        if command is None or not command.arguments:
            return ""
        arguments, place = command.arguments, len(self.bare)
        if place < len(arguments):
            return arguments[place].offers
        if arguments[-1].metavar in ("PERIOD", "WEEK") and self.bare[-1] in FOLLOWS:
            return FOLLOWS[self.bare[-1]]
        kinds = arguments[-1].then
        # One project is enough for a sentence; its tasks make no sense without it.
        return kinds.replace("$tasks" if self._project() is None else "$words", "")

    def _listed(self, kinds: str) -> "list[Offer]":
        found: list[Offer] = []
        for kind in kinds.split():
            found += getattr(self, f"_{kind[1:]}")() if kind[0] == "$" else [(kind, "")]
        return found

    # -- names ---------------------------------------------------------------------------------

    def _rows(self, kind: str, begun: str = "", *places: int) -> "list[Any]":
        if self._content is None:
            self._content = content(self._cache, self._profile())
        return rows(self._content, kind, begun, places)

    def _profile(self) -> str:
        if "--sandbox" in self.flags:
            return "sandbox"
        named = self.flags.get("--profile") or self._environ.get("HV_PROFILE", "").strip()
        if named:
            return named
        # Each list is loaded for the words that it offers: the Tab key must not wait.
        from harvest_cli.local.config.config_fast import usual_profile

        return usual_profile(self._environ, self._config)

    def _project(self) -> "tuple[str, ...] | None":
        """The row of the project that the line names."""
        flagged = self.flags.get("--project", "").lower()
        named = [flagged] if flagged else self.bare
        row: tuple[str, ...]
        for row in self._rows("p"):
            if row[1] in named or row[2] in named or row[3].lower() in named:
                return row
        return None

    def _projects(self) -> "Iterable[Offer]":
        return self._rows("p", self.begun.removeprefix("@"), 1, 4)

    def _words(self) -> "Iterable[Offer]":
        """Projects as a sentence names them."""
        return ((row[2], row[4]) for row in self._rows("p") if is_safe(row[2]))

    def _marked(self) -> "Iterable[Offer]":
        return ((f"@{word}", text) for word, text in self._projects())

    def _clients(self) -> "Iterable[Offer]":
        return self._rows("c", self.begun, 1, 2)

    def _people(self) -> "Iterable[Offer]":
        return self._rows("u", self.begun, 1, 2)

    def _tasks(self) -> "Iterable[Offer]":
        project = self._project()
        own = project[5].split() if project else None
        return ((row[1], row[2]) for row in self._rows("t") if own is None or row[1] in own)

    def _entries(self) -> "Iterable[Offer]":
        """The newest entries by id: all that go on as typed, and a few where nothing is typed yet.

        Those that were deleted since are left out.
        """
        newest = {row[1]: row[2] for row in self._rows("e")}
        found = [(id_, text) for id_, text in reversed(newest.items()) if text]
        return found if self.begun else found[:FEW]

    # -- what is configured --------------------------------------------------------------------

    def _profiles(self) -> "Iterable[Offer]":
        # As above.
        from harvest_cli.local.config.config_fast import profiles

        names = ("sandbox", *profiles(self._config, self._cache))
        return ((name, "") for name in names if is_safe(name.replace("_", "-") or "-"))

    def _aliases(self) -> "Iterable[Offer]":
        # As above.
        from harvest_cli.local.config.config_fast import aliases

        found = aliases(self._config)
        return ((name, text) for name, text in found if is_safe(name.replace("_", "-") or "-"))

    def _settings(self) -> "Iterable[Offer]":
        # With its types it costs as much as all the rest, and few lines need it.
        from harvest_cli.local.config.settings import SETTINGS

        return ((setting.name, setting.help) for setting in SETTINGS)

    def _values(self) -> "Iterable[Offer]":
        """The values of the setting that was named."""
        from harvest_cli.local.config.settings import BY_NAME  # costs as `_settings` does

        setting = BY_NAME.get(self.bare[0])
        return self._listed(setting.offers if setting is not None else "")

    def _groups(self) -> "Iterable[Offer]":
        return self._behind("report", "--by")

    def _days(self) -> "Iterable[Offer]":
        return self._behind("log", "--date")

    def _behind(self, command: str, name: str) -> "Iterable[Offer]":
        """What may stand behind a flag of another command, as the table of commands has it."""
        flag = COMMANDS[command].flag(name)
        return self._listed(flag.offers if flag is not None else "")

    def _topics(self) -> "Iterable[Offer]":
        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "topics")
        names = [name for name in os.listdir(folder) if name.endswith(".txt")]
        return ((name.removesuffix(".txt"), "") for name in sorted([*names, "environment"]))

    def _schemas(self) -> "Iterable[Offer]":
        # All documents load in 84 ms: only behind `hv help schema`.
        from harvest_cli.show.machine.schema import schema_names

        return ((name, "") for name in ("list", *schema_names()))

    def _verbs(self) -> "Iterable[Offer]":
        return ((each.path, "") for each in COMMANDS.values() if each.path and not each.group)
