"""Writes anew what is made from the commands: `python -m tests.shells.ship`."""

from harvest_cli.commands.help import overview
from harvest_cli.commands.help.completion import FILE_NAMES, script
from harvest_cli.commands.help.man_page import NAME, man_page
from tests.everywhere.test_json_contract import FROZEN, current_keys
from tests.shells.conftest import ROOT


def main() -> None:
    """The completion scripts, the text of `hv --help`, the manual page, the promised keys."""
    for shell, name in FILE_NAMES.items():
        (ROOT / "completions" / name).write_text(script(shell), encoding="utf-8")
    (ROOT / "completions" / NAME).write_text(man_page(), encoding="utf-8")
    overview.FILE.write_text(overview.overview(), encoding="ascii")
    promised = FROZEN.read_text(encoding="utf-8").splitlines() if FROZEN.exists() else []
    keys = list(dict.fromkeys([*promised, *current_keys()]))
    FROZEN.write_text("\n".join([*keys, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
