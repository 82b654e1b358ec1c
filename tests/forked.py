"""A Python with hv in it that is forked from one which has loaded both: a sixth of a start's work.

Such a process has streams, an environment, a folder and a death of its own. What it does not have
is a start: tests of that, of what a run loads, and of how Python itself comes up, run `child.HV`.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import harvest_cli

MOST = 1 << 17
"""Bytes of what is asked for, and numbers of descriptors."""
OF_PYTHON = ("PYTHON", "LC_", "LANG", "LD_")
"""How those variables begin."""


def can_fork(argv: Sequence[Any], environ: Mapping[str, str], how: Mapping[str, Any]) -> bool:
    """Whether a run can be forked: it takes nothing that only a new Python has."""
    told = own_of_python(environ) or "LD_PRELOAD" in os.environ or argv[0] not in ("-m", "-c")
    known = {"stdin", "stdout", "stderr", "text", "cwd", "start_new_session"}
    texts = all(isinstance(word, str) for word in argv)
    return sys.platform == "linux" and not told and texts and {*how} <= known


def own_of_python(environ: Mapping[str, str]) -> list[str]:
    """The variables that a Python reads before any program of it, but where it finds modules."""
    return [name for name in environ if name.startswith(OF_PYTHON) and name != "PYTHONPATH"]


class Forked(subprocess.Popen[Any]):
    """One of them; `argv` are Python's arguments: `-m` or `-c`, and what follows."""

    def _execute_child(self, argv: Any, *how: Any) -> None:
        folder, environ, pipes, session = how[4], how[5], how[9:15], how[-2]
        ends = (pipes[0], pipes[3], pipes[5])
        theirs = [number if end == -1 else end for number, end in enumerate(ends)]
        told, telling = os.pipe()
        asked = [argv, environ, os.fspath(folder or os.getcwd()), session]  # noqa: PTH109
        socket.send_fds(_origin(), [json.dumps(asked).encode()], [*theirs, telling])
        os.close(telling)
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]

    def _try_wait(self, flags: int) -> tuple[int, int]:
        coming = select.poll()
        coming.register(self._told, select.POLLIN)
        if not coming.poll(0 if flags & os.WNOHANG else None):
            return 0, 0
        with self._told:
            return self.pid, int(self._told.readline())

    def _internal_poll(self, **_: Any) -> int | None:
        if self.returncode is None and self._waitpid_lock.acquire(blocking=False):  # type: ignore[attr-defined]
            try:
                pid, status = self._try_wait(os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
            finally:
                self._waitpid_lock.release()  # type: ignore[attr-defined]
        return self.returncode


@cache
def _origin() -> socket.socket:
    """The way to the process from which those of this one are forked; it ends with this one."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    argv = [sys.executable, "-m", "tests.forked", str(its.fileno())]
    environ = dict(os.environ, PYTHONPATH=str(Path(__file__).parent.parent))
    for name in own_of_python(environ):
        del environ[name]
    nothing = subprocess.DEVNULL
    started = subprocess.Popen(
        argv, pass_fds=[its.fileno()], stdin=nothing, stdout=nothing, env=environ
    )
    its.close()

    def end() -> None:
        mine.close()
        started.wait()

    atexit.register(end)
    return mine


def serve(asking: socket.socket) -> None:
    """Fork one for each message, and beside it one who waits for its end; returns in the former."""
    while True:
        message, fds, *_ = socket.recv_fds(asking, MOST, 4)
        if not message:
            os._exit(0)
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asking.close()
            *streams, telling = fds
            if (pid := os.fork()) == 0:
                os.close(telling)
                return begin(streams, *json.loads(message))
            for fd in streams:
                os.close(fd)
            os.write(telling, b"%d\n" % pid)
            os.write(telling, b"%d\n" % os.waitpid(pid, 0)[1])
            os._exit(0)
        for fd in fds:
            os.close(fd)


def begin(
    streams: list[int], argv: list[str], environ: dict[str, str], folder: str, session: bool
) -> None:
    """Be a process that has just begun."""
    if session:
        os.setsid()
    for number, fd in enumerate(streams):
        os.dup2(fd, number)
        os.close(fd)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        was, mode = getattr(sys, name), "w" if number else "r"
        lines = 1 if number == 2 or os.isatty(number) else -1
        how = {"encoding": was.encoding, "errors": was.errors, "closefd": False}
        again: Any = os.fdopen(number, mode, lines, **how)
        setattr(sys, name, again)
        setattr(sys, f"__{name}__", again)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    os.chdir(folder)
    sys.argv = argv
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.enable()


def load() -> None:
    """Load all of hv, as nobody is interrupted by it and nobody waits for those who have ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for module in pkgutil.walk_packages(harvest_cli.__path__, "harvest_cli."):
        # What needs an extra that is not installed is not run here.
        with suppress(ImportError):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.disable()
    gc.freeze()


if __name__ == "__main__":
    load()
    serve(socket.socket(fileno=int(sys.argv[1])))
    kind = sys.argv.pop(0)
    if kind == "-m":
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        code, sys.argv[0] = sys.argv[0], kind
        exec(code, {"__name__": "__main__"})
