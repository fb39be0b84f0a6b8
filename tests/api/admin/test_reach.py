"""“Reach” says at which version clinics show an article: what is delivered, not what is written."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory, PlacementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def publish(page: Any, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_the_panel_says_the_version_that_front_ends_get(admin: Client) -> None:
    page = ArticlePageFactory(title="Sleep")
    PlacementFactory(article=page, clinic__name="North")
    publish(page, "Sleep well")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assertContains(admin.get(edit), "version 2")
    page.title = "A draft that nobody gets"
    page.save_revision()
    response = admin.get(edit)
    assertContains(response, "version 2")
    assertContains(response, "A section is shown wherever its article is, at the same version.")
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assertNotContains(admin.get(edit), "version 2")


def test_a_clinics_list_has_the_version_of_each_article(admin: Client) -> None:
    placement = PlacementFactory()
    publish(placement.article, "Sleep well")
    PlacementFactory(clinic=placement.clinic)
    url = reverse("articles_clinic_articles:index", args=[placement.clinic_id])
    rows = admin.get(url).context["object_list"]
    assert sorted(row.delivered_version for row in rows) == [1, 2]
    assertContains(admin.get(url), "Version")
