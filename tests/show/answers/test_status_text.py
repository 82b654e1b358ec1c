"""The day and the login at a glance."""

from datetime import timedelta, timezone

import pytest

from harvest_cli.show.machine.renderer import render
from tests.child import PYTHON, run
from tests.show.samples import (
    FOOTER,
    IDENTITY,
    RUNNING,
    a_status,
    an_output,
    block,
    written,
)


def test_a_running_timer_comes_first_and_the_day_last() -> None:
    output = an_output(width=80)
    render(a_status(FOOTER, RUNNING), output)
    assert block(written(output)) == (
        "▶ 0:43  123 Industries › Online Store - Phase 1 › Programming  since 14:15\n"
        "1  1:30    ABC Corp        Marketing Website       Programming  footer\n"
        "2  0:43 ▶  123 Industries  Online Store - Phase 1  Programming\n"
        "Today 2:13 of 7:00"
    )


def test_an_idle_day_says_so() -> None:
    output = an_output(width=80)
    render(a_status(target=None), output)
    assert written(output) == "No timer running\nToday 0:00\n"


def test_since_is_told_in_the_users_zone_and_clock() -> None:
    status = a_status(RUNNING)
    new_york = timezone(timedelta(hours=-5))
    output = an_output(width=80, clock="12h", time_format="decimal")
    render(status._replace(now=status.now.astimezone(new_york)), output)
    assert "▶ 0.72  123 Industries" in written(output)
    assert "since 9:15am" in written(output)


@pytest.mark.parametrize(
    ("width", "notes"),
    [(120, '  "a long story about nothing"'), (95, '  "a long story abo…"'), (80, "")],
)
def test_notes_of_a_timer_are_cut_to_the_line_or_left_out(width: int, notes: str) -> None:
    output = an_output(width=width)
    render(a_status(RUNNING._replace(notes="a long story about nothing")), output)
    assert written(output).splitlines()[0] == (
        "▶ 0:43  123 Industries › Online Store - Phase 1 › Programming  since 14:15" + notes
    )


def test_who_i_am_is_a_line_per_thing() -> None:
    output = an_output(width=80)
    render(IDENTITY, output)
    assert written(output) == (
        "user      Kim Allen <kim@example.com>\n"
        "account   ABC Company (1000000)\n"
        "roles     member\n"
        "timezone  America/New_York\n"
        "tracks    durations\n"
        "token     from HARVEST_ACCESS_TOKEN\n"
        "api       https://api.harvestapp.com/v2\n"
    )


def test_a_refused_company_is_unknown() -> None:
    company = IDENTITY.company._replace(name=None, wants_timestamp_timers=None)
    user = IDENTITY.user._replace(email="", access_roles=())
    output = an_output(width=80)
    render(IDENTITY._replace(company=company, user=user, account_id=None), output)
    lines = written(output).splitlines()
    assert lines[0] == "user      Kim Allen"
    assert lines[1] == "account   unknown (no id)"
    assert lines[2] == "roles     unknown"
    assert lines[4] == "tracks    unknown"


def test_the_bare_command_needs_no_table_library() -> None:
    code = (
        "import sys; from tests.show.samples import *; "
        "from harvest_cli.show.machine.renderer import render; "
        "render(a_status(FOOTER, RUNNING), an_output(width=80)); "
        "assert 'rich' not in sys.modules"
    )
    assert run([PYTHON, "-c", code]).returncode == 0
