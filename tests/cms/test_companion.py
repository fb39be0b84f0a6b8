"""Processes of the server: a worker that is killed is replaced, and none outlives the server."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.models import WorkerProcess
from tests.api.worker.processes import eventually
from tests.faults.services import RedisServer, redis_server
from tests.faults.visitors import served
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


def at_work() -> set[int]:
    return set(WorkerProcess.objects.values_list("pid", flat=True))


def test_it_is_started_again_and_ends_with_a_server_that_is_killed(
    tmp_path: Path, redis: RedisServer
) -> None:
    with (
        shared_database(tmp_path) as environment,
        served(
            tmp_path, database_url=environment["DATABASE_URL"], redis_url=redis.url, worker=True
        ) as site,
    ):
        eventually(lambda: len(at_work()) == 1)
        (first,) = at_work()
        os.kill(first, signal.SIGKILL)
        eventually(lambda: len(at_work()) == 2, seconds=240)
        (second,) = at_work() - {first}
        assert second in site.pids
        site.kill()
        # Nobody is left, neither the worker nor one who answers on the server's port.
        eventually(lambda: not site.pids, seconds=60)
        # It ended as one that was told to.
        assert at_work() == {first}
