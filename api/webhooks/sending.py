"""One request to a receiver, and what came back. Nothing is stored here."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from api.webhooks.addresses import ForbiddenAddressError, resolve

DEADLINE = 15.0
"""Seconds for all of it: name, connection, request, answer."""
LONGEST_ANSWER = 64 * 1024
KEPT_ANSWER = 2_000
KEPT_HEADER = 500
USER_AGENT = "ClinicArticles-Webhooks/1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a receiver said; without a status, why it said nothing."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send(
    url: str, payload: str, headers: Mapping[str, str], *, deadline: float = DEADLINE
) -> Answer:
    """POST `payload`, follow nothing, and return what came. No receiver makes it raise."""
    started = time.monotonic()
    try:
        answer = _request(urlsplit(url), payload.encode(), headers, started + deadline)
    except ForbiddenAddressError as error:
        answer = Answer(error=str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        answer = Answer(error=_reason(error))
    if time.monotonic() - started >= deadline:
        # What has come until then may be cut off anywhere.
        answer = Answer(error=f"no answer within {deadline:g} s")
    return Answer(
        status=answer.status,
        headers={_storable(name): _storable(text) for name, text in answer.headers.items()},
        text=_storable(answer.text),
        error=_storable(answer.error)[:255],
        seconds=time.monotonic() - started,
    )


def _storable(said: str) -> str:
    """Without the character that PostgreSQL refuses, wherever a receiver has put it."""
    return said.replace("\0", "�")


def _request(parts: SplitResult, body: bytes, headers: Mapping[str, str], ends_at: float) -> Answer:
    target = parts._replace(scheme="", netloc="").geturl()
    with closing(_connect(parts, ends_at)) as opened, _ended(opened, ends_at):
        if isinstance(opened, ssl.SSLSocket):
            opened.do_handshake()
        connection = http.client.HTTPConnection(parts.netloc)
        connection.sock = opened
        connection.request(
            "POST",
            target if target.startswith("/") else f"/{target}",
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": USER_AGENT,
                "Connection": "close",
                **headers,
            },
        )
        return _read(connection.getresponse())


def _connect(parts: SplitResult, ends_at: float) -> socket.socket:
    """Open a connection to an address that was looked at. TLS will ask for the receiver's name."""
    failure = OSError("no address")
    for address in resolve(parts):
        try:
            plain = socket.create_connection(address, timeout=_left(ends_at))
        except OSError as error:
            failure = error
            continue
        if parts.scheme != "https":
            return plain
        return ssl.create_default_context().wrap_socket(
            plain, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
    raise failure


@contextmanager
def _ended(opened: socket.socket, ends_at: float) -> Iterator[None]:
    """End the connection at the deadline, however little by little the answer comes."""
    opened.settimeout(_left(ends_at))
    timer = Timer(_left(ends_at), _shut, [opened])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(opened: socket.socket) -> None:
    with suppress(OSError):
        # Not TLS's own goodbye, which would wait for the other side.
        socket.socket.shutdown(opened, socket.SHUT_RDWR)


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def _read(response: http.client.HTTPResponse) -> Answer:
    content = response.read(LONGEST_ANSWER)
    text = content.decode("utf-8", "replace")
    return Answer(
        status=response.status,
        headers={name: value[:KEPT_HEADER] for name, value in response.getheaders()[:50]},
        text=text[:KEPT_ANSWER],
    )


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return str(error) or type(error).__name__
