"""Read the value of a flag that names a day."""

from datetime import date, datetime

from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.days.month_days import HINT
from harvest_cli.language.days.relative import day
from harvest_cli.language.days.written import within_reach
from harvest_cli.language.text.item import Problem, ReadingContext, refusal, skip
from harvest_cli.language.text.readings import Conventions
from harvest_cli.language.text.tokens import END, tokenise


def read_date(text: str, now: datetime, manner: Conventions = Conventions()) -> date:  # noqa: B008 - frozen
    """The one day a flag's value names; raises invalid_date."""
    tokens = tokenise(text.strip()[:200])
    found = day(tokens, skip(tokens, 0, "on"), ReadingContext(now, manner))
    if found is None or tokens[found[1]].kind != END:
        found = Problem("invalid_date", f'Expected a day, got "{text.strip()[:60]}"', HINT), 0
    when = found[0]
    if isinstance(when, When) and not within_reach(when.end, now.date()):
        when = Problem("future_date", f"{when.end} is more than a year ahead", HINT)
    if isinstance(when, Problem):
        raise refusal(when, text, (0, len(text)))
    return when.start
