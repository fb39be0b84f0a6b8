"""The rows that a finished document becomes, and the statements that write them."""

import datetime
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection

from api.documents.codes import codes_of
from api.documents.columns import columns_of, etag_of
from api.documents.references import Link
from api.documents.schema import ArticleCard, ArticleDocument, WithdrawalNotice
from api.documents.search.build import SearchRow
from api.documents.search.write import write_search
from api.documents.sources import ArticleSource, Reference
from api.documents.variants import Variants, write_variants
from api.models import (
    DeliveryDocument,
    DocumentLink,
    DocumentReference,
    DocumentSection,
    DocumentTopic,
)
from api.models.documents import DocumentCode, DocumentState
from api.purging.tags import article_tag

_KEY = "page"
_WRITTEN = [
    column.name
    for column in DeliveryDocument._meta.concrete_fields
    if column.name != _KEY and not column.generated
]


@dataclass(frozen=True, slots=True)
class Built:
    """A row to be written, the document it holds, what goes with it, and what it replaces."""

    row: DeliveryDocument
    document: ArticleDocument | None = None
    variants: Variants = field(default_factory=dict)
    search: SearchRow | None = None
    before: DeliveryDocument | None = None
    digest: str | None = None
    """Of the search rows that are stored; None where there are none, or it does not matter."""


def public_row(
    source: ArticleSource, document: ArticleDocument, card: ArticleCard, now: datetime.datetime
) -> DeliveryDocument:
    page = source.page
    return DeliveryDocument(
        page_id=page.pk,
        state=DocumentState.PUBLIC,
        is_alias=page.alias_of_id is not None,
        live_from=page.go_live_at,
        expires_at=page.expire_at,
        changed_at=now,
        **columns_of(document, card),
    )


def closed_row(
    before: DeliveryDocument, notice: WithdrawalNotice | None, now: datetime.datetime
) -> DeliveryDocument:
    """The row of an article that is not public any more: gone, or withdrawn with its notice.

    Nothing of its content is left in it. Its version moves on, and never back.
    """
    body = notice.model_dump_json().encode() if notice else b""
    return DeliveryDocument(
        page_id=before.pk,
        article_id=before.article_id,
        locale=before.locale,
        slug=before.slug,
        path=before.path,
        is_alias=before.is_alias,
        state=DocumentState.WITHDRAWN if notice else DocumentState.GONE,
        kind=before.kind,
        audience=before.audience,
        title="",
        sort_title="",
        version=before.version + 1,
        etag=etag_of(body),
        # Its topics are content: what only hidden articles speak of is not told.
        cache_tags=article_tag(before.article_id),
        published_at=before.published_at,
        modified_at=before.modified_at,
        changed_at=now,
        body=body,
    )


def same_row(first: DeliveryDocument, second: DeliveryDocument) -> bool:
    """Whether two rows say the same, apart from when they last changed."""
    return all(
        _comparable(getattr(first, name)) == _comparable(getattr(second, name))
        for name in _WRITTEN
        if name not in {"changed_at", "version"}
    )


def face(row: DeliveryDocument | None) -> Mapping[str, Any] | None:
    """What other documents may show of this one; None when it is not public."""
    if row is None or row.state != DocumentState.PUBLIC:
        return None
    document = json.loads(bytes(row.body))
    shown = {name: document[name] for name in ("title", "slug", "locale", "url", "kind", "summary")}
    shown["anchors"] = [(section["id"], section["anchor"]) for section in document["sections"]]
    return shown


def write(built: Collection[Built]) -> None:
    """Insert or update these rows and replace what hangs on them."""
    if not built:
        return
    DeliveryDocument.objects.bulk_create(
        [item.row for item in built],
        update_conflicts=True,
        unique_fields=[_KEY],
        update_fields=_WRITTEN,
    )
    write_variants({item.row.pk: item.variants for item in built})
    write_search(
        {item.row.pk: item.search for item in built},
        stored={item.row.pk: item.digest for item in built},
    )
    _hang(DocumentTopic, ("slug", "relation"), {item.row.pk: set(_topics(item)) for item in built})
    _hang(
        DocumentCode, ("system", "code", "broader"), {item.row.pk: _codes(item) for item in built}
    )
    _hang(
        DocumentSection,
        ("section_id", "kind", "standalone", "about", "position"),
        {item.row.pk: set(_sections(item)) for item in built},
    )


def write_references(wanted: Mapping[int, Collection[Reference]]) -> set[Reference]:
    """Make the recorded references of these documents, by page id, the wanted ones.

    Return what some of them refer to now and did not before, or the other way round.
    """
    return set(_hang(DocumentReference, ("kind", "object_id"), wanted))


def write_links(wanted: Mapping[int, Collection[Link]]) -> None:
    """Make the recorded links of these documents, by page id, the wanted ones."""
    _hang(DocumentLink, ("article_id", "locale"), wanted)


def _hang(
    model: Any, columns: tuple[str, ...], wanted: Mapping[int, Collection[tuple[Any, ...]]]
) -> list[Any]:
    """Make the rows that hang on these documents, by page id, the wanted ones.

    Most edits change none of them: reading them costs less than writing them anew. Return the
    values of the rows that were not there, and of those that are not there any more.
    """
    missing = {page_id: set(rows) for page_id, rows in wanted.items()}
    stale, gone = [], []
    stored = model.objects.filter(document_id__in=list(wanted))
    for pk, page_id, *values in stored.values_list("pk", "document_id", *columns):
        row = tuple(values)
        if row in missing[page_id]:
            missing[page_id].remove(row)
        else:
            stale.append(pk)
            gone.append(row)
    if stale:
        model.objects.filter(pk__in=stale).delete()
    _insert(
        model,
        ("document_id", *columns),
        [(page_id, *row) for page_id, rows in missing.items() for row in sorted(rows)],
    )
    return [*gone, *(row for rows in missing.values() for row in rows)]


def _insert(model: Any, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Insert plain rows. Model instances would take most of a rebuild's writing time."""
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(column) for column in columns]
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    # A UUID's hex digits are how SQLite stores it, and PostgreSQL reads them as well.
    plain = [[v.hex if isinstance(v, UUID) else v for v in row] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A column a parameter: a parameter a value would take longer than the writing.
            types = ", ".join(f"%s::{_array_type(field)}" for field in fields)
            cursor.execute(
                f"INSERT INTO {into} SELECT * FROM UNNEST({types})",  # noqa: S608
                [list(column) for column in zip(*plain, strict=True)],
            )
        else:
            values = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({values})", plain)  # noqa: S608


def _array_type(field: Any) -> str:
    """Without a length: a cast would cut what is too long, where the column refuses it."""
    return f"{field.db_type(connection).partition('(')[0]}[]"


def _comparable(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _topics(built: Built) -> Iterable[tuple[str, str]]:
    topics = built.document.topics if built.document else ()
    return ((topic.slug, topic.relation) for topic in topics)


def _codes(built: Built) -> set[tuple[str, str, bool]]:
    return codes_of(built.document.topics if built.document else ())


def _sections(built: Built) -> Iterable[tuple[UUID, str, bool, str, int]]:
    sections = built.document.sections if built.document else ()
    return (
        (_as_uuid(section.id), section.kind, section.standalone, section.about or "", position)
        for position, section in enumerate(sections)
    )


def _as_uuid(block_id: str) -> UUID:
    """Wagtail gives blocks a UUID; content written by code may carry any id."""
    try:
        return UUID(block_id)
    except ValueError:
        return uuid5(NAMESPACE_OID, block_id)
