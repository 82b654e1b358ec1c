"""Who is logged in, and the account's settings where nothing is known of them."""

from harvest_cli.domain.company import Company, User
from tests.rows import for_each


@for_each(
    ("first", "last", "name"),
    [
        ("Kim", "Allen", "Kim Allen"),
        ("Kim", "", "Kim"),
        ("", "Allen", "Allen"),
        ("", "", ""),
        ("Ana María", "de la Cruz", "Ana María de la Cruz"),
    ],
)
def test_a_name_is_what_there_is_of_it(first: str, last: str, name: str) -> None:
    assert User(1, first, last).name == name


def test_an_account_whose_settings_were_refused_says_nothing_about_itself() -> None:
    assert set(Company()) == {None}


def test_the_timer_mode_has_three_answers() -> None:
    modes = {Company(wants_timestamp_timers=mode).wants_timestamp_timers for mode in (True, False)}
    assert {*modes, Company().wants_timestamp_timers} == {True, False, None}
