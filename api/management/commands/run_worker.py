"""What is done in the background: webhooks, schedules, reminders, and what has to be tidied."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from api.worker.worker import Worker


class Command(BaseCommand):
    help = (
        "Sends webhooks, publishes and expires on schedule, purges the CDN, sends reminders and "
        "tidies up, until SIGTERM or Ctrl-C. Run one or several, on one machine or on more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-parent-ends",
            metavar="PID",
            type=int,
            help="Stop when the process that started this one, which is PID, is gone.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        parent = options["until_parent_ends"]
        if parent is not None:
            threading.Thread(target=_watch, args=[parent, stop], daemon=True).start()
        self.stdout.write("The worker is at work.")
        self.stdout.flush()
        Worker(stop).run()
        connections.close_all()


def _watch(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent:
        if stop.wait(1.0):
            return
    stop.set()
