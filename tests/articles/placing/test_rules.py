"""What rules place, what they leave alone, and what makes them look again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import (
    ArticlePage,
    ArticleTopic,
    Clinic,
    ClinicOffer,
    Placement,
    PlacementExclusion,
    PlacementRule,
)
from articles.placing.by_hand import allow, place, take_off
from articles.placing.plan import apply_rules, make_plan
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    PlacementRuleFactory,
    TopicFactory,
)
from tests.articles.withdrawing.test_withdraw import spanish

pytestmark = pytest.mark.django_db


def placed(page: ArticlePage) -> set[str]:
    """The slugs of the clinics that carry an article."""
    rows = Placement.objects.filter(translation_key=page.translation_key)
    return set(rows.values_list("clinic__slug", flat=True))


def offering(topic: Any, **values: Any) -> PlacementRule:
    """Articles on a therapy at the clinics that offer it."""
    rule: PlacementRule = PlacementRuleFactory(topic=topic, where="offering", offer=topic, **values)
    return rule


def set_offers(clinic: Clinic, *topics: Any) -> None:
    clinic = Clinic.objects.get(pk=clinic.pk)
    clinic.offers = [ClinicOffer(topic=topic) for topic in topics]
    clinic.save()


def publish(page: ArticlePage, topics: dict[str, Any] | None = None, **values: Any) -> None:
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    if topics is not None:
        page.article_topics = [ArticleTopic(topic=t, relation=r) for r, t in topics.items()]
    page.save_revision().publish()


class TestWhatMatches:
    @pytest.mark.parametrize(
        ("values", "matches"),
        [
            ({}, True),
            ({"relation": "about"}, True),
            ({"relation": "treats"}, False),
            ({"kind": "lifestyle"}, True),
            ({"kind": "therapy"}, False),
            ({"audience": "patients"}, True),
            ({"audience": "carers"}, False),
            ({"is_active": False}, False),
        ],
    )
    def test_articles(self, values: dict[str, Any], matches: bool) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        other = ArticlePageFactory(topics={"about": TopicFactory()})
        ClinicFactory(slug="north")
        PlacementRuleFactory(topic=topic, **values)
        assert placed(page) == ({"north"} if matches else set())
        assert placed(other) == set()

    def test_every_topic(self) -> None:
        page = ArticlePageFactory()
        ClinicFactory(slug="north")
        PlacementRuleFactory()
        assert placed(page) == {"north"}

    def test_a_language(self) -> None:
        page = ArticlePageFactory()
        other = ArticlePageFactory()
        translation = spanish(page)
        ClinicFactory(slug="north")
        PlacementRuleFactory(locale=translation.locale)
        assert placed(page) == {"north"}
        assert placed(other) == set()

    def test_a_group_and_all_in_it(self) -> None:
        page = ArticlePageFactory()
        group = ClinicFactory(slug="group")
        region = ClinicFactory(slug="region", parent=group)
        ClinicFactory(slug="member", parent=region)
        ClinicFactory(slug="other")
        PlacementRuleFactory(where="group", group=group)
        assert placed(page) == {"group", "region", "member"}

    def test_clinics_that_offer_a_therapy_themselves(self) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        group = ClinicFactory(slug="group", offers=[topic])
        ClinicFactory(slug="member", parent=group)
        offering(topic)
        assert placed(page) == {"group"}

    def test_the_terms_are_the_rules(self) -> None:
        page = ArticlePageFactory(slug="sleep")
        ClinicFactory()
        PlacementRuleFactory(
            indexing="canonical",
            canonical_url="https://example.org/learn/{slug}/",
            campaign="spring",
            call_to_action_label="Ask us",
            starts_on=date(2026, 1, 1),
            ends_on=date(2030, 1, 1),
        )
        row = Placement.objects.get(translation_key=page.translation_key)
        assert row.canonical_url == "https://example.org/learn/sleep/"
        assert (row.campaign, row.call_to_action_label) == ("spring", "Ask us")
        assert (row.starts_on, row.ends_on) == (date(2026, 1, 1), date(2030, 1, 1))

    def test_of_several_rules_the_one_that_lasts_counts(self) -> None:
        page = ArticlePageFactory()
        ClinicFactory()
        today = timezone.localdate()
        PlacementRuleFactory(ends_on=today)
        lasting = PlacementRuleFactory(starts_on=today)
        assert Placement.objects.get(article=page).rule == lasting
        lasting.delete()
        assert Placement.objects.get(article=page).ends_on == today

    def test_a_draft_is_placed_when_it_goes_live(self) -> None:
        draft = DraftArticleFactory()
        ClinicFactory(slug="north")
        PlacementRuleFactory()
        assert placed(draft) == set()
        publish(draft)
        assert placed(draft) == {"north"}

    def test_an_unpublished_article_keeps_its_place(self) -> None:
        page = ArticlePageFactory()
        publish(page)
        ClinicFactory(slug="north")
        PlacementRuleFactory()
        ArticlePage.objects.get(pk=page.pk).unpublish()
        apply_rules()
        assert placed(page) == {"north"}


class TestFollowing:
    def test_the_rule(self) -> None:
        one, two = TopicFactory(), TopicFactory()
        page, other = (
            ArticlePageFactory(topics={"about": one}),
            ArticlePageFactory(topics={"about": two}),
        )
        ClinicFactory(slug="north")
        rule = PlacementRuleFactory(topic=one)
        rule.topic = two
        rule.save()
        assert (placed(page), placed(other)) == (set(), {"north"})
        rule.campaign = "spring"
        rule.save()
        assert Placement.objects.get().campaign == "spring"
        rule.delete()
        assert not Placement.objects.exists()

    def test_many_rules_deleted_at_once(self) -> None:
        ArticlePageFactory()
        ClinicFactory()
        PlacementRuleFactory()
        PlacementRuleFactory()
        PlacementRule.objects.all().delete()
        assert not Placement.objects.exists()

    def test_what_a_clinic_offers(self) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"treats": topic})
        clinic = ClinicFactory(slug="north")
        offering(topic)
        assert placed(page) == set()
        set_offers(clinic, topic)
        assert placed(page) == {"north"}
        set_offers(clinic)
        assert placed(page) == set()

    def test_a_new_clinic(self) -> None:
        page = ArticlePageFactory()
        PlacementRuleFactory()
        ClinicFactory(slug="north")
        assert placed(page) == {"north"}

    def test_a_clinic_that_moves_takes_its_members_along(self) -> None:
        page = ArticlePageFactory()
        group, other = ClinicFactory(slug="group"), ClinicFactory(slug="other")
        region = ClinicFactory(slug="region", parent=other)
        ClinicFactory(slug="member", parent=region)
        PlacementRuleFactory(where="group", group=group)
        assert placed(page) == {"group"}
        region.parent = group
        region.save()
        assert placed(page) == {"group", "region", "member"}

    def test_a_group_in_between_that_is_deleted(self) -> None:
        page = ArticlePageFactory()
        group = ClinicFactory(slug="group")
        region = ClinicFactory(slug="region", parent=group)
        ClinicFactory(slug="member", parent=region)
        PlacementRuleFactory(where="group", group=group)
        region.delete()
        assert placed(page) == {"group"}

    def test_topics_when_they_are_published_and_not_before(self) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory()
        ClinicFactory(slug="north")
        PlacementRuleFactory(topic=topic)
        page.article_topics = [ArticleTopic(topic=topic)]
        revision = page.save_revision()
        assert placed(page) == set()
        revision.publish()
        assert placed(page) == {"north"}
        publish(page, topics={})
        assert placed(page) == set()

    def test_one_language_is_enough(self) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        translation = spanish(page)
        ClinicFactory(slug="north")
        PlacementRuleFactory(topic=topic)
        publish(translation, topics={"about": topic})
        publish(page, topics={})
        assert placed(page) == {"north"}
        publish(translation, topics={})
        assert placed(page) == set()

    def test_a_language_that_is_deleted_leaves_the_others_placed(self) -> None:
        page = ArticlePageFactory()
        translation = spanish(page)
        ClinicFactory(slug="north")
        PlacementRuleFactory()
        page.delete()
        assert placed(translation) == {"north"}
        translation.delete()
        assert not Placement.objects.exists()


class TestByHand:
    def test_what_is_chosen_by_hand_wins(self) -> None:
        row = PlacementFactory(campaign="own")
        rule = PlacementRuleFactory(campaign="of the rule")
        row.refresh_from_db()
        assert (row.rule, row.campaign) == (None, "own")
        rule.delete()
        assert Placement.objects.get() == row

    def test_it_takes_over_from_a_rule(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        rule = PlacementRuleFactory(campaign="of the rule")
        assert place([page], [clinic], terms={"campaign": "own"}) == (1, 0)
        assert place([page], [clinic], terms={"campaign": "other"}) == (0, 1)
        rule.delete()
        assert Placement.objects.get().campaign == "own"

    def test_saved_by_itself_it_takes_over_too(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        PlacementRuleFactory()
        row = Placement(article=page, clinic=clinic, campaign="own")
        row.clean()
        row.save()
        assert Placement.objects.get() == row
        with pytest.raises(ValidationError, match="carries the article already"):
            Placement(article=page, clinic=clinic).clean()

    def test_removed_it_leaves_the_place_to_the_rule(self) -> None:
        row = PlacementFactory()
        rule = PlacementRuleFactory()
        row.delete()
        assert Placement.objects.get().rule == rule

    def test_no_rule_overrides_an_exclusion(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        ClinicFactory(slug="south")
        rule = PlacementRuleFactory()
        assert take_off([page], [clinic], keep_off=True) == (1, 0)
        assert placed(page) == {"south"}
        rule.save()
        PlacementRuleFactory()
        publish(page)
        clinic.save()
        apply_rules()
        assert placed(page) == {"south"}

    def test_taken_off_without_keeping_off_comes_back(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        PlacementRuleFactory()
        assert take_off([page], [clinic], keep_off=False) == (1, 1)
        assert placed(page) == {"north"}

    def test_an_exclusion_outlives_a_language(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        translation = spanish(page)
        PlacementRuleFactory()
        take_off([page], [clinic], keep_off=True)
        page.delete()
        apply_rules()
        assert placed(translation) == set()

    def test_an_exclusion_that_ends_lets_the_rule_in(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        PlacementRuleFactory()
        take_off([page], [clinic], keep_off=True)
        assert allow(PlacementExclusion.objects.get(), [page])
        assert placed(page) == {"north"}

    def test_choosing_ends_an_exclusion(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory(slug="north")
        take_off([page], [clinic], keep_off=True)
        place([page], [clinic])
        assert not PlacementExclusion.objects.exists()
        take_off([page], [clinic], keep_off=True)
        PlacementFactory(article=page, clinic=clinic)
        assert not PlacementExclusion.objects.exists()


class TestPlans:
    def test_a_plan_changes_nothing(self) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        plan = make_plan([PlacementRule(name="New", where="all")])
        assert list(plan.added) == [(page.translation_key, clinic.pk)]
        assert not Placement.objects.exists()

    def test_queries_do_not_grow(self, django_assert_max_num_queries: Any) -> None:
        library = ArticlePageFactory().get_parent()
        for _number in range(3):
            ArticlePageFactory(parent=library)
        ClinicFactory()
        rule = PlacementRule(name="All", where="all")
        with django_assert_max_num_queries(40) as few:
            rule.save()
        rule.delete()
        for _number in range(4):
            ArticlePageFactory(parent=library)
            ClinicFactory()
        with django_assert_max_num_queries(len(few.captured_queries)):
            PlacementRule(name="All", where="all").save()
        assert Placement.objects.count() == 40


class TestWrongRules:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"relation": "about"}, "relation"),
            ({"where": "group"}, "group"),
            ({"where": "offering"}, "offer"),
            ({"indexing": "canonical"}, "canonical_url"),
            (
                {"indexing": "canonical", "canonical_url": "https://example.org/one/"},
                "canonical_url",
            ),
        ],
    )
    def test_are_refused_at_their_field(self, values: dict[str, Any], field: str) -> None:
        rule = PlacementRule(**{"name": "Rule", "where": "all", **values})
        with pytest.raises(ValidationError) as refused:
            rule.full_clean()
        assert set(refused.value.message_dict) == {field}

    def test_a_period_that_ends_before_it_begins(self) -> None:
        today = timezone.localdate()
        rule = PlacementRule(
            name="Rule", where="all", starts_on=today, ends_on=today - timedelta(days=1)
        )
        with pytest.raises(ValidationError) as refused:
            rule.full_clean()
        assert set(refused.value.message_dict) == {"ends_on"}
