"""Words that narrow or group a look back, other than days and names.

`billable`, `unbilled`, `approved`, `locked`, `about "checkout"`, `without notes`; `except`, `vs`,
`everyone`; `by client`, `per person`, `week by week`.
"""

from harvest_cli.domain.totals import CHOICE, GROUPINGS, steps_of
from harvest_cli.language.text.match import Match, Problem, Tokens, digits, is_sign, is_word, skip
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import (
    AT,
    END,
    MENTION,
    QUOTE,
    SIGN,
    TASK,
    WORD,
    Token,
    tokenise,
)
from harvest_cli.language.text.vocabulary import STRUCTURE

PERSON = "u"
"""The kind of a token that names somebody."""
_NOT = ("not", "non", "un", "isnt", "isn't", "never", "no")
_STATES: dict[str, tuple[str, object]] = {
    "billable": ("billable", True),
    "chargeable": ("billable", True),
    "billed": ("billed", True),
    "invoiced": ("billed", True),
    "locked": ("locked", True),
    "approved": ("approval", ("approved",)),
    "submitted": ("approval", ("submitted",)),
}
_OPPOSITE = {
    "approved": ("approval", ("unsubmitted", "submitted")),
    "submitted": ("approval", ("unsubmitted",)),
}
_BY_ITSELF = {
    **{f"{start}{word}": word for word in _STATES for start in ("un", "non")},
    "unbilled": "billed",
    "uninvoiced": "billed",
}
_NOTES = ("notes", "note", "description", "descriptions", "comment", "comments")


def mark(tokens: Tokens, i: int) -> Match | None:
    """Such a word or words at `i`."""
    if tokens[i].kind not in (WORD, QUOTE):
        return None
    return _state(tokens, i) or _noted(tokens, i) or _everyone(tokens, i)


def _state(tokens: Tokens, i: int) -> Match | None:
    """`billable`, `not yet billed`, `unapproved`; what `did I bill`, what is `to bill`."""
    token = tokens[i]
    if token.kind != WORD:
        return None
    if token.text in _STATES:
        return Match("mark", i, i + 1, (_STATES[token.text],))
    if token.text == "bill" and i and is_word(tokens[i - 1], "i", "we", "to"):
        done = is_word(tokens[i - 2], "did")
        return Match("mark", i, i + 1, (_STATES["billed"],) if done else _opposite("billed"))
    if token.text in _BY_ITSELF:
        return Match("mark", i, i + 1, _opposite(_BY_ITSELF[token.text]))
    if token.text not in _NOT:
        return _state_left_out(tokens, i)
    j = i + 2 if is_sign(tokens[i + 1], "-") else skip(tokens, skip(tokens, i + 1, "yet"), "been")
    if tokens[j].kind != WORD or tokens[j].text not in _STATES:
        return _state_left_out(tokens, i)
    return Match("mark", i, j + 1, _opposite(tokens[j].text))


def _state_left_out(tokens: Tokens, i: int) -> Match | None:
    """`without billable time`, `except approved`, `excluding non-billable`: all but those."""
    begun = without(tokens, i)
    j = skip(tokens, skip(tokens, begun, "the", "my", "all"), "time", "hours", "entries")
    found = _state(tokens, j) if begun else None
    if found is None or not isinstance(found.value, tuple) or len(found.value) > 1:
        return None
    ((name, value),) = found.value
    if not isinstance(value, bool):
        value = tuple(each for each in _APPROVALS if each not in value)
    return Match("mark", i, found.end, ((name, value if name == "approval" else not value),))


_APPROVALS = ("unsubmitted", "submitted", "approved")


def _opposite(word: str) -> tuple[tuple[str, object], ...]:
    """Unbilled is billable, and not on an invoice."""
    name, value = _STATES[word]
    if name == "billed":
        return (("billed", False), ("billable", True))
    return (_OPPOSITE.get(word, (name, not value)),)


# -- notes ------------------------------------------------------------------------------------


