"""One walk over the tokens: which are quantities, days, names, signs, filler, or none of these.

The walk stops at the colon that starts the notes.
"""

from harvest_cli.domain.hours import Ratio
from harvest_cli.language.lengths.clock import Clock, clock, half_hours, part_of_day
from harvest_cli.language.lengths.clock_ranges import OFF, VAGUE, span
from harvest_cli.language.lengths.durations import BARE, bare_number, duration, each
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.mentions import Mention
from harvest_cli.language.text.match import (
    A_LENGTH,
    Match,
    Problem,
    ReadingContext,
    Tokens,
    glued,
    is_sign,
    is_word,
    opening,
    skip,
    starts_clean,
)
from harvest_cli.language.text.tokens import (
    AT,
    END,
    MENTION,
    NUMBER,
    OPAQUE,
    QUOTE,
    SIGN,
    TAG,
    TASK,
    WORD,
    Token,
    key_of,
)
from harvest_cli.language.text.vocabulary import (
    AGO,
    DAYPARTS,
    DAYS_BEGIN,
    FILLER,
    HOURS,
    LAST,
    MINUTES,
    ONES,
    PERIODS_BEGIN,
    PUNCTUATION,
    SEPARATORS,
    TENS,
    THIS,
    listed,
)

QUANTITIES = frozenset(("duration", "span", "begin", "finish", "last"))


