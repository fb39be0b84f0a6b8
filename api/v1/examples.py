"""Whole examples for the OpenAPI: one article with every type of block, and what surrounds it.

They are instances of the delivered types, so they cannot drift from them.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.documents.clinic_values.slots import finish
from api.documents.formats import build_variants
from api.documents.schema import (
    ArticleCard,
    ArticleDocument,
    ArticleDocumentWithPlainText,
    ArticleDocumentWithPortableText,
    ArticleList,
    CallToAction,
    CardTopic,
    JsonLd,
    ListLinks,
    ListMeta,
    PersonRef,
    RelatedRef,
    ReplacementRef,
    Review,
    Reviewer,
    SafetyNotice,
    SearchHighlight,
    SearchHit,
    Seo,
    TopicCode,
    TopicRef,
    TranslationRef,
    WithdrawalNotice,
)
from api.v1.example_evidence import CITATION
from api.v1.example_images import HERO, IMAGE
from api.v1.example_sections import SECTIONS
from api.v1.index import ApiIndex, IndexLinks
from api.v1.problems import Problem, ProblemError, WithdrawnProblem

_ID = UUID("5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01")
_SITE = "https://clinic.example.org"
API = "https://cms.example.org/api/v1"
_PUBLISHED = datetime(2026, 3, 2, 10, 20, tzinfo=UTC)
_MODIFIED = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
_TITLE = "How does ketamine infusion therapy help treat migraine?"
_SUMMARY = "What ketamine infusions are, how they are given, and what research has found so far."
_URL = f"{_SITE}/migraine/ketamine-infusion-for-migraine/"
_REVIEW = Review(
    status="current",
    last_reviewed_date=date(2026, 3, 2),
    next_review_date=date(2028, 3, 2),
)

ARTICLE = ArticleDocument(
    id=_ID,
    slug="ketamine-infusion-for-migraine",
    locale="en",
    behind_source=False,
    kind="therapy",
    audience="patients",
    version=7,
    title=_TITLE,
    summary=_SUMMARY,
    url=_URL,
    hero_image=HERO,
    sections=SECTIONS,
    topics=[
        TopicRef(
            slug="migraine",
            name="Migraine",
            type="condition",
            relation="about",
            codes=[
                TopicCode(
                    system="http://hl7.org/fhir/sid/icd-10-cm",
                    oid="2.16.840.1.113883.6.90",
                    code="G43",
                    display="Migraine",
                    version=None,
                )
            ],
        )
    ],
    authors=[
        PersonRef(
            name="Ana Ruiz",
            credentials="MD, PhD",
            role="Neurologist",
            bio="Ana Ruiz leads the headache clinic.",
            photo=None,
            profile_url=f"{_SITE}/team/ana-ruiz/",
            orcid="0000-0002-1825-0097",
            conflicts_of_interest="None declared.",
        )
    ],
    reviewers=[
        Reviewer(
            name="Joan Meyer",
            credentials="MD",
            role="clinical",
            signed_at=datetime(2026, 3, 2, 10, 15, tzinfo=UTC),
            profile_url=f"{_SITE}/team/joan-meyer/",
        )
    ],
    review=_REVIEW,
    citations=[CITATION],
    disclosure="The clinic offers this therapy.",
    funding="No external funding.",
    publisher_sells_therapy=True,
    evidence_maturity="emerging",
    safety_notice=SafetyNotice(
        severity="advice",
        text="Do not drive on the day of an infusion.",
        issued_at=datetime(2026, 6, 11, 9, 0, tzinfo=UTC),
    ),
    call_to_action=CallToAction(
        label="Book a chronic pain consultation",
        url=f"{_SITE}/book/",
        phone="+15550100200",
        campaign="spring",
    ),
    clinic="northside",
    disclaimer="This is no substitute for medical advice.",
    translations=[
        TranslationRef(
            locale="es",
            slug="infusion-de-ketamina-para-la-migrana",
            title="¿Cómo ayuda la infusión de ketamina a tratar la migraña?",
            url=f"{_SITE}/es/migrana/infusion-de-ketamina-para-la-migrana/",
            behind_source=False,
        )
    ],
    seo=Seo(
        title="Ketamine infusion for migraine",
        description=_SUMMARY,
        canonical_url=_URL,
        robots="index",
    ),
    search_keywords=["headache", "NMDA"],
    licence="CC BY 4.0",
    attribution="Northside Clinic Group",
    related=[
        RelatedRef(
            id=UUID("b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f002"),
            slug="migraine",
            locale="en",
            kind="condition",
            title="Migraine",
            summary="What migraine is, what sets it off, and what helps.",
            url=f"{_SITE}/migraine/",
        )
    ],
    published_at=_PUBLISHED,
    modified_at=_MODIFIED,
)

CARD = ArticleCard(
    id=_ID,
    slug=ARTICLE.slug,
    locale="en",
    kind="therapy",
    audience="patients",
    version=7,
    title=_TITLE,
    summary=_SUMMARY,
    url=_URL,
    hero_image=IMAGE,
    topics=[CardTopic(slug="migraine", name="Migraine", type="condition", relation="about")],
    section_kinds=[section.kind for section in SECTIONS],
    review=_REVIEW,
    published_at=_PUBLISHED,
    modified_at=_MODIFIED,
)

HIT = SearchHit(
    score=0.83,
    highlights=[
        SearchHighlight(
            section=SECTIONS[0].id,
            heading=SECTIONS[0].heading,
            html="… what <mark>ketamine</mark> does in the brain …",
        )
    ],
)

LIST = ArticleList(
    meta=ListMeta(total_count=1),
    links=ListLinks(next=None, previous=None),
    items=[CARD],
)

INDEX = ApiIndex(
    locales=["en", "es"],
    default_locale="en",
    links=IndexLinks(
        articles=f"{API}/articles/",
        sections=f"{API}/sections/",
        topics=f"{API}/topics/",
        clinics=f"{API}/clinics/",
        find=f"{API}/find/",
        manifest=f"{API}/manifest/",
        changes=f"{API}/changes/",
        webhooks=f"{API}/webhooks/",
        schema=f"{API}/schema/",
        docs=f"{API}/docs/",
    ),
)

_NOTICE = WithdrawalNotice(
    withdrawal_id=UUID("8b8f2a44-6e0f-4a52-9a0c-0c5f0e8f5a11"),
    severity="critical",
    reason="The dose given was wrong.",
    withdrawn_at=datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
    replaced_by=ReplacementRef(
        id=UUID("b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f002"),
        slug="migraine",
        locale="en",
        title="Migraine",
        url=f"{_SITE}/migraine/",
    ),
)
WITHDRAWN = WithdrawnProblem(
    type="urn:clinic-articles:problem:withdrawn",
    title="Withdrawn",
    status=410,
    detail="This article was withdrawn. See `reason`, and `replaced_by` for what to read instead.",
    instance="/api/v1/articles/ketamine-infusion-for-migraine/",
    errors=[],
    **dict(_NOTICE),
)
INVALID = Problem(
    type="urn:clinic-articles:problem:invalid-parameter",
    title="Invalid query parameter",
    status=400,
    detail="audience: everyone is not one of the allowed values.",
    instance="/api/v1/articles/",
    errors=[
        ProblemError(
            parameter="audience",
            detail="everyone is not one of the allowed values.",
            allowed=["patients", "carers", "professionals"],
        )
    ],
)


def instances(value: Any) -> Iterator[BaseModel]:
    """Yield every delivered object inside `value`, outermost first."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from instances(getattr(value, name))
    elif isinstance(value, dict):
        yield from instances(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from instances(each)


def _plain(value: BaseModel) -> dict[str, Any]:
    written = value.model_dump_json(by_alias=True).encode()
    return json.loads(finish(written).body)  # type: ignore[no-any-return]


_VARIANTS = {name: variant.body for name, variant in build_variants(ARTICLE).items()}
PORTABLE_TEXT = ArticleDocumentWithPortableText.model_validate_json(_VARIANTS["portable_text"])
PLAIN_TEXT = ArticleDocumentWithPlainText.model_validate_json(_VARIANTS["plain"])
JSON_LD = JsonLd.model_validate_json(_VARIANTS["json_ld"])

COMPONENT_EXAMPLES: dict[str, dict[str, Any]] = {}
for _whole in (INDEX, INVALID, WITHDRAWN, LIST, HIT, ARTICLE, PORTABLE_TEXT, PLAIN_TEXT, JSON_LD):
    for _each in instances(_whole):
        COMPONENT_EXAMPLES.setdefault(type(_each).__name__, _plain(_each))

RESPONSE_EXAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    ("get_index", "200"): _plain(INDEX),
    ("list_articles", "200"): _plain(LIST),
    ("list_articles", "400"): _plain(INVALID),
    ("get_article", "200"): _plain(ARTICLE),
    ("get_article", "410"): _plain(WITHDRAWN),
}