def _noted(tokens: Tokens, i: int) -> Match | None:
    """`about checkout`, `with notes about "…"`, `without notes`, `"…" in the notes`."""
    if tokens[i].kind == QUOTE:
        j = skip(tokens, skip(tokens, skip(tokens, i + 1, "in"), "the", "my"), *_NOTES)
        return Match("notes", i, j, (i, i + 1))
    held = _held_by_notes(tokens, i)
    if held is not None:
        return held
    j = skip(tokens, i, "without", "no", "missing", "lacking", "empty")
    if j > i and is_word(tokens[skip(tokens, j, "any", "no")], *_NOTES):
        return Match("notes", i, skip(tokens, j, "any", "no") + 1, None)
    j = skip(tokens, skip(tokens, i, "with", "whose", "where", "in"), "the", "a")
    noted = is_word(tokens[j], *_NOTES)
    j = j + 1 if noted else i
    told = is_word(tokens[j], *_ABOUT) or (noted and is_sign(tokens[j], ":"))
    j = j + 1 if told else j
    if not (told or noted) or (not noted and tokens[j].kind in (MENTION, AT, PERSON, END)):
        return None
    end = _end_of_notes(tokens, j)
    return Match("notes", i, end, (j, end)) if end > j else None


def _held_by_notes(tokens: Tokens, i: int) -> Match | None:
    """`with invoice in the notes`."""
    if not is_word(tokens[i], "with", "having"):
        return None
    for j in range(i + 2, i + 6):
        noun = skip(tokens, skip(tokens, j, "in"), "the", "their", "my")
        if is_word(tokens[j], "in") and is_word(tokens[noun], *_NOTES):
            return Match("notes", i, noun + 1, (i + 1, j))
        if tokens[j].kind != WORD:
            return None
    return None


_ABOUT = ("about", "mentioning", "containing", "contain", "contains", "saying", "like", "mention")
_AFTER_NOTES = ("for", "by", "per", "in", "on", "last", "this", "since", "from", "yesterday",
                "today", "without", "except", "excluding", "during", "between")  # fmt: skip


def _end_of_notes(tokens: Tokens, j: int) -> int:
    if tokens[j].kind == QUOTE:
        return j + 1
    end = j
    while tokens[end].kind != END and not is_word(tokens[end], *_AFTER_NOTES):
        if end > j and is_word(tokens[end], "but", "other", "apart") and without(tokens, end):
            break
        if end > j and (is_sign(tokens[end], ",", ";", "|") or tokens[end].kind == AT):
            break
        end += 1
    while end > j and tokens[end - 1].kind == SIGN and tokens[end - 1].text in "?!.":
        end -= 1
    return end


# -- whose ------------------------------------------------------------------------------------


def _everyone(tokens: Tokens, i: int) -> Match | None:
    """`everyone`, `the whole team`, `all of us`, `who worked …`, `team hours`."""
    if is_word(tokens[i], "everyone", "everyones", "everybody", "everybodys"):
        return Match("everyone", i, i + 1, None)
    if i and is_word(tokens[i - 1], "by", "per"):
        return None
    j = skip(tokens, skip(tokens, i, "the", "our", "my"), "whole", "entire")
    if is_word(tokens[j], "team", "teams"):
        plain = not is_word(tokens[j + 1], "member", "members", "breakdown", "split", "totals")
        return Match("everyone" if j > i else "team", i, j + 1, None) if plain else None
    if is_word(tokens[i], "all") and is_word(tokens[i + 1], "people", "users", "employees"):
        return Match("everyone", i, i + 2, None)
    if is_word(tokens[i], "all") and is_word(tokens[i + 1], "of") and is_word(tokens[i + 2], "us"):
        return Match("everyone", i, i + 3, None)
    if is_word(tokens[i], "who"):
        return Match("who", i, i + 1, ("team",))
    return None


def is_join(token: Token) -> bool:
    """Whether it stands between two things of a list."""
    return is_word(token, "and", "or", "plus") or is_sign(token, ",", "&", "+")


