"""Writes anew what is made from the commands: `python -m tests.shells.ship`."""

from harvest_cli.commands import overview
from harvest_cli.commands.completion_scripts import FILE_NAMES, script
from tests.shells.conftest import ROOT


def main() -> None:
    """The completion scripts, the text of `hv --help`, the manual page."""
    for shell, name in FILE_NAMES.items():
        (ROOT / "completions" / name).write_text(script(shell), encoding="utf-8")
    overview.FILE.write_text(overview.overview(), encoding="ascii")


if __name__ == "__main__":
    main()
