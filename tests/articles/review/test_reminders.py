"""Reminders go out in time, once, to who must act."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from articles.models import ArticlePage, ReviewReminder
from articles.review.reminders import read_due, reminder_step, send_reminders
from tests.articles.factories import ArticlePageFactory, DraftArticleFactory, UserFactory
from tests.articles.review.signed import published

TODAY = dt.date(2026, 6, 1)
AHEAD = (60, 14, 1)


def article(days: int, **kwargs: Any) -> ArticlePage:
    kwargs.setdefault("owner", UserFactory(group="Editors"))
    return ArticlePageFactory(next_review_date=TODAY + dt.timedelta(days=days), **kwargs)


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (61, None), (60, 60), (59, 60), (15, 60), (14, 14), (2, 14), (1, 1), (0, 1),
        (-1, -1), (-7, -1), (-8, -8), (-14, -8), (-15, -15), (-366, -365),
    ],
)  # fmt: skip
def test_each_day_belongs_to_one_reminder(days: int, step: int | None) -> None:
    assert reminder_step(days, AHEAD) == step


def test_a_site_without_reminders_ahead_still_tells_of_what_is_overdue() -> None:
    assert reminder_step(1, ()) is None
    assert reminder_step(-1, ()) == -1


@pytest.mark.django_db
def test_only_live_articles_with_a_date_are_due() -> None:
    DraftArticleFactory(next_review_date=TODAY)
    ArticlePageFactory(next_review_date=None)
    article(300)
    due = article(3)
    assert [entry.page.pk for entry in read_due(TODAY)] == [due.pk]


@pytest.mark.django_db
def test_a_person_gets_one_mail_with_all_their_articles() -> None:
    owner = UserFactory(group="Editors", first_name="Ann")
    late, soon = (
        article(-3, owner=owner, title="Late & old"),
        article(10, owner=owner, title="Soon"),
    )
    assert send_reminders(TODAY).done == 1
    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert sent.subject == "1 review is overdue"
    assert sent.body.startswith("Hello Ann,")
    assert sent.body.index("Late & old") < sent.body.index("Soon")
    for page in (late, soon):
        assert f"http://testserver/admin/pages/{page.pk}/edit/" in sent.body
    assert "http://testserver/admin/editorial-quality/reviews/" in sent.body


@pytest.mark.django_db
def test_a_reminder_is_not_repeated_until_the_next_is_due() -> None:
    article(14)
    sent = []
    for day in (0, 0, 1, 12, 13, 14, 15, 16, 21, 22, 23):
        sent.append(send_reminders(later(day)).done)
    # 14 days before, 1 day before, the first day it is overdue, a week later.
    assert sent == [1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0]


@pytest.mark.django_db
def test_a_day_without_a_run_is_made_up_for() -> None:
    article(14)
    assert send_reminders(later(5)).done == 1


@pytest.mark.django_db
def test_after_a_new_review_reminders_begin_anew() -> None:
    page = article(14)
    send_reminders(TODAY)
    ArticlePage.objects.filter(pk=page.pk).update(next_review_date=later(40))
    assert send_reminders(TODAY).done == 1


@pytest.mark.django_db
def test_owner_and_last_reviewer_are_told(enforced: None) -> None:
    page, reviewer = published(owner=UserFactory(group="Editors"))
    ArticlePage.objects.filter(pk=page.pk).update(next_review_date=TODAY)
    send_reminders(TODAY)
    assert {sent.to[0] for sent in mail.outbox} == {page.owner.email, reviewer.email}


@pytest.mark.django_db
def test_a_reviewer_who_left_the_reviewers_is_not_told(enforced: None) -> None:
    page, reviewer = published(owner=UserFactory(group="Editors"))
    ArticlePage.objects.filter(pk=page.pk).update(next_review_date=TODAY)
    reviewer.groups.clear()
    send_reminders(TODAY)
    assert [sent.to for sent in mail.outbox] == [[page.owner.email]]


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": ""}])
def test_publishers_are_told_where_nobody_else_can_be(gone: dict[str, Any]) -> None:
    article(0, owner=UserFactory(group="Editors", **gone))
    article(0, owner=None)
    publishers = [UserFactory(group="Publishers") for _ in range(2)]
    send_reminders(TODAY)
    assert {sent.to[0] for sent in mail.outbox} == {user.email for user in publishers}


@pytest.mark.django_db
def test_mails_are_in_the_language_of_who_gets_them() -> None:
    owner = UserFactory(group="Editors")
    UserProfile.objects.create(user=owner, preferred_language="es")
    article(-1, owner=owner)
    send_reminders(TODAY)
    assert "atrasada" in mail.outbox[0].subject
    assert "31 de mayo de 2026" in mail.outbox[0].body


@pytest.mark.django_db
def test_a_title_cannot_add_headers_or_lines_to_the_subject() -> None:
    article(0, title="A\nBcc: x@example.org")
    assert send_reminders(TODAY).failed == 0
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.django_db
def test_a_refused_mail_keeps_no_other_and_is_sent_by_the_next_run(monkeypatch: Any) -> None:
    first, second = article(0), article(0)
    send = mail.message.EmailMessage.send

    def refusing(message: Any, *args: Any, **kwargs: Any) -> int:
        if message.to == [first.owner.email]:
            raise ConnectionRefusedError
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.message.EmailMessage, "send", refusing)
    outcome = send_reminders(TODAY)
    assert (outcome.done, outcome.failed) == (1, 1)
    monkeypatch.undo()
    assert send_reminders(TODAY).done == 1
    assert [sent.to for sent in mail.outbox] == [[second.owner.email], [first.owner.email]]


@pytest.mark.django_db
def test_what_was_sent_before_a_crash_is_not_sent_again(monkeypatch: Any) -> None:
    pages = [article(0) for _ in range(3)]
    send = mail.message.EmailMessage.send

    def dying(message: Any, *args: Any, **kwargs: Any) -> int:
        if len(mail.outbox) == 1:
            raise SystemExit
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.message.EmailMessage, "send", dying)
    with pytest.raises(SystemExit):
        send_reminders(TODAY)
    monkeypatch.undo()
    send_reminders(TODAY)
    recipients = [sent.to[0] for sent in mail.outbox]
    assert len(recipients) == len(set(recipients)) == 2
    assert ReviewReminder.objects.count() == len(pages)
