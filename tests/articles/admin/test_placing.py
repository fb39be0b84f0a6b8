"""The screens of placing: who sees what, what is asked, what is said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from articles.admin.placing.bulk import PLACE, PLACE_ARTICLES, TAKE, TAKE_ARTICLES, bulk_url
from articles.models import ArticleTopic, Clinic, Placement, PlacementExclusion, PlacementRule
from articles.placing.by_hand import place, take_off
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    PlacementRuleFactory,
    TopicFactory,
    UserFactory,
)
from tests.articles.review.signed import published, submit
from tests.articles.withdrawing.test_withdraw import spanish, take_back

pytestmark = pytest.mark.django_db

WRITERS = ["Publishers", "Administrators"]
READERS = ["Editors", "Clinical reviewers"]
HOME = reverse("wagtailadmin_home")


def signed_in(client: Client, group: str) -> Client:
    client.force_login(UserFactory(group=group))
    return client


@pytest.fixture
def publisher(client: Client) -> Client:
    return signed_in(client, "Publishers")


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def clinic_url(clinic: Clinic) -> str:
    return reverse("articles_clinic_articles:index", args=[clinic.pk])


def clinics_action(action: str, *clinics: Clinic) -> str:
    url = reverse("wagtail_bulk_action", args=["articles", "clinic", action])
    return url + "?" + "&".join(f"id={clinic.pk}" for clinic in clinics)


def rule_url(action: str, *args: int) -> str:
    return reverse(PlacementRule.snippet_viewset.get_url_name(action), args=args)


def rule_data(**values: Any) -> dict[str, Any]:
    return {"name": "Everywhere", "where": "all", "indexing": "index", "is_active": "on", **values}


def terms(**values: Any) -> dict[str, Any]:
    return {"indexing": "index", **values}


class TestTheArticlesTab:
    def test_says_how_each_placement_came_to_be(self, publisher: Client) -> None:
        page = ArticlePageFactory()
        PlacementFactory(article=page, clinic__name="By hand clinic")
        kept_off = ClinicFactory(name="Kept off clinic")
        PlacementRuleFactory(name="All of them")
        take_off([page], [kept_off], keep_off=True, reason="Does not offer it")
        ClinicFactory(name="Clinic of a rule")
        response = publisher.get(edit_url(page))
        for words in ("Chosen by hand", "Rule: All of them", "Kept off clinic", "Allow again"):
            assertContains(response, words)
        assertContains(response, "Does not offer it")

    @pytest.mark.parametrize("group", READERS)
    def test_editors_see_and_do_not_change(self, client: Client, group: str) -> None:
        page = ArticlePageFactory()
        PlacementFactory(article=page, clinic__name="North")
        response = signed_in(client, group).get(edit_url(page))
        assertContains(response, "North")
        assertNotContains(response, "Take off")
        assertNotContains(response, "Add a clinic")

    def test_the_number_of_queries_is_fixed(
        self, publisher: Client, django_assert_max_num_queries: Any
    ) -> None:
        page = ArticlePageFactory()
        PlacementRuleFactory()
        ClinicFactory()
        PlacementFactory(article=page)
        publisher.get(edit_url(page))
        with django_assert_max_num_queries(150) as few:
            publisher.get(edit_url(page))
        for _number in range(5):
            ClinicFactory()
            PlacementFactory(article=page)
        with django_assert_max_num_queries(len(few.captured_queries)):
            publisher.get(edit_url(page))


class TestBulk:
    def test_places_many_at_many(self, publisher: Client) -> None:
        pages = [ArticlePageFactory(), ArticlePageFactory()]
        clinics = [ClinicFactory(), ClinicFactory()]
        url = bulk_url(PLACE, pages, next=HOME)
        assertContains(publisher.get(url), pages[0].title)
        data = terms(clinics=[each.pk for each in clinics], campaign="spring")
        assertRedirects(publisher.post(url, data), HOME, fetch_redirect_response=False)
        assert Placement.objects.filter(campaign="spring", rule=None).count() == 4
        assert PageLogEntry.objects.filter(action="articles.place").count() == 2

    def test_takes_from_many_and_keeps_off(self, publisher: Client) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        PlacementRuleFactory()
        url = bulk_url(TAKE, [page], clinic=clinic.pk, next=HOME)
        response = publisher.get(url)
        assert response.context["form"]["clinics"].value() == [str(clinic.pk)]
        assertContains(response, "carries 1 of these articles")
        publisher.post(url, {"clinics": [clinic.pk], "keep_off": "on", "reason": "Not offered"})
        assert not Placement.objects.exists()
        assert PlacementExclusion.objects.get().reason == "Not offered"

    def test_says_that_a_rule_places_it_still(self, publisher: Client) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        PlacementRuleFactory()
        url = bulk_url(TAKE, [page], next=HOME)
        response = publisher.post(url, {"clinics": [clinic.pk]}, follow=True)
        assertContains(response, "A rule places 1 of them there still")

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("clinics", {"clinics": []}),
            ("clinics", {"clinics": [99999]}),
            ("canonical_url", {"indexing": "canonical"}),
            ("canonical_url", {"canonical_url": "javascript:alert(1)"}),
            ("ends_on", {"starts_on": "2026-02-02", "ends_on": "2026-02-01"}),
            ("indexing", {"indexing": "hidden"}),
        ],
    )
    def test_wrong_values_are_said_at_their_field(
        self, publisher: Client, field: str, wrong: dict[str, Any]
    ) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        data = {**terms(clinics=[clinic.pk]), **wrong}
        response = publisher.post(bulk_url(PLACE, [page], next=HOME), data)
        assert set(response.context["form"].errors) == {field}
        assert not Placement.objects.exists()

    def test_what_is_no_article_is_left_out(self, publisher: Client) -> None:
        library, clinic = ArticleIndexPageFactory(), ClinicFactory()
        url = bulk_url(PLACE, [library], next=HOME)
        assertContains(publisher.get(url), "These are no articles")
        publisher.post(url, terms(clinics=[clinic.pk]))
        assert not Placement.objects.exists()

    def test_from_the_list_of_clinics_by_topic(self, publisher: Client) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        spanish(page)
        ArticlePageFactory()
        clinics = [ClinicFactory(), ClinicFactory()]
        url = clinics_action(PLACE_ARTICLES, *clinics)
        assertContains(publisher.get(url), clinics[0].name)
        publisher.post(url, terms(topic=topic.pk))
        assert Placement.objects.filter(translation_key=page.translation_key).count() == 2
        url = clinics_action(TAKE_ARTICLES, clinics[0])
        publisher.post(url, {"article": page.pk})
        assert Placement.objects.get().clinic == clinics[1]

    @pytest.mark.parametrize("chosen", [{}, {"article": 1, "topic": 1}])
    def test_an_article_or_a_topic(self, publisher: Client, chosen: dict[str, int]) -> None:
        topic, page = TopicFactory(), ArticlePageFactory()
        ids = {"article": page.pk, "topic": topic.pk}
        url = clinics_action(PLACE_ARTICLES, ClinicFactory())
        response = publisher.post(url, terms(**{name: ids[name] for name in chosen}))
        assert set(response.context["form"].errors) == {"article"}

    def test_every_form_of_placing_has_the_advice_on_copies(self, publisher: Client) -> None:
        placement = reverse(Placement.snippet_viewset.get_url_name("add"))
        page, clinic = ArticlePageFactory(), ClinicFactory()
        bulk = (bulk_url(PLACE, [page]), clinics_action(PLACE_ARTICLES, clinic))
        for url in (placement, rule_url("add"), *bulk):
            response = publisher.get(url)
            assertContains(response, "Google advises to hide the copies from search engines")
            assertContains(response, "It does not advise to point to another address")

    @pytest.mark.parametrize("group", READERS)
    def test_others_are_refused(self, client: Client, group: str) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        signed_in(client, group)
        for url in (
            *(bulk_url(action, [page]) for action in (PLACE, TAKE)),
            *(clinics_action(action, clinic) for action in (PLACE_ARTICLES, TAKE_ARTICLES)),
        ):
            data = terms(clinics=[clinic.pk], article=page.pk)
            for response in (client.get(url), client.post(url, data)):
                assertRedirects(response, HOME, fetch_redirect_response=False)
        assert not Placement.objects.exists()
        assert not PlacementExclusion.objects.exists()


class TestExclusions:
    def test_are_ended_after_a_question(self, publisher: Client) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        rule = PlacementRuleFactory()
        take_off([page], [clinic], keep_off=True)
        url = reverse("articles_allow_clinic", args=[PlacementExclusion.objects.get().pk])
        assertContains(publisher.get(url), rule.name)
        assert PlacementExclusion.objects.exists()
        assertRedirects(publisher.post(url), edit_url(page), fetch_redirect_response=False)
        assert Placement.objects.get().rule == rule

    def test_others_do_not_end_them(self, client: Client) -> None:
        take_off([ArticlePageFactory()], [ClinicFactory()], keep_off=True)
        url = reverse("articles_allow_clinic", args=[PlacementExclusion.objects.get().pk])
        signed_in(client, "Editors").post(url)
        assert PlacementExclusion.objects.exists()


class TestPlacements:
    def test_one_of_a_rule_that_is_edited_is_chosen_by_hand(self, publisher: Client) -> None:
        page = ArticlePageFactory()
        ClinicFactory()
        rule = PlacementRuleFactory()
        row = Placement.objects.get()
        url = reverse(Placement.snippet_viewset.get_url_name("edit"), args=[row.pk])
        assertContains(publisher.get(url), "counts as chosen by hand")
        data = {"article": page.pk, "clinic": row.clinic_id, "indexing": "noindex"}
        publisher.post(url, data)
        rule.delete()
        row.refresh_from_db()
        assert (row.rule, row.indexing) == (None, "noindex")

    def test_one_of_a_rule_is_not_deleted(self, publisher: Client) -> None:
        ArticlePageFactory()
        ClinicFactory()
        PlacementRuleFactory()
        row = Placement.objects.get()
        url = reverse(Placement.snippet_viewset.get_url_name("delete"), args=[row.pk])
        assertContains(publisher.post(url, follow=True), "Nothing was deleted")
        assert Placement.objects.exists()

    def test_many_that_are_deleted_leave_their_place_to_rules(self, publisher: Client) -> None:
        rows = [PlacementFactory(), PlacementFactory()]
        PlacementRuleFactory()
        url = reverse("wagtail_bulk_action", args=["articles", "placement", "delete"])
        publisher.post(url + "?" + "&".join(f"id={row.pk}" for row in rows))
        assert Placement.objects.filter(rule__isnull=False).count() == 4


class TestRules:
    def test_a_preview_saves_nothing(self, publisher: Client) -> None:
        page, clinic = ArticlePageFactory(), ClinicFactory()
        response = publisher.post(rule_url("add"), rule_data(preview="1"))
        assertContains(response, "1 placement is added")
        assertContains(response, page.title)
        assertContains(response, clinic.name)
        assert not PlacementRule.objects.exists()
        publisher.post(rule_url("add"), rule_data())
        assert Placement.objects.get().rule == PlacementRule.objects.get()

    def test_a_preview_of_a_change_says_what_goes(self, publisher: Client) -> None:
        ArticlePageFactory(kind="lifestyle")
        ClinicFactory()
        rule = PlacementRuleFactory(name="Everywhere")
        data = rule_data(kind="therapy", preview="1")
        assertContains(publisher.post(rule_url("edit", rule.pk), data), "1 placement is removed")
        assert Placement.objects.count() == 1
        rule.refresh_from_db()
        assert rule.kind == ""

    def test_a_preview_with_a_mistake_says_the_mistake(self, publisher: Client) -> None:
        response = publisher.post(rule_url("add"), rule_data(where="group", preview="1"))
        assert set(response.context["form"].errors) == {"group"}

    @pytest.mark.parametrize(
        ("group", "allowed"),
        [*((group, True) for group in WRITERS), *((group, False) for group in READERS)],
    )
    def test_who_writes_rules(self, client: Client, group: str, allowed: bool) -> None:
        signed_in(client, group)
        assert client.get(rule_url("list")).status_code == 200
        client.post(rule_url("add"), rule_data())
        assert PlacementRule.objects.exists() is allowed

    def test_a_clinic_says_what_it_offers(self, publisher: Client) -> None:
        topic, clinic = TopicFactory(), ClinicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        PlacementRuleFactory(topic=topic, where="offering", offer=topic)
        response = publisher.get(reverse("wagtailsnippets_articles_clinic:edit", args=[clinic.pk]))
        form = response.context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        offers = inline_formset([{"topic": topic.pk}])
        others = {name: inline_formset([]) for name in form.formsets if name != "offers"}
        publisher.post(
            reverse("wagtailsnippets_articles_clinic:edit", args=[clinic.pk]),
            nested_form_data({**data, "offers": offers, **others}),
        )
        assert Placement.objects.get().translation_key == page.translation_key


class TestTheClinicsArticles:
    def test_says_where_each_review_stands(self, publisher: Client) -> None:
        clinic, today = ClinicFactory(), timezone.localdate()
        reviewed = {"last_reviewed_date": today - timedelta(days=400)}
        pages = {
            "unreviewed": ArticlePageFactory(),
            "overdue": ArticlePageFactory(**reviewed, next_review_date=today - timedelta(days=1)),
            "due_soon": ArticlePageFactory(**reviewed, next_review_date=today + timedelta(days=3)),
            "current": ArticlePageFactory(**reviewed, next_review_date=today + timedelta(days=300)),
        }
        place(list(pages.values()), [clinic])
        ArticlePageFactory(title="At no clinic")
        response = publisher.get(clinic_url(clinic))
        for page in pages.values():
            assertContains(response, page.title)
        assertNotContains(response, "At no clinic")
        counts = "4 (1 current, 1 due soon, 1 overdue, 1 unreviewed)"
        assertContains(response, counts)
        for state, page in pages.items():
            found = publisher.get(clinic_url(clinic), {"review": state}).context["object_list"]
            assert [row.pk for row in found] == [page.pk]

    def test_says_how_each_came_there(self, publisher: Client) -> None:
        clinic = ClinicFactory()
        PlacementFactory(clinic=clinic, article__title="By hand")
        PlacementRuleFactory(name="A rule")
        ArticlePageFactory(title="By a rule")
        for origin, title in (("hand", "By hand"), ("rule", "By a rule")):
            found = publisher.get(clinic_url(clinic), {"origin": origin}).context["object_list"]
            assert [row.title for row in found] == [title]
        take_back(found[0], clinics=[clinic])
        assertContains(publisher.get(clinic_url(clinic)), "withdrawn here")

    def test_is_exported_and_sorted(self, publisher: Client) -> None:
        clinic = ClinicFactory(slug="north")
        page = PlacementFactory(clinic=clinic).article
        spanish(page)
        for ordering in ("title", "-rule_name", "live", "starts_on", "-next_review_date"):
            response = publisher.get(clinic_url(clinic), {"ordering": ordering})
            assert len(response.context["object_list"]) == 2
        response = publisher.get(clinic_url(clinic), {"export": "csv"})
        text = b"".join(response).decode()  # type: ignore[arg-type]
        assert text.count("Chosen by hand") == 2

    def test_queries_do_not_grow(
        self, publisher: Client, django_assert_max_num_queries: Any
    ) -> None:
        clinic = ClinicFactory()
        PlacementFactory(clinic=clinic)
        publisher.get(clinic_url(clinic))
        with django_assert_max_num_queries(40) as few:
            publisher.get(clinic_url(clinic))
        for _number in range(8):
            PlacementFactory(clinic=clinic)
        with django_assert_max_num_queries(len(few.captured_queries)):
            publisher.get(clinic_url(clinic))

    def test_is_reached_from_the_list_of_clinics(self, publisher: Client) -> None:
        clinic = PlacementFactory().clinic
        response = publisher.get(reverse("wagtailsnippets_articles_clinic:list"))
        assertContains(response, clinic_url(clinic))


class TestReach:
    def test_publishing_says_whom_it_reaches(self, publisher: Client) -> None:
        topic = TopicFactory()
        page = DraftArticleFactory(title="A draft")
        PlacementFactory(article=page, clinic__name="By hand clinic")
        ClinicFactory(name="Joining clinic", offers=[topic])
        PlacementRuleFactory(topic=topic, where="offering", offer=topic)
        page.article_topics = [ArticleTopic(topic=topic)]
        page.save_revision()
        response = publisher.get(edit_url(page))
        assertContains(response, "Publishing reaches 2 clinics, 1 language")
        assertContains(response, "Joining clinic")
        assert not Placement.objects.filter(rule__isnull=False).exists()

    def test_who_may_not_publish_gets_no_line_but_the_panel(self, client: Client) -> None:
        page = PlacementFactory(clinic__name="North").article
        response = signed_in(client, "Editors").get(edit_url(page))
        assertNotContains(response, "Publishing reaches")
        assertContains(response, "It reaches 1 clinic, 1 language")

    def test_a_clinic_that_leaves_is_named(self, publisher: Client) -> None:
        topic = TopicFactory()
        page = ArticlePageFactory(topics={"about": topic})
        ClinicFactory()
        PlacementRuleFactory(topic=topic)
        page.article_topics = []
        page.save_revision()
        assertContains(publisher.get(edit_url(page)), "leaves: no rule matches any more")

    def test_unpublishing_and_withdrawing_say_it(self, publisher: Client) -> None:
        page = PlacementFactory(clinic__name="North").article
        spanish(page)
        response = publisher.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assertContains(response, "This takes it from 1 clinic, 1 language.")
        assertContains(response, "North")
        response = publisher.get(reverse("articles_withdrawals:withdraw", args=[page.pk]))
        assertContains(response, "1 clinic, 2 languages")

    def test_many_are_unpublished_knowing_whom_it_concerns(self, publisher: Client) -> None:
        library = ArticleIndexPageFactory()
        clinic = ClinicFactory(name="North")
        for slug in ("one", "two"):
            PlacementFactory(article=ArticlePageFactory(parent=library, slug=slug), clinic=clinic)
        offline = PlacementFactory(clinic__name="South").article
        offline.unpublish()
        response = publisher.get(bulk_url("unpublish", [library, offline]))
        assertContains(response, "and those below them, from 1 clinic, 1 language.")
        assertContains(response, "North")
        assertNotContains(response, "South")

    def test_many_are_published_knowing_whom_it_concerns(self, publisher: Client) -> None:
        draft = PlacementFactory(clinic__name="North").article
        draft.unpublish()
        unchanged = PlacementFactory(clinic__name="South").article
        response = publisher.get(bulk_url("publish", [draft, unchanged]))
        assertContains(response, "and those below them, live for 1 clinic, 1 language.")
        assertNotContains(response, "South")

    def test_what_changes_nothing_is_asked_as_before(self, publisher: Client) -> None:
        page = PlacementFactory().article
        response = publisher.get(bulk_url("publish", [page]))
        assertContains(response, "Are you sure you want to publish these pages?")
        assertNotContains(response, "articles-placing__impact")

    def test_a_reviewer_reads_it_before_signing(self, client: Client) -> None:
        page, reviewer = published()
        PlacementFactory(article=page, clinic__name="North")
        state = submit(page).current_workflow_task_state
        client.force_login(reviewer)
        response = client.get(reverse("articles_review", args=[state.pk]))
        assertContains(response, "Once live, this text reaches 1 clinic, 1 language")
