"""Keys that are bound to languages or to a clinic."""

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from api.keys.caller import Caller
from api.v1.errors import Forbidden
from api.v1.parameters import Parameter, read_parameters
from tests.api.factories import make_document
from tests.api.keys.factories import bearer, make_key
from tests.articles.factories import ArticlePageFactory, ClinicFactory, PlacementFactory

pytestmark = pytest.mark.django_db
LISTS = ["articles", "sections", "topics", "clinics", "manifest"]


def read(path: str, key) -> SimpleNamespace:
    return Client().get(f"/api/v1/{path}", headers=bearer(key))


def test_the_default_language_is_the_key_s_first() -> None:
    make_document("English"), make_document("Español", locale="es")
    key = make_key(locales=["es"])
    titles = [item["title"] for item in read("articles/", key).json()["items"]]
    assert titles == ["Español"]
    assert [item["locale"] for item in read("manifest/", key).json()["items"]] == ["es"]


@pytest.mark.parametrize("path", LISTS)
def test_another_language_is_forbidden_and_the_allowed_named(path: str) -> None:
    response = read(f"{path}/?locale=en", make_key(locales=["es"]))
    assert response.status_code == 403
    error = response.json()["errors"][0]
    assert (error["parameter"], error["allowed"]) == ("locale", ["es"])


def test_so_is_another_fallback_but_not_none() -> None:
    key = make_key(locales=["es"])
    response = read("articles/?fallback=en", key)
    assert response.status_code == 403
    assert response.json()["errors"][0]["parameter"] == "fallback"
    assert read("articles/?fallback=none", key).status_code == 200
    assert read("articles/?fallback=es", key).status_code == 200


def test_a_language_that_does_not_exist_is_a_400_as_for_anybody() -> None:
    assert read("articles/?locale=xx", make_key(locales=["es"])).status_code == 400


def test_an_article_in_another_language_is_not_found_by_its_path_either() -> None:
    make_document("English", url="https://www.example.org/migraine/")
    assert read("find/?path=/migraine/", make_key()).status_code == 200
    assert read("find/?path=/migraine/", make_key(locales=["es"])).status_code == 404


def test_the_index_tells_the_key_s_languages() -> None:
    index = read("", make_key(locales=["es"])).json()
    assert (index["locales"], index["default_locale"]) == (["es"], "es")


def test_a_key_without_languages_reads_all() -> None:
    make_document("English"), make_document("Español", locale="es")
    assert read("manifest/", make_key()).json()["meta"]["total_count"] == 2


CLINIC = Parameter(name="clinic", description="Of this clinic.")


def caller(clinic: str | None) -> Caller:
    return Caller("prefix", 1, frozenset({"read"}), clinic, (), None)


def parameters(query: str, clinic: str | None) -> dict:
    request = RequestFactory().get(f"/?{query}")
    request.caller = caller(clinic)
    return read_parameters(request, (CLINIC,))


def test_the_clinic_is_the_key_s_own_where_none_is_named() -> None:
    assert parameters("", "madrid") == {"clinic": "madrid"}
    assert parameters("clinic=madrid", "madrid") == {"clinic": "madrid"}


def test_another_clinic_is_forbidden_and_the_own_named() -> None:
    with pytest.raises(Forbidden) as refused:
        parameters("clinic=boston", "madrid")
    assert refused.value.errors[0]["allowed"] == ["madrid"]


def test_a_key_of_no_clinic_may_name_any() -> None:
    assert parameters("clinic=boston", None) == {"clinic": "boston"}
    assert parameters("", None) == {"clinic": None}


def test_the_caller_knows_its_clinic() -> None:
    from api.keys.lookup import memory

    clinic = ClinicFactory(slug="madrid")
    key = make_key(clinic=clinic, locales=["es"], requests_per_minute=5)
    row = memory.get(key.text.prefix)
    assert row is not None
    assert (row.caller.clinic, row.caller.locales, row.caller.requests_per_minute) == (
        "madrid", ("es",), 5,
    )  # fmt: skip


def test_articles_are_those_of_the_key_s_clinic() -> None:
    here, elsewhere = ClinicFactory(slug="madrid"), ClinicFactory(slug="boston")
    placed = ArticlePageFactory(live=True, title="Placed")
    ArticlePageFactory(live=True, title="Elsewhere")
    PlacementFactory(article=placed, clinic=here)
    key = make_key(clinic=here)
    mine = [item["title"] for item in read("articles/", key).json()["items"]]
    assert mine == ["Placed"]
    assert read(f"articles/?clinic={here.slug}", key).json()["meta"]["total_count"] == 1
    refused = read(f"articles/?clinic={elsewhere.slug}", key)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["allowed"] == ["madrid"]
    assert read("articles/", make_key()).json()["meta"]["total_count"] == 2


def test_a_bound_key_walks_its_whole_list() -> None:
    here = ClinicFactory(slug="madrid")
    for number in range(3):
        page = ArticlePageFactory(live=True, title=f"Article {number}")
        PlacementFactory(article=page, clinic=here)
    key, titles, path = make_key(clinic=here, locales=["en"]), [], "articles/?limit=1"
    while path:
        answer = read(path, key).json()
        titles += [item["title"] for item in answer["items"]]
        path = (answer["links"]["next"] or "").partition("/api/v1/")[2]
    assert sorted(titles) == ["Article 0", "Article 1", "Article 2"]
