"""Feed, manifest and lists of a clinic hold what is placed: by rules, exclusions and dates."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from api.models import Change
from articles.models import ArticlePage, ArticleTopic, ClinicOffer, Placement
from articles.placing.by_hand import place, take_off
from tests.api.v1.conftest import Get
from tests.api.v1.conftest import get as get  # a fixture
from tests.api.v1.test_changes import brief, follow
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementRuleFactory,
    TopicFactory,
)
from tests.articles.withdrawing.test_withdraw import take_back

pytestmark = pytest.mark.django_db

LISTS = ("articles", "manifest", "changes")


def held(get: Get, clinic: str = "north") -> set[str]:
    """The slugs of a clinic's articles, which all lists agree on."""
    found = [
        frozenset(
            item["slug"]
            for item in get(f"{name}/?clinic={clinic}&limit=100").json()["items"]
            # The snapshot also names what the clinic took back.
            if item.get("type") != "article.removed"
        )
        for name in LISTS
    ]
    articles = [
        each - {"north", "south"} - {t for t in each if t.startswith("topic-")} for each in found
    ]
    assert len(set(articles)) == 1, dict(zip(LISTS, articles, strict=True))
    return set(articles[0])


def new_entries(get: Get, cursor: str) -> tuple[list[tuple[str, str | None]], str]:
    items, cursor = follow(get, cursor)
    return [entry for entry in brief(items) if entry[0].startswith("article")], cursor


def test_lists_feed_and_manifest_follow_a_rule(get: Get) -> None:
    topic = TopicFactory(type="therapy")
    ArticlePageFactory(slug="therapy", topics={"about": topic})
    ArticlePageFactory(slug="other")
    clinic = ClinicFactory(slug="north")
    rule = PlacementRuleFactory(topic=topic, where="offering", offer=topic)
    assert held(get) == set()
    _items, cursor = follow(get, "changes/?clinic=north")
    clinic.offers = [ClinicOffer(topic=topic)]
    clinic.save()
    assert held(get) == {"therapy"}
    entries, cursor = new_entries(get, cursor)
    assert entries == [("article.placed", "therapy")]
    rule.is_active = False
    rule.save()
    assert held(get) == set()
    entries, cursor = new_entries(get, cursor)
    assert entries == [("article.removed", None)]
    assert new_entries(get, cursor)[0] == []


def test_a_deleted_rule_leaves_a_tombstone_for_its_clinics_copy(get: Get) -> None:
    ArticlePageFactory(slug="one")
    ClinicFactory(slug="north")
    rule = PlacementRuleFactory()
    _items, cursor = follow(get, "changes/?clinic=north")
    rule.delete()
    assert new_entries(get, cursor)[0] == [("article.removed", None)]


def test_an_article_whose_topic_goes_leaves_the_clinic(get: Get) -> None:
    topic = TopicFactory()
    page = ArticlePageFactory(slug="one", topics={"about": topic})
    ClinicFactory(slug="north")
    PlacementRuleFactory(topic=topic)
    assert held(get) == {"one"}
    page = ArticlePage.objects.get(pk=page.pk)
    page.article_topics = [ArticleTopic(topic=TopicFactory())]
    page.save_revision().publish()
    assert held(get) == set()


def test_an_exclusion_holds_at_its_clinic_alone(get: Get) -> None:
    page = ArticlePageFactory(slug="one")
    north = ClinicFactory(slug="north")
    ClinicFactory(slug="south")
    rule = PlacementRuleFactory()
    _items, cursor = follow(get, "changes/?clinic=north")
    take_off([page], [north], keep_off=True)
    rule.save()
    assert held(get, "north") == set()
    assert held(get, "south") == {"one"}
    assert new_entries(get, cursor)[0] == [("article.removed", None)]


def test_a_rule_holds_from_its_first_day_to_its_last(get: Get) -> None:
    ArticlePageFactory(slug="one")
    ClinicFactory(slug="north")
    today = dt.datetime.now(dt.UTC).date()
    rule = PlacementRuleFactory()
    for starts, ends, is_held in [(0, 0, True), (1, 2, False), (-2, -1, False), (-1, 1, True)]:
        rule.starts_on = today + dt.timedelta(days=starts)
        rule.ends_on = today + dt.timedelta(days=ends)
        rule.save()
        assert (held(get) == {"one"}) is is_held, (starts, ends)


def test_withdrawn_at_one_clinic_it_stays_away_whatever_rules_say(get: Get) -> None:
    page = ArticlePageFactory(slug="one")
    north = ClinicFactory(slug="north")
    ClinicFactory(slug="south")
    rule = PlacementRuleFactory()
    take_back(page, clinics=[north])
    rule.campaign = "again"
    rule.save()
    place([page], [north])
    assert held(get, "north") == set()
    assert held(get, "south") == {"one"}


def test_many_are_told_in_one_go(get: Get, django_assert_max_num_queries: Any) -> None:
    library = ArticlePageFactory().get_parent()
    for _number in range(3):
        ArticlePageFactory(parent=library)
    ClinicFactory(slug="north")
    with django_assert_max_num_queries(60) as few:
        rule = PlacementRuleFactory()
    rule.delete()
    for _number in range(8):
        ArticlePageFactory(parent=library)
    before = Change.objects.count()
    with django_assert_max_num_queries(len(few.captured_queries)):
        PlacementRuleFactory()
    assert Change.objects.count() - before == 12
    assert len(held(get)) == Placement.objects.count() == 12


def test_what_changes_nothing_for_readers_is_not_told() -> None:
    ArticlePageFactory()
    ClinicFactory()
    rule = PlacementRuleFactory(starts_on=timezone.localdate())
    before = Change.objects.count()
    rule.name = "Another name"
    rule.save()
    assert Change.objects.count() == before
