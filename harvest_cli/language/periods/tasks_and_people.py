"""Names that are found before a look back is read: tasks of several words, and people."""

from collections.abc import Collection, Sequence

from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.names.mentions import sequence
from harvest_cli.language.periods.days_back import days_said
from harvest_cli.language.periods.marks import PERSON, is_join
from harvest_cli.language.periods.marks import beside as compared
from harvest_cli.language.sentence.reading_state import ReadingState, Roles
from harvest_cli.language.text.match import ReadingContext, Tokens, is_sign, is_word
from harvest_cli.language.text.readings import ME, Person
from harvest_cli.language.text.tokens import (
    MENTION,
    TASK,
    WORD,
    Token,
    end_of_text,
    key_of,
    tokenise,
    words_of,
)
from harvest_cli.language.text.vocabulary import GIVEN, STRUCTURE

LONGEST_TASK = 8


def with_all_names(state: ReadingState, people: Sequence[Person]) -> None:
    """Let the tokens of the sentence hold tasks of several words, and the people it names."""
    _tell_from_days(state)
    tokens = _with_people(state, people)
    state.tokens = _with_tasks(tokens, state.names.task_keys)
    state.roles = Roles(state.text, state.tokens)


def _tell_from_days(state: ReadingState) -> None:
    """Of a name that reads like days, and stands twice, once is days: `Week 9 in week 9`."""
    named = [token for token in state.tokens if token.kind == MENTION]
    words = tokenise(state.text) if named else []
    like = [token for token in named if _reads_as_days(state, token, words)]
    for name in {key_of(token.text) for token in like}:
        same = [token for token in like if key_of(token.text) == name]
        led = [token for token in same if _is_led(state.tokens, state.tokens.index(token))]
        for token in (led or same[1:]) if len(same) > 1 else ():
            at = state.tokens.index(token)
            state.tokens[at : at + 1] = _within(token, words)
        if len(same) == 1:
            typed = state.text[same[0].start : same[0].end]
            state.infer("name", f'"{typed}" read as a name, not as days')


def _is_led(tokens: Tokens, at: int) -> bool:
    """Whether a word that leads to days stands before it, or one that goes on from them behind."""
    led = at > 0 and is_word(tokens[at - 1], "in", "during", "since", "vs", "from")
    return led or is_word(tokens[at + 1], "of")


def _within(token: Token, words: Tokens) -> Tokens:
    """The words of a name, of all that the sentence has."""
    return [each for each in words if token.start <= each.start < token.end]


def _reads_as_days(state: ReadingState, token: Token, words: Tokens) -> bool:
    own = _within(token, words)
    found = days_said([*own, *end_of_text(token.end)], 0, state.context)
    return found is not None and found.end == len(own) and found.kind == "days"


def _with_tasks(tokens: Tokens, known: Collection[str]) -> Tokens:
    """Tasks of two words and more, which a word of the language may be part of."""
    words = sequence(tokens)
    begin = {key.partition(" ")[0] for key in known}
    kept: Tokens = []
    at = taken = 0
    while at < len(words):
        most = min(LONGEST_TASK, len(words) - at) if words[at][0] in begin else 0
        length = next(
            (
                n
                for n in range(most, 1, -1)
                if " ".join(word for word, _ in words[at : at + n]) in known
            ),
            0,
        )
        if length:
            first, last = tokens[words[at][1]], tokens[words[at + length - 1][1]]
            kept += tokens[taken : words[at][1]]
            text = " ".join(word for word, _ in words[at : at + length])
            kept.append(Token(TASK, first.start, last.end, text, first.gap))
            taken = words[at + length - 1][1] + 1
        at += length or 1
    return kept + tokens[taken:]


def _with_people(state: ReadingState, people: Sequence[Person]) -> Tokens:
    """Somebody's full name, or a first or last name that only one person has."""
    tokens, i = state.tokens, 0
    kept: Tokens = []
    acting = [
        at
        for at, token in enumerate(tokens)
        if token.stem in STRUCTURE and (_acts(tokens, at) or _has_days(tokens, at, state.context))
    ]
    while i < len(tokens):
        behind = len(kept) > 1 and kept[-2].kind == PERSON and is_join(kept[-1])
        # "Bob, june vs may"
        behind = behind and not (is_sign(kept[-1], ",") and compared(tokens, i + 1))
        beside = behind or (i > 0 and is_word(tokens[i - 1], *_BUT))
        beside = beside or (bool(people) and _person_follows(tokens, i, people, acting))
        person, j = _person_at(tokens, i, people, acting if not beside else (*acting, i))
        if is_word(tokens[i], "me", "myself") and (behind or _joined_to(tokens, i, people)):
            person = ME
        # "June Park, june": once is enough for a name.
        again = behind and is_sign(kept[-1], ",") and person == kept[-2].value
        if person is None and tokens[i].stem in GIVEN and i in acting:
            state.infer("month", f'"{tokens[i].text}" read as the month')
        if person is None or (again and j == i + 1):
            kept.append(tokens[i])
            j = i + 1
        else:
            if j == i + 1 and tokens[i].text in STRUCTURE:
                state.infer("person", f'"{tokens[i].text}" read as {person.name}')
            first, last = tokens[i], tokens[j - 1]
            kept.append(Token(PERSON, first.start, last.end, "", first.gap, person))
        i = j
    return kept


_BUT = ("except", "but", "excluding", "without")


def _joined_to(tokens: Tokens, i: int, people: Sequence[Person]) -> bool:
    """Whether somebody is joined to what stands at `i`: `me and june`."""
    joined = is_join(tokens[i + 1])
    return joined and _person_at(tokens, i + 2, people, (i + 2,))[0] is not None


def _person_follows(
    tokens: Tokens, i: int, people: Sequence[Person], acting: Collection[int]
) -> bool:
    """Whether the month-like name at `i` is joined to somebody: `june and bob`."""
    named = tokens[i].text in STRUCTURE and tokens[i].kind == WORD
    if not named or not is_join(tokens[i + 1]) or is_sign(tokens[i + 1], ","):
        return False
    return _person_at(tokens, i + 2, people, acting)[0] is not None


def _person_at(
    tokens: Tokens, i: int, people: Sequence[Person], acting: Collection[int]
) -> tuple[Person | None, int]:
    """Somebody named at `i`; a word that could be a month is a name where it is `acting`."""
    if tokens[i].kind != WORD:
        return None, i + 1
    begun = [each for each in people if tokens[i].stem in words_of(each.name)]
    for each in begun:
        words = words_of(each.name)
        run = [token.stem for token in tokens[i : i + len(words)]]
        if run == words:
            return each, i + len(words)
    if len(begun) != 1 or (tokens[i].text in STRUCTURE and i not in acting):
        return None, i + 1
    return begun[0], i + 1


def _acts(tokens: Tokens, i: int) -> bool:
    """Whether a word that could be a month is somebody: `june's hours`, `what did june do`."""
    return tokens[i].stem != tokens[i].text or is_word(tokens[i + 1], "do", "work", "log", "spend")


def _has_days(tokens: Tokens, i: int, context: ReadingContext) -> bool:
    """Whether days of their own follow what could be a month: `april, yesterday`, `june in q3`."""
    if tokens[i].stem not in GIVEN:
        return False
    comma = is_sign(tokens[i + 1], ",")
    led = is_word(tokens[i + 1 + comma], "in", "during", "on")
    at = i + 1 + comma + led
    found = days_said(tokens, at, context) if tokens[at].kind == WORD else None
    when = found.value if found is not None else None
    if not isinstance(when, When) or when.unit == "year":
        return False
    return led or when.floats in ("", "weekday")
