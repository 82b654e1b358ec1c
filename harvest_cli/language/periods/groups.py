"""How a report is grouped: `by client`, `per person`, `task breakdown`, `week by week`."""

from harvest_cli.domain.totals import CHOICE, GROUPINGS
from harvest_cli.language.text.match import Match, Problem, Tokens, is_sign, is_word, skip
from harvest_cli.language.text.tokens import MENTION, WORD
from harvest_cli.language.text.vocabulary import STRUCTURE

DIMENSIONS = {word: key for key, each in GROUPINGS.items() for word in each.nouns.split()}
_ALONE = {word: key for key, each in GROUPINGS.items() for word in each.alone.split()}


def group(tokens: Tokens, i: int) -> Match | None:
    """A grouping at `i`: some dimensions."""
    token = tokens[i]
    if token.kind != WORD:
        return None
    if token.text in _ALONE and token.text not in DIMENSIONS:
        return Match("group", i, i + 1, (_ALONE[token.text],))
    if token.text in ("by", "per"):
        return _listed(tokens, i) or _unknown_grouping(tokens, i)
    return _step_by_step(tokens, i) or _asked(tokens, i) or _standing(tokens, i)


def _step_by_step(tokens: Tokens, i: int) -> Match | None:
    """`day by day`, `month on month`."""
    name = DIMENSIONS.get(tokens[i].text)
    if name is None or not is_word(tokens[i + 1], "by", "on"):
        return None
    if tokens[i + 2].text != tokens[i].text:
        return None
    return Match("group", i, i + 3, (name,))


def _asked(tokens: Tokens, i: int) -> Match | None:
    """`which projects`, `what clients`."""
    if not is_word(tokens[i], "which", "what"):
        return None
    name = DIMENSIONS.get(tokens[i + 1].text) if tokens[i + 1].kind == WORD else None
    return Match("group", i, i + 2, (name,)) if name else None


def _standing(tokens: Tokens, i: int) -> Match | None:
    """`task breakdown`, `team member`, or a dimension by itself: `clients`, `team`."""
    token = tokens[i]
    name = DIMENSIONS.get(token.text)
    if name is None:
        return None
    if is_word(tokens[i + 1], "breakdown", "split", "totals"):
        return Match("group", i, i + 2, (name,))
    if name == "team" and token.text == "team" and is_word(tokens[i + 1], "member", "members"):
        return Match("group", i, i + 2, (name,))
    plain = i > 0 and is_word(tokens[i - 1], "all", "any", "every", "both", "the", "these")
    if token.text in _ALONE and not plain:
        return Match("group", i, i + 1, (name,))
    return None


def _unknown_grouping(tokens: Tokens, i: int) -> Match | None:
    """`by colour`: nothing that a report can be grouped by."""
    token = tokens[i + 1]
    known = token.kind != WORD or token.text in STRUCTURE or token.text in ("me", "us", "myself")
    if token.kind != MENTION and known:
        return None
    message = f'Cannot group by "{token.text}"'
    return Match("problem", i, i + 2, Problem("no_range", message, f"Group by {CHOICE}"))


def _listed(tokens: Tokens, i: int) -> Match | None:
    """`by client`, `by client, project and task`, `by client task`."""
    names: list[str] = []
    j = i
    while True:
        at = skip(tokens, skip(tokens, j, "by", "per"), "the", "each")
        name = DIMENSIONS.get(tokens[at].text) if tokens[at].kind == WORD else None
        if name is None:
            break
        names.append(name)
        j = at + 1
        if name in ("team", "half"):
            j = skip(tokens, j + is_sign(tokens[j], "-"), "member", "members", "year", "years")
        after = j + 1 if _joins(tokens, j) else j
        after = skip(tokens, skip(tokens, after, "then"), "by", "per")
        if tokens[after].kind != WORD or tokens[after].text not in DIMENSIONS:
            break
        j = after
    return Match("group", i, j, tuple(names)) if names else None


def _joins(tokens: Tokens, j: int) -> bool:
    return is_word(tokens[j], "and", "then") or is_sign(tokens[j], ",", "/", "&", "+", ">")
