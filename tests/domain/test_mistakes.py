"""A mistake in a file that a person wrote."""

import pytest

from harvest_cli.domain.errors import ConfigurationError, ExitCode, FileMistake


def test_it_is_a_configuration_error_with_the_line_and_the_piece() -> None:
    mistake = FileMistake(
        "line 3: no number", hint="Give seconds", text='timeout = "x"', span=(10, 13)
    )
    assert mistake.exit_code is ExitCode.CONFIGURATION
    assert mistake.code == "configuration"
    assert mistake.text[slice(*mistake.span or (0, 0))] == '"x"'
    assert (mistake.message, mistake.hint) == ("line 3: no number", "Give seconds")


def test_it_can_do_without_a_place() -> None:
    mistake = FileMistake("too deep")
    assert (mistake.text, mistake.span, mistake.hint) == ("", None, None)


def test_whoever_catches_configuration_errors_catches_it() -> None:
    with pytest.raises(ConfigurationError, match="broken"):
        raise FileMistake("broken")
