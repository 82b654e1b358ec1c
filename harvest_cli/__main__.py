"""The way in, and the one place where errors end.

`--version`, `status --format` from a fresh file and completion are answered before anything else
is imported: a shell prompt asks for every command line, the Tab key for every word.
"""

import gc
import os
import sys

from harvest_cli import __version__

# Importing `typing` for its constant of this name would cost a third of `hv --version`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TextIO

    from harvest_cli.commands.cli.parse_argv import ParsedArgs
    from harvest_cli.commands.cli.run import Run


def main() -> None:
    """The console script `hv`."""
    argv = sys.argv[1:]
    _ready_streams()
    if argv in (["--version"], ["-V"]):
        if failed := _print_text(0, f"hv {__version__}"):
            sys.exit(failed)
        return
    if argv in (["--help"], ["-h"]):
        # Another answer of `main` must not wait for it.
        from harvest_cli.commands.help.overview_text import overview

        sys.exit(_print_text(0, overview(os.environ, sys.stdout)))
    if "--format" in argv or any(piece.startswith("--format=") for piece in argv):
        # Only a prompt needs it.
        from harvest_cli.local.cache.status_cache import answered

        if (found := answered(argv, os.environ)) is not None:
            sys.exit(_print_text(*found))
    if argv[:1] == ["__complete"]:
        gc.disable()
        # Only the Tab key needs it.
        from harvest_cli.commands.help.complete import answer

        # Taking all of it down in order would cost a tenth of the answer again.
        os._exit(_print_text(0, answer(argv[1:], os.environ).removesuffix("\n")))
    _run_and_leave(argv)


def _run_and_leave(argv: "Sequence[str]") -> None:
    # Collecting garbage again and again while modules load costs 7 % of a start.
    gc.set_threshold(50_000)
    try:
        code = run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr, leaving=True)
    except KeyboardInterrupt:
        # Before anything was read, or once more while the first was answered.
        _complain("hv: Interrupted\n")
        os._exit(130)
    code = _printing(_printing(code, sys.stdout.flush), sys.stderr.flush)
    # What must last is on the disk. Taking the rest down in order takes longer than keeping it.
    os._exit(code)


def _print_text(code: int, text: str) -> int:
    """Print a text, if there is one, and give the exit status."""

    def tell() -> None:
        if text:
            sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
            print(text)
        sys.stdout.flush()

    return _printing(code, tell)


def run(
    argv: "Sequence[str]",
    environ: "Mapping[str, str]",
    stdin: "TextIO",
    stdout: "TextIO",
    stderr: "TextIO",
    *,
    leaving: bool = False,
) -> int:
    """Run one command line and give its exit status; nothing escapes but with HV_DEBUG.

    With `leaving` the process ends next, so that files may be left open.
    """
    # What is answered above needs none of these, and they load in 17 ms.
    from harvest_cli.commands.cli.boundary import guarded
    from harvest_cli.commands.cli.run import Run
    from harvest_cli.show.terminal.output import redacting

    this = Run(environ, stdin, stdout, redacting(stderr))
    this.argv = argv
    try:
        code = guarded(this, lambda: _run(list(argv), this))
        if this.noted is not None and this.built is not None:
            # Only a run that sent what was pending first.
            from harvest_cli.commands.cli.drain import forget_note

            forget_note(this.noted, this.built)
        return code
    finally:
        if not leaving:
            this.close()


def _run(argv: list[str], run: "Run") -> int:
    # As above.
    from harvest_cli.commands.cli.parse_argv import parse_argv

    # Known before anything can fail, so that the failure is told in the face that was asked for.
    run.flags = run.flags._replace(json="--json" in argv)
    parsed = parse_argv(argv)
    run.command = parsed.command
    if parsed.asks_help:
        # Whatever else is wrong with the line, help is shown.
        parsed.globals.clear()
    if parsed.wants_overview:
        # Only help needs it.
        from harvest_cli.commands.help.overview_text import overview

        run.stdout.write(f"{overview(run.environ, run.stdout)}\n")
        return 0
    if parsed.asks_version and not parsed.asks_help:
        run.stdout.write(f"hv {__version__}\n")
        return 0
    if parsed.is_unknown:
        # Only a mistake needs it.
        from harvest_cli.commands.cli.usage_errors import unknown_command
        from harvest_cli.commands.cli.wiring import aliases_at_hand

        raise unknown_command(parsed.verb or "", parsed.words, aliases_at_hand(run))
    if parsed.into is not None and not parsed.fills_folder:
        # Only `-o` needs it.
        from harvest_cli.commands.cli.output import into_file

        code = into_file(run, parsed.into, lambda: _work(run, parsed))
    else:
        code = _work(run, parsed)
    if run.built is not None and run.command is not None and run.command.drains == "after":
        # Only a command that sends what is pending needs it.
        from harvest_cli.commands.cli.drain import drain_after

        drain_after(run, run.built)
    return _exit_status(code, run)


def _exit_status(code: int, run: "Run") -> int:
    """The status, or 0 where it says no more than that an entry is pending, and that is fine."""
    if code != 75 or run.built is None:
        return code
    fine = run.flags.queue_ok or run.built.settings.get("offline_exit") == 0
    return 0 if fine else code


def _work(run: "Run", parsed: "ParsedArgs") -> int:
    # `hv --help` behind other flags, and unknown commands, never come here.
    from harvest_cli.commands.cli.fast_path import run_at_once

    code = run_at_once(run, parsed)
    return _by_typer(run, parsed) if code is None else code


def _by_typer(run: "Run", parsed: "ParsedArgs") -> int:
    # Typer and the commands load in 58 ms: only for a line that the fast path leaves to it.
    from harvest_cli.app import build_app

    app = build_app(parsed.verb)
    outcome = app(parsed.for_typer(), prog_name="hv", obj=run, standalone_mode=False)
    if outcome == 130:
        # Typer turns Ctrl-C into this status without a word; the boundary says it.
        raise KeyboardInterrupt
    return outcome if isinstance(outcome, int) else 0


def _printing(code: int, tell: "Callable[[], None]") -> int:
    # A full disk or a closed pipe shows itself only when what was printed is flushed.
    try:
        tell()
    except BrokenPipeError:
        _give_up_stdout()
        return 141
    except (OSError, ValueError) as error:
        if not code:
            _complain(f"hv: Cannot print: {getattr(error, 'strerror', None) or error}\n")
        _give_up_stdout()
        return code or 1
    return code


def _give_up_stdout() -> None:
    """Let what could not be written go, or Python would fail over it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def _ready_streams() -> None:
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_what_is_closed()
    if os.name == "nt":
        speak_utf8()


def speak_utf8() -> None:
    """Read and write UTF-8 through pipes and files, where Windows would take its old code page.

    Consoles have it, and what the person said of Python's encoding stands.
    """
    if "PYTHONIOENCODING" in os.environ:
        return
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]


def _open_what_is_closed() -> None:
    """Give streams that were closed (`>&-`) a place to go.

    Otherwise the next file that is opened would take their number, and output with it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # The lowest free number is the one that is missing.
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    main()
