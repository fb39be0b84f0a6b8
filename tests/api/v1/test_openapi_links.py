"""Each link of the OpenAPI leads from a real answer to another one."""

from functools import reduce
from typing import Any

import pytest
from django.test import Client

from api.v1.openapi import build_schema
from api.v1.openapi_links import LINKS, Link
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    PlacementFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def paths() -> dict[str, str]:
    """Where each operation is."""
    return {
        operation["operationId"]: path
        for path, methods in build_schema()["paths"].items()
        for operation in methods.values()
    }


@pytest.fixture
def article() -> Any:
    cited = {"value": CitationFactory().pk}
    sections = sections_for("lifestyle")
    sections.append(section("risks", rich_text("<p>Text</p>")))
    sections[-1]["value"]["citations"] = [{"type": "item", "id": "c1", **cited}]
    sections[-1]["value"]["standalone"] = True
    page = ArticlePageFactory(topics={"about": TopicFactory()}, sections=sections)
    PlacementFactory(article=page)
    return page


def at(document: Any, pointer: str) -> Any:
    steps = pointer.strip("/").split("/")
    return reduce(lambda value, step: value[int(step) if step.isdigit() else step], steps, document)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link.source}-{link.name}")
def test_it_leads_somewhere(
    client: Client, article: Any, paths: dict[str, str], link: Link
) -> None:
    start = "/api/v1" + paths[link.source].removeprefix("/v1").format(ref=article.slug)
    answer = client.get(start)
    assert answer.status_code == 200
    values = {name: at(answer.json(), pointer) for name, pointer in link.parameters.items()}
    target = "/api/v1" + paths[link.target].removeprefix("/v1").format(**values)
    assert client.get(target).status_code == 200
