"""Databases and process environments of a run: its own, and gone after it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Library:
    """One database full of articles."""

    size: int
    folder: Path
    database_url: str

    def env(self, *, settings: str = "settings") -> dict[str, str]:
        """The environment of a process on this database: production's variables, nothing else's."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        for name in ("media", "static"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": f"tests.benchmarks.{settings}",
            "SECRET_KEY": "only-for-a-measurement-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": "redis://127.0.0.1:6379/0",
            "ALLOWED_HOSTS": "127.0.0.1",
            "WAGTAILADMIN_BASE_URL": "https://cms.example.org",
            "NUM_PROXIES": "1",
            "EMAIL_URL": "dummymail://",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "LOG_LEVEL": "ERROR",
        }

    @property
    def is_postgres(self) -> bool:
        return self.database_url.startswith("postgres")


@contextmanager
def sqlite_library(folder: Path, size: int) -> Iterator[Library]:
    own = folder / f"library-{size}"
    own.mkdir()
    yield Library(size, own, f"sqlite:///{own / 'db.sqlite3'}")


@contextmanager
def postgres_library(folder: Path, size: int) -> Iterator[Library]:
    """A database created now and dropped at the end, on the server of BENCH_POSTGRES_URL."""
    import psycopg

    server = os.environ.get("BENCH_POSTGRES_URL", POSTGRES)
    name = f"clinic_articles_bench_{os.getpid()}_{folder.name[-8:]}_{size}"
    own = folder / f"library-{size}"
    own.mkdir()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield Library(size, own, urlsplit(server)._replace(path=f"/{name}").geturl())
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def versions() -> str:
    import django
    import granian
    import wagtail

    return (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"Python {sys.version.split()[0]}, Django {django.__version__}, "
        f"Wagtail {wagtail.__version__}, granian {granian.__version__}"
    )
