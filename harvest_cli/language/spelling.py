"""Names that were meant where one was misspelt: proposed, never taken."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from harvest_cli.language.tokens import key_of

if TYPE_CHECKING:
    from harvest_cli.language.names import Names

LIKE = 0.75
"""How much alike a name must be to be proposed: below that, another one would be."""


MANY = 300
"""Of more names than this only those with the same first letter are compared."""


LONGEST, MOST_WORDS = 80, 8


def near_to(typed: str, known: Iterable[str]) -> str | None:
    """The one of the known names that is spelled most like what was typed; None if none is."""
    from difflib import get_close_matches

    key = key_of(typed[:LONGEST])
    keys = {folded: name for name in known if (folded := key_of(name))}
    pool = [each for each in keys if len(keys) <= MANY or each[:1] == key[:1]]
    found = get_close_matches(key, pool, n=1, cutoff=LIKE)
    return keys[found[0]] if found else None


def respelled(names: "Names", typed: str) -> str | None:
    """The words with slips mended, where each one is, or resembles, a word of some name.

    None where nothing was mended, or a word resembles none.
    """
    pieces = typed[: LONGEST * 2].split()
    known = {key_of(word): word for word in _words_of(names)}
    if not pieces or len(pieces) > MOST_WORDS:
        return None
    mended = [
        piece if key_of(piece) in known else near_to(piece, known.values()) for piece in pieces
    ]
    found = " ".join(each for each in mended if each)
    return found if all(mended) and found != typed.strip() else None


def _words_of(names: "Names") -> Iterable[str]:
    """Every word of a name that can be typed, as Harvest spells it; each text once."""
    texts: dict[str, None] = {}
    for each in names.assignments:
        if each.is_active:
            own = (each.project.name, each.project.code or "", each.client.name)
            texts.update(dict.fromkeys((*own, *(task.name for task in each.tasks))))
    return (word for text in texts for word in text.split())


def did_you_mean(near: str | None, otherwise: str) -> str:
    """The hint with a proposal, or another one where there is none."""
    return f'Did you mean "{near}"?' if near else otherwise
