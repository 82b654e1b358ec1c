"""What a sentence was taken for, piece by piece."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.domain.errors import UsageError

if TYPE_CHECKING:
    from harvest_cli.actions.logged import Logged
    from harvest_cli.actions.understanding import Understood
    from harvest_cli.language.text.readings import Span


class Part(NamedTuple):
    """One piece of a sentence, `sentence[start:end]`, and its role by name."""

    start: int
    end: int
    kind: str
    text: str


def explained(logged: "Logged", understood: "Understood") -> "Logged":
    """The answer with the pieces of its sentence."""
    reading = understood.reading
    return logged._replace(parts=parts_of(reading.text, reading.spans))


def parts_of(text: str, spans: "Sequence[Span]") -> tuple[Part, ...]:
    """The pieces of a sentence; together they are the whole of it."""
    return tuple(Part(s.start, s.end, str(s.kind), text[s.start : s.end]) for s in spans)


def refuse_inferred(inferred: Sequence[str]) -> None:
    """Raise UsageError when anything had to be inferred: what `--strict` is for."""
    if not inferred:
        return
    things = "One thing" if len(inferred) == 1 else f"{len(inferred)} things"
    message = f"{things} would have to be inferred, and `--strict` allows none"
    hint = "Say it in the sentence, or leave `--strict` out"
    raise UsageError(message, code="inferred", hint=hint, candidates=inferred)
