"""hv: time tracking for Harvest, from a terminal.

For programs there are five calls, parse, log, start, stop and report:

    from harvest_cli import open_account
    with open_account() as account:
        account.log("1h30 TF, Research: interviews", once=True)

`help(harvest_cli.HarvestAccount)` says what each takes, gives and raises.
"""

# A constant, not importlib.metadata: reading it must not cost a start-up.
__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    if name not in ("HarvestAccount", "open_account"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    # Programs alone need it; every command would wait for it.
    from importlib import import_module

    return getattr(import_module("harvest_cli.programs"), name)
