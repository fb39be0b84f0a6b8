"""`/changes/`: a snapshot, then everything that changes, for ever."""

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from api.models import Change, DeliveryDocument, StoreState
from api.v1.pagination import pack, unpack
from articles.models import ArticlePage
from tests.api.changes.test_log import publish, withdraw
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    TopicFactory,
    sections_for,
)


def follow(get: Get, url: str, schema: dict[str, Any] | None = None) -> tuple[list[Any], str]:
    """All items from `url` on, and where to go on."""
    items: list[Any] = []
    while True:
        response = get(url)
        assert response.status_code == 200, response.content
        if schema is not None:
            assert_described(schema, "/changes/", response)
        page = response.json()
        items += page["items"]
        url = page["links"]["next"].partition("/api/v1/")[2]
        if not page["meta"]["has_more"]:
            return items, url


def brief(items: list[Any]) -> list[tuple[str, str | None]]:
    return [(item["type"], item["slug"]) for item in items]


def test_a_snapshot_then_what_changes(get: Get, schema: dict[str, Any]) -> None:
    topic = TopicFactory(slug="migraine")
    one = ArticlePageFactory(slug="one", topics={"about": topic})
    two = ArticlePageFactory(slug="two")
    DraftArticleFactory()
    ClinicFactory(slug="north")
    items, cursor = follow(get, "changes/?limit=1", schema)
    assert brief(items) == [
        ("article.published", "one"),
        ("article.published", "two"),
        ("topic.updated", "migraine"),
        ("clinic.updated", "north"),
    ]
    assert {item["sequence"] for item in items} == {None}
    assert follow(get, cursor)[0] == []
    publish(one, title="Another title")
    withdraw(two)
    items, cursor = follow(get, cursor, schema)
    assert brief(items) == [("article.updated", "one"), ("article.withdrawn", None)]
    assert [item["sequence"] for item in items] == sorted(item["sequence"] for item in items)
    assert items[1]["severity"] == "critical"
    assert items[1]["must_refresh_by"] is not None
    assert get(items[0]["href"].partition("/api/v1/")[2]).json()["title"] == "Another title"
    assert get(items[1]["href"].partition("/api/v1/")[2]).status_code == 410
    assert follow(get, cursor)[0] == []


def test_entries_lead_to_what_they_are_about(get: Get) -> None:
    ArticlePageFactory(topics={"about": TopicFactory()})
    ClinicFactory()
    items, _cursor = follow(get, "changes/")
    assert len(items) == 3
    for item in items:
        answer = get(item["href"].partition("/api/v1/")[2])
        assert answer.status_code == 200
        if item["etag"]:
            assert answer["ETag"] == f'"{item["etag"]}"'


def test_what_changes_during_the_snapshot_comes_after_it(get: Get) -> None:
    pages = [ArticlePageFactory(slug=f"s{number}") for number in range(4)]
    first = get("changes/?limit=2").json()
    publish(pages[0], title="Another title")
    ArticlePage.objects.get(pk=pages[1].pk).unpublish()
    items, _cursor = follow(get, first["links"]["next"].partition("/api/v1/")[2])
    assert brief(items) == [
        ("article.published", "s2"),
        ("article.published", "s3"),
        ("article.updated", "s0"),
        ("article.unpublished", None),
    ]


def test_of_several_changes_of_one_thing_the_last_is_told(get: Get) -> None:
    page = ArticlePageFactory(slug="zyxqo-first")
    _items, cursor = follow(get, "changes/")
    page = publish(page, slug="zyxqo-second")
    page = publish(page, slug="third")
    items, _cursor = follow(get, cursor)
    assert brief(items) == [("article.moved", "third")]
    page.unpublish()
    items, _cursor = follow(get, cursor)
    assert brief(items) == [("article.unpublished", None)]
    assert b"zyxqo" not in get(cursor).content


