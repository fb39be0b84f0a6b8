"""A notice goes before the live text when it is signed, whatever the draft is."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, NoticeRequest, Publication, SignOff
from articles.models.records import RecordIsFinal
from articles.problems import PublishRefused, SignOffRefused
from articles.review.live_sign_offs import LiveSignOff, read_live_sign_offs
from articles.review.signing import signer_problem, writers_since_sign_off
from articles.safety_notices.request import decline_notice, open_request, request_notice
from articles.safety_notices.sign import sign_notice
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    UserFactory,
)
from tests.articles.review.signed import make_reviewer, published, sign, submit
from tests.articles.withdrawing.test_withdraw import again, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

TEXT = "Do not take it with triptans."


def ask(page: Any, **kwargs: Any) -> NoticeRequest:
    user = kwargs.pop("user", None) or UserFactory(group="Publishers")
    return request_notice(page, **{"text": TEXT, "severity": "critical", **kwargs}, user=user)


def put_on(page: Any, **kwargs: Any) -> SignOff | None:
    signer = make_reviewer()
    return sign_notice(ask(page, **kwargs), user=signer)


def with_draft(page: ArticlePage, user: Any = None, **fields: Any) -> ArticlePage:
    draft = again(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user or UserFactory(group="Editors"))
    return again(page)


def test_asking_changes_nothing_for_readers(django_capture_on_commit_callbacks: Any) -> None:
    page, reviewer = published()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ask(page)
    assert again(page).safety_notice == ""
    assert [message.to for message in mail.outbox] == [[reviewer.email]]
    assert TEXT in mail.outbox[0].body


def test_signing_puts_it_on_the_live_text_and_on_the_draft() -> None:
    page, _reviewer = published()
    page = with_draft(page, summary="Half written")
    before = page.summary
    sign_off = put_on(page)
    page = again(page)
    assert (page.summary, page.safety_notice, page.safety_notice_severity) == (
        before,
        TEXT,
        "critical",
    )
    assert page.safety_notice_at is not None
    assert (page.live, page.has_unpublished_changes) == (True, True)
    draft = page.get_latest_revision_as_object()
    assert (draft.summary, draft.safety_notice) == ("Half written", TEXT)
    live = Publication.objects.get(page=page, live_until=None)
    assert sign_off is not None
    assert live.content_hash == sign_off.content_hash
    assert live.content["fields"]["safety_notice"] == TEXT
    assert page.live_revision == sign_off.revision
    assert read_live_sign_offs([page.pk]) == {page.pk: LiveSignOff.VALID}
    assert PageLogEntry.objects.filter(page_id=page.pk, action="articles.notice.sign").exists()


def test_without_a_draft_there_is_none_afterwards() -> None:
    page, _reviewer = published()
    put_on(page)
    page = again(page)
    assert not page.has_unpublished_changes
    assert page.latest_revision == page.live_revision


def test_review_dates_and_the_reviewer_of_the_text_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    page, reviewer = published()
    first = SignOff.objects.get()
    dates = (page.last_reviewed_date, page.next_review_date)
    later = timezone.now() + dt.timedelta(days=100)
    monkeypatch.setattr(timezone, "now", lambda: later)
    second = put_on(page)
    third = put_on(page, text="", severity="")
    page = again(page)
    assert (page.last_reviewed_date, page.next_review_date) == dates
    assert second is not None
    assert third is not None
    assert second.valid_until == third.valid_until == first.valid_until
    assert second.rests_on == third.rests_on == first
    page.seo_title = "Another one"
    page.save()
    assert (again(page).last_reviewed_date, again(page).next_review_date) == dates
    assert reviewer.pk


def test_removing_is_the_same_act() -> None:
    page, _reviewer = published()
    put_on(page)
    put_on(again(page), text="", severity="")
    page = again(page)
    assert (page.safety_notice, page.safety_notice_severity, page.safety_notice_at) == (
        "",
        "",
        None,
    )
    assert read_live_sign_offs([page.pk]) == {page.pk: LiveSignOff.VALID}


def test_a_review_of_the_draft_goes_on() -> None:
    page, reviewer = published()
    page = submit(with_draft(page, summary="Better words."))
    put_on(page)
    page = again(page)
    assert page.current_workflow_state is not None
    sign(page, reviewer)
    assert (again(page).summary, again(page).safety_notice) == ("Better words.", TEXT)


def test_who_wrote_the_draft_still_may_not_sign_it() -> None:
    page, _reviewer = published()
    writer = make_reviewer()
    page = with_draft(page, user=writer, summary="Mine")
    put_on(page)
    revision = again(page).get_latest_revision()
    assert writer.pk in writers_since_sign_off(page, revision, "clinical")
    assert signer_problem(page, revision, writer, "clinical")


def test_the_writer_does_not_sign(settings: Any) -> None:
    page, reviewer = published()
    request = ask(page, user=reviewer)
    with pytest.raises(SignOffRefused, match="You wrote this notice"):
        sign_notice(request, user=reviewer)
    settings.CLINIC_CONTENT = {
        **settings.CLINIC_CONTENT,
        "ARTICLES": {"SIGN_OWN_NOTICES": True},
    }
    sign_notice(request, user=reviewer)
    assert again(page).safety_notice == TEXT


def test_only_reviewers_with_credentials_sign() -> None:
    page, _reviewer = published()
    request = ask(page)
    for user in (
        UserFactory(group="Publishers"),
        UserFactory(group="Legal reviewers"),
        UserFactory(group="Clinical reviewers"),
    ):
        with pytest.raises(SignOffRefused):
            sign_notice(request, user=user)
    assert again(page).safety_notice == ""


def test_editors_do_not_ask() -> None:
    page, _reviewer = published()
    with pytest.raises(PermissionDenied):
        ask(page, user=UserFactory(group="Editors"))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("severity", {"severity": ""}),
        ("severity", {"severity": "grave"}),
        ("text", {"text": " "}),
    ],
)
def test_what_is_missing_is_said_by_field(field: str, wrong: dict[str, str]) -> None:
    page, _reviewer = published()
    with pytest.raises(ValidationError) as refused:
        ask(page, **wrong)
    assert list(refused.value.message_dict) == [field]


def test_the_same_notice_is_not_asked_for_again() -> None:
    page, _reviewer = published()
    put_on(page)
    with pytest.raises(ValidationError, match="already"):
        ask(again(page))


def test_only_live_articles_have_notices() -> None:
    page, _reviewer = published()
    take_back(page)
    for wrong in (DraftArticleFactory(), again(page), ArticleIndexPageFactory()):
        with pytest.raises(ValidationError):
            ask(wrong)


def test_a_notice_of_an_article_that_was_withdrawn_since_is_refused() -> None:
    page, _reviewer = published()
    request = ask(page)
    take_back(page)
    with pytest.raises(SignOffRefused, match="withdrawn"):
        sign_notice(request, user=make_reviewer())


def test_the_rules_hold_for_the_notice_itself() -> None:
    page, _reviewer = published()
    request = ask(page, text="Only our therapy is a guaranteed cure.")
    with pytest.raises(PublishRefused, match="guaranteed"):
        sign_notice(request, user=make_reviewer())
    assert again(page).safety_notice == ""
    assert open_request(page) == request


def test_what_is_wrong_with_the_rest_keeps_no_notice_back() -> None:
    page, _reviewer = published()
    ArticlePage.objects.filter(pk=page.pk).update(
        next_review_date=timezone.localdate() - dt.timedelta(days=3)
    )
    put_on(again(page))
    assert again(page).safety_notice == TEXT


def test_where_the_text_was_never_signed_only_the_notice_is(settings: Any) -> None:
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": {"ENFORCE_CHECKS": False}}
    page = ArticlePageFactory()
    assert put_on(page) is None
    assert again(page).safety_notice == TEXT
    assert NoticeRequest.objects.get().decision == "signed"
    assert not SignOff.objects.exists()


def test_where_no_sign_off_is_asked_for_a_publisher_puts_it_on(settings: Any) -> None:
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": articles}
    page, publisher = ArticlePageFactory(), UserFactory(group="Publishers")
    sign_notice(ask(page, user=publisher), user=publisher)
    assert again(page).safety_notice == TEXT


def test_an_older_version_does_not_drop_it() -> None:
    page, _reviewer = published()
    old = page.live_revision
    put_on(page)
    with pytest.raises(PublishRefused, match="safety notice"):
        old.publish()
    assert again(page).safety_notice == TEXT


def test_a_newer_request_takes_the_place_of_an_older_one() -> None:
    page, _reviewer = published()
    first, second = ask(page), ask(page, text="Otherwise.")
    first.refresh_from_db()
    assert (first.decision, open_request(page)) == ("declined", second)
    with pytest.raises(SignOffRefused, match="decided"):
        sign_notice(first, user=make_reviewer())


def test_it_can_be_declined_once() -> None:
    page, reviewer = published()
    request = ask(page)
    with pytest.raises(PermissionDenied):
        decline_notice(request, user=UserFactory(group="Editors"))
    assert decline_notice(request, user=reviewer)
    assert not decline_notice(request, user=reviewer)
    assert again(page).safety_notice == ""


def test_nobody_changes_a_request() -> None:
    page, _reviewer = published()
    request = ask(page)
    request.text = "Other"
    with pytest.raises(RecordIsFinal):
        request.save()
