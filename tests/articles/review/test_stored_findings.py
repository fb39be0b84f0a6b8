"""What the rules say is kept, and made anew when something it depends on has changed."""

import datetime as dt
import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from articles.checks.registry import Hit, Rule, Severity, rules
from articles.models import ArticlePage, CheckedVersion, StoredFinding
from articles.review.overriding import end_override, override_rule
from articles.review.stored_findings import refresh
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections, make_draft, make_reviewer, sign, submit

pytestmark = pytest.mark.django_db


def article(text: str = "This therapy is a miracle cure.", **kwargs: Any) -> ArticlePage:
    sections = [*good_sections(), section("efficacy", rich_text(f"<p>{text}</p>"))]
    return ArticlePageFactory(sections=sections, **kwargs)


def found(rule: str = "C1", *, live: bool = True) -> list[StoredFinding]:
    return list(StoredFinding.objects.filter(rule=rule, version__live=live))


def test_a_finding_is_kept_with_its_place() -> None:
    page = article()
    assert refresh().checked == 1
    (finding,) = found()
    assert finding.version.page_id == page.pk
    assert (finding.severity, finding.quote) == ("blocking", "miracle")
    assert (finding.section_kind, finding.field) == ("efficacy", "")
    assert finding.section == page.sections[-1].id
    assert finding.version.blocking >= 1


def test_what_has_not_changed_is_not_checked_again() -> None:
    article()
    refresh()
    assert refresh().checked == 0


def test_words_are_in_the_language_of_who_reads_them() -> None:
    article()
    refresh()
    (finding,) = found()
    with override("es"):
        spanish = StoredFinding.objects.get(pk=finding.pk).message
    with override("en"):
        assert finding.message != spanish
    with override("fr"):
        assert finding.message == StoredFinding.objects.get(pk=finding.pk).messages["en"][0]


def test_a_draft_is_checked_beside_the_live_text() -> None:
    page = article("A calm text.")
    refresh()
    page.sections = article("It is a miracle cure.").sections
    page.save_revision()
    refresh()
    assert [row.version.page_id for row in found(live=False)] == [page.pk]
    page.get_latest_revision().publish()
    refresh()
    assert not CheckedVersion.objects.filter(page=page, live=False).exists()
    assert page.pk in {row.version.page_id for row in found()}


def test_an_unpublished_article_has_a_draft_only() -> None:
    page = article()
    refresh()
    page.unpublish()
    refresh()
    assert [row.live for row in CheckedVersion.objects.filter(page=page)] == [False]


def test_a_deleted_article_is_forgotten() -> None:
    page = article()
    refresh()
    page.delete()
    refresh()
    assert not CheckedVersion.objects.exists()


def test_a_sign_off_is_seen(enforced: None) -> None:
    page = submit(make_draft())
    refresh()
    assert found("V2", live=False)
    sign(page, make_reviewer())
    refresh()
    assert not found("V2")


def test_an_override_is_seen_and_its_end_too(enforced: None) -> None:
    draft = make_draft(
        sections=[*good_sections(), section("efficacy", rich_text("<p>A miracle cure.</p>"))]
    )
    refresh()
    (version,) = CheckedVersion.objects.all()
    until = timezone.localdate() + dt.timedelta(days=3)
    made = override_rule(draft, rule="C1", reason="A name.", expires_on=until, user=UserFactory())
    refresh()
    (finding,) = found(live=False)
    assert finding.overridden_until == until
    assert finding.version.blocking == version.blocking - 1
    end_override(made, user=UserFactory())
    refresh()
    assert found(live=False)[0].overridden_until is None


def test_a_change_of_a_source_is_seen() -> None:
    citation = CitationFactory()
    sections = [*good_sections(), section("efficacy", citations=[citation.pk])]
    page = ArticlePageFactory(sections=sections)
    refresh()
    citation.year = 1970
    citation.save()
    assert CheckedVersion.objects.get(page=page).fingerprint == ""
    assert refresh().checked == 1


def test_a_changed_setting_is_seen(settings: Any) -> None:
    article()
    refresh()
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "CHECKS": {"C1": False}}
    assert refresh().checked == 1
    assert not found()


def test_a_new_day_is_a_reason_to_check(monkeypatch: Any) -> None:
    article()
    refresh()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    assert refresh().checked == 1


def test_without_time_nothing_is_checked_and_all_is_left() -> None:
    article()
    article()
    outcome = refresh(seconds=0)
    assert (outcome.checked, outcome.left) == (0, 2)


def test_only_live_texts_where_only_they_count() -> None:
    article().save_revision()
    assert refresh(live_only=True).checked == 1
    assert not CheckedVersion.objects.filter(live=False).exists()


def test_an_article_that_fails_keeps_no_other(monkeypatch: Any, caplog: Any) -> None:
    bad, good = article(title="Bad"), article(title="Good")

    def check(article: Any, thresholds: Any) -> list[Hit]:
        if article.id == bad.pk:
            raise RuntimeError("no")
        return []

    rule = Rule(
        id="TEST1",
        title="Test",
        severity=Severity.WARNING,
        check=check,
        explanation="",
        cure="",
        source=rules["C1"].source,
    )
    monkeypatch.setattr(rules, "_rules", {**rules._rules, "TEST1": rule})
    with caplog.at_level(logging.ERROR):
        outcome = refresh()
    assert (outcome.checked, outcome.failed) == (1, 1)
    assert f"page {bad.pk}" in caplog.text
    assert {row.version.page_id for row in found()} == {good.pk}


def test_when_nothing_has_changed_the_number_of_queries_does_not_grow() -> None:
    def queries() -> int:
        refresh()
        with CaptureQueriesContext(connection) as captured:
            refresh()
        return len(captured)

    article()
    few = queries()
    for _ in range(4):
        article()
    assert queries() == few
