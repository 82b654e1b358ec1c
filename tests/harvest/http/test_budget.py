"""The time of a command on the network."""

from harvest_cli.harvest.http.request import Budget


def test_only_the_time_inside_the_block_is_spent() -> None:
    now = 100.0
    budget = Budget(30, lambda: now)
    now += 1000
    assert budget.remaining() == 30
    with budget:
        now += 10
        assert budget.remaining() == 20
    now += 1000
    assert budget.remaining() == 20
    with budget:
        now += 25
        assert budget.remaining() == -5
    assert budget.remaining() == -5


def test_a_failure_inside_the_block_counts_too() -> None:
    now = 0.0
    budget = Budget(30, lambda: now)
    try:
        with budget:
            now += 12
            raise ValueError
    except ValueError:
        assert budget.remaining() == 18
