"""What lies between a front end and the API: it refuses, cuts, stalls, and answers from old.

A proxy on a port of its own. What it does to each answer is drawn by chance from FAULTS, as long
as it has a chance to draw with; without one it hands every answer on as it is.
"""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FAULTS = {"none": 70, "dropped": 3, "cut": 4, "busy": 2, "slow": 6, "old": 15}
"""By how often each comes in a hundred answers."""
OLD_ARTICLES = 50
"""What is old among a hundred articles that have been asked for before: the worst of caches."""
PAGE = ("limit=100", "limit=3")
"""What the client asks for, and what it gets: pages enough to be interrupted between."""
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


BUSY = Answer(
    503,
    [("Retry-After", "1"), ("Content-Type", "application/problem+json")],
    json.dumps({"title": "Unavailable", "status": 503, "detail": "Try again."}).encode(),
)


class Network:
    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.chance: random.Random | None = None
        self.counted: Counter[str] = Counter()
        self._seen: dict[tuple[str, str], list[Answer]] = {}
        self._lock = threading.Lock()
        self._server = self._listen(0)
        self.port: int = self._server.server_address[1]

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody listens meanwhile."""
        self.close()
        self.counted["refused"] += 1
        try:
            yield
        finally:
            self._server = self._listen(self.port)

    def forget(self) -> None:
        """Nothing is in the cache any more."""
        self._seen.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _listen(self, port: int) -> ThreadingHTTPServer:
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                network.handle(self)

            def do_POST(self) -> None:
                network.handle(self)

            def log_message(self, *args: object) -> None:
                """Who asked what is of no interest."""

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        fault, old = self._draw(request)
        try:
            if fault == "dropped":
                return
            answer = old or (BUSY if fault == "busy" else self._ask(request))
            if fault == "slow":
                time.sleep(0.2)
            _send(request, answer, cut=fault == "cut")
        except (OSError, http.client.HTTPException):
            # The server or the client is not there any more; the other end finds the line cut.
            self.counted["broken"] += 1

    def _draw(self, request: BaseHTTPRequestHandler) -> tuple[str, Answer | None]:
        """Return what is to happen, and the old answer if that is it."""
        with self._lock:
            if self.chance is None:
                return "none", None
            (fault,) = self.chance.choices(list(FAULTS), list(FAULTS.values()))
            seen = self._seen.get(_key_of(request), [])
            if "/articles/" in request.path and self.chance.random() * 100 < OLD_ARTICLES:
                fault = "old"
            if fault == "old" and not seen:
                fault = "none"
            self.counted[fault] += 1
            return fault, self.chance.choice(seen) if fault == "old" else None

    def _ask(self, request: BaseHTTPRequestHandler) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.to_port, timeout=30)
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        headers = {**dict(request.headers), "Connection": "close"}
        link.request(request.command, request.path.replace(*PAGE), body or None, headers)
        found = link.getresponse()
        kept = [(name, value) for name, value in found.getheaders() if name.lower() not in HOP]
        answer = Answer(found.status, kept, found.read())
        link.close()
        if request.command == "GET" and answer.status in (200, 404, 410):
            with self._lock:
                self._seen.setdefault(_key_of(request), []).append(answer)
        return answer


def _key_of(request: BaseHTTPRequestHandler) -> tuple[str, str]:
    return request.command, request.path


def _send(request: Any, answer: Answer, *, cut: bool) -> None:
    request.send_response(answer.status)
    for name, value in answer.headers:
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(answer.body)))
    request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
