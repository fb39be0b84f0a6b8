"""The command that brings every stored document up to date, or says which are not."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.documents import store
from api.models import DeliveryDocument, StoreState
from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.factories import ArticlePageFactory, ImageFactory

pytestmark = pytest.mark.django_db


def run(*args: Any) -> str:
    out = StringIO()
    call_command("rebuild_documents", *args, stdout=out)
    return out.getvalue()


def damage(page: ArticlePage) -> None:
    """Change the page without the store's knowing, as a script with SQL would."""
    ArticlePage.objects.filter(pk=page.pk).update(summary="Changed behind its back.")


def test_a_right_store_is_left_alone() -> None:
    ArticlePageFactory.create_batch(3)
    generation = StoreState.objects.get().generation
    assert run().startswith("3 articles looked at, 0 documents rewritten")
    assert StoreState.objects.get().generation == generation


def test_what_differs_is_rewritten() -> None:
    page, _other = ArticlePageFactory.create_batch(2)
    damage(page)
    assert "1 documents rewritten" in run()
    assert stored.document(page)["summary"] == "Changed behind its back."
    assert stored.version(page) == 2


def test_check_reports_and_changes_nothing() -> None:
    page, missing = ArticlePageFactory.create_batch(2)
    damage(page)
    DeliveryDocument.objects.filter(pk=missing.pk).delete()
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("rebuild_documents", "--check", stdout=out)
    assert refused.value.returncode == 1
    assert f"page {page.pk}: public, version 1, differs" in out.getvalue()
    assert f"page {missing.pk}: has no document" in out.getvalue()
    assert stored.document(page)["summary"] != "Changed behind its back."
    assert stored.row(missing) is None


def test_a_document_whose_page_was_hidden_behind_the_stores_back_is_closed() -> None:
    page = ArticlePageFactory()
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    run()
    assert stored.state(page) == "gone"


def test_batches_cover_everything() -> None:
    pages = ArticlePageFactory.create_batch(5)
    DeliveryDocument.objects.all().delete()
    run("--batch-size", "2")
    assert all(stored.state(page) == "public" for page in pages)


def test_an_interrupted_run_says_how_to_go_on(monkeypatch: Any) -> None:
    first, second, third = ArticlePageFactory.create_batch(3)
    DeliveryDocument.objects.all().delete()
    real = store.rebuild

    def interrupted(ids: list[int], **options: Any) -> set[int]:
        if third.pk in ids:
            raise KeyboardInterrupt
        return real(ids, **options)

    monkeypatch.setattr(store, "rebuild", interrupted)
    with pytest.raises(CommandError, match=f"--after {second.pk}"):
        run("--batch-size", "1")
    monkeypatch.setattr(store, "rebuild", real)
    assert run("--after", str(second.pk)).startswith("1 articles looked at")
    assert stored.state(first) == stored.state(third) == "public"


def test_an_edit_while_documents_are_built_is_not_overwritten(monkeypatch: Any) -> None:
    page = ArticlePageFactory(title="Before")
    damage(page)
    real = store._build_batch

    def edited_meanwhile(ids: Any, **options: Any) -> Any:
        batch = real(ids, **options)
        if ArticlePage.objects.get(pk=page.pk).title == "Before":
            edited = ArticlePage.objects.get(pk=page.pk)
            edited.title = "After"
            edited.save_revision().publish()
        return batch

    monkeypatch.setattr(store, "_build_batch", edited_meanwhile)
    run()
    monkeypatch.undo()
    assert stored.document(page)["title"] == "After"
    assert store.differences([page.pk]) == set()


def test_missing_renditions_are_made() -> None:
    image = ImageFactory()
    page = ArticlePageFactory(hero_image=image, hero_alt_text="A square")
    image.renditions.all().delete()
    run()
    assert stored.document(page)["hero_image"]["sources"][0]["srcset"]


@pytest.mark.parametrize(
    ("option", "value"), [("--batch-size", "0"), ("--processes", "0"), ("--processes", "9")]
)
def test_a_wrong_number_is_refused(option: str, value: str) -> None:
    with pytest.raises(CommandError, match=option):
        run(option, value)


def test_a_rebuild_asks_as_often_for_many_articles_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    ArticlePageFactory.create_batch(2)
    run()
    with CaptureQueriesContext(connection) as few:
        run()
    ArticlePageFactory.create_batch(10)
    with django_assert_max_num_queries(len(few)):
        run()
