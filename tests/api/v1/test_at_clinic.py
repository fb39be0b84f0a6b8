"""`clinic=`: the shared text with a clinic's values, and only of what the clinic carries."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import Locale

from api.models import Change, ClinicFacts, DeliveryDocument
from api.previews.documents import build_preview, finish_preview
from api.purging.tags import tags_of
from api.reading import at_clinic
from api.reading.articles import Want
from articles.models import ArticlePage, Clinic, ClinicText, Placement, RelatedArticle
from articles.withdrawing.withdraw import withdraw
from tests.api.keys.factories import bearer, make_key
from tests.api.v1.conftest import Get
from tests.api.v1.crawler import BASE, Crawler, pairs
from tests.api.v1.hidden import CANARY, word
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    TopicFactory,
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
    at_clinic._place.cache_clear()
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


def leading_to(*pages: ArticlePage, slug: str = "guide", **values: Any) -> ArticlePage:
    """An article that leads to these pages in every way there is."""
    links = "".join(
        f' <a linktype="page" id="{page.pk}">to page {page.pk}</a>'
        f' <a linktype="section" id="{page.pk}" section="{page.sections[0].id}">to section</a>'
        for page in pages
    )
    body = [
        *sections_for("lifestyle"),
        section("access", rich_text(f"<p>Read{links}.</p>"), standalone=True),
    ]
    guide = ArticlePageFactory(slug=slug, sections=body, **values)
    guide.related_articles = [RelatedArticle(article=page) for page in pages]
    guide.save_revision().publish()
    return ArticlePage.objects.get(pk=guide.pk)


def ids_in(document: Any) -> set[str]:
    """Of the articles that a document leads to."""
    text = json.dumps(document)
    named = [each for each in ArticlePage.objects.all() if str(each.translation_key) in text]
    return {each.slug for each in named if str(each.translation_key) != document.get("id")}


@pytest.fixture
def guided(db: None) -> tuple[ArticlePage, ArticlePage, ArticlePage, Clinic]:
    """A guide to two articles, of which the clinic carries one."""
    north = clinic()
    carried, other = article("carried"), article("other")
    guide = leading_to(other, carried, other)
    for page in (carried, guide):
        PlacementFactory(article=page, clinic=north)
    return guide, carried, other, north


@pytest.mark.parametrize("query", FORMATS)
def test_a_document_leads_to_what_the_clinic_carries_only(
    get: Get, guided: Any, query: str
) -> None:
    guide, carried, other, _north = guided
    for ref in (guide.slug, guide.translation_key):
        alone = read(get, f"articles/{ref}/?{query}")
        there = read(get, f"articles/{ref}/?clinic=north&{query}")
        assert ids_in(alone) == {"other", "carried"}
        assert ids_in(there) == {"carried"}
        assert [each["slug"] for each in alone["related"]] == ["other", "carried"]
        assert [each["slug"] for each in there["related"]] == ["carried"]
        words = json.dumps(access(there))
        assert f"to page {other.pk}" in words
        assert f"to page {carried.pk}" in words


def test_a_link_that_leads_nowhere_there_is_plain_words(get: Get, guided: Any) -> None:
    _guide, carried, other, _north = guided
    html = access(read(get, "articles/guide/?clinic=north"))["html"]
    assert html.startswith(f"<p>Read to page {other.pk} to section <a href=")
    assert html.count("<a ") == html.count("</a>") == 2
    [block] = access(read(get, "articles/guide/?clinic=north&rich_text=portable_text"))[
        "portable_text"
    ]
    assert {each["article_id"] for each in block["markDefs"]} == {str(carried.translation_key)}
    marks = {each["text"]: each["marks"] for each in block["children"]}
    assert (marks[f"to page {other.pk}"], len(marks[f"to page {carried.pk}"])) == ([], 1)


def test_parts_and_sections_lead_to_what_is_carried(get: Get, guided: Any) -> None:
    part = read(get, "articles/guide/?clinic=north&fields=related.slug")
    assert part == {"related": [{"slug": "carried"}]}
    for path in ("articles/guide/sections/access/?clinic=north", "sections/?clinic=north"):
        for form in ("html", "portable_text"):
            found = read(get, f"{path}&rich_text={form}")
            assert str(guided[1].translation_key) in json.dumps(found)
            assert str(guided[2].translation_key) not in json.dumps(found)


def test_a_read_that_leaves_links_out_is_one_statement(
    get: Get, guided: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at_clinic._place.cache_clear()
    with django_assert_num_queries(1):
        get("articles/guide/?clinic=north&include=json_ld")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite: its words for a plan")
def test_a_read_asks_for_what_is_linked_and_not_for_all_that_the_clinic_carries(
    get: Get, guided: Any
) -> None:
    at_clinic._place.cache_clear()
    with CaptureQueriesContext(connection) as captured:
        get("articles/guide/?clinic=north")
    [read_of_article] = [each["sql"] for each in captured if "GROUP_CONCAT" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {read_of_article}")
        steps = [step for *_ids, step in cursor.fetchall()]
    assert [step for step in steps if step.startswith("SEARCH q ") and "translation_key=?" in step]
    assert not [step for step in steps if step.startswith("SCAN")]


def test_links_come_and_go_with_placements(get: Get, guided: Any) -> None:
    _guide, carried, other, north = guided
    seen: dict[str, set[str]] = {}
    alone = get("articles/guide/")["ETag"]

    def leads_to(*slugs: str) -> None:
        """The ETag says which, in the manifest and the feed too, and the feed tells of it."""
        response = get("articles/guide/?clinic=north")
        assert ids_in(response.json()) == set(slugs)
        assert seen.setdefault(response["ETag"], set(slugs)) == set(slugs)
        assert (
            get("articles/guide/?clinic=north", if_none_match=response["ETag"]).status_code == 304
        )
        etag = response["ETag"].strip('"')
        for path in ("manifest/", "changes/"):
            items = read(get, f"{path}?clinic=north")["items"]
            assert [each["etag"] for each in items if each["slug"] == "guide"] == [etag]

    def told(slug: str) -> None:
        changes = list(Change.objects.filter(sequence__gt=last))
        assert "article.placed" in {each.type for each in changes if each.slug == slug}
        answer = get(f"articles/{slug}/?clinic=north")
        assert tags_of(changes) & set(answer["Surrogate-Key"].split())

    leads_to("carried")
    last = Change.objects.latest("sequence").sequence
    placement = PlacementFactory(article=other, clinic=north)
    leads_to("carried", "other")
    told("guide")
    last = Change.objects.latest("sequence").sequence
    placement.ends_on = datetime.now(UTC).date() - timedelta(days=1)
    placement.save()
    leads_to("carried")
    told("guide")
    placement.ends_on = None
    placement.save()
    leads_to("carried", "other")
    last = Change.objects.latest("sequence").sequence
    [_taken] = withdraw([other], severity="urgent", reason="Not here.", clinics=[north])
    leads_to("carried")
    told("guide")
    assert {each.slug for each in Change.objects.exclude(withdrawal_id=None)} == {"other"}
    Placement.objects.get(article=carried).delete()
    leads_to()
    assert len(seen) == 3
    assert get("articles/guide/")["ETag"] == alone


def test_links_lead_to_what_is_placed_on_the_day(get: Get, guided: Any) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    PlacementFactory(article=guided[2], clinic=guided[3], starts_on=tomorrow)
    assert ids_in(read(get, "articles/guide/?clinic=north")) == {"carried"}


def test_a_link_follows_the_language_that_the_clinic_took_back(get: Get, guided: Any) -> None:
    guide, carried, _other, north = guided
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    translated = {}
    for page in (carried, guide):
        copy = page.copy_for_translation(spanish, copy_parents=True)
        copy.save_revision().publish()
        translated[page.pk] = ArticlePage.objects.get(pk=copy.pk)
    assert ids_in(read(get, "articles/guide/?clinic=north&locale=es")) == {"carried"}
    withdraw([translated[carried.pk]], severity="urgent", reason="No.", clinics=[north])
    assert ids_in(read(get, "articles/guide/?clinic=north&locale=es")) == set()
    assert ids_in(read(get, "articles/guide/?clinic=north")) == {"carried"}


@pytest.mark.parametrize("rich_text", ["html", "portable_text", "plain"])
def test_a_preview_leads_to_what_the_clinic_carries(guided: Any, rich_text: str) -> None:
    guide, _carried, _other, north = guided
    for place in (None, north):
        document = json.loads(
            finish_preview(build_preview(guide), Want(rich_text, json_ld=True), clinic=place)
        )
        assert ids_in(document) == ({"carried"} if place else {"carried", "other"})


def test_a_notice_names_no_replacement_that_the_clinic_does_not_carry(
    get: Get, client: Client, guided: Any
) -> None:
    guide, _carried, other, north = guided
    path = read(get, "articles/guide/")["url"].split("/", 3)[3]
    [taken] = withdraw([guide], severity="urgent", reason="Old.", replacement=other)
    key = bearer(make_key(clinic=north))

    def notices() -> list[Any]:
        return [
            get("articles/guide/?clinic=north").json()["replaced_by"],
            get(f"find/?path=/{path}&clinic=north").json()["replaced_by"],
            client.get(f"/api/v1/withdrawals/{taken.uuid}/", headers=key).json()["replaced_by"],
        ]

    assert get("articles/guide/").json()["replaced_by"]["slug"] == "other"
    assert notices() == [None] * 3
    PlacementFactory(article=other, clinic=north)
    assert [each["slug"] for each in notices()] == ["other"] * 3


def test_topics_and_sources_are_those_of_what_is_carried(get: Get) -> None:
    north = clinic()
    shared, elsewhere = TopicFactory(slug="shared"), TopicFactory(slug="elsewhere")
    cited, uncited = CitationFactory(), CitationFactory()
    sources = [section("access", citations=[{"type": "item", "value": cited.pk, "id": "c"}])]
    here = ArticlePageFactory(
        topics={"about": shared}, sections=[*sections_for("lifestyle"), *sources]
    )
    sources[0]["value"]["citations"].append({"type": "item", "value": uncited.pk, "id": "d"})
    ArticlePageFactory(
        topics={"about": shared, "treats": elsewhere},
        sections=[*sections_for("lifestyle"), *sources],
    )
    placement = PlacementFactory(article=here, clinic=north)
    counts = {each["slug"]: each["article_count"] for each in read(get, "topics/")["items"]}
    assert counts == {"shared": 2, "elsewhere": 1}
    [topic] = read(get, "topics/?clinic=north")["items"]
    assert topic == read(get, "topics/shared/?clinic=north")
    assert (topic["slug"], topic["article_count"]) == ("shared", 1)
    listed = read(get, topic["articles"].partition("/api/v1/")[2])
    assert listed["meta"]["total_count"] == 1
    assert "clinic-north" in get("topics/shared/?clinic=north")["Surrogate-Key"].split()
    statuses = {
        path: get(f"{path}?clinic=north").status_code
        for path in ("topics/elsewhere/", f"citations/{cited.pk}/", f"citations/{uncited.pk}/")
    }
    assert list(statuses.values()) == [404, 200, 404]
    for path in ("topics/shared/", f"citations/{cited.pk}/"):
        assert get(f"{path}?clinic=nowhere").status_code == 400
    placement.ends_on = datetime.now(UTC).date() - timedelta(days=1)
    placement.save()
    assert read(get, "topics/?clinic=north")["items"] == []
    assert get(f"citations/{cited.pk}/?clinic=north").status_code == 404
    assert get(f"citations/{cited.pk}/").status_code == 200


def test_nothing_names_an_article_that_the_clinic_does_not_carry(guided: Any) -> None:
    _guide, carried, _other, north = guided
    others = [article(word(), title=f"{word()} title", summary=word()) for _ in range(3)]
    old = article("old")
    guide = leading_to(others[0], carried, others[1], others[2], old, slug="second")
    for page in (guide, old):
        PlacementFactory(article=page, clinic=north)
    withdraw([others[2]], severity="urgent", reason="Old.", clinics=[north])
    withdraw([old], severity="urgent", reason="Old.", replacement=others[1])
    starts = [
        *(f"{BASE}{each}/" for each in ("articles", "sections", "topics", "manifest", "changes")),
        *(f"{BASE}articles/old/{each}" for each in ("", "sections/access/")),
        *pairs(
            f"{BASE}articles/second/",
            rich_text=["", "portable_text", "plain"],
            include=["", "json_ld"],
            fields=["", "related,sections"],
        ),
        *pairs(f"{BASE}articles/second/sections/access/", rich_text=["", "portable_text"]),
        *pairs(f"{BASE}sections/", rich_text=["", "portable_text", "plain"]),
        f"{BASE}articles/?search=title",
    ]
    with_clinic = [f"{each}{'&' if '?' in each else '?'}clinic=north" for each in starts]
    asked = {each: Client().get(each) for each in with_clinic}
    assert {each.status_code for each in asked.values()} == {200, 410}
    for path, answer in asked.items():
        assert CANARY.findall(f"{answer.headers} {answer.content.decode()}") == [], path
    bound = Crawler(**bearer(make_key(clinic=north)))
    bound.crawl([BASE, *starts])
    assert bound.found == []
    everybody = Crawler()
    everybody.crawl(starts)
    assert {each.slug for each in others[:2]} <= {canary for _path, canary in everybody.found}
