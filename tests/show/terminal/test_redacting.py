"""The stream for messages: it is the other stream, but for tokens."""

import io
import sys

from harvest_cli.domain.safe_text import Secret
from harvest_cli.show.terminal.output import redacting

TOKEN = "1234567.pt.token-of-the-stream"


def test_no_token_gets_past_it() -> None:
    Secret(TOKEN)
    under = io.StringIO()
    stream = redacting(under)
    assert stream.write(f"a {TOKEN} b\n") == len(f"a {TOKEN} b\n")
    stream.writelines([f"{TOKEN}\n", "fine\n"])
    print(f"printed {TOKEN}", file=stream)
    assert under.getvalue() == "a *** b\n***\nfine\nprinted ***\n"


def test_everything_else_is_the_other_streams() -> None:
    stream = redacting(sys.__stderr__)  # type: ignore[arg-type]
    assert stream.encoding == sys.__stderr__.encoding  # type: ignore[union-attr]
    assert stream.isatty() == sys.__stderr__.isatty()  # type: ignore[union-attr]
