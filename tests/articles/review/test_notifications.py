"""Mails of the workflow: to who must act, to where they act, once the decision stands."""

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from wagtail.models import Comment, GroupApprovalTask, Workflow, WorkflowTask
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from articles.problems import SignOffRefused
from tests.articles.factories import ArticleIndexPageFactory, SuperuserFactory, UserFactory
from tests.articles.review.signed import make_draft, make_reviewer, read, sign, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def recipients() -> set[str]:
    return {address for sent in mail.outbox for address in sent.to}


def test_the_reviewers_are_asked_and_led_to_the_review_screen(committed: Any) -> None:
    reviewer, other = make_reviewer(), UserFactory(group="Legal reviewers")
    with committed():
        page = submit(make_draft(title="Sleep & pain"))
    assert recipients() == {reviewer.email}
    assert other.email not in recipients()
    (sent,) = mail.outbox
    assert sent.subject == "For your sign-off: “Sleep & pain” (Clinical review)"
    state = page.current_workflow_task_state
    assert f"http://testserver{reverse('articles_review', args=[state.pk])}" in sent.body
    assert "has not been signed off before" in sent.body
    assert page.current_workflow_state.requested_by.username in sent.body


def test_who_wrote_the_text_is_not_asked_to_sign_it(committed: Any) -> None:
    author, reviewer = make_reviewer(), make_reviewer()
    page = make_draft()
    page.save_revision(user=author)
    with committed():
        submit(page)
    assert recipients() == {reviewer.email}


def test_superusers_are_told_only_where_they_may_sign(committed: Any) -> None:
    SuperuserFactory()
    reviewing = SuperuserFactory()
    reviewing.groups.add(make_reviewer().groups.get())
    with committed():
        submit(make_draft())
    assert reviewing.email in recipients()
    assert len(recipients()) == 2


def test_after_a_change_the_mail_speaks_of_the_last_sign_off(committed: Any) -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    sign(page, reviewer)
    page = ArticlePage.objects.get(pk=page.pk)
    page.summary = "Other words."
    page.save_revision(user=UserFactory(group="Editors"))
    with committed():
        submit(ArticlePage.objects.get(pk=page.pk))
    assert "by Dr Rhea Example; you are shown what has changed" in mail.outbox[-1].body


def test_the_submitter_hears_what_to_change(committed: Any) -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    state = page.current_workflow_task_state
    Comment.objects.create(
        page=page,
        user=reviewer,
        text="Which one?",
        contentpath="title",
        revision_created=page.get_latest_revision(),
    )
    with committed():
        state.task.specific.on_action(
            state, reviewer, "reject", comment="Say <more>.", **read(page)
        )
    (sent,) = mail.outbox
    assert sent.to == [page.current_workflow_state.requested_by.email]
    assert sent.subject == f"Changes requested: “{page.title}”"
    for words in ("Dr Rhea Example", "Say <more>.", "1 remark", f"/admin/pages/{page.pk}/edit/"):
        assert words in sent.body


def test_the_submitter_hears_that_it_is_live(committed: Any) -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    submitter = page.current_workflow_state.requested_by
    with committed():
        sign(page, reviewer, comment="Clear.")
    (sent,) = mail.outbox
    assert sent.to == [submitter.email]
    assert "Dr Rhea Example, MD (Clinical): Clear." in sent.body
    assert "It is live. Its next review is due on" in sent.body


def test_the_legal_reviewers_are_asked_next(committed: Any, settings: Any) -> None:
    own = {"REQUIRED_SIGN_OFFS": ("clinical", "legal")}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": own}
    legal, clinical = UserFactory(group="Legal reviewers"), make_reviewer()
    page = submit(make_draft())
    with committed():
        sign(page, clinical)
    assert recipients() == {legal.email}


def test_what_is_rolled_back_is_not_told(committed: Any) -> None:
    make_reviewer()
    page = make_draft()
    with committed(), transaction.atomic():
        submit(page)
        transaction.set_rollback(True)
    assert mail.outbox == []


def test_a_refused_signature_is_not_told(committed: Any) -> None:
    reviewer = make_reviewer()
    page = submit(make_draft())
    with committed(), pytest.raises(SignOffRefused):
        sign(page, reviewer, revision_id=page.latest_revision_id, content_hash="0" * 64)
    assert mail.outbox == []


def test_mails_are_in_the_language_of_who_gets_them(committed: Any) -> None:
    reviewer = make_reviewer()
    UserProfile.objects.create(user=reviewer, preferred_language="es")
    with committed():
        submit(make_draft())
    assert mail.outbox[0].subject.startswith("Para firmar")


def test_who_wants_no_mails_gets_none(committed: Any) -> None:
    UserProfile.objects.create(user=make_reviewer(), submitted_notifications=False)
    with committed():
        submit(make_draft())
    assert mail.outbox == []


def test_other_pages_keep_wagtails_mails(committed: Any) -> None:
    library = ArticleIndexPageFactory()
    revision = library.save_revision(user=UserFactory(group="Editors"))
    moderator = UserFactory(group="Moderators")
    task = GroupApprovalTask.objects.create(name="Other", active=True)
    task.groups.set(moderator.groups.all())
    workflow = Workflow.objects.create(name="Other", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    with committed():
        workflow.start(library, revision.user)
    assert recipients() == {moderator.email}
    assert "submitted for approval" in mail.outbox[0].body
