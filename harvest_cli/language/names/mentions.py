"""Mentions of names in a sentence, found first: what they cover is invisible to later steps.

The longest mention wins. Found here are exact names, codes, aliases and clients, and beginnings
of names that hold a word of time ("sunday times"); other beginnings are resolved from what is
left when the structure is known.

Tasks are found only for the projects that are named, and only where a task's name holds signs or
words that mean something by themselves (`Person (Sick/Carer's) Leave`, `On-call`), which no later
step could put together. Plain names are found among the words that are left over.
"""

from collections.abc import Iterable, Sequence

from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.spelling import Run, as_written, past_signs
from harvest_cli.language.text.match import Tokens
from harvest_cli.language.text.tokens import (
    MENTION,
    NUMBER,
    SIGN,
    TASK,
    WORD,
    Token,
    key_of,
    words_of,
)
from harvest_cli.language.text.vocabulary import (
    AGO,
    FILLER,
    HOURS,
    MINUTES,
    ONES,
    STRUCTURE,
    TIME_NOUNS,
    UNITS,
    listed,
)

_SHORTEST = 3
"""So many letters of the last word make the beginning of a name."""
_BREAKS = ",;:|"


class Mention:
    """Projects (places in `names.assignments`) or clients that a run of words names.

    `leave` holds the kind of leave instead; `weak` marks a name that is also a word of time.
    """

    __slots__ = ("clients", "how", "leave", "projects", "weak", "words")

    def __init__(
        self,
        words: str,
        projects: Sequence[int] = (),
        clients: Sequence[int] = (),
        how: str = "exact",
        *,
        weak: bool = False,
        leave: object = None,
    ) -> None:
        self.words = words
        self.projects = tuple(projects)
        self.clients = tuple(clients)
        self.how = how
        self.weak = weak
        self.leave = leave

    def __repr__(self) -> str:
        return f"Mention({self.words!r})"


Hit = tuple[int, int, Mention]
"""First token, token after the last, and what it mentions."""


def find_mentions(tokens: Tokens, names: Names, text: str) -> Tokens:
    """The tokens with every run that names something replaced by one MENTION token."""
    words = sequence(tokens)
    hits = _chosen(_exact_hits(tokens, words, names, text))
    strong = [hit for hit in hits if not hit[2].weak]
    if any(hit[2].projects for hit in strong):
        hits = strong
    else:
        hits = _chosen([*_begun_hits(tokens, words, names, text), *hits])
    return replaced(tokens, hits)


def replaced(tokens: Tokens, hits: Iterable[Hit]) -> Tokens:
    """The tokens with these runs replaced."""
    kept: Tokens = []
    at = 0
    for start, end, value in sorted(hits, key=lambda hit: hit[0]):
        kept += tokens[at:start]
        first, last = tokens[start], tokens[end - 1]
        kept.append(Token(MENTION, first.start, last.end, value.words, first.gap, value))
        at = end
    return kept + tokens[at:]


def sequence(tokens: Tokens) -> list[tuple[str, int]]:
    """Words and numbers with their places; `&` counts as `and`."""
    found: list[tuple[str, int]] = []
    for place, token in enumerate(tokens):
        if token.kind in (WORD, NUMBER):
            found.append((token.text, place))
        elif token.kind == SIGN and token.text == "&":
            found.append(("and", place))
        elif token.kind != SIGN:
            found.append(("", place))
    return found


def _chosen(hits: list[Hit]) -> list[Hit]:
    """Longest first, then leftmost; no overlaps."""
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not taken.intersection(range(hit[0], hit[1])):
            taken.update(range(hit[0], hit[1]))
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit[0])


def _exact_hits(tokens: Tokens, words: list[tuple[str, int]], names: Names, text: str) -> list[Hit]:
    found = _signs_only(tokens, names, text) if names.signs_only else []
    longest = names.first_words
    for at, (word, place) in enumerate(words):
        most = max(longest.get(word, 0), longest.get(tokens[place].stem, 0))
        for length in range(min(most, len(words) - at), 0, -1):
            hit = _exact_hit(tokens, words[at : at + length], names, text)
            if hit is not None:
                found.append(hit)
    return found


