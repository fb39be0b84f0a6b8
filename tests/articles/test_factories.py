import pytest

from articles.sections.kinds import ArticleKind
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_an_article_made_for_tests_is_live(kind: str) -> None:
    assert ArticlePageFactory(kind=kind).live
