"""The search's rows are written, closed, checked and rebuilt with their document."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from api.documents.search.build import build_search
from api.documents.search.ranks import BORDER, MOST, key_of, pack, worth_of, worths_of
from api.documents.search.words import fold, terms_of, words_of
from api.models import (
    DeliveryDocument,
    DocumentPassages,
    DocumentRanks,
    DocumentTerms,
    SearchWord,
    StoreState,
    search_indexes,
)
from api.models.search import as_vector
from api.v1.examples import ARTICLE
from articles.models import ArticlePage, Withdrawal
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


def canary(**values: Any) -> ArticlePage:
    return ArticlePageFactory(sections=saying("A canary in the text."), **values)


def saying(text: str) -> list[dict[str, Any]]:
    """The sections an article needs, the first with this text."""
    _first, *others = sections_for("lifestyle")
    return [section("overview", rich_text(f"<p>{text}</p>")), *others]


def found(word: str = "canary", **parameters: str) -> list[str]:
    query = {"search": word, "locale": "en", **parameters}
    response = Client().get("/api/v1/articles/", query)
    assert response.status_code == 200
    return [item["title"] for item in response.json()["items"]]


ROWS = (DocumentTerms, DocumentRanks, DocumentPassages)


def has_rows(page: ArticlePage) -> set[bool]:
    return {model.objects.filter(pk=page.pk).exists() for model in ROWS}


def test_publishing_makes_an_article_findable_and_an_edit_moves_it() -> None:
    page = canary(title="First")
    assert found() == ["First"]
    page.sections = saying("A robin.")
    page.title = "Second"
    page.save()
    assert found() == []
    assert found("robin") == found("second") == ["Second"]


def test_a_draft_is_not_found() -> None:
    DraftArticleFactory(title="Draft", sections=saying("canary"))
    assert found() == []
    assert not DocumentTerms.objects.exists()


def indexed() -> list[tuple[Any, ...]]:
    """Every place of every term in the index of SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, api_documentterms_fts, instance)"
        )
        cursor.execute("SELECT * FROM temp.found ORDER BY term, doc, col, offset")
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE temp.found")
    return rows


def _unpublish(page: ArticlePage) -> None:
    page.unpublish()


def _withdraw(page: ArticlePage) -> None:
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="A canary was wrong.",
    )
    page.unpublish()


