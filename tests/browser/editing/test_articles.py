"""An article from the first click to its publication, as editors and publishers do it."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import ArticlePage
from articles.sections.kinds import section_kinds
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    PlacementFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]


def _sections(page: Page) -> Locator:
    stream = page.locator("[data-contentpath=sections] [data-streamfield-stream-container]").first
    return stream.locator("> [data-streamfield-child]")


def _open(section: Locator) -> None:
    toggle = section.locator("button[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()


def _write(section: Locator, text: str) -> None:
    editor = section.locator(".public-DraftEditor-content").first
    editor.click()
    editor.page.keyboard.type(text)


def _act(page: Page, name: str) -> None:
    """Choose an action of the menu at the foot of the form."""
    button = page.locator(f"footer [name={name}]")
    if not button.is_visible():
        page.locator("footer button[data-w-dropdown-target=toggle]").last.click()
    button.click()


def test_a_therapy_article_from_draft_to_publication(
    live_server,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    library = ArticleIndexPageFactory(title="Health library")
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{library.pk}/add_subpage/")
    page.get_by_role("link", name="Article", exact=True).or_(
        page.locator("a[href*='/articlepage/']").first
    ).first.click()
    expect(page.get_by_role("heading", name="What do you want to start from?")).to_be_visible()
    screenshot("kind")
    page.get_by_role("region", name="What a kind of article must have").get_by_role(
        "link", name="Therapy"
    ).click()

    # The skeleton: every section a therapy needs, empty and explained.
    needed = section_kinds.required_for("therapy")
    expect(_sections(page)).to_have_count(len(needed))
    expect(page.locator(".articles-needs__count")).to_have_text(
        f"0 of {len(needed)} needed sections are written"
    )
    watched()
    page.fill("#id_title", "Ketamine infusions for migraine")
    overview = _sections(page).first
    _open(overview)
    expect(overview).to_contain_text("Say what this is and for whom")
    _write(overview, "Ketamine is an anaesthetic. Some clinics give it for migraine.")
    expect(page.locator(".articles-needs__count")).to_have_text(
        f"1 of {len(needed)} needed sections are written"
    )
    overview.scroll_into_view_if_needed()
    page.locator(".articles-needs").scroll_into_view_if_needed()
    screenshot("sections")

    # Another kind asks for other sections at once.
    page.select_option("#id_kind", "condition")
    expect(page.locator(".articles-needs__item--missing").first).to_contain_text("Causes")
    page.select_option("#id_kind", "therapy")

    # Typing has saved the draft by itself; a click in the middle of that would be a second page.
    page.wait_for_url("**/edit/**")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.locator("footer button.action-save").first.click()
    expect(page.locator(".messages")).to_contain_text("Ketamine infusions for migraine")
    article = ArticlePage.objects.get(title="Ketamine infusions for migraine")
    assert not article.live
    assert page.locator("[name=action-publish]").count() == 0

    # A publisher is told at the fields what is missing; nothing is lost.
    sign_in("Publishers")
    edit = f"{live_server.url}/admin/pages/{article.pk}/edit/"
    page.goto(edit)
    _act(page, "action-publish")
    expect(page.locator(".messages .error")).to_be_visible()
    expect(
        page.locator("#panel-child-content-summary-errors, [id$=summary-errors]")
    ).to_contain_text("Write a summary")
    expect(_sections(page).nth(1)).to_contain_text("This field is required")
    expect(_sections(page).first).to_contain_text("Some clinics give it for migraine.")
    _sections(page).nth(1).scroll_into_view_if_needed()
    screenshot("refused")

    # Completed, it goes live.
    page.fill("#id_summary", "What a ketamine infusion is, and what is known about it.")
    for index, kind in enumerate(needed):
        section = _sections(page).nth(index)
        if kind.slug == "overview":
            continue
        _open(section)
        if kind.slug == "seek_help":
            section.locator("select[name$=urgency]").select_option("emergency")
            section.locator("input[name*=body][name$=heading]").fill("Call an ambulance if:")
        _write(section, f"{kind.label}: what a patient should know.")
    expect(page.locator(".articles-needs--complete")).to_be_visible()
    page.wait_for_timeout(500)
    _act(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible(timeout=60_000)
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.live
    assert len(article.sections) == len(needed)
    assert errors == []


def test_links_to_a_topic_and_to_a_section(
    live_server, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    topic = TopicFactory(name="Aura", slug="aura")
    target = ArticlePageFactory(title="What is migraine?", kind="condition")
    article = ArticlePageFactory(title="Sleep and migraine")
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    overview = _sections(page).first
    _open(overview)
    editor = overview.locator(".public-DraftEditor-content").first

    def select_last_word() -> None:
        page.keyboard.press("Control+Shift+ArrowLeft")
        expect(page.locator(".Draftail-ToolbarButton[name=TOPIC]").first).to_be_visible()

    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Some people see an aura")
    select_last_word()
    screenshot("toolbar")
    page.locator(".Draftail-ToolbarButton[name=TOPIC]").first.click()
    page.locator(".modal-body").get_by_role("link", name="Aura").click()
    expect(overview.locator(".TooltipEntity")).to_have_count(1)

    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" or read the causes")
    select_last_word()
    page.locator(".Draftail-ToolbarButton[name=SECTION]").first.click()
    choices = page.locator(".articles-section-choices", has_text="What is migraine?")
    expect(choices).to_be_visible()
    screenshot("section-chooser")
    page.locator(".modal-body #id_q").fill("what is")
    expect(page.locator(".articles-section-choices")).to_have_count(1)
    choices.get_by_role("link", name="Causes").click()
    expect(overview.locator(".TooltipEntity")).to_have_count(2)
    overview.locator(".TooltipEntity").last.click()
    expect(page.locator(".Tooltip__link")).to_contain_text("What is migraine?")
    screenshot("links")
    page.keyboard.press("Escape")

    page.locator("footer button.action-save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    stored = draft.sections[0].value["body"][0].value.source
    causes = next(block.id for block in target.sections if block.block_type == "causes")
    assert f'<a linktype="topic" id="{topic.pk}">aura</a>' in stored
    assert f'<a linktype="section" id="{target.pk}" section="{causes}">causes</a>' in stored
    assert errors == []


def test_the_picker_groups_kinds_and_shows_an_example(
    live_server, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    article = ArticlePageFactory(title="Ketamine infusions for migraine")
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.locator("[data-contentpath=sections] .c-sf-add-button").first.click()
    picker = page.locator(".w-combobox")
    for group in ("About the condition", "About the therapy", "Evidence and safety"):
        expect(picker).to_contain_text(group)
    kinds = picker.get_by_role("option").all_inner_texts()
    index = next(index for index, name in enumerate(kinds) if "Side effects" in name)
    picker.get_by_role("option").nth(index).hover()
    picker.get_by_role("button", name="Preview").nth(index).click()
    preview = page.frame_locator(".w-combobox-preview__iframe")
    expect(preview.locator("body")).to_contain_text("Many people feel dizzy or detached.")
    screenshot("picker")
    assert errors == []


# What each rich text in the form is, from the moment it is there.
WATCH_TEXTS = """
window.seen = {};
setInterval(() => {
  for (const text of document.querySelectorAll('[name$="-body-0-value"]')) {
    const seen = window.seen[text.name] ??= [];
    if (text.value && seen.at(-1) !== text.value) seen.push(text.value);
  }
}, 5);
"""
FORMATTED = (
    '<p data-block-key="a1">A <b>low dose</b>, 0.2 mg/kg \N{BRAIN}, see '
    '<a href="https://example.org/a?b=1&amp;c=2">here</a>.</p>'
    '<ul><li data-block-key="a2">one</li><li data-block-key="a3">CO<sub>2</sub></li></ul>'
)


def test_an_article_that_is_only_opened_is_not_edited(
    live_server, page: Page, sign_in: SignIn, errors: list[str]
) -> None:
    article = DraftArticleFactory(
        sections=[section("overview", rich_text(FORMATTED)), section("causes", rich_text(""))]
    )
    sign_in("Editors")
    page.add_init_script(WATCH_TEXTS)
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    expect(page.locator(".public-DraftEditor-content")).to_have_count(2)
    page.wait_for_timeout(500)
    seen = page.evaluate("window.seen")
    assert len(seen) == 2
    assert all(len(values) == 1 for values in seen.values()), seen
    assert errors == []


def test_a_clinic_is_added_from_the_article(
    live_server, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    migraine = TopicFactory(name="Migraine", slug="migraine")
    article = ArticlePageFactory(
        title="Ketamine infusions for migraine",
        kind="therapy",
        topics={"treats": migraine},
        next_review_date=date(2021, 5, 1),
    )
    ArticlePageFactory(title="What is migraine?", kind="condition", topics={"about": migraine})
    ArticlePageFactory(title="Sleep and migraine", live=False, topics={"about": migraine})
    placement = PlacementFactory(
        article=article,
        clinic__name="Riverside Pain Clinic",
        clinic__call_to_action_label="Book a talk",
    )
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/pages/{article.get_parent().pk}/")
    overdue = page.get_by_text("overdue")
    expect(overdue).to_be_visible()
    tag, column = overdue.bounding_box(), page.locator("td", has=overdue).bounding_box()
    assert tag is not None
    assert column is not None
    assert tag["width"] < 100, "The tag is as wide as its word, not as its column."
    assert column["width"] < 250, "The column leaves the others their room."
    screenshot("library")
    page.goto(f"{live_server.url}/admin/pages/{placement.article.pk}/edit/#tab-clinics")
    expect(page.get_by_role("rowheader", name=placement.clinic.name)).to_be_visible()
    screenshot("clinics")
    page.get_by_role("link", name="Add a clinic").click()
    expect(
        page.locator("[data-contentpath=article], #panel-child-what_and_where-section")
    ).to_contain_text(placement.article.title)
    assert errors == []
