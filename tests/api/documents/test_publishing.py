"""Each way in which a page becomes, or stops being, public leaves its document right."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from api.models import DeliveryDocument, StoreState
from articles.models import ArticlePage, Withdrawal
from articles.problems import PublishRefused
from tests.api.documents import stored
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)
from tests.articles.forms_data import article_data

pytestmark = pytest.mark.django_db


def edited(page: ArticlePage, **fields: Any) -> Any:
    """A new revision of the page with other field values."""
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def test_a_draft_has_no_document() -> None:
    assert stored.row(DraftArticleFactory()) is None


def test_publishing_a_revision_stores_the_document() -> None:
    page = DraftArticleFactory(title="Migraine")
    page.get_latest_revision().publish()
    assert stored.document(page)["title"] == "Migraine"
    assert stored.version(page) == 1


def test_a_page_created_live_has_a_document() -> None:
    page = ArticlePageFactory(title="Migraine")
    assert stored.document(page)["title"] == "Migraine"


def test_publishing_in_the_editor_stores_the_document(client: Any) -> None:
    page = DraftArticleFactory(title="Migraine")
    client.force_login(SuperuserFactory())
    form = article_data(*page.sections.raw_data, title="Migraine", slug=page.slug)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form | {"action-publish": "action-publish"},
    )
    assert response.status_code == 302
    assert stored.document(page)["title"] == "Migraine"


def test_publishing_again_raises_the_version() -> None:
    page = ArticlePageFactory(title="Old")
    edited(page, title="New").publish()
    assert stored.document(page)["title"] == "New"
    assert stored.document(page)["version"] == stored.version(page) == 2


def test_publishing_the_same_changes_no_content() -> None:
    page = ArticlePageFactory()
    before = stored.document(page)
    ArticlePage.objects.get(pk=page.pk).save()
    assert stored.document(page) == before


def test_saving_a_draft_of_a_live_page_changes_nothing() -> None:
    page = ArticlePageFactory(title="Live")
    generation = StoreState.objects.get().generation
    edited(page, title="Draft")
    assert stored.document(page)["title"] == "Live"
    assert StoreState.objects.get().generation == generation


def test_an_incomplete_draft_of_a_live_page_can_be_saved() -> None:
    page = ArticlePageFactory(title="Live")
    edited(page, summary="", sections=[])
    assert stored.document(page)["title"] == "Live"


def test_unpublishing_leaves_nothing_of_the_content() -> None:
    page = ArticlePageFactory(title="Canary", summary="canary")
    page.unpublish()
    assert stored.state(page) == "gone"
    assert "anary" not in stored.body_text(page)


def test_unpublishing_the_base_page_counts_too() -> None:
    page = ArticlePageFactory()
    Page.objects.get(pk=page.pk).unpublish()
    assert stored.state(page) == "gone"


def test_a_base_page_saved_as_not_live_is_gone() -> None:
    page = ArticlePageFactory()
    base = Page.objects.get(pk=page.pk)
    base.live = False
    base.save(update_fields=["live"])
    assert stored.state(page) == "gone"


def test_publishing_after_unpublishing_moves_the_version_on() -> None:
    page = ArticlePageFactory()
    page.unpublish()
    ArticlePage.objects.get(pk=page.pk).save_revision().publish()
    assert stored.state(page) == "public"
    assert stored.version(page) == 3


def test_deleting_takes_the_document_along() -> None:
    page = ArticlePageFactory()
    generation = StoreState.objects.get().generation
    page.delete()
    assert not DeliveryDocument.objects.exists()
    assert StoreState.objects.get().generation > generation


def test_deleting_the_library_takes_its_documents_along() -> None:
    library = ArticleIndexPageFactory()
    ArticlePageFactory(parent=library)
    Page.objects.get(pk=library.pk).delete()
    assert not DeliveryDocument.objects.exists()


def test_deleting_a_withdrawn_article_leaves_its_notice(client: Any) -> None:
    page, other = ArticlePageFactory(title="Canary", slug="migraine"), ArticlePageFactory()
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="The dose given was wrong.",
        replaced_by=other,
    )
    addresses = [f"/api/v1/articles/{ref}/" for ref in ("migraine", page.translation_key)]
    before = [client.get(address) for address in addresses]
    page_id = page.pk
    ArticlePage.objects.get(pk=page_id).delete()
    for address, told in zip(addresses, before, strict=True):
        response = client.get(address)
        assert response.status_code == told.status_code == 410
        assert response.content == told.content
        assert b"Canary" not in response.content
    call_command("rebuild_documents", verbosity=0)
    call_command("rebuild_documents", "--check", verbosity=0)
    assert client.get(addresses[0]).status_code == 410
    assert client.get("/api/v1/articles/").json()["meta"]["total_count"] == 1
    # A new article at the place is what readers want.
    ArticlePageFactory(title="New", slug="migraine")
    assert client.get(addresses[0]).json()["title"] == "New"
    assert client.get(addresses[1]).status_code == 410


def test_a_deleted_article_that_was_not_withdrawn_is_as_if_it_never_was(client: Any) -> None:
    page = ArticlePageFactory(slug="migraine")
    page.unpublish()
    ArticlePage.objects.get(pk=page.pk).delete()
    assert client.get("/api/v1/articles/migraine/").status_code == 404
    assert not DeliveryDocument.objects.exists()


def test_moving_changes_the_address() -> None:
    page = ArticlePageFactory(slug="migraine")
    page.move(ArticleIndexPageFactory(slug="neurology"), pos="last-child")
    assert stored.document(page)["url"].endswith("/neurology/migraine/")


def test_moving_the_library_changes_the_addresses_below() -> None:
    outer, inner = ArticleIndexPageFactory(slug="outer"), ArticleIndexPageFactory(slug="inner")
    page = ArticlePageFactory(parent=inner, slug="migraine")
    inner.move(outer, pos="last-child")
    assert stored.document(page)["url"].endswith("/outer/inner/migraine/")


def test_a_new_slug_changes_the_document(django_capture_on_commit_callbacks: Any) -> None:
    page = ArticlePageFactory(slug="old")
    with django_capture_on_commit_callbacks(execute=True):
        edited(page, slug="new").publish()
    assert stored.document(page)["slug"] == "new"
    assert stored.row(page).slug == "new"  # type: ignore[union-attr]


def test_a_new_slug_of_the_library_changes_the_addresses_below(
    django_capture_on_commit_callbacks: Any,
) -> None:
    library = ArticleIndexPageFactory(slug="old")
    page = ArticlePageFactory(parent=library, slug="migraine")
    library.slug = "new"
    with django_capture_on_commit_callbacks(execute=True):
        library.save()
    assert stored.document(page)["url"].endswith("/new/migraine/")


def test_a_private_page_is_gone_and_comes_back() -> None:
    page = ArticlePageFactory()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert stored.state(page) == "gone"
    restriction.delete()
    assert stored.state(page) == "public"


def test_a_private_library_hides_what_is_below() -> None:
    library = ArticleIndexPageFactory()
    page = ArticlePageFactory(parent=library)
    PageViewRestriction.objects.create(page=library, restriction_type="login")
    assert stored.state(page) == "gone"


def test_an_article_published_below_a_private_library_has_no_document() -> None:
    library = ArticleIndexPageFactory()
    PageViewRestriction.objects.create(page=library, restriction_type="login")
    assert stored.row(ArticlePageFactory(parent=library)) is None


def test_a_public_article_moved_into_a_private_library_is_gone() -> None:
    page, library = ArticlePageFactory(), ArticleIndexPageFactory()
    PageViewRestriction.objects.create(page=library, restriction_type="login")
    page.move(library, pos="last-child")
    assert stored.state(page) == "gone"


def test_expiry_is_kept_for_the_moment_of_the_read() -> None:
    expiry = timezone.now() + datetime.timedelta(hours=1)
    page = ArticlePageFactory(expire_at=expiry)
    assert stored.row(page).expires_at == expiry  # type: ignore[union-attr]


def test_an_expired_page_is_gone_after_the_schedule_ran() -> None:
    page = ArticlePageFactory()
    ArticlePage.objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - datetime.timedelta(hours=1)
    )
    call_command("publish_scheduled")
    assert stored.state(page) == "gone"


def test_a_scheduled_page_has_a_document_once_it_is_live() -> None:
    page = DraftArticleFactory()
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    assert stored.row(page) is None
    revision.content["go_live_at"] = "2020-01-01T00:00:00Z"
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert stored.state(page) == "public"


def test_an_alias_has_a_document_and_follows_its_source() -> None:
    page, library = ArticlePageFactory(title="Old"), ArticleIndexPageFactory()
    alias = page.create_alias(parent=library, update_slug="old-alias")
    assert stored.document(alias)["title"] == "Old"
    assert stored.row(alias).is_alias  # type: ignore[union-attr]
    edited(page, title="New").publish()
    assert stored.document(alias)["title"] == "New"


def test_a_live_copy_has_a_document_with_its_relations() -> None:
    page = ArticlePageFactory()
    page.article_topics.create(topic=TopicFactory(slug="migraine"), relation="about")
    page.save_revision().publish()
    copy = ArticlePage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert [topic["slug"] for topic in stored.document(copy)["topics"]] == ["migraine"]
    assert stored.document(copy)["id"] != stored.document(page)["id"]


def test_a_copy_that_is_not_kept_live_has_none() -> None:
    copy = ArticlePageFactory().copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert stored.row(copy) is None


def test_a_failed_build_keeps_the_page_as_it_was(monkeypatch: Any) -> None:
    page = ArticlePageFactory(title="Old")
    revision = edited(page, title="New")

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("no document")

    monkeypatch.setattr("api.documents.store.build_document", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        revision.publish()
    assert ArticlePage.objects.get(pk=page.pk).title == "Old"
    assert stored.document(page)["title"] == "Old"


def test_what_may_not_be_published_leaves_everything_as_it_was() -> None:
    page = ArticlePageFactory(title="Old")
    revision = edited(page, title="New", sections=[])
    with pytest.raises(PublishRefused, match="Overview"):
        revision.publish()
    assert ArticlePage.objects.get(pk=page.pk).title == "Old"
    assert stored.document(page)["title"] == "Old"


def test_two_articles_in_one_language_cannot_share_a_slug() -> None:
    ArticlePageFactory(slug="migraine")
    with pytest.raises(PublishRefused, match="slug"):
        ArticlePageFactory(slug="migraine", parent=ArticleIndexPageFactory())


def test_raw_sections_written_by_code_are_delivered() -> None:
    page = ArticlePageFactory(
        kind="lifestyle",
        sections=[*sections_for("lifestyle"), section("faq", rich_text("<p>By code</p>"))],
    )
    assert "By code" in stored.body_text(page)
