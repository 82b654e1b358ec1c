"""Tokens are kept out of text, those that were seen and those that only look like one."""

from harvest_cli.domain.safe_text import Secret, redacted
from tests.rows import for_each


def test_a_token_that_was_once_held_is_masked_everywhere() -> None:
    Secret("known-token-of-this-test-77")
    text = "header 'known-token-of-this-test-77' and known-token-of-this-test-77."
    assert redacted(text) == "header '***' and ***."


@for_each(
    ("text", "shown"),
    [
        ("token 1234567.pt.AbC-d_e.f~g was refused", "token *** was refused"),
        ("Authorization: Bearer abcdefghijkl", "Authorization: Bearer ***"),
        ("GET /?access_token=abcdefghijkl&state=1", "GET /?access_token=***&state=1"),
        ("bearer of news", "bearer of news"),
        ("see 1.pt. of the plan", "see 1.pt. of the plan"),
        ("nothing here", "nothing here"),
    ],
)
def test_what_looks_like_a_token_is_masked(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_a_short_secret_does_not_blot_out_innocent_words() -> None:
    Secret("on")
    assert redacted("an hour on Monday") == "an hour on Monday"
