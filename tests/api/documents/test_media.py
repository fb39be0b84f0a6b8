"""The files of an article go with it, and come back with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, ReferenceIndex

from api.documents import media
from api.models import RetiredFile
from api.signals import media_gone
from articles.models import ArticlePage
from tests.api.changes.test_log import publish, withdraw
from tests.api.documents import stored
from tests.api.documents.test_image_edited import named_files
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    ImageFactory,
    UserFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db

Act = Callable[[Callable[[], Any]], None]


@pytest.fixture
def act(django_capture_on_commit_callbacks: Any) -> Act:
    """Do something, and what follows its commit."""

    def act(something: Callable[[], Any]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            something()

    return act


@pytest.fixture
def gone() -> Iterator[list[str]]:
    """Addresses that whoever purges caches is told."""
    told: list[str] = []

    def receive(urls: list[str], **kwargs: Any) -> None:
        told.extend(urls)

    media_gone.connect(receive)
    yield told
    media_gone.disconnect(receive)


def illustrated(**fields: Any) -> ArticlePage:
    image = fields.pop("image", None) or ImageFactory()
    return ArticlePageFactory(hero_image=image, hero_alt_text="A room.", **fields)


def renditions(page: ArticlePage) -> Any:
    return get_image_model().get_rendition_model().objects.filter(image=page.hero_image)


def restrict(page: ArticlePage) -> PageViewRestriction:
    restriction: PageViewRestriction = PageViewRestriction.objects.create(
        page=page, restriction_type="login"
    )
    return restriction


@pytest.mark.parametrize(
    "end",
    [
        lambda page: page.unpublish(),
        lambda page: ArticlePage.objects.get(pk=page.pk).delete(),
        withdraw,
        restrict,
    ],
    ids=["unpublished", "deleted", "withdrawn", "private"],
)
def test_the_files_of_an_article_go_with_it(
    act: Act, settings: Any, gone: list[str], end: Callable[[ArticlePage], Any]
) -> None:
    page = illustrated()
    # What Wagtail's own templates show of it.
    page.hero_image.get_rendition("width-1200")
    files, names = named_files(page, settings), set(renditions(page).values_list("file", flat=True))
    assert files
    assert all(path.exists() for path in files)
    act(lambda: end(page))
    assert not any(path.exists() for path in files)
    assert not any(Path(settings.MEDIA_ROOT, name).exists() for name in names)
    assert not renditions(page).exists()
    assert not RetiredFile.objects.exists()
    assert len(gone) == len(names)
    assert all(url.startswith("http") for url in gone)
    assert Path(page.hero_image.file.path).exists()


def test_they_are_made_again_when_it_is_published_again(act: Act, settings: Any) -> None:
    page = illustrated()
    act(page.unpublish)
    act(lambda: publish(page))
    assert stored.document(page)["hero_image"] is not None
    assert all(path.exists() for path in named_files(page, settings))


@pytest.mark.parametrize("way", ["reinstated", "no longer private"])
def test_they_are_made_again_when_it_comes_back(act: Act, settings: Any, way: str) -> None:
    """Nothing is published then: the document is there first, and its images a moment later."""
    page = illustrated()
    if way == "reinstated":
        withdrawal = withdraw(page)
        withdrawal.reinstated_at = timezone.now()
        act(lambda: withdrawal.save(update_fields=["reinstated_at"]))
    else:
        restriction = restrict(page)
        act(restriction.delete)
    assert stored.document(page)["hero_image"] is not None
    assert all(path.exists() for path in named_files(page, settings))


def test_what_another_public_article_shows_stays(act: Act, settings: Any, gone: list[str]) -> None:
    image = ImageFactory()
    one, other = illustrated(image=image), illustrated(image=image)
    files = named_files(other, settings)
    act(one.unpublish)
    assert all(path.exists() for path in files)
    assert gone == []
    act(other.unpublish)
    assert not any(path.exists() for path in files)


def test_a_draft_or_a_hidden_article_keeps_no_file(act: Act, settings: Any) -> None:
    image = ImageFactory()
    page, hidden = illustrated(image=image), illustrated(image=image)
    DraftArticleFactory(hero_image=image, hero_alt_text="A room.")
    act(hidden.unpublish)
    files = named_files(page, settings)
    act(lambda: withdraw(page))
    assert not any(path.exists() for path in files)


@pytest.mark.parametrize("role", ["logo", "photo"])
def test_a_clinics_image_stays(act: Act, role: str) -> None:
    image = ImageFactory()
    ClinicFactory(**{role: image})
    page = illustrated(image=image)
    act(page.unpublish)
    assert renditions(page).exists()


def test_what_is_used_elsewhere_keeps_the_files_it_has_there(act: Act) -> None:
    page = illustrated()
    page.hero_image.get_rendition("width-1200")
    with mock.patch("api.documents.media.used_outside_articles", return_value={page.hero_image_id}):
        act(page.unpublish)
    assert [each.filter_spec for each in renditions(page)] == ["width-1200"]


def test_nothing_happens_to_files_when_the_act_fails(settings: Any) -> None:
    page = illustrated()
    files = named_files(page, settings)
    page.unpublish()
    # The test's transaction is never committed.
    assert all(path.exists() for path in files)
    assert RetiredFile.objects.count() == len(set(files))


def test_files_that_a_crash_left_behind_go_later(act: Act, settings: Any) -> None:
    page = illustrated()
    files = named_files(page, settings)
    page.unpublish()
    call_command("settle_changes")
    assert not any(path.exists() for path in files)
    assert not RetiredFile.objects.exists()


def test_a_storage_that_fails_is_asked_again(settings: Any) -> None:
    page = illustrated()
    files = named_files(page, settings)
    page.unpublish()
    with mock.patch.object(FileSystemStorage, "delete", side_effect=OSError("away")):
        assert media.delete_retired_files() == 0
    assert media.delete_retired_files() == len(set(files))
    assert not any(path.exists() for path in files)


def test_a_file_that_is_there_again_under_its_name_stays(act: Act, settings: Any) -> None:
    page = illustrated()
    [path, *_others] = named_files(page, settings)
    RetiredFile.objects.create(name=str(path.relative_to(settings.MEDIA_ROOT)))
    media.delete_retired_files()
    assert path.exists()
    assert not RetiredFile.objects.exists()


def test_what_an_editor_takes_out_of_a_public_article_is_left_to_its_readers(
    act: Act, settings: Any
) -> None:
    page = illustrated()
    files, image = named_files(page, settings), page.hero_image
    act(lambda: publish(page, hero_image=ImageFactory()))
    assert all(path.exists() for path in files)
    act(lambda: call_command("rebuild_documents"))
    assert not any(path.exists() for path in files)
    assert not image.renditions.exists()
    assert all(path.exists() for path in named_files(page, settings))


def test_an_image_that_cannot_be_read_is_tried_once(act: Act, caplog: Any) -> None:
    page = illustrated()
    withdrawal = withdraw(page)
    Path(page.hero_image.file.path).write_bytes(b"no image")
    withdrawal.reinstated_at = timezone.now()
    act(lambda: withdrawal.save(update_fields=["reinstated_at"]))
    assert stored.document(page)["hero_image"] is None
    assert [each.name for each in caplog.records if each.levelname == "ERROR"] == [
        "api.documents.media"
    ]


@pytest.fixture
def document() -> Any:
    return get_document_model().objects.create(
        title="Leaflet", file=ContentFile(b"A leaflet.", name="leaflet.txt")
    )


def linking(document: Any, **fields: Any) -> ArticlePage:
    link = rich_text(f'<p>See <a linktype="document" id="{document.pk}">the leaflet</a>.</p>')
    page: ArticlePage = ArticlePageFactory(
        sections=[*sections_for("lifestyle"), section("living_with", link)], **fields
    )
    ReferenceIndex.create_or_update_for_object(page)
    return page


def status(client: Client, document: Any) -> int:
    return client.get(document.url).status_code


def test_a_document_is_as_public_as_the_articles_that_link_to_it(
    client: Client, act: Act, document: Any, gone: list[str], settings: Any
) -> None:
    assert status(client, document) == 200
    one, other = linking(document), linking(document)
    act(one.unpublish)
    assert status(client, document) == 200
    assert gone == []
    act(lambda: withdraw(other))
    assert status(client, document) == 404
    assert gone == [f"{settings.WAGTAILADMIN_BASE_URL}{document.url}"]
    client.force_login(UserFactory(group="Editors"))
    assert status(client, document) == 200
    client.logout()
    act(lambda: publish(one))
    assert status(client, document) == 200


def test_a_document_of_a_draft_is_not_served(client: Client, document: Any) -> None:
    page = linking(document)
    page.unpublish()
    client.force_login(UserFactory())
    assert status(client, document) == 404


def test_a_document_that_something_else_shows_too_is_served(client: Client, document: Any) -> None:
    linking(document).unpublish()
    with mock.patch("api.serving.used_outside_articles", return_value={document.pk}):
        assert status(client, document) == 200
