"""Taking articles back: what is refused, what is recorded, what becomes of the page."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry

from articles.models import ArticlePage, Clinic, Publication, Withdrawal
from articles.models.records import RecordIsFinal
from articles.problems import PublishRefused
from articles.withdrawing.impact import read_impact
from articles.withdrawing.state import current_withdrawals, withdrawn_everywhere
from articles.withdrawing.withdraw import withdraw
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections, published

pytestmark = pytest.mark.django_db


def take_back(*pages: Any, **kwargs: Any) -> list[Withdrawal]:
    values = {"severity": "urgent", "reason": "The dose is wrong.", **kwargs}
    return withdraw(pages, **values)


def again(page: Any) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def spanish(page: ArticlePage) -> ArticlePage:
    """A live Spanish version of an article."""
    locale, _made = Locale.objects.get_or_create(language_code="es")
    library = page.get_parent()
    parent = library.get_translation_or_none(locale) or library.copy_for_translation(
        locale, copy_parents=True
    )
    return ArticlePageFactory(
        parent=parent, translation_key=page.translation_key, title=f"{page.title}, en español"
    )


def test_the_page_goes_offline_and_the_record_says_who_and_when() -> None:
    page = ArticlePageFactory(slug="one")
    user = UserFactory(group="Publishers", first_name="Pia", last_name="Pub")
    record = take_back(page, user=user)[0]
    assert not again(page).live
    assert again(page).status_string == "withdrawn"
    assert (record.slug, record.locale, record.withdrawn_by_name) == ("one", "en", "Pia Pub")
    assert record.is_everywhere
    publication = Publication.objects.get(page=page)
    assert (publication.ended_by, publication.live_until is None) == ("withdrawn", False)
    entry = PageLogEntry.objects.get(page_id=page.pk, action="articles.withdraw")
    assert entry.user == user
    assert entry.data["reason"] == "The dose is wrong."
    assert not PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.unpublish").exists()


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers"])
def test_who_may_not_publish_may_not_withdraw(group: str) -> None:
    page, clinic = ArticlePageFactory(), ClinicFactory()
    for clinics in (None, [clinic]):
        with pytest.raises(PermissionDenied):
            take_back(page, user=UserFactory(group=group), clinics=clinics)
    assert not Withdrawal.objects.exists()


def test_nobody_publishes_it_again(enforced: None) -> None:
    page, _reviewer = published()
    take_back(page)
    revision = again(page).get_latest_revision()
    with pytest.raises(PublishRefused, match="withdrawn"):
        revision.publish()
    draft = again(page)
    draft.live = True
    with pytest.raises(PublishRefused):
        draft.save()
    assert not again(page).live


def test_who_was_about_to_publish_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The withdrawal was committed between the gate's look and the save."""
    page = ArticlePageFactory()
    monkeypatch.setattr("articles.models.pages.check_publishable", lambda page: take_back(page))
    with pytest.raises(PublishRefused, match="withdrawn"):
        again(page).save()


def test_one_clinic_leaves_the_page_live() -> None:
    page, north, south = ArticlePageFactory(), ClinicFactory(name="North"), ClinicFactory()
    records = take_back(page, clinics=[north, south])
    assert [record.clinic for record in records] == [north, south]
    assert again(page).live
    assert again(page).status_string != "withdrawn"
    assert withdrawn_everywhere(page) is None
    assert {each.clinic_slug for each in current_withdrawals(page)} == {north.slug, south.slug}


def test_a_clinic_that_is_deleted_never_makes_it_everywhere() -> None:
    page, clinic = ArticlePageFactory(), ClinicFactory(name="North")
    record = take_back(page, clinics=[clinic])[0]
    Clinic.objects.get().delete()
    record.refresh_from_db()
    assert (record.clinic, record.clinic_name, record.is_everywhere) == (None, "North", False)
    assert withdrawn_everywhere(page) is None
    assert current_withdrawals(page) == []
    assert not Withdrawal.objects.open().exists()


