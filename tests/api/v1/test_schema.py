import json

import pytest

from api.v1.openapi_yaml import from_yaml
from api.v1.views.schema import STORED
from tests.api.v1.conftest import Get


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        ("", "*/*", "application/vnd.oai.openapi+json"),
        ("", "application/json", "application/vnd.oai.openapi+json"),
        ("", "application/yaml", "application/yaml"),
        ("?format=yaml", "*/*", "application/yaml"),
        ("?format=json", "application/yaml", "application/vnd.oai.openapi+json"),
    ],
)
def test_formats(get: Get, query: str, accept: str, content_type: str) -> None:
    response = get(f"schema/{query}", accept=accept)
    assert response["Content-Type"] == content_type
    assert response["Vary"] == "Accept-Encoding, Authorization, Accept"
    read = json.loads if content_type.endswith("json") else from_yaml
    stored = from_yaml(STORED.read_text(encoding="utf-8"))
    assert read(response.content.decode()) == {**stored, "servers": [{"url": "/api/v1"}]}


def test_unchanged_is_304(get: Get, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        etag = get("schema/")["ETag"]
        assert get("schema/", if_none_match=etag).status_code == 304


def test_unknown_format(get: Get) -> None:
    assert get("schema/?format=xml").status_code == 400
