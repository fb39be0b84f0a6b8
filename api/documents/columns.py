"""From a finished document to the columns it is found and ordered by. Pure."""

import hashlib
import unicodedata
from typing import Any
from urllib.parse import unquote, urlsplit

from api.documents.clinic_values.slots import finish_article
from api.documents.schema import ArticleCard, ArticleDocument
from api.purging.tags import article_tag, clinic_tag, topic_tag

ETAG_LENGTH = 32
LONGEST_PATH = 500


def etag_of(body: bytes) -> str:
    """Return the strong ETag, without quotes, of finished bytes."""
    return hashlib.sha256(body).hexdigest()[:ETAG_LENGTH]


def sort_title_of(title: str) -> str:
    """Return the title without case and accents, the same order on every database."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))[:255]


def cache_tags_of(document: ArticleDocument) -> str:
    """Return the tags by which caches drop the document, separated by spaces."""
    tags = [article_tag(document.id), *(topic_tag(topic.slug) for topic in document.topics)]
    if document.clinic:
        tags.append(clinic_tag(document.clinic))
    return " ".join(dict.fromkeys(tags))


def path_of(url: str | None) -> str:
    """Return the path of a URL, or of a path, in the one form that is stored and looked up.

    Decoded, without query and slash at the end. Empty where there is none, or none to look up.
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return ""
    path = path.rstrip("/") or "/" if path else ""
    return path if len(path) <= LONGEST_PATH and "\0" not in path else ""


def columns_of(document: ArticleDocument, card: ArticleCard) -> dict[str, Any]:
    """Return the columns of `DeliveryDocument` that follow from the document alone.

    What follows from the page (`page`, `is_alias`, `state`, `live_from`, `expires_at`) and from
    the row before (`version`, `changed_at`) is the store's to add.
    """
    body, _slots = finished = finish_article(document.model_dump_json().encode())
    return {
        "article_id": document.id,
        "locale": document.locale,
        "slug": document.slug,
        "path": path_of(document.url),
        "kind": document.kind,
        "audience": document.audience,
        "title": document.title,
        "sort_title": sort_title_of(document.title),
        "version": document.version,
        "etag": etag_of(body),
        "cache_tags": cache_tags_of(document),
        "published_at": document.published_at,
        "modified_at": document.modified_at,
        "last_reviewed_date": document.review.last_reviewed_date,
        "next_review_date": document.review.next_review_date,
        "card": card.model_dump_json().encode(),
        "body": body,
        "slots": finished.slots_text,
    }
