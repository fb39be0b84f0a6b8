"""A workflow step that signs exactly the text that was read."""

from uuid import uuid4

import pytest
from wagtail.models import Revision

from articles.checks.reading import read_articles
from articles.models import ArticlePage, SignOff
from articles.problems import PublishRefused, SignOffRefused
from articles.review.comparing import compare_contents
from articles.review.content import as_read, content_hash
from articles.review.dates import months_after
from articles.review.reading import content_hash_of_page, read_content
from tests.articles.factories import (
    ArticleIndexPageFactory,
    CitationFactory,
    ClinicianFactory,
    SuperuserFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import (
    care_card,
    clinician_of,
    good_sections,
    make_draft,
    make_reviewer,
    published,
    read,
    sign,
    submit,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def _now(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def _write(page: ArticlePage, words: str, user: object) -> Revision:
    """Somebody changes the text of the article's latest draft."""
    draft = page.get_latest_revision_as_object()
    stream = draft._meta.get_field("sections").stream_block
    draft.sections = stream.to_python(
        [section("overview", rich_text(f"<p>{words}</p>")), section("seek_help", care_card())]
    )
    return draft.save_revision(user=user)


def test_a_signature_publishes_the_article() -> None:
    page, _reviewer = published()
    assert page.live
    assert page.current_workflow_state is None


def test_the_record_says_who_signed_what_with_which_credentials() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    record = sign(page, reviewer, comment="Read in full.")
    revision = page.get_latest_revision()
    assert (record.reviewer_name, record.credentials) == ("Dr Rhea Example", "MD")
    assert record.revision_id == revision.pk
    assert record.content == read_content(revision.as_object())
    assert record.content_hash == content_hash(record.content)
    assert record.comment == "Read in full."
    assert record.valid_until == months_after(today(), 24)


def test_credentials_in_the_record_are_those_of_the_day() -> None:
    page, reviewer = published()
    clinician = clinician_of(reviewer)
    clinician.credentials = "MD, PhD"
    clinician.save()
    assert SignOff.objects.get(page_id=page.pk).credentials == "MD"


def test_one_changed_word_voids_the_signature() -> None:
    page, _reviewer = published()
    revision = _write(page, "Migraine is very common.", UserFactory(group="Editors"))
    with pytest.raises(PublishRefused, match="changed since a clinician approved it"):
        revision.publish()


def test_a_new_search_title_does_not_void_the_signature() -> None:
    page, _reviewer = published()
    draft = page.get_latest_revision_as_object()
    draft.seo_title, draft.search_description = "Better title", "Better words"
    draft.save_revision().publish()
    assert _now(page).seo_title == "Better title"


def test_marks_that_the_editor_leaves_in_formatted_text_void_nothing() -> None:
    page, _reviewer = published()
    draft = page.get_latest_revision_as_object()
    raw = draft.sections.get_prep_value()
    raw[0]["value"]["body"][0]["value"] = '<p data-block-key="a1b2c">Migraine is common.</p>'
    draft.sections = draft._meta.get_field("sections").stream_block.to_python(raw)
    draft.save_revision().publish()
    assert "a1b2c" in str(_now(page).sections.raw_data[0])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('<a linktype="page" id="1">x</a>', '<a id="1" linktype="page">x</a>', True),
        ('<a linktype="page" id="1">x</a>', '<a linktype="page" id="2">x</a>', False),
        ("<p>2 mg</p>", '<p data-block-key="x">2 mg</p>', True),
        ("<p>2 mg</p>", "<p>20 mg</p>", False),
        ("<p>no risk</p>", "<p>risk</p>", False),
        # Words of a plain text, and of what only looks like a mark of the editor.
        ('Take <b data-block-key="one">', 'Take <b data-block-key="ten">', False),
        ('<p data-block-key="k">x</p>', '<p data-block-key="never take it">x</p>', False),
        ('<p data-block-keys="k">x</p>', '<p data-block-keys="n">x</p>', False),
    ],
)
def test_what_counts_as_the_same_formatted_text(one: str, other: str, same: bool) -> None:
    assert (as_read(one) == as_read(other)) is same


def test_what_code_wrote_in_a_shorter_form_can_be_signed() -> None:
    source = CitationFactory(doi="10.1000/a")
    sections = good_sections()
    value = sections[0]["value"]
    value["citations"] = [source.pk]
    value["claims"] = [{"text": "It may help.", "citations": [{"citation": source.pk}]}]
    value["body"] += [
        {"type": "callout", "id": str(uuid4()), "value": {"text": "<p>Ask first.</p>"}},
        {
            "type": "key_facts",
            "id": str(uuid4()),
            "value": {"facts": [{"label": "A", "text": "B"}]},
        },
    ]
    page, _reviewer = published(sections=sections)
    record = SignOff.objects.get(page_id=page.pk)
    assert page.live
    assert record.content_hash == content_hash_of_page(_now(page))
    assert record.content_hash == read_articles([page.pk])[0].content_hash


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"summary": "Other"},
        {"disclosure": "Other"},
        {"funding": "Other"},
        {"publisher_sells_therapy": True},
        {"safety_notice": "Other", "safety_notice_severity": "advice"},
        {"audience": "carers"},
    ],
)
def test_every_clinical_field_is_signed(change: dict[str, object]) -> None:
    page, _reviewer = published()
    draft = page.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(draft, name, value)
    with pytest.raises(PublishRefused, match="changed since"):
        draft.save_revision().publish()


