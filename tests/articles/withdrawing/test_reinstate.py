"""Coming back: only what was signed off after the withdrawal, and only by a publisher's act."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, Publication, SignOff, Withdrawal
from articles.problems import PublishRefused, ReinstateRefused
from articles.withdrawing.reinstate import read_readiness, reinstate
from tests.articles.factories import ArticlePageFactory, ClinicFactory, UserFactory
from tests.articles.review.signed import published, sign, submit
from tests.articles.withdrawing.test_withdraw import again, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def withdrawn(**kwargs: Any) -> tuple[ArticlePage, Withdrawal, Any]:
    """A signed article that was withdrawn, its record and its reviewer."""
    page, reviewer = published()
    record = take_back(page, **kwargs)[0]
    return again(page), record, reviewer


def edit(page: ArticlePage, **fields: Any) -> ArticlePage:
    draft = again(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=UserFactory(group="Editors"))
    return again(page)


def test_an_earlier_sign_off_is_not_enough() -> None:
    page, record, _reviewer = withdrawn()
    assert "since it was withdrawn" in read_readiness(record).problem
    with pytest.raises(ReinstateRefused):
        reinstate(record, user=UserFactory(group="Publishers"))
    assert not again(page).live


def test_a_new_sign_off_does_not_publish_by_itself() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(edit(page, summary="Corrected.")), reviewer)
    assert not again(page).live
    assert again(page).current_workflow_state is None
    assert read_readiness(record).problem == ""


def test_a_publisher_reinstates_exactly_what_was_signed() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(edit(page, summary="Corrected.")), reviewer)
    edit(page, summary="Written since.")
    publisher = UserFactory(group="Publishers")
    assert reinstate(record, user=publisher) == [record]
    assert (again(page).live, again(page).summary) == (True, "Corrected.")
    record.refresh_from_db()
    assert record.reinstated_at is not None
    assert record.reinstated_by_name == publisher.username
    assert Publication.objects.get(page=page, live_until=None).content["fields"]["summary"] == (
        "Corrected."
    )
    entry = PageLogEntry.objects.get(page_id=page.pk, action="articles.reinstate")
    assert entry.data["sign_offs"] == [SignOff.objects.latest("pk").pk]
    assert again(page).get_latest_revision_as_object().summary == "Written since."


def test_the_same_text_may_be_signed_again() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(page), reviewer)
    reinstate(record, user=UserFactory(group="Publishers"))
    assert again(page).live


def test_the_newest_of_several_notices_counts() -> None:
    page, first, reviewer = withdrawn(severity="advice")
    sign(submit(page), reviewer)
    second = take_back(page, severity="critical")[0]
    with pytest.raises(ReinstateRefused):
        reinstate(first, user=UserFactory(group="Publishers"))
    sign(submit(again(page)), reviewer)
    assert reinstate(second, user=UserFactory(group="Publishers")) == [first, second]
    assert not Withdrawal.objects.open().exists()


def test_changes_requested_later_count_more() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(page), reviewer)
    again_submitted = submit(again(page))
    state = again_submitted.current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "reject", comment="Still wrong.")
    with pytest.raises(ReinstateRefused):
        reinstate(record, user=UserFactory(group="Publishers"))


def test_the_publishing_rules_hold(settings: Any) -> None:
    page, record, reviewer = withdrawn()
    draft = again(page).get_latest_revision_as_object()
    draft.summary = "It is a guaranteed cure."
    draft.save_revision(user=UserFactory())
    submitted = submit(again(page))
    sign(submitted, reviewer)
    with pytest.raises(PublishRefused, match="guaranteed"):
        reinstate(record, user=UserFactory(group="Publishers"))
    record.refresh_from_db()
    assert record.reinstated_at is None


def test_whoever_may_not_publish_does_not_reinstate() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(page), reviewer)
    with pytest.raises(PermissionDenied):
        reinstate(record, user=UserFactory(group="Editors"))
    assert not again(page).live


def test_a_clinic_gets_it_back_once_the_live_text_is_signed_again() -> None:
    page, reviewer = published()
    record = take_back(page, clinics=[ClinicFactory()])[0]
    with pytest.raises(ReinstateRefused):
        reinstate(record, user=UserFactory(group="Publishers"))
    sign(submit(again(page)), reviewer)
    assert reinstate(record, user=UserFactory(group="Publishers")) == [record]


def test_a_deleted_page_keeps_its_notice() -> None:
    page, record, _reviewer = withdrawn()
    page.delete()
    record.refresh_from_db()
    assert "deleted" in read_readiness(record).problem


def test_it_ends_once() -> None:
    page, record, reviewer = withdrawn()
    sign(submit(page), reviewer)
    reinstate(record, user=UserFactory(group="Publishers"))
    with pytest.raises(ReinstateRefused, match="already"):
        reinstate(record, user=UserFactory(group="Publishers"))


def test_where_no_sign_off_is_asked_for_a_publisher_alone_reinstates(settings: Any) -> None:
    content = settings.CLINIC_CONTENT
    settings.CLINIC_CONTENT = {
        **content,
        "ARTICLES": {"REQUIRED_SIGN_OFFS": (), "ENFORCE_CHECKS": False},
    }
    page = ArticlePageFactory()
    page.save_revision()
    record = take_back(page)[0]
    reinstate(record, by="operator")
    record.refresh_from_db()
    assert (again(page).live, record.reinstated_by_name) == (True, "operator")


def test_the_mail_of_a_sign_off_says_that_it_is_withdrawn(
    django_capture_on_commit_callbacks: Any,
) -> None:
    page, _record, reviewer = withdrawn()
    page = submit(page)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sign(page, reviewer)
    assert "A publisher can reinstate it now." in mail.outbox[-1].body