# -- joints -----------------------------------------------------------------------------------


def without(tokens: Tokens, i: int) -> int:
    """The place after `except`, `but not`, `other than`, `-` before a name; 0 without one."""
    token = tokens[i]
    if token.kind == SIGN:
        after = tokens[i + 1]
        name = after.kind in (WORD, MENTION, AT, TASK, PERSON, QUOTE) and not after.gap
        return i + 1 if token.text == "-" and token.gap and name else 0
    if token.kind != WORD or token.text not in _OUT:
        return 0
    if token.text in _EXCEPT:
        j = skip(tokens, i + 1, *_BEHIND_EXCEPT)
        return j + 1 if is_sign(tokens[j], ".", ":") else j
    if is_word(token, "but") and is_word(tokens[i + 1], "not", "without", "for"):
        return i + 2
    if is_word(token, "but") and any(is_word(each, *_ALL) for each in tokens[max(0, i - 4) : i]):
        return i + 1
    for first, second in _PAIRS:
        if is_word(token, first) and is_word(tokens[i + 1], second):
            return i + 2
    return 0


_EXCEPT = (
    *("without", "excluding", "exclude", "excludes", "excl", "except", "excepting", "minus"),
    *("not", "no", "ignoring", "ignore", "besides", "bar", "sans", "less", "ex", "exc"),
)
_BEHIND_EXCEPT = ("for", "from", "including", "counting", "of", "not", "on", "in", "during")
_PAIRS = (
    *(("other", "than"), ("apart", "from"), ("aside", "from"), ("leaving", "out")),
    *(("leave", "out"), ("rather", "than")),
)
_OUT = frozenset(("but", *_EXCEPT, *(first for first, _ in _PAIRS)))
"""The words that something is left out with."""
_ALL = ("every", "everything", "everyone", "everybody", "all", "anything", "everythings")


def leaves_out(text: str) -> bool:
    """Whether anything is left out: `last friday except checkout`."""
    tokens = tokenise(text)
    return any(without(tokens, i) for i in range(len(tokens) - 1))


def beside(tokens: Tokens, i: int) -> int:
    """The place after `vs`, `compared with`, `against`; 0 without one."""
    if is_word(tokens[i], "vs", "v", "versus", "against"):
        return i + 2 if is_sign(tokens[i + 1], ".") else i + 1
    if is_word(tokens[i], "compared", "comparing", "relative") and is_word(
        tokens[i + 1], "to", "with", "against"
    ):
        return i + 2
    compares = is_word(tokens[i], "in") and is_word(tokens[i + 1], "comparison")
    return i + 3 if compares and is_word(tokens[i + 2], "to", "with") else 0


FEATURES = {
    "budget": "report budget",
    "budgets": "report budget",
    "overtime": "balance",
    "earned": "report --timesheet --amounts",
    "earnings": "report --timesheet --amounts",
    "revenue": "report --timesheet --amounts",
    "money": "report --timesheet --amounts",
    "missing": "gaps",
    "forget": "gaps",
    "forgot": "gaps",
    "running": "status",
    "left": "report budget",
    "remaining": "report budget",
}
"""What other commands answer."""


# -- groups -----------------------------------------------------------------------------------


DIMENSIONS = {word: key for key, each in GROUPINGS.items() for word in each.nouns.split()}
_ALONE = {word: key for key, each in GROUPINGS.items() for word in each.alone.split()}


def groups_named(text: str, said: list[Inference] | None) -> list[str]:
    """The keys of groupings with commas between them, what is none as it is; slips are `said`."""
    parts = [part.strip() for part in text.split(",")]
    parts = [part for part in parts if part not in ("", "none")]
    if said is None:
        return [DIMENSIONS.get(part, part) for part in parts]
    for part in set(parts) - set(DIMENSIONS):
        # Loaded for what is no grouping.
        from harvest_cli.language.text.slips import meant, slip_said

        if (word := meant(part)) in DIMENSIONS:
            said.append(slip_said(part, word))
            parts[parts.index(part)] = word
    return groups_named(",".join(parts), None)


