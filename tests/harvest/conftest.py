"""A client against a scripted server, with clocks and dice that never wait."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.request import Access, Limits

TOKEN = "1234567.pt.canary-canary-canary-canary"
API = "https://api.harvestapp.com/v2"


@dataclass
class Setting:
    """What a test may look at afterwards: the pauses asked for, the lines of the trace."""

    pauses: list[float] = field(default_factory=list)
    traced: list[str] = field(default_factory=list)
    dice: float = 0.0

    def client(
        self, url: str = API, limits: Limits | None = None, account_id: int | None = 42
    ) -> Harvest:
        """A client whose pauses take no time and whose dice fall as told (0 to 1)."""
        id_url = url.removesuffix("/v2") if url != API else "https://id.getharvest.com"
        return Harvest(
            Access(Secret(TOKEN), account_id, url, id_url),
            limits=limits or Limits(connect=1, read=1, total=2),
            trace=self.traced.append,
            sleep=self.pauses.append,
            uniform=lambda low, high: low + (high - low) * self.dice,
        )


@pytest.fixture
def setting() -> Setting:
    return Setting()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 and harvest.test with its key, in one PEM file."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    command = [
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-nodes", "-keyout", str(key), "-out", str(cert), "-days", "2"),
        *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:harvest.test"),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not available")
    both.write_text(key.read_text() + cert.read_text())
    return both
