"""`manage.py load_demo`: the demo content, for trying the CMS out."""

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from cms.demo.loader import load_demo, remove_demo
from cms.demo.tree import demo_is_loaded

_EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on


class Command(BaseCommand):
    help = (
        "Load the demo: three articles in English and Spanish with all that belongs to them, and "
        "one user in each group. Does nothing when the demo is there. Works only with DEBUG on."
    )

    # Where it is refused, that is all it shall say: checks may ask a database first.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="Remove the demo's pages, with every edit made to them, and load them anew.",
        )
        parser.add_argument(
            "--host", help="Host of the site's address (default: HOST or 127.0.0.1)."
        )
        parser.add_argument("--port", help="Port of the site's address (default: PORT or 8000).")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo has passwords that everybody knows. It loads only where DEBUG is on."
            )
        if demo_is_loaded():
            if not options["reset"]:
                self.stdout.write("The demo is there already; it was left as it is.")
                return
            self.stdout.write("Removing the demo ...")
            remove_demo()
        host = options["host"] or os.environ.get("HOST", "")
        load_demo(
            hostname="127.0.0.1" if host in _EVERY_ADDRESS else host,
            port=int(options["port"] or os.environ.get("PORT") or 8000),
            say=self._say,
        )
        self.stdout.write(self.style.SUCCESS("The demo is loaded."))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
