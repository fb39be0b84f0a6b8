"""Keys and a database that went away and came back."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from api.keys.lookup import memory
from api.keys.operations import NewKey
from tests.api.keys.factories import bearer, make_key

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def key() -> NewKey:
    return make_key()


@pytest.fixture
def ended_connection(key: NewKey) -> Iterator[None]:
    """A connection that the server has ended, as a restart does."""
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    other = connection.copy()
    with other.cursor() as cursor:
        process = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    other.close()
    yield
    connection.close()


def test_a_broken_connection_costs_a_key_no_error(key: NewKey, ended_connection: None) -> None:
    memory.clear()
    assert Client().get("/api/v1/articles/", headers=bearer(key)).status_code == 200
