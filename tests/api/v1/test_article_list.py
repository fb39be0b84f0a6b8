from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from api.models import StoreState
from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get


def titles(response) -> list[str]:
    return [item["title"] for item in response.json()["items"]]


def test_empty_list(get: Get) -> None:
    response = get("articles/")
    assert response.json() == {
        "meta": {"total_count": 0, "total_is_exact": True},
        "links": {"next": None, "previous": None},
        "items": [],
    }


def test_newest_first(get: Get) -> None:
    for title in ("Old", "Middle", "New"):
        make_document(title)
    for order in ("", "?order=newest", "?order=-published_at"):
        assert titles(get(f"articles/{order}")) == ["New", "Middle", "Old"]


def test_items_are_the_stored_cards(get: Get) -> None:
    stored = make_document("Migraine", topics=("migraine",))
    response = get("articles/")
    assert bytes(stored.card) in response.content
    assert response.json()["meta"] == {"total_count": 1, "total_is_exact": True}


def test_by_title_without_case_and_accents(get: Get) -> None:
    for title in ("zinc", "Ácido", "apnoea", "Botox", "ÉPILEPSIE"):
        make_document(title)
    assert titles(get("articles/?order=title")) == ["Ácido", "apnoea", "Botox", "ÉPILEPSIE", "zinc"]


def test_by_next_review_those_without_last(get: Get) -> None:
    for title, day in (("None", None), ("Late", date(2030, 1, 1)), ("Soon", date(2028, 1, 1))):
        make_document(title, next_review_date=day)
    assert titles(get("articles/?order=next_review_date")) == ["Soon", "Late", "None"]


def test_filters(get: Get) -> None:
    make_document("A", kind="condition", audience="carers", topics=("migraine",))
    make_document("B", kind="therapy", topics=("migraine", "ketamine"), sections=("risks",))
    make_document("C", kind="therapy", topics=("pain",), sections=("risks", "causes"))
    expected = {
        "kind=condition": ["A"],
        "audience=carers": ["A"],
        "topic=migraine": ["B", "A"],
        "topic=unknown": [],
        "section=risks": ["C", "B"],
        "section=symptoms": [],
        "kind=therapy&topic=migraine": ["B"],
        "kind=therapy&section=causes&audience=patients": ["C"],
    }
    for query, found in expected.items():
        response = get(f"articles/?{query}")
        assert titles(response) == found, query
        assert response.json()["meta"]["total_count"] == len(found), query


def test_a_topic_related_twice_is_listed_once(get: Get) -> None:
    stored = make_document("A", topics=("migraine",))
    stored.topics.create(slug="migraine", relation="treats")
    assert titles(get("articles/?topic=migraine")) == ["A"]


def test_only_what_is_public_now_is_listed_and_counted(get: Get) -> None:
    now = timezone.now()
    make_document("Public")
    make_document("Gone", row={"state": "gone"})
    make_document("Later", row={"live_from": now + timedelta(minutes=1)})
    make_document("Expired", row={"expires_at": now - timedelta(seconds=1)})
    withdraw(make_document("Withdrawn"))
    response = get("articles/")
    assert titles(response) == ["Public"]
    assert response.json()["meta"]["total_count"] == 1


def test_locale_and_fallback(get: Get) -> None:
    both = make_document("English, translated")
    make_document("English only")
    taken_back = make_document("English, Spanish withdrawn")
    make_document("Spanish", locale="es", id=both.article_id)
    withdraw(make_document("Withdrawn", locale="es", id=taken_back.article_id))
    assert titles(get("articles/?locale=es")) == ["Spanish"]
    response = get("articles/?locale=es&fallback=en")
    assert titles(response) == ["Spanish", "English only"]
    assert response.json()["meta"]["total_count"] == 2
    assert len(titles(get("articles/?locale=en&fallback=en"))) == 3


def test_limit(get: Get, settings) -> None:
    for number in range(4):
        make_document(str(number))
    assert len(titles(get("articles/?limit=2"))) == 2
    settings.CLINIC_CONTENT = {"API": {"PAGE_SIZE": 1, "MAX_PAGE_SIZE": 3}}
    assert len(titles(get("articles/"))) == 1
    assert get("articles/?limit=4").status_code == 400


def test_is_one_query_once_the_total_is_known(get: Get, django_assert_num_queries) -> None:
    for number in range(5):
        make_document(str(number), topics=("migraine",))
    path = "articles/?topic=migraine&limit=2"
    with django_assert_num_queries(2):
        get(path)
    with django_assert_num_queries(1):
        response = get(path)
    # The total is the same on every page, so it is not counted for the next one either.
    following = response.json()["links"]["next"].partition("/api/v1/")[2]
    with django_assert_num_queries(1):
        assert get(following).json()["meta"]["total_count"] == 5


def test_an_empty_list_is_two_queries(get: Get, django_assert_num_queries) -> None:
    make_document()
    get("articles/?topic=none")
    with django_assert_num_queries(2):
        get("articles/?topic=none")


def test_total_follows_every_write(get: Get) -> None:
    first = make_document()
    assert get("articles/").json()["meta"]["total_count"] == 1
    make_document()
    assert get("articles/").json()["meta"]["total_count"] == 2
    set_state(first, "gone")
    assert get("articles/").json()["meta"]["total_count"] == 1


def test_total_follows_the_clock(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    make_document("Always")
    make_document("Soon", row={"live_from": now + timedelta(minutes=5)})
    make_document("Until", row={"expires_at": now + timedelta(minutes=10)})
    counts = []
    for minutes in (0, 6, 11):
        at = datetime.now(UTC) + timedelta(minutes=minutes)
        monkeypatch.setattr("api.reading.public.datetime", _Clock(at))
        counts.append(get("articles/").json()["meta"]["total_count"])
    assert counts == [2, 3, 2]


class _Clock:
    """Stands in for `datetime`, stopped."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, zone: object) -> datetime:
        return self.at


def test_generation_never_repeats_after_a_loss(db: None) -> None:
    StoreState.bump()
    before = StoreState.objects.get().generation
    StoreState.objects.all().delete()
    StoreState.bump()
    assert StoreState.objects.get().generation >= before
    StoreState.bump()
    assert StoreState.objects.get().generation > before


def test_etag_and_tags(get: Get) -> None:
    make_document(topics=("migraine",))
    response = get("articles/?topic=migraine")
    assert response["Surrogate-Key"] == "articles topic-migraine"
    assert get("articles/")["Surrogate-Key"] == "articles"
    path = "articles/?topic=migraine"
    assert get(path, if_none_match=response["ETag"]).status_code == 304
    make_document(topics=("migraine",))
    assert get(path, if_none_match=response["ETag"]).status_code == 200


def test_cards_tell_a_lapsed_review(get: Get) -> None:
    for days in (-1, 1, 99):
        day = datetime.now(UTC).date() + timedelta(days=days)
        make_document(str(days), last_reviewed_date=date(2024, 1, 1), next_review_date=day)
    items = get("articles/").json()["items"]
    assert [item["review"]["status"] for item in items] == ["current", "due_soon", "overdue"]
