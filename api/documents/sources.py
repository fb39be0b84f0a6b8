"""What a document is built from: an article's own content, as plain values.

Raw StreamField data is read instead of block values: a block value fetches every chosen
image, snippet and page by itself, one page at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps

from api.documents import rich_text
from api.documents.images.roles import Role
from api.documents.raw import Raw, list_items
from articles.models import AbstractArticlePage, ArticleAuthor, ArticleTopic, RelatedArticle

Reference = tuple[str, int]
"""A kind of thing (page, topic, citation, clinician, image, document) and its primary key."""

Read = Callable[[str], rich_text.StoredText]


@dataclass(frozen=True, slots=True)
class Author:
    clinician_id: int | None
    name: str
    role: str


@dataclass(frozen=True)
class ArticleSource:
    """One article, without anything it refers to."""

    page: AbstractArticlePage
    locale: str
    sections: Sequence[Raw]
    topics: Sequence[tuple[int, str]]
    authors: Sequence[Author]
    related: Sequence[int]
    _texts: dict[str, rich_text.StoredText] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def read(self, html: str) -> rich_text.StoredText:
        """Read one of the article's rich texts, once: for what it refers to and what it says."""
        text = self._texts.get(html)
        if text is None:
            text = self._texts[html] = rich_text.read(html)
        return text

    def references(self) -> set[Reference]:
        """Everything that must be looked up to build the document."""
        found: set[Reference] = set()
        found.update(("topic", topic_id) for topic_id, _relation in self.topics)
        found.update(
            ("clinician", author.clinician_id) for author in self.authors if author.clinician_id
        )
        found.update(("page", page_id) for page_id in self.related)
        if self.page.hero_image_id:
            found.add(("image", self.page.hero_image_id))
        return found | self._in_sections

    def image_uses(self) -> set[tuple[int, Role]]:
        """The images of the article itself, each with the role it plays."""
        hero = self.page.hero_image_id
        uses: set[tuple[int, Role]] = {(hero, "hero"), (hero, "card")} if hero else set()
        for section in self.sections:
            chosen = _section_references(section["value"])
            uses.update((key, "inline") for kind, key in chosen if kind == "image")
        return uses

    @cached_property
    def _in_sections(self) -> frozenset[Reference]:
        """Found once: it is asked for several times."""
        return frozenset(
            reference
            for section in self.sections
            for reference in _section_references(section["value"], self.read)
        )


def article_models() -> list[type[AbstractArticlePage]]:
    """The concrete article models of this project, a host's own included."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, AbstractArticlePage) and not model._meta.abstract
    ]


def load_sources(page_ids: Iterable[int]) -> dict[int, ArticleSource]:
    """Read articles from the database, by page id. Ids that are no articles are left out.

    A constant number of queries, whatever the number of articles.
    """
    ids = list(page_ids)
    topics: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for page_id, topic_id, relation in _children(ArticleTopic, ids, "topic_id", "relation"):
        topics[page_id].append((topic_id, relation))
    authors: dict[int, list[Author]] = defaultdict(list)
    for page_id, *author in _children(ArticleAuthor, ids, "clinician_id", "name", "role"):
        authors[page_id].append(Author(*author))
    related: dict[int, list[int]] = defaultdict(list)
    for page_id, article_id in _children(RelatedArticle, ids, "article_id"):
        related[page_id].append(article_id)
    return {
        page.pk: ArticleSource(
            page=page,
            locale=page.locale.language_code,
            sections=list(page.sections.raw_data),
            topics=topics[page.pk],
            authors=authors[page.pk],
            related=related[page.pk],
        )
        for model in article_models()
        for page in model._default_manager.filter(pk__in=ids).select_related("locale")
    }


def _children(model: Any, page_ids: Iterable[int], *columns: str) -> Iterable[tuple[Any, ...]]:
    """The children of these pages in the editor's order: the page's id and these columns."""
    found = model.objects.filter(page_id__in=page_ids).order_by("sort_order", "pk")
    rows: Iterable[tuple[Any, ...]] = found.values_list("page_id", *columns)
    return rows


def source_of(page: AbstractArticlePage) -> ArticleSource:
    """Read an article from a page instance: a revision, or a form's unsaved content."""
    return ArticleSource(
        page=page,
        locale=page.locale.language_code,
        sections=page.sections.get_prep_value(),
        topics=[(topic.topic_id, topic.relation) for topic in page.article_topics.all()],
        authors=[
            Author(author.clinician_id, author.name, author.role)
            for author in page.article_authors.all()
        ],
        related=[link.article_id for link in page.related_articles.all()],
    )


def _section_references(value: Raw, read: Read | None = None) -> Iterator[Reference]:
    """What a section refers to; with `read` also by links in its text."""
    if value.get("about"):
        yield "topic", value["about"]
    for _claim_id, claim in list_items(value.get("claims")):
        for _id, cited in list_items(claim.get("citations")):
            if cited.get("citation"):
                yield "citation", cited["citation"]
    for _id, citation in list_items(value.get("citations")):
        if citation:
            yield "citation", citation
    for block in value.get("body") or ():
        yield from _block_references(block, read)


# What a block of each type refers to: (member, kind of thing) and the members with rich text.
_CHOSEN = {
    "image": (("image", "image"),),
    "video": (("poster", "image"),),
    "quote": (("citation", "citation"),),
}
_FORMATTED = {
    "callout": "text",
    "care_card": "text",
    "faq_item": "answer",
    "video": "transcript",
}


def _block_references(block: Raw, read: Read | None) -> Iterator[Reference]:
    kind, value = block["type"], block["value"]
    if kind == "subsection":
        for child in value.get("body") or ():
            yield from _block_references(child, read)
    for member, target in _CHOSEN.get(kind, ()):
        if value.get(member):
            yield target, value[member]
    if read is not None:
        for text in _texts(kind, value):
            yield from read(text).references()


def _texts(kind: str, value: Any) -> Iterator[str]:
    """The rich texts of a block of this type."""
    if kind == "rich_text":
        yield value or ""
    elif kind == "table":
        yield from _cells(value.get("table") or {})
    elif kind in _FORMATTED:
        yield value.get(_FORMATTED[kind]) or ""


def _cells(table: Raw) -> Iterator[str]:
    formatted = [column["type"] == "rich_text" for column in table.get("columns") or ()]
    for row in table.get("rows") or ():
        for is_formatted, cell in zip(formatted, row["values"], strict=False):
            if is_formatted and cell:
                yield cell
