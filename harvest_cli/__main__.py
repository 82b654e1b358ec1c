"""The way in, and the one place where errors end.

`--version` is answered before Typer is imported: that import costs several bare Python starts.
"""

import gc
import os
import sys

from harvest_cli import __version__

# Importing `typing` for its constant of this name would cost a third of `hv --version`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from harvest_cli.commands.invocation import Invocation


def main() -> None:
    """The console script `hv`."""
    argv = sys.argv[1:]
    if argv in (["--version"], ["-V"]):
        print(f"hv {__version__}")
        return
    # Collecting garbage again and again while modules load costs 7 % of a start.
    gc.set_threshold(50_000)
    code = run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr)
    sys.exit(_flushed(code))


def run(
    argv: "Sequence[str]",
    environ: "Mapping[str, str]",
    stdin: "TextIO",
    stdout: "TextIO",
    stderr: "TextIO",
) -> int:
    """Run one command line and give its exit status; nothing escapes but with HV_DEBUG."""
    from harvest_cli.commands.boundary import guarded
    from harvest_cli.commands.invocation import Invocation

    invocation = Invocation(environ, stdin, stdout, stderr)
    return guarded(invocation, lambda: _run(list(argv), invocation))


def _run(argv: list[str], invocation: "Invocation") -> int:
    from harvest_cli.commands.arguments import arrange

    arranged = arrange(argv)
    invocation.flags.json = "--json" in arranged.globals
    from harvest_cli.app import app

    outcome = app(arranged.for_typer(), prog_name="hv", obj=invocation, standalone_mode=False)
    return outcome if isinstance(outcome, int) else 0


def _flushed(code: int) -> int:
    # A full disk or a closed pipe shows itself only when what was printed is flushed.
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (OSError, ValueError):
        return code or 1
    return code


if __name__ == "__main__":
    main()
