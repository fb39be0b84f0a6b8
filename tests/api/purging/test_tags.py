"""Which tags a change names."""

from uuid import UUID

import pytest

from api.models import Change, ChangeType
from api.purging.tags import clinic_tag, slug_tag, tags_of, topic_tag

ID = UUID("3f1c2f60-7d39-4d5e-9f10-0a3f5b7c9d11")


def article(kind: ChangeType, slug: str = "migraine") -> Change:
    return Change(type=kind, article_id=ID, slug=slug)


def test_nothing_names_nothing() -> None:
    assert tags_of([]) == frozenset()


def test_an_article_names_itself_its_slug_and_all_lists() -> None:
    expected = {f"article-{ID}", "slug-migraine", "articles"}
    assert tags_of([article(ChangeType.ARTICLE_UPDATED)]) == expected


def test_several_changes_are_named_once() -> None:
    changes = [
        article(ChangeType.ARTICLE_UPDATED),
        article(ChangeType.ARTICLE_MOVED, "megrim"),
        Change(type=ChangeType.TOPIC_UPDATED, slug="ketamine"),
        Change(type=ChangeType.CLINIC_REMOVED, slug="madrid"),
    ]
    assert tags_of(changes) == {
        f"article-{ID}", "slug-migraine", "slug-megrim", "articles",
        "topics", "topic-ketamine", "clinics", "clinic-madrid",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ChangeType)
def test_every_type_of_change_is_known(kind: ChangeType) -> None:
    assert tags_of([article(kind)])


def test_an_unknown_type_is_an_error_and_no_empty_purge() -> None:
    with pytest.raises(ValueError, match=r"webhook\.sent"):
        tags_of([Change(type="webhook.sent", slug="one")])


@pytest.mark.parametrize("slug", ["migräne", "片頭痛", "a" * 255])
@pytest.mark.parametrize("tag", [slug_tag, topic_tag, clinic_tag])
def test_a_tag_is_short_ascii_whatever_the_slug(tag, slug: str) -> None:
    made = tag(slug)
    assert made.isascii()
    assert len(made) <= 110
    assert made != tag(slug[:-1])
