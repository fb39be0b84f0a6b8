"""A way between a proxy and the CMS on which answers can be held back."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WITHIN = 60.0


class SlowWay:
    def __init__(self, port: int) -> None:
        self.port = port
        self.fetched, self.released = threading.Event(), threading.Event()
        self.released.set()

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """What is asked for meanwhile is answered afterwards, with what was true before."""
        self.fetched.clear()
        self.released.clear()
        try:
            yield
        finally:
            self.released.set()

    def wait_until_fetched(self) -> None:
        assert self.fetched.wait(WITHIN)


@contextmanager
def slow_way(*, to: int) -> Iterator[SlowWay]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            link = http.client.HTTPConnection("127.0.0.1", to, timeout=WITHIN)
            link.request("GET", self.path, headers=dict(self.headers.items()))
            found = link.getresponse()
            body = found.read()
            way.fetched.set()
            way.released.wait(WITHIN)
            self.send_response_only(found.status)
            for name, value in found.getheaders():
                if name.lower() not in ("transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            link.close()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    way = SlowWay(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield way
    finally:
        way.released.set()
        server.shutdown()
        server.server_close()
