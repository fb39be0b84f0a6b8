"""A PostgreSQL and a Redis of a test's own, which it can stop, hang and start again."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
import redis

from tests.benchmarks.processes import free_port

POSTGRES = "postgres"


def _programs() -> Path:
    """The newest PostgreSQL of the distribution's packages."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if not found:
        pytest.skip("only on machines with PostgreSQL's own programs: apt-get install postgresql")
    return found[-1].parent


class PostgresServer:
    """`url`: of an empty database in it."""

    def __init__(self, folder: Path, port: int, user: str) -> None:
        self.folder, self._port, self._user = folder, port, user
        self.url = f"postgres://{user}@127.0.0.1:{port}/articles"

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", self._data, "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        """End all connections, as a restart of the machine does."""
        self.run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    @property
    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def make(self) -> None:
        self.run("initdb", "-D", self._data, "-U", self._user, "-A", "trust", "-E", "UTF8")
        self.start()
        with self._connect() as link:
            link.execute("CREATE DATABASE articles TEMPLATE template0")

    def keep_tables_in(self, folder: Path) -> None:
        """Keep them there, and what has been committed where it was."""
        shutil.chown(folder, POSTGRES)
        with self._connect() as link:
            link.execute(f"CREATE TABLESPACE elsewhere LOCATION '{folder}'")
            link.execute("ALTER DATABASE articles SET TABLESPACE elsewhere")

    def copy_from(self, url: str) -> None:
        """Fill it with what is in another database."""
        dump = subprocess.run(
            [_programs() / "pg_dump", "--no-owner", url], capture_output=True, check=True
        )
        subprocess.run(
            [_programs() / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url],
            input=dump.stdout,
            capture_output=True,
            check=True,
        )

    def _connect(self) -> "psycopg.Connection[Any]":
        url = f"postgres://{self._user}@127.0.0.1:{self._port}/postgres"
        return psycopg.connect(url, autocommit=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def run(self, program: str, *arguments: str) -> None:
        """PostgreSQL refuses to be run by root."""
        command = [str(_programs() / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", POSTGRES, "--", *command]
        log = self.folder / "programs.log"
        with log.open("ab") as output:
            ended = subprocess.run(
                command, stdout=output, stderr=output, check=False, cwd=self.folder
            )
        assert ended.returncode == 0, log.read_text()[-3000:]


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """In a folder of its own: those of tests are root's alone, and another run of pytest that
    begins meanwhile sees to that."""
    _programs()
    user = POSTGRES
    with TemporaryDirectory(prefix="clinic-articles-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            account = pwd.getpwnam(POSTGRES)
            os.chown(folder, account.pw_uid, account.pw_gid)
        server = PostgresServer(folder, free_port(), user)
        server.make()
        try:
            yield server
        finally:
            if server.is_running:
                server.stop()


class RedisServer:
    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self.url = f"redis://127.0.0.1:{port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("only on machines with Redis: apt-get install redis-server")
        options = ["--port", str(self._port), "--save", "", "--dir", str(self._folder)]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen([program, *options], stdout=log, stderr=log)
        link = redis.Redis.from_url(self.url)
        deadline = time.monotonic() + 30
        while True:
            try:
                link.ping()
            except redis.ConnectionError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                break
        link.close()

    @property
    def is_in_use(self) -> bool:
        """Whether somebody keeps something in it."""
        with redis.Redis.from_url(self.url) as link:
            return bool(link.dbsize())

    def hang(self) -> None:
        """It takes connections and requests, and answers none."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(folder, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
