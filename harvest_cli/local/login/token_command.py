"""`token_command`: a program of the person's, such as a password manager, that prints the token.

Run as a list of arguments; no shell sees it. It has ten seconds, and its first line counts.
"""

from collections.abc import Mapping, Sequence

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn

SECONDS = 10.0
MOST_BYTES = 64 * 1024


def token_from(command: Sequence[str], environ: Mapping[str, str], seconds: float = SECONDS) -> str:
    """The first line that the program prints.

    Raises ConfigurationError when it cannot be run, NotLoggedIn when it gives no token.
    """
    import subprocess

    name = command[0]
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=dict(environ),
        )
    except subprocess.TimeoutExpired:
        message = f"`token_command` ({name}) gave no token within {seconds:g} s"
        raise NotLoggedIn(
            message, hint="Run it by hand: it may be waiting to be unlocked"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be a command"
        message = f"`token_command` ({name}) cannot be run: {reason}"
        raise ConfigurationError(message, hint="See `hv config get token_command`") from None
    if done.returncode != 0:
        message = f"`token_command` ({name}) failed with status {done.returncode}"
        raise NotLoggedIn(message, hint=_last_words(done.stderr))
    line = done.stdout[:MOST_BYTES].decode("utf-8", "replace").lstrip().partition("\n")[0]
    if not line.strip():
        message = f"`token_command` ({name}) printed nothing"
        raise NotLoggedIn(message, hint="Its first line must be the token")
    return line


def _last_words(stderr: bytes) -> str:
    lines = stderr[-2000:].decode("utf-8", "replace").strip().splitlines()
    return f"It said: {lines[-1][:200]}" if lines else "Run it by hand to see why"
