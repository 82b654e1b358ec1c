"""Names that were meant where one was misspelt: proposed, never taken.

Slugs: a word of `[a-z0-9-]` for each project, which means the same in every shell.

A name as it is written, signs and all (`C++`, `(Blog)`, `🚀 Launch`), beats its folded form.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.wording import LONGEST, close_words
from harvest_cli.language.text.match import Tokens
from harvest_cli.language.text.tokens import NUMBER, SIGN, WORD, fold, key_of

LIKE = 0.75
"""How much alike a name must be to be proposed: below that, another one would be."""
MANY = 300
"""Of more names than this only those with the same first letter are compared."""
MOST_WORDS = 8

KNOWN = "`hv projects` lists what you can track"


def near_to(typed: str, known: Iterable[str]) -> str | None:
    """The one of the known names that is spelled most like what was typed; None if none is."""
    keys = {folded: name for name in known if (folded := key_of(name))}
    found = close(key_of(typed[:LONGEST]), keys, 1, LIKE)
    return keys[found[0]] if found else None


def close(key: str, keys: Collection[str], many: int, like: float) -> list[str]:
    """At most so many of the folded names, the most alike first."""
    pool = [each for each in keys if each[:1] == key[:1]] if len(keys) > MANY else keys
    return close_words(key, pool, many, like)


class Written:
    """Every word of a name that can be typed, as Harvest spells it; `tasks` are names of tasks."""

    def __init__(self, assignments: Iterable[ProjectAssignment], tasks: Iterable[str]) -> None:
        texts: dict[str, None] = {}
        for each in assignments:
            if each.is_active:
                project = each.project
                texts[project.name] = texts[project.code or ""] = texts[each.client.name] = None
        self._words = dict.fromkeys(" ".join((*texts, *tasks)).split())
        self._known: dict[str, dict[str, str]] = {}

    def like(self, key: str) -> dict[str, str]:
        """Those that a folded word may be meant for, by their folded forms."""
        first = (key[:1] or "-") if len(self._words) > MANY else ""
        if first not in self._known:
            # Only those that begin alike are compared, so the others need no folding.
            others = {c for c in map(chr, range(128)) if c.isalnum() and c.lower() != first}
            some = [w for w in self._words if not first or w[0] not in others or not w.isascii()]
            self._known[first] = {_key(word): word for word in some}
        return self._known[first]


def respelled(words: Written, typed: str) -> str | None:
    """The words with slips mended, where each one is, or resembles, one of the words of names.

    None where nothing was mended, or a word resembles none.
    """
    pieces = typed[: LONGEST * 2].split()
    if not pieces or len(pieces) > MOST_WORDS or any(len(each) > LONGEST for each in pieces):
        return None
    mended: dict[str, str] = {}
    for piece in dict.fromkeys(pieces):
        key = key_of(piece)
        known = words.like(key)
        near = [] if key in known else close(key, known, 1, LIKE)
        if key not in known and not near:
            return None
        mended[piece] = known[near[0]] if near else piece
    found = " ".join(map(mended.__getitem__, pieces))
    return found if found != typed.strip() else None


def _key(word: str) -> str:
    return word.lower() if word.isascii() and word.isalpha() else key_of(word)


def did_you_mean(near: str | None, otherwise: str) -> str:
    """The hint with a proposal, or another one where there is none."""
    return f'Did you mean "{near}"?' if near else otherwise


def unique_slugs(assignments: Sequence[ProjectAssignment], keys: Sequence[str]) -> list[str]:
    """Unique slugs: the name; with its client on a tie; with its id where that is not enough."""
    plain = [_slug(key) for key in keys]
    counts = Counter(plain)
    second = [
        f"{_slug(key_of(a.client.name))}-{slug}".strip("-") if slug and counts[slug] > 1 else slug
        for slug, a in zip(plain, assignments, strict=True)
    ]
    again = Counter(second)
    taken = {slug for slug in second if again[slug] == 1}
    return [
        slug if slug and again[slug] == 1 else _with_id(slug or "project", a.project.id, taken)
        for slug, a in zip(second, assignments, strict=True)
    ]


def _with_id(slug: str, number: int, taken: set[str]) -> str:
    """The slug with the project's id, doubled if somebody's name is just that."""
    found = f"{slug}-{number}"
    while found in taken:
        found += f"-{number}"
    taken.add(found)
    return found


def slug_of(name: str) -> str:
    """The slug of a name by itself: `graphic-design`; empty where nothing is left of it."""
    return _slug(key_of(name))


def _slug(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key).strip("-")


# -- as it is written ---------------------------------------------------------------------------

Run = tuple[int, int]
"""First token, and token after the last."""
_PART_OF_NAMES = "+#"
"""Signs that nobody puts behind a name by chance."""


def written_run(tokens: Tokens, run: Run, text: str, name: str) -> Run | None:
    """The run that spells `name` letter by letter around the words of `run`; None if none does."""
    wanted = fold(name.strip())
    lead = next((at for at, sign in enumerate(wanted) if sign.isalnum()), 0)
    begin = tokens[run[0]].start - lead
    end = begin + len(wanted)
    if begin < 0 or fold(text[begin:end]) != wanted:
        return None
    start, stop = run
    while start and tokens[start].start > begin:
        start -= 1
    while tokens[stop - 1].end < end:
        stop += 1
    whole = tokens[start].start == begin and tokens[stop - 1].end == end
    after = tokens[stop]
    inside = not after.gap and after.kind in (WORD, NUMBER)
    return (start, stop) if whole and not inside else None


def as_written(
    tokens: Tokens, run: Run, text: str, names: Iterable[tuple[int, Sequence[str]]]
) -> tuple[Run, list[int]]:
    """The run and the places of the names that spell most of the text; none where none does.

    `names` are places, each with what can be written for it.
    """
    best, places = run, list[int]()
    for place, spellings in names:
        found = [written_run(tokens, run, text, name) for name in spellings if name]
        longest = max((r for r in found if r), key=_length, default=None)
        if longest is None or _length(longest) < _length(best):
            continue
        if _length(longest) > _length(best):
            best, places = longest, []
        places.append(place)
    return best, places


def _length(run: Run) -> int:
    return run[1] - run[0]


def past_signs(tokens: Tokens, end: int) -> int:
    """Past signs that seem to belong to the name before them, as in `C++` where there is a `C`."""
    at = end
    while tokens[at].kind == SIGN and tokens[at].text in _PART_OF_NAMES and not tokens[at].gap:
        at += 1
    return at if at > end and tokens[at].gap and tokens[at].kind != NUMBER else end
