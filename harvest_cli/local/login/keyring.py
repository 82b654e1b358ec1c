"""The system's keyring, reached through a child process that is ended when it hangs."""

import sys
from collections.abc import Mapping
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.domain.wording import install
from harvest_cli.local.login import keyring_child as child

SECONDS = 3.0


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
        command = [sys.executable, "-P", str(Path(child.__file__)), verb, profile]
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
        if status == 0 or (verb == "delete" and status in (child.NO_SUCH_TOKEN, child.FAILED)):
            return out
        if status == child.NOT_INSTALLED:
            message = "Keyring support is not installed"
            hint = f"Install it: `{install('keyring')}`"
            raise ConfigurationError(message, hint=hint)
        if status == child.NO_BACK_END:
            message = "This system has no keyring that hv trusts with a token"
            raise ConfigurationError(message, hint="Log in without `--keyring`")
        if status == child.NO_SUCH_TOKEN:
            message = "The keyring holds no token for this profile"
            raise NotLoggedIn(message, hint="Run `hv login`")
        message = "The keyring refused"
        raise NotLoggedIn(message, hint="Unlock it, or set `HARVEST_ACCESS_TOKEN`")
