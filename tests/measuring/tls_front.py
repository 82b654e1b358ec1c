"""A front with TLS before a server on this machine, as far away as a round trip of so long.

`python -m tests.measuring.tls_front PORT FOLDER MILLISECONDS` prints its port and serves until its
end. What a client sends arrives half a round trip later, and so do the answers; its first bytes
wait one round trip more, for the connection itself costs nothing on this machine.
"""

import asyncio
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvest_cli.harvest.http.tls import CA_VARIABLES
from tests.throwaway_ca import Authority, an_authority

PIECE = 1 << 16
NAME = "DNS:localhost"


class Front:
    """Relays between clients far away, TLS, and the server at `port`."""

    def __init__(self, port: int, context: ssl.SSLContext, seconds: float) -> None:
        self._port, self._context, self._seconds = port, context, seconds
        self._inner = 0

    async def serve(self) -> None:
        """Print the port and serve."""
        inner = await asyncio.start_server(self._decrypted, "127.0.0.1", 0, ssl=self._context)
        self._inner = inner.sockets[0].getsockname()[1]
        outer = await asyncio.start_server(self._far_away, "127.0.0.1", 0)
        print(outer.sockets[0].getsockname()[1], flush=True)
        await outer.serve_forever()

    async def _far_away(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", self._inner)
        half = self._seconds / 2
        # The connection's own round trip passes from now on, whenever the client speaks.
        connected = asyncio.get_running_loop().time() + self._seconds
        await asyncio.gather(_relay(read, there[1], half, connected), _relay(there[0], write, half))

    async def _decrypted(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(_relay(read, there[1]), _relay(there[0], write))


async def _relay(
    read: asyncio.StreamReader, write: asyncio.StreamWriter, half: float = 0.0, begins: float = 0.0
) -> None:
    """Pass on what comes, each piece `half` seconds after it came, none of it before `begins`."""
    clock, pieces = asyncio.get_running_loop().time, asyncio.Queue[tuple[float, bytes]]()

    async def receive() -> None:
        piece = b"-"
        while piece:
            piece = b""
            with suppress(ConnectionError, ssl.SSLError):
                piece = await read.read(PIECE)
            pieces.put_nowait((max(clock(), begins) + half, piece))

    receiving = asyncio.create_task(receive())
    with suppress(ConnectionError, ssl.SSLError):
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(due - clock())
            if not piece:
                break
            write.write(piece)
            await write.drain()
    receiving.cancel()
    with suppress(ConnectionError, ssl.SSLError):
        write.close()


@contextmanager
def far_away(address: str, folder: Path, milliseconds: int) -> Iterator[dict[str, str]]:
    """Put a front before an address; yields the variables that make hv reach it through TLS."""
    port = address.rpartition(":")[2].partition("/")[0]
    authority = an_authority(folder)
    command = [sys.executable, "-m", "tests.measuring.tls_front", port, str(folder)]
    front = subprocess.Popen(
        [*command, str(milliseconds)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert front.stdout is not None
    try:
        place = f"https://localhost:{front.stdout.readline().strip()}/v2"
        trusted = dict.fromkeys(CA_VARIABLES, str(authority.certificate))
        yield {"HARVEST_API_URL": place, **trusted}
    finally:
        front.terminate()
        front.wait()
        front.stdout.close()


def main() -> None:
    """Serve until the end."""
    port, folder, milliseconds = sys.argv[1:]
    context = Authority(Path(folder)).issue(NAME)
    asyncio.run(Front(int(port), context, int(milliseconds) / 1000).serve())


if __name__ == "__main__":
    main()
