"""`credentials.toml`: who is logged in per profile, and the token unless a keyring holds it.

Only its owner may read the file: one that others can read is refused, with the line that mends it.
"""

import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError, FileMistake
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.config.config_file import read_configuration, set_values, unset_value
from harvest_cli.local.config.setting_types import API_URL, ID_URL, checked_url
from harvest_cli.local.disk.files import open_private, sync

FILE, KEYRING, COMMAND = "file", "keyring", "command"
OTHERS = 0o077


class StoredLogin(NamedTuple):
    """One login. `token` is None where a keyring or a program holds it (`store`)."""

    account_id: int
    user_id: int
    token: Secret | None = None
    store: str = FILE
    api_url: str = API_URL
    id_url: str = ID_URL
    saved_at: datetime | None = None
    expires_at: datetime | None = None


class TokenStore:
    """The file of logins; nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_already: Mapping[str, Mapping[str, Any]] | None = None

    def profiles(self) -> tuple[str, ...]:
        """The profiles that are logged in; raises ConfigurationError."""
        return tuple(self._tables())

    def get(self, profile: str) -> StoredLogin | None:
        """The login of a profile; raises ConfigurationError for a file that may not be used."""
        table = self._tables().get(profile)
        if table is None:
            return None
        try:
            return _read(table)
        except (KeyError, TypeError, ValueError, ConfigurationError):
            message = f"The login of profile {profile} in {self.path} cannot be read"
            raise ConfigurationError(message, hint=f"Run `{login_line(profile)}`") from None

    def put(self, profile: str, login: StoredLogin) -> None:
        """Store a login; raises ConfigurationError."""
        self._refuse_link()
        self._tables()
        values = {f"profile.{profile}.{name}": value for name, value in _fields(login).items()}
        with _Overwritten(self.path):
            set_values(self.path, values)
        self._read_already = None

    def remove(self, profile: str) -> bool:
        """Forget a login, its bytes overwritten; False when there was none."""
        self._refuse_link()
        if profile not in self._tables():
            return False
        with _Overwritten(self.path):
            unset_value(self.path, f"profile.{profile}")
            self._read_already = None
            if not self._tables():
                self.path.unlink(missing_ok=True)
        return True

    def _tables(self) -> Mapping[str, Mapping[str, Any]]:
        if self._read_already is None:
            self._refuse_readable()
            try:
                found = read_configuration(self.path).get("profile", {})
            except FileMistake as mistake:
                # Without the line, which may be the one with the token.
                hint = "Fix it in an editor, or remove it and run `hv login`"
                raise ConfigurationError(mistake.message, hint=hint) from None
            tables = found.items() if isinstance(found, dict) else ()
            self._read_already = {name: t for name, t in tables if isinstance(t, dict)}
        return self._read_already

    def _refuse_link(self) -> None:
        if self.path.is_symlink():
            message = f"{self.path} is a link; a token is not written through one"
            raise ConfigurationError(message, hint=f"Remove it: `rm {self.path}`")

    def _refuse_readable(self) -> None:
        try:
            found = self.path.stat()
        except OSError:
            return
        if os.name != "posix" or not stat.S_ISREG(found.st_mode):
            return
        if found.st_uid != os.geteuid():
            message = f"{self.path} belongs to another user"
            raise ConfigurationError(message, hint="Run hv as the user who logged in")
        if found.st_mode & OTHERS:
            mode = stat.S_IMODE(found.st_mode)
            message = f"{self.path} holds a token and others can read it (mode {mode:04o})"
            raise ConfigurationError(message, hint=f"chmod 600 {self.path}")


def login_line(profile: str) -> str:
    """The command that logs a profile in."""
    return "hv login" if profile == "default" else f"hv login --profile {profile}"


class _Overwritten:
    """Overwrites the old bytes of a file once a new one stands in its place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old: int | None = None

    def __enter__(self) -> None:
        if os.name == "nt":
            # A file that is open there cannot be replaced.
            return
        try:
            self._old = open_private(self._path, os.O_RDWR)
        except OSError:
            self._old = None

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        if self._old is None:
            return
        try:
            if kind is None:
                # Other names of the old bytes are gone; what a disk keeps by itself is not ours.
                os.lseek(self._old, 0, os.SEEK_SET)
                os.write(self._old, b"\0" * os.fstat(self._old).st_size)
                sync(self._old)
        finally:
            os.close(self._old)


def _read(table: Mapping[str, Any]) -> StoredLogin:
    token = table.get("token")
    return StoredLogin(
        account_id=int(table["account_id"]),
        user_id=int(table["user_id"]),
        token=Secret(token) if isinstance(token, str) else None,
        store=str(table.get("store", FILE)),
        api_url=checked_url(str(table.get("api_url", API_URL)), "api_url"),
        id_url=checked_url(str(table.get("id_url", ID_URL)), "id_url"),
        saved_at=_moment(table.get("saved_at")),
        expires_at=_moment(table.get("expires_at")),
    )


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _fields(login: StoredLogin) -> dict[str, Any]:
    return {
        "account_id": login.account_id,
        "user_id": login.user_id,
        "store": login.store,
        "token": login.token.reveal() if login.token else None,
        "api_url": login.api_url if login.api_url != API_URL else None,
        "id_url": login.id_url if login.id_url != ID_URL else None,
        "saved_at": login.saved_at,
        "expires_at": login.expires_at,
    }