def _exact_hit(tokens: Tokens, words: list[tuple[str, int]], names: Names, text: str) -> Hit | None:
    """What all of the words name together; the last one may be a possessive (`Acme's`)."""
    key = " ".join(piece for piece, _ in words)
    run = words[0][1], words[-1][1] + 1
    projects, clients = names.exact.get(key, ()), names.clients.get(key, ())
    how, stem = "exact", tokens[run[1] - 1].stem
    if not projects and not clients and stem != words[-1][0]:
        key, how = " ".join([*(piece for piece, _ in words[:-1]), stem]), "possessive"
        projects, clients = names.exact.get(key, ()), names.clients.get(key, ())
    if not projects and not clients:
        return None
    raws = [names.assignments[p].project.name for p in projects]
    raws += [names.assignments[p].client.name for p in clients[:1]]
    if not _bounded(tokens, *run) or not _unbroken(tokens, *run, raws):
        return None
    weak = len(words) == 1 and key in STRUCTURE
    typed = text[tokens[run[0]].start : tokens[run[1] - 1].end]
    if weak and key in _TOO_COMMON and not _written(typed, names, projects):
        return None
    own: Sequence[int] = projects
    owned: Sequence[int] = clients
    start, end = run
    codes = [names.assignments[p].project.code or "" for p in projects]
    if len(raws) > 1 or not "".join((*raws, *codes)).replace(" ", "").isalnum():
        start, end, own, owned = _spelt(tokens, run, text, names, projects, clients)
    further = past_signs(tokens, end)
    if further > end:
        end, how = further, "prefix"
    typed = text[tokens[start].start : tokens[end - 1].end]
    return start, end, Mention(typed, own, owned, how, weak=weak)


def _spelt(
    tokens: Tokens,
    run: Run,
    text: str,
    names: Names,
    projects: Sequence[int],
    clients: Sequence[int],
) -> tuple[int, int, Sequence[int], Sequence[int]]:
    """The run with the signs of a name written so, and only what is written so, if anything is."""
    known = names.assignments
    typed = text[tokens[run[0]].start : tokens[run[1] - 1].end]
    # A name for something else, as aliases are, is always written as it is.
    key = key_of(typed)
    called: list[tuple[int, Sequence[str]]] = []
    for p in projects:
        name, code = known[p].project.name, known[p].project.code
        own = [name] if names.keys[p] == key else []
        own += [code] if code and key_of(code) == key else []
        called.append((p, own or (typed,)))
    called += [(-1 - p, (known[p].client.name,)) for p in clients]
    (start, end), places = as_written(tokens, run, text, called)
    if not places:
        return start, end, projects, clients
    owned = [-1 - place for place in places if place < 0]
    return start, end, [place for place in places if place >= 0], owned


def _signs_only(tokens: Tokens, names: Names, text: str) -> list[Hit]:
    """Names without a letter or a figure: `🚀`."""
    found: list[Hit] = []
    for place, token in enumerate(tokens):
        if token.kind == SIGN and token.gap:
            run, places = as_written(tokens, (place, place + 1), text, names.signs_only)
            if places:
                typed = text[tokens[run[0]].start : tokens[run[1] - 1].end]
                found.append((*run, Mention(typed, places)))
    return found


_TOO_COMMON = STRUCTURE - frozenset(
    listed(
        "monday tuesday wednesday thursday friday saturday sunday january february march "
        "april may june july august september october november december today tomorrow"
    )
)


def _written(typed: str, names: Names, projects: Iterable[int]) -> bool:
    """Whether a name like `IT` or `On` was written just so, in capitals."""
    found = (names.assignments[place].project for place in projects)
    return typed != typed.lower() and any(typed in (p.name, p.code) for p in found)


