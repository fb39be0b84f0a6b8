"""Blocking findings are refused on every path that can make an article live."""

import datetime as dt
import logging
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticleIndexPage, ArticlePage, RuleOverride
from articles.problems import PublishRefused
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    SuperuserFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.forms_data import article_data
from tests.articles.review.signed import (
    care_card,
    good_sections,
    make_draft,
    make_reviewer,
    published,
    sign,
    submit,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

FORBIDDEN = "This is a guaranteed cure."


def _forbidden() -> list[dict[str, Any]]:
    return [
        section("overview", rich_text(f"<p>{FORBIDDEN}</p>")),
        section("seek_help", care_card()),
    ]


def _is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def override(page: ArticlePage, rule: str, **fields: Any) -> RuleOverride:
    values = {
        "page": page,
        "translation_key": page.translation_key,
        "locale": page.locale.language_code,
        "title": page.title,
        "rule": rule,
        "reason": "The trial's own title.",
        "expires_on": today() + timedelta(days=30),
        "made_by_name": "Ada Admin",
        **fields,
    }
    made: RuleOverride = RuleOverride.objects.create(**values)
    return made


def test_code_is_refused_with_words_and_cure() -> None:
    page = make_draft(sections=_forbidden())
    with pytest.raises(PublishRefused) as refused:
        page.get_latest_revision().publish()
    summary = refused.value.summary()
    assert "Overview: “guaranteed” promises more" in summary
    assert "No clinician has approved this text" in summary
    assert not _is_live(page)


def test_an_unsigned_article_is_refused_with_one_reason() -> None:
    with pytest.raises(PublishRefused) as refused:
        make_draft().get_latest_revision().publish()
    assert [problem.code for problem in refused.value.problems] == ["V2"]


def test_a_new_page_that_is_live_at_once_is_refused() -> None:
    with pytest.raises(PublishRefused):
        ArticlePageFactory(sections=good_sections(), disclosure="None.")
    assert not ArticlePage.objects.exists()


def test_what_a_missing_section_breaks_is_said_once() -> None:
    page = make_draft(sections=[section("overview")])
    with pytest.raises(PublishRefused) as refused:
        page.get_latest_revision().publish()
    codes = [problem.code for problem in refused.value.problems]
    assert "section_missing" in codes
    assert "S1" not in codes


def _post(client: Client, page: ArticlePage, *sections: Any, **fields: Any) -> Any:
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**article_data(*sections, title=page.title, slug=page.slug), **fields},
    )


def _said_by_the_form(response: Any) -> str:
    """The page without its side panels, which say more than what the form refuses."""
    html = BeautifulSoup(response.content, "html.parser")
    for panels in html.select("[data-form-side]"):
        panels.decompose()
    return str(html)


def test_the_editor_says_it_at_the_field(publisher: Client) -> None:
    page = make_draft()
    response = _post(publisher, page, *_forbidden(), **{"action-publish": "1"})
    assert response.status_code == 200
    errors = _said_by_the_form(response)
    assert "guaranteed" in errors
    assert "No clinician has approved this text" in errors
    assert not _is_live(page)


def test_a_draft_with_findings_is_kept(publisher: Client) -> None:
    page = make_draft()
    assert _post(publisher, page, *_forbidden()).status_code == 302
    draft = page.get_latest_revision_as_object()
    page.refresh_from_db()
    assert FORBIDDEN in str(page.get_latest_revision_as_object().sections)
    assert draft is not None


def test_submitting_asks_for_everything_but_the_sign_off(client: Client) -> None:
    client.force_login(UserFactory(group="Editors"))
    page = make_draft()
    response = _post(client, page, *_forbidden(), **{"action-submit": "1"})
    errors = _said_by_the_form(response)
    assert "guaranteed" in errors
    assert "approved this text" not in errors
    assert ArticlePage.objects.get(pk=page.pk).current_workflow_state is None


def test_scheduling_in_the_editor_is_refused_too(publisher: Client) -> None:
    page = make_draft()
    soon = timezone.now() + timedelta(days=1)
    response = _post(
        publisher,
        page,
        *good_sections(),
        **{"action-publish": "1", "go_live_at": f"{soon:%Y-%m-%d %H:%M}"},
    )
    assert "No clinician has approved this text" in str(response.context["form"].errors)


def test_bulk_publishing_names_the_articles_and_the_reasons(publisher: Client) -> None:
    pages = make_draft(title="First"), make_draft(title="Second", sections=_forbidden())
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk])
    response = publisher.post(f"{url}?{ids}&next={back}", {"include_descendants": ""})
    assert response.status_code == 302
    assert "“First” cannot be published yet. No clinician" in _messages(response)
    assert "guaranteed" in _messages(response)
    assert not any(map(_is_live, pages))


