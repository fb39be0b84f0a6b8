"""Articles for the reader to show: the OpenAPI's example, which has every type of block."""

from typing import Any

from api.documents.schema import ArticleDocument
from api.models import DeliveryDocument
from api.v1.examples import ARTICLE
from tests.api.factories import make_document

SLUG = "ketamine-for-migraine"
SPANISH = "ketamina-para-la-migrana"
PATH = f"/en/articles/{SLUG}/"
SPANISH_PATH = f"/es/articles/{SPANISH}/"


def example(base: str) -> ArticleDocument:
    """The example with images of the site at `base`, a section of risks, and a Spanish version."""
    text = ARTICLE.model_dump_json().replace("https://cms.example.org", base)
    document = ArticleDocument.model_validate_json(text)
    efficacy = document.sections[2]
    risks = efficacy.model_copy(
        update={"kind": "risks", "anchor": "risks", "heading": "Risks", "body": efficacy.body[:1]}
    )
    [spanish] = document.translations
    return document.model_copy(
        update={
            "slug": SLUG,
            "sections": [*document.sections, risks],
            "translations": [spanish.model_copy(update={"slug": SPANISH})],
        }
    )


def publish(document: ArticleDocument, **changes: Any) -> DeliveryDocument:
    """Store a document as the API serves it."""
    members = {name: getattr(document, name) for name in type(document).model_fields}
    content = members.pop("sections")
    return make_document(**{**members, "topics": (), "content": content, **changes})


def publish_both(base: str) -> DeliveryDocument:
    """Store the example in both languages, and return the English one."""
    document = example(base)
    [spanish] = document.translations
    english = spanish.model_copy(update={"locale": "en", "slug": SLUG, "title": document.title})
    publish(document, locale="es", slug=SPANISH, title=spanish.title, translations=[english])
    return publish(document)
