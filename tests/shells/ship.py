"""Writes the files of `completions/` anew: `python -m tests.shells.ship`."""

from harvest_cli.commands.completion_scripts import FILE_NAMES, script
from tests.shells.conftest import ROOT


def main() -> None:
    """One file for each shell."""
    for shell, name in FILE_NAMES.items():
        (ROOT / "completions" / name).write_text(script(shell), encoding="utf-8")


if __name__ == "__main__":
    main()
