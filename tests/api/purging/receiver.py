"""A server that takes requests, notes them, and answers what it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """`status` and `body` are what it answers, after `delay` seconds."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    trickles: bool = False
    received: list[Received] = field(default_factory=list)
    address: str = ""


@contextmanager
def receiving(**answer: Any) -> Iterator[Receiver]:
    receiver = Receiver(**answer)

    class Handler(BaseHTTPRequestHandler):
        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): text for name, text in self.headers.items()}
            receiver.received.append(Received(self.command, self.path, headers, body))
            time.sleep(receiver.delay)
            self.send_response(receiver.status)
            self.send_header("Content-Length", str(len(receiver.body)))
            for name, text in receiver.headers.items():
                self.send_header(name, text)
            self.end_headers()
            for each in range(len(receiver.body)) if receiver.trickles else ():
                self.wfile.write(receiver.body[each : each + 1])
                time.sleep(0.2)
            if not receiver.trickles:
                self.wfile.write(receiver.body)

        do_POST = do_PURGE = do_any  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # Who asked has hung up.
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
