"""Filters by clinic, review and time, on every list that has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from api.documents.schema import ReviewStatus
from articles.models import Placement, Withdrawal
from articles.sections.kinds import section_kinds
from tests.api.factories import FIRST_DAY, make_document
from tests.api.v1.conftest import Get
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    section,
    sections_for,
)

LISTS = ("articles/", "sections/", "manifest/")


def slugs(response: Any) -> list[str]:
    """The articles of any list, by slug."""
    assert response.status_code == 200, response.content
    found = response.json()
    items = [item.get("article", item)["slug"] for item in found["items"]]
    assert found["meta"]["total_count"] == len(items)
    return sorted(items)


def article(slug: str, **values: Any) -> Any:
    body = [*sections_for("lifestyle"), section("risks", standalone=True)]
    return ArticlePageFactory(slug=slug, sections=body, first_published_at=FIRST_DAY, **values)


def today() -> date:
    return datetime.now(UTC).date()


def test_by_clinic_in_every_list(get: Get) -> None:
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south", parent=None)
    here, there = article("here"), article("there")
    article("nowhere")
    PlacementFactory(article=here, clinic=north)
    PlacementFactory(article=here, clinic=south)
    PlacementFactory(article=there, clinic=south)
    for path in LISTS:
        assert slugs(get(f"{path}?clinic=north")) == ["here"]
        assert slugs(get(f"{path}?clinic=south")) == ["here", "there"]
        assert slugs(get(f"{path}?clinic=none")) == []
        assert "clinic-north" in get(f"{path}?clinic=north")["Surrogate-Key"].split()
    assert slugs(get("articles/?clinic=south&kind=therapy")) == []


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (None, None, True),
        (0, 0, True),
        (-1, None, True),
        (1, None, False),
        (None, -1, False),
        (None, 0, True),
        (-9, 9, True),
    ],
)
def test_a_placement_holds_from_its_first_day_to_its_last(
    get: Get, starts: int | None, ends: int | None, shown: bool
) -> None:
    days = [None if each is None else today() + timedelta(days=each) for each in (starts, ends)]
    clinic = ClinicFactory(slug="north")
    PlacementFactory(article=article("a"), clinic=clinic, starts_on=days[0], ends_on=days[1])
    for path in LISTS:
        assert slugs(get(f"{path}?clinic=north")) == (["a"] if shown else [])


def test_totals_follow_placements_clinics_and_days(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic, pages = ClinicFactory(slug="north"), [article(each) for each in "abc"]
    assert slugs(get("articles/?clinic=north")) == []
    for page in pages:
        PlacementFactory(article=page, clinic=clinic)
    assert slugs(get("articles/?clinic=north")) == ["a", "b", "c"]
    Placement.objects.get(article=pages[0]).delete()
    assert slugs(get("articles/?clinic=north")) == ["b", "c"]
    ending = Placement.objects.get(article=pages[1])
    ending.ends_on = today()
    ending.save()
    assert slugs(get("articles/?clinic=north")) == ["b", "c"]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr("api.reading.public.datetime", _Clock(tomorrow))
        assert slugs(get("articles/?clinic=north")) == ["c"]
    clinic.slug = "south"
    clinic.save()
    assert slugs(get("articles/?clinic=north")) == []
    assert slugs(get("articles/?clinic=south")) == ["b", "c"]
    clinic.delete()
    assert slugs(get("articles/?clinic=south")) == []


class _Clock:
    """Stands in for `datetime`, stopped."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, zone: object) -> datetime:
        return self.at


def test_what_was_taken_back_at_one_clinic_is_not_listed_there(get: Get) -> None:
    page, north, south = article("a"), ClinicFactory(slug="north"), ClinicFactory(slug="south")
    for clinic in (north, south):
        PlacementFactory(article=page, clinic=clinic)
    assert slugs(get("articles/?clinic=north")) == ["a"]
    withdrawal = Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug="a",
        title="A",
        clinic=north,
        severity="advice",
        reason="Not offered.",
    )
    assert slugs(get("articles/?clinic=north")) == []
    assert slugs(get("articles/?clinic=south")) == ["a"]
    withdrawal.reinstated_at = withdrawal.withdrawn_at
    withdrawal.save(update_fields=["reinstated_at"])
    assert slugs(get("articles/?clinic=north")) == ["a"]


def test_each_review_status_finds_what_says_so(get: Get) -> None:
    reviewed = date(2024, 1, 1)
    for days in (None, -400, -1, 0, 1, 60, 61, 400):
        day = None if days is None else today() + timedelta(days=days)
        for last in (reviewed, None):
            make_document(last_reviewed_date=last, next_review_date=day)
    said: dict[str, list[str]] = {status: [] for status in get_args(ReviewStatus)}
    for item in get("articles/?limit=100").json()["items"]:
        said[item["review"]["status"]].append(item["slug"])
    assert all(said.values())
    for status, expected in said.items():
        for path in ("articles/", "manifest/"):
            assert slugs(get(f"{path}?review_status={status}&limit=100")) == sorted(expected)


