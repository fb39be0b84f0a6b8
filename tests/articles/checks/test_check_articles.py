"""The command that lists findings over the library."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    rich_text,
    section,
)

pytestmark = pytest.mark.django_db


def run(*arguments: str, fails: bool = False) -> str:
    out = io.StringIO()
    if fails:
        with pytest.raises(CommandError) as error:
            call_command("check_articles", *arguments, stdout=out)
        assert error.value.returncode == 1
    else:
        call_command("check_articles", *arguments, stdout=out)
    return out.getvalue()


def promising(**fields: object) -> dict[str, object]:
    body = rich_text("<p>It cures migraine.</p>")
    return {"sections": [section("overview", body), section("seek_help")], **fields}


def test_a_live_article_with_a_blocking_finding_fails_the_command() -> None:
    page = ArticlePageFactory(**promising(title="Hope"))
    out = run("--rule", "C1", fails=True)
    assert f"Hope ({page.pk}, en, live)" in out
    assert "blocking C1  Overview: “cures” promises" in out


def test_a_draft_with_a_blocking_finding_does_not() -> None:
    DraftArticleFactory(**promising())
    assert "blocking C1" in run("--rule", "C1")


def test_nothing_found() -> None:
    ArticlePageFactory()
    assert run("--rule", "C1") == "1 articles checked.\n"


def test_json_has_an_object_a_line() -> None:
    page = ArticlePageFactory(**promising())
    [line] = run("--rule", "C1", "--format", "json", fails=True).splitlines()
    answer = json.loads(line)
    assert (answer["article"], answer["live"], answer["not_checked"]) == (page.pk, True, [])
    [finding] = answer["findings"]
    assert (finding["rule"], finding["severity"]) == ("C1", "blocking")
    assert (finding["quote"], finding["section_kind"]) == ("cures", "overview")


def test_csv_has_a_row_a_finding_and_no_formulas() -> None:
    ArticlePageFactory(**promising(title="=1+1"))
    out = run("--rule", "C1", "--format", "csv", fails=True)
    [row] = csv.DictReader(io.StringIO(out))
    assert (row["rule"], row["quote"], row["title"]) == ("C1", "cures", "'=1+1")


def test_only_these_articles_and_this_language() -> None:
    first, second = ArticlePageFactory(), ArticlePageFactory()
    out = run(str(first.pk), "--rule", "V2", fails=True)
    assert first.title in out
    assert second.title not in out
    assert run("--locale", "es") == "0 articles checked.\n"


@pytest.mark.parametrize("arguments", [["--rule", "Z9"], ["99999"]])
def test_what_does_not_exist_is_named(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=arguments[-1]):
        call_command("check_articles", *arguments)


def test_queries_do_not_grow_with_the_library(django_assert_num_queries) -> None:
    for _ in range(2):
        DraftArticleFactory()
    with django_assert_num_queries(6):
        run()
    for _ in range(3):
        DraftArticleFactory()
    with django_assert_num_queries(6):
        run()
