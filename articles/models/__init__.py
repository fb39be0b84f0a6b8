from articles.models.clinic_memberships import ClinicMembership
from articles.models.clinic_requests import ClinicRequest
from articles.models.clinics import Clinic, ClinicOffer, ClinicText
from articles.models.evidence import Citation
from articles.models.library_health import LibraryHealth
from articles.models.overrides import RuleOverride
from articles.models.pages import (
    AbstractArticleIndexPage,
    AbstractArticlePage,
    ArticleIndexPage,
    ArticlePage,
)
from articles.models.people import Clinician, ClinicianText
from articles.models.placements import (
    Indexing,
    Placement,
    PlacementExclusion,
    PlacementRule,
)
from articles.models.publications import Publication
from articles.models.relations import ArticleAuthor, ArticleTopic, RelatedArticle
from articles.models.reminders import ReviewReminder
from articles.models.review_tasks import ReviewTask
from articles.models.safety_notices import NoticeRequest
from articles.models.schedule import ScheduleFailure
from articles.models.sign_offs import SignOff, SignOffRole
from articles.models.starting import ArticleTemplate, PreparedSection
from articles.models.stored_findings import CheckedVersion, StoredFinding
from articles.models.topics import Topic, TopicCode, TopicText
from articles.models.withdrawals import Severity, Withdrawal

__all__ = [
    "AbstractArticleIndexPage",
    "AbstractArticlePage",
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleTemplate",
    "ArticleTopic",
    "CheckedVersion",
    "Citation",
    "Clinic",
    "ClinicMembership",
    "ClinicOffer",
    "ClinicRequest",
    "ClinicText",
    "Clinician",
    "ClinicianText",
    "Indexing",
    "LibraryHealth",
    "NoticeRequest",
    "Placement",
    "PlacementExclusion",
    "PlacementRule",
    "PreparedSection",
    "Publication",
    "RelatedArticle",
    "ReviewReminder",
    "ReviewTask",
    "RuleOverride",
    "ScheduleFailure",
    "Severity",
    "SignOff",
    "SignOffRole",
    "StoredFinding",
    "Topic",
    "TopicCode",
    "TopicText",
    "Withdrawal",
]
