"""A sentence read again where it is refused, with the slips in words of the language mended."""

from collections.abc import Callable, Mapping
from typing import Protocol, Self, TypeVar

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.reading_state import NOTHING_MENDED
from harvest_cli.language.text.match import is_sign
from harvest_cli.language.text.readings import Inference, Kind, Span
from harvest_cli.language.text.tokens import END, WORD, tokenise
from harvest_cli.language.text.vocabulary import listed

Mended = Mapping[int, str]
"""Where a word with a slip begins, and the word that is meant."""
_MOST = 4
_MAY_BE_A_SLIP = frozenset(
    listed(
        "unknown_project no_project unknown_task no_duration no_range invalid_date invalid_time "
        "invalid_duration"
    )
)
_OF_NAMES = ("unknown_project", "no_project", "unknown_task")
_NAMED = (Kind.CLIENT, Kind.PROJECT, Kind.TASK, Kind.PERSON)


class _Reading(Protocol):
    """What any sentence is read as."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The roles of its pieces."""

    @property
    def inferences(self) -> tuple[Inference, ...]:
        """What was assumed."""

    def _replace(self, *, inferences: tuple[Inference, ...]) -> Self: ...


R = TypeVar("R", bound=_Reading)


def read_through_slips(text: str, names: Names, read: Callable[[Mended], R]) -> R:
    """What `read` makes of the sentence as it is typed, or else of what was meant.

    Slips in names are never mended. Raises SentenceError as `read` does.
    """
    try:
        return read(NOTHING_MENDED)
    except SentenceError as refused:
        mended = _slips(text, names) if refused.code in _MAY_BE_A_SLIP else NOTHING_MENDED
        if not mended:
            raise
        try:
            reading = read(mended)
        except SentenceError as again:
            # Words that are read further tell the true reason.
            told = again if refused.code in _OF_NAMES and again.code not in _OF_NAMES else refused
            raise told from None
        said = _said(text, mended, reading)
        if not said:
            raise
        return reading._replace(inferences=(*said, *reading.inferences))


def _slips(text: str, names: Names) -> Mended:
    """The words in front of the notes that are words of the language but for one letter."""
    # Loaded for a sentence that is refused.
    from harvest_cli.language.text.slips import meant

    found: dict[int, str] = {}
    tokens = tokenise(text)
    for i, token in enumerate(tokens):
        if token.kind == END or (is_sign(token, ":") and tokens[i + 1].gap) or len(found) == _MOST:
            break
        word = meant(token.stem) if token.kind == WORD else None
        if word is not None and not _may_be_a_name(names, token.text):
            found[token.start] = word
    return found


def _may_be_a_name(names: Names, word: str) -> bool:
    """Whether a word is, or begins, a word of any name."""
    begins = f" {word}"
    known = (names.exact, names.clients, names.task_keys)
    return any(begins in f" {key}" for keys in known for key in keys)


def _said(text: str, mended: Mended, reading: _Reading) -> list[Inference]:
    """What is told of the words that were mended; nothing where one became part of a name."""
    told: list[Inference] = []
    for start, word in mended.items():
        span = next(span for span in reading.spans if span.start <= start < span.end)
        if span.kind in _NAMED:
            return []
        if span.kind is not Kind.NOTES:
            end = next((i for i in range(start, len(text)) if text[i].isspace()), len(text))
            typed = text[start:end].rstrip(".,:;!?)")
            told.append(Inference("spelling", f'"{typed}" read as {word}'))
    return told
