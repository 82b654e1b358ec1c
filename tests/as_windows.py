"""A process that has of POSIX what Windows has: it takes the rest away and runs hv there.

`python -m tests.as_windows LINE LINE …` runs each line on the embedded account, then loads every
module of hv. What is a path stays one of this system.
"""

import ctypes
import importlib
import io
import os
import pathlib
import pkgutil
import select
import signal
import sys
from types import SimpleNamespace
from typing import Any

LIBRARIES = ("asyncio", "platformdirs", "requests", "subprocess", "typer", "zoneinfo")
"""What these decide by the system when they are loaded stays as it is here."""
OPTIONAL = {"anyio", "holidays", "keyring", "mcp"}
MODULES = (
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "readline",
    "resource",
    "syslog",
    "termios",
    "tty",
)
LACKS = (
    (select, "devpoll epoll kqueue poll"),
    (
        signal,
        "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU "
        "SIGUSR1 SIGUSR2 SIGWINCH alarm getitimer pause pthread_kill pthread_sigmask setitimer "
        "siginterrupt sigpending sigtimedwait sigwait",
    ),
    (
        os,
        "O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_SYNC chown fchdir fchmod fchown "
        "fork forkpty getegid geteuid getgid getgroups getpgid getpgrp getsid getuid killpg lchown "
        "lockf mkfifo nice openpty pathconf posix_fallocate posix_spawn pread pwrite "
        "register_at_fork sched_getaffinity sendfile setgid setpgid setsid setuid statvfs sync "
        "sysconf tcgetpgrp ttyname uname wait wait3 wait4 waitid",
    ),
)


class Msvcrt(SimpleNamespace):
    """The locks of Windows, of which one process needs none."""

    LK_NBLCK = 2

    def locking(self, handle: int, mode: int, count: int) -> None:
        """Lock so many bytes of an open file, from where it stands."""
        assert (mode, count) == (self.LK_NBLCK, 1)
        os.fstat(handle)


def become() -> None:
    """Take away what Windows lacks, and answer as it does."""
    for library in LIBRARIES:
        importlib.import_module(library)
    here = SimpleNamespace(**vars(os))
    vars(pathlib)["os"] = here
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.modules["msvcrt"] = Msvcrt()  # type: ignore[assignment]
    for module, names in LACKS:
        for name in names.split():
            vars(module).pop(name, None)
    kernel = SimpleNamespace(GetConsoleWindow=lambda: 1, GetConsoleMode=lambda *_: 0)
    vars(ctypes)["windll"] = SimpleNamespace(kernel32=kernel)

    def opened(path: Any, flags: int, mode: int = 0o777) -> int:
        if pathlib.Path(path).is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        return int(here.open(path, flags, mode))

    vars(os).update(open=opened, O_BINARY=0)
    os.name, sys.platform = "nt", "win32"


def load_all() -> int:
    """How many modules hv has; each is loaded, but for those whose package is not installed."""
    import harvest_cli

    names = [each.name for each in pkgutil.walk_packages(harvest_cli.__path__, "harvest_cli.")]
    for name in names:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as lacks:
            if (lacks.name or "").partition(".")[0] not in OPTIONAL:
                raise
    return len(names)


def main(lines: list[str]) -> None:
    """Run the lines, each with its status in front of what it prints; then load everything."""
    become()
    from harvest_cli.__main__ import run

    for line in lines:
        out, err = io.StringIO(), io.StringIO()
        code = run(line.split(), os.environ, io.StringIO(), out, err)
        print(code, " ".join((out.getvalue() + err.getvalue()).split()))
    print(load_all())


if __name__ == "__main__":
    main(sys.argv[1:])
