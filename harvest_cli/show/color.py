"""Whether a stream gets colour (no-color.org, force-color.org, CLICOLOR), and which codes."""

from collections.abc import Mapping

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def wants_color(choice: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Colour or not, for one stream. `choice` is the flag: auto, always or never.

    The flag beats all; then NO_COLOR, if not empty; then what forces colour; then the terminal.
    """
    if choice in ("always", "never"):
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def styled(text: str, style: str) -> str:
    """`text` in one of the 16-colour palette's names: red, green, yellow, cyan, bold, dim."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text
