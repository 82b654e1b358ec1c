"""Browser logins end after two weeks: say so in time, and stop before Harvest does."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from harvest_cli.domain.days import day_text
from harvest_cli.domain.errors import NotLoggedIn

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context

TOLD_BEFORE = timedelta(days=3)


def check_expiry(context: "Context", expires_at: datetime, profile: str) -> None:
    """Warn in the last days; raises NotLoggedIn afterwards."""
    now = context.clock()
    line = login_again(profile)
    local = expires_at.astimezone()
    if expires_at <= now:
        message = f"The browser login ended on {day_text(local.date(), now.date())}"
        raise NotLoggedIn(message, hint=f"Run `{line}`")
    if expires_at - now < TOLD_BEFORE:
        context.warn(
            f"The browser login ends on {day_text(local.date(), now.date())} at "
            f"{local:%H:%M}; `{line}` renews it"
        )


def login_again(profile: str) -> str:
    """The command that renews a browser login."""
    return "hv login --web" if profile == "default" else f"hv login --web --profile {profile}"
