"""What holds for every test: an empty cache before it, and no silent skips in CI."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import clear_script_prefix, set_urlconf

from api.background import Ticker
from api.keys.lookup import memory
from api.limits.counting import counter
from articles.review.immutability import protect, unprotect
from tests.api.described import holding_answers
from tests.migrated import keep, start_from_kept

# How long an example takes is a property of the machine and of what else it does.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rolled-back rows must not live on in the cache, such as Wagtail's site root paths."""
    client = getattr(getattr(cache, "_cache", None), "get_client", None)
    if client is None:
        cache.clear()
        return
    # `cache.clear()` would flush a Redis database that others use too.
    connection = client(write=True)
    for key in connection.scan_iter(match=f"{cache.key_prefix}:*"):
        connection.delete(key)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Neither keys whose rows were rolled back, nor requests that another test has made."""
    memory.clear()
    counter.clear()


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    """A server sets these at each request; a test's client does not, and would find an old one."""
    yield
    clear_script_prefix()
    set_urlconf(None)


@pytest.fixture
def enforced(settings: Any) -> None:
    """Blocking findings and missing sign-offs keep articles from going live: the default."""
    content = settings.CLINIC_CONTENT
    settings.CLINIC_CONTENT = {**content, "ARTICLES": {}}


@pytest.fixture(scope="session")
def kept_databases(pytestconfig: pytest.Config) -> Path:
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("databases")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    kept_databases: Path,
    django_db_blocker: Any,
) -> None:
    with django_db_blocker.unblock():
        start_from_kept(kept_databases)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, kept_databases: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        keep(kept_databases)


@pytest.fixture(autouse=True, scope="session")
def records_can_be_emptied() -> None:
    """Let tests with transactions of their own empty the tables that nobody else can empty."""
    operations: Any = type(connection.ops)
    execute = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        unprotect(self.connection)
        execute(self, sql_list)
        protect(self.connection)

    operations.execute_sql_flush = execute_sql_flush


@pytest.fixture(autouse=True, scope="session")
def no_background_work() -> None:
    """What threads would do, tests do themselves, where their rows can be seen."""
    Ticker.enabled = False


@pytest.fixture(autouse=True)
def answers_are_as_described() -> Iterator[list[str]]:
    """Every answer of the API in every test is one that its OpenAPI document describes."""
    with holding_answers() as wrong:
        yield wrong
    assert not wrong, "\n".join(wrong[:20])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    """In CI a skipped test is a failed one: there, everything a test needs has to be there.

    A test that makes sense for one database only says so: `pytest.skip("only on PostgreSQL")`.
    """
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if "only on " not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped in CI: {reason}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that would leave the database without the rows that migrations made."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        options = marker.kwargs if marker else {}
        if options.get("transaction") and not options.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid}: give it serialized_rollback=True")
