"""Running `hv` in tests: whole command lines, in this process, on terminals that are none."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvest_cli.__main__ import run

CTRL_C = "\x03"


class FakeTerminal(io.StringIO):
    """A stream that says it is a terminal; a line that begins with Ctrl-C interrupts."""

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        line = super().readline(size)
        if line.startswith(CTRL_C):
            raise KeyboardInterrupt
        return line


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        import json

        return json.loads(self.out)


@dataclass(frozen=True)
class Hv:
    """`hv` with its own home and environment; call it with a command line."""

    environ: Mapping[str, str]

    def __call__(self, *argv: str, stdin: str = "", terminal: bool = False, **environ: str) -> Ran:
        kind = FakeTerminal if terminal else io.StringIO
        out, err = kind(), kind()
        entered = kind(stdin)
        code = run(list(argv), {**self.environ, **environ}, entered, out, err)
        return Ran(code, out.getvalue(), err.getvalue())

    def with_(self, **environ: str) -> "Hv":
        """The same with more variables."""
        return Hv({**self.environ, **environ})
