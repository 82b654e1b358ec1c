"""How many hours a day should have."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from harvest_cli.domain.days import WEEKDAYS
from harvest_cli.domain.hours import hours_from_minutes

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context


def target_of(context: "Context", day: date) -> Decimal | None:
    """Hours due on a day: my capacity spread over the workdays, or the setting; None on others."""
    workdays = context.settings.get("workdays")
    if WEEKDAYS[day.weekday()].lower() not in workdays:
        return None
    set_by_hand = context.settings.value("workday_hours")
    capacity = context.book.catalogue.user.weekly_capacity
    if set_by_hand.origin == "default" and capacity:
        return hours_from_minutes(capacity // 60 // len(workdays))
    return hours_from_minutes(int(set_by_hand.value))
