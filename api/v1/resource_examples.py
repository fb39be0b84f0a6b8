"""Whole examples, for the OpenAPI, of the resources beside whole articles."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.documents.clinic_values.slots import finish
from api.documents.schema import (
    Address,
    ChangeEntry,
    Changes,
    ChangesLinks,
    ChangesMeta,
    CitationDocument,
    ClinicList,
    ClinicProfile,
    FoundPath,
    FoundRedirect,
    ListLinks,
    ListMeta,
    Manifest,
    ManifestEntry,
    OpenHours,
    SectionDocument,
    SectionList,
    SpecialHours,
    TopicList,
    TopicProfile,
    WithdrawalAcknowledgement,
    WithdrawalDocument,
    WithdrawalNotice,
)
from api.documents.schema.formats import in_format
from api.documents.schema.webhooks import (
    WebhookAttemptDocument,
    WebhookDeliveryDocument,
    WebhookDeliveryList,
    WebhookEndpointDocument,
    WebhookEndpointList,
    WebhookEndpointWithSecret,
    WebhookReplay,
)
from api.documents.standalone import section_document
from api.v1.example_images import CLINIC_PHOTO
from api.v1.examples import API, ARTICLE, PLAIN_TEXT, PORTABLE_TEXT, WITHDRAWN, instances
from api.v1.problems import CursorExpiredProblem

_ARTICLE = json.loads(ARTICLE.model_dump_json())
_NO_LINKS = ListLinks(next=None, previous=None)

# The one with a claim, a quote and their source.
SECTION = SectionDocument.model_validate_json(section_document(_ARTICLE, _ARTICLE["sections"][2]))
SECTION_LIST = SectionList(
    meta=ListMeta(total_count=1),
    links=_NO_LINKS,
    items=[
        SectionDocument.model_validate_json(section_document(_ARTICLE, _ARTICLE["sections"][1]))
    ],
)
FOUND = FoundPath(article=ARTICLE.related[0], redirect=None)
REDIRECTED = FoundPath(
    article=None,
    redirect=FoundRedirect(to=str(ARTICLE.related[0].url), permanent=True),
)
MANIFEST = Manifest(
    meta=ListMeta(total_count=1),
    links=_NO_LINKS,
    items=[
        ManifestEntry(
            id=ARTICLE.id,
            locale=ARTICLE.locale,
            slug=ARTICLE.slug,
            version=ARTICLE.version,
            etag="9f1c2d3e4b5a69788796a5b4c3d2e1f0",
            modified_at=ARTICLE.modified_at,
            last_reviewed_date=ARTICLE.review.last_reviewed_date,
            next_review_date=ARTICLE.review.next_review_date,
        )
    ],
)
CHANGES = Changes(
    meta=ChangesMeta(phase="changes", has_more=False, latest_sequence=1028),
    links=ChangesLinks(next=f"{API}/changes/?cursor=WyI5ZjFjMmQzZTRiNWEiLCJjaGFuZ2VzIiwxMDI4XQ"),
    items=[
        ChangeEntry(
            sequence=1027,
            type="article.updated",
            occurred_at=ARTICLE.modified_at,
            id=ARTICLE.id,
            locale=ARTICLE.locale,
            slug=ARTICLE.slug,
            kind=ARTICLE.kind,
            version=ARTICLE.version,
            etag="9f1c2d3e4b5a69788796a5b4c3d2e1f0",
            severity=None,
            must_refresh_by=None,
            withdrawal_id=None,
            href=f"{API}/articles/{ARTICLE.id}/?locale={ARTICLE.locale}",
        ),
        ChangeEntry(
            sequence=1028,
            type="article.withdrawn",
            occurred_at=datetime(2026, 6, 11, 9, 30, tzinfo=UTC),
            id=UUID("0a64b3a5-7b4c-4f0e-9a55-7d2f6f6f9f10"),
            locale="en",
            slug=None,
            kind=None,
            version=4,
            etag=None,
            severity="critical",
            must_refresh_by=datetime(2026, 6, 11, 9, 35, tzinfo=UTC),
            withdrawal_id=UUID("8b8f2a44-6e0f-4a52-9a0c-0c5f0e8f5a11"),
            href=f"{API}/articles/0a64b3a5-7b4c-4f0e-9a55-7d2f6f6f9f10/?locale=en",
        ),
    ],
)

CURSOR_EXPIRED = CursorExpiredProblem(
    type="urn:clinic-articles:problem:cursor-expired",
    title="Cursor expired",
    status=410,
    detail="The log does not go back to this cursor any more. Read the feed from its beginning, "
    "without a cursor, and drop what its snapshot does not name.",
    instance="/api/v1/changes/",
    errors=[],
    restart=f"{API}/changes/",
)

_TOPIC = ARTICLE.topics[0]
TOPIC = TopicProfile(
    slug=_TOPIC.slug,
    locale="en",
    type=_TOPIC.type,
    name=_TOPIC.name,
    description="A headache disorder with recurring attacks.",
    synonyms=["Migraine headache"],
    codes=_TOPIC.codes,
    article_count=12,
    articles=f"{API}/articles/?topic={_TOPIC.slug}&locale=en",
)
CLINIC = ClinicProfile(
    slug="northside",
    locale="en",
    name="Northside Clinic",
    legal_name="Northside Clinic Group LLC",
    parent="northside-group",
    phone="+15550100200",
    emergency_number="911",
    booking_url="https://clinic.example.org/book/",
    site_url="https://clinic.example.org/",
    address=Address(
        street_address="1 Example Street",
        locality="Springfield",
        region="NJ",
        postal_code="07001",
        country="US",
    ),
    time_zone="America/New_York",
    hours=["Mon 09:00-17:00", "December 25, 2026: closed (Christmas Day)"],
    opening_hours=[OpenHours(day_of_week="Monday", opens="09:00", closes="17:00")],
    special_opening_hours=[
        SpecialHours(date=date(2026, 12, 25), opens=None, closes=None, note="Christmas Day")
    ],
    languages=["en", "es"],
    logo=None,
    photo=CLINIC_PHOTO,
    disclaimer="This is no substitute for medical advice.",
    call_to_action_label="Book a consultation",
)
_CITATION = ARTICLE.citations[0].model_dump(exclude={"citation_id"})
CITATION = CitationDocument(**{**_CITATION, "id": ARTICLE.citations[0].citation_id})

WITHDRAWAL = WithdrawalDocument(
    **{name: getattr(WITHDRAWN, name) for name in WithdrawalNotice.model_fields},
    article_id=ARTICLE.id,
    locale=ARTICLE.locale,
    clinic=None,
    reinstated_at=None,
)
ACKNOWLEDGEMENT = WithdrawalAcknowledgement(
    withdrawal_id=WITHDRAWAL.withdrawal_id,
    client="Northside website",
    note="Both caches purged.",
    acknowledged_at=datetime(2026, 7, 1, 8, 1, 20, tzinfo=UTC),
)

_ENDPOINT = {
    "id": 7,
    "url": "https://www.example.org/hooks/articles/",
    "description": "The website's cache",
    "types": ["article.withdrawn"],
    "most_at_once": 2,
    "enabled": True,
    "state": "enabled",
    "failures": 0,
    "failing_since": None,
    "created_at": datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
}
ENDPOINT = WebhookEndpointDocument.model_validate(_ENDPOINT)
ENDPOINT_WITH_SECRET = WebhookEndpointWithSecret.model_validate(
    {**_ENDPOINT, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw3q5n1lOMxyY="}
)
DELIVERY = WebhookDeliveryDocument(
    webhook_id="msg_058034599947e745cd322cae322c2e39",
    type="article.withdrawn",
    sequence=41,
    state="delivered",
    attempts=1,
    due_at=None,
    created_at=datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
    ended_at=datetime(2026, 7, 1, 8, 0, 1, tzinfo=UTC),
    last_attempt=WebhookAttemptDocument(
        started_at=datetime(2026, 7, 1, 8, 0, 1, tzinfo=UTC), milliseconds=84, status=204, error=""
    ),
)

_WHOLE: dict[tuple[str, str], BaseModel] = {
    ("get_section", "200"): SECTION,
    ("list_sections", "200"): SECTION_LIST,
    ("get_topic", "200"): TOPIC,
    ("list_topics", "200"): TopicList(meta=ListMeta(total_count=1), links=_NO_LINKS, items=[TOPIC]),
    ("get_clinic", "200"): CLINIC,
    ("list_clinics", "200"): ClinicList(
        meta=ListMeta(total_count=1), links=_NO_LINKS, items=[CLINIC]
    ),
    ("get_citation", "200"): CITATION,
    ("find", "200"): FOUND,
    ("get_manifest", "200"): MANIFEST,
    ("get_changes", "200"): CHANGES,
    ("get_withdrawal", "200"): WITHDRAWAL,
    ("acknowledge_withdrawal", "200"): ACKNOWLEDGEMENT,
    ("acknowledge_withdrawal", "201"): ACKNOWLEDGEMENT,
    ("list_webhooks", "200"): WebhookEndpointList(
        meta=ListMeta(total_count=1), links=_NO_LINKS, items=[ENDPOINT]
    ),
    ("create_webhook", "201"): ENDPOINT_WITH_SECRET,
    ("get_webhook", "200"): ENDPOINT,
    ("change_webhook", "200"): ENDPOINT,
    ("rotate_webhook_secret", "200"): ENDPOINT_WITH_SECRET,
    ("ping_webhook", "202"): DELIVERY,
    ("list_webhook_deliveries", "200"): WebhookDeliveryList(
        meta=ListMeta(total_count=1), links=_NO_LINKS, items=[DELIVERY]
    ),
    ("replay_webhook", "202"): WebhookReplay(count=3),
}

_IN_OTHER_FORMATS = [
    in_format(SectionList, rich_text).model_validate_json(
        b'{"meta":{"total_count":1},"links":{"next":null,"previous":null},"items":[%b]}'
        % section_document(article, article["sections"][1])
    )
    for rich_text, whole in (("portable_text", PORTABLE_TEXT), ("plain", PLAIN_TEXT))
    for article in [json.loads(whole.model_dump_json(by_alias=True))]
]


def _plain(value: BaseModel) -> dict[str, Any]:
    written = value.model_dump_json(by_alias=True).encode()
    return json.loads(finish(written).body)  # type: ignore[no-any-return]


RESOURCE_EXAMPLES = {place: _plain(whole) for place, whole in _WHOLE.items()}
RESOURCE_COMPONENT_EXAMPLES: dict[str, dict[str, Any]] = {}
for _each in (*_WHOLE.values(), REDIRECTED, CURSOR_EXPIRED, *_IN_OTHER_FORMATS):
    for _instance in instances(_each):
        RESOURCE_COMPONENT_EXAMPLES.setdefault(type(_instance).__name__, _plain(_instance))