def test_by_review_status_of_sections(get: Get) -> None:
    article("a", last_reviewed_date=date(2024, 1, 1), next_review_date=date(2024, 6, 1))
    article("b")
    assert slugs(get("sections/?review_status=overdue")) == ["a"]
    assert slugs(get("sections/?review_status=unreviewed")) == ["b"]


@pytest.mark.parametrize("column", ["published_at", "modified_at"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("{0}__gte=2026-01-02", ["b", "c", "d"]),
        ("{0}__lte=2026-01-02", ["a", "b", "c"]),
        ("{0}__gte=2026-01-02&{0}__lte=2026-01-02", ["b", "c"]),
        ("{0}__gte=2026-01-02T23:59:59.999999Z", ["c", "d"]),
        ("{0}__gte=2026-01-02T23:59:59.999999999Z", ["c", "d"]),
        ("{0}__lte=2026-01-02T23:59:59Z", ["a", "b"]),
        ("{0}__lte=2026-01-02t00:00:00z", ["a", "b"]),
        ("{0}__lte=2026-01-02T01:00:00%2B01:00", ["a", "b"]),
        ("{0}__lte=2026-01-02T00:59:59.999999%2B01:00", ["a"]),
        ("{0}__gte=2026-01-02T00:00:00-01:00", ["c", "d"]),
        ("{0}__gte=2026-01-03&{0}__lte=2026-01-02", []),
        ("{0}__gte=0001-01-01&{0}__lte=9999-12-31", ["a", "b", "c", "d"]),
    ],
)
def test_by_time(get: Get, column: str, query: str, found: list[str]) -> None:
    times = {
        "a": datetime(2026, 1, 1, 23, 59, 59, 999_999, UTC),
        "b": datetime(2026, 1, 2, tzinfo=UTC),
        "c": datetime(2026, 1, 2, 23, 59, 59, 999_999, UTC),
        "d": datetime(2026, 1, 3, tzinfo=UTC),
    }
    for slug, at in times.items():
        make_document(slug=slug, **{column: at})
    for path in ("articles/", "manifest/"):
        assert slugs(get(f"{path}?{query.format(column)}")) == found


def test_by_time_of_sections(get: Get) -> None:
    article("a", last_published_at=FIRST_DAY + timedelta(days=1))
    day = FIRST_DAY.date()
    assert slugs(get(f"sections/?published_at__gte={day}&published_at__lte={day}")) == ["a"]
    assert slugs(get(f"sections/?modified_at__lte={day}")) == []


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2026",
        "2026-1-2",
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "10000-01-01",
        "-0001-01-01",
        "20260102",
        "2026-W01-1",
        "2026-01-02T10:20:00",
        "2026-01-02T10:20Z",
        "2026-01-02T25:00:00Z",
        "2026-01-02T23:59:60Z",
        "2026-01-02 10:20:00Z",
        "2026-01-02T10:20:00 01:00",
        "2026-01-02T10:20:00%2B25:00",
        "0001-01-01T00:00:00%2B01:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٦-٠١-٠٢",
        "2026-01-02%00",
        "1" * 7000,
        "9223372036854775808",
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_time_is_refused(get: Get, path: str, value: str) -> None:
    for name in ("published_at__gte", "modified_at__lte"):
        response = get(f"{path}?{name}={value}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == name


def test_a_site_s_own_section_kind_is_known(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    make_document("A", slug="a", sections=("sleep",))
    response = get("articles/?section=sleep")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["allowed"] == [kind.slug for kind in section_kinds]
    assert get("sections/?kind=sleep").json()["errors"][0]["allowed"] == error["allowed"]
    own = replace(section_kinds["living_with"], slug="sleep")
    monkeypatch.setitem(section_kinds._kinds, "sleep", own)
    assert slugs(get("articles/?section=sleep")) == ["a"]
    assert get("sections/?kind=sleep").status_code == 200


def test_pages_of_a_filtered_list_belong_together(get: Get) -> None:
    clinic = ClinicFactory(slug="north")
    for slug in "abcde":
        PlacementFactory(article=article(slug), clinic=clinic)
    query = f"clinic=north&published_at__gte={FIRST_DAY.date()}&review_status=unreviewed&limit=2"
    for path in LISTS:
        seen, link = [], f"{path}?{query}"
        while link:
            page = get(link).json()
            seen += [item.get("article", item)["slug"] for item in page["items"]]
            link = (page["links"]["next"] or "").partition("/api/v1/")[2]
        assert sorted(seen) == list("abcde")
