"""How long a command may take, how much it may read and how often it may try."""

from typing import NamedTuple

MIB = 1024 * 1024


class Limits(NamedTuple):
    """Bounds of one client object, which serves one command.

    `connect`, `read`, `total` and `wait` are seconds: for a connection, between two pieces of an
    answer, for all requests of the client together (pauses included, the caller's own time not),
    and for one pause that Harvest asks for. `body` is bytes after decompression, `attempts` are
    tries of one read, `connect_failures` in a row end the network for this run.
    """

    connect: float = 5.0
    read: float = 20.0
    total: float = 30.0
    wait: float = 20.0
    body: int = 32 * MIB
    pages: int = 200
    attempts: int = 3
    connect_failures: int = 2
