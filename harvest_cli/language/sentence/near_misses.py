"""Free text that may have been meant as structure: refused, or at least said."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names import matching
from harvest_cli.language.names.mentions import Mention
from harvest_cli.language.names.spelling import LIKE, close
from harvest_cli.language.sentence.reading_state import Possible, ReadingState, named_projects
from harvest_cli.language.sentence.scan import QUANTITIES, Segment, quantity
from harvest_cli.language.text.match import Problem, is_sign, is_word, nearly, skip
from harvest_cli.language.text.tokens import END, MENTION, NUMBER, WORD, tokenise, words_of
from harvest_cli.language.text.vocabulary import (
    ACTIVITIES,
    AGO,
    BREAKS,
    DAYPARTS,
    ENDS_OF_A_DAY,
    EXCEPT,
    FILLER,
    HALVES,
    MONTHS,
    ONES,
    ORDINAL_ENDS,
    ORDINALS,
    STRUCTURE,
    TAKES_OFF,
    UNTIL,
    WEEKDAYS,
    listed,
)

_SECOND = Problem(
    "ambiguous_project",
    "The notes seem to contain another entry",
    "Put a colon before notes, or log the entries one by one",
)
_PART = Problem(
    "invalid_duration",
    "Time with an exception could be logged whole or less",
    "Log each part: `7h on PROJECT` and `1h on PROJECT`",
)
_BREAK = Problem(
    "invalid_duration",
    "The notes contain a break",
    "Put `minus 30m` directly behind the times; a colon goes before notes",
)
_SHARED = Problem(
    "invalid_date",
    "How much is of each day is not said",
    "Name the length of each day, like `1h on Website monday and tuesday`",
)
_OVER = ("over", "across", "between", "among", "on", "evenly", "equally")
_DAYS = tuple(name for name in (*WEEKDAYS, "today", "yesterday", "tomorrow") if len(name) > 4)
_MONTHS = tuple(name for name in MONTHS if len(name) > 4)
_WORDS = frozenset(("sundry", "match", "marsh", "toddy"))
"""Words of one letter less or more than a day that mean themselves."""
_VOWELS = "aeiou"
_TIMELY = (STRUCTURE - FILLER).union(AGO, ORDINALS, ORDINAL_ENDS, DAYPARTS, HALVES, ENDS_OF_A_DAY)
_LONGEST_DAY = 8
"""So many pieces has the longest day that is written out."""
_COUNTED = frozenset(
    listed(
        "act appendix article batch book bug chapter clause day draft episode figure item "
        "iteration lesson level line lot milestone module option page para paragraph part "
        "phase point pr question round row scene section sheet slide sprint stage step story "
        "table task ticket tier unit version volume wave week"
    )
)
"""Things that have numbers."""
_TAKING = EXCEPT | frozenset(("but", "which", "incl", "including", "inc"))


def warn_of_days(state: ReadingState, fields: Sequence[Sequence[Segment]]) -> None:
    """A day as a field of its own behind the start of the notes may have been meant as one."""
    for field in fields:
        said = [segment for segment in field if segment.kind not in ("sep", "filler")]
        if said and all(segment.is_match("days") for segment in said):
            state.warnings.append(f"`{state.typed(said[0])}` was read as part of the notes")


def refuse_near_miss(
    state: ReadingState, before: Sequence[Segment], segment: Sequence[Segment]
) -> None:
    """Refuse a field that looks like a further entry, or like more of the project's name."""
    field = [segment for segment in segment if segment.kind not in ("sep", "filler", "join")]
    if any(segment.is_match("break") for segment in field):
        raise state.refuse(_BREAK, *field)
    shared = is_word(state.tokens[field[0].start], "split", "spread", "divided")
    if shared and any(segment.is_match("days") for segment in field):
        raise state.refuse(_SHARED, *field)
    lengths = [a for a in field if a.is_match("duration", "span") and _has_unit(state, a)]
    timed = any(a.is_match("span") for a in before)
    lengths = [
        a
        for a in lengths
        if not (_counts(state, field, a) and (not timed or _of_things(state, field, a)))
    ]
    at_edge = any(length in (field[0], field[-1]) for length in lengths)
    second = at_edge or (lengths and named_projects(field))
    if second and state.given.assignment is None:
        refused = state.unknown_project(next(a for a in field if a.kind == "run"))
        if not refused.candidates and (as_notes := _as_notes(state, state.place(field[0])[0])):
            refused.hint = f"For notes: `{as_notes}`"
        raise refused
    dash = segment[0].kind == "sep" and state.tokens[segment[0].start].text == "-"
    last = before[-1] if before else None
    if dash and last is not None and last.mention is not None and field[0].kind == "run":
        _refuse_longer_name(state, last, last.mention, field[0])


