"""`import.toml`: where the projects of a file go, which rows are skipped, what columns mean.

[toggl]
me = ["Kim Allen", "kim@example.test"]

[[toggl.rule]]
client = "Acme*"
project = "Site"
to = { project = "MW", task = "Graphic Design" }
notes = "{description} [{tags}]"

[columns]
Tag = "date"
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from harvest_cli.actions.imports.results import Missing
from harvest_cli.domain.errors import ConfigurationError, FileMistake
from harvest_cli.domain.hours import as_clock
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import close_words, counted, quoted
from harvest_cli.language.text.tokens import fold
from harvest_cli.language.trackers.cells import ORDERS
from harvest_cli.language.trackers.recognise import KINDS
from harvest_cli.language.trackers.rows import FileRow
from harvest_cli.local.config.toml_file import file_content, line_of, parsed

CONDITIONS = ("client", "project", "task", "tag", "description")
"""What a rule may ask of a row; each is a glob over the whole cell."""
_RULE = (*CONDITIONS, "to", "skip", "notes")
_TO = ("client", "project", "task")
_TABLE = ("me", "zone", "dates", "rule")
FIELDS = ("client", "project", "task", "description", "tags", "user")
"""What a template of notes may hold in braces."""
_MEANINGS = (
    *("date", "start", "end", "break", "hours", "client", "project", "task", "notes", "user"),
    *("email", "tags", "code", "link", "first_name", "last_name"),
)


class Rule(NamedTuple):
    """The rows that it is for, by globs of their cells, and where they go, if anywhere.

    `where` it stands in its file: `toggl.rule 2`.
    """

    conditions: Mapping[str, str]
    to: Mapping[str, str]
    skip: bool = False
    notes: str | None = None
    where: str = ""

    def fits(self, row: FileRow) -> bool:
        """Whether it is for a row."""
        return all(_fits(row, name, glob) for name, glob in self.conditions.items())


class MapFile(NamedTuple):
    """What `import.toml` says for one kind of files; `path` is where it stands."""

    path: Path
    rules: tuple[Rule, ...] = ()
    me: tuple[str, ...] = ()
    zone: str | None = None
    dates: str | None = None
    columns: Mapping[str, str] = {}


def _fits(row: FileRow, name: str, glob: str) -> bool:
    from fnmatch import fnmatchcase

    cells: Iterable[str]
    if name == "tag":
        cells = row.tags or ("",)
    else:
        cells = (row.notes if name == "description" else getattr(row, name),)
    wanted = fold(glob.strip())
    return any(fnmatchcase(fold(cell.strip()), wanted) for cell in cells)


def read_map(path: Path, *, needed: bool = False) -> Mapping[str, Any]:
    """The tables of the file, checked; empty where there is none and none is `needed`.

    Raises ConfigurationError.
    """
    content = file_content(path)
    if content is None:
        if needed:
            message = f"There is no file {path}"
            raise ConfigurationError(message, hint="Check the name behind `--map`")
        return {}
    found = parsed(path, content)
    for name, table in found.items():
        if name == "columns":
            _check_columns(path, table)
        elif name == "rule":
            _check_rules(path, name, table)
        elif name in KINDS:
            _check_kind(path, name, table)
        else:
            raise _unknown(path, name, (*KINDS, "columns", "rule"))
    return found


def map_for(path: Path, found: Mapping[str, Any], kind: str) -> MapFile:
    """What the file says for one kind; rules of every kind come after its own."""
    table = found.get(kind, {})
    own = (_rule(each, f"{kind}.rule {n}") for n, each in enumerate(table.get("rule", ()), 1))
    common = (_rule(each, f"rule {n}") for n, each in enumerate(found.get("rule", ()), 1))
    return MapFile(
        path,
        (*own, *common),
        tuple(table.get("me", ())),
        table.get("zone"),
        table.get("dates"),
        found.get("columns", {}),
    )


def _rule(table: Mapping[str, Any], where: str) -> Rule:
    conditions = {name: table[name] for name in CONDITIONS if name in table}
    return Rule(
        conditions, table.get("to", {}), table.get("skip", False), table.get("notes"), where
    )


def filled(template: str, row: FileRow) -> str:
    """Notes made from a template; what a row lacks leaves no brackets behind."""
    values = {
        **{name: getattr(row, name) for name in ("client", "project", "task", "user")},
        "description": row.notes,
        "tags": ", ".join(row.tags),
    }
    text = template
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    for empty in ("[]", "()"):
        text = text.replace(empty, "")
    return text.strip()


# -- checks ------------------------------------------------------------------------------------


def rules_for(kind: str, missing: Sequence[Missing]) -> str:
    """Rules to complete, for the names that have no place: TOML for `import.toml`."""
    return "\n".join(_rule_to_complete(kind, each) for each in missing)


def _rule_to_complete(kind: str, each: Missing) -> str:
    lines = [f"[[{kind}.rule]]  # {counted(each.rows, 'row')}, {as_clock(each.hours)}"]
    for name in ("client", "project", "task"):
        value = getattr(each, name)
        lines.append(f"{name} = {_quoted(_as_glob(value))}")
    project, task = "PROJECT", "TASK"
    if each.known is not None:
        project = each.known.project.code or each.known.project.name
        lines.append(f"# tasks: {', '.join(task.name for task in each.known.tasks[:12])}")
    elif each.near:
        near = ", ".join(a.project.code or a.project.name for a in each.near)
        lines.append(f"# projects with such names: {near}")
    lines.append(f"to = {{ project = {_quoted(project)}, task = {_quoted(task)} }}")
    return "\n".join(lines) + "\n"


def _as_glob(text: str) -> str:
    """A text that a glob takes for itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _quoted(text: str) -> str:
    import json

    # A text of TOML is one of JSON, but for what no name holds.
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_columns(path: Path, table: object) -> None:
    if not isinstance(table, Mapping):
        raise _expected(path, "columns", 'a table such as `Tag = "date"`')
    for head, meaning in table.items():
        if meaning not in _MEANINGS:
            where = f"columns.{head}"
            raise _expected(path, where, f"one of {', '.join(_MEANINGS)}", meaning)


