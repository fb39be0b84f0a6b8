"""What editors and workers do, as the stage's children do it: through the real views and functions.

Arguments are plain values. What raises has failed.
"""

from datetime import timedelta
from threading import Event
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse


def publish(page: int, title: str, session: str, slug: str = "") -> None:
    """Press “Publish” in the editor."""
    from articles.models import ArticlePage

    found = ArticlePage.objects.get(pk=page).get_latest_revision_as_object()
    _post("wagtailadmin_pages:edit", [page], session, publication(found, title, slug))
    assert ArticlePage.objects.get(pk=page).title == title


def publication(page: Any, title: str, slug: str = "") -> dict[str, Any]:
    """The form of the article as it is, with this title, for who presses “Publish”."""
    from tests.articles.forms_data import article_data

    data = article_data(
        *page.sections.get_prep_value(),
        title=title,
        slug=slug or page.slug,
        summary=page.summary,
        hero_image=page.hero_image_id or "",
        hero_decorative="on",
    )
    return {**data, "action-publish": "1"}


def unpublish(page: int, session: str) -> None:
    _post("wagtailadmin_pages:unpublish", [page], session, {})


def delete(page: int, session: str) -> None:
    _post("wagtailadmin_pages:delete", [page], session, {})


def move(page: int, parent: int, session: str) -> None:
    _post("wagtailadmin_pages:move_confirm", [page, parent], session, {})


def withdraw(page: int, user: int) -> None:
    from articles.models import ArticlePage
    from articles.withdrawing.withdraw import withdraw

    found = ArticlePage.objects.get(pk=page)
    withdraw([found], severity="critical", reason="Wrong dose.", user=_user(user))


def reinstate(withdrawal: int, user: int) -> None:
    from articles.models import Withdrawal
    from articles.withdrawing.reinstate import reinstate

    reinstate(Withdrawal.objects.get(pk=withdrawal), user=_user(user))


def sign_notice(request: int, user: int) -> None:
    from articles.models import NoticeRequest
    from articles.safety_notices.sign import sign_notice

    sign_notice(NoticeRequest.objects.get(pk=request), user=_user(user))


def run_schedule() -> None:
    from articles.scheduling import run_schedule

    outcome = run_schedule(insist=True)
    assert not outcome.failed


def send_webhooks() -> None:
    """Fill the outbox, send what is due, write down what came: as a worker does, once."""
    from api.webhooks import claims
    from api.webhooks.fan_out import DUTY, fan_out
    from api.worker.sender import Sender
    from tests.api.webhooks.endpoints import TOKEN

    # What one that was killed had begun need not be waited for.
    claims.LEASE = timedelta(0)
    while fan_out(DUTY, TOKEN):
        pass
    sender = Sender()
    sender.tick(Event())
    sender.drain()


def purge(cache: dict[str, Any]) -> None:
    """Have a cache in front drop what changed: as a worker does."""
    from django.conf import settings

    from api.worker.purging import purge_changes
    from tests.api.webhooks.endpoints import TOKEN

    settings.WAGTAILFRONTENDCACHE = {"near": cache}
    purge_changes("purge", TOKEN)


def edit_topic(topic: int, name: str) -> None:
    """Save a snippet's form: the admin does it in a transaction."""
    from articles.models import Topic

    with transaction.atomic():
        found = Topic.objects.get(pk=topic)
        found.name = name
        found.save()


def edit_clinic(clinic: int, name: str) -> None:
    from articles.models import Clinic

    with transaction.atomic():
        found = Clinic.objects.get(pk=clinic)
        found.name = name
        found.save()


def place(page: int, clinic: int) -> None:
    """Let a clinic carry an article, or not any more."""
    from articles.models import Placement

    with transaction.atomic():
        if not Placement.objects.filter(article=page, clinic=clinic).delete()[0]:
            Placement.objects.create(article_id=page, clinic_id=clinic)


def forget_changes() -> None:
    """As when they are older than the site keeps."""
    from api.models import Change, StoreState

    with transaction.atomic():
        StoreState.lock()
        last = Change.objects.latest("sequence").sequence
        Change.objects.all().delete()
        StoreState.objects.update(pruned_to=last)


def _user(pk: int) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.get(pk=pk)


def _post(view: str, args: list[int], session: str, data: dict[str, Any]) -> None:
    client = Client()
    client.cookies["sessionid"] = session
    response = client.post(reverse(view, args=args), data)
    assert response.status_code == 302, response.content.decode()[-5000:]
