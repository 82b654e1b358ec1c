"""What is more often a slip than meant: an entry over another one, a day of more than 24 hours."""

from collections.abc import Iterable
from decimal import Decimal

from harvest_cli.actions.resolve.taken import Taken
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import as_clock

LONGEST_DAY = Decimal(24)


def say_doubts(context: Context, news: Iterable[NewEntry], *, ask: bool) -> None:
    """Warn of what is doubtful about entries to be, as far as it is known without asking Harvest.

    With `ask` a day of more than 24 hours is a question where somebody can be asked; raises
    NeedsDecision when it is not meant.
    """
    taken = Taken(context)
    days = {}
    for new in news:
        if (met := taken.met_by(new)) is not None:
            context.warn(f"{taken.span_of(new)} overlaps {met}{f', {met.what}' * bool(met.what)}")
        taken.add(new)
        days[new.spent_date] = taken.hours_on(new.spent_date)
    for day, hours in days.items():
        if hours <= LONGEST_DAY:
            continue
        said = f"{day} has {as_clock(hours)} with this, more than 24 hours"
        if not ask or context.agrees is None:
            context.warn(said)
        elif not context.agrees(f"{said}. Log it?"):
            message = "Nothing was logged"
            raise NeedsDecision(message, hint="`hv entries` shows what the day holds")
