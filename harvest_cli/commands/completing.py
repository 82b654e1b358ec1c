"""What the Tab key offers in place of a word, from one cached file: `hv __complete SHELL WORDS…`.

The scripts in `completions/` know commands and flags; for everything else they ask here. No
network, no error, and no import worth mentioning: the whole answer takes about as long as Python
needs to start. Every word offered means itself in a shell; names are only descriptions.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH109, PTH118, PTH120, PTH123

import os

from harvest_cli.commands.completion_words import FLAGS, GROUPS, SWITCHED, WORDS
from harvest_cli.local.names_file import is_safe, rows
from harvest_cli.local.quick_places import folders

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Offer = tuple[str, str]

LONGEST_FILE = 256 * 1024


def answer(argv: "Sequence[str]", environ: "Mapping[str, str]") -> str:
    """The lines to print: a word, and but for bash a tab and its description.

    `argv` is the shell and the words behind `hv`; the last one is being typed and may be empty.
    """
    shell, *typed = argv or ("",)
    current = typed.pop() if typed else ""
    if shell == "powershell":
        # It drops arguments that are empty, so its script puts a sign in front.
        current = current.removeprefix("=")
    line = Line([unquoted(word) for word in typed], environ)
    glued, begun = _split(unquoted(current))
    offers = line.value_of(glued[:-1]) if glued else line.offers(begun)
    # A fish script names each flag with a value to its shell, which then wants the value alone.
    glued = "" if shell == "fish" else glued
    fitting = _fitting(offers, begun)
    if shell == "bash":
        return "".join(f"{glued}{word}\n" for word, _ in fitting)
    return "".join(f"{glued}{word}\t{text}\n" for word, text in fitting)


def unquoted(word: str) -> str:
    """A word as typed, without the quote it begins with."""
    return word.strip("\"'")


def _split(current: str) -> "tuple[str, str]":
    """`--project=mar` as `--project=` and `mar`; anything else has an empty first part."""
    name, equals, value = current.partition("=")
    return (f"{name}=", value) if equals and name.startswith("--") else ("", current)


def _fitting(offers: "Iterable[Offer]", begun: str) -> "Iterable[Offer]":
    """Each word once, those alone that continue what was typed."""
    wanted = begun.lower()
    seen = set()
    for word, text in offers:
        if word.startswith(wanted) and word not in seen:
            seen.add(word)
            yield word, text


class Line:
    """The words before the one that is being typed, sorted into verb, flags and bare words."""

    def __init__(self, typed: "Sequence[str]", environ: "Mapping[str, str]") -> None:
        self.environ = environ
        self.verb = ""
        self.bare: list[str] = []
        self.flags: dict[str, str] = {}
        self.waiting = ""
        """The flag whose value is being typed."""
        self._read(list(typed))
        self._rows: dict[str, list[list[str]]] = {}

    def _read(self, typed: "list[str]") -> None:
        while typed:
            name, equals, value = typed.pop(0).partition("=")
            if not name.startswith("-") or name == "-":
                self._take_word(name + equals + value)
            elif name in FLAGS and (self.verb, name) not in SWITCHED:
                if not equals and not typed:
                    self.waiting = name
                self.flags[name] = value if equals or not typed else typed.pop(0)
            else:
                self.flags[name] = ""

    def _take_word(self, word: str) -> None:
        if not self.verb:
            self.verb = word
        elif self.verb in GROUPS and " " not in self.verb:
            self.verb = f"{self.verb} {word}"
        else:
            self.bare.append(word)

    def offers(self, begun: str) -> "Iterable[Offer]":
        """What may stand here."""
        if self.waiting:
            return self.value_of(self.waiting)
        return self._of_kinds(self._kinds(begun))

    def value_of(self, flag: str) -> "Iterable[Offer]":
        """What may stand behind a flag."""
        kind = FLAGS.get(flag, "")
        of_verb = FLAGS.get(f"{self.verb} {flag}")
        return self._of_kinds((of_verb or kind).split())

    def _kinds(self, begun: str) -> "Sequence[str]":
        """The kinds of words that fit behind what was typed, by verb."""
        before = self.bare[-1].lower() if self.bare else ""
        kinds = WORDS.get(f"{self.verb} ..{before}") if before else None
        if kinds is None:
            kinds = WORDS.get(f"{self.verb} .." if self.bare else self.verb, "")
        if begun.startswith("@") and "projects" in kinds:
            return ["marked"]
        if "tasks" in kinds.split() and self._project() is None:
            kinds = kinds.replace("tasks", "")
        elif "tasks" in kinds.split():
            kinds = kinds.replace("words", "")
        return kinds.split()

    def _of_kinds(self, kinds: "Iterable[str]") -> "Iterable[Offer]":
        for kind in kinds:
            source = getattr(self, f"_{kind}", None)
            yield from source() if source else [(kind, "")]

    # -- names ---------------------------------------------------------------------------------

    def _of(self, letter: str) -> "list[list[str]]":
        if letter not in self._rows:
            where = folders(self.environ)
            found = rows(where[1], self.profile, letter) if where else []
            self._rows[letter] = found
        return self._rows[letter]

    @property
    def profile(self) -> str:
        """The profile of this line, as hv would choose it."""
        if "--sandbox" in self.flags:
            return "sandbox"
        named = self.flags.get("--profile") or self.environ.get("HV_PROFILE", "").strip()
        return named or _value("profile", _folder_lines()) or self._usual_profile()

    def _usual_profile(self) -> str:
        stated = self.environ.get("HV_DEFAULT_PROFILE", "").strip()
        return stated or _value("default_profile", self._configuration()) or "default"

    def _configuration(self, name: str = "config.toml") -> "list[str]":
        where = folders(self.environ)
        return _lines(os.path.join(where[0], name)) if where else []

    def _project(self) -> "list[str] | None":
        """The row of the project that the line names."""
        flagged = self.flags.get("--project", "").lower()
        named = {flagged} if flagged else {word.lower().rstrip(":,") for word in self.bare}
        for row in self._of("p"):
            if len(row) > 5 and (row[1] in named or row[2] in named or row[3].lower() in named):
                return row
        return None

    def _projects(self) -> "Iterable[Offer]":
        return ((row[1], row[4]) for row in self._of("p") if len(row) > 5)

    def _words(self) -> "Iterable[Offer]":
        """Projects as a sentence names them."""
        return ((row[2], row[4]) for row in self._of("p") if len(row) > 5 and is_safe(row[2]))

    def _marked(self) -> "Iterable[Offer]":
        return ((f"@{word}", text) for word, text in self._projects())

    def _clients(self) -> "Iterable[Offer]":
        return ((row[1], row[2]) for row in self._of("c"))

    def _tasks(self) -> "Iterable[Offer]":
        project = self._project()
        own = project[5].split() if project else None
        return ((row[1], row[2]) for row in self._of("t") if own is None or row[1] in own)

    def _entries(self) -> "Iterable[Offer]":
        """The newest entries by id; those that were deleted since are left out."""
        newest = {row[1]: row[2] for row in self._of("e")}
        return ((id_, text) for id_, text in reversed(newest.items()) if text)

    def _profiles(self) -> "Iterable[Offer]":
        heads = [*self._configuration(), *self._configuration("credentials.toml")]
        names = [line[9:].partition("]")[0] for line in heads if line.startswith("[profile.")]
        return [(name, "") for name in ("sandbox", *names) if is_safe(name.replace("_", "-"))]

    def _aliases(self) -> "Iterable[Offer]":
        own, found = False, []
        for line in self._configuration():
            if line.startswith("["):
                own = line.startswith("[alias]")
            name, equals, sentence = line.partition("=")
            if own and equals and is_safe(name.strip().replace("_", "-") or "-"):
                shown = "".join(c for c in sentence.strip().strip("\"'") if c.isprintable())
                found.append((name.strip(), shown[:70]))
        return found

    def _settings(self) -> "Iterable[Offer]":
        from harvest_cli.local.settings import SETTINGS

        return [(setting.name, setting.help) for setting in SETTINGS]

    def _topics(self) -> "Iterable[Offer]":
        folder = os.path.join(os.path.dirname(__file__), "topics")
        names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
        return [(name.removesuffix(".txt"), "") for name in names]

    def _verbs(self) -> "Iterable[Offer]":
        from harvest_cli.commands.registry import COMMANDS
        from harvest_cli.commands.registry import GROUPS as WITH_VERBS

        return [(name, "") for name in (*COMMANDS, *WITH_VERBS)]


def _value(name: str, lines: "Sequence[str]") -> str:
    """The text of a key at the top of a TOML file; empty where it is not plain to see."""
    for line in lines:
        if line.startswith("["):
            return ""
        key, equals, value = line.partition("=")
        if equals and key.strip() == name:
            return value.strip().strip("\"'")
    return ""


def _folder_lines() -> "list[str]":
    """The lines of the `.hv.toml` that counts here."""
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, ".hv.toml")
        if os.path.exists(path):
            return _lines(path)
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return []
        folder = above


def _lines(path: str) -> "list[str]":
    try:
        with open(path, "rb") as file:
            content = file.read(LONGEST_FILE)
    except OSError:
        return []
    return [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