def _bounded(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the run is not the inside of a longer word, number or time."""
    first, last, after = tokens[start], tokens[end - 1], tokens[end]
    if start and not first.gap:
        before = tokens[start - 1]
        if before.kind in (WORD, NUMBER) or (before.text in "$€£" and first.kind == NUMBER):
            return False
        inner = first.kind == NUMBER and before.text in ".,:/" and start > 1 and not before.gap
        if inner and tokens[start - 2].kind == NUMBER:
            return False
    if not after.gap and after.kind in (WORD, NUMBER):
        return False
    if last.kind != NUMBER:
        return True
    following = tokens[end + 1]
    joined = not after.gap and after.kind == SIGN and after.text in ".,:/"
    if joined and following.kind == NUMBER and not following.gap:
        return False
    return not _counts(after, following)


def _counts(after: Token, following: Token) -> bool:
    """`Box 2 days ago`, `Box 2 hours`: the number belongs to the unit."""
    if after.kind != WORD:
        return False
    if after.text in HOURS or after.text in MINUTES:
        # "Gala 2026 h1" is followed by half a year.
        return after.text != "h" or not after.gap or following.kind != NUMBER or following.gap
    return after.text in TIME_NOUNS and following.kind == WORD and following.text in AGO


def _unbroken(tokens: Tokens, start: int, end: int, raws: Sequence[str]) -> bool:
    """A name runs across a comma, colon or spaced dash only if it is written with one."""
    for place in range(start + 1, end):
        token = tokens[place]
        if token.kind != SIGN:
            if token.kind not in (WORD, NUMBER):
                return False
            continue
        spaced = token.text == "-" and token.gap and tokens[place + 1].gap
        if token.text in _BREAKS or spaced:
            wanted = "-–—" if spaced else token.text
            if not any(sign in raw for raw in raws for sign in wanted):
                return False
    return True


def _begun_hits(tokens: Tokens, words: list[tuple[str, int]], names: Names, text: str) -> list[Hit]:
    """Beginnings of two words or more with a word of time in them."""
    found: list[Hit] = []
    for at in range(len(words) - 1):
        pair = words[at : at + 2]
        if not any(word in STRUCTURE or word.isdigit() for word, _ in pair):
            continue
        if pair[0][0] not in names.first_words:
            continue
        hit = _begun(tokens, words[at:], names, text)
        if hit:
            found.append(hit)
    return found


def _begun(tokens: Tokens, words: list[tuple[str, int]], names: Names, text: str) -> Hit | None:
    fits = [p for p in names.words.get(words[0][0], ()) if names.assignments[p].is_active]
    best: Hit | None = None
    for length in range(2, min(8, len(words)) + 1):
        head = " ".join(word for word, _ in words[:length])
        begun = [place for place in fits if names.keys[place].startswith(head)]
        fits = [place for place in begun if names.keys[place].startswith(f"{head} ")]
        if len(words[length - 1][0]) < _SHORTEST:
            begun = fits
        if not begun:
            break
        start, end = words[0][1], words[length - 1][1] + 1
        whole = _bounded(tokens, start, end) and tokens[end - 1].kind == WORD
        # "by task for January" begins no "Task Force".
        whole = whole and (words[length - 1][0] not in FILLER or bool(fits))
        # "half day annual leave" begins no "Half Day Workshop".
        whole = whole and not (words[0][0] in _PARTS and words[length - 1][0] in UNITS)
        raws = [names.assignments[p].project.name for p in begun]
        if len(begun) == 1 and whole and _unbroken(tokens, start, end, raws):
            typed = text[tokens[start].start : tokens[end - 1].end]
            best = (start, end, Mention(typed, begun, how="prefix"))
    return best


_MOST_PROJECTS = 12
_PARTS = ("half", "whole", "full", *ONES)


def find_task_mentions(
    tokens: Tokens, names: Names, given: ProjectAssignment | None, text: str
) -> Tokens:
    """The tokens with such task names replaced by TASK tokens, longest first."""
    awkward = _awkward([given] if given is not None else _named(tokens, names))
    if not awkward:
        return tokens
    words = [(word, place) for place, token in enumerate(tokens) for word in _words_in(token)]
    kept: Tokens = []
    at = taken = 0
    while at < len(words):
        length = _longest(tokens, words[at:], awkward)
        if length:
            run = words[at : at + length]
            key = tuple(word for word, _ in run)
            spellings = [(0, tuple(awkward[key]))]
            (first, end), _ = as_written(tokens, (run[0][1], run[-1][1] + 1), text, spellings)
            kept += tokens[taken:first]
            start, last = tokens[first], tokens[end - 1]
            kept.append(Token(TASK, start.start, last.end, " ".join(key), start.gap))
            taken = end
        at += length or 1
    return kept + tokens[taken:]


def _words_in(token: Token) -> list[str]:
    """The words that a task's name may be made of: also those that were taken for a client."""
    value = token.value
    if isinstance(value, Mention) and value.clients and not value.projects:
        return words_of(value.words)
    return [word for word, _ in sequence([token])]


def _named(tokens: Tokens, names: Names) -> list[ProjectAssignment]:
    places: list[int] = []
    for token in tokens:
        if token.kind == MENTION and isinstance(token.value, Mention):
            places += token.value.projects[:_MOST_PROJECTS]
    return [names.assignments[place] for place in dict.fromkeys(places)]


def _awkward(assignments: Iterable[ProjectAssignment]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for name in {task.name for assignment in assignments for task in assignment.tasks}:
        words = tuple(words_of(name))
        plain = name.replace(" ", "").isalnum()
        if words and (not plain or any(w in STRUCTURE or w.isdigit() for w in words)):
            found.setdefault(words, []).append(name)
    return found


def _longest(
    tokens: Tokens, words: list[tuple[str, int]], awkward: Iterable[tuple[str, ...]]
) -> int:
    best = 0
    for name in awkward:
        length = len(name)
        if length > best and tuple(word for word, _ in words[:length]) == name:
            first, last = words[0][1], words[length - 1][1]
            inside = tokens[first + 1 : last]
            whole = all(token.kind in (WORD, NUMBER, SIGN, MENTION) for token in inside)
            before = first == 0 or tokens[first].gap or tokens[first - 1].kind == SIGN
            after = tokens[last + 1].gap or tokens[last + 1].kind not in (WORD, NUMBER)
            if whole and before and after and not _too_plain(name):
                best = length
    return best


def _too_plain(name: tuple[str, ...]) -> bool:
    """A task that is called by one word of time is no mention: "Today", "Hours"."""
    return len(name) == 1 and name[0] in STRUCTURE
