"""`code=`: articles by the clinical code of their topics."""

import importlib
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.utils import timezone

from api.documents.codes import codes_of
from api.documents.schema import TopicCode as TopicCodeRef
from api.models import DeliveryDocument, DocumentCode
from api.v1.examples import ARTICLE
from articles.codes import CODE_SYSTEMS, broader_codes
from articles.models import TopicCode
from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get
from tests.articles.factories import ArticlePageFactory, TopicFactory

URI = "http://hl7.org/fhir/sid/icd-10-cm"


def coded(title: str, codes: tuple[str, ...], **members: Any) -> DeliveryDocument:
    """A stored document of which a topic has these codes, each as `system|code`."""
    stored = make_document(title, **members)
    pairs = [code.split("|") for code in codes]
    topic_codes = [
        TopicCodeRef(system=CODE_SYSTEMS[slug].uri, oid=None, code=code, display=None, version=None)
        for slug, code in pairs
    ]
    topic = ARTICLE.topics[0].model_copy(update={"codes": topic_codes})
    for system, code, broader in codes_of([topic]):
        stored.codes.create(system=system, code=code, broader=broader)
    return stored


def found(get: Get, code: str, more: str = "") -> list[str]:
    response = get(f"articles/?code={quote(code)}{more}")
    assert response.status_code == 200, response.content
    titles = [item["title"] for item in response.json()["items"]]
    assert response.json()["meta"]["total_count"] == len(titles)
    return sorted(titles)


def test_icd_codes_find_what_is_broader_and_what_is_narrower(get: Get) -> None:
    for code in ("G43", "G43.1", "G43.909", "G44"):
        coded(code, codes=(f"icd-10-cm|{code}",))
    expected = {
        "G43": ["G43", "G43.1", "G43.909"],
        "G43.9": ["G43", "G43.909"],
        "G43.909": ["G43", "G43.909"],
        "G43.1": ["G43", "G43.1"],
        "G43.101": ["G43", "G43.1"],
        "G44": ["G44"],
        "G4A": [],
    }
    for code, titles in expected.items():
        assert found(get, f"icd-10-cm|{code}") == titles, code


def test_the_uri_and_other_spellings_are_the_same(get: Get) -> None:
    coded("A", codes=("icd-10-cm|G43",))
    for code in (f"{URI}|G43.909", "icd-10-cm|g43.909", "icd-10-cm|G43909"):
        assert found(get, code) == ["A"]


def test_other_systems_find_their_own_code_only(get: Get) -> None:
    coded(
        "A",
        codes=(
            "snomed-ct|37796009",
            "icd-10-cm|G43",
        ),
    )
    assert found(get, "http://snomed.info/sct|37796009") == ["A"]
    assert found(get, "snomed-ct|377960091") == []
    assert found(get, "rxnorm|6130") == []


def test_goes_with_other_filters(get: Get) -> None:
    coded("A", codes=("icd-10-cm|G43",), kind="condition")
    coded("B", codes=("icd-10-cm|G43",), kind="therapy")
    assert found(get, "icd-10-cm|G43", "&kind=therapy") == ["B"]


def test_what_is_not_public_is_neither_found_nor_counted(get: Get) -> None:
    now = timezone.now()
    codes = ("icd-10-cm|G43.909",)
    coded("Canary", codes=codes, row={"live_from": now + timedelta(days=1)})
    coded("Canary", codes=codes, row={"expires_at": now})
    set_state(coded("Canary", codes=codes), "gone")
    withdraw(coded("Canary", codes=codes))
    for code in ("G43", "G43.9", "G43.909"):
        assert found(get, f"icd-10-cm|{code}") == []


def test_is_one_query_once_the_total_is_known(get: Get, django_assert_num_queries) -> None:
    coded("A", codes=("icd-10-cm|G43",))
    found(get, "icd-10-cm|G43.909")
    with django_assert_num_queries(1):
        found(get, "icd-10-cm|G43.909")


@pytest.mark.parametrize(
    "code",
    ["", "|", "G43", "|G43", "icd-10-cm|", "icd-10|G43", "icd-10-cm|G43.", "icd-10-cm|G43.90999",
     "icd-10-cm|%", "icd-10-cm|G4_", "icd-10-cm|G43|G44", "snomed-ct|x", "icd-10-cm|\u0130",
     "x" * 3000 + "|G43", "icd-10-cm|" + "9" * 3000, f"{URI}/|G43"],
)  # fmt: skip
def test_what_is_no_code_is_refused(get: Get, code: str) -> None:
    response = get(f"articles/?code={quote(code)}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "code"
    assert len(response.content) < 1_000


def test_the_broader_codes() -> None:
    assert broader_codes("icd-10-cm", "S52.501A") == ["S52", "S52.5", "S52.50", "S52.501"]
    assert broader_codes("icd-10-cm", "G43") == broader_codes("loinc", "75325-1") == []


def test_follows_the_topics_of_the_article(get: Get) -> None:
    topic = TopicFactory()
    page = ArticlePageFactory(title="A", topics={"about": topic})
    code = TopicCode(system="icd-10-cm", code="G43.1")
    topic.codes.add(code)
    topic.save()
    assert found(get, "icd-10-cm|G43") == ["A"]
    topic.codes.remove(code)
    topic.codes.add(TopicCode(system="icd-10-cm", code="G43"))
    topic.save()
    assert found(get, "icd-10-cm|G43.2") == ["A"]
    page.unpublish()
    assert not DocumentCode.objects.exists()


def test_documents_from_before_the_table_get_their_codes(get: Get) -> None:
    topic = TopicFactory()
    topic.codes.add(TopicCode(system="icd-10-cm", code="G43.1"))
    topic.save()
    ArticlePageFactory(topics={"about": topic})
    before = set(DocumentCode.objects.values_list("system", "code", "broader"))
    assert before == {("icd-10-cm", "G43.1", False), ("icd-10-cm", "G43", True)}
    DocumentCode.objects.all().delete()
    importlib.import_module("api.migrations.0003_document_codes").fill(apps, None)
    assert set(DocumentCode.objects.values_list("system", "code", "broader")) == before
