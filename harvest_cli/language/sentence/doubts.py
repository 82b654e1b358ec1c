"""Free text that may have been meant as structure: refused, or at least said."""

from collections.abc import Sequence

from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.names import matching
from harvest_cli.language.names.claims import Claim
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.project_and_task import named_projects
from harvest_cli.language.sentence.scan import QUANTITIES, Segment
from harvest_cli.language.text.item import Problem, is_sign, starts_clean
from harvest_cli.language.text.tokens import AT, CLAIM, END, WORD, words_of
from harvest_cli.language.text.vocabulary import MONTHS, STRUCTURE, WEEKDAYS

_SECOND = Problem(
    "ambiguous_project",
    "The notes seem to contain another entry",
    "Put a colon before notes, or log the entries one by one",
)
_BREAK = Problem(
    "invalid_duration", "The notes contain a break", "Put it after the times: `minus 1h`"
)
_DAYS = tuple(name for name in (*WEEKDAYS, "today", "yesterday", "tomorrow") if len(name) > 4)
_MONTHS = tuple(name for name in MONTHS if len(name) > 4)
_WORDS = frozenset(("sundry", "match", "marsh", "toddy"))
"""Words of one letter less or more than a day that mean themselves."""
_VOWELS = "aeiou"


def warn_of_days(draft: ReadingState, fields: Sequence[Sequence[Segment]]) -> None:
    """A day as a field of its own behind the start of the notes may have been meant as one."""
    for field in fields:
        said = [atom for atom in field if atom.kind not in ("sep", "filler")]
        if said and all(atom.is_item("days") for atom in said):
            draft.warnings.append(f"`{draft.typed(said[0])}` was read as part of the notes")


def refuse_doubt(
    draft: ReadingState, before: Sequence[Segment], segment: Sequence[Segment]
) -> None:
    """Refuse a field that looks like a further entry, or like more of the project's name."""
    field = [atom for atom in segment if atom.kind not in ("sep", "filler", "join")]
    if any(atom.is_item("break") for atom in field):
        raise draft.refuse(_BREAK, *field)
    lengths = [a for a in field if a.is_item("duration", "span") and _has_unit(draft, a)]
    at_edge = any(length in (field[0], field[-1]) for length in lengths)
    second = at_edge or (lengths and named_projects(field))
    if second and draft.given.assignment is None:
        raise draft.unknown_project(next(atom for atom in field if atom.kind == "run"))
    dash = segment[0].kind == "sep" and draft.tokens[segment[0].start].text == "-"
    last = before[-1] if before else None
    if dash and last is not None and last.claim is not None and field[0].kind == "run":
        _refuse_longer_name(draft, last, last.claim, field[0])


def _has_unit(draft: ReadingState, atom: Segment) -> bool:
    if atom.is_item("span"):
        return True
    return any(draft.tokens[i].kind == WORD for i in range(atom.start, atom.end))


def _refuse_longer_name(draft: ReadingState, named: Segment, claim: Claim, run: Segment) -> None:
    """`Website - redesign` where there is a Website Redesign; `Store - phase 2` without one."""
    claimed, words = words_of(draft.typed(named)), draft.words(run)
    longer = any(
        " ".join([*claimed, *words[:count]]) in draft.names.exact
        for count in range(1, len(words) + 1)
    )
    rest = {
        word
        for place in claim.projects
        for word in draft.names.keys[place].split()
        if claim.how == "prefix" and word not in claimed
    }
    if longer or (words and words[0] in rest):
        start, end = draft.place(named)[0], draft.place(run)[1]
        error = matching.unknown_project(draft.names, draft.text[start:end], draft.text)
        error.span = (start, end)
        error.hint = 'Put a colon before notes, like "2h on Website: redesign"'
        raise error


def refuse_hidden_entry(draft: ReadingState, fields: Sequence[Sequence[Segment]]) -> None:
    """Refuse notes that swallow a field with a project and a length of its own."""
    for field in fields:
        lengths = [a for a in field if a.is_item(*QUANTITIES) and _has_unit(draft, a)]
        if any(atom.is_item("break") for atom in field):
            raise draft.refuse(_BREAK, *field)
        if lengths and named_projects(field):
            raise draft.refuse(_SECOND, *field)


def warn_of_entry(draft: ReadingState, stop: int) -> None:
    """Say that notes behind a colon hold what looks like a further entry: `A: x; 1h on B`."""
    length = named = False
    first = stop + 1
    for i in range(first, len(draft.tokens)):
        token = draft.tokens[i]
        if token.kind == END or is_sign(token, ";", ","):
            if length and named and first > stop + 1:
                words = draft.text[draft.tokens[first].start : draft.tokens[i - 1].end]
                draft.warnings.append(f"`{words}` was read as part of the notes")
            length, named, first = False, False, i + 1
        if token.kind == END:
            return
        named = named or token.kind in (CLAIM, AT)
        if not length and starts_clean(draft.tokens, i):
            found = duration(draft.tokens, i, draft.manner.workday_minutes)
            length = found is not None and draft.tokens[found[1] - 1].kind == WORD


def warn_of_sharing(draft: ReadingState, parts: int, notes: str | None) -> None:
    """Say that notes behind several entries go to each of them."""
    if notes and parts > 1 and draft.given.notes is None:
        draft.warnings.append(f"All {parts} entries get the same notes")


def refuse_misspelt_day(draft: ReadingState, run: Segment) -> None:
    """Refuse a word where a day could stand that is nearly one: "yestreday", "tmrw", "yest"."""
    first = Segment("run", run.start, run.start + 1)
    words, alone = draft.words(first), run.end - run.start == 1
    if len(words) != 1 or words[0] in _WORDS or draft.tokens[run.start].text in STRUCTURE:
        return
    days = (*_DAYS, *_MONTHS) if alone else _DAYS
    near = next((day for day in days if nearly(words[0], day) or shortened(words[0], day)), None)
    if near is not None and not alone and words[0] == f"{near}s":
        # "2h todays list"
        return
    if near is not None:
        problem = Problem(
            "invalid_date", f'Unknown day "{draft.typed(first)}"', f"Did you mean `{near}`?"
        )
        raise draft.refuse(problem, first)


def shortened(word: str, day: str) -> bool:
    """Whether a word is the beginning of a day, or a day without its vowels: "yest", "tmrw"."""
    if len(word) < 4 or word[0] != day[0] or len(word) >= len(day):
        return False
    if day.startswith(word):
        return True
    at = 0
    for place, letter in enumerate(day):
        if at < len(word) and word[at] == letter:
            at += 1
        elif letter not in _VOWELS and day[place - 1] != letter:
            return False
    return at == len(word)


def nearly(word: str, other: str) -> bool:
    """Whether two words differ by one letter: left out, added, changed, or swapped."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(word), len(other)) and word[at] == other[at]:
        at += 1
    rest, aim = word[at:], other[at:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return rest[1:] == aim or rest == aim[1:] or rest[1:] == aim[1:] or swapped == aim
