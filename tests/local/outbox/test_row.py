"""Keys and marks of what is to be written."""

from harvest_cli.local.outbox.row import WAITING, new_key, sha_of
from tests.local.outbox.sample_rows import a_row


def test_no_two_intents_share_a_key() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(key.startswith("hv-") and len(key) == 35 for key in keys)


def test_the_same_payload_has_the_same_mark_and_another_one_has_not() -> None:
    assert sha_of("{}") == sha_of("{}")
    assert sha_of("{}") != sha_of("{ }")
    assert len(sha_of("naïve 東京")) == 64


def test_a_new_row_waits_and_was_never_sent() -> None:
    row = a_row()
    assert row.state in WAITING
    assert (row.attempts, row.resends, row.sent_at, row.entry_id) == (0, 0, None, None)
