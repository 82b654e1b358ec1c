"""Writes anew what is made from the commands: `python -m tests.shells.ship`."""

from harvest_cli.commands.help import pages
from harvest_cli.commands.help.completion import SHELLS, script
from harvest_cli.commands.help.pages import NAME, man_page
from tests import child
from tests.everywhere.test_json_contract import FROZEN, current_keys
from tests.shells.command_table import FILE, table
from tests.shells.conftest import ROOT


def main() -> None:
    """The table of commands and what is made from it, then the promised keys of documents."""
    if FILE.read_text(encoding="utf-8") != table():
        FILE.write_text(table(), encoding="utf-8")
        # All that follows is made from the table as it was when Python began.
        again = child.run((child.PYTHON, "-m", "tests.shells.ship"), cwd=ROOT)
        raise SystemExit(again.stderr or None)
    for name, shell in SHELLS.items():
        (ROOT / "completions" / shell.file).write_text(script(name), encoding="utf-8")
    (ROOT / "completions" / NAME).write_text(man_page(), encoding="utf-8")
    pages.FILE.write_text(pages.overview(), encoding="ascii")
    promised = FROZEN.read_text(encoding="utf-8").splitlines() if FROZEN.exists() else []
    keys = list(dict.fromkeys([*promised, *current_keys()]))
    FROZEN.write_text("\n".join([*keys, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
