"""Runs by itself, as a program of its own: get, set or delete one token in the system's keyring.

Back ends can hang on a session bus or ask for a password, and some write plain files. So they are
loaded only here, where a parent can end it, and only those of the operating systems themselves.
Used as `python keyring_child.py get|set|delete NAME`; the token goes over stdin and stdout alone.
"""

import sys
from importlib import import_module

from harvest_cli.domain.records import Any

SERVICE = "harvest-cli"
BACK_ENDS = (
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
NOT_INSTALLED, NO_BACK_END, NO_SUCH_TOKEN, FAILED = 11, 12, 13, 14


def back_end() -> Any:
    """The first named back end that works here, or None; raises ImportError without keyring."""
    import keyring.backend  # noqa: F401 - this file is a program of its own

    for module, name in BACK_ENDS:
        try:
            kind = getattr(import_module(module), name)
            if kind.priority > 0:
                return kind()
        except Exception:  # back ends say "not here" in many ways
            continue
    return None


def main(verb: str, name: str) -> int:
    """Do one thing; the exit status tells how it went."""
    try:
        store = back_end()
    except ImportError:
        return NOT_INSTALLED
    if store is None:
        return NO_BACK_END
    try:
        return _do(store, verb, name)
    except Exception:  # whatever a back end raises may quote the secret
        return FAILED


def _do(store: Any, verb: str, name: str) -> int:
    if verb == "set":
        store.set_password(SERVICE, name, sys.stdin.read())
        return 0
    if verb == "delete":
        store.delete_password(SERVICE, name)
        return 0
    found = store.get_password(SERVICE, name)
    if found is None:
        return NO_SUCH_TOKEN
    sys.stdout.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
