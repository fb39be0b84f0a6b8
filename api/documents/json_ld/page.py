"""An article as a schema.org web page with its sections. Pure."""

from typing import Any

from api.documents.json_ld import citations, topics
from api.documents.json_ld.node import Node, without_empty
from api.documents.rich_text import formatted
from api.documents.schema import (
    ArticleDocument,
    FaqItem,
    Image,
    PersonRef,
    Reviewer,
    Section,
    Subsection,
)

SCHEMA = "https://schema.org"
_AUDIENCES: dict[str, Any] = {
    "patients": {"@type": "Patient"},
    "carers": {"@type": "MedicalAudience", "audienceType": "Caregiver"},
    "professionals": f"{SCHEMA}/Clinician",
}


def build_page(document: ArticleDocument, base: str) -> Node:
    sections = [_section(section, document, base) for section in document.sections]
    clinical = [person for person in document.reviewers if person.role == "clinical"]
    reviewed = document.review.last_reviewed_date
    return without_empty(
        {
            "@type": "MedicalWebPage",
            "@id": f"{base}#webpage",
            "url": document.url,
            "name": document.title,
            "description": document.summary,
            "inLanguage": document.locale,
            "datePublished": document.published_at.isoformat(),
            "dateModified": document.modified_at.isoformat(),
            "lastReviewed": reviewed.isoformat() if reviewed else None,
            "reviewedBy": [_reviewer(person) for person in clinical],
            "author": [_author(person) for person in document.authors],
            "medicalAudience": _AUDIENCES[document.audience],
            "primaryImageOfPage": _image(document.hero_image) if document.hero_image else None,
            "about": [
                topics.reference(topic, base)
                for topic in document.topics
                if topic.relation == "about"
            ],
            "mentions": [
                topics.reference(topic, base)
                for topic in document.topics
                if topic.relation != "about"
            ],
            "mainContentOfPage": {
                "@type": "WebPageElement",
                "@id": f"{base}#content",
                "hasPart": [{"@id": section["@id"]} for section in sections],
            },
            "hasPart": sections,
            "citation": [citations.reference(entry, base) for entry in document.citations],
            "keywords": document.search_keywords,
            "license": {"@type": "CreativeWork", "name": document.licence}
            if document.licence
            else None,
            "creditText": document.attribution,
        }
    )


def _section(section: Section, document: ArticleDocument, base: str) -> Node:
    cited = {entry.id: entry for entry in document.citations}
    # Without a topic of its own, a section is about the article's main one.
    about = [topic for topic in document.topics if section.about in (None, topic.slug)]
    return without_empty(
        {
            "@type": "HealthTopicContent",
            "@id": f"{base}#{section.anchor}",
            "name": section.heading,
            "inLanguage": section.locale,
            "hasHealthAspect": _aspect(section.health_aspect),
            "about": [topics.reference(topic, base) for topic in about[:1]],
            "citation": [
                citations.reference(cited[number], base)
                for number in section.citations
                if number in cited
            ],
            "hasPart": [_question(item) for item in _faq_items(section.body)],
        }
    )


def _faq_items(blocks: list[Any]) -> list[FaqItem]:
    found: list[FaqItem] = []
    for block in blocks:
        if isinstance(block, FaqItem):
            found.append(block)
        elif isinstance(block, Subsection):
            found.extend(_faq_items(block.body))
    return found


def _question(item: FaqItem) -> Node:
    """A question of an article is a part of it; the page does not become a list of questions."""
    question = {
        "@type": "Question",
        "name": item.question,
        "acceptedAnswer": {"@type": "Answer", "text": formatted(item.answer.html).plain},
    }
    if item.health_aspect is None:
        return question
    # Only topic content may have an aspect.
    return {
        "@type": "HealthTopicContent",
        "name": item.question,
        "hasHealthAspect": _aspect(item.health_aspect),
        "hasPart": [question],
    }


def _aspect(aspect: str | None) -> str | None:
    return f"{SCHEMA}/{aspect}" if aspect else None


def _reviewer(person: Reviewer) -> Node:
    return without_empty(
        {
            "@type": "Person",
            "name": person.name,
            "honorificSuffix": person.credentials,
            "url": person.profile_url,
        }
    )


def _author(person: PersonRef) -> Node:
    return without_empty(
        {
            "@type": "Person",
            "name": person.name,
            "honorificSuffix": person.credentials,
            "jobTitle": person.role,
            "description": person.bio,
            "image": _image(person.photo) if person.photo else None,
            "url": person.profile_url,
            "sameAs": f"https://orcid.org/{person.orcid}" if person.orcid else None,
        }
    )


def _image(image: Image) -> Node:
    # The last source is the one that everything can read, its last file the largest.
    return without_empty(
        {
            "@type": "ImageObject",
            "contentUrl": image.sources[-1].srcset[-1].url if image.sources else None,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )
