"""What people read says one thing in one way: phrases that were replaced do not come back.

Read are the texts of the program and the documentation of its commands, never its comments.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import harvest_cli
from tests.rooms import ROOT
from tests.rows import for_each
from tests.sources import nodes

PRODUCT = Path(harvest_cli.__file__).parent
REPLACED = {
    "empty to stop": "Enter to cancel",
    "what waits": "pending entries",
    "waits here": "pending",
    "wait here": "pending",
    "let it go": "discard",
    "lets it go": "discards it",
    "letting a row go": "discarding",
    "only this machine has it": "it exists only on this machine",
    "the one that runs": "the running one",
    "at a time that is past": "at an earlier time",
    "what was and what is": "before and after",
    "once more": "again",
    "than is due": "below target",
    "leave counted": "leave counts",
    "go on with": "resume",
    "goes on with": "resumes",
    "is no period": "Unknown period",
    "is no setting": "Unknown setting",
    "there is no command": "Unknown command",
    "there is no alias": "Unknown alias",
    "than no time": "must be more than zero",
    "hours of {": "NAME's hours by",
    "nothing to mend": "No problems found",
    "to mend": "problem found",
    "mend it": "correct it",
    "it is meant": "Skip confirmation",
    "if it is meant": "to confirm",
    "that is meant": "keep one of them",
    "not again what": "Skip entries that hv has already logged",
    "sit out": "wait out",
    "sits out": "waits out",
    "for once": "for this entry",
    "lacks a task": "without a task",
    "when none is named": "default task",
    "taken back": "undone",
    "takes back": "undoes",
    "take back": "undo",
    "new number": "new id",
    "done at {": "target reached at",
    "asks to wait": "asks hv to wait (rate limit)",
    "no grouping": "cannot group by",
    "both ends": "a start and an end",
    "do not go together": "cannot be combined",
    "exchange them": "swap them",
    "still to come": "in the future",
    **dict.fromkeys(("is no project", "is no task", "is no length", "is no clock time"), "Unknown"),
    **dict.fromkeys(("is no run", "is no number", "is no entry", "and no entry"), "Expected"),
    "none of your workdays": "is not a workday of yours",
    "says not": "does not say",
    "runs since": "has been running since",
    "and not kept": "and not saved",
    "mends it": "corrects it",
    "not go with": "cannot be combined with",
    "unless told": "by default",
    "is meant by": "Which … does … mean?",
    "due and not there": "missing",
}
"""Words in lower case that hv once said, and what it says now."""
STABLE = {"created again"}
"""A value of JSON keeps its old word; `show.answers.words` has what people read."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Each text of a module with its line; of documentation only that of a command, its help."""
    program = nodes(path)
    documents = set()
    for node in program:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            helps = isinstance(node, ast.FunctionDef) and any(
                "command" in ast.unparse(each) for each in node.decorator_list
            )
            documents |= {
                id(each.value)
                for each in node.body
                if isinstance(each, ast.Expr) and not (helps and each is node.body[0])
            }
    pieces = [node.values for node in program if isinstance(node, ast.JoinedStr)]
    seen = documents | {id(each) for values in pieces for each in values}
    for node in program:
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen
        ):
            yield node.lineno, node.value


def may_say_old_words(path: Path) -> bool:
    """Whether the lines of a file hold such words, were they one text: few do, and are parsed."""
    lines = path.read_text(encoding="utf-8").replace("\\n", " ")
    return bool(old_words(re.sub(r"""["']\s+[rf]*["']""", "", lines)))


def old_words(text: str) -> list[str]:
    plain = " ".join(text.split()).lower()
    return [old for old in REPLACED if old in plain and plain not in STABLE]


def test_a_message_quotes_as_hv_does_not_as_python_does() -> None:
    """`{x!r}` is for programmers: `domain.wording.quoted` is for people."""
    found = []
    for path in sorted(PRODUCT.rglob("*.py")):
        if "!r" not in path.read_text(encoding="utf-8"):
            continue
        of_python = {
            id(each)
            for node in nodes(path)
            if isinstance(node, ast.FunctionDef) and node.name in ("__repr__", "__getattr__")
            for each in ast.walk(node)
        }
        found += [
            f"{path.relative_to(PRODUCT)}:{node.lineno}"
            for node in nodes(path)
            if isinstance(node, ast.FormattedValue) and node.conversion == ord("r")
            if id(node) not in of_python
        ]
    assert found == []


def test_an_old_phrase_is_found(tmp_path: Path) -> None:
    source = tmp_path / "one.py"
    source.write_text(
        '"""What waits here."""\n# Let it go.\nSAID = f"{1} entry waits\\n  here"\n'
        "@a_command()\ndef verb():\n    '''Go on with an entry.'''\n"
        "def other():\n    '''Go on with it.'''\n    return 'Resume'\n",
        encoding="utf-8",
    )
    assert may_say_old_words(source)
    found = [(line, old_words(text)) for line, text in texts(source) if old_words(text)]
    assert found == [(3, ["waits here"]), (6, ["go on with"])]


def test_the_program_says_nothing_in_its_old_words() -> None:
    found = [
        f"{path.relative_to(PRODUCT)}:{line}: {old!r}, now {REPLACED[old]!r}"
        for path in sorted(PRODUCT.rglob("*.py"))
        if may_say_old_words(path)
        for line, text in texts(path)
        for old in old_words(text)
    ]
    assert found == []


@for_each(
    "path",
    [*sorted(PRODUCT.rglob("*.txt")), ROOT / "README.md", ROOT / "CHANGELOG.md"],
    ids=lambda path: path.name,
)
def test_the_documents_say_nothing_in_old_words(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").lower().splitlines()
    found = [
        f"{path.name}:{number}: {old!r}, now {REPLACED[old]!r}"
        for number, line in enumerate(lines, 1)
        for old in old_words(line)
    ]
    assert found == []