def test_a_schedule_reports_what_is_refused_and_goes_on(caplog) -> None:
    reviewer = make_reviewer()
    ready, changed = make_draft(), make_draft()
    for page in (ready, changed):
        sign(submit(page), reviewer)
        page.refresh_from_db()
        page.unpublish()
    for page, words in ((changed, "Changed since."), (ready, None)):
        draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        if words:
            draft.summary = words
        draft.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    with caplog.at_level(logging.ERROR), pytest.raises(CommandError, match="1 of 2"):
        call_command("publish_scheduled")
    assert "changed since a clinician approved it" in caplog.text
    assert _is_live(ready)
    assert not _is_live(changed)


def test_a_copy_is_not_signed(client: Client) -> None:
    page, _reviewer = published()
    client.force_login(SuperuserFactory())
    response = client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": str(page.get_parent().pk),
            "publish_copies": "1",
        },
    )
    assert response.status_code == 302
    assert "No clinician has approved this text" in _messages(response)
    assert not ArticlePage.objects.filter(slug="copy", live=True).exists()


def test_copies_below_a_copied_library_are_not_signed_either() -> None:
    page, _reviewer = published()
    library = page.get_parent().specific
    with pytest.raises(PublishRefused, match="No clinician has approved this text"):
        library.copy(recursive=True, keep_live=True, update_attrs={"slug": "copied"})
    assert ArticlePage.objects.filter(live=True).count() == 1


def test_a_library_is_not_copied_with_its_live_articles(client: Client) -> None:
    page, _reviewer = published()
    library = page.get_parent()
    client.force_login(SuperuserFactory())
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": str(library.get_parent().pk),
        "copy_subpages": "1",
    }
    url = reverse("wagtailadmin_pages:copy", args=[library.pk])
    response = client.post(url, {**data, "publish_copies": "1"})
    assert response.status_code == 302
    assert "Nothing was copied" in _messages(response)
    assert not ArticleIndexPage.objects.filter(slug="copy").exists()
    client.post(url, data)
    copied = ArticleIndexPage.objects.get(slug="copy")
    assert [child.live for child in copied.get_children()] == [False]


def test_saving_without_validation_is_no_way_around() -> None:
    page, _reviewer = published()
    page.summary = "Nobody has read this."
    with pytest.raises(PublishRefused, match="changed since a clinician approved it"):
        page.save(clean=False)
    assert ArticlePage.objects.get(pk=page.pk).summary != "Nobody has read this."


def test_a_live_alias_does_not_become_a_page_of_its_own_unsigned(client: Client) -> None:
    page, _reviewer = published()
    alias = page.create_alias(parent=ArticleIndexPageFactory(), update_slug="alias")
    client.force_login(SuperuserFactory())
    response = client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert response.status_code == 302
    assert "No clinician has approved this text" in _messages(response)
    assert ArticlePage.objects.get(pk=alias.pk).alias_of_id == page.pk
    page.unpublish()
    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    converted = ArticlePage.objects.get(pk=alias.pk)
    assert (converted.alias_of_id, converted.live) == (None, False)


def test_an_alias_goes_offline_with_a_deleted_original() -> None:
    page, _reviewer = published()
    alias = page.create_alias(parent=ArticleIndexPageFactory(), update_slug="alias")
    assert _is_live(alias)
    page.delete()
    assert not _is_live(alias)


def test_superusers_are_refused_like_everybody() -> None:
    with pytest.raises(PublishRefused, match="No clinician"):
        make_draft().get_latest_revision().publish(user=SuperuserFactory())


def test_a_site_can_leave_it_to_a_report(settings) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False}}
    page = make_draft(sections=_forbidden())
    page.get_latest_revision().publish()
    assert _is_live(page)


# Overrides


def test_an_override_lets_one_rule_pass_for_one_article() -> None:
    page, other = make_draft(sections=_forbidden()), make_draft(sections=_forbidden())
    override(page, "C1")
    reviewer = make_reviewer()
    sign(submit(page), reviewer)
    assert _is_live(page)
    with pytest.raises(PublishRefused, match="guaranteed"):
        sign(submit(other), reviewer)


@pytest.mark.parametrize(
    "ended",
    [{"expires_on": dt.date(2020, 1, 1)}, {"ended_at": timezone.now()}],
    ids=["expired", "ended"],
)
def test_an_override_that_is_over_lets_nothing_pass(ended: dict[str, Any]) -> None:
    page = make_draft(sections=_forbidden())
    override(page, "C1", **ended)
    with pytest.raises(PublishRefused, match="guaranteed"):
        sign(submit(page), make_reviewer())
