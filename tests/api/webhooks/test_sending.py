"""One request to receivers that behave, and to those that do not."""

import datetime
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.webhooks.sending import KEPT_ANSWER, send
from tests.api.webhooks.receivers import LOOPBACK, raw_receiver, receiver


def read_request(opened: socket.socket) -> None:
    """Read all of it: a connection that is closed with something unread is reset."""
    read = b""
    while not read.endswith(b"{}"):
        read += opened.recv(10_000)


@pytest.fixture
def inside(settings: Any) -> None:
    settings.CLINIC_CONTENT = {"API": {"WEBHOOK_PRIVATE_NETWORKS": LOOPBACK}}


@pytest.mark.usefixtures("inside")
def test_the_request_is_what_was_asked_for() -> None:
    with receiver() as found:
        found.answers = [(202, {"X-Reply": "yes"}, "größer\0".encode())]
        answer = send(found.url, '{"a":"ü"}', {"webhook-id": "msg_1"})
    assert (answer.status, answer.text, answer.error) == (202, "größer�", "")
    assert answer.succeeded
    assert answer.headers["X-Reply"] == "yes"
    (request,) = found.received
    assert request.path == "/hooks/?of=clinic"
    assert request.body == '{"a":"ü"}'
    assert request.headers["webhook-id"] == "msg_1"
    assert request.headers["content-type"] == "application/json"


@pytest.mark.usefixtures("inside")
def test_a_redirect_is_a_failure_and_is_not_followed() -> None:
    with receiver() as found:
        found.answers = [(307, {"Location": found.url}, b"")]
        answer = send(found.url, "{}", {})
    assert answer.status == 307
    assert not answer.succeeded
    assert len(found.received) == 1


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("piece", [b"", b"HTTP/1.1 200 OK\r\n", b"x"])
def test_who_hangs_or_drips_is_ended_at_the_deadline(piece: bytes) -> None:
    def drip(opened: socket.socket) -> None:
        for byte in piece * 1000:
            opened.sendall(bytes([byte]))
            time.sleep(0.05)
        time.sleep(20)

    with raw_receiver(drip) as url:
        started = time.monotonic()
        answer = send(url, "{}", {}, deadline=1.0)
    assert answer.status is None
    assert answer.error == "no answer within 1 s"
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("inside")
def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    def pour(opened: socket.socket) -> None:
        read_request(opened)
        opened.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            opened.sendall(b"x" * 10_000)

    with raw_receiver(pour) as url:
        answer = send(url, "{}", {})
    assert answer.status == 200
    assert answer.text == "x" * KEPT_ANSWER


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "said",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1000],
)
def test_nonsense_is_a_failure_with_a_reason(said: bytes) -> None:
    def answer_so(opened: socket.socket) -> None:
        read_request(opened)
        opened.sendall(said)

    with raw_receiver(answer_so) as url:
        answer = send(url, "{}", {})
    assert answer.status is None
    assert answer.error


def test_nothing_is_opened_to_an_inner_address() -> None:
    with receiver() as found:
        answer = send(found.url, "{}", {})
        by_name = send(found.url.replace("127.0.0.1", "localhost"), "{}", {})
    assert "not public" in answer.error
    assert "not public" in by_name.error
    assert found.received == []


@pytest.mark.usefixtures("inside")
def test_nobody_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        answer = send(f"http://127.0.0.1:{unused.getsockname()[1]}/", "{}", {})
    assert answer.error == "the connection was refused"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for `name` that vouches for itself: its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("name", "trusted", "error"),
    [
        ("localhost", True, ""),
        ("localhost", False, "certificate is not trusted"),
        ("other.example.org", True, "certificate is not trusted"),
    ],
)
def test_tls_asks_for_the_name_of_the_receiver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, error: str
) -> None:
    cert_file, key_file = certificate(tmp_path, name)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(cert_file, key_file)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert_file))

    def answer_so(opened: socket.socket) -> None:
        with served.wrap_socket(opened, server_side=True) as secured:
            read_request(secured)
            secured.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with raw_receiver(answer_so) as url:
        answer = send(url.replace("http://127.0.0.1", "https://localhost"), "{}", {})
    if error:
        assert error in answer.error
    else:
        assert (answer.status, answer.error) == (204, "")


@pytest.mark.usefixtures("inside")
def test_a_silent_tls_receiver_is_ended_at_the_deadline() -> None:
    with raw_receiver(lambda _opened: time.sleep(20)) as url:
        started = time.monotonic()
        answer = send(url.replace("http:", "https:"), "{}", {}, deadline=1.0)
    assert answer.error == "no answer within 1 s"
    assert time.monotonic() - started < 5
