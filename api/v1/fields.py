"""`fields=`: only the members that a client names."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.documents.projection import (
    DEEPEST,
    MOST_PATHS,
    InvalidPathError,
    Projection,
    canonical,
    project_json,
    read_projection,
)
from api.documents.schema import Delivered
from api.documents.schema.formats import in_format
from api.v1.errors import InvalidParameter
from api.v1.parameters import Parameter

_MEMBER = "[A-Za-z@_]+"


def fields_parameter(of: str, example: str) -> Parameter:
    return Parameter(
        name="fields",
        description=(
            f"Only these members of {of}, separated by commas. A dot leads into a member, or into "
            f"each item of a list: `{example}`. At most {MOST_PATHS} paths of {DEEPEST} members. "
            "Blocks keep their `id` and `type`, and what `include` asks for is there as well. "
            "Default: all members."
        ),
        many=True,
        schema={
            "type": "array",
            "items": {"type": "string", "pattern": rf"^{_MEMBER}(\.{_MEMBER}){{0,{DEEPEST - 1}}}$"},
            "minItems": 1,
            "maxItems": MOST_PATHS,
        },
        examples=(example,),
    )


ARTICLE_FIELDS = fields_parameter("the article", "title,sections.heading")
CARD_FIELDS = fields_parameter("each card", "title,review.status")
SECTION_FIELDS = fields_parameter("the section", "section.heading,article.title")
SECTIONS_FIELDS = fields_parameter("each section", "section.heading,article.title")


@dataclass(frozen=True, slots=True)
class Fields:
    """The part of a document that a client asks for."""

    projection: Projection | None = None
    """None for the whole document."""
    mark: str = ""
    """What the part's ETag has behind the document's."""

    def cut(self, document: bytes) -> bytes:
        """Return the part of finished JSON."""
        return document if self.projection is None else project_json(document, self.projection)

    def etag(self, etag: str) -> str:
        """Return the part's ETag, of its document's."""
        return etag + self.mark

    def document_etag(self, etag: str) -> str:
        """Return the document's ETag, of its part's; empty for that of another part."""
        return etag.removesuffix(self.mark) if etag.endswith(self.mark) else ""


WHOLE = Fields()


def read_fields(query: Mapping[str, Any], model: type[Delivered]) -> Fields:
    """Return the part of `model`'s documents that a query asks for, in its `rich_text`."""
    if query["fields"] is None:
        return WHOLE
    try:
        projection = read_projection(
            query["fields"], in_format(model, query.get("rich_text", "html"))
        )
    except InvalidPathError as error:
        raise InvalidParameter("fields", str(error), allowed=error.allowed) from error
    for name in query.get("include", ()):
        projection.setdefault(name, None)
    digest = hashlib.blake2b(canonical(projection).encode(), digest_size=8).hexdigest()
    return Fields(projection, f"-f{digest}")
