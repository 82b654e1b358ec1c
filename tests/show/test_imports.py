"""A confirmation or an error must not wait for libraries that it does not use."""

from tests.child import PYTHON, run
from tests.rows import for_each

HEAVY = (
    "rich",
    "json",
    "requests",
    "csv",
    "jinja2",
    "platformdirs",
    "harvest_cli.language.text.tokens",
)


def _loaded(code: str) -> set[str]:
    code += "; import sys; print(' '.join(sys.modules))"
    done = run([PYTHON, "-S", "-c", code])
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@for_each(
    "module",
    [
        "terminal.output",
        "answers.errors",
        "answers.log_text",
        "machine.renderer",
        "machine.entries",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert not _loaded(f"import harvest_cli.show.{module}") & set(HEAVY)


def test_showing_an_error_loads_no_pattern_engine_for_plain_text() -> None:
    code = (
        "import io; from harvest_cli.show.terminal.output import Output; "
        "from harvest_cli.show.answers.errors import show_error; "
        "from harvest_cli.domain.errors import HvError; "
        "o = Output(io.StringIO(), io.StringIO(), {}, stdout_terminal=True, stderr_terminal=True);"
        "show_error(HvError('Wrong', hint='Do'), o)"
    )
    assert not _loaded(code) & {*HEAVY, "dataclasses"}
