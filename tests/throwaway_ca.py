"""A certificate authority for one test run and certificates from it; made with openssl."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

NAME = "Throw-away CA of a test"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def openssl(*arguments: str) -> None:
    """Run it; the test is skipped where it is missing."""
    try:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not available")


@dataclass(frozen=True)
class Authority:
    """`certificate` is what a client has to trust."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    def issue(self, names: str = "IP:127.0.0.1", *, expired: bool = False) -> ssl.SSLContext:
        """A server's side of TLS with a certificate for these names."""
        mark = f"{names.replace(':', '-').replace('.', '-')}{'-expired' if expired else ''}"
        key, csr, cert = (self.folder / f"{mark}.{end}" for end in ("key", "csr", "pem"))
        openssl("req", "-new", *KEY, "-keyout", str(key), "-out", str(csr), "-subj", "/CN=hv")
        extensions = self.folder / f"{mark}.ext"
        extensions.write_text(f"subjectAltName={names}\n")
        days = ("-days", "2")
        if expired:
            self._issue_expired(csr, cert, extensions)
        else:
            signed = ("-CA", str(self.certificate), "-CAkey", str(self.folder / "ca.key"))
            openssl(
                *("x509", "-req", "-in", str(csr), *signed, "-CAcreateserial"),
                *("-out", str(cert), *days, "-extfile", str(extensions)),
            )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        return context

    def _issue_expired(self, csr: Path, cert: Path, extensions: Path) -> None:
        (self.folder / "index.txt").write_text("")
        settings = self.folder / "ca.cnf"
        settings.write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndatabase={self.folder}/index.txt\n"
            f"new_certs_dir={self.folder}\ndefault_md=sha256\nrand_serial=yes\npolicy=p\n"
            "[p]\ncommonName=supplied\n"
        )
        openssl(
            *("ca", "-batch", "-config", str(settings), "-in", str(csr), "-out", str(cert)),
            *("-cert", str(self.certificate), "-keyfile", str(self.folder / "ca.key")),
            *("-startdate", "200101000000Z", "-enddate", "200102000000Z", "-notext"),
            *("-extfile", str(extensions)),
        )


def an_authority(folder: Path) -> Authority:
    """A new one in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl(
        *("req", "-x509", *KEY, "-keyout", str(folder / "ca.key"), "-days", "2"),
        *("-out", str(folder / "ca.pem"), "-subj", f"/O=Nobody/CN={NAME}"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    return Authority(folder)
