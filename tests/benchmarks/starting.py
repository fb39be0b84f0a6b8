"""How long `make run` takes on a fresh clone, until the API answers with the demo's articles."""

import json
import os
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from tests.benchmarks.processes import Group, free_port, running
from tests.benchmarks.steps import ROOT

GIVE_UP_AFTER = 600


def seconds_to_first_answer(folder: Path) -> float:
    """Of the last commit, with the package caches that this machine has."""
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    port = free_port()
    env = {**unconfigured(), "PORT": str(port)}
    started = time.perf_counter()
    with running(["make", "run"], env=env, cwd=clone, log=folder / "make-run.log") as group:
        wait_for_articles(group, port)
        return time.perf_counter() - started


def unconfigured() -> dict[str, str]:
    """This environment, in which caches, mirrors and certificates are found, without the project's
    own variables and what `make bench` has set."""
    own = ("MAKE", "MFLAGS", "DJANGO_", "DATABASE_", "REDIS_", "CMS_", "HOST", "VENV", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def wait_for_articles(group: Group, port: int) -> None:
    deadline = time.monotonic() + GIVE_UP_AFTER
    while time.monotonic() < deadline and group.process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/api/v1/articles/", timeout=5) as response:
                if json.load(response)["items"]:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"make run gave no articles. Its log:\n{group.log.read_text()[-3000:]}")
