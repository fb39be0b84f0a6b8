"""The same documents with their rich text in another format than HTML.

Derived from the HTML ones, member by member, so that they cannot drift from them: `html` becomes
`portable_text` or `text`, and every type that holds such a member gets a sibling of its own.
"""

from copy import copy
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Field, create_model
from typing_extensions import TypeAliasType

from api.documents.schema.article import ArticleDocument
from api.documents.schema.base import Delivered, Derived
from api.documents.schema.portable_text import PortableTextBlock

RichTextFormat = Literal["html", "portable_text", "plain"]
RICH_TEXT_FORMATS: tuple[str, ...] = get_args(RichTextFormat)

HTML_MEMBER = "html"
MEMBERS = {"html": HTML_MEMBER, "portable_text": "portable_text", "plain": "text"}
"""What the member that holds rich text is called in each format."""

_SUFFIXES = {"portable_text": "WithPortableText", "plain": "WithPlainText"}
_TEXTS: dict[str, tuple[Any, str]] = {
    "portable_text": (
        list[PortableTextBlock],
        "Portable Text: blocks of spans, with marks and mark definitions.",
    ),
    "plain": (
        Annotated[str, Field(examples=["Migraine is not just a headache."])],
        "The words: an empty line between paragraphs, a line per list item.",
    ),
}


@cache
def in_format(model: type[Delivered], rich_text: str) -> type[Delivered]:
    """Return the type of `model`'s documents in the format `rich_text`."""
    if rich_text == "html" or not _holds_text(model):
        return model
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name == HTML_MEMBER:
            # Where the words are a member already, they are not said twice.
            fields.setdefault(MEMBERS[rich_text], _text(info.annotation, rich_text))
            continue
        converted = copy(info)
        converted.annotation = _converted(info.annotation, rich_text)
        fields[name] = (converted.annotation, converted)
    derived: type[Delivered] = create_model(
        model.__name__ + _SUFFIXES[rich_text],
        __base__=Derived,
        __doc__=model.__doc__,
        __module__=__name__,
        **fields,
    )
    return derived


def _text(annotation: Any, rich_text: str) -> tuple[Any, Any]:
    kind, description = _TEXTS[rich_text]
    if type(None) in get_args(annotation):
        kind = kind | None
    return kind, Field(description=description)


def _converted(annotation: Any, rich_text: str) -> Any:
    """Return `annotation` with every type in it that holds rich text in its place."""
    if isinstance(annotation, TypeAliasType):
        value = _converted(annotation.__value__, rich_text)
        if value == annotation.__value__:
            return annotation
        return _alias(annotation.__name__ + _SUFFIXES[rich_text], value)
    if isinstance(annotation, type) and issubclass(annotation, Delivered):
        return in_format(annotation, rich_text)
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return Annotated[(_converted(arguments[0], rich_text), *arguments[1:])]
    if get_origin(annotation) in (Union, UnionType):
        return reduce(or_, (_converted(each, rich_text) for each in arguments))
    if get_origin(annotation) is list:
        return list[_converted(arguments[0], rich_text)]  # type: ignore[misc]
    return annotation


@cache
def _alias(name: str, value: Any) -> TypeAliasType:
    """One alias a name: two of the same name would be two types in the OpenAPI."""
    return TypeAliasType(name, value)


@cache
def _holds_text(model: type[Delivered]) -> bool:
    return HTML_MEMBER in model.model_fields or any(
        _holds_text(inner)
        for info in model.model_fields.values()
        for inner in _types_in(info.annotation)
    )


def _members_with_text(model: type[Delivered]) -> set[str]:
    """Return the names of all members, of `model` and what is in it, that hold rich text."""
    found = set()
    for name, info in model.model_fields.items():
        for inner in _types_in(info.annotation):
            if _holds_text(inner):
                found |= {name, *_members_with_text(inner)}
    return found


def _types_in(annotation: Any) -> list[type[Delivered]]:
    if isinstance(annotation, TypeAliasType):
        return _types_in(annotation.__value__)
    if isinstance(annotation, type) and issubclass(annotation, Delivered):
        return [annotation]
    return [found for each in get_args(annotation) for found in _types_in(each)]


MEMBERS_WITH_TEXT = frozenset(_members_with_text(ArticleDocument))
"""Of an article and all that is in it: where there is rich text inside."""

ArticleDocumentWithPortableText = in_format(ArticleDocument, "portable_text")
ArticleDocumentWithPlainText = in_format(ArticleDocument, "plain")
