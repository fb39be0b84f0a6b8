"""When duties are due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.worker.duties import plans
from tests.articles.factories import DraftArticleFactory

pytestmark = pytest.mark.django_db


def test_the_schedule_is_looked_at_when_the_next_article_is_due_and_else_regularly() -> None:
    (plan,) = [each for each in plans() if each.name == "schedule"]
    now = timezone.now()
    DraftArticleFactory().save_revision(approved_go_live_at=now - timedelta(minutes=1))
    DraftArticleFactory().save_revision(approved_go_live_at=now + timedelta(hours=1))
    assert plan.next_due(now) == now + plan.every
    soon = timezone.now() + timedelta(seconds=1.5)
    DraftArticleFactory().save_revision(approved_go_live_at=soon)
    assert plan.next_due(timezone.now()) == soon
