"""`manage.py serve`: from a fresh clone to a running CMS in one step."""

import errno
import io
import os
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.core.management.base import OutputWrapper
from django.db import connections
from wagtail.models import Site

from articles.models import Clinic
from cms.demo.users import DEMO_USERS
from cms.server import ServerOptions
from cms.settings.local import LOCAL_HOSTS, browsable, local_base_url


class MigrationCounter(io.TextIOBase):
    """Takes the output of `migrate` and passes on a line for every 50 applied migrations."""

    def __init__(self, output: OutputWrapper) -> None:
        self._output = output
        self._applied = 0

    def write(self, text: str) -> int:
        if text.rstrip().endswith(" OK"):
            self._applied += 1
            if self._applied % 50 == 0:
                self._output.write(f"  {self._applied} migrations applied")
                self._output.flush()
        return len(text)


class Command(BaseCommand):
    help = (
        "Serve the CMS and the API with the production server. With DEBUG on, the database is "
        "migrated first, and a new database gets the demo content."
    )
    # The database may not exist yet; `migrate` runs the checks.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", help="Address to listen on (default: HOST or 127.0.0.1).")
        parser.add_argument("--port", help="Port to listen on (default: PORT or 8000).")
        parser.add_argument(
            "--no-demo", action="store_true", help="Leave a new database without demo content."
        )
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="Empty the local database and throw the uploads away first (DEBUG only).",
        )
        parser.add_argument(
            "--prepare-only", action="store_true", help="Prepare the database and stop there."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fresh"] and not settings.DEBUG:
            raise CommandError("--fresh deletes everything; it works only where DEBUG is on.")
        for name in ("host", "port"):
            if options[name]:
                os.environ[name.upper()] = options[name]
        server = ServerOptions.from_environment()
        if not options["prepare_only"]:
            require_free_port(server.host, server.port)
        if settings.DEBUG:
            if "WAGTAILADMIN_BASE_URL" not in os.environ:
                settings.WAGTAILADMIN_BASE_URL = local_base_url(os.environ)
                settings.BASE_URL_NOTE.write_text(settings.WAGTAILADMIN_BASE_URL, encoding="utf-8")
            self._prepare(fresh=options["fresh"], demo=not options["no_demo"])
            if follow_address(server.host, server.port):
                self._step(f"The site's addresses now lead to port {server.port}.")
        connections.close_all()
        if options["prepare_only"]:
            self._step("Ready.")
            return
        if settings.DEBUG:
            # On one machine everything is there: schedules and webhooks, too.
            os.environ.setdefault("RUN_WORKER", "1")
            self._print_addresses(server)
        self.stdout.flush()
        # The server takes this process's place: one process to signal, and none left behind.
        os.execv(sys.executable, [sys.executable, "-m", "cms.server"])  # noqa: S606

    def _prepare(self, *, fresh: bool, demo: bool) -> None:
        if fresh:
            self._step("Emptying the database and the uploads ...")
            empty_database()
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        self._step("Bringing the database up to date ...")
        call_command("migrate", interactive=False, stdout=MigrationCounter(self.stdout))
        # Asked of the content, not of the tables: a first start may have been interrupted.
        if demo and not get_user_model().objects.exists():
            self._step("Loading the demo content ...")
            call_command("load_demo", stdout=self.stdout)

    def _step(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _print_addresses(self, server: ServerOptions) -> None:
        base = f"http://{browsable(server.host)}:{server.port}"
        lines = [
            "",
            self.style.SUCCESS(f"Clinic Articles runs at {base}"),
            "",
            *([f"  Reader    {base}/"] if settings.READER else []),
            f"  Admin     {base}/admin/",
            f"  API       {base}/api/v1/",
            f"  API docs  {base}/api/v1/docs/",
            "",
            "  Demo sign-ins",
            *(f"    {user.username:<10} {user.password:<16} {user.role}" for user in DEMO_USERS),
            "",
            "  Ctrl-C stops it. `make demo-reset` starts over.",
            "",
        ]
        self.stdout.write("\n".join(lines))


def empty_database() -> None:
    """Leave nothing in the local SQLite database, in place: a server that runs on it sees that."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        raise CommandError("--fresh knows only SQLite; drop and create this database yourself.")
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    if path.exists():
        with closing(sqlite3.connect(":memory:")) as nothing, closing(sqlite3.connect(path)) as it:
            nothing.backup(it)


def follow_address(host: str, port: int) -> bool:
    """Give the local site, and the addresses in its documents, the address it is served at.

    Returns whether anything had to change. A site on a host of its own is left alone.
    """
    site = Site.objects.filter(is_default_site=True).first()
    shown = browsable(host)
    if (
        site is None
        or site.hostname not in LOCAL_HOSTS
        or (site.hostname, site.port) == (shown, port)
    ):
        return False
    before, now = (
        f"http://{name}:{at}/" for name, at in ((site.hostname, site.port), (shown, port))
    )
    site.hostname, site.port = shown, port
    site.save()
    # The reader shows drafts of a clinic of the demo.
    for clinic in Clinic.objects.filter(preview_url__startswith=before):
        clinic.preview_url = now + clinic.preview_url.removeprefix(before)
        Clinic.objects.filter(pk=clinic.pk).update(preview_url=clinic.preview_url)
    call_command("rebuild_documents", stdout=io.StringIO())
    return True


def require_free_port(host: str, port: int) -> None:
    """Raise `CommandError` where nothing can listen on `host` and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} on {host} is taken by another program. "
                    f"Choose another one, for example: make run PORT={port + 1}"
                ) from error
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
