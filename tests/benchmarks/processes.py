"""Processes of a run: started in a group of their own, ended by their id, watched in /proc."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
END_WITHIN = 25


@contextmanager
def running(
    command: list[str], *, env: Mapping[str, str], cwd: Path, log: Path
) -> Iterator["Group"]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    group = Group(process, log)
    try:
        yield group
    finally:
        group.end()


class Group:
    """A process and its children. Their group has the process's id."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process = process
        self.log = log

    def pids(self) -> list[int]:
        return [
            int(stat.parent.name)
            for stat in Path("/proc").glob("[0-9]*/stat")
            if (fields := stat_fields(stat)) and int(fields[2]) == self.process.pid
        ]

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pids())

    def memory(self) -> int:
        """Bytes in memory; what processes share is counted once.

        Without the pages of a SQLite file that are mapped: the system takes them back at will.
        """
        return sum(own_memory(pid) for pid in self.pids())

    def wait_for_port(self, port: int, *, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"No answer on port {port}. Its log:\n{self.log.read_text()[-3000:]}")

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        deadline = time.monotonic() + END_WITHIN
        while (self.process.poll() is None or self.pids()) and time.monotonic() < deadline:
            time.sleep(0.1)
        if self.pids():
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def own_memory(pid: int) -> int:
    total, counted = 0, True
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            counted = not line.endswith(".sqlite3")
        elif name == "Pss:" and counted:
            total += int(rest[0]) * 1024
    return total


def stat_fields(stat: Path) -> list[str]:
    """The fields of /proc/PID/stat after the command's name: state, parent, group ..."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes; 0 for those that are gone."""
    ticks = 0
    for pid in pids:
        if fields := stat_fields(Path(f"/proc/{pid}/stat")):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


_given: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on and that was not given before: its taker may be slow."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port
