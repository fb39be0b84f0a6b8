"""Real receivers on this machine: they answer, hang, redirect, and keep what they were sent."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOOPBACK = ["127.0.0.0/8"]


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """A receiver that is listening. `answers` holds what it says next; then it says 204."""

    url: str
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    most_at_once: int = 0
    hold: threading.Event | None = None
    """Where set, an answer waits for it."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    running = 0
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal running
            with lock:
                running += 1
                found.most_at_once = max(found.most_at_once, running)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            if found.hold is not None:
                found.hold.wait(10)
            with lock:
                running -= 1
                found.received.append(Received(self.path, headers, body))
                status, more, answer = found.answers.pop(0) if found.answers else (204, {}, b"")
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hooks/?of=clinic")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw_receiver(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A receiver that does with each connection what `answer` says; yields its address."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def accept() -> None:
            while True:
                try:
                    opened, _address = listening.accept()
                except OSError:
                    return
                threading.Thread(target=_answer, args=[opened], daemon=True).start()

        def _answer(opened: socket.socket) -> None:
            with closing(opened):
                try:
                    answer(opened)
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        listening.shutdown(socket.SHUT_RDWR)
