"""Which citations a list changes, and what rests on them."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from articles.models import Citation
from articles.retractions.notices import read_notices
from articles.retractions.plan import Effect, apply_plan, read_plan
from articles.retractions.resting import find_resting
from tests.articles.every_block import block, claim, item
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    DraftArticleFactory,
    SuperuserFactory,
    section,
)
from tests.articles.retractions.lists import csv_file, row

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def citation() -> Citation:
    made: Citation = CitationFactory(title="A trial", doi="10.1000/a", pmid="123")
    return made


def plan(*rows: Any) -> list[Any]:
    return read_plan(read_notices(csv_file(*rows)))


def effects(*rows: Any) -> list[Effect]:
    return [change.effect for change in plan(*rows)]


def test_a_retraction_marks(citation: Citation) -> None:
    changes = plan(row("10.1000/A"), row("10.1000/other"))
    assert [(change.citation_id, change.effect) for change in changes] == [
        (citation.pk, Effect.MARK)
    ]
    assert apply_plan(changes, today=TODAY) == 1
    citation.refresh_from_db()
    assert citation.retracted


def test_by_pubmed_id(citation: Citation) -> None:
    assert effects(row("", OriginalPaperPubMedID="123")) == [Effect.MARK]
    assert effects(row("unavailable", OriginalPaperPubMedID="0")) == []


def test_a_plan_writes_nothing(citation: Citation) -> None:
    plan(row("10.1000/a"))
    citation.refresh_from_db()
    assert not citation.retracted
    assert citation.retraction_checked_date is None


@pytest.mark.parametrize("nature", ["Expression of concern", "Correction", "Something new"])
def test_other_notices_are_noted(citation: Citation, nature: str) -> None:
    assert effects(row("10.1000/a", nature)) == [Effect.NOTED]


def test_a_reinstatement_unmarks(citation: Citation) -> None:
    Citation.objects.update(retracted=True)
    changes = plan(row("10.1000/a", "Reinstatement"))
    assert [change.effect for change in changes] == [Effect.UNMARK]
    apply_plan(changes, today=TODAY)
    citation.refresh_from_db()
    assert not citation.retracted


def test_the_latest_notice_decides_whatever_the_order_of_rows(citation: Citation) -> None:
    retracted = row("10.1000/a", date="1/1/2020 0:00")
    reinstated = row("10.1000/a", "Reinstatement", date="1/1/2021 0:00")
    again = row("10.1000/a", date="1/1/2022 0:00")
    assert effects(reinstated, retracted) == [Effect.NOTHING, Effect.OUTDATED]
    assert effects(again, reinstated, retracted) == [
        Effect.MARK,
        Effect.OUTDATED,
        Effect.OUTDATED,
    ]


def test_what_is_known_changes_nothing(citation: Citation) -> None:
    Citation.objects.update(retracted=True)
    changes = plan(row("10.1000/a"))
    assert [change.effect for change in changes] == [Effect.NOTHING]
    assert apply_plan(changes, today=TODAY) == 0


def test_a_mark_that_no_list_speaks_of_stays(citation: Citation) -> None:
    Citation.objects.update(retracted=True)
    apply_plan(plan(), today=TODAY)
    citation.refresh_from_db()
    assert citation.retracted


def test_the_day_is_noted_where_a_list_can_name_the_source(citation: Citation) -> None:
    other = CitationFactory(doi="", pmid="")
    apply_plan([], today=TODAY)
    citation.refresh_from_db()
    other.refresh_from_db()
    assert citation.retraction_checked_date == TODAY
    assert other.retraction_checked_date is None


def test_who_changed_it_and_by_which_notice_is_in_the_history(citation: Citation) -> None:
    user = SuperuserFactory()
    apply_plan(plan(row("10.1000/a")), today=TODAY, user=user)
    [entry] = ModelLogEntry.objects.filter(action="articles.citation.retraction")
    assert entry.user == user
    assert entry.data == {"retracted": True, "notice": "10.1000/notice", "date": "2024-01-31"}
    assert "10.1000/notice" in entry.message


# What rests on a source


def test_names_every_place_of_an_article(citation: Citation) -> None:
    quotation = block("quote", {"text": "x", "attribution": "y", "citation": citation.pk})
    article = ArticlePageFactory(
        sections=[
            section("overview", quotation, claims=[claim(citation.pk)]),
            section("risks", citations=[item(citation.pk)], heading="Dangers"),
            section("seek_help"),
        ]
    )
    ArticlePageFactory()
    found = list(find_resting([citation.pk]))
    assert [(place.section, place.claim) for place in found] == [
        ("Overview", "It ends attacks."),
        ("Overview", ""),
        ("Dangers", ""),
    ]
    assert {(place.page_id, place.state, place.source) for place in found} == {
        (article.pk, "live", "A trial")
    }


def test_names_drafts(citation: Citation) -> None:
    cites = [section("overview", claims=[claim(citation.pk)]), section("seek_help")]
    DraftArticleFactory(sections=cites)
    page = ArticlePageFactory()
    draft = page.get_latest_revision_as_object() if page.latest_revision else page
    draft.sections = cites
    draft.save_revision()
    assert [place.state for place in find_resting([citation.pk])] == ["draft", "draft"]


def test_names_once_what_the_draft_has_kept(citation: Citation) -> None:
    page = ArticlePageFactory(
        sections=[section("overview", claims=[claim(citation.pk)]), section("seek_help")]
    )
    page.title = "Another title"
    page.save_revision()
    assert [place.state for place in find_resting([citation.pk])] == ["live"]


def test_nothing_rests_on_nothing() -> None:
    ArticlePageFactory()
    assert list(find_resting([])) == []


# The command


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("check_retractions", str(path), *options, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_file(row("10.1000/a")).getvalue())
    return path


def test_a_dry_run_says_what_would_change(citation: Citation, path: Path) -> None:
    ArticlePageFactory(
        title="Migraine",
        sections=[section("overview", claims=[claim(citation.pk)]), section("seek_help")],
    )
    told = run(path, "--dry-run")
    line = "line 2: Retraction of 2024-01-31 marks it as retracted: A trial (10.1000/a)"
    assert line in told
    assert "Nothing was changed. 1 citations would be." in told
    assert "Articles that rest on a retracted source:\n  Migraine (" in told
    assert "live · Overview: claim “It ends attacks.” · A trial" in told
    assert not Citation.objects.filter(retracted=True).exists()


def test_changes_and_lists_superseded_sources_too(citation: Citation, path: Path) -> None:
    old = CitationFactory(title="Old guideline", superseded=True)
    ArticlePageFactory(
        sections=[section("overview", citations=[item(old.pk)]), section("seek_help")]
    )
    told = run(path)
    assert "1 citations were changed." in told
    assert "No article rests on a retracted source." in told
    assert "Articles that rest on a superseded source:" in told
    assert Citation.objects.get(retracted=True) == citation


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "missing.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="lacks the columns"):
        run(tmp_path / "other.csv")
