"""So many of a thing, and the known words that a typed one is near."""

from harvest_cli.domain.wording import close_words, counted, quoted
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
