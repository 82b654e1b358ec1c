"""So many of a thing, and the known words that a typed one is near."""

import difflib
import random
import re
import shlex
import tomllib

import pytest

from harvest_cli.domain.wording import close_words, counted, install, quoted
from tests.child import PYTHON
from tests.documents import ROOT
from tests.rows import for_each


@for_each(
    ("number", "words", "text"),
    [
        (0, ("day",), "0 days"),
        (1, ("day",), "1 day"),
        (2, ("day",), "2 days"),
        (1, ("entry waits", "entries wait"), "1 entry waits"),
        (3, ("entry waits", "entries wait"), "3 entries wait"),
    ],
)
def test_one_or_several(number: int, words: tuple[str, ...], text: str) -> None:
    assert counted(number, *words) == text


@for_each(
    ("text", "shown"),
    [
        ("banana", '"banana"'),
        ('it\'s "so"', '"it\'s "so""'),
        ("C:\\hv", '"C:\\hv"'),
        ("a\nb\x1b[2J\udc80", r'"a\nb\x1b[2J\udc80"'),
        ("x" * 200, f'"{"x" * 79}…"'),
    ],
)
def test_what_was_read_stands_between_double_quotes_on_one_line(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_the_nearest_words_come_first() -> None:
    known = ["timeout", "timezone", "task"]
    assert close_words("timeuot", known) == ["timeout"]
    assert close_words("timeon", known, 2) == ["timezone", "timeout"]
    assert close_words("timeuot", known, like=0.99) == []
    assert close_words("x" * 100_000, known) == []


def test_what_is_near_is_what_difflib_finds_near() -> None:
    chance = random.Random(3)
    for _ in range(300):
        typed, *known = (
            "".join(chance.choices("abc1 ", k=chance.randint(1, 9))) for _ in range(20)
        )
        most, like = chance.randint(1, 4), chance.choice((0.5, 0.6, 0.75))
        near = difflib.get_close_matches(typed, known, most, like)
        assert close_words(typed, known, most, like) == near


@for_each(
    ("prefix", "command"),
    [
        ("/home/kim/.local/share/pipx/venvs/harvest-cli", "pipx inject harvest-cli "),
        ("/home/kim/.local/share/uv/tools/harvest-cli", "uv pip install --python "),
        ("/home/kim/hv/.venv", PYTHON),
    ],
)
def test_what_is_missing_is_installed_where_this_hv_is(prefix: str, command: str) -> None:
    found = {"harvest-cli": ["rich", "keyring<26,>=25; extra == 'keyring'"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("importlib.metadata.requires", found.get)
        told = install("keyring", prefix)
        assert command in told
        assert shlex.split(told)[-1] == "keyring<26,>=25"
        # In a clone nothing is known of it but where it is.
        found.clear()
        assert shlex.split(install("keyring", prefix))[-1].endswith("[keyring]")


def test_every_extra_can_be_installed_where_it_is_missing() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        known = set(tomllib.load(file)["project"]["optional-dependencies"])
    code = (path.read_text(encoding="utf-8") for path in (ROOT / "harvest_cli").rglob("*.py"))
    assert set(re.findall(r"\binstall\('(\w+)'\)", "".join(code))) == known
