"""Entries by their place in a list: `2`, `4, 5`, `1-3`, `last`, `running`, `^2`, `#636718192`."""

from harvest_cli.language.days.ranges import days, longer
from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.sentence.scan import quantity
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    ends_clean,
    figures_follow,
    glued,
    is_sign,
    is_word,
    refusal,
    skip,
)
from harvest_cli.language.text.tokens import END, NUMBER, SIGN

LEAD = ("entry", "entries", "row", "rows", "number", "numbers", "no", "nos")
MOST = 100
"""So many rows a range may name."""
LONGEST_ROW = 4
"""Digits; longer numbers are ids."""


def rows_at(
    tokens: Tokens,
    i: int,
    context: ReadingContext,
    text: str,
    *,
    loose: bool = False,
    flagged: bool = False,
) -> tuple[tuple[str, ...], int] | None:
    """The entries that are named at `i` of `text`, each once, and the token after them.

    None where words name them.

    `loose`: nothing but entries can follow, so that `2 9-10` are rows. `flagged`: flags say what is
    to change, so that `4,5` are two. Raises SentenceError.
    """
    first = _Rows(tokens, context, text, loose=loose)
    first.flagged = flagged
    context.nothing = set()
    end = first.read(skip(tokens, i, *LEAD))
    context.nothing = None
    return (tuple(dict.fromkeys(first.names)), end) if first.names else None


def days_named(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """The days at `i` that may name entries; `last half` may be half of an hour, and names none."""
    match = longer(tokens, i, context) or days(tokens, i, context)
    return None if match is not None and is_word(tokens[match.end - 1], "half") else match


class _Rows:
    def __init__(self, tokens: Tokens, context: ReadingContext, text: str, *, loose: bool) -> None:
        self.tokens, self.context, self.text, self.loose = tokens, context, text, loose
        self.names: list[str] = []
        self.flagged = False

    def read(self, i: int) -> int:
        """Add what is named from `i` on; the place after it."""
        at = self._one(i, divided=True)
        while at and at > i:
            i = at
            after = self._divided(i)
            at = self._one(after, divided=after > i)
        return i

    def _divided(self, i: int) -> int:
        """Past a comma, `and` or the like between two of them."""
        j = i
        while is_sign(self.tokens[j], ",", ";", "&") or is_word(self.tokens[j], "and"):
            j += 1
        return skip(self.tokens, j, *LEAD) if j > i else i

    def _one(self, i: int, *, divided: bool) -> int:
        """Past one name or a run of rows at `i`; 0 for none."""
        token = self.tokens[i]
        if is_word(token, "last", "running"):
            return self._word(i, divided=divided)
        if is_sign(token, "^"):
            number = self.tokens[i + 1]
            figured = number.kind == NUMBER and not number.gap
            self.names.append(f"^{number.text}" if figured else "^")
            return i + 1 + figured
        marked = is_sign(token, "#") and self.tokens[i + 1].kind == NUMBER
        return self._number(i + marked, divided=divided or marked)

    def _word(self, i: int, *, divided: bool) -> int:
        text = self.tokens[i].text
        if not divided and not self.loose:
            return 0
        if text == "last" and self._says_when(i):
            return 0
        self.names.append(text)
        return i + 1

    def _says_when(self, i: int) -> bool:
        """Whether `last` is that of `last friday`, and not in front of the day of `mon 16 nov`."""
        match = days_named(self.tokens, i, self.context)
        behind = (read(self.tokens, i + 1, self.context) for read in (days, quantity))
        end = max((each.end for each in behind if each is not None), default=i)
        return match is not None and match.end > i + 1 and match.end >= end

    def _number(self, i: int, *, divided: bool) -> int:
        token = self.tokens[i]
        if token.kind != NUMBER or (token.text[0] == "0"):
            return 0
        if self.names and not divided and not self.names[-1].isdigit():
            # `last 3` is no row beside the last entry.
            return 0
        last = self._end_of_run(i)
        if last:
            return self._run(i, last, divided=divided)
        if self._says_more(i) or not self._closes(i + 1):
            return 0
        self.names.append(token.text)
        return i + 1

    def _end_of_run(self, i: int) -> int:
        """The place of the last row of `1-3` or `1 to 3`; 0 for no run."""
        sign, last = self.tokens[i + 1], self.tokens[i + 2]
        joined = (glued(sign, "-") and not last.gap) or is_word(sign, "to", "through", "till")
        if not joined or last.kind != NUMBER or not self._closes(i + 3):
            return 0
        return 0 if self._says_more(i + 2) else i + 2

    def _run(self, i: int, last: int, *, divided: bool) -> int:
        first, end = (self.tokens[place].text for place in (i, last))
        if self.names and not divided and not self.loose:
            # Behind rows `9-10` may be times of day.
            return 0
        numbers = range(int(first[:9]), int(end[:9]) + 1)
        if max(len(first), len(end)) > LONGEST_ROW or not 1 < len(numbers) <= MOST:
            problem = Problem(
                "usage",
                f'Expected a run of rows, got "{first}-{end}"',
                f"Give the first row and the last, at most {MOST} of them, like `1-3`",
            )
            raise refusal(problem, self.text, (self.tokens[i].start, self.tokens[last].end))
        self.names += map(str, numbers)
        return last + 1

    def _says_more(self, i: int) -> bool:
        """Whether the number begins a length, a day or a time: `2 hours`, `17 nov`, `9am`."""
        if self._is_list(i):
            return False
        match = days(self.tokens, i, self.context)
        if match is not None and match.end > i + 1:
            return True
        match = quantity(self.tokens, i, self.context)
        apart = self.tokens[i + 1].gap and match is not None and match.kind != "begin"
        if match is not None and match.end > i + 1 and not apart:
            return True
        return duration(self.tokens, i, self.context.conventions.workday_minutes) is not None

    def _is_list(self, i: int) -> bool:
        """Whether `4,5` are two rows: a length is said beside them, or there are more of them."""
        if i and self.names and glued(self.tokens[i - 1], ",") and not self.tokens[i].gap:
            return ends_clean(self.tokens, i + 1)
        j = i
        while figures_follow(self.tokens, j + 1, ","):
            j += 2
        if j == i or not ends_clean(self.tokens, j + 1):
            return False
        said = self.flagged and not self.names
        after = is_sign(self.tokens[j + 1], "+") or quantity(self.tokens, j + 1, self.context)
        return self.loose or said or j > i + 2 or bool(after)

    def _closes(self, i: int) -> bool:
        token = self.tokens[i]
        if not ends_clean(self.tokens, i):
            return False
        open_ = token.kind == SIGN and not token.gap and token.text not in ",;:&"
        return token.kind == END or not open_
