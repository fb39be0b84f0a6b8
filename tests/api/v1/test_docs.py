import re

import pytest
from django.urls import resolve

from api.v1.views.docs import ASSETS, PAGE
from tests.api.v1.conftest import Get


def test_the_page_loads_nothing_from_elsewhere(get: Get) -> None:
    response = get("docs/", accept="text/html")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]
    page = response.content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert not [source for source in sources if re.match(r"\w+:|//", source)]
    # No script in the page itself: the policy would refuse it.
    assert re.findall(r"<script[^>]*>([^<]*)</script>", page) == ["", ""]


@pytest.mark.parametrize("name", ASSETS)
def test_its_files_are_served(get: Get, name: str) -> None:
    response = get(f"docs/assets/{name}", accept="text/css,*/*;q=0.1")
    assert response.status_code == 200
    assert response["Content-Type"] == ASSETS[name]
    assert len(response.content) > 50
    assert response["X-Content-Type-Options"] == "nosniff"


def test_every_file_the_page_names_is_there() -> None:
    named = re.findall(r'"assets/([^"]+)"', PAGE)
    assert sorted(named) == sorted(ASSETS)
    assert resolve("/api/v1/docs/assets/start.js").url_name == "docs-asset"


@pytest.mark.parametrize("name", ["nothing.js", "..%2f..%2furls.py", "swagger-ui-bundle.js.map"])
def test_other_files_are_not(get: Get, name: str) -> None:
    assert get(f"docs/assets/{name}").status_code == 404
