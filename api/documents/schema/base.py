"""The base of every delivered type, and the closed lists that several of them share."""

from datetime import UTC, datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from articles.sections.kinds import BUILT_IN_KINDS


class Delivered(BaseModel):
    """Frozen, complete, closed. Attribute docstrings become the OpenAPI's descriptions."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        # A constant such as a block's "type" has a default in code but is never left out.
        json_schema_serialization_defaults_required=True,
    )


class Derived(Delivered):
    """The base of types made from others at start, which have no source to read docstrings from.

    Looking for it took most of the time in which a process started.
    """

    model_config = ConfigDict(use_attribute_docstrings=False)


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


UtcDateTime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An aware datetime, written in UTC with the suffix Z."""

ArticleKind = Literal["condition", "therapy", "comparison", "lifestyle"]
ARTICLE_KINDS: tuple[str, ...] = get_args(ArticleKind)

Audience = Literal["patients", "carers", "professionals"]
AUDIENCES: tuple[str, ...] = get_args(Audience)

EvidenceMaturity = Literal["established", "emerging"]
ReviewStatus = Literal["current", "due_soon", "overdue", "unreviewed"]
Severity = Literal["advice", "urgent", "critical"]

HealthAspect = Literal[
    "AllergiesHealthAspect",
    "BenefitsHealthAspect",
    "CausesHealthAspect",
    "ContagiousnessHealthAspect",
    "EffectivenessHealthAspect",
    "GettingAccessHealthAspect",
    "HowItWorksHealthAspect",
    "HowOrWhereHealthAspect",
    "IngredientsHealthAspect",
    "LivingWithHealthAspect",
    "MayTreatHealthAspect",
    "MisconceptionsHealthAspect",
    "OverviewHealthAspect",
    "PatientExperienceHealthAspect",
    "PregnancyHealthAspect",
    "PreventionHealthAspect",
    "PrognosisHealthAspect",
    "RelatedTopicsHealthAspect",
    "RisksOrComplicationsHealthAspect",
    "SafetyHealthAspect",
    "ScreeningHealthAspect",
    "SeeDoctorHealthAspect",
    "SelfCareHealthAspect",
    "SideEffectsHealthAspect",
    "StagesHealthAspect",
    "SymptomsHealthAspect",
    "TreatmentsHealthAspect",
    "TypesHealthAspect",
    "UsageOrScheduleHealthAspect",
]
"""The 29 members of schema.org 30's HealthAspectEnumeration."""

SECTION_KINDS: tuple[str, ...] = tuple(kind.slug for kind in BUILT_IN_KINDS)

SectionKind = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        max_length=64,
        description=(
            "What the section is about. Known kinds: "
            + ", ".join(f"`{kind}`" for kind in SECTION_KINDS)
            + ". A site may add kinds of its own: show a kind you do not know like `overview`."
        ),
        examples=["causes"],
    ),
]
