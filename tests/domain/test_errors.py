"""Errors: the exit codes that scripts rely on."""

from harvest_cli.domain import errors
from harvest_cli.domain.errors import ExitCode, HvError, SentenceError
from tests.rows import for_each

CONTRACT = {
    "UsageError": 2,
    "SentenceError": 2,
    "NotLoggedIn": 3,
    "NotFound": 4,
    "Refused": 5,
    "RateLimited": 6,
    "Unreachable": 7,
    "NeedsDecision": 8,
    "NotSaved": 74,
    "ConfigurationError": 78,
    "FileMistake": 78,
}


def test_exit_codes_are_frozen() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "UNEXPECTED": 1,
        "USAGE": 2,
        "NOT_LOGGED_IN": 3,
        "NOT_FOUND": 4,
        "REFUSED": 5,
        "RATE_LIMITED": 6,
        "UNREACHABLE": 7,
        "NEEDS_DECISION": 8,
        "NOT_SAVED": 74,
        "SAVED_HERE": 75,
        "CONFIGURATION": 78,
        "INTERRUPTED": 130,
        "BROKEN_PIPE": 141,
    }


@for_each(("name", "code"), CONTRACT.items())
def test_each_error_has_its_exit_code(name: str, code: int) -> None:
    assert getattr(errors, name).exit_code == code


def test_every_error_of_the_module_is_in_the_contract() -> None:
    kinds = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, HvError) and kind is not HvError
    }
    assert kinds == set(CONTRACT)


def test_an_error_carries_what_a_script_and_a_person_need() -> None:
    error = SentenceError(
        "no such project",
        code="unknown_project",
        text="2h on webste",
        span=(6, 12),
        hint="try `hv projects`",
        candidates=["Website"],
    )
    assert str(error) == error.message == "no such project"
    assert (error.code, error.span, error.candidates) == ("unknown_project", (6, 12), ("Website",))


def test_an_error_without_a_code_has_that_of_its_kind() -> None:
    assert errors.Unreachable("x").code == "unreachable"
    assert errors.NotFound("x", code="no_timer").code == "no_timer"
