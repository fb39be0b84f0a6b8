"""Rows of the delivery store, made without building anything."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.text import slugify
from wagtail.models import Page

from api.documents.columns import columns_of
from api.documents.formats import build_variants
from api.documents.review import stored_status
from api.documents.schema import CardTopic, ReplacementRef, Review, Section, WithdrawalNotice
from api.documents.search.build import build_search
from api.documents.search.write import write_search
from api.documents.variants import write_variants
from api.models import DeliveryDocument, DocumentSection, DocumentTopic, StoreState
from api.v1.examples import ARTICLE, CARD

FIRST_DAY = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
_counter = 0


def make_page(title: str = "An article") -> Page:
    """A page for a row to hang on; what kind of page it is does not matter to the store."""
    global _counter
    _counter += 1
    root = Page.get_first_root_node() or Page.add_root(title="Root")
    return root.add_child(title=title, slug=f"{slugify(title) or 'page'}-{_counter}", live=False)


def make_document(
    title: str = "An article",
    *,
    topics: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
    last_reviewed_date: Any = None,
    next_review_date: Any = None,
    other_names: tuple[str, ...] = (),
    content: list[Section] | None = None,
    row: dict[str, Any] | None = None,
    **members: Any,
) -> DeliveryDocument:
    """A stored document; `members` are the document's own, `row` sets the store's columns.

    `sections` are kinds to filter by, `content` the document's own; `other_names` are what
    readers call its topics.
    """
    page = make_page(title)
    shared = {
        "id": uuid4(),
        "slug": page.slug,
        "title": title,
        "call_to_action": None,
        "clinic": None,
        "disclaimer": None,
        "published_at": FIRST_DAY + timedelta(hours=page.pk),
        "review": Review(
            status=stored_status(last_reviewed_date),
            last_reviewed_date=last_reviewed_date,
            next_review_date=next_review_date,
        ),
        **members,
    }
    if content is not None:
        shared["sections"] = content
    in_card = {name: value for name, value in shared.items() if name in type(CARD).model_fields}
    chosen = [ARTICLE.topics[0].model_copy(update={"slug": slug}) for slug in topics]
    in_card["topics"] = [
        CardTopic(slug=slug, name=slug, type="condition", relation="about") for slug in topics
    ]
    document = ARTICLE.model_copy(update={"topics": chosen, **shared})
    card = CARD.model_copy(update=in_card)
    columns = {**columns_of(document, card), **(row or {})}
    stored = DeliveryDocument.objects.create(page=page, **columns)
    write_variants({page.pk: build_variants(document)})
    search = build_search(
        document,
        other_names=other_names,
        live_from=stored.live_from,
        expires_at=stored.expires_at,
    )
    write_search({page.pk: search if stored.state == "public" else None})
    for slug in topics:
        DocumentTopic.objects.create(document=stored, slug=slug, relation="about")
    for position, kind in enumerate(sections):
        DocumentSection.objects.create(
            document=stored, section_id=uuid4(), kind=kind, position=position
        )
    StoreState.bump()
    return stored


def withdraw(document: DeliveryDocument, *, replaced_by: UUID | None = None) -> WithdrawalNotice:
    """Take a stored document back, as the store does."""
    replacement = replaced_by and ReplacementRef(
        id=replaced_by, slug="other", locale="en", title="Other", url=None
    )
    notice = WithdrawalNotice(
        withdrawal_id=uuid4(),
        severity="critical",
        reason="The dose given was wrong.",
        withdrawn_at=FIRST_DAY,
        replaced_by=replacement,
    )
    document.state = "withdrawn"
    document.body = notice.model_dump_json().encode()
    document.save(update_fields=["state", "body"])
    write_search({document.pk: None})
    StoreState.bump()
    return notice


def set_state(document: DeliveryDocument, state: str) -> None:
    document.state = state
    document.save(update_fields=["state"])
    if state != "public":
        write_search({document.pk: None})
    StoreState.bump()
