"""The screen of safety notices."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import NoticeRequest
from tests.articles.factories import ArticleIndexPageFactory, DraftArticleFactory, UserFactory
from tests.articles.review.signed import make_reviewer, published
from tests.articles.safety_notices.test_signing import TEXT, ask, with_draft
from tests.articles.withdrawing.test_withdraw import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

HOME = reverse("wagtailadmin_home")
SCRIPT = "<script>alert(1)</script>"


def screen(page: Any) -> str:
    return reverse("articles_safety_notice", args=[page.pk])


def decide(request: NoticeRequest) -> str:
    return reverse("articles_safety_notice_decide", args=[request.pk])


def signed_in(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def test_a_publisher_asks_and_a_reviewer_signs_with_one_click(client: Client) -> None:
    page, reviewer = published()
    page = with_draft(page, summary="Half written")
    signed_in(client, UserFactory(group="Publishers"))
    assertContains(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])), screen(page))
    client.post(screen(page), {"text": TEXT, "severity": "critical"})
    request = NoticeRequest.objects.get()
    assertNotContains(client.get(screen(page)), 'name="sign"')
    signed_in(client, reviewer)
    assertContains(client.get(HOME), "Safety notices to sign (1)")
    response = client.get(screen(page))
    assertContains(response, TEXT)
    assertContains(response, 'name="sign"')
    assertRedirects(client.post(decide(request), {"sign": "1"}), screen(page))
    assert (again(page).safety_notice, again(page).summary) == (TEXT, page.summary)


def test_the_preview_asks_nobody(client: Client) -> None:
    page, _reviewer = published()
    signed_in(client, UserFactory(group="Publishers"))
    values = {"text": TEXT, "severity": "urgent", "preview": "1"}
    response = client.post(screen(page), values)
    assertContains(response, "How it reads")
    assertContains(response, "Safety notice: Urgent")
    assert not NoticeRequest.objects.exists()


def test_what_is_missing_is_said_at_its_field(client: Client) -> None:
    page, _reviewer = published()
    signed_in(client, UserFactory(group="Publishers"))
    for field, values in (("severity", {"text": TEXT}), ("text", {"text": ""})):
        response = client.post(screen(page), values)
        assert set(response.context["form"].errors) == {field}


def test_it_can_be_declined(client: Client) -> None:
    page, reviewer = published()
    request = ask(page)
    signed_in(client, reviewer)
    client.post(decide(request), {"decline": "1"})
    request.refresh_from_db()
    assert (request.decision, again(page).safety_notice) == ("declined", "")


def test_editors_and_other_reviewers_neither_see_nor_act(client: Client) -> None:
    page, _reviewer = published()
    request = ask(page)
    for group in ("Editors", "Legal reviewers"):
        signed_in(client, UserFactory(group=group))
        for response in (
            client.get(screen(page)),
            client.post(screen(page), {"text": "Other", "severity": "advice"}),
            client.post(decide(request), {"sign": "1"}),
            client.post(decide(request), {"decline": "1"}),
        ):
            assertRedirects(response, HOME, fetch_redirect_response=False)
    request.refresh_from_db()
    assert request.is_open
    assert NoticeRequest.objects.count() == 1


def test_a_publisher_does_not_sign(client: Client) -> None:
    page, _reviewer = published()
    request = ask(page)
    signed_in(client, UserFactory(group="Publishers"))
    response = client.post(decide(request), {"sign": "1"}, follow=True)
    assertContains(response, "A reviewer of this article signs")
    assert again(page).safety_notice == ""


def test_deciding_is_a_post_with_a_token(client: Client) -> None:
    page, _reviewer = published()
    request = ask(page)
    reviewer = make_reviewer()
    assert signed_in(client, reviewer).get(decide(request)).status_code == 405
    checked = signed_in(Client(enforce_csrf_checks=True), reviewer)
    assert checked.post(decide(request), {"sign": "1"}).status_code == 403
    assert again(page).safety_notice == ""


def test_where_there_is_nothing_to_correct_it_says_so(client: Client) -> None:
    signed_in(client, UserFactory(group="Publishers"))
    assertContains(client.get(screen(DraftArticleFactory())), "not live")
    assert client.get(screen(ArticleIndexPageFactory())).status_code == 404


def test_what_is_written_is_never_run(client: Client) -> None:
    page, reviewer = published(title=SCRIPT)
    ask(page, text=SCRIPT)
    signed_in(client, reviewer)
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    for url in (screen(page), HOME, history):
        assertNotContains(client.get(url), SCRIPT)


def test_the_form_of_the_article_cannot_change_it(client: Client) -> None:
    page, _reviewer = published()
    form = page.get_edit_handler().get_form_class()(instance=page)
    assert not {"safety_notice", "safety_notice_severity", "safety_notice_at"} & set(form.fields)
