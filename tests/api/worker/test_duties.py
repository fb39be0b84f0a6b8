"""When duties are due."""

import datetime
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from api.models import Duty
from api.worker.duties import Held, plans
from tests.articles.factories import ArticlePageFactory, DraftArticleFactory, UserFactory

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


def test_reminders_are_sent_once_a_day_at_five() -> None:
    (plan,) = [each for each in plans() if each.name == "daily_review"]
    day, zone = datetime.date(2026, 3, 28), timezone.get_current_timezone()
    early = datetime.datetime.combine(day, datetime.time(4, 59), tzinfo=zone)
    at_five = early + timedelta(minutes=1)
    assert plan.next_due(early) == at_five
    assert timezone.localtime(plan.next_due(at_five)).time() == datetime.time(5)
    assert timezone.localtime(plan.next_due(at_five)).date() == day + timedelta(days=1)
    owner = UserFactory(group="Editors")
    ArticlePageFactory(next_review_date=timezone.localdate(), owner=owner)
    for _again in range(2):
        plan.work(Held(duty=Duty(name=plan.name), token=""))
    assert [sent.to for sent in mail.outbox] == [[owner.email]]
