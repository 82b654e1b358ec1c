"""The system's keyring, reached through a child process that is ended when it hangs.

Back ends can hang on a session bus or ask for a password, and some write plain files. So they are
loaded only in the child, where a parent can end it, and only those of the operating systems
themselves. It runs this file as `python keyring.py get|set|delete NAME`; the token goes over stdin
and stdout alone.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import install

SECONDS = 3.0
SERVICE = "harvest-cli"
BACK_ENDS = (
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
NOT_INSTALLED, NO_BACK_END, NO_SUCH_TOKEN, FAILED = 11, 12, 13, 14


class Keyring:
    """Tokens by profile. Every call takes at most `seconds`."""

    def __init__(self, environ: Mapping[str, str], seconds: float = SECONDS) -> None:
        self._environ = environ
        self._seconds = seconds

    def get(self, profile: str) -> str:
        """The token; raises NotLoggedIn when the keyring has none or does not answer."""
        return self._run("get", profile)

    def set(self, profile: str, token: str) -> None:
        """Store a token; raises ConfigurationError or NotLoggedIn."""
        self._run("set", profile, token)

    def delete(self, profile: str) -> None:
        """Forget a token; one that is not there is forgotten already."""
        self._run("delete", profile)

    def _run(self, verb: str, profile: str, token: str = "") -> str:
        import subprocess

        # Run by its path and with -P: neither the folder that hv happens to be run in nor this
        # one may lend its modules to the program that sees the token.
        command = [sys.executable, "-P", str(Path(__file__)), verb, profile]
        try:
            done = subprocess.run(
                command,
                input=token,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=self._seconds,
                check=False,
                env=dict(self._environ),
            )
        except subprocess.TimeoutExpired:
            message = f"The keyring did not answer within {self._seconds:g} s"
            raise NotLoggedIn(message, hint="Unlock it, or set `HARVEST_ACCESS_TOKEN`") from None
        except OSError as error:
            message = f"The keyring cannot be used: {error.strerror or error}"
            raise ConfigurationError(message, hint="Set `HARVEST_ACCESS_TOKEN`") from None
        return self._answer(verb, done.returncode, done.stdout)

    def _answer(self, verb: str, status: int, out: str) -> str:
        if status == 0 or (verb == "delete" and status in (NO_SUCH_TOKEN, FAILED)):
            return out
        if status == NOT_INSTALLED:
            message = "Keyring support is not installed"
            hint = f"Install it: `{install('keyring')}`"
            raise ConfigurationError(message, hint=hint)
        if status == NO_BACK_END:
            message = "This system has no keyring that hv trusts with a token"
            raise ConfigurationError(message, hint="Log in without `--keyring`")
        if status == NO_SUCH_TOKEN:
            message = "The keyring holds no token for this profile"
            raise NotLoggedIn(message, hint="Run `hv login`")
        message = "The keyring refused"
        raise NotLoggedIn(message, hint="Unlock it, or set `HARVEST_ACCESS_TOKEN`")


# -- the child ----------------------------------------------------------------------------------


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