def test_languages_go_together_or_alone() -> None:
    page = ArticlePageFactory()
    other = spanish(page)
    take_back(page)
    assert again(other).live
    take_back(page, other)
    assert not again(other).live


def test_the_replacement_is_in_the_readers_language() -> None:
    page, new = ArticlePageFactory(), ArticlePageFactory(title="New")
    other, new_spanish = spanish(page), spanish(new)
    records = take_back(page, other, replacement=new)
    assert {record.locale: record.replaced_by_id for record in records} == {
        "en": new.pk,
        "es": new_spanish.pk,
    }


def test_it_can_be_withdrawn_again_with_other_words() -> None:
    page = ArticlePageFactory()
    take_back(page, severity="advice")
    take_back(page, severity="critical", reason="Worse than we thought.")
    assert [each.reason for each in current_withdrawals(page)] == ["Worse than we thought."]
    assert Withdrawal.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("severity", {"severity": "grave"}),
        ("reason", {"reason": "  "}),
        ("clinics", {"clinics": []}),
    ],
)
def test_what_is_missing_is_said_by_field(field: str, wrong: dict[str, Any]) -> None:
    page = ArticlePageFactory()
    with pytest.raises(ValidationError) as refused:
        take_back(page, **wrong)
    assert list(refused.value.message_dict) == [field]
    assert again(page).live


def test_a_replacement_must_be_another_live_article() -> None:
    page, draft = ArticlePageFactory(), DraftArticleFactory()
    withdrawn = ArticlePageFactory()
    take_back(withdrawn)
    for wrong in (page, spanish(page), draft, withdrawn, ArticleIndexPageFactory()):
        with pytest.raises(ValidationError) as refused:
            take_back(page, replacement=wrong)
        assert list(refused.value.message_dict) == ["replacement"]
    assert again(page).live


def test_only_what_is_live_is_withdrawn_all_or_nothing() -> None:
    live, draft = ArticlePageFactory(), DraftArticleFactory()
    alias = live.create_alias(parent=ArticleIndexPageFactory())
    for wrong in ([live, draft], [alias], [ArticleIndexPageFactory()], []):
        with pytest.raises(ValidationError):
            take_back(*wrong)
    assert again(live).live
    assert not Withdrawal.objects.exists()


def test_its_aliases_go_with_it() -> None:
    page = ArticlePageFactory()
    alias = page.create_alias(parent=ArticleIndexPageFactory(), update_slug="alias")
    assert alias.live
    take_back(page)
    assert not again(alias).live


def test_a_schedule_does_not_bring_it_back() -> None:
    page = ArticlePageFactory()
    page.save_revision().publish()
    draft = again(page)
    draft.go_live_at = timezone.now() + timezone.timedelta(hours=1)
    draft.save_revision().publish()
    take_back(page)
    assert not again(page).revisions.exclude(approved_go_live_at=None).exists()


def test_nobody_changes_or_deletes_the_record() -> None:
    record = take_back(ArticlePageFactory())[0]
    record.reason = "Nothing happened."
    with pytest.raises(RecordIsFinal):
        record.save()
    with pytest.raises(RecordIsFinal):
        record.delete()
    for change in ("reason = 'x'", "severity = 'advice'", "withdrawn_by_name = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            _execute(f"UPDATE articles_withdrawal SET {change}")
    with pytest.raises(DatabaseError), transaction.atomic():
        _execute("DELETE FROM articles_withdrawal")


def _execute(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_impact_names_languages_clinics_and_who_refers_to_it() -> None:
    page = ArticlePageFactory()
    other = spanish(page)
    link = rich_text(f'<p><a linktype="page" id="{page.pk}">See</a></p>')
    referring = ArticlePageFactory(sections=[*good_sections(), section("causes", link)])
    DraftArticleFactory(sections=[*good_sections(), section("causes", link)])
    placement = PlacementFactory(article=page)
    impact = read_impact(page)
    assert [each.pk for each in impact.languages] == [page.pk, other.pk]
    assert list(impact.clinics) == [placement.clinic]
    assert [each.pk for each in impact.referring] == [referring.pk]