def _counts(state: ReadingState, field: Sequence[Segment], length: Segment) -> bool:
    """Whether `4-6` in `screens 4-6` numbers what is named beside it, which is no project."""
    tokens = state.tokens[length.start : length.end]
    plain = all(token.kind == NUMBER or token.text in ("-", *UNTIL) for token in tokens)
    runs = [state.words(segment) for segment in field if segment.kind == "run"]
    if not plain or not length.is_match("span") or not runs:
        return False
    return not any(state.names.match(words, 2) or _resembles(state, words) for words in runs)


def _of_things(state: ReadingState, field: Sequence[Segment], length: Segment) -> bool:
    """Whether `slides` stands before `3-5`; `call` may well be from three to five."""
    at = field.index(length)
    words = state.words(field[at - 1]) if at and field[at - 1].kind == "run" else []
    last = words[-1] if words else ""
    return last in _COUNTED or (last.endswith("s") and last not in ACTIVITIES)


def _resembles(state: ReadingState, words: Sequence[str]) -> bool:
    """Whether a project's or client's name is spelled much like these words."""
    names = state.names
    live = {key for key, a in zip(names.keys, names.assignments, strict=True) if a.is_active}
    return bool(close(" ".join(words), live.union(names.clients), 1, LIKE))


def _has_unit(state: ReadingState, segment: Segment) -> bool:
    if segment.is_match("span"):
        return True
    return any(state.tokens[i].kind == WORD for i in range(segment.start, segment.end))


def _refuse_longer_name(
    state: ReadingState, named: Segment, mention: Mention, run: Segment
) -> None:
    """`Website - redesign` where there is a Website Redesign; `Store - phase 2` without one."""
    mentioned, words = words_of(state.typed(named)), state.words(run)
    longer = any(
        " ".join([*mentioned, *words[:count]]) in state.names.exact
        for count in range(1, len(words) + 1)
    )
    rest = {
        word
        for place in mention.projects
        for word in state.names.keys[place].split()
        if mention.how == "prefix" and word not in mentioned
    }
    if longer or (words and words[0] in rest):
        start, end = state.place(named)[0], state.place(run)[1]
        error = matching.unknown_project(state.names, state.text[start:end], state.text)
        error.span = (start, end)
        error.hint = 'Put a colon before notes, like "2h on Website: redesign"'
        raise error


def refuse_hidden_entry(state: ReadingState, fields: Sequence[Sequence[Segment]]) -> None:
    """Refuse notes that swallow a field with a project and a length of its own."""
    for field in fields:
        lengths = [a for a in field if a.is_match(*QUANTITIES) and _has_unit(state, a)]
        if any(segment.is_match("break") for segment in field):
            raise state.refuse(_BREAK, *field)
        if lengths and named_projects(field):
            raise state.refuse(_SECOND, *field)


def refuse_part_of(state: ReadingState, field: Sequence[Segment], notes: Sequence[Segment]) -> None:
    """Refuse a field whose notes divide its time: `8h TF except 1h`, `8h TF but 1h for MW`."""
    lengths = [a for a in notes if a.is_match(*QUANTITIES) and _has_unit(state, a)]
    if lengths and named_projects(notes) and state.given.assignment is None:
        raise state.refuse(_PART, *notes)
    refuse_exception(state, field, notes)


