"""The words of `hv edit` and `hv delete`: which entries, and what of them is to be otherwise.

`2 1h30`, `1-3 yesterday`, `last +15m TF Research: better notes`. What stands first names entries:
rows, ids, `last`, `running`, `^2`, days, or words that fit an entry. What can be read in no way is
refused; names are told apart later, for tasks are those of the entry's project.
"""

from collections.abc import Callable
from datetime import date, datetime
from itertools import takewhile

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.days.ranges import days
from harvest_cli.language.lengths.clock import Clock
from harvest_cli.language.lengths.clock_ranges import Span, hhmm, is_break, past_break
from harvest_cli.language.lengths.durations import BARE, bare_number, duration
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.mentions import find_mentions
from harvest_cli.language.sentence.rows import days_named, rows_at
from harvest_cli.language.sentence.scan import quantity
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    is_word,
    joins_nothing,
    nothing_follows,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions, Inference
from harvest_cli.language.text.tokens import (
    END,
    NUMBER,
    QUOTE,
    SIGN,
    WORD,
    key_of,
    protect,
    tokenise,
)
from harvest_cli.language.text.vocabulary import BREAKS, EVENINGS, MONTHS, listed

PLUS, MINUS = ("plus", "add"), ("minus", "less", "subtract")
MORE, FEWER = ("more", "longer", "extra"), ("less", "shorter", "fewer")
FILLER = frozenset(
    listed("to on at for in as is was it be should the a an of with set change make move and doing")
)
"""Words between the parts, which change nothing."""
_LONGEST_TASK = 8
_TWICE = Problem("usage", "Two values for one field", "Give one of them")
_ONE_DAY = Problem("invalid_date", "An entry has one day", "Name one day, like `yesterday`")
_NO_NOTES = Problem("usage", "The notes are missing", 'To clear them: `--note ""`')
_BREAK = Problem("invalid_duration", "A break cannot be taken off here", "Give the hours: `7h30`")
_HALF = Problem("invalid_time", "It could be morning or evening", "Write `8pm` or `8am`")
_OFF = Problem("usage", "A break is not a project", "Take it off: `hv edit last minus 30m lunch`")
_BOTH = Problem("invalid_duration", "Hours and clock times cannot be combined", "Give one of them")
_WHICH_END = Problem(
    "invalid_time", "That may be the start or the end", "Write `from 9am` or `until 5pm`"
)
_NO_ENTRY = "Name rows, ids, `last`, `running` or days, divided by commas"
_NO_SPAN = Problem("invalid_time", "An entry has hours, or a start and an end", "Write `9-10:30`")


class Loose(NamedTuple):
    """Words that may be names, `text[start:end]` of the sentence."""

    text: str
    start: int
    end: int