def test_a_new_topic_voids_the_signature() -> None:
    page, _reviewer = published()
    draft = page.get_latest_revision_as_object()
    draft.article_topics.create(topic=TopicFactory(), relation="about")
    with pytest.raises(PublishRefused, match="changed since"):
        draft.save_revision().publish()


def test_what_was_signed_goes_live_although_the_draft_moved_on() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    shown = read(page)
    _write(page, "Words that nobody has read.", SuperuserFactory())
    sign(page, reviewer, **shown)
    live = _now(page)
    assert live.live
    assert live.live_revision_id == shown["revision_id"]
    assert live.has_unpublished_changes
    assert "nobody has read" not in str(live.sections)
    assert "nobody has read" in str(live.get_latest_revision_as_object().sections)


def test_a_text_that_was_rewritten_in_place_while_it_was_read_is_not_signed() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    shown = read(page)
    revision = page.get_latest_revision()
    draft = revision.as_object()
    draft.summary = "Rewritten by an autosave."
    draft.save_revision(user=revision.user, overwrite_revision=revision)
    with pytest.raises(SignOffRefused, match="changed while you were reading"):
        sign(page, reviewer, **shown)
    assert not SignOff.objects.exists()
    assert not _now(page).live
    assert _now(page).current_workflow_task_state.status == "in_progress"


def test_autosave_does_not_write_over_a_version_that_was_signed() -> None:
    page, reviewer = published()
    signed = page.get_latest_revision()
    draft = signed.as_object()
    draft.summary = "Typed after the signature."
    draft.save_revision(user=signed.user, overwrite_revision=signed)
    record = SignOff.objects.get(reviewer=reviewer)
    assert content_hash(read_content(record.revision.as_object())) == record.content_hash
    assert _now(page).get_latest_revision().pk != signed.pk


def test_a_version_of_another_article_cannot_be_signed_here() -> None:
    reviewer = make_reviewer()
    page, other = submit(make_draft()), make_draft()
    with pytest.raises(SignOffRefused, match="is gone"):
        sign(page, reviewer, **read(other))


def test_nothing_is_signed_unread() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    with pytest.raises(SignOffRefused, match="review screen"):
        sign(page, reviewer, content_hash="")


# Who may sign


def test_a_reviewer_without_credentials_on_file_may_not_sign() -> None:
    page = submit(make_draft())
    reviewer = UserFactory(group="Clinical reviewers")
    with pytest.raises(SignOffRefused, match="Nobody on file"):
        sign(page, reviewer)
    ClinicianFactory(user=reviewer, credentials="")
    with pytest.raises(SignOffRefused, match="has no credentials"):
        sign(page, reviewer)


def test_nobody_signs_what_they_wrote() -> None:
    reviewer = make_reviewer()
    page = make_draft()
    _write(page, "The reviewer's own words.", reviewer)
    _write(page, "Then an editor's.", UserFactory(group="Editors"))
    with pytest.raises(SignOffRefused, match="You have changed this article"):
        sign(submit(_now(page)), reviewer)


def test_words_written_before_the_last_signature_do_not_bar_anybody() -> None:
    page, reviewer = published()
    writer = make_reviewer()
    _write(page, "First words.", writer)
    sign(submit(_now(page)), reviewer)
    _write(page, "Second words.", UserFactory(group="Editors"))
    sign(submit(_now(page)), writer)
    assert "Second words" in str(_now(page).sections)


def test_words_written_while_another_version_was_signed_are_nobodys_to_sign_themselves() -> None:
    reviewer, writer = make_reviewer(), make_reviewer()
    page = submit(make_draft())
    shown = read(page)
    _write(page, "The second reviewer's own words.", writer)
    sign(page, reviewer, **shown)
    with pytest.raises(SignOffRefused, match="You have changed this article"):
        sign(submit(_now(page)), writer)


def test_who_wrote_a_text_that_is_brought_back_does_not_sign_it() -> None:
    reviewer, writer = make_reviewer(), make_reviewer()
    page = make_draft()
    old = _write(page, "Words that nobody signed.", writer)
    editor = UserFactory(group="Editors")
    _write(page, "Other words.", editor)
    sign(submit(_now(page)), reviewer)
    old.as_object().save_revision(user=editor, log_action=True, previous_revision=old)
    with pytest.raises(SignOffRefused, match="You have changed this article"):
        sign(submit(_now(page)), writer)


def test_who_wrote_a_version_that_was_purged_does_not_sign_what_came_of_it() -> None:
    writer = make_reviewer()
    page, _reviewer = published()
    page.summary = "The second reviewer's own words."
    page.save_revision(user=writer, log_action=True)
    page.save_revision(user=UserFactory(group="Editors"))
    Revision.page_revisions.filter(user=writer).delete()
    with pytest.raises(SignOffRefused, match="changed this article"):
        sign(submit(_now(page)), writer)