def refuse_exception(
    state: ReadingState, field: Sequence[Segment], notes: Sequence[Segment]
) -> None:
    """Refuse words that take a length, or a break, out of what was said: `except 1h meetings`."""
    behind = {segment.start for segment in field if segment.kind != "filler"}
    for run in notes:
        taking = run.kind == "run" and state.tokens[run.end - 1].text in _TAKING
        if not taking or run.end in behind:
            continue
        end = run.end + is_sign(state.tokens[run.end], ".")
        if state.tokens[end].kind == NUMBER:
            # The length is that of another part.
            glued_on = takewhile(lambda token: not token.gap, state.tokens[end + 1 :])
            raise part_of_it(state, run.end - 1, end + 1 + len([*glued_on]))
    noted = frozenset(notes)
    measured = [at for at, a in enumerate(field) if a in noted and a.is_match(*QUANTITIES, "break")]
    lengths = [at for at in measured if _has_unit(state, field[at])]
    for at in lengths:
        length, before = field[at], field[max(0, at - 2) : at]
        takes = [a.end - 1 for a in before if _takes(state.tokens[a.end - 1].text)]
        if takes and length.is_match("break"):
            raise state.refuse(_BREAK, Segment("run", takes[0], length.end))
        if takes:
            raise part_of_it(state, takes[0], length.end)
    said = [i for a in notes for i in range(a.start, a.end) if is_word(state.tokens[i], *BREAKS)]
    timed = any(a.is_match("span") for a in field if a not in noted)
    if timed and said and (lengths or any(_numbered(state, i + 1) for i in said)):
        raise state.refuse(_BREAK, *[a for a in notes if a.kind != "sep"])


def _takes(word: str) -> bool:
    """Whether a word, or one that it is but for a letter, takes out what follows."""
    # Loaded for a length in notes.
    from harvest_cli.language.text.slips import meant

    return word in _TAKING or meant(word) in (*_TAKING, *TAKES_OFF)


def _numbered(state: ReadingState, i: int) -> bool:
    """Whether a time may stand there: `12-1 nov 3`, `at 12`."""
    at = skip(state.tokens, i, "from", "at", "between")
    return state.tokens[at].kind == NUMBER


def part_of_it(state: ReadingState, start: int, end: int) -> SentenceError:
    """The refusal of the words that may take something out of the time before them."""
    while is_word(state.tokens[end], *BREAKS):
        end += 1
    words, text = Segment("run", start, end), state.text
    first, last = state.place(words)
    as_notes = _as_notes(state, first)
    if as_notes and any(token.kind == MENTION for token in state.tokens[start:]):
        # The project stays where it is.
        as_notes = f'{text[:first]}"{text[first:last]}"{text[last:]}'
    hint = f"If it counts as well: `{as_notes}`" if as_notes else _PART.hint
    return state.refuse(Problem(_PART.code, _PART.message, hint), words)


def _as_notes(state: ReadingState, first: int) -> str:
    """The sentence with all that begins there in quotes; empty where it has some."""
    before, after = state.text[:first].rstrip(" ,;-"), state.text[first:]
    return "" if '"' in after else f'{before} "{after}"'


def refuse_shared(state: ReadingState, notes: Sequence[tuple[int, int]]) -> None:
    """Refuse `6h total mon-tue`, `3h split over mon and tue`, whose days do not have it each."""
    for i, (token, after) in enumerate(pairwise(state.tokens)):
        if token.kind == END or (is_sign(token, ":") and after.gap):
            return
        noted = any(first <= token.start < last for first, last in notes)
        total = is_word(token, "total", "altogether", "overall", "combined") and not noted
        if total or (is_word(token, "split", "spread", "divided") and is_word(after, *_OVER)):
            raise state.refuse(_SHARED, Segment("run", i, i + 1))


def refuse_misspelt_days(
    state: ReadingState, field: Sequence[Segment], kinds: Sequence[str] = ()
) -> None:
    """Refuse `last wedensday`, `on teus`, `3 dasy ago` as a field: a day but for a letter.

    Or a match of these `kinds`, such as the beginning of a timer: `sinec 9:30`.
    """
    plain = [segment for segment in field if segment.kind != "sep"]
    if not plain:
        return
    tokens = state.tokens[plain[0].start : plain[-1].end]
    timely = [token for token in tokens if token.kind == NUMBER or token.text in _TIMELY]
    if len(tokens) > _LONGEST_DAY or not (timely or is_word(tokens[0], "on", "this")):
        return
    # Loaded for what may be a day.
    from harvest_cli.language.days.ranges import days
    from harvest_cli.language.text.slips import as_meant

    first, last = state.place(plain[0])[0], state.place(plain[-1])[1]
    meant, told = as_meant(state.text[first:last], state.names.may_begin)
    pieces = tokenise(meant) if told else []
    found = days(pieces, skip(pieces, 0, "on"), state.context) if told else None
    begun = quantity(pieces, 0, state.context) if told and "begin" in kinds else None
    found = found or (begun if begun and begun.kind in kinds else None)
    message = f'Unknown day "{state.text[first:last]}"'
    if found is not None and found.kind in ("days", *kinds) and pieces[found.end].kind == END:
        problem = Problem("invalid_date", message, f"Did you mean `{meant}`?")
        raise state.refuse(problem, *plain)
    word, end = tokens[0].text, tokens[-1].text
    counted = tokens[0].kind == NUMBER or word in ONES
    if counted and len(tokens) == len((NUMBER, WORD, AGO)) and end in AGO:
        raise state.refuse(Problem("invalid_date", message, f"Write `{word} days ago`"), *plain)
    if len(tokens) == 2 and end in WEEKDAYS and nearly(word, "last"):
        raise state.refuse(Problem("invalid_date", message, f"Did you mean `last {end}`?"), *plain)


