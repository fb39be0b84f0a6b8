"""Rebuilding in several processes: the same store, in order, whatever happens to a process."""

import os
import signal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from api.documents import store
from api.documents.processes import can_fork, map_batches
from api.management.commands import rebuild_documents
from api.models import DeliveryDocument
from tests.api.documents import stored
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

needs_processes = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="only on PostgreSQL: SQLite in memory"
)


def run(*args: str) -> None:
    call_command("rebuild_documents", "--batch-size", "2", "--processes", "2", *args, verbosity=0)


def test_a_database_in_memory_is_for_one_process() -> None:
    assert can_fork() is (connection.vendor != "sqlite")


def test_results_come_in_the_order_of_the_batches() -> None:
    batches = [[number] for number in range(6)]
    assert list(map_batches(sum, batches, processes=1)) == list(range(6))


@needs_processes
def test_two_processes_leave_the_same_store_as_one() -> None:
    pages = ArticlePageFactory.create_batch(7)
    before = {page.pk: stored.document(page) for page in pages}
    DeliveryDocument.objects.all().delete()
    run()
    assert {page.pk: stored.document(page) for page in pages} == before
    run("--check")


@needs_processes
def test_a_killed_process_is_told_and_the_run_can_go_on(monkeypatch: Any) -> None:
    pages = ArticlePageFactory.create_batch(6)
    DeliveryDocument.objects.all().delete()
    real = store.rebuild

    def killed(ids: list[int], **options: Any) -> set[int]:
        if pages[4].pk in ids:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(ids, **options)

    # The processes are forks, and so have it as well.
    monkeypatch.setattr(store, "rebuild", killed)
    with pytest.raises(CommandError, match="A process ended unexpectedly") as told:
        run()
    monkeypatch.undo()
    after = str(told.value).rpartition("--after ")[2].rstrip(".")
    run("--after", after)
    assert all(stored.state(page) == "public" for page in pages)
    assert store.differences([page.pk for page in pages]) == set()


def test_the_command_names_what_each_process_does() -> None:
    page = ArticlePageFactory()
    DeliveryDocument.objects.all().delete()
    assert rebuild_documents.rebuild([page.pk]).differing == [page.pk]
    assert rebuild_documents.check([page.pk]).differing == []
