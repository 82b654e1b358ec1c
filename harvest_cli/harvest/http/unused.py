"""What requests loads and hv hardly uses, left unloaded: a tenth of the work of a warm `hv log`.

Hosts that are not plain ASCII need `idna`, texts of unknown encoding `charset_normalizer`.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """A module that is loaded once something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def leave_unloaded() -> None:
    """Let them load later; called before anything loads requests, else it does nothing."""
    if "requests" in sys.modules:
        return
    for name in ("idna", "charset_normalizer"):
        later = sys.modules.setdefault(name, Later(name))
        if isinstance(later, Later):
            # What requests asks for before it goes on.
            vars(later)["__version__"] = "3.0.0"
