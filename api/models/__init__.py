from api.models.acknowledgements import Acknowledgement, WithdrawalCarrier
from api.models.changes import TOMBSTONES, Announced, Change, ChangeType
from api.models.clients import ApiClient, ApiKey, KeyState, Scope
from api.models.clinics import ClinicFacts
from api.models.documents import DeliveryDocument, DocumentCode, DocumentSection, DocumentTopic
from api.models.images import ImagePlaceholder, RetiredFile
from api.models.previews import PreviewSession
from api.models.purges import WaitingPurge
from api.models.references import DocumentLink, DocumentReference
from api.models.search import DocumentPassages, DocumentRanks, DocumentTerms, SearchWord
from api.models.shares import Share, ShareComment, ShareVisit
from api.models.state import StoreState
from api.models.variants import DocumentVariant
from api.models.webhooks import (
    DeliveryState,
    EndpointState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.models.workers import Duty, WorkerProcess

__all__ = [
    "TOMBSTONES",
    "Acknowledgement",
    "Announced",
    "ApiClient",
    "ApiKey",
    "Change",
    "ChangeType",
    "ClinicFacts",
    "DeliveryDocument",
    "DeliveryState",
    "DocumentCode",
    "DocumentLink",
    "DocumentPassages",
    "DocumentRanks",
    "DocumentReference",
    "DocumentSection",
    "DocumentTerms",
    "DocumentTopic",
    "DocumentVariant",
    "Duty",
    "EndpointState",
    "ImagePlaceholder",
    "KeyState",
    "PreviewSession",
    "RetiredFile",
    "Scope",
    "SearchWord",
    "Share",
    "ShareComment",
    "ShareVisit",
    "StoreState",
    "WaitingPurge",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WithdrawalCarrier",
    "WorkerProcess",
]