def _restrict(page: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")


def _delete(page: ArticlePage) -> None:
    page.delete()


@pytest.mark.parametrize("close", [_unpublish, _withdraw, _restrict, _delete])
def test_rows_leave_with_the_document(close: Any) -> None:
    page, _other = canary(title="Closed"), canary(title="Other")
    assert sorted(found()) == ["Closed", "Other"]
    pk = page.pk
    close(page)
    assert found() == found(order="title") == ["Other"]
    page.pk = pk
    assert has_rows(page) == {False}
    if connection.vendor == "sqlite":
        kept = indexed()
        search_indexes.recreate(connection)
        assert kept == indexed() != []


def test_other_names_of_topics_find_and_follow_without_a_new_version() -> None:
    topic = TopicFactory(name="Migraine", synonyms="Megrim\nSick headache")
    page = ArticlePageFactory(title="A", topics={"about": topic})
    assert found("megrim") == found('"sick headache"') == ["A"]
    version = DeliveryDocument.objects.get(pk=page.pk).version
    topic.synonyms = "Hemicrania"
    topic.save()
    assert found("megrim") == []
    assert found("hemicrania") == ["A"]
    assert DeliveryDocument.objects.get(pk=page.pk).version == version


def test_rebuild_fills_what_is_missing_and_check_says_so() -> None:
    page, kept = canary(title="A"), canary(title="B")
    for model in ROWS:
        model.objects.filter(pk=page.pk).delete()
    assert found() == ["B"]
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild_documents", "--check", stdout=out)
    assert f"page {page.pk}: public, version 1, differs" in out.getvalue()
    assert f"page {kept.pk}:" not in out.getvalue()
    assert has_rows(page) == {False}
    call_command("rebuild_documents", stdout=out)
    assert sorted(found()) == ["A", "B"]
    assert DeliveryDocument.objects.get(pk=page.pk).version == 1
    call_command("rebuild_documents", "--check", stdout=out)


@pytest.mark.parametrize("model", ROWS)
def test_check_finds_rows_that_are_gone_alone(model: Any) -> None:
    page = canary(title="A")
    model.objects.filter(pk=page.pk).delete()
    with pytest.raises(CommandError):
        call_command("rebuild_documents", "--check", stdout=StringIO())
    call_command("rebuild_documents", stdout=StringIO())
    assert found() == ["A"]


def test_rows_of_a_closed_document_are_taken_away_by_a_rebuild() -> None:
    page = canary()
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    rows = list(DocumentTerms.objects.filter(pk=page.pk))
    assert rows
    call_command("rebuild_documents", stdout=StringIO())
    assert has_rows(page) == {False}


def test_a_rebuild_of_what_is_right_writes_nothing() -> None:
    canary()
    generation = StoreState.objects.get().generation
    call_command("rebuild_documents", stdout=StringIO())
    assert StoreState.objects.get().generation == generation


def test_words_of_names_are_kept_for_guessing_while_they_are_used() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    page = ArticlePageFactory(title="Ketamine infusions")
    words = SearchWord.objects.values_list("word", flat=True)
    assert {"ketamine", "infusions"} <= set(words.all())
    page.unpublish()
    call_command("rebuild_documents", stdout=StringIO())
    assert not {"ketamine", "infusions"} & set(words.all())


def test_a_row_holds_every_word_once_it_is_worth_something() -> None:
    row = build_search(ARTICLE, other_names=["Megrim"])
    assert {"ketamin", "migrain", "megrim"} <= set(row.names.split())
    assert set(row.names.split()) <= set(row.terms.split())
    worth = {term: worth_of(key_of(term), row.ranks) for term in row.terms.split()}
    assert worth["ketamin"] > worth["megrim"] > 50
    assert len(row.ranks) == 5 * sum(map(bool, worth.values()))
    assert all(each <= 99 for each in worth.values())
    assert build_search(ARTICLE, other_names=["Megrim"]).digest == row.digest
    assert build_search(ARTICLE).digest != row.digest


def test_ranks_are_found_in_their_places_only() -> None:
    ranks = pack([("a", 7), ("b", 99), ("c", 1)])
    assert [worth_of(key_of(term), ranks) for term in "abcd"] == [7, 99, 1, 0]
    key = ranks[3:7]
    assert worth_of(key, ranks) == 0
    assert worth_of(key, f"x{key}{key}!") == ord("!") - 27
    assert worths_of(key, [ranks, f"x{key}{key}!", f"{key}!"]) == [0, *[ord("!") - 27] * 2]
    assert BORDER not in pack([("a", worth) for worth in range(1, MOST + 1)])


def test_a_very_long_article_is_indexed_in_part() -> None:
    words = " ".join(f"word{number}x" for number in range(40_000))
    page = ArticlePageFactory(title="Long", sections=saying(f"{words} last"))
    assert found("word17x") == ["Long"]
    assert has_rows(page) == {True}


def test_words() -> None:
    assert words_of("Parkinson's 5-HT, l’été (B12) 头痛") == [
        "Parkinson", "5", "HT", "l", "été", "B12", "头", "痛",
    ]  # fmt: skip
    assert fold("Ménière İSTANBUL Søren ß") == "meniere istanbul soren ß"
    assert all(len(fold(character)) == 1 for character in map(chr, range(0x20, 0xD800)))
    assert terms_of("treatments", "en") == ("treatment",)
    assert terms_of("treatments", "xx") == ("treatments",)
    assert terms_of("cirugía", "es") == ("cirugi", "cirug")
    assert as_vector("a b | it's a") == "a:1,5 b:2 'it''s':4"


def test_without_the_extension_searches_go_on_and_a_rebuild_brings_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    ArticlePageFactory(title="Migraine")
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        monkeypatch.setattr("api.reading.search.typos._able", {})
        assert found("migrane") == []
        assert found("migraine") == ["Migraine"]
        cursor.execute("CREATE ROLE search_test_nobody")
        cursor.execute("SET LOCAL ROLE search_test_nobody")
        assert not search_indexes.has_trigrams(connection)
        assert not search_indexes.create_trigrams(connection)
        cursor.execute("RESET ROLE")
    call_command("rebuild_documents", stdout=StringIO())
    StoreState.bump()
    assert found("migrane") == ["Migraine"]
