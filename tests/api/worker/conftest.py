"""Workers as real processes, on a database that the test shares with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.worker.processes import WorkerProcesses, workers
from tests.shared_database import shared_database


@pytest.fixture
def crew(tmp_path: Path, settings: Any) -> Iterator[WorkerProcesses]:
    content = settings.CLINIC_CONTENT
    allowed = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": ["127.0.0.0/8"]}
    settings.CLINIC_CONTENT = {**content, "API": allowed}
    with shared_database(tmp_path) as environment, workers(environment, tmp_path) as found:
        yield found
