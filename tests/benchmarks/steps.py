"""Work that needs Django runs in a process of its own; it answers in one line of JSON."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def run_step(module: str, *arguments: object, env: Mapping[str, str]) -> dict[str, Any]:
    """Run `tests.benchmarks.<module>` and return its answer."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def start_django() -> None:
    import django

    django.setup()


def answer(**values: Any) -> None:
    print(json.dumps(values))
