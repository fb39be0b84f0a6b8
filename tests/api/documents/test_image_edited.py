"""An image edited in the admin: its articles' documents name files that exist."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from api.documents.images import rendering
from tests.api.documents import stored
from tests.api.documents.photographs import photograph
from tests.articles.factories import ArticlePageFactory, ImageFactory, SuperuserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(client, django_capture_on_commit_callbacks):
    def edit_image(image, **values):
        with django_capture_on_commit_callbacks(execute=True):
            post(client, image, **values)

    return edit_image


def post(client, image, **values):
    client.force_login(SuperuserFactory())
    focal_point = {
        name: getattr(image, name) or "" for name in vars(image) if name.startswith("focal_")
    }
    data = {"title": image.title, "collection": image.collection_id, **focal_point, **values}
    response = client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert response.status_code == 302, response.content.decode()


def named_files(page, settings):
    hero = stored.document(page)["hero_image"]
    sources = [
        source
        for cut in (hero, *hero["aspect_ratios"].values())
        for source in cut["sources"]
        for source in source["srcset"]
    ]
    return [
        Path(settings.MEDIA_ROOT, source["url"].partition(settings.MEDIA_URL)[2])
        for source in sources
    ]


def test_a_new_file_replaces_every_file_of_the_old_one(edit, settings):
    """Wagtail's form deletes all renditions after it saved the new file: also the new ones."""
    image = ImageFactory()
    page = ArticlePageFactory(hero_image=image, hero_alt_text="A room.")
    before = named_files(page, settings)
    assert all(path.exists() for path in before)
    edit(image, file=SimpleUploadedFile("new.jpg", photograph((600, 450))))
    after = named_files(page, settings)
    assert after
    assert not set(before) & set(after)
    assert all(path.exists() for path in after)
    assert not any(path.exists() for path in before)


def test_a_new_file_is_rendered_twice_at_most(edit, monkeypatch):
    image = ImageFactory()
    ArticlePageFactory(hero_image=image, hero_alt_text="A room.")
    opened = []
    open_original = rendering.pixels.open_original

    def counted(*arguments):
        opened.append(arguments)
        return open_original(*arguments)

    monkeypatch.setattr(rendering.pixels, "open_original", counted)
    edit(image, file=SimpleUploadedFile("new.jpg", photograph((600, 450))))
    assert len(opened) == 2


def test_a_moved_focal_point_cuts_anew(edit, settings):
    image = ImageFactory()
    page = ArticlePageFactory(hero_image=image, hero_alt_text="A room.")
    before = named_files(page, settings)
    point = {f"focal_point_{name}": 10 for name in ("x", "y", "width", "height")}
    edit(image, **point)
    assert stored.document(page)["hero_image"]["focal_point"] == {"x": 0.1562, "y": 0.2083}
    after = named_files(page, settings)
    assert after != before
    assert all(path.exists() for path in (*before, *after))


def test_a_new_title_changes_no_file(edit, settings):
    image = ImageFactory()
    page = ArticlePageFactory(hero_image=image, hero_alt_text="A room.")
    before = named_files(page, settings)
    edit(image, title="Another")
    assert get_image_model().objects.get().title == "Another"
    assert named_files(page, settings) == before
    assert all(path.exists() for path in before)
