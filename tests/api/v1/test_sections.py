"""Sections as resources: what stands alone has all it needs, and nothing that is not public."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import Withdrawal
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    DraftArticleFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)

CANARY = "Canary-7f3a"


@pytest.fixture(autouse=True)
def several_sections_of_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in articles that were live before a kind's count was lowered."""
    monkeypatch.setattr("articles.publishing._surplus_sections", lambda page: [])


def article(*sections: dict[str, Any], **values: Any) -> Any:
    return ArticlePageFactory(sections=[*sections_for("lifestyle"), *sections], **values)


def texts(response: Any) -> list[str]:
    return [item["section"]["body"][0]["html"] for item in response.json()["items"]]


def standalone(text: str, kind: str = "risks", **value: Any) -> dict[str, Any]:
    return section(kind, rich_text(f"<p>{text}</p>"), standalone=True, **value)


def test_a_section_has_what_it_needs_and_no_more(get: Get, schema: dict[str, Any]) -> None:
    cited, quoted, other = CitationFactory(), CitationFactory(), CitationFactory()
    quote = {
        "type": "quote",
        "id": str(uuid4()),
        "value": {"text": "Yes", "attribution": "A", "role": "", "citation": quoted.pk},
    }
    inner = {
        "type": "subsection",
        "id": str(uuid4()),
        "value": {"heading": "More", "body": [quote]},
    }
    first = section("living_with", citations=[{"type": "item", "id": "a", "value": other.pk}])
    second = section(
        "risks", rich_text(), inner, citations=[{"type": "item", "id": "b", "value": cited.pk}]
    )
    page = article(
        first,
        second,
        title="Migraine",
        disclosure="We sell it.",
        safety_notice="Stop now.",
        safety_notice_severity="urgent",
    )
    response = get(f"articles/{page.slug}/sections/risks/")
    assert_described(schema, "/articles/{ref}/sections/{section}/", response)
    whole = get(f"articles/{page.slug}/").json()
    found = response.json()
    assert found["section"] == whole["sections"][-1]
    assert [each["citation_id"] for each in found["citations"]] == [quoted.pk, cited.pk]
    assert found["article"]["id"] == whole["id"]
    assert found["article"]["title"] == "Migraine"
    assert found["disclosure"] == "We sell it."
    assert found["safety_notice"]["text"] == "Stop now."
    assert found["review"] == whole["review"]


def test_found_by_id_and_by_kind(get: Get) -> None:
    first, second = section("risks"), section("risks")
    page = article(first, second)
    for ref, expected in (
        ("risks", first),
        (first["id"], first),
        (second["id"], second),
        (second["id"].upper(), second),
    ):
        response = get(f"articles/{page.translation_key}/sections/{ref}/")
        assert response.json()["section"]["id"] == expected["id"]


@pytest.mark.parametrize(
    "ref",
    [
        "side_effects",
        "5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01",
        "a%00b",
        "%FF",
        "x" * 300,
        "..",
        "'",
        "%F0%9F%98%80",
    ],
)
def test_other_sections_are_not_found(get: Get, ref: str) -> None:
    page = article()
    assert get(f"articles/{page.slug}/sections/{ref}/").status_code == 404
    assert get(f"articles/nothing/sections/{ref}/").status_code == 404


def test_parameters_of_a_section(get: Get) -> None:
    page = article(section("risks"))
    path = f"articles/{page.slug}/sections/risks/"
    assert get(f"{path}?locale=es").status_code == 404
    assert get(f"{path}?colour=red").status_code == 400
    by_id = f"articles/{page.translation_key}/sections/risks/"
    assert get(f"{by_id}?locale=es&fallback=en").status_code == 200


def test_a_section_is_one_query_and_conditional(get: Get, django_assert_num_queries: Any) -> None:
    page = article(section("risks"), topics={"about": TopicFactory(slug="migraine")})
    path = f"articles/{page.slug}/sections/risks/"
    with django_assert_num_queries(1):
        response = get(path)
    assert get(path, if_none_match=response["ETag"]).status_code == 304
    tags = f"article-{page.translation_key} topic-migraine slug-{page.slug}"
    assert response["Surrogate-Key"] == tags
    assert response["Last-Modified"].endswith("GMT")


def test_a_section_of_a_withdrawn_article_is_410(get: Get) -> None:
    page = article(standalone(CANARY))
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="Wrong dose.",
    )
    response = get(f"articles/{page.slug}/sections/risks/")
    assert response.status_code == 410
    assert response.json()["reason"] == "Wrong dose."
    assert CANARY not in response.content.decode()
    assert get("sections/").json()["items"] == []


