"""Names of tasks that no later step could put together: `Person (Sick/Carer's) Leave`, `On-call`.

Only tasks of the projects that are named are claimed, and only where a name holds signs or words
that mean something by themselves; plain names are found among the words that are left over.
"""

from collections.abc import Iterable

from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.claims import Claim, sequence
from harvest_cli.language.item import Tokens
from harvest_cli.language.names import Names
from harvest_cli.language.tokens import CLAIM, NUMBER, SIGN, TASK, WORD, Token, words_of
from harvest_cli.language.vocabulary import STRUCTURE

_MOST_PROJECTS = 12


def claim_tasks(tokens: Tokens, names: Names, given: ProjectAssignment | None) -> Tokens:
    """The tokens with such task names replaced by TASK tokens, longest first."""
    awkward = _awkward([given] if given is not None else _named(tokens, names))
    if not awkward:
        return tokens
    words = sequence(tokens)
    kept: Tokens = []
    at = taken = 0
    while at < len(words):
        length = _longest(tokens, words[at:], awkward)
        if length:
            first, last = words[at][1], words[at + length - 1][1]
            kept += tokens[taken:first]
            text = " ".join(word for word, _ in words[at : at + length])
            start, end = tokens[first], tokens[last]
            kept.append(Token(TASK, start.start, end.end, text, start.gap))
            taken = last + 1
        at += length or 1
    return kept + tokens[taken:]


def _named(tokens: Tokens, names: Names) -> list[ProjectAssignment]:
    places: list[int] = []
    for token in tokens:
        if token.kind == CLAIM and isinstance(token.value, Claim):
            places += token.value.projects[:_MOST_PROJECTS]
    return [names.assignments[place] for place in dict.fromkeys(places)]


def _awkward(assignments: Iterable[ProjectAssignment]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name in {task.name for assignment in assignments for task in assignment.tasks}:
        words = tuple(words_of(name))
        plain = all(c.isalnum() or c == " " for c in name)
        if words and (not plain or any(w in STRUCTURE or w.isdigit() for w in words)):
            found.add(words)
    return found


def _longest(tokens: Tokens, words: list[tuple[str, int]], awkward: set[tuple[str, ...]]) -> int:
    best = 0
    for name in awkward:
        length = len(name)
        if length > best and tuple(word for word, _ in words[:length]) == name:
            first, last = words[0][1], words[length - 1][1]
            inside = tokens[first + 1 : last]
            whole = all(token.kind in (WORD, NUMBER, SIGN) for token in inside)
            before = first == 0 or tokens[first].gap or tokens[first - 1].kind == SIGN
            after = tokens[last + 1].gap or tokens[last + 1].kind not in (WORD, NUMBER)
            if whole and before and after and not _too_plain(name):
                best = length
    return best


def _too_plain(name: tuple[str, ...]) -> bool:
    """A task that is called by one word of time is never claimed: "Today", "Hours"."""
    return len(name) == 1 and name[0] in STRUCTURE
