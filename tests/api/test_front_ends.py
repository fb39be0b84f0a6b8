"""docs/front-ends.md is true of the code."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import settings
from django.test import Client

from api.documents.rich_text.html import TAGS
from api.documents.schema import ArticleDocument, BodyBlock, SearchHit
from api.documents.schema.formats import MEMBERS
from api.v1 import errors
from api.v1.views.article_list import PARAMETERS
from articles.models import Placement
from tests.api.factories import make_document
from tests.articles.factories import PlacementFactory

PAGE = (Path(settings.BASE_DIR) / "docs" / "front-ends.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    part = PAGE.split(f"# {heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table
    lines = table.group().strip().split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def example(heading: str) -> Any:
    """The first JSON below a heading."""
    part = PAGE.split(f"# {heading}\n", 1)[1]
    found = re.search(r"```json\n(.*?)```", part, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_block_is_explained_with_its_members() -> None:
    union = get_args(get_args(BodyBlock.__value__)[0])
    members = {
        block.model_fields["type"].default: set(block.model_fields) - {"id", "type"}
        for block in union
    }
    explained = {
        names(row[0])[0]: set(re.findall(r"`(\w+)(?:\.html)?`", row[1])) for row in rows("Blocks")
    }
    assert set(explained) == set(members)
    for block, expected in members.items():
        assert expected <= explained[block], block


def test_every_member_of_the_article_is_explained() -> None:
    explained = {name for row in rows("The article") for name in names(row[0])}
    places = {"slug", "locale", "url", "kind", "audience", "clinic"}
    assert explained | places == set(ArticleDocument.model_fields)


def test_every_parameter_is_listed_with_its_values() -> None:
    listed = {name: names(row[1]) for row in rows("Lists") for name in names(row[0])}
    assert set(listed) == {parameter.name for parameter in PARAMETERS}
    for parameter in PARAMETERS:
        if "enum" in parameter.schema:
            assert listed[parameter.name] == parameter.schema["enum"]


def test_every_format_of_rich_text_is_listed_with_its_member() -> None:
    listed = {names(row[0])[0]: names(row[1])[0] for row in rows("Rich text in another format")}
    assert listed == MEMBERS


def test_every_error_is_listed() -> None:
    problems = {each.code: each.status_code for each in errors.Problem.__subclasses__()}
    listed = {names(row[1])[0]: int(row[0]) for row in rows("Errors")}
    assert listed == problems


def test_tags_of_rich_text() -> None:
    sentence = re.search(r"holds these tags and no others: (.*?)\. A link", PAGE, re.DOTALL)
    assert sentence
    assert set(names(sentence.group(1))) == TAGS


@pytest.mark.django_db
def test_addresses_answer(client: Client) -> None:
    document = make_document(
        "Migraine", slug="migraine-causes-symptoms-when-to-get-help", topics=("migraine",)
    )
    placement = PlacementFactory(article=document.page, clinic__slug="northlight")
    Placement.objects.filter(pk=placement.pk).update(translation_key=document.article_id)
    addresses = re.findall(r"http://127\.0\.0\.1:8000(/[^'\"`]+)['`]", PAGE)
    assert len(addresses) >= 5
    for address in addresses:
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_the_example_of_an_error_is_ours(client: Client) -> None:
    assert client.get("/api/v1/articles/?kind=disease").json() == example("Errors")


def test_the_example_of_a_search_is_of_the_delivered_type() -> None:
    SearchHit.model_validate(example("Search"))
