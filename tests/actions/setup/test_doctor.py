"""What `hv doctor` concludes: which problem gives the exit status."""

from harvest_cli.actions.setup.doctor import Examination, Grade
from harvest_cli.domain.errors import ExitCode
from harvest_cli.domain.wording import at_home
from tests.rows import for_each


@for_each(
    ("codes", "status"),
    [
        ([], 0),
        ([ExitCode.UNREACHABLE], 7),
        ([ExitCode.UNREACHABLE, ExitCode.NOT_LOGGED_IN], 3),
        ([ExitCode.UNREACHABLE, ExitCode.NOT_LOGGED_IN, ExitCode.CONFIGURATION], 78),
        ([ExitCode.RATE_LIMITED], 6),
        ([ExitCode.REFUSED, ExitCode.RATE_LIMITED], 5),
        ([ExitCode.RATE_LIMITED, ExitCode.UNREACHABLE], 7),
    ],
)
def test_the_problem_to_mend_first_gives_the_status(codes: list[ExitCode], status: int) -> None:
    found = Examination()
    found.ok("a", "b", "fine")
    found.warn("a", "c", "not so fine", "do this")
    for code in codes:
        found.problem("a", code.name, "wrong", None, code)
    assert found.exit_code == status


def test_warnings_are_no_problems() -> None:
    found = Examination()
    found.warn("clock", "skew", "3 h")
    found.info("terminal", "width", "80")
    assert found.exit_code == 0
    assert [finding.state for finding in found.findings] == [Grade.WARNING, Grade.INFO]


@for_each(
    ("path", "home", "shown"),
    [
        ("/home/kim/.config/hv", "/home/kim", "~/.config/hv"),
        ("/home/kim", "/home/kim/", "~"),
        ("/home/kimberly/hv", "/home/kim", "/home/kimberly/hv"),
        ("/srv/hv", "/home/kim", "/srv/hv"),
        ("/srv/hv", "/", "/srv/hv"),
        ("/srv/hv", "", "/srv/hv"),
    ],
)
def test_the_home_folder_is_masked(path: str, home: str, shown: str) -> None:
    from pathlib import Path

    assert at_home(Path(path), home or "/") == shown