def _check_kind(path: Path, name: str, table: object) -> None:
    if not isinstance(table, Mapping):
        raise _expected(path, name, f"a table, `[{name}]`")
    for key, value in table.items():
        where = f"{name}.{key}"
        if key not in _TABLE:
            raise _unknown(path, where, _TABLE)
        if key == "me" and not _are_texts(value):
            raise _expected(path, where, 'a list of names, such as `["Kim Allen"]`', value)
        if key == "zone" and not isinstance(value, str):
            raise _expected(path, where, "a zone such as `Europe/Berlin`", value)
        if key == "dates" and value not in ORDERS:
            raise _expected(path, where, "`dmy` or `mdy`", value)
    _check_rules(path, f"{name}.rule", table.get("rule", []))


def _check_rules(path: Path, name: str, rules: object) -> None:
    if not isinstance(rules, list):
        raise _expected(path, name, f"`[[{name}]]`, once for each rule")
    for number, rule in enumerate(rules, 1):
        _check_rule(path, f"{name} {number}", rule)


def _check_rule(path: Path, where: str, rule: object) -> None:
    if not isinstance(rule, Mapping):
        raise _expected(path, where, "a table")
    for key, value in rule.items():
        if key not in _RULE:
            raise _unknown(path, f"{where}, {key}", _RULE)
        if key == "skip" and not isinstance(value, bool):
            raise _expected(path, f"{where}, skip", "true or false", value)
        if key == "to":
            _check_target(path, f"{where}, to", value)
        elif key != "skip" and not isinstance(value, str):
            raise _expected(path, f"{where}, {key}", "a text", value)
    _check_template(path, where, str(rule.get("notes", "")))
    if not rule.get("skip") and "to" not in rule and "notes" not in rule:
        raise _expected(path, where, "`to`, `skip` or `notes`")


def _check_target(path: Path, where: str, target: object) -> None:
    if not isinstance(target, Mapping) or not set(target) <= set(_TO) or not target:
        raise _expected(path, where, '`{ project = "MW", task = "Design" }`', target)
    if not _are_texts(list(target.values())):
        raise _expected(path, where, "names", target)


def _check_template(path: Path, where: str, template: str) -> None:
    import re

    for name in re.findall(r"\{([^{}]*)\}", template):
        if name not in FIELDS:
            wanted = ", ".join(f"{{{each}}}" for each in FIELDS)
            raise _expected(path, f"{where}, notes", f"of {wanted}", f"{{{name}}}")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def mistake(path: Path, where: str, message: str, hint: str) -> FileMistake:
    """The error for what stands `where` (`toggl.rule 2, to`), with its line, column and a caret."""
    import re

    found = re.fullmatch(r"(.+?)(?: (\d+))?(?:, (.+))?", where)
    table, number, key = found.groups() if found else (where, None, None)
    if not (number or key):
        table, _, key = table.rpartition(".")
    key = key or "["
    line, text = line_of(path, table, key, int(number or 1) - 1)
    column = max(text.find(key), 0)
    place = f", line {line}, column {column + 1}" if line else ""
    span = (column, column + len(key)) if line else None
    return FileMistake(f"{message} ({where} in {path}{place})", hint=hint, text=text, span=span)


def _expected(path: Path, where: str, wanted: str, got: object = None) -> FileMistake:
    also = "" if got is None else f", got {quoted(str(got))}"
    hint = "`hv help import-rules` shows such a file"
    return mistake(path, where, f"Expected {wanted}{also}", hint)


def _unknown(path: Path, where: str, known: Sequence[str]) -> FileMistake:
    name = where.rpartition(".")[2].rpartition(" ")[2]
    near = close_words(name, known)
    hint = f"Did you mean `{near[0]}`?" if near else f"It may hold {', '.join(known)}"
    return mistake(path, where, f"Unknown name `{name[:60]}`", hint)
