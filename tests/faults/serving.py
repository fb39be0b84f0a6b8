"""A process whose child serves the CMS over HTTP; the child dies by `kill -9` and is there again.

Run as `python -m tests.faults.serving PORT`. Each line of the input is `start` or `kill`; each
gets the same word back when it is done.
"""

import os
import signal
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Who asked what is of no interest."""


def serve(port: int, ready: int) -> None:
    from api.wsgi import get_wsgi_application

    server = Server(("127.0.0.1", port), Handler)
    server.set_app(get_wsgi_application())
    os.write(ready, b".")
    server.serve_forever()


def start(port: int) -> int:
    ready_from, ready_to = os.pipe()
    child = os.fork()
    if not child:
        try:
            serve(port, ready_to)
        finally:
            os._exit(1)
    os.close(ready_to)
    assert os.read(ready_from, 1), "the server did not start"
    os.close(ready_from)
    return child


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(port: int) -> None:
    django.setup()
    from django.urls import get_resolver

    # A server has done this long before it dies; nothing here asks the database.
    get_resolver()._populate()
    child: int | None = None
    for line in sys.stdin:
        if line.strip() == "start":
            child = start(port)
        elif child is not None:
            kill(child)
            child = None
        print(line.strip(), flush=True)
    if child is not None:
        kill(child)


if __name__ == "__main__":
    main(int(sys.argv[1]))