def test_nothing_new_costs_one_look_up(get: Get, django_assert_num_queries: Any) -> None:
    ArticlePageFactory()
    _items, cursor = follow(get, "changes/")
    with django_assert_num_queries(1):
        response = get(cursor)
    assert response.json()["items"] == []
    assert response["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(1):
        assert get(cursor, if_none_match=response["ETag"]).status_code == 304


@pytest.mark.parametrize("ending", ["unpublish", "withdraw", "other kind"])
def test_filters_never_hide_the_end_of_something(get: Get, ending: str) -> None:
    page = ArticlePageFactory(slug="one", kind="lifestyle")
    items, cursor = follow(get, "changes/?kind=lifestyle")
    assert brief(items) == [("article.published", "one")]
    if ending == "unpublish":
        publish(page, kind="condition", sections=_sections("condition"))
        ArticlePage.objects.get(pk=page.pk).unpublish()
        expected = "article.unpublished"
    elif ending == "withdraw":
        publish(page, kind="condition", sections=_sections("condition"))
        withdraw(page)
        expected = "article.withdrawn"
    else:
        publish(page, kind="condition", sections=_sections("condition"))
        expected = "article.removed"
    items, cursor = follow(get, cursor)
    assert brief(items) == [(expected, None)]
    assert items[0]["id"] == str(page.translation_key)
    assert follow(get, cursor)[0] == []


def _sections(kind: str) -> Any:
    return ArticlePage(sections=sections_for(kind)).sections


def test_a_clinics_feed_follows_its_placements(get: Get) -> None:
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south")
    page = ArticlePageFactory(slug="one")
    placement = PlacementFactory(article=page, clinic=north)
    items, in_north = follow(get, "changes/?clinic=north")
    assert ("article.published", "one") in brief(items)
    items, in_south = follow(get, "changes/?clinic=south")
    assert ("article.published", "one") not in brief(items)
    placement.clinic = south
    placement.save()
    assert brief(follow(get, in_north)[0]) == [("article.removed", None)]
    assert brief(follow(get, in_south)[0]) == [("article.placed", "one")]


def test_one_language_only(get: Get) -> None:
    _items, cursor = follow(get, "changes/?locale=es")
    page = ArticlePageFactory(topics={"about": TopicFactory(slug="migraine")})
    page.unpublish()
    items, _cursor = follow(get, cursor)
    assert brief(items) == [("topic.removed", "migraine")]


def test_what_is_over_by_its_date_is_not_told_as_there(get: Get) -> None:
    page = ArticlePageFactory(slug="zyxqo")
    _items, cursor = follow(get, "changes/")
    publish(page, title="Another title")
    DeliveryDocument.objects.filter(pk=page.pk).update(expires_at=timezone.now())
    items, _cursor = follow(get, cursor)
    assert brief(items) == [("article.removed", None)]


def _expired(get: Get, url: str) -> HttpResponse:
    response = get(url)
    assert response.status_code == 410
    problem = response.json()
    assert problem["type"] == "urn:clinic-articles:problem:cursor-expired"
    restart = problem["restart"].partition("/api/v1/")[2]
    assert get(restart).status_code == 200
    return response


def test_a_cursor_before_what_is_kept_is_gone(get: Get, schema: dict[str, Any]) -> None:
    page = ArticlePageFactory()
    _items, cursor = follow(get, "changes/?limit=5")
    publish(page, title="Another title")
    publish(page, title="One more")
    StoreState.objects.update(pruned_to=2)
    Change.objects.filter(sequence__lte=2).delete()
    response = _expired(get, cursor)
    assert_described(schema, "/changes/", response)
    assert response.json()["restart"].endswith("/api/v1/changes/?limit=5")


def test_a_cursor_at_the_end_stays_good_however_old(get: Get) -> None:
    ArticlePageFactory()
    _items, cursor = follow(get, "changes/")
    last = Change.objects.latest("sequence").sequence
    Change.objects.all().delete()
    StoreState.objects.update(pruned_to=last)
    assert follow(get, cursor)[0] == []


def test_a_cursor_of_a_database_that_was_restored_is_gone(get: Get) -> None:
    page = ArticlePageFactory()
    publish(page, title="Another title")
    _items, cursor = follow(get, "changes/")
    Change.objects.filter(sequence=2).delete()
    StoreState.objects.update(sequence=1)
    _expired(get, cursor)


@pytest.mark.parametrize(
    "cursor", ["", "x", "W10", "WyJ4IiwiY2hhbmdlcyIsMSwiIl0", "é", "A" * 3000, "bnVsbA"]
)
def test_a_cursor_of_nobody_is_refused(get: Get, cursor: str) -> None:
    response = get(f"changes/?cursor={cursor}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_belongs_to_its_filters(get: Get) -> None:
    _items, cursor = follow(get, "changes/?kind=therapy")
    response = get(cursor.replace("kind=therapy", "kind=condition"))
    assert response.status_code == 400
    assert "other filters" in response.json()["detail"]


def test_more_changes_than_a_page(get: Get) -> None:
    pages = [ArticlePageFactory(slug=f"s{number}") for number in range(5)]
    _items, cursor = follow(get, "changes/?limit=2")
    for page in reversed(pages):
        publish(page, title=f"New {page.pk}")
    publish(pages[2], title="Newer")
    items, _cursor = follow(get, cursor)
    assert [item["slug"] for item in items] == ["s4", "s3", "s1", "s0", "s2"]


def urgent(page: ArticlePage, severity: str = "critical") -> ArticlePage:
    """Publish with a safety notice."""
    return publish(
        page,
        safety_notice=f"Do not take this: {severity}.",
        safety_notice_severity=severity,
        safety_notice_date=timezone.now().date(),
    )


def urgencies(items: list[Any]) -> list[tuple[str, str | None, str | None]]:
    return [(item["type"], item["severity"], item["must_refresh_by"]) for item in items]


def test_an_urgent_change_stays_urgent_when_a_plain_one_follows(get: Get) -> None:
    page = ArticlePageFactory()
    _items, before = follow(get, "changes/")
    page = urgent(page)
    first, between = follow(get, before)
    deadline = first[0]["must_refresh_by"]
    assert deadline is not None
    publish(page, title="Another title")
    # Who has seen the first one is told of a plain one; who has not, of both.
    assert urgencies(follow(get, between)[0]) == [("article.updated", None, None)]
    items, _cursor = follow(get, before)
    assert urgencies(items) == [("article.updated", "critical", deadline)]


def test_the_earliest_and_the_most_serious_are_told(get: Get) -> None:
    page = ArticlePageFactory()
    _items, before = follow(get, "changes/")
    page = urgent(page, "critical")
    deadlines = list(Change.objects.exclude(severity="").values_list("must_refresh_by", flat=True))
    withdraw(page, severity="advice")
    [entry], _cursor = follow(get, before)
    assert (entry["type"], entry["severity"]) == ("article.withdrawn", "critical")
    assert datetime.fromisoformat(entry["must_refresh_by"]) == min(deadlines)


def test_an_article_that_ended_after_an_urgent_change_ends_urgently(get: Get) -> None:
    page = ArticlePageFactory()
    _items, before = follow(get, "changes/")
    urgent(page).unpublish()
    [entry], _cursor = follow(get, before)
    assert (entry["type"], entry["severity"]) == ("article.unpublished", "critical")
    assert entry["withdrawal_id"] is None


def test_who_missed_a_withdrawal_reads_urgently_what_came_back(get: Get) -> None:
    page = ArticlePageFactory()
    _items, before = follow(get, "changes/")
    withdrawal = withdraw(page)
    [taken], between = follow(get, before)
    assert taken["withdrawal_id"] == str(withdrawal.uuid)
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    [back], _cursor = follow(get, before)
    assert urgencies([back]) == [("article.published", "critical", taken["must_refresh_by"])]
    assert back["withdrawal_id"] is None
    assert urgencies(follow(get, between)[0]) == [("article.published", None, None)]


def test_nothing_urgent_is_lost_between_pages(get: Get) -> None:
    """What is left out of a page, because it changed again, is later than the page's cursor."""
    pages = [ArticlePageFactory(slug=f"s{number}") for number in range(4)]
    _items, before = follow(get, "changes/?limit=2")
    hurt = urgent(pages[0])
    for page in pages[1:]:
        publish(page, title=f"New {page.pk}")
    publish(hurt, title="Another title")
    items, after = follow(get, before)
    assert [item["slug"] for item in items] == ["s1", "s2", "s3", "s0"]
    assert [item["severity"] for item in items] == [None, None, None, "critical"]
    publish(ArticlePage.objects.get(pk=pages[0].pk), title="One more")
    assert [item["severity"] for item in follow(get, after)[0]] == [None]
    # The place to wait at is the same however it was reached: a poll is a 304.
    _items, other = follow(get, after.replace("limit=2", "limit=100"))
    etag = get(other)["ETag"]
    assert get(other, if_none_match=etag).status_code == 304


def test_a_cursor_with_a_wrong_beginning_is_refused(get: Get) -> None:
    _items, cursor = follow(get, "changes/")
    fingerprint = unpack(cursor.partition("cursor=")[2])[0]
    for since in (-1, 5, 6, "1", None, 1.5, True):
        response = get(f"changes/?cursor={pack([fingerprint, 'changes', 5, '', since])}")
        assert response.status_code == 400, since
    response = get(f"changes/?cursor={pack([fingerprint, 'changes', 0, '', 0, 0])}")
    assert response.status_code == 400


def test_a_clinic_is_told_urgently_of_what_it_took_back(get: Get) -> None:
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south")
    page = ArticlePageFactory(slug="one")
    for clinic in (north, south):
        PlacementFactory(article=page, clinic=clinic)
    _items, in_north = follow(get, "changes/?clinic=north")
    _items, in_all = follow(get, "changes/")
    withdrawal = withdraw(page, clinic=north)
    [entry], _cursor = follow(get, in_north)
    assert (entry["type"], entry["severity"]) == ("article.removed", "critical")
    assert entry["withdrawal_id"] == str(withdrawal.uuid)
    [entry], _cursor = follow(get, in_all)
    assert (entry["type"], entry["slug"]) == ("article.placed", "one")
    assert entry["withdrawal_id"] == str(withdrawal.uuid)
    publish(page, title="Another title")
    [entry], _cursor = follow(get, in_north)
    assert (entry["type"], entry["severity"]) == ("article.removed", "critical")
    assert entry["withdrawal_id"] == str(withdrawal.uuid)
    [entry], _cursor = follow(get, in_all)
    assert (entry["type"], entry["withdrawal_id"]) == ("article.updated", None)


def test_a_snapshot_ends_with_what_is_withdrawn(get: Get, schema: dict[str, Any]) -> None:
    """Who begins anew may have shown it before, and is waited for: so it has to hear of it."""
    ArticlePageFactory(slug="zyxqo-shown")
    pages = [ArticlePageFactory(slug=f"zyxqo-{number}") for number in range(4)]
    _earlier, record, deleted, back = [withdraw(page) for page in [pages[0], *pages[:3]]]
    pages[1].delete()
    back.reinstated_at = timezone.now()
    back.save(update_fields=["reinstated_at"])
    withdraw(pages[3], clinic=ClinicFactory(slug="north"))
    items, cursor = follow(get, "changes/?limit=1", schema)
    ended = [item for item in items if item["withdrawal_id"]]
    assert {item["withdrawal_id"] for item in ended} == {str(record.uuid), str(deleted.uuid)}
    for item in ended:
        assert (item["type"], item["sequence"]) == ("article.withdrawn", None)
        assert (item["slug"], item["etag"], item["severity"]) == (None, None, "critical")
        assert item["must_refresh_by"] is not None
        assert get(item["href"].partition("/api/v1/")[2]).status_code == 410
    assert follow(get, cursor)[0] == []
    assert not [item for item in follow(get, "changes/?locale=es")[0] if item["withdrawal_id"]]


def test_a_clinics_snapshot_ends_with_what_that_clinic_took_back(get: Get) -> None:
    page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
    PlacementFactory(article=page, clinic=clinic)
    record = withdraw(page, clinic=clinic)
    ClinicFactory(slug="south")
    (item,) = [each for each in follow(get, "changes/?clinic=north")[0] if each["withdrawal_id"]]
    assert (item["type"], item["withdrawal_id"]) == ("article.removed", str(record.uuid))
    assert item["href"] is None
    assert not [each for each in follow(get, "changes/?clinic=south")[0] if each["withdrawal_id"]]


def test_what_another_page_shows_again_is_not_withdrawn(get: Get) -> None:
    page = ArticlePageFactory()
    withdraw(page)
    key = page.translation_key
    ArticlePage.objects.get(pk=page.pk).delete()
    ArticlePageFactory(translation_key=key)
    items, _cursor = follow(get, "changes/")
    assert [item["type"] for item in items] == ["article.published"]
