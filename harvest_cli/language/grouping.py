"""How a report is grouped (`by client`, `per person`, `task breakdown`) and billable or not."""

from harvest_cli.language.item import Item, Problem, Tokens, is_sign, is_word, skip
from harvest_cli.language.tokens import CLAIM, WORD
from harvest_cli.language.vocabulary import STRUCTURE, listed

DIMENSIONS = {
    word: name
    for name, words in (
        ("client", "client clients customer customers"),
        ("project", "project projects"),
        ("task", "task tasks activity activities"),
        (
            "team",
            "team user users person persons people member members employee employees colleague "
            "colleagues teammate teammates",
        ),
        ("day", "day days date dates"),
        ("week", "week weeks"),
        ("month", "month months"),
    )
    for word in words.split()
}


_ALONE = frozenset(
    listed("clients customers projects tasks activities team people users members employees")
)


_WORDS = {"who": "team", "daily": "day", "weekly": "week", "monthly": "month"}


def group(tokens: Tokens, i: int) -> Item | None:
    """A grouping at `i`: up to two dimensions."""
    token = tokens[i]
    if token.kind != WORD:
        return None
    if token.text in _WORDS:
        return Item("group", i, i + 1, (_WORDS[token.text],))
    if token.text in ("by", "per"):
        return _listed(tokens, i) or _unknown_grouping(tokens, i)
    return _standing(tokens, i)


def _standing(tokens: Tokens, i: int) -> Item | None:
    """`task breakdown`, `team member`, or a dimension by itself: `clients`, `team`."""
    token = tokens[i]
    name = DIMENSIONS.get(token.text)
    if name is None:
        return None
    if is_word(tokens[i + 1], "breakdown", "split", "totals"):
        return Item("group", i, i + 2, (name,))
    if name == "team" and token.text == "team" and is_word(tokens[i + 1], "member", "members"):
        return Item("group", i, i + 2, (name,))
    plain = i > 0 and is_word(tokens[i - 1], "all", "any", "every", "both", "the", "these")
    if token.text in _ALONE and not plain:
        return Item("group", i, i + 1, (name,))
    return None


def _unknown_grouping(tokens: Tokens, i: int) -> Item | None:
    """`by colour`: nothing that a report can be grouped by."""
    token = tokens[i + 1]
    known = token.kind != WORD or token.text in STRUCTURE or token.text in ("me", "us", "myself")
    if token.kind != CLAIM and known:
        return None
    hint = "Group by client, project, task, person, day, week or month"
    return Item("problem", i, i + 2, Problem("no_range", "That is no grouping", hint))


def _listed(tokens: Tokens, i: int) -> Item | None:
    names: list[str] = []
    j = i
    while True:
        at = skip(tokens, skip(tokens, j, "by", "per"), "the", "each")
        name = DIMENSIONS.get(tokens[at].text) if tokens[at].kind == WORD else None
        if name is None:
            break
        names.append(name)
        j = at + 1
        if name == "team" and is_word(tokens[j], "member", "members"):
            j += 1
        if not (is_word(tokens[j], "and", "then") or is_sign(tokens[j], ",", "/", "&", "+")):
            return Item("group", i, j, tuple(names))
        after = skip(tokens, skip(tokens, j + 1, "then"), "by", "per")
        if tokens[after].kind != WORD or tokens[after].text not in DIMENSIONS:
            return Item("group", i, j, tuple(names))
        j = after
    return Item("group", i, j, tuple(names)) if names else None


def billable(tokens: Tokens, i: int) -> Item | None:
    """`billable`, `non-billable`, `not billable`, `unbillable`."""
    if is_word(tokens[i], "billable", "nonbillable", "unbillable"):
        return Item("billable", i, i + 1, tokens[i].text == "billable")
    if is_word(tokens[i], "non", "not", "un"):
        j = i + 2 if is_sign(tokens[i + 1], "-") else i + 1
        if is_word(tokens[j], "billable"):
            return Item("billable", i, j + 1, False)
    return None
