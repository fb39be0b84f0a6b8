"""Parts of documents, as `fields=` asks for them: types in which no member is required.

Derived from the whole documents, member by member, so that they cannot drift from them. A part
has the members of every format of rich text, since `rich_text` decides which of them it is.
"""

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ConfigDict, Field, RootModel, create_model
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from api.documents.schema.article import ArticleDocument
from api.documents.schema.base import Delivered, Derived
from api.documents.schema.card import ArticleCard, ArticleList, ListLinks, ListMeta
from api.documents.schema.formats import (
    RICH_TEXT_FORMATS,
    ArticleDocumentWithPlainText,
    ArticleDocumentWithPortableText,
    in_format,
)
from api.documents.schema.standalone import SectionDocument, SectionList

SUFFIX = "Fields"
_TAG, _KEYS = "type", ("id", "key")


class _Part(Derived):
    model_config = ConfigDict(
        json_schema_serialization_defaults_required=False, serialize_by_alias=True
    )


def member_name(name: str, info: FieldInfo) -> str:
    """Return what a field of a type is called in JSON."""
    return info.alias or name


@cache
def kept_members(model: type[Delivered]) -> frozenset[str]:
    """Return the members that stay in every part: the constant that tells a block's type, and its
    id. Without them parts of different blocks could not be told apart."""
    fields = model.model_fields
    tag = fields[_TAG].annotation if _TAG in fields else None
    if get_origin(tag) is not Literal or len(get_args(tag)) > 1:
        return frozenset()
    kept = [name for name in (_TAG, *_KEYS) if name in fields]
    return frozenset(member_name(name, fields[name]) for name in kept)


@cache
def part_of(model: type[Delivered]) -> type[Delivered]:
    """Return the type of parts of `model`'s documents."""
    kept = kept_members(model)
    fields: dict[str, Any] = {}
    for each in (model, *(in_format(model, name) for name in RICH_TEXT_FORMATS if name != "html")):
        for name, info in each.model_fields.items():
            fields.setdefault(name, _member(info, required=member_name(name, info) in kept))
    part: type[Delivered] = create_model(
        model.__name__ + SUFFIX,
        __base__=_Part,
        __doc__=f"Of this, only what `fields` names: {model.__doc__}",
        __module__=__name__,
        **fields,
    )
    return part


def _member(info: FieldInfo, *, required: bool) -> tuple[Any, Any]:
    annotation = _part(info.annotation)
    if info.metadata:
        annotation = Annotated[(annotation, *info.metadata)]
    facts: dict[str, Any] = {
        "alias": info.alias,
        "description": info.description,
        "examples": info.examples,
        "discriminator": info.discriminator,
    }
    if not required:
        # Not `default`, which the description would state: an absent member is not null.
        facts["default_factory"] = _absent
    return annotation, Field(**facts)


def _absent() -> None:
    return None


def _part(annotation: Any) -> Any:
    """Return `annotation` with the parts of every type in it in that type's place."""
    if isinstance(annotation, TypeAliasType):
        value = _part(annotation.__value__)
        same = value == annotation.__value__
        return annotation if same else _alias(annotation.__name__ + SUFFIX, value)
    if isinstance(annotation, type) and issubclass(annotation, Delivered):
        return part_of(annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return Annotated[(_part(arguments[0]), *arguments[1:])]
    if get_origin(annotation) in (Union, UnionType):
        return reduce(or_, (_part(each) for each in arguments))
    if get_origin(annotation) is list:
        return list[_part(arguments[0])]  # type: ignore[misc]
    return annotation


@cache
def _alias(name: str, value: Any) -> TypeAliasType:
    """One alias a name: two of the same name would be two types in the OpenAPI."""
    return TypeAliasType(name, value)


ArticleDocumentFields = part_of(ArticleDocument)
ArticleCardFields = part_of(ArticleCard)
SectionDocumentFields = part_of(SectionDocument)
SectionDocumentWithPortableText = in_format(SectionDocument, "portable_text")
SectionDocumentWithPlainText = in_format(SectionDocument, "plain")
SectionListWithPortableText = in_format(SectionList, "portable_text")
SectionListWithPlainText = in_format(SectionList, "plain")


class ArticleListFields(Delivered):
    """One page of a list of cards that have the members named in `fields`."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[ArticleCardFields]  # type: ignore[valid-type]
    """At most `limit` cards."""


class SectionListFields(Delivered):
    """One page of sections that have the members named in `fields`."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[SectionDocumentFields]  # type: ignore[valid-type]
    """At most `limit` sections."""


class AnyArticleDocument(
    RootModel[
        ArticleDocument
        | ArticleDocumentWithPortableText  # type: ignore[valid-type]
        | ArticleDocumentWithPlainText  # type: ignore[valid-type]
        | ArticleDocumentFields  # type: ignore[valid-type]
    ]
):
    """A whole article in the format that `rich_text` asks for, `html` by default; with `fields`
    only the members that it names."""


class AnyArticleList(RootModel[ArticleList | ArticleListFields]):
    """One page of cards; with `fields` only the members that it names."""


class AnySectionDocument(
    RootModel[
        SectionDocument
        | SectionDocumentWithPortableText  # type: ignore[valid-type]
        | SectionDocumentWithPlainText  # type: ignore[valid-type]
        | SectionDocumentFields  # type: ignore[valid-type]
    ]
):
    """A section in the format that `rich_text` asks for, `html` by default; with `fields` only the
    members that it names."""


class AnySectionList(
    RootModel[
        SectionList
        | SectionListWithPortableText  # type: ignore[valid-type]
        | SectionListWithPlainText  # type: ignore[valid-type]
        | SectionListFields
    ]
):
    """One page of sections in the format that `rich_text` asks for; with `fields` only the members
    that it names."""