class Segment:
    """A run of tokens with one part to play.

    `kind` is match, mention, at, tag, task, quote, sep, join, filler or run (words left over).
    """

    __slots__ = ("end", "kind", "match", "mention", "start", "value")

    def __init__(self, kind: str, start: int, end: int, value: object = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value
        self.match = value if isinstance(value, Match) else None
        self.mention = value if isinstance(value, Mention) else None
        """What was recognised, and the mentioned name, if it is that."""

    @property
    def meaning(self) -> object:
        """What the recognised match stands for; None when it is none."""
        return self.match.value if self.match is not None else None

    def is_match(self, *kinds: str) -> bool:
        """Whether it is an match of one of these kinds."""
        return self.match is not None and self.match.kind in kinds


def quantity(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """A length, a run of clock time, or one end of it."""
    return _last(tokens, i, context) or span(tokens, i, context) or _plain(tokens, i, context)


def _plain(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    end = _begin(tokens, i, context)
    if end is not None:
        return end
    if not starts_clean(tokens, i) or (i and glued(tokens[i - 1], ".") and not tokens[i].gap):
        return None
    if bare_number(tokens, i) and is_word(tokens[i + 1], *AGO, "already"):
        return Match("problem", i, i + 2, BARE)
    found = duration(tokens, i, context.conventions.workday_minutes)
    if found is not None:
        value, j = found
        value = _wrong_sign(tokens, i) or value
        if not isinstance(value, Problem) and is_word(tokens[j], *AGO, "already"):
            return Match("already" if tokens[j].text == "already" else "ago", i, j + 1, value)
        return Match("duration", i, j, value)
    return _lone_clock(tokens, i, context)


def _wrong_sign(tokens: Tokens, i: int) -> Problem | None:
    """What is wrong with a length for the sign in front of it."""
    before = tokens[i - 1] if i else tokens[i]
    if tokens[i].gap:
        return None
    if i > 1 and glued(before, "-") and tokens[i - 2].kind == NUMBER:
        return VAGUE
    if is_sign(before, ",") and before.gap:
        message = "The number starts with a comma"
        return Problem("invalid_duration", message, "Write it like `0.5h`")
    if is_sign(before, "-"):
        return Problem("invalid_duration", "Time cannot be negative", "Remove the minus sign")
    return None


def _last(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`the last 2 hours`, `last half hour`."""
    j = skip(tokens, i, "the", "these")
    if not is_word(tokens[j], *LAST):
        return None
    if is_word(tokens[j + 1], "hour"):
        return Match("last", i, j + 2, Ratio(60))
    found = duration(tokens, j + 1, context.conventions.workday_minutes)
    if found is None or is_word(tokens[found[1] - 1], "d", "day", "days"):
        return None
    return Match("last", i, found[1], found[0])


def _begin(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`since 9am`, `from 9`, `at 3pm`, `starting at 9`, `until 5pm`."""
    j, kind = i, "begin"
    if is_word(tokens[j], "starting", "started", "beginning", "start"):
        j = skip(tokens, j + 1, "at", "from")
    elif is_word(tokens[j], "until", "till", "til", "ending"):
        j, kind = skip(tokens, j + 1, "at"), "finish"
    elif is_word(tokens[j], "since", "from", "at") or (
        is_sign(tokens[j], "@") and tokens[j + 1].kind != WORD
    ):
        j += 1
    if j == i:
        return None
    if is_word(tokens[j], "this") and is_word(tokens[j + 1], *DAYPARTS):
        j = skip(tokens, j + 2, "at")
    found = clock(tokens, j, context)
    if found is None:
        return None
    value, end = found
    if is_word(tokens[end], *HOURS, *MINUTES) or is_sign(tokens[end], "/"):
        return None
    said = value if isinstance(value, Problem) else (value, tokens[i].text)
    # What is wrong with a time is not the `at` in front of it.
    return Match(kind, j if isinstance(value, Problem) else i, end, said)


def _lone_clock(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`3pm`, `ten past three`, `half three` or `3 o'clock` by itself."""
    at, end = clock(tokens, i, context) or (None, i)
    said = not _SAID.isdisjoint([token.text for token in tokens[i:end]])
    return (
        Match("begin", i, end, (at, "at")) if isinstance(at, Clock) and (at.half or said) else None
    )


_SAID = frozenset(("past", "oclock", "half", "quarter"))
"""One of these is in a time of day that is said, and can be nothing else."""


def scan(tokens: Tokens, context: ReadingContext, settled: "Settled") -> tuple[list[Segment], int]:
    """The segments up to the notes, and the token where notes start (the colon), or the end."""
    segments: list[Segment] = []
    i, context.nothing, context.measured = 0, set(), None
    context.breaks = not OFF.isdisjoint([token.text for token in tokens])
    while tokens[i].kind != END:
        if is_sign(tokens[i], ":") and settled.is_boundary(tokens, i, segments, context):
            break
        segment = _atom(tokens, i, context, segments)
        if context.breaks and segment.is_match("span" if context.measured else "duration", "span"):
            context.measured = segment.match
        i = append(segments, segment)
    context.nothing = None
    return segments, i


def append(segments: list[Segment], segment: Segment) -> int:
    """Add an segment, words to the words before them; returns the token after it."""
    if segment.kind == "run" and segments and segments[-1].kind == "run":
        segments[-1] = Segment("run", segments[-1].start, segment.end)
    else:
        segments.append(segment)
    return segment.end


def _atom(tokens: Tokens, i: int, context: ReadingContext, segments: list[Segment]) -> Segment:
    token = tokens[i]
    if token.kind in _DIRECT:
        return Segment(_DIRECT[token.kind], i, i + 1, token.value)
    if token.kind == OPAQUE:
        return Segment("run", i, i + 1)
    if segments and segments[-1].is_match("duration", "span", "each"):
        share = each(tokens, i)
        if share is not None:
            return Segment("match", i, share.end, share)
    apart = _pause(tokens, i, context) or _sign(tokens, i)
    apart = apart or _matched(tokens, i, context, segments)
    return apart or Segment(_plain_kind(token), i, i + 1)


def _matched(
    tokens: Tokens, i: int, context: ReadingContext, segments: list[Segment]
) -> Segment | None:
    """A day, a quantity or a period; or a part of a day that says nothing."""
    behind = part_of_day(tokens, i)
    if behind > i + 2 and (tokens[behind].kind == END or is_sign(tokens[behind], *",;:|.)")):
        return Segment("filler", i, behind)
    word = opening(tokens, i)
    before = None if word else _days_before(segments)
    for recognise, words in _RECOGNISERS:
        if word and word not in words:
            continue
        match = recognise(tokens, i, context)
        if match is None and before is not None:
            match = _another_day(tokens, i, before)
        if match is not None:
            if match.kind in ("span", "begin", "finish"):
                match.inferences += half_hours(tokens, i, match.end)
            return Segment("match", i, match.end, match)
    return None


def _days(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    # Loaded for a figure or a word that days begin with.
    from harvest_cli.language.days.ranges import days

    return days(tokens, i, context)


def _longer(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    # As above.
    from harvest_cli.language.days.ranges import longer

    return longer(tokens, i, context)


def _another_day(tokens: Tokens, i: int, before: Match) -> Match | None:
    # As above.
    from harvest_cli.language.days.ranges import another_day

    return another_day(tokens, i, before)


def _rounding(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    # As above.
    from harvest_cli.language.lengths.breaks import rounding_at

    return rounding_at(tokens, i, context.conventions.workday_minutes)


_QUANTITIES_BEGIN = frozenset(
    listed("noon midday midnight now half quarter a an pt couple full whole entire all")
).union((A_LENGTH,), ONES, TENS, LAST, THIS)
_RECOGNISERS = (
    (_days, DAYS_BEGIN),
    (quantity, _QUANTITIES_BEGIN),
    (_longer, PERIODS_BEGIN),
    (_rounding, ("nearest", "rounded", "round")),
)
"""What is looked for, in this order, and the words it begins with."""


def _pause(tokens: Tokens, i: int, context: ReadingContext) -> Segment | None:
    """`minus 30m` apart from the clock times it belongs to."""
    if not context.breaks or context.measured is None:
        return None
    # Loaded for a break.
    from harvest_cli.language.lengths.breaks import break_at

    found = break_at(tokens, i, context, context.measured.value)
    return Segment("match", i, found[1], Match("break", i, *found[::-1])) if found else None


def _days_before(segments: list[Segment]) -> Match | None:
    """The day that a comma or `and` separates from what follows."""
    at = len(segments)
    while at and segments[at - 1].kind in ("sep", "join"):
        at -= 1
    found = segments[at - 1].match if at and at < len(segments) else None
    return found if found is not None and found.kind == "days" else None


def _plain_kind(token: Token) -> str:
    if is_word(token, "and", "then", "plus"):
        return "join"
    if token.kind == SIGN:
        return "filler" if token.text in PUNCTUATION else "run"
    return "filler" if token.kind == WORD and token.text in FILLER else "run"


_DIRECT = {MENTION: "mention", QUOTE: "quote", AT: "at", TAG: "tag", TASK: "task"}


def _sign(tokens: Tokens, i: int) -> Segment | None:
    token = tokens[i]
    if token.kind != SIGN:
        return None
    after = tokens[i + 1]
    stop = token.text == "." and not token.gap and after.gap and after.kind != END
    if token.text in SEPARATORS or stop or token.stem == "—":
        return Segment("sep", i, i + 1)
    if token.text in "&+" and (token.gap or after.gap):
        return Segment("join", i, i + 1)
    if token.text == "-" and token.gap:
        if after.gap:
            return Segment("sep", i, i + 1)
        if is_sign(after, "-") and tokens[i + 2].gap:
            return Segment("sep", i, i + 2)
    return None


class Settled:
    """What need not be found in the words, for telling where notes start."""

    __slots__ = ("names", "needs_quantity", "project")

    def __init__(self, names: Names, *, project: bool, needs_quantity: bool) -> None:
        self.names = names
        self.project = project
        self.needs_quantity = needs_quantity

    def is_boundary(
        self, tokens: Tokens, i: int, segments: list[Segment], context: ReadingContext
    ) -> bool:
        """Whether the colon at `i` starts the notes."""
        after = tokens[i + 1]
        named = _targets(segments, self.names)
        if (
            not after.gap
            and after.kind != END
            and not (segments and segments[-1].kind == "mention")
        ):
            return False
        if not after.gap and after.kind == "n":
            return False
        measured = sum(a.is_match(*QUANTITIES) for a in segments)
        if measured and _heads(segments) and _quantity_next(tokens, i + 1, context):
            return False
        if not measured and _only_client(segments) and after.kind in (MENTION, AT):
            return False
        seen = named or measured or any(a.kind == "run" for a in segments)
        if not seen:
            return False
        wanted = max(named, 1) if self.needs_quantity else 0
        if measured < wanted:
            return not _quantity_next(tokens, i + 1, context)
        if not named and not self.project and not any(a.kind == "run" for a in segments):
            return after.kind not in (MENTION, AT)
        return True


def _heads(segments: list[Segment]) -> bool:
    """Whether a day stands before the colon as one did at the very beginning: `mon: …; tue: …`."""
    first = next((segment for segment in segments if segment.kind not in ("filler", "sep")), None)
    if first is None or not first.is_match("days") or len(segments) < 2:
        return False
    return segments[-1].is_match("days") and segments[-2].kind == "sep"


def _targets(segments: list[Segment], names: Names) -> int:
    """How many projects are named; a client with its project, or a code with its name, is one.

    Beside another one that is called like a task is a task.
    """
    count, loose, places = 0, 0, set[int]()
    for segment in segments:
        mention = segment.mention
        if mention and not (mention.projects and key_of(mention.words) not in names.task_keys):
            loose = 1
        elif segment.kind == "at" or (mention is not None and places.isdisjoint(mention.projects)):
            count += 1
            places.update(mention.projects if mention is not None else ())
    return count or loose


def _only_client(segments: list[Segment]) -> bool:
    mention = segments[-1].mention if segments else None
    return mention is not None and bool(mention.clients) and not mention.projects


def _quantity_next(tokens: Tokens, i: int, context: ReadingContext) -> bool:
    if quantity(tokens, i, context):
        return True
    first = _days(tokens, i, context)
    return first is not None and quantity(tokens, first.end, context) is not None