def refuse_part_of_an_hour(state: ReadingState, length: Segment) -> None:
    """Refuse the hour of `quarfer of an hour`, `most of an hour`."""
    at = length.start - 2
    token = state.tokens[max(at, 0)]
    if token.kind != WORD or token.text in FILLER or state.names.may_begin(token.text):
        return
    # Loaded for such an hour.
    from harvest_cli.language.text.slips import meant

    near, whole = meant(token.text), Segment("run", at, length.end)
    message = f'Expected a duration, got "{state.typed(whole)}"'
    hint = f"Did you mean `{near}`?" if near else "Write minutes, like `45m`"
    raise state.refuse(Problem("invalid_duration", message, hint), whole)


def refuse_beside_task(state: ReadingState, run: Segment, known: Possible) -> None:
    """Refuse `drafting yeserday`, `mornign design` as notes: a task, and time but for a letter."""
    # Loaded for notes without a mark.
    from harvest_cli.language.text.slips import meant

    for word, start, end in (
        (run.end - 1, run.start, run.end - 1),
        (run.start, run.start + 1, run.end),
    ):
        typed, rest = state.tokens[word].text, Segment("run", start, end)
        near = None if start == end or state.names.may_begin(typed) else meant(typed)
        if near is not None and matching.fitting_tasks(known.tasks, state.words(rest)):
            problem = Problem("invalid_date", f'Unknown word "{typed}"', f"Did you mean `{near}`?")
            raise state.refuse(problem, Segment("run", word, word + 1))


def refuse_misspelt_day(state: ReadingState, run: Segment) -> None:
    """Refuse a word where a day could stand that is nearly one: "yestreday", "tmrw", "yest"."""
    first = Segment("run", run.start, run.start + 1)
    words, alone = state.words(first), run.end - run.start == 1
    if len(words) != 1 or words[0] in _WORDS or state.tokens[run.start].text in STRUCTURE:
        return
    days = (*_DAYS, *_MONTHS) if alone else _DAYS
    near = [day for day in days if nearly(words[0], day) or shortened(words[0], day)]
    if near and not alone and words[0] == f"{near[0]}s":
        # "2h todays list"
        return
    if near:
        meant = " or ".join(f"`{day}`" for day in near)
        message = f'Unknown day "{state.typed(first)}"'
        raise state.refuse(Problem("invalid_date", message, f"Did you mean {meant}?"), first)


def refuse_misspelt_day_behind(state: ReadingState, run: Segment) -> None:
    """Refuse words that end in such a word, behind the name of a task: `research tursday`."""
    last = Segment("run", run.end - 1, run.end)
    if not any(map(state.names.may_begin, state.words(last))):
        refuse_misspelt_day(state, last)


def refuse_other_year(state: ReadingState, before: Sequence[Segment], year: Segment) -> None:
    """Refuse `gala 2025` as a name where there is a Gala 2026, and the year as a day nowhere."""
    first = state.tokens[year.start]
    last = state.tokens[year.end - 1]
    bare = first is last or state.tokens[year.start + 1].text == "/"
    if first.kind != NUMBER or len(first.text) != 4 or not bare or len(last.text) > 4:
        return
    if not before or before[0].mention is None or year.end - year.start > 3:
        return
    start, span = state.place(before[0])[0], state.place(year)
    error = matching.unknown_project(state.names, state.text[start : span[1]], state.text, span)
    if any(word.isdigit() for word in words_of(" ".join(error.candidates))):
        error.span = (start, span[1])
        raise error


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
