"""The panel in the editor, as Wagtail renders it for the page and for each autosave."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from articles.admin.editorial_checks.side_panel import EditorialChecksPanel
from articles.checks.registry import rules
from articles.models import ArticlePage, RuleOverride
from tests.articles.factories import (
    ArticleIndexPageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.forms_data import article_data, loaded_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

PANEL = '[data-side-panel="editorial-checks"]'
TOGGLE = '[data-side-panel-toggle="editorial-checks"]'
GERMAN_TOO = [("en", "English"), ("es", "Spanish"), ("de", "German")]
CURE = rich_text("<p>It is a guaranteed cure.</p>")


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_editor(client: Client, page: Any) -> BeautifulSoup:
    response = client.get(edit_url(page))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(html: Tag, selector: str) -> Tag:
    element = html.select_one(selector)
    assert element is not None, selector
    return element


def autosave(client: Client, page: ArticlePage, *sections: Any, **fields: Any) -> BeautifulSoup:
    """Save as the editor does while somebody types; the panels of the answer."""
    form = article_data(*sections, title=page.title, slug=page.slug, **fields)
    form |= loaded_from(page)
    response = client.post(edit_url(page), form, headers={"Accept": "application/json"})
    assert response.status_code == 200, response.content
    partials = BeautifulSoup(response.json()["html"], "html.parser")
    template = found(partials, "template[data-w-teleport-target-value*=editorial-checks]")
    return BeautifulSoup(template.decode_contents(), "html.parser")


# What the panel relies on in this release of Wagtail.


def test_wagtail_has_the_side_panels_that_ours_is_made_of() -> None:
    toggle = BaseSidePanel.SidePanelToggle
    assert toggle.template_name == "wagtailadmin/shared/side_panel_toggle.html"
    assert toggle.has_counter
    for view in (EditView, CreateView):
        assert callable(view.get_side_panels)


def test_the_panel_stands_behind_the_status_with_a_toggle_and_its_script(admin: Client) -> None:
    html = open_editor(admin, DraftArticleFactory())
    names = [panel["data-side-panel"] for panel in html.select("[data-side-panel]")]
    assert names[:2] == ["status", "editorial-checks"]
    assert names.count("checks") == 1
    assert found(html, TOGGLE)["aria-expanded"] == "false"
    assert html.select("script[src*='articles/js/editorial-checks.js']")


def test_an_autosave_renders_the_panel_anew(admin: Client) -> None:
    page = DraftArticleFactory()
    before = autosave(admin, page, section("overview"))
    assert "guaranteed" not in before.text
    after = autosave(admin, page, section("overview", CURE))
    assert found(after, ".articles-checks__quote mark").text == "guaranteed"


# What it shows.


def test_a_finding_names_severity_words_cure_and_source(admin: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    issue = next(
        issue
        for issue in open_editor(admin, page).select(f"{PANEL} .articles-checks__issue")
        if "No absolute words" in issue.text
    )
    assert "Blocks publishing" in issue.text
    assert str(rules["C1"].cure) in issue.text
    assert str(rules["C1"].explanation) in issue.text
    source = issue.select_one(".articles-checks__source a")
    assert source is not None
    assert source["href"] == rules["C1"].source.url
    assert source["rel"] == ["noreferrer"]


def test_a_button_names_the_place_in_the_form(admin: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    (first,) = page.sections.raw_data
    button = found(open_editor(admin, page), f"{PANEL} [data-quote='guaranteed']")
    assert button["data-section"] == first["id"]
    assert button["data-block"] == first["value"]["body"][0]["id"]
    assert button["data-start"] == "8"


def test_the_toggle_counts_what_blocks(admin: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    toggle = found(open_editor(admin, page), TOGGLE)
    counter = found(BeautifulSoup(str(toggle), "html.parser"), "[data-side-panel-toggle-counter]")
    blocking = int(counter.text)
    assert blocking >= 2
    assert f"{blocking} findings block publishing" in str(toggle["aria-label"])


def test_hostile_words_stay_words(admin: Client) -> None:
    bad = "A guaranteed cure <img src=x onerror=alert(1)> <script>alert(2)</script> \"'"
    escaped = bad.replace("<", "&lt;").replace(">", "&gt;")
    hostile = section("overview", rich_text(f"<p>{escaped}</p>"), heading=bad)
    page = DraftArticleFactory(title=bad, slug="hostile", sections=[hostile])
    panel = found(open_editor(admin, page), PANEL)
    assert panel.select("img, script") == []
    assert [tag for tag in panel.find_all(True) if "onerror" in tag.attrs] == []
    assert bad in panel.text
    assert {button["data-quote"] for button in panel.select("[data-quote]")} == {"guaranteed"}


def test_the_reading_grade_and_the_questions_are_there(admin: Client) -> None:
    words = rich_text(f"<p>{'Rest in a dark room. ' * 40}</p>")
    panel = found(
        open_editor(admin, DraftArticleFactory(sections=[section("overview", words)])), PANEL
    )
    levels = found(BeautifulSoup(str(panel), "html.parser"), ".articles-checks__levels")
    assert "Overview" in levels.text
    assert "grade" in levels.text
    questions = panel.select(".articles-checks__question")
    assert [question["value"] for question in questions] == [str(n) for n in range(1, 9)]
    assert "Answered in" in questions[0].text
    assert "For you to judge." in questions[1].text
    assert "Not found." in questions[4].text


def test_a_language_that_rules_do_not_know_is_said_plainly(admin: Client) -> None:
    german = Locale.objects.create(language_code="de")
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    Page.objects.filter(pk=page.pk).update(locale=german)
    page = ArticlePage.objects.get(pk=page.pk)
    page.save_revision()
    with override_settings(LANGUAGES=GERMAN_TOO, WAGTAIL_CONTENT_LANGUAGES=GERMAN_TOO):
        panel = found(open_editor(admin, page), PANEL)
    assert "they do not know this article's language (German)" in panel.text
    assert "There is no reading grade for this language." in panel.text
    assert "No absolute words" in panel.text
    assert panel.select("mark") == []


def test_in_spanish_the_panel_is_spanish(admin: Client) -> None:
    user = SuperuserFactory()
    UserProfile.objects.create(user=user, preferred_language="es")
    admin.force_login(user)
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    panel = found(open_editor(admin, page), PANEL)
    assert "Impide publicar" in panel.text
    assert "Blocks publishing" not in panel.text


def test_an_override_is_shown_with_who_why_and_until_when(admin: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    RuleOverride.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        title=page.title,
        rule="C1",
        reason="The name <b>of</b> a trial.",
        expires_on=timezone.localdate() + timedelta(days=30),
        made_by_name="Ada Example",
    )
    panel = found(open_editor(admin, page), PANEL)
    folded = found(panel, "details[data-checks-key=overridden]")
    assert not folded.has_attr("open")
    assert "Set aside by Ada Example until" in folded.text
    assert "The name <b>of</b> a trial." in folded.text
    assert "No absolute words" in folded.text
    assert panel.text.count("No absolute words") == folded.text.count("No absolute words")


def test_what_publishing_asks_for_besides_the_rules_leads_to_its_field(admin: Client) -> None:
    page = DraftArticleFactory(kind="condition", summary="", sections=[section("overview")])
    panel = found(open_editor(admin, page), PANEL)
    needed = found(panel, "details[data-checks-key=needed]")
    fields = [button["data-field"] for button in needed.select("[data-field]")]
    assert fields[0] == "summary"
    assert "Add the section “Symptoms”" in needed.text
    assert "sections" in fields


def test_where_nothing_is_enforced_nothing_is_said_to_block(admin: Client, settings: Any) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False}}
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    html = open_editor(admin, page)
    issues = "".join(issue.text for issue in html.select(f"{PANEL} .articles-checks__issue"))
    assert "Serious" in issues
    assert "Blocks publishing" not in issues
    assert "serious findings" in str(found(html, TOGGLE)["aria-label"])


# Where there is nothing to check.


def test_a_new_page_says_when_it_will_be_checked(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])
    html = BeautifulSoup(admin.get(f"{url}?kind=therapy").content, "html.parser")
    assert "as soon as the draft saves itself" in found(html, PANEL).text
    assert html.select(f"{PANEL} .articles-checks__issue") == []
    counter = found(html, f"{TOGGLE} [data-side-panel-toggle-counter]")
    assert counter.has_attr("hidden")


def test_the_first_autosave_of_a_new_page_brings_its_findings(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])
    form = article_data(section("overview", CURE), title="New", slug="new")
    saved = admin.post(url, form, headers={"Accept": "application/json"}).json()
    hydrated = BeautifulSoup(admin.get(saved["hydrate_url"]).content, "html.parser")
    template = found(hydrated, "template[data-w-teleport-target-value*=editorial-checks]")
    assert "<mark>guaranteed</mark> cure." in template.decode_contents()


def test_pages_of_other_types_have_no_panel(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    html = open_editor(admin, library)
    assert html.select("[data-side-panel]")
    assert html.select(PANEL) == html.select(TOGGLE) == []


def test_who_may_not_edit_the_page_sees_no_findings(client: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    stranger = UserFactory()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    response = client.get(edit_url(page))
    assert response.status_code == 302
    assert b"guaranteed" not in response.content


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_who_may_edit_the_page_sees_its_findings(client: Client, group: str) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE)])
    client.force_login(UserFactory(group=group))
    assert "guaranteed cure" in found(open_editor(client, page), PANEL).text


# A rule that fails.


@pytest.fixture
def failing_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(article: Any, thresholds: Any) -> list[Any]:
        raise ZeroDivisionError

    monkeypatch.setitem(rules._rules, "C1", replace(rules["C1"], check=fails))


def test_a_rule_that_fails_keeps_nobody_from_writing(
    admin: Client, failing_rule: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = DraftArticleFactory()
    answer = autosave(admin, page, section("overview", CURE), summary="Saved all the same.")
    assert "The checks could not be made." in answer.text
    assert f"The editorial checks of page {page.pk} failed." in caplog.text
    latest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert latest.summary == "Saved all the same."


def test_rendering_does_not_ask_the_database_for_each_finding(
    admin: Client, django_assert_max_num_queries: Any, rf: Any
) -> None:
    body = [rich_text(f"<p>It is guaranteed, sentence {n}. She suffers.</p>") for n in range(30)]
    page = DraftArticleFactory(sections=[section("overview", *body)])
    request = rf.get("/")
    request.user = SuperuserFactory()
    panel = EditorialChecksPanel(page, request)
    with django_assert_max_num_queries(6):
        html = panel.render_html({})
    assert html.count("articles-checks__message") >= 60


def _ways_to_override(client: Client, page: ArticlePage) -> list[str]:
    panel = found(open_editor(client, page), PANEL)
    return [str(link["href"]) for link in panel.select("a[href*='/overrides/add/']")]


def test_a_finding_that_blocks_leads_to_its_override_for_those_who_may(
    admin: Client, client: Client
) -> None:
    page = DraftArticleFactory(sections=[section("overview", CURE), section("seek_help")])
    url = reverse("articles_overrides:add", args=[page.pk])
    ways = _ways_to_override(admin, page)
    assert f"{url}?rule=C1" in ways
    # Nobody may override that a clinician signs.
    assert f"{url}?rule=V2" not in ways
    client.force_login(UserFactory(group="Editors"))
    assert _ways_to_override(client, page) == []
