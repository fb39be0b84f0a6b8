"""How long a schedule that failed is remembered."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from articles.models import ScheduleFailure
from articles.scheduling import run_schedule
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


def scheduled() -> Revision:
    page = ArticlePageFactory()
    return page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=5))


def fail(revision: Revision) -> ScheduleFailure:
    later = timezone.now() + timedelta(minutes=10)
    return ScheduleFailure.objects.create(
        item=f"wagtailcore.Revision {revision.pk}", retry_at=later
    )


def test_a_failure_that_waits_is_remembered() -> None:
    failure = fail(scheduled())
    assert run_schedule().done == 0
    assert list(ScheduleFailure.objects.all()) == [failure]


def test_a_schedule_that_was_cancelled_or_deleted_is_not_a_failure_any_more() -> None:
    cancelled, deleted = scheduled(), scheduled()
    fail(cancelled)
    fail(deleted)
    cancelled.approved_go_live_at = None
    cancelled.save()
    deleted.content_object.delete()
    assert (run_schedule().done, run_schedule().failed) == (0, 0)
    assert not ScheduleFailure.objects.exists()
