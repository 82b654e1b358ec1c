"""Opening a page in the person's browser."""

from typing import TYPE_CHECKING

from harvest_cli.commands.cli.run import SANDBOX, Run
from harvest_cli.commands.cli.wiring import may_ask

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context


def show_page(address: str) -> bool:
    """Open the page; False where there is no browser with a window of its own."""
    if not address.startswith(("https://", "http://")):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    ):
        # A browser inside the terminal would take the screen of whoever ran hv.
        return False
    return browser.open(address)


def may_show(run: Run, context: "Context") -> bool:
    """Whether somebody sits there to see it; the embedded account has no pages."""
    return may_ask(run) and not run.flags.json and context.profile != SANDBOX