def group(tokens: Tokens, i: int) -> Match | None:
    """A grouping at `i`: some dimensions."""
    token = tokens[i]
    if token.kind != WORD:
        return None
    if token.text in _ALONE and token.text not in DIMENSIONS:
        return Match("group", i, i + 1, (_ALONE[token.text],))
    if token.text in ("by", "per"):
        return _listed(tokens, i) or _unknown_grouping(tokens, i)
    if token.text in ("each", "every", "which", "what"):
        # `hours each week since september`; `each day of` goes on to days.
        name = _dimension(tokens[i + 1])
        return Match("group", i, i + 2, (name,)) if name else None
    return _standing(tokens, i)


def _dimension(token: Token) -> str | None:
    return DIMENSIONS.get(token.text) if token.kind == WORD else None


def _standing(tokens: Tokens, i: int) -> Match | None:
    """`day by day`, `task breakdown`, `team member`, or a dimension by itself: `clients`."""
    token = tokens[i]
    name = DIMENSIONS.get(token.text)
    if name is None:
        return None
    if is_word(tokens[i + 1], "by", "on") and tokens[i + 2].text == token.text:
        return Match("group", i, i + 3, (name,))
    if is_word(tokens[i + 1], "breakdown", "split", "totals"):
        return Match("group", i, i + 2, (name,))
    if name == "team" and token.text == "team" and is_word(tokens[i + 1], "member", "members"):
        return Match("group", i, i + 2, (name,))
    plain = i > 0 and is_word(tokens[i - 1], "all", "any", "every", "both", "the", "these")
    if token.text in _ALONE and not plain:
        return Match("who" if name == "team" else "group", i, i + 1, (name,))
    return None


def _unknown_grouping(tokens: Tokens, i: int) -> Match | None:
    """`by colour`: nothing that a report can be grouped by."""
    token = tokens[i + 1]
    known = token.kind != WORD or token.text in _AGENTS
    if token.kind != MENTION and known:
        return None
    message = f'Cannot group by "{token.text}"'
    return Match("problem", i, i + 2, Problem("no_range", message, f"Group by {CHOICE}"))


_AGENTS = (STRUCTURE - {"year"}) | {"me", "us", "myself"}
"""What stands behind `by` and is no attempt at a grouping."""


def _listed(tokens: Tokens, i: int) -> Match | None:
    """`by client`, `by client, project and task`, `by client task`."""
    names: list[str] = []
    j = i
    while True:
        at = skip(tokens, skip(tokens, j, "by", "per"), "the", "each")
        name = _dimension(tokens[at])
        if name is None:
            break
        names.append(name)
        j = at + 1
        if name in ("team", "half"):
            j = skip(tokens, j + is_sign(tokens[j], "-"), "member", "members", "year", "years")
        after = j + 1 if _joins(tokens, j) else j
        after = skip(tokens, skip(tokens, after, "then"), "by", "per")
        if _dimension(tokens[after]) is None or _is_of_days(tokens, after):
            break
        j = after
    return Match("group", i, j, tuple(names)) if names else None


def _is_of_days(tokens: Tokens, i: int) -> bool:
    """Whether `week` is part of days, and no grouping: `by client, week 45`, `month to date`."""
    if steps_of(DIMENSIONS[tokens[i].text]) is None:
        return False
    after = tokens[i + 1]
    numbered = is_word(tokens[i], "week", "weeks") and digits(after, most=2) is not None
    dated = is_word(after, "to") and is_word(tokens[i + 2], "date")
    return numbered or dated or is_word(after, "of", "starting", "ending", "commencing", "before")


def _joins(tokens: Tokens, j: int) -> bool:
    return is_word(tokens[j], "and", "then") or is_sign(tokens[j], ",", "/", "&", "+", ">")