class EditReading(NamedTuple):
    """What was read. `where` names entries in words where no `references` do: days, or notes.

    `hours` is a length as typed, with its sign where it is added or taken off; `begin` and `end`
    are times `HH:MM`. `timed` is where one of these stands in `text`.
    """

    text: str
    references: tuple[str, ...] = ()
    where: str = ""
    is_period: bool = False
    hours: str | None = None
    day: date | None = None
    begin: str | None = None
    end: str | None = None
    timed: tuple[int, int] | None = None
    notes: str | None = None
    names: tuple[Loose, ...] = ()
    inferences: tuple[Inference, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything but the entries was said."""
        fields = (self.hours, self.day, self.begin, self.end, self.notes, self.names or None)
        return any(field is not None for field in fields)


def parse_edit(
    text: str,
    now: datetime,
    names: Names,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    *,
    only_entries: bool = False,
    flagged: bool = False,
) -> EditReading:
    """Read the words; with `only_entries`, as those of a deletion, nothing but entries.

    `flagged` where flags say what is to change. Raises SentenceError.
    """

    def read(typed: str) -> EditReading:
        context = ReadingContext(now, conventions)
        return _read(typed, context, names, only_entries=only_entries, flagged=flagged)

    try:
        found = read(text)
    except SentenceError:
        if (again := _without_slips(text, names, read)) is None:
            raise
        return again
    return (_without_slips(text, names, read) if found.names else None) or found


def _without_slips(
    text: str, names: Names, read: Callable[[str], EditReading]
) -> EditReading | None:
    """What was meant by `last yesteday`; None where no slip was made, or it may be a name."""
    # Loaded for what is refused, or may be a name.
    from harvest_cli.language.text.slips import as_meant

    meant, told = as_meant(text, names.may_begin)
    try:
        found = read(meant) if told else None
    except SentenceError:
        return None
    mended = set(meant.split()).difference(text.split())
    if found is None or any(mended.intersection(each.text.split()) for each in found.names):
        return None
    return found._replace(inferences=(*told, *found.inferences))


def _read(
    text: str, context: ReadingContext, names: Names, *, only_entries: bool, flagged: bool
) -> EditReading:
    raw = tokenise(text)
    if raw[0].kind == END:
        return EditReading(text)
    if not only_entries and not flagged and _is_row_and_day(raw, context):
        reading = EditReading(text, (raw[0].text,))
        return _Changes(text, raw[1].start, names, context).read(reading)
    found = rows_at(raw, 0, context, text, loose=only_entries, flagged=flagged)
    if found is not None:
        references, at = found
        reading = EditReading(text, references)
        return _Changes(text, raw[at].start, names, context).read(reading, only_entries)
    if only_entries:
        return EditReading(text, where=text.strip(), is_period=_says_days(raw, context) > 0)
    return _by_words(text, raw, names, context)


def _is_row_and_day(tokens: Tokens, context: ReadingContext) -> bool:
    """`4 nov 24`: a row and a day, for as a day alone it changes nothing."""
    if tokens[0].kind != NUMBER or not is_word(tokens[1], *MONTHS) or tokens[2].kind != NUMBER:
        return False
    match = days(tokens, 1, context)
    return match is not None and match.kind == "days" and tokens[match.end].kind == END


def _says_days(tokens: Tokens, context: ReadingContext) -> int:
    """Past the days at the beginning; 0 for none."""
    match = days_named(tokens, 0, context)
    return match.end if match is not None and match.kind == "days" else 0


def _by_words(text: str, raw: Tokens, names: Names, context: ReadingContext) -> EditReading:
    """Days or words name the entries, up to what changes them; nothing is the last one."""
    said = _says_days(raw, context)
    tokens = protect(find_mentions(raw, names, text), text)
    i = next(place for place, token in enumerate(tokens) if token.start >= raw[said].start)
    while tokens[i].kind != END and not _begins_change(tokens, i, context):
        if not said and (day := days(tokens, i, context)) is not None:
            raise _which_day(text, (tokens[i].start, tokens[day.end - 1].end))
        i += 1
    where = text[: tokens[i].start].strip(" ,;")
    reading = EditReading(text, where=where, is_period=said > 0)
    if not where:
        reading = reading._replace(references=("last",))
    return _Changes(text, tokens[i].start, names, context).read(reading)


def _which_day(text: str, span: tuple[int, int]) -> Exception:
    word = text[slice(*span)]
    problem = Problem(
        "ambiguous_reference",
        f'"{word}" may be the day of the entry, or the one to move it to',
        f'To move it: `hv edit {text[: span[0]].strip()} --date "{word}"`',
    )
    return refusal(problem, text, span)


def _begins_change(tokens: Tokens, i: int, context: ReadingContext) -> bool:
    if _notes_at(tokens, i) or tokens[i].kind == QUOTE or _sign(tokens, i, context):
        return True
    match = quantity(tokens, i, context)
    return match is not None and match.kind != "problem"


def _notes_at(tokens: Tokens, i: int) -> int:
    """Past a colon that starts the notes, `note:` included; 0 for none."""
    j = i + 1 if is_word(tokens[i], "note", "notes") and is_sign(tokens[i + 1], ":") else i
    after = tokens[j + 1]
    return j + 1 if is_sign(tokens[j], ":") and (after.gap or after.kind != NUMBER) else 0


def _sign(tokens: Tokens, i: int, context: ReadingContext) -> str:
    """`+` or `-` where a length or a number stands behind the sign; else nothing."""
    token = tokens[i]
    sign = "+" if is_sign(token, "+") or is_word(token, *PLUS) else ""
    sign = "-" if is_sign(token, "-") or is_word(token, *MINUS) else sign
    workday = context.conventions.workday_minutes
    amount = tokens[i + 1].kind == NUMBER or duration(tokens, i + 1, workday) is not None
    return sign if amount else ""


class _Changes:
    """The walk over what stands behind the entries."""

    def __init__(self, text: str, begin: int, names: Names, context: ReadingContext) -> None:
        self.text, self.context, self.names, self.late = text, context, names, False
        # What names entries is no part of the rest, and keeps its place.
        rest = " " * begin + text[begin:]
        self.tokens = protect(find_mentions(tokenise(rest), names, rest), rest)
        self.given: dict[str, Any] = {}
        self.runs: list[tuple[int, int]] = []
        self.inferences: list[Inference] = []

    def read(self, reading: EditReading, only_entries: bool = False) -> EditReading:
        """The reading with what is said of its entries."""
        i, text = 0, self.text
        while self.tokens[i].kind != END:
            if only_entries:
                problem = _unread(self._typed(i, self._last()))
                problem.hint = _NO_ENTRY
                raise self._refuse(problem, i, self._last())
            i = self._part(i)
        for i, j in self.runs:
            words = self._typed(i, j).casefold()
            if BREAKS.issuperset(words.split()) and words not in self.names.task_keys:
                raise self._refuse(_OFF, i, j)
        early = self.given.get("begin", self.given.get("end", "24")) < "12"
        if self.late and early and "am" not in text[slice(*self.given["timed"])].lower():
            raise refusal(_HALF, text, self.given["timed"])
        names = [self._loose(*run) for run in self.runs]
        return reading._replace(**self.given, names=tuple(names), inferences=tuple(self.inferences))

    def _part(self, i: int) -> int:
        if past := _notes_at(self.tokens, i):
            return self._notes(past, i)
        if self.tokens[i].kind == QUOTE:
            token = self.tokens[i]
            self._give(i, i + 1, notes=self.text[token.start + 1 : token.end - 1])
            return i + 1
        if sign := _sign(self.tokens, i, self.context):
            return self._moved(i, sign)
        match = days(self.tokens, i, self.context) or quantity(self.tokens, i, self.context)
        if match is not None:
            return self._match(match, i)
        return self._word(i)

    def _notes(self, past: int, i: int) -> int:
        typed = self.text[self.tokens[past - 1].end :].strip()
        if not typed:
            raise self._refuse(_NO_NOTES, i, past)
        self._give(i, past, notes=typed)
        return next(n for n, token in enumerate(self.tokens) if token.kind == END)

    def _moved(self, i: int, sign: str) -> int:
        """`+15m`, `- 10 minutes`: added to the hours, or taken off."""
        found = duration(self.tokens, i + 1, self.context.conventions.workday_minutes)
        if bare_number(self.tokens, i + 1) and (found is None or found[1] == i + 2):
            raise self._refuse(BARE, i, i + 2)
        if found is None:
            # For what is refused.
            from harvest_cli.language.sentence.entry_length import no_unit

            pair = (token.text for token in self.tokens[i + 1 : i + 3])
            raise self._refuse(no_unit(*pair), i, i + 3)
        if isinstance(found[0], Problem):
            raise self._refuse(found[0], i, found[1])
        self._give(i, found[1], hours=sign + self._typed(i + 1, found[1]))
        lunch = skip(self.tokens, skip(self.tokens, found[1], "for", "of"), "a", "my")
        return past_break(self.tokens, lunch) if is_break(self.tokens, lunch) else found[1]

    def _match(self, match: Match, i: int) -> int:
        value, j = match.value, match.end
        self.inferences += match.inferences
        if isinstance(value, Problem):
            raise self._refuse(value, i, j)
        if match.kind == "days":
            return self._day(value, i, j)
        if match.kind == "duration":
            sign = "+" if is_word(self.tokens[j], *MORE) else ""
            sign = "-" if is_word(self.tokens[j], *FEWER) else sign
            self._give(i, j, hours=sign + self._typed(i, j))
            return j + bool(sign)
        if isinstance(value, Span):
            if value.off or value.now:
                raise self._refuse(_BREAK if value.off else _NO_SPAN, i, j)
            self._give(i, j, begin=hhmm(value.start), end=hhmm(value.end))
            return j
        moment = value[0] if isinstance(value, tuple) else None
        if match.kind in ("begin", "finish") and isinstance(moment, Clock):
            ends = match.kind == "finish" or (i > 0 and is_word(self.tokens[i - 1], "to"))
            name = "end" if ends else "begin"
            if name == "begin" and moment.half and self.tokens[i].kind == NUMBER:
                raise self._refuse(_WHICH_END, i, j)
            self._give(i, j, **{name: hhmm(moment.minutes)})
            return j
        raise self._refuse(_NO_SPAN, i, j)

    def _day(self, value: object, i: int, j: int) -> int:
        when, every = value if isinstance(value, tuple) else (value, "")
        if not isinstance(when, When) or every or when.start != when.end:
            raise self._refuse(_ONE_DAY, i, j)
        self.late = any(is_word(token, *EVENINGS) for token in self.tokens[i:j])
        self._give(i, j, day=when.start)
        return j

    def _word(self, i: int) -> int:
        token = self.tokens[i]
        if end := self._task(i):
            begin, last = self.runs.pop() if self.runs else (i, i)
            self.runs += [(begin, end)] if last == i else [(begin, last), (i, end)]
            return end
        loose = token.text in FILLER and joins_nothing(self.tokens, i)
        if loose and not _notes_at(self.tokens, i + 1):
            raise nothing_follows(self.text, [(token.start, token.end)])
        if is_sign(token, ",", ";", "|", "&") or (token.kind == WORD and token.text in FILLER):
            return i + 1
        follows = bool(self.runs) and self.runs[-1][1] == i
        if token.kind == NUMBER and not (follows and not token.gap):
            raise self._refuse(BARE, i, i + 1)
        if follows:
            self.runs[-1] = self.runs[-1][0], i + 1
            return i + 1
        if token.kind == SIGN:
            raise self._refuse(_unread(self._typed(i, self._last())), i, self._last())
        self.runs.append((i, i + 1))
        return i + 1

    def _task(self, i: int) -> int:
        """Past a task whose name holds words like `on`, or past the last of its words."""
        keys = self.names.task_keys
        words = [*takewhile(lambda token: token.kind == WORD, self.tokens[i : i + _LONGEST_TASK])]
        for many in range(len(words), 1, -1):
            joins = any(token.text in FILLER for token in words[:many])
            if joins and key_of(self._typed(i, i + many)) in keys:
                return i + many
        if not words or words[0].text not in FILLER or not self.runs or self.runs[-1][1] != i:
            return 0
        pair = f" {key_of(self._typed(i - 1, i + 1))} "
        loose = joins_nothing(self.tokens, i) or _notes_at(self.tokens, i + 1)
        return i + 1 if loose and any(pair in f" {key} " for key in keys) else 0

    def _give(self, i: int, j: int, **fields: object) -> None:
        times = {"begin", "end"}
        if self.given.keys() & fields.keys():
            raise self._refuse(_TWICE, i, j)
        self.given.update(fields)
        if fields.keys() & {"hours", *times}:
            self.given["timed"] = (self.tokens[i].start, self.tokens[j - 1].end)
        if "hours" in self.given and times & self.given.keys():
            raise self._refuse(_BOTH, i, j)

    def _last(self) -> int:
        return next(n for n, token in enumerate(self.tokens) if token.kind == END)

    def _typed(self, i: int, j: int) -> str:
        return self.text[self.tokens[i].start : self.tokens[j - 1].end]

    def _loose(self, i: int, j: int) -> Loose:
        return Loose(self._typed(i, j), self.tokens[i].start, self.tokens[j - 1].end)

    def _refuse(self, problem: Problem, i: int, j: int) -> Exception:
        return refusal(problem, self.text, (self.tokens[i].start, self.tokens[j - 1].end))


def _unread(typed: str) -> Problem:
    return Problem(
        "usage",
        f'Cannot read "{typed[:60]}"',
        "Write a length, a day, times, names, or notes behind a colon",
    )
