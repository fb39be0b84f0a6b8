"""Load by wrk, in rounds that take turns, so that a busy moment hits all candidates alike."""

import json
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.servers import HEADERS, Server

CONNECTIONS = 32
INSTALL = (
    "wrk is not installed, so delivery cannot be measured. "
    "On Debian and Ubuntu: apt-get install wrk; on macOS: brew install wrk."
)

# Each connection goes through all requests in turn. A line is a path and, after a tab, an ETag.
SCRIPT = """
local requests, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do
    local path, etag = line:match("^([^\\t]+)\\t?(.*)$")
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency, rates)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"duration":%d,"bytes":%d,"p50":%d,"p99":%d,"failed":%d}\\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True)
class Figures:
    """What one round of load found."""

    rate: float
    """Requests a second."""
    p50: float
    p99: float
    """Milliseconds."""
    cpu: float
    """Microseconds of the server's and the database's processors a request."""
    size: float
    """Bytes of an answer, headers included."""


@dataclass
class Case:
    """One kind of request to one server, and what the rounds found."""

    name: str
    server: Server
    paths: Sequence[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    at_least: float = 1
    """Seconds a round must take for enough answers to come."""
    rounds: list[Figures] = field(default_factory=list)

    def median(self, figure: str) -> float:
        return median(getattr(each, figure) for each in self.rounds)

    def times(self, other: "Case", figure: str = "rate") -> float:
        """The median over the rounds of this case's figure as a multiple of the other's."""
        return median(
            getattr(mine, figure) / getattr(theirs, figure)
            for mine, theirs in zip(self.rounds, other.rounds, strict=True)
        )


class Wrk:
    def __init__(self, folder: Path) -> None:
        found = shutil.which("wrk")
        if found is None:
            raise FileNotFoundError(INSTALL)
        self.program = found
        self.folder = folder
        self.script = folder / "load.lua"
        self.script.write_text(SCRIPT)

    def measure(self, cases: Sequence[Case], *, rounds: int, seconds: float) -> None:
        """Give every case its rounds, in turns. The first turn is for warming up."""
        for turn in range(rounds + 1):
            for case in cases:
                figures = self._run(case, max(seconds if turn else 2, case.at_least))
                if turn:
                    case.rounds.append(figures)

    def _run(self, case: Case, seconds: float) -> Figures:
        paths = self.folder / "paths.txt"
        paths.write_text("\n".join(case.paths))
        headers = [f"-H{name}: {text}" for name, text in {**HEADERS, **case.headers}.items()]
        command = [
            self.program,
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{round(seconds)}s",
            "--timeout=30s",
            f"-s{self.script}",
            *headers,
            f"http://127.0.0.1:{case.server.port}",
            "--",
            str(paths),
        ]
        before = case.server.cpu_seconds()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        spent = case.server.cpu_seconds() - before
        time.sleep(0.1)
        found = json.loads(done.stdout.splitlines()[-1])
        if found["failed"] or not found["requests"]:
            raise RuntimeError(f"{case.name}: {found['failed']} requests failed: {found}")
        return Figures(
            rate=found["requests"] / found["duration"] * 1e6,
            p50=found["p50"] / 1000,
            p99=found["p99"] / 1000,
            cpu=spent / found["requests"] * 1e6,
            size=found["bytes"] / found["requests"],
        )
