"""What waits for whom."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from articles.review.duties import due, to_review, to_write
from articles.review.states import ReviewState
from tests.articles.factories import ArticlePageFactory, DraftArticleFactory, UserFactory
from tests.articles.review.signed import make_draft, make_reviewer, published, read, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def send_back(page: ArticlePage, reviewer: Any) -> None:
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "reject", comment="Say more.", **read(page))


def titles(found: Any) -> list[str]:
    return [page.title for page in found]


def days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def test_what_was_sent_back_comes_first_and_what_waits_for_others_last() -> None:
    editor, reviewer = UserFactory(group="Editors"), make_reviewer()
    waits, back, draft = (
        make_draft(title=title, owner=editor) for title in ("Waits", "Back", "Draft")
    )
    submit(waits)
    send_back(submit(back), reviewer)
    assert titles(to_write(editor)) == ["Back", "Draft", "Waits"]
    assert [page.review_status for page in to_write(editor)] == [
        "needs_changes", None, "in_progress",
    ]  # fmt: skip
    assert to_write(editor).last().review_step == "Clinical review"
    assert draft.pk in to_write(editor).values_list("pk", flat=True)


def test_a_finished_article_is_nobodys_to_write() -> None:
    page, _reviewer = published(owner=UserFactory(group="Editors"))
    assert not to_write(page.owner).exists()


def test_a_newer_draft_is_its_owners_and_its_writers() -> None:
    page, _reviewer = published(owner=UserFactory(group="Editors"))
    writer = UserFactory(group="Editors")
    page.summary = "A better summary."
    page.save_revision(user=writer)
    assert titles(to_write(page.owner)) == titles(to_write(writer)) == [page.title]
    assert not to_write(UserFactory(group="Editors")).exists()


def test_a_submitted_article_waits_for_its_submitter() -> None:
    page = submit(make_draft())
    submitter = page.current_workflow_state.requested_by
    assert titles(to_write(submitter)) == [page.title]


def test_a_reviewer_who_corrects_does_not_become_the_writer() -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    page.save_revision(user=reviewer)
    assert not to_write(reviewer).exists()


def test_a_reviewer_sees_what_waits_for_a_sign_off() -> None:
    page = submit(make_draft())
    make_draft()
    reviewer = make_reviewer()
    (state,) = to_review(reviewer)
    assert state == page.current_workflow_task_state
    assert not to_review(UserFactory(group="Editors")).exists()
    assert not to_review(UserFactory(group="Legal reviewers")).exists()


def test_after_the_decision_nothing_waits() -> None:
    reviewer = make_reviewer()
    send_back(submit(make_draft()), reviewer)
    assert not to_review(reviewer).exists()


@pytest.mark.parametrize(
    ("in_days", "state"), [(10, ReviewState.DUE_SOON), (-10, ReviewState.OVERDUE)]
)
def test_reviews_are_their_owners_their_last_reviewers_and_the_publishers(
    in_days: int, state: ReviewState
) -> None:
    page, reviewer = published(owner=UserFactory(group="Editors"))
    ArticlePage.objects.filter(pk=page.pk).update(next_review_date=days(in_days))
    for user in (page.owner, reviewer, UserFactory(group="Publishers")):
        assert titles(due(user, state)) == [page.title]
    assert not due(UserFactory(group="Editors"), state).exists()
    assert not due(UserFactory(group="Clinical reviewers"), state).exists()
    unaffected = ReviewState.OVERDUE if in_days > 0 else ReviewState.DUE_SOON
    assert not due(page.owner, unaffected).exists()


def test_drafts_have_no_review_that_is_due() -> None:
    draft = DraftArticleFactory(next_review_date=days(-1), owner=UserFactory(group="Publishers"))
    assert not due(draft.owner, ReviewState.OVERDUE).exists()


def test_the_most_urgent_comes_first(settings: Any) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False}}
    for count in (-5, -50, -1):
        ArticlePageFactory(title=f"{count}", next_review_date=days(count))
    publisher = UserFactory(group="Publishers")
    assert titles(due(publisher, ReviewState.OVERDUE)) == ["-50", "-5", "-1"]
