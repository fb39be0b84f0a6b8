"""`clinic=`: the shared text with a clinic's values, and only of what the clinic carries."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import Locale

from api.models import Change, ClinicFacts, DeliveryDocument
from api.purging.tags import tags_of
from articles.models import ArticlePage, Clinic, ClinicText, Placement
from articles.withdrawing.withdraw import withdraw
from tests.api.keys.factories import bearer, make_key
from tests.api.v1.conftest import Get
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    rich_text,
    section,
    sections_for,
)

TEXT = (
    '<p>Call <a linktype="clinic-value" value="phone">your clinic</a> or'
    ' <a linktype="clinic-value" value="booking_url">book a visit</a>.</p>'
)
FORMATS = ("", "rich_text=portable_text", "rich_text=plain", "include=json_ld")


def article(slug: str = "sleep", **values: Any) -> ArticlePage:
    body = [
        *sections_for("lifestyle"),
        section("access", rich_text(TEXT), standalone=True),
    ]
    return ArticlePageFactory(slug=slug, sections=body, **values)


def clinic(slug: str = "north", **values: Any) -> Clinic:
    return ClinicFactory(
        **{
            "slug": slug,
            "name": slug.title(),
            "booking_url": f"https://{slug}.example.org/book/",
            "disclaimer": "Ask us.",
            "call_to_action_label": "Book a talk",
            **values,
        }
    )


@pytest.fixture
def placed(db: None) -> tuple[ArticlePage, Clinic]:
    page, north = article(), clinic()
    PlacementFactory(article=page, clinic=north)
    return page, north


def read(get: Get, path: str, **headers: str) -> dict[str, Any]:
    response = get(path, **headers)
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def access(document: dict[str, Any]) -> Any:
    return next(each for each in document["sections"] if each["kind"] == "access")["body"][0]


def test_an_article_carries_the_clinics_values(get: Get, placed: Any) -> None:
    page, _north = placed
    for ref in (page.slug, page.translation_key):
        found = read(get, f"articles/{ref}/?clinic=north")
        assert access(found)["html"] == (
            '<p>Call <a href="tel:+12015550123" data-clinic-value="phone">+1 201 555 0123</a> or'
            ' <a href="https://north.example.org/book/" rel="noopener noreferrer"'
            ' data-clinic-value="booking_url">book a visit</a>.</p>'
        )
        assert (found["clinic"], found["disclaimer"]) == ("north", "Ask us.")
        assert found["call_to_action"] == {
            "label": "Book a talk",
            "url": "https://north.example.org/book/",
            "phone": "+12015550123",
            "campaign": None,
        }
        assert found["seo"]["canonical_url"] is None


def test_without_a_clinic_it_reads_naturally(get: Get, placed: Any) -> None:
    found = read(get, "articles/sleep/")
    assert access(found)["html"] == (
        '<p>Call <a data-clinic-value="phone">your clinic</a> or'
        ' <a data-clinic-value="booking_url">book a visit</a>.</p>'
    )
    assert found["clinic"] is found["call_to_action"] is found["disclaimer"] is None
    plain = read(get, "articles/sleep/?rich_text=plain")
    assert access(plain)["text"] == "Call your clinic or book a visit."


@pytest.mark.parametrize("query", FORMATS)
def test_every_format_is_laid_over(get: Get, placed: Any, query: str) -> None:
    found = read(get, f"articles/sleep/?clinic=north&{query}")
    assert found["clinic"] == "north"
    assert "+1 201 555 0123" in json.dumps(access(found))
    alone = read(get, f"articles/sleep/?{query}")
    assert "+1 201" not in json.dumps(access(alone))


def test_parts_sections_and_lists_are_laid_over(get: Get, placed: Any) -> None:
    article("unplaced")
    part = read(get, "articles/sleep/?clinic=north&fields=clinic,seo.robots")
    assert part == {"clinic": "north", "seo": {"robots": "index"}}
    one = read(get, "articles/sleep/sections/access/?clinic=north")
    [listed] = read(get, "sections/?clinic=north&kind=access")["items"]
    for document in (one, listed):
        assert "+1 201 555 0123" in document["section"]["body"][0]["html"]
        assert (document["clinic"], document["disclaimer"]) == ("north", "Ask us.")
        assert document["call_to_action"]["label"] == "Book a talk"
    [plain] = read(get, "sections/?clinic=north&kind=access&rich_text=plain")["items"]
    assert "+1 201 555 0123" in plain["section"]["body"][0]["text"]


def test_lists_search_and_paths_hold_only_what_is_placed(get: Get, placed: Any) -> None:
    article("unplaced")
    for path in ("articles/", "sections/", "manifest/", "articles/?search=clinic"):
        query = "&clinic=north" if "?" in path else "?clinic=north"
        items = read(get, path + query)["items"]
        assert {each.get("article", each)["slug"] for each in items} == {"sleep"}
    for slug, status in (("sleep", 200), ("unplaced", 404)):
        path = read(get, f"articles/{slug}/")["url"].split("/", 3)[3]
        assert get(f"find/?path=/{path}&clinic=north").status_code == status
        assert get(f"articles/{slug}/?clinic=north").status_code == status
        assert get(f"articles/{slug}/sections/access/?clinic=north").status_code == status


def test_an_unknown_clinic_is_told(get: Get, placed: Any) -> None:
    for path in ("articles/sleep/", "articles/sleep/sections/access/", "find/?path=/x/"):
        response = get(f"{path}{'&' if '?' in path else '?'}clinic=nowhere")
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "clinic"


@pytest.mark.parametrize(
    ("starts", "ends", "status"), [(1, None, 404), (None, -1, 404), (0, 0, 200)]
)
def test_a_placement_holds_on_its_days(
    get: Get, starts: int | None, ends: int | None, status: int
) -> None:
    today = datetime.now(UTC).date()
    dates = [None if days is None else today + timedelta(days=days) for days in (starts, ends)]
    PlacementFactory(article=article(), clinic=clinic(), starts_on=dates[0], ends_on=dates[1])
    assert get("articles/sleep/?clinic=north").status_code == status


def test_what_a_clinic_took_back_is_gone_there_with_its_reason(get: Get, placed: Any) -> None:
    page, north = placed
    PlacementFactory(article=page, clinic=clinic("south"))
    path = read(get, "articles/sleep/")["url"].split("/", 3)[3]
    withdraw([page], severity="urgent", reason="Not offered here.", clinics=[north])
    for address in (
        "articles/sleep/?clinic=north",
        "articles/sleep/sections/access/?clinic=north",
        f"find/?path=/{path}&clinic=north",
    ):
        response = get(address)
        assert response.status_code == 410
        assert response.json()["reason"] == "Not offered here."
        assert "clinic-north" in response["Surrogate-Key"].split()
        assert get(address.replace("north", "south")).status_code == 200
    assert get("articles/sleep/").status_code == 200


def test_what_was_withdrawn_everywhere_is_gone_at_every_clinic(get: Get, placed: Any) -> None:
    clinic("south")
    withdraw([placed[0]], severity="urgent", reason="Wrong dose.")
    for slug in ("north", "south"):
        response = get(f"articles/sleep/?clinic={slug}")
        assert (response.status_code, response.json()["reason"]) == (410, "Wrong dose.")


def test_a_read_is_one_statement(
    get: Get, placed: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        get("articles/sleep/?clinic=north&include=json_ld")


def test_etags_follow_clinic_and_placement_and_are_answered_without_the_body(
    get: Get, placed: Any
) -> None:
    page, north = placed
    placement = Placement.objects.get()
    alone = get("articles/sleep/")["ETag"]
    seen = {alone}
    version = DeliveryDocument.objects.get(pk=page.pk).version

    def etag() -> str:
        response = get("articles/sleep/?clinic=north")
        assert response["ETag"] not in seen
        seen.add(response["ETag"])
        again = get("articles/sleep/?clinic=north", if_none_match=response["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
        return str(response["ETag"])

    first = etag()
    for change in (
        {"phone": "+12015550199"},
        {"disclaimer": "Other words."},
    ):
        Clinic.objects.filter(pk=north.pk).get()
        for name, value in change.items():
            setattr(north, name, value)
        north.save()
        etag()
    for name, value in (
        ("call_to_action_label", "Ask"),
        ("campaign", "spring"),
        ("indexing", "noindex"),
    ):
        setattr(placement, name, value)
        placement.save()
        etag()
    stale = get("articles/sleep/?clinic=north", if_none_match=first)
    assert (stale.status_code, stale.json()["seo"]["robots"]) == (200, "noindex")
    # No edit of a clinic has touched the article.
    assert get("articles/sleep/")["ETag"] == alone
    assert DeliveryDocument.objects.get(pk=page.pk).version == version


def test_edits_of_clinics_and_placements_are_told_and_purged(get: Get, placed: Any) -> None:
    _page, north = placed
    answer = get("articles/sleep/?clinic=north")
    tags = set(answer["Surrogate-Key"].split())

    def told() -> list[Change]:
        return list(Change.objects.filter(sequence__gt=last).order_by("sequence"))

    last = Change.objects.latest("sequence").sequence
    north.phone = "+12015550199"
    north.save()
    [change] = told()
    assert (change.type, change.slug) == ("clinic.updated", "north")
    assert tags_of([change]) & tags
    last = change.sequence
    placement = Placement.objects.get()
    placement.campaign = "spring"
    placement.save()
    [change] = told()
    assert change.type == "article.placed"
    assert tags_of([change]) & tags


def test_an_edit_of_the_group_reaches_its_members(get: Get) -> None:
    group = clinic("group")
    member = clinic("north", parent=group, phone="", disclaimer="")
    PlacementFactory(article=article(), clinic=member)
    assert read(get, "articles/sleep/?clinic=north")["disclaimer"] == "Ask us."
    group.phone = "+34912345678"
    group.save()
    assert "+34 912 345 678" in access(read(get, "articles/sleep/?clinic=north"))["html"]


def test_words_are_those_of_the_articles_language(get: Get) -> None:
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    north = clinic(texts=[ClinicText(locale=spanish, disclaimer="Pregunte.")])
    page = article()
    translated = page.copy_for_translation(spanish, copy_parents=True)
    translated.slug = "sueno"
    translated.save_revision().publish()
    PlacementFactory(article=page, clinic=north)
    assert read(get, "articles/sueno/?clinic=north&locale=es")["disclaimer"] == "Pregunte."
    assert read(get, "articles/sleep/?clinic=north")["disclaimer"] == "Ask us."
    # A language that the site publishes in since the clinic was saved.
    ClinicFacts.objects.filter(locale="es").delete()
    assert read(get, "articles/sueno/?clinic=north&locale=es")["disclaimer"] == "Pregunte."
    fallback = read(get, "articles/sleep/?clinic=north&locale=es&fallback=en")
    assert (fallback["locale"], fallback["disclaimer"]) == ("en", "Ask us.")


def test_manifest_and_feed_have_the_etags_that_a_clinics_mirror_gets(get: Get, placed: Any) -> None:
    etag = get("articles/sleep/?clinic=north")["ETag"].strip('"')
    assert [each["etag"] for each in read(get, "manifest/?clinic=north")["items"]] == [etag]
    snapshot = read(get, "changes/?clinic=north")
    assert snapshot["items"][0]["etag"] == etag
    placed[0].title = "Other"
    placed[0].save_revision().publish()
    following = snapshot["links"]["next"].partition("/api/v1/")[2]
    later = read(get, following)
    etag = get("articles/sleep/?clinic=north")["ETag"].strip('"')
    assert [(each["type"], each["etag"]) for each in later["items"]] == [("article.updated", etag)]


def test_a_bound_key_means_its_clinic_and_reaches_no_other(client: Client, placed: Any) -> None:
    south = clinic("south")
    other = article("other")
    PlacementFactory(article=other, clinic=south)
    DraftArticleFactory(slug="draft", title="Draft of somebody")
    headers = bearer(make_key(clinic=placed[1]))

    def ask(path: str) -> Any:
        return client.get(f"/api/v1/{path}", headers=headers)

    assert ask("articles/sleep/").json()["clinic"] == "north"
    assert ask("articles/sleep/sections/access/").json()["clinic"] == "north"
    for slug in ("other", "draft"):
        for path in (f"articles/{slug}/", f"articles/{slug}/sections/access/"):
            assert ask(path).status_code == 404
            for refused in ("?clinic=south", "?clinic=nowhere"):
                assert ask(path + refused).status_code == 403
    assert ask(f"articles/{other.translation_key}/").status_code == 404
    path = client.get("/api/v1/articles/other/").json()["url"].split("/", 3)[3]
    assert ask(f"find/?path=/{path}").status_code == 404
    for path in ("articles/", "sections/", "manifest/", "articles/?search=clinic", "changes/"):
        answer = ask(path)
        assert answer.status_code == 200
        assert "other" not in json.dumps([each.get("slug") for each in answer.json()["items"]])
    assert ask("find/?path=/x/&clinic=south").status_code == 403
    assert ask("articles/sleep/?clinic=north").json() == ask("articles/sleep/").json()


def test_a_rebuild_keeps_the_facts_of_all_clinics(get: Get, placed: Any) -> None:
    before = list(ClinicFacts.objects.values_list("clinic_id", "locale", "facts"))
    assert len(before) >= 2
    ClinicFacts.objects.all().delete()
    DeliveryDocument.objects.update(slots="")
    call_command("rebuild_documents", verbosity=0)
    assert sorted(ClinicFacts.objects.values_list("clinic_id", "locale", "facts")) == sorted(before)
    assert get("articles/sleep/?clinic=north").status_code == 200
    assert read(get, "articles/sleep/")["version"] == 1


def test_a_document_without_its_places_is_told_to_be_rebuilt(get: Get, placed: Any) -> None:
    DeliveryDocument.objects.update(slots="")
    assert get("articles/sleep/").status_code == 200
    assert get("articles/sleep/?clinic=north").status_code == 503
    assert get("articles/sleep/?clinic=north").json() == ANY