def test_superusers_sign_nothing_unless_they_are_reviewers() -> None:
    page = submit(make_draft())
    task = page.current_workflow_task_state.task.specific
    superuser = SuperuserFactory()
    assert task.get_actions(page, superuser) == []
    assert not task.get_task_states_user_can_moderate(superuser).exists()
    assert [name for name, *_ in task.get_actions(page, make_reviewer())] == ["reject", "approve"]


# Asking for changes


def test_a_request_for_changes_is_recorded_and_sends_the_article_back() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "reject", comment="Say more of risks.")
    record = SignOff.objects.get(page_id=page.pk)
    assert record.decision == SignOff.Decision.CHANGES_REQUESTED
    assert record.comment == "Say more of risks."
    assert record.valid_until is None
    assert _now(page).current_workflow_state.status == "needs_changes"
    with pytest.raises(PublishRefused, match="asked for changes"):
        page.get_latest_revision().publish()


# A second role


def test_a_site_can_ask_for_a_legal_sign_off_as_well(settings) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"REQUIRED_SIGN_OFFS": ["clinical", "legal"]}}
    page = submit(make_draft())
    sign(page, make_reviewer())
    assert not _now(page).live
    with pytest.raises(PublishRefused, match="legal review"):
        page.get_latest_revision().publish()
    lawyer = UserFactory(group="Legal reviewers", first_name="Lex", last_name="Example")
    record = sign(page, lawyer)
    assert (record.role, record.reviewer_name) == ("legal", "Lex Example")
    assert _now(page).live


def test_a_legal_sign_off_does_not_carry_words_that_no_clinician_read(settings) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"REQUIRED_SIGN_OFFS": ["clinical", "legal"]}}
    page = submit(make_draft())
    sign(page, make_reviewer())
    _write(page, "Slipped in between.", SuperuserFactory())
    with pytest.raises(SignOffRefused, match="changed since this sign-off: Clinical"):
        sign(_now(page), UserFactory(group="Legal reviewers"))
    assert not _now(page).live


# Dates


def test_review_dates_follow_the_signature() -> None:
    page, _reviewer = published()
    assert page.last_reviewed_date == today()
    assert page.next_review_date == months_after(today(), 24)


def test_emerging_evidence_is_reviewed_sooner() -> None:
    page = submit(make_draft(evidence_maturity="emerging"))
    sign(page, make_reviewer())
    assert _now(page).next_review_date == months_after(today(), 12)


def test_a_topic_can_ask_for_an_earlier_review() -> None:
    page = submit(make_draft(topics={"about": TopicFactory(review_months=6)}))
    record = sign(page, make_reviewer())
    assert _now(page).next_review_date == months_after(today(), 6)
    assert record.valid_until == months_after(today(), 6)


def test_an_earlier_review_can_be_planned_and_a_later_one_cannot() -> None:
    soon, late = months_after(today(), 3), months_after(today(), 40)
    first, second = make_draft(next_review_date=soon), make_draft(next_review_date=late)
    sign(submit(first), make_reviewer())
    sign(submit(second), make_reviewer())
    assert _now(first).next_review_date == soon
    assert _now(second).next_review_date == months_after(today(), 24)


def test_a_date_that_was_due_is_no_plan_for_the_next_review() -> None:
    page, _reviewer = published()
    due = months_after(today(), 1)
    ArticlePage.objects.filter(pk=page.pk).update(
        last_reviewed_date=months_after(today(), -23), next_review_date=due
    )
    page = _now(page)
    _write(page, "Read again.", UserFactory(group="Editors"))
    assert page.get_latest_revision_as_object().next_review_date == due
    sign(submit(_now(page)), make_reviewer())
    assert _now(page).next_review_date == months_after(today(), 24)


def test_signing_is_all_or_nothing() -> None:
    reviewer = make_reviewer()
    # The slug is taken by a live article meanwhile, so that publishing is refused.
    page = submit(make_draft(slug="migraine"))
    published(slug="migraine", parent=ArticleIndexPageFactory())
    with pytest.raises(PublishRefused, match="has this slug"):
        sign(page, reviewer)
    assert not SignOff.objects.filter(page_id=page.pk).exists()
    assert _now(page).current_workflow_task_state.status == "in_progress"


def test_a_comparison_shows_nothing_where_only_the_editor_left_marks() -> None:
    page, _reviewer = published()
    before = read_content(page)
    after = {**before, "sections": [dict(section) for section in before["sections"]]}
    marked = section("overview", rich_text('<p data-block-key="a1b2c">Migraine is common.</p>'))
    marked["id"] = before["sections"][0]["id"]
    marked["value"]["body"][0]["id"] = before["sections"][0]["value"]["body"][0]["id"]
    after["sections"][0] = marked
    differences = compare_contents(before, after)
    assert not differences.changed_sections
    assert content_hash(before) == content_hash(after)
