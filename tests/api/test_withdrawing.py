"""What front ends see when an article is withdrawn, reinstated, or gets a safety notice."""

import json
from datetime import timedelta
from typing import Any

import pytest

from api.models import Change
from articles.models import ArticlePage, RelatedArticle
from articles.withdrawing.reinstate import reinstate
from tests.api.v1.conftest import Get
from tests.api.v1.conftest import get as get  # a fixture
from tests.articles.factories import PlacementFactory, TopicFactory, UserFactory
from tests.articles.review.signed import published, sign, submit
from tests.articles.safety_notices.test_signing import TEXT, put_on, with_draft
from tests.articles.withdrawing.test_withdraw import again, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def ends(item: dict[str, Any]) -> bool:
    """Whether it is the snapshot's word on what is withdrawn."""
    return item.get("type") in ("article.withdrawn", "article.removed")


def seen(get: Get, page: ArticlePage) -> set[str]:
    """Where a front end finds an article."""
    key, found = str(page.translation_key), set()
    for name, url in {
        "list": "articles/?limit=100",
        "clinic": "articles/?clinic=north&limit=100",
        "search": "articles/?search=zebrafish",
        "sections": "sections/?limit=100",
        "manifest": "manifest/?limit=100",
        "snapshot": "changes/?limit=100",
    }.items():
        items = get(url).json()["items"]
        if any(key in json.dumps(item) for item in items if not ends(item)):
            found.add(name)
    if get(f"articles/{page.slug}/").status_code == 200:
        found.add("article")
    return found


EVERYWHERE = {"list", "clinic", "search", "sections", "manifest", "snapshot", "article"}


def findable() -> tuple[ArticlePage, Any]:
    page, reviewer = published(title="Zebrafish and sleep", slug="zebrafish")
    PlacementFactory(article=page, clinic__slug="north")
    return again(page), reviewer


def types(since: int) -> list[str]:
    found = Change.objects.filter(sequence__gt=since)
    return [change.type for change in found if change.article_id]


def last() -> int:
    return Change.objects.latest("sequence").sequence


def test_withdrawn_is_gone_everywhere_and_told_once(get: Get) -> None:
    page, _reviewer = findable()
    # Sections are listed only where they are meant to stand alone.
    assert seen(get, page) | {"sections"} == EVERYWHERE
    before = last()
    take_back(page, severity="critical", reason="The dose is wrong.")
    assert seen(get, page) == set()
    answer = get(f"articles/{page.slug}/")
    assert answer.status_code == 410
    assert answer.json()["reason"] == "The dose is wrong."
    assert get(f"articles/{page.translation_key}/").status_code == 410
    assert types(before) == ["article.withdrawn"]
    change = Change.objects.latest("sequence")
    assert (change.severity, change.must_refresh_by) == (
        "critical",
        change.occurred_at + timedelta(minutes=5),
    )


def test_who_wrote_is_not_told_to_readers(get: Get) -> None:
    page, _reviewer = findable()
    take_back(page, user=UserFactory(group="Publishers", username="pia-the-publisher"))
    assert b"pia" not in get(f"articles/{page.slug}/").content


def test_it_goes_from_what_is_related(get: Get) -> None:
    page, _reviewer = findable()
    other, _other_reviewer = published_with_related(page)
    assert [each["slug"] for each in get(f"articles/{other.slug}/").json()["related"]] == [
        page.slug
    ]
    take_back(page)
    assert get(f"articles/{other.slug}/").json()["related"] == []


def published_with_related(page: ArticlePage) -> tuple[ArticlePage, Any]:
    other, reviewer = published(title="Other")
    draft = again(other).get_latest_revision_as_object()
    draft.related_articles = [RelatedArticle(article=page)]
    draft.save_revision().publish()
    return again(other), reviewer


def test_reinstated_comes_back_and_is_told_once(get: Get) -> None:
    page, reviewer = findable()
    was = seen(get, page)
    record = take_back(page)[0]
    sign(submit(again(page)), reviewer)
    assert seen(get, page) == set()
    before = last()
    reinstate(record, user=UserFactory(group="Publishers"))
    assert seen(get, page) == was
    assert types(before) == ["article.published"]


def test_a_new_notice_of_a_withdrawal_is_told_again(get: Get) -> None:
    page, _reviewer = findable()
    take_back(page, severity="advice")
    before = last()
    take_back(page, severity="critical", reason="Worse than we thought.")
    assert types(before) == ["article.withdrawn"]
    assert get(f"articles/{page.slug}/").json()["severity"] == "critical"


def test_at_one_clinic_others_still_have_it(get: Get) -> None:
    page, reviewer = findable()
    clinic = page.placements.get().clinic
    was, before = seen(get, page), last()
    record = take_back(page, clinics=[clinic])[0]
    assert was - seen(get, page) == {"clinic"}
    assert types(before) == ["article.placed"]
    sign(submit(again(page)), reviewer)
    before = last()
    reinstate(record, user=UserFactory(group="Publishers"))
    assert seen(get, page) == was
    assert types(before) == ["article.placed"]


def test_a_topic_of_only_withdrawn_articles_goes(get: Get) -> None:
    topic = TopicFactory(slug="narwhals")
    page, _reviewer = published(topics={"about": topic})
    assert "narwhals" in get("topics/").content.decode()
    take_back(page)
    assert "narwhals" not in get("topics/").content.decode()


def test_a_safety_notice_is_live_and_told_in_one_step(get: Get) -> None:
    page, reviewer = findable()
    page = with_draft(page, summary="Half written")
    before = last()
    put_on(page)
    assert types(before) == ["article.updated"]
    change = Change.objects.latest("sequence")
    assert change.severity == "critical"
    assert change.must_refresh_by == change.occurred_at + timedelta(minutes=5)
    document = get(f"articles/{page.slug}/").json()
    assert document["safety_notice"]["text"] == TEXT
    assert document["summary"] == page.summary
    # Who signed the notice has not reviewed the article.
    assert [each["name"] for each in document["reviewers"]] == ["Dr Rhea Example"]
    assert document["review"]["last_reviewed_date"] == page.last_reviewed_date.isoformat()
    assert reviewer.pk


def test_a_notice_that_is_removed_is_told_without_urgency(get: Get) -> None:
    page, _reviewer = findable()
    put_on(page)
    before = last()
    put_on(again(page), text="", severity="")
    assert types(before) == ["article.updated"]
    assert Change.objects.latest("sequence").severity == ""
    assert get(f"articles/{page.slug}/").json()["safety_notice"] is None
