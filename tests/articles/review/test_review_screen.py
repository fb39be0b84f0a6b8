"""The screen on which a reviewer reads, signs, or asks for changes."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment

from articles.models import ArticlePage, SignOff
from tests.articles.every_block import every_body_block
from tests.articles.factories import (
    CitationFactory,
    ImageFactory,
    SuperuserFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import (
    care_card,
    make_draft,
    make_reviewer,
    published,
    read,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def _screen(page: ArticlePage) -> str:
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    return reverse("articles_review", args=[state.pk])


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def reviewer(client: Client) -> Any:
    user = make_reviewer()
    client.force_login(user)
    return user


def _live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.usefixtures("reviewer")
def test_what_is_shown_is_what_is_signed(client: Client) -> None:
    page = submit(make_draft())
    url = _screen(page)
    shown = client.get(url).context
    assert {
        "revision_id": shown["revision"].pk,
        "content_hash": shown["content_hash"],
    } == read(page)
    response = client.post(
        url,
        {
            "revision_id": shown["revision"].pk,
            "content_hash": shown["content_hash"],
            "comment": "Read.",
            "sign": "1",
        },
    )
    assert response.status_code == 302
    assert "is signed off and live" in _messages(response)
    assert _live(page)


@pytest.mark.usefixtures("reviewer")
def test_the_screen_names_the_signer_and_the_changes(client: Client) -> None:
    page, _first = published()
    draft = page.get_latest_revision_as_object()
    draft.summary = "What this now is, in a sentence."
    draft.save_revision(user=UserFactory(group="Editors"))
    text = client.get(_screen(submit(ArticlePage.objects.get(pk=page.pk)))).content.decode()
    assert "Dr Rhea Example, MD" in text
    assert "Last signed off by Dr Rhea Example" in text
    assert "1 word added" in text


@pytest.mark.usefixtures("reviewer")
def test_a_stale_screen_signs_nothing_and_keeps_the_comment(client: Client) -> None:
    page = submit(make_draft())
    stale = {**read(page), "content_hash": "0" * 64, "comment": "I read <this>.", "sign": "1"}
    response = client.post(_screen(page), stale)
    assert response.status_code == 200
    assert "changed while you were reading" in _messages(response)
    assert "I read &lt;this&gt;." in response.content.decode()
    assert not SignOff.objects.exists()


@pytest.mark.usefixtures("reviewer")
def test_findings_that_block_leave_no_button_to_sign(client: Client) -> None:
    sections = [
        section("overview", rich_text("<p>A guaranteed cure.</p>")),
        section("seek_help", care_card()),
    ]
    page = submit(make_draft(sections=sections))
    text = client.get(_screen(page)).content.decode()
    assert 'name="sign"' not in text
    assert "guaranteed" in text
    response = client.post(_screen(page), {**read(page), "sign": "1"})
    assert "guaranteed" in _messages(response)
    assert not _live(page)


def test_a_writer_is_told_why_they_may_not_sign(client: Client, reviewer: Any) -> None:
    page = make_draft()
    page.get_latest_revision_as_object().save_revision(user=reviewer)
    text = client.get(_screen(submit(ArticlePage.objects.get(pk=page.pk)))).content.decode()
    assert 'name="sign"' not in text
    assert "You have changed this article" in text


def test_remarks_arrive_as_comments_on_their_blocks(client: Client, reviewer: Any) -> None:
    blocks = every_body_block(image=ImageFactory().pk, citation=CitationFactory().pk)
    page = submit(
        make_draft(sections=[section("overview", *blocks), section("seek_help", care_card())])
    )
    groups = client.get(_screen(page)).context["parts"]
    paths = [entry["part"].path for group in groups for entry in group["parts"]]
    assert len(paths) == len(set(paths))
    overview = page.sections[0].id
    assert f"sections.{overview}.body.{blocks[0]['id']}" in paths
    posted = {f"remark-{path}": f"About {path}" for path in paths}
    response = client.post(
        _screen(page), {**read(page), **posted, "comment": "", "request-changes": "1"}
    )
    assert "went back to its editors" in _messages(response)
    comments = Comment.objects.filter(page_id=page.pk)
    assert {comment.contentpath: comment.text for comment in comments} == {
        path: f"About {path}" for path in paths
    }
    assert {comment.user for comment in comments} == {reviewer}
    assert SignOff.objects.get().decision == "changes_requested"


@pytest.mark.usefixtures("reviewer")
def test_asking_for_changes_says_which(client: Client) -> None:
    page = submit(make_draft())
    response = client.post(_screen(page), {**read(page), "request-changes": "1", "comment": " "})
    assert "Say what should change" in _messages(response)
    assert ArticlePage.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"


@pytest.mark.parametrize("group", ["Editors", "Publishers", "Legal reviewers"])
def test_others_do_not_get_in(client: Client, group: str) -> None:
    page = submit(make_draft())
    client.force_login(UserFactory(group=group))
    assert client.get(_screen(page)).status_code == 302
    assert client.post(_screen(page), {**read(page), "sign": "1"}).status_code == 302
    assert not SignOff.objects.exists()


def test_superusers_do_not_sign(client: Client) -> None:
    page = submit(make_draft())
    client.force_login(SuperuserFactory())
    assert client.post(_screen(page), {**read(page), "sign": "1"}).status_code == 302
    assert not SignOff.objects.exists()


@pytest.mark.usefixtures("reviewer")
def test_a_decided_review_is_over(client: Client) -> None:
    page = submit(make_draft())
    url, shown = _screen(page), read(page)
    client.post(url, {**shown, "sign": "1"})
    response = client.post(url, {**shown, "sign": "1"})
    assert "decided already" in _messages(response)
    assert SignOff.objects.count() == 1


@pytest.mark.usefixtures("reviewer")
def test_wagtails_own_approval_leads_to_the_screen(client: Client) -> None:
    page = submit(make_draft())
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert _screen(page) in client.get(url).json()["html"]
    response = client.post(url, {"comment": "Fine"})
    assert "signed on its review screen" in _messages(response)
    assert not _live(page)


@pytest.mark.usefixtures("reviewer")
def test_the_editor_offers_the_screen(client: Client) -> None:
    page = submit(make_draft())
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert _screen(page) in text
    assert 'data-workflow-action-name="approve"' not in text