def test_the_list_has_what_may_stand_alone(get: Get, schema: dict[str, Any]) -> None:
    article(standalone("old"), section("risks", rich_text("<p>not alone</p>")))
    article(standalone("first", "causes"), standalone("second"))
    assert texts(get("sections/")) == ["<p>first</p>", "<p>second</p>", "<p>old</p>"]
    response = get("sections/?kind=risks")
    assert texts(response) == ["<p>second</p>", "<p>old</p>"]
    assert response.json()["meta"] == {"total_count": 2, "total_is_exact": True}
    assert_described(schema, "/sections/", response)


def test_by_topic_a_section_s_own_topic_comes_first(get: Get) -> None:
    migraine, ketamine = TopicFactory(slug="migraine"), TopicFactory(slug="ketamine")
    article(
        standalone("of the article"),
        standalone("of its own", about=ketamine.pk),
        topics={"about": migraine},
    )
    assert texts(get("sections/?topic=migraine")) == ["<p>of the article</p>"]
    assert texts(get("sections/?kind=risks&topic=ketamine")) == ["<p>of its own</p>"]
    assert texts(get("sections/?topic=none")) == []
    assert get("sections/?topic=ketamine")["Surrogate-Key"] == "articles topic-ketamine"


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_forwards_and_back_see_every_section_once(get: Get, limit: int) -> None:
    for number in range(3):
        article(*(standalone(f"{number} {part}") for part in range(3)))
    whole = texts(get("sections/"))
    assert len(whole) == 9
    page = get(f"sections/?limit={limit}").json()
    seen: list[str] = []
    while True:
        seen += [item["section"]["body"][0]["html"] for item in page["items"]]
        if not page["links"]["next"]:
            break
        page = get(page["links"]["next"].partition("/api/v1/")[2]).json()
    assert seen == whole
    back = [item["section"]["body"][0]["html"] for item in page["items"]]
    while page["links"]["previous"]:
        page = get(page["links"]["previous"].partition("/api/v1/")[2]).json()
        back = [item["section"]["body"][0]["html"] for item in page["items"]] + back
    assert back == whole


def test_the_list_is_one_query_once_the_total_is_known(
    get: Get, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        article(standalone(str(number)))
    with django_assert_num_queries(2):
        get("sections/?kind=risks")
    with django_assert_num_queries(1):
        response = get("sections/?kind=risks")
    assert get("sections/?kind=risks", if_none_match=response["ETag"]).status_code == 304


def test_totals_of_sections_and_articles_are_not_mixed_up(get: Get) -> None:
    article(standalone("a"), standalone("b"), topics={"about": TopicFactory(slug="t")})
    for _ in range(2):
        assert get("articles/?topic=t").json()["meta"]["total_count"] == 1
        assert get("sections/?topic=t").json()["meta"]["total_count"] == 2


@pytest.mark.parametrize(
    "query",
    ["colour=red", "kind=", "kind=a%20b", "topic=%00", "limit=0", "limit=101", "cursor=x",
     "cursor=W10", "locale=xx", "kind=risks&kind=risks", "order=newest"],
)  # fmt: skip
def test_bad_input(get: Get, query: str) -> None:
    article(standalone("a"))
    response = get(f"sections/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_a_cursor_of_another_list_is_refused(get: Get) -> None:
    for _ in range(2):
        article(standalone("a"))
    for other in ("articles/", "sections/?kind=risks"):
        link = get(f"{other}{'&' if '?' in other else '?'}limit=1").json()["links"]["next"]
        cursor = link.partition("cursor=")[2]
        assert get(f"sections/?cursor={cursor}").status_code == 400


def test_nothing_that_is_not_public_is_in_it(get: Get) -> None:
    topic = TopicFactory(slug="t")
    body = [*sections_for("lifestyle"), standalone(CANARY)]
    now = timezone.now()
    pages = [
        DraftArticleFactory(title=CANARY, sections=body, topics={"about": topic}),
        article(standalone(CANARY), go_live_at=now + timedelta(days=1)),
        article(standalone(CANARY), expire_at=now - timedelta(days=1)),
    ]
    unpublished, private = article(standalone(CANARY)), article(standalone(CANARY))
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = article(standalone("shown"))
    shown.title = CANARY
    shown.save_revision()
    for query in ("", "?kind=risks", "?topic=t", "?fallback=es", "?locale=es&fallback=en"):
        response = get(f"sections/{query}")
        assert CANARY not in response.content.decode()
        assert response.json()["meta"]["total_count"] == len(response.json()["items"])
    for page in (*pages, unpublished, private):
        for ref in (page.slug, page.translation_key):
            response = get(f"articles/{ref}/sections/risks/")
            assert response.status_code == 404
            assert CANARY not in response.content.decode()
