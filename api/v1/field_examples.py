"""Examples, for the OpenAPI, of parts of documents: cut from the examples of the whole ones."""

from itertools import islice
from typing import Any

from api.documents.projection import Projection, project, read_projection
from api.documents.schema import (
    ArticleCard,
    ArticleDocument,
    Delivered,
    SectionDocument,
)
from api.documents.schema.fields import SUFFIX

_CHOSEN: dict[str, tuple[type[Delivered], str]] = {
    "ArticleDocument": (ArticleDocument, "title,safety_notice,sections.heading,sections.body.html"),
    "ArticleCard": (ArticleCard, "title,url,review.status"),
    "SectionDocument": (SectionDocument, "section.heading,section.body.html,article.url"),
}
_LISTS = {"ArticleListFields": ArticleCard, "SectionListFields": SectionDocument}
_ALWAYS = ("id", "type", "_key", "_type")


def part_examples(names: list[str], whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return an example of each part among these types; `whole` has the whole ones, by type."""
    found = {
        name: _example(name.removesuffix(SUFFIX), whole[name.removesuffix(SUFFIX)])
        for name in names
        if name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in whole and name not in _LISTS
    }
    for name, model in _LISTS.items():
        page = whole[name.removesuffix(SUFFIX)]
        items = [project(item, _projection(model.__name__)) for item in page["items"]]
        found[name] = {**page, "items": items}
    return found


def _projection(name: str) -> Projection:
    model, paths = _CHOSEN[name]
    return read_projection(paths.split(","), model)


def _example(name: str, whole: dict[str, Any]) -> dict[str, Any]:
    if name in _CHOSEN:
        part: dict[str, Any] = project(whole, _projection(name))
        return part
    others = islice((member for member in whole if member not in _ALWAYS), 1)
    return {member: whole[member] for member in (*_ALWAYS, *others) if member in whole}
