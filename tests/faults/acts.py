"""What editors and workers do, as the stage's children do it: through the real views and functions.

Arguments are plain values. What raises has failed.
"""

from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse


def publish(page: int, title: str, session: str, slug: str = "") -> None:
    """Press “Publish” in the editor."""
    from articles.models import ArticlePage
    from tests.articles.forms_data import article_data

    found = ArticlePage.objects.get(pk=page).get_latest_revision_as_object()
    data = article_data(
        *found.sections.get_prep_value(),
        title=title,
        slug=slug or found.slug,
        summary=found.summary,
        hero_image=found.hero_image_id or "",
        hero_decorative="on",
    )
    _post("wagtailadmin_pages:edit", [page], session, {**data, "action-publish": "1"})
    assert ArticlePage.objects.get(pk=page).title == title


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
