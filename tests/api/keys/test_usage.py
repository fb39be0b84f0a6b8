"""When a key was last used: true to a minute, and never in a request's way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from api.keys.lookup import memory
from api.keys.usage import usage
from api.models import ApiKey
from tests.api.keys.factories import bearer, make_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_noted() -> None:
    usage.flush()


def read(key) -> None:
    memory.clear()
    assert Client().get("/api/v1/", headers=bearer(key)).status_code == 200


def test_a_request_writes_nothing_itself(django_assert_num_queries) -> None:
    key = make_key()
    with django_assert_num_queries(1) as queries:
        read(key)
    assert queries[0]["sql"].startswith("SELECT")
    key.key.refresh_from_db()
    assert key.key.last_used_at is None


def test_a_flush_writes_it() -> None:
    key, unused = make_key(), make_key()
    before = timezone.now()
    read(key)
    usage.flush()
    key.key.refresh_from_db()
    unused.key.refresh_from_db()
    assert before <= key.key.last_used_at <= timezone.now()
    assert unused.key.last_used_at is None


def test_one_write_a_minute(django_assert_num_queries) -> None:
    key = make_key()
    read(key)
    usage.flush()
    for _ in range(3):
        read(key)
    with django_assert_num_queries(0):
        usage.flush()
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    read(key)
    with django_assert_num_queries(1):
        usage.flush()


def test_what_another_process_wrote_meanwhile_stays() -> None:
    key = make_key()
    read(key)
    later = timezone.now()
    ApiKey.objects.update(last_used_at=later)
    usage.flush()
    key.key.refresh_from_db()
    assert key.key.last_used_at == later


def test_a_refused_key_is_not_used() -> None:
    key = make_key(expires_in=timedelta(seconds=-1))
    Client().get("/api/v1/", headers=bearer(key))
    usage.flush()
    key.key.refresh_from_db()
    assert key.key.last_used_at is None
