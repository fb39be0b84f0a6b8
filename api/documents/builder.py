"""From an article and what it refers to, to the finished document. Pure: no database, no clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from api.documents import images
from api.documents.anchors import section_anchors
from api.documents.body import BodyContext, build_body
from api.documents.citations import CitationNumbers
from api.documents.links import link_resolver
from api.documents.people import build_authors, build_reviewers
from api.documents.public_pages import page_url
from api.documents.raw import Raw, list_items
from api.documents.references import References
from api.documents.review import stored_status
from api.documents.schema import (
    ArticleCard,
    ArticleDocument,
    CardTopic,
    Claim,
    Evidence,
    RelatedRef,
    Review,
    SafetyNotice,
    Section,
    Seo,
)
from api.documents.sources import ArticleSource
from api.documents.topics import build_topics
from api.documents.translations import build_translations, is_behind_source
from articles.sections.kinds import section_kinds

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def build_document(
    source: ArticleSource, references: References, *, version: int
) -> ArticleDocument:
    """Build an article's document.

    ``version`` is the number it shall carry. The clinic's values are not in it: they are
    laid over the finished bytes. Its texts have marks where such a value may stand: whoever
    serialises it finishes it with `api.documents.clinic_values.slots`.
    """
    page = source.page
    citations = CitationNumbers(dict(references.citations))
    behind = is_behind_source(source, references)
    resolve = link_resolver(references, source.locale)
    context = BodyContext(references, citations, source.read, resolve)
    sections = _sections(source, context, behind_source=behind)
    own = references.pages.get(page.pk)
    url = own.url if own else page_url(page, source.locale, is_article=True)
    return ArticleDocument(
        id=page.translation_key,
        slug=page.slug,
        locale=source.locale,
        behind_source=behind,
        kind=page.kind,
        audience=page.audience,
        version=version,
        title=page.title,
        summary=page.summary,
        url=url,
        hero_image=images.build_hero_image(
            references.images.get(page.hero_image_id), **_hero_values(source)
        ),
        sections=sections,
        topics=build_topics(source, references),
        authors=build_authors(source, references),
        reviewers=build_reviewers(source, references),
        review=Review(
            status=stored_status(page.last_reviewed_date),
            last_reviewed_date=page.last_reviewed_date,
            next_review_date=page.next_review_date,
        ),
        citations=citations.entries(),
        disclosure=page.disclosure or None,
        funding=page.funding or None,
        publisher_sells_therapy=page.publisher_sells_therapy,
        evidence_maturity=page.evidence_maturity,
        safety_notice=_safety_notice(source),
        call_to_action=None,
        clinic=None,
        disclaimer=None,
        translations=build_translations(source, references),
        seo=Seo(
            title=page.seo_title or page.title,
            description=page.search_description or page.summary,
            canonical_url=page.canonical_url or url,
            robots=page.robots,
        ),
        search_keywords=page.keywords,
        licence=page.licence or None,
        attribution=page.attribution or None,
        related=_related(source, references),
        published_at=page.first_published_at or NEVER,
        modified_at=page.last_published_at or page.first_published_at or NEVER,
    )


def build_card(
    source: ArticleSource, document: ArticleDocument, references: References
) -> ArticleCard:
    """Build what a list shows of an article whose document is finished."""
    return ArticleCard(
        id=document.id,
        slug=document.slug,
        locale=document.locale,
        kind=document.kind,
        audience=document.audience,
        version=document.version,
        title=document.title,
        summary=document.summary,
        url=document.url,
        hero_image=images.build_image(
            references.images.get(source.page.hero_image_id), "card", **_hero_values(source)
        ),
        topics=[
            CardTopic(slug=topic.slug, name=topic.name, type=topic.type, relation=topic.relation)
            for topic in document.topics
        ],
        section_kinds=list(dict.fromkeys(section.kind for section in document.sections)),
        review=document.review,
        published_at=document.published_at,
        modified_at=document.modified_at,
    )


def _sections(source: ArticleSource, context: BodyContext, *, behind_source: bool) -> list[Section]:
    anchors = section_anchors(source.sections)
    with translation.override(source.locale):
        return [
            _section(raw, context, source.locale, anchors, behind_source=behind_source)
            for raw in source.sections
            # A kind the host no longer registers cannot be described to a client.
            if raw["type"] in section_kinds
        ]


def _section(
    raw: Raw,
    context: BodyContext,
    locale: str,
    anchors: Mapping[str, str],
    *,
    behind_source: bool,
) -> Section:
    kind = section_kinds[raw["type"]]
    value = raw["value"]
    key = str(raw.get("id"))
    body = build_body(value.get("body"), context)
    claims = [
        _claim(claim_id, claim, context.citations)
        for claim_id, claim in list_items(value.get("claims"))
    ]
    numbers = [context.citations.number(cited) for _id, cited in list_items(value.get("citations"))]
    cited = {number for number in numbers if number}
    cited.update(number for claim in claims for number in claim.citations)
    about = context.references.topics.get(value.get("about"))
    return Section(
        id=key,
        kind=kind.slug,
        locale=locale,
        behind_source=behind_source,
        heading=value.get("heading") or str(kind.label),
        anchor=anchors[key],
        health_aspect=kind.schema_health_aspect,
        about=about.slug if about else None,
        standalone=bool(value.get("standalone")),
        body=body,
        claims=claims,
        citations=sorted(cited),
    )


def _claim(claim_id: str, value: Raw, citations: CitationNumbers) -> Claim:
    evidence = [
        Evidence(citation=number, direction=cited.get("direction") or "mixed")
        for _id, cited in list_items(value.get("citations"))
        if (number := citations.number(cited.get("citation")))
    ]
    directions = {item.direction for item in evidence}
    return Claim(
        id=claim_id,
        text=value.get("text") or "",
        type=value.get("claim_type") or "efficacy",
        direction=(directions.pop() if len(directions) == 1 else "mixed") if evidence else None,
        population=value.get("population") or None,
        approval=value.get("approval") or None,
        citations=list(dict.fromkeys(item.citation for item in evidence)),
        evidence=evidence,
    )


def _hero_values(source: ArticleSource) -> dict[str, Any]:
    page = source.page
    return {
        "alt": page.hero_alt_text,
        "decorative": page.hero_decorative,
        "credit": page.hero_credit,
    }


def _safety_notice(source: ArticleSource) -> SafetyNotice | None:
    page = source.page
    if not page.safety_notice.strip():
        return None
    return SafetyNotice(
        severity=page.safety_notice_severity or "urgent",
        text=page.safety_notice,
        issued_at=page.safety_notice_at,
    )


def _related(source: ArticleSource, references: References) -> list[RelatedRef]:
    pages = (references.page(page_id, source.locale) for page_id in dict.fromkeys(source.related))
    return [
        RelatedRef(
            id=page.translation_key,
            slug=page.slug,
            locale=page.locale,
            kind=page.kind,
            title=page.title,
            summary=page.summary,
            url=page.url,
        )
        for page in pages
        if page is not None and page.is_article and page.pk != source.page.pk
    ]
