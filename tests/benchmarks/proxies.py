"""The shipped proxy configurations, adapted as their readers are told to, on free ports."""

import datetime
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.benchmarks.processes import Group, running
from tests.benchmarks.steps import ROOT

SHIPPED = ROOT / "docs/proxies"
TOKEN = "only-for-a-test-0123456789-abcdefghij"
SEARCHED = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"


def find_program(name: str) -> str | None:
    return shutil.which(name, path=SEARCHED)


@contextmanager
def varnish(folder: Path, *, port: int, backend: int) -> Iterator[Group]:
    """Varnish with the shipped VCL on `port`, in front of the CMS on the port `backend`."""
    folder.mkdir(exist_ok=True)
    vcl = (SHIPPED / "varnish.vcl").read_text()
    (folder / "shipped.vcl").write_text(adapted(vcl, {'.port = "8000"': f'.port = "{backend}"'}))
    command = [
        *(find_program("varnishd") or "varnishd", "-F", "-j", "none", "-n", str(folder / "work")),
        *("-a", f"127.0.0.1:{port}", "-f", str(folder / "shipped.vcl"), "-s", "malloc,64m"),
    ]
    environment = {"PATH": SEARCHED, "PURGE_TOKEN": TOKEN}
    with running(command, env=environment, cwd=folder, log=folder / "output.log") as group:
        group.wait_for_port(port)
        yield group


@contextmanager
def nginx(
    folder: Path,
    *,
    port: int,
    plain_port: int,
    backend: int,
    files: Path,
    changes: Mapping[str, str] | None = None,
) -> Iterator[Group]:
    """nginx with the shipped configuration: TLS on `port`, plain HTTP on `plain_port`.

    `files` is the folder with media/ and static/; `changes` are made beside the usual ones.
    """
    folder.mkdir(exist_ok=True)
    usual = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{backend};",
        "/var/cache/nginx/clinic-articles": str(folder / "kept"),
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/ssl/cms.example.org.pem": str(folder / "certificate.pem"),
        "/etc/ssl/cms.example.org.key": str(folder / "certificate.key"),
        "/srv/clinic-articles/": f"{files}/",
    }
    configuration = (SHIPPED / "nginx.conf").read_text()
    text = adapted(adapted(configuration, usual), changes or {})
    (folder / "shipped.conf").write_text(text)
    (folder / "nginx.conf").write_text(_main_configuration(folder))
    _make_certificate(folder)
    program = find_program("nginx") or "nginx"
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running(command, env={"PATH": SEARCHED}, cwd=folder, log=folder / "output.log") as group:
        group.wait_for_port(port)
        yield group


def adapted(text: str, places: Mapping[str, str]) -> str:
    """Replace these places of a shipped file; each has to be there."""
    for old, new in places.items():
        if old not in text:
            raise ValueError(f"the shipped file has no {old!r}")
        text = text.replace(old, new)
    return text


def _main_configuration(folder: Path) -> str:
    """What a distribution's nginx.conf brings, around the shipped file."""
    user = "user root;" if os.getuid() == 0 else ""
    places = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; {user} worker_processes 2; pid {folder}/nginx.pid;"
        f" error_log {folder}/error.log; events {{ worker_connections 768; }}"
        f" http {{ sendfile on; tcp_nopush on; keepalive_requests 1000000; {places}"
        f" include {folder}/shipped.conf; }}"
    )


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cms.example.org")])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(name, name, key.public_key(), number, now - day, now + day)
    pem = serialization.Encoding.PEM
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(pem)
    (folder / "certificate.pem").write_bytes(certificate)
    unlocked = serialization.NoEncryption()
    text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, unlocked)
    (folder / "certificate.key").write_bytes(text)
