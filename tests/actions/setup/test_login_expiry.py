"""Browser logins end: said in the last days, stopped afterwards."""

from datetime import timedelta

import pytest

from harvest_cli.actions.setup.login import TOLD_BEFORE, check_expiry, login_again
from harvest_cli.domain.errors import NotLoggedIn
from tests.actions.contexts import NOW, a_context


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(days=14), False),
        (TOLD_BEFORE, False),
        (TOLD_BEFORE - timedelta(seconds=1), True),
        (timedelta(seconds=1), True),
    ],
)
def test_the_end_is_told_in_the_last_three_days(left: timedelta, told: bool) -> None:
    context = a_context()
    check_expiry(context, NOW + left, "default")
    warnings = context.take_warnings()
    assert bool(warnings) is told
    assert all("`hv login --web` renews it" in warning for warning in warnings)


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_an_ended_login_is_none(ago: timedelta) -> None:
    with pytest.raises(NotLoggedIn, match="ended on") as refused:
        check_expiry(a_context(), NOW - ago, "work")
    assert refused.value.hint == "Run `hv login --web --profile work`"


def test_the_default_profile_needs_no_name() -> None:
    assert login_again("default") == "hv login --web"
