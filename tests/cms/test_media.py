import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from cms.media.models import ArticleImage

pytestmark = pytest.mark.django_db


def test_images_have_credit_and_licence_in_the_form() -> None:
    assert get_image_model() is ArticleImage
    fields = get_image_form(ArticleImage).base_fields
    assert {"title", "file", "description", "credit", "licence"} <= set(fields)


def test_pages_of_the_cms_allow_scripts_of_this_site_only(client: Client) -> None:
    response = client.get("/admin/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self';" in policy
    assert "object-src 'none'" in policy
    assert "http" not in policy
