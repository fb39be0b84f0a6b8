"""The taxonomy of sections, as data.

A kind's slug is permanent public API: it is the StreamField block name and the
``kind`` of a section in every delivered document. Health aspects are the members of
schema.org 30 ``HealthAspectEnumeration`` without their ``HealthAspect`` suffix.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEALTH_ASPECTS = frozenset(
    {
        "Allergies",
        "Benefits",
        "Causes",
        "Contagiousness",
        "Effectiveness",
        "GettingAccess",
        "HowItWorks",
        "HowOrWhere",
        "Ingredients",
        "LivingWith",
        "MayTreat",
        "Misconceptions",
        "Overview",
        "PatientExperience",
        "Pregnancy",
        "Prevention",
        "Prognosis",
        "RelatedTopics",
        "RisksOrComplications",
        "Safety",
        "Screening",
        "SeeDoctor",
        "SelfCare",
        "SideEffects",
        "Stages",
        "Symptoms",
        "Treatments",
        "Types",
        "UsageOrSchedule",
    }
)


class ArticleKind(TextChoices):
    CONDITION = "condition", _("Condition")
    THERAPY = "therapy", _("Therapy")
    COMPARISON = "comparison", _("Comparison")
    LIFESTYLE = "lifestyle", _("Lifestyle")


EVERY_ARTICLE = frozenset(ArticleKind.values)
CONDITION = frozenset({ArticleKind.CONDITION.value})
THERAPY = frozenset({ArticleKind.THERAPY.value})
NOT_REQUIRED: frozenset[str] = frozenset()


class SectionGroup(TextChoices):
    """The headings under which the block picker lists the kinds."""

    ABOUT = "about", _("About the condition")
    THERAPY = "therapy", _("About the therapy")
    EVIDENCE = "evidence", _("Evidence and safety")
    READER = "reader", _("For the reader")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """One kind of section.

    ``slug``          permanent name, the block type and the API's ``kind``
    ``label``         what editors read, and the heading where a section has none
    ``group``         heading in the block picker
    ``icon``          a name from Wagtail's icon set
    ``health_aspect`` schema.org aspect, or ``None`` where the vocabulary has none
    ``description``   one line in the block picker
    ``guidance``      what to write, shown at the top of the section's form
    ``example``       a sentence or two, shown in the block preview; not needed where the section
                      starts with another block than text, whose own example is shown
    ``required_for``  the article kinds that cannot be published without it
    ``required_when_emerging`` also required for a therapy with emerging evidence
    ``starts_with``   the empty body blocks it has in a new article
    ``max_num``       how many of this kind an article may hold; ``None`` is no limit
    ``contact_free``  contact details come from the clinic and are never typed here
    """

    slug: str
    label: str | Promise
    group: SectionGroup
    icon: str
    health_aspect: str | None
    description: str | Promise
    guidance: str | Promise
    example: str | Promise = ""
    required_for: frozenset[str] = NOT_REQUIRED
    required_when_emerging: bool = False
    starts_with: tuple[str, ...] = ("rich_text",)
    max_num: int | None = 1
    contact_free: bool = False

    def __post_init__(self) -> None:
        if self.health_aspect is not None and self.health_aspect not in HEALTH_ASPECTS:
            raise ValueError(
                f"Section kind {self.slug!r}: {self.health_aspect!r} is not a member of "
                "schema.org's HealthAspectEnumeration."
            )

    @property
    def schema_health_aspect(self) -> str | None:
        """The enumeration member as schema.org spells it, e.g. ``CausesHealthAspect``."""
        return f"{self.health_aspect}HealthAspect" if self.health_aspect else None


class SectionKindRegistry:
    """Section kinds by slug, in the order in which an article should present them."""

    def __init__(self, kinds: Iterable[SectionKind] = ()) -> None:
        self._kinds: dict[str, SectionKind] = {}
        for kind in kinds:
            self.register(kind)

    def register(self, kind: SectionKind) -> SectionKind:
        """Add a kind. Registering the same kind twice is allowed; another one with its slug is not.

        Raises ValueError when the slug is taken by a different kind.
        """
        known = self._kinds.setdefault(kind.slug, kind)
        if known != kind:
            raise ValueError(f"The section kind {kind.slug!r} is registered already.")
        return kind

    def get(self, slug: str) -> SectionKind | None:
        return self._kinds.get(slug)

    def __getitem__(self, slug: str) -> SectionKind:
        return self._kinds[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._kinds

    def __iter__(self) -> Iterator[SectionKind]:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)

    def required_for(self, article_kind: str, *, emerging: bool = False) -> list[SectionKind]:
        """The kinds an article of this kind cannot be published without, in reading order.

        ``emerging``: whether the article's evidence is marked as emerging.
        """
        return [
            kind
            for kind in self
            if article_kind in kind.required_for
            or (emerging and kind.required_when_emerging and article_kind in THERAPY)
        ]


section_kinds = SectionKindRegistry(
    (
        SectionKind(
            slug="overview",
            label=_("Overview"),
            group=SectionGroup.ABOUT,
            icon="doc-full",
            health_aspect="Overview",
            description=_("What the condition or therapy is, in a few sentences"),
            guidance=_(
                "Say what this is and for whom, in words a patient would use. A reader who "
                "stops here should still have understood the main point."
            ),
            example=_(
                "Migraine is a common brain condition. It causes attacks of headache, often "
                "with nausea and trouble with light or sound."
            ),
            required_for=EVERY_ARTICLE,
        ),
        SectionKind(
            slug="causes",
            label=_("Causes"),
            group=SectionGroup.ABOUT,
            icon="help",
            health_aspect="Causes",
            description=_("Genetics, environment, triggers and the nerve systems involved"),
            guidance=_(
                "Separate causes from triggers. Name the triggers that readers can act on, "
                "and say how sure the research is."
            ),
            example=_(
                "Migraine often runs in families. Stress and lost sleep can set off an attack."
            ),
            required_for=CONDITION,
        ),
        SectionKind(
            slug="symptoms",
            label=_("Symptoms"),
            group=SectionGroup.ABOUT,
            icon="list-ul",
            health_aspect="Symptoms",
            description=_("Main and early symptoms, and how they vary"),
            guidance=_(
                "Start with the most common symptoms. Include early signs. Symptoms that need "
                "help at once belong in “When to get help”."
            ),
            example=_("The pain is often on one side and throbs. Many people feel sick."),
            required_for=CONDITION,
        ),
        SectionKind(
            slug="condition_science",
            label=_("The science"),
            group=SectionGroup.ABOUT,
            icon="site",
            health_aspect="HowItWorks",
            description=_("What happens in the body: transmitters, peptides, brain events"),
            guidance=_(
                "Explain what happens in the body during the condition. Choose the condition "
                "under “About”. One idea a paragraph; explain every term."
            ),
            example=_(
                "A slow wave of nerve activity can move across the brain. It may cause aura."
            ),
        ),
        SectionKind(
            slug="diagnosis",
            label=_("Diagnosis"),
            group=SectionGroup.ABOUT,
            icon="clipboard-list",
            health_aspect=None,
            description=_("Tests and criteria"),
            guidance=_(
                "Say who makes the diagnosis, what they ask, and which tests are rarely needed."
            ),
            example=_("A clinician can usually tell from your story and an examination."),
        ),
        SectionKind(
            slug="no_treatment",
            label=_("Without treatment"),
            group=SectionGroup.ABOUT,
            icon="minus",
            health_aspect="Prognosis",
            description=_("What happens if nothing is done"),
            guidance=_(
                "Say plainly what is likely to happen without treatment, and over what time."
            ),
            example=_("An attack that is not treated usually ends by itself within three days."),
        ),
        SectionKind(
            slug="therapy",
            label=_("The therapy"),
            group=SectionGroup.THERAPY,
            icon="plus-inverse",
            health_aspect="Treatments",
            description=_("What the therapy or drug is"),
            guidance=_("Describe the therapy itself. Results belong in “What research says”."),
            example=_("Ketamine is an anaesthetic. At low doses it can also lessen pain."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="regulatory_status",
            label=_("Approval status"),
            group=SectionGroup.THERAPY,
            icon="key",
            health_aspect="Safety",
            description=_("Controlled, off-label or compounded"),
            guidance=_(
                "Say what the drug is approved for and what it is not. Name off-label use and "
                "compounded products in these words. Required for a therapy that uses a drug."
            ),
            example=_("Ketamine is approved as an anaesthetic. Its use for migraine is off-label."),
        ),
        SectionKind(
            slug="procedure",
            label=_("What happens"),
            group=SectionGroup.THERAPY,
            icon="history",
            health_aspect="UsageOrSchedule",
            description=_("Duration, sessions and monitoring"),
            guidance=_(
                "Take the reader through a visit from arrival to going home: how long, who is "
                "there, what is measured, what to bring."
            ),
            example=_("A nurse checks your blood pressure every few minutes during the infusion."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="mechanism",
            label=_("How it works"),
            group=SectionGroup.THERAPY,
            icon="cogs",
            health_aspect="HowItWorks",
            description=_("Receptors and pathways the therapy acts on"),
            guidance=_(
                "Explain how the therapy is thought to act. Choose the therapy or drug under "
                "“About”. Say “is thought to” where that is all that is known."
            ),
            example=_("Ketamine blocks a receptor called NMDA, which carries pain signals."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="other_uses",
            label=_("Other uses"),
            group=SectionGroup.THERAPY,
            icon="grip",
            health_aspect="MayTreat",
            description=_("Other conditions the therapy is used for"),
            guidance=_("List other uses and say for each whether it is approved."),
            example=_("Some clinics use it for long-term nerve pain. This use is off-label too."),
        ),
        SectionKind(
            slug="efficacy",
            label=_("What research says"),
            group=SectionGroup.EVIDENCE,
            icon="search",
            health_aspect="Effectiveness",
            description=_("Studies, their results and how strong they are"),
            guidance=_(
                "Add each statement of benefit as a claim with its sources. Give numbers as "
                "“1 in 7”. Report studies that found no benefit with the same weight."
            ),
            example=_("In one study of 34 people, a low dose worked no better than salt water."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="side_effects",
            label=_("Side effects"),
            group=SectionGroup.EVIDENCE,
            icon="warning",
            health_aspect="SideEffects",
            description=_("Common, temporary effects"),
            guidance=_("List common effects, how many people have them, and how long they last."),
            example=_("Many people feel dizzy or detached. This fades within two hours."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="risks",
            label=_("Risks"),
            group=SectionGroup.EVIDENCE,
            icon="warning",
            health_aspect="RisksOrComplications",
            description=_("Serious risks, interactions and misuse"),
            guidance=_(
                "Name serious harms even when rare, interactions with other medicines, and the "
                "risk of misuse. Give them as much room as the benefits."
            ),
            example=_("Blood pressure can rise sharply. Tell the team about any heart problem."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="suitability",
            label=_("Who it is not for"),
            group=SectionGroup.EVIDENCE,
            icon="cross",
            health_aspect="Safety",
            description=_("Contraindications, pregnancy and other reasons against it"),
            guidance=_("Say who should not have this, and who needs extra checks first."),
            example=_("It is not advised in pregnancy or with uncontrolled high blood pressure."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="alternatives",
            label=_("Other treatments"),
            group=SectionGroup.EVIDENCE,
            icon="list-ol",
            health_aspect="Treatments",
            description=_("Comparison with at least two other options"),
            guidance=_("Name at least two other options, with their benefits and harms."),
            example=_("Triptans treat an attack. Beta blockers can prevent attacks."),
            required_for=THERAPY,
        ),
        SectionKind(
            slug="uncertainty",
            label=_("What we do not know"),
            group=SectionGroup.EVIDENCE,
            icon="help",
            health_aspect="Effectiveness",
            description=_("Open questions and the research that is needed"),
            guidance=_("Say what has not been studied. Required when the evidence is emerging."),
            example=_("No large trial has compared this with usual care over a year."),
            required_when_emerging=True,
        ),
        SectionKind(
            slug="seek_help",
            label=_("When to get help"),
            group=SectionGroup.READER,
            icon="circle-check",
            health_aspect="SeeDoctor",
            description=_("Emergency, urgent and routine care cards"),
            guidance=_(
                "Use care cards, most urgent first. The emergency number comes from the clinic: "
                "do not type one."
            ),
            required_for=EVERY_ARTICLE,
            starts_with=("care_card",),
        ),
        SectionKind(
            slug="living_with",
            label=_("Living with it"),
            group=SectionGroup.READER,
            icon="user",
            health_aspect="LivingWith",
            description=_("Self care and lifestyle"),
            guidance=_("Give steps that readers can take themselves, and what they can expect."),
            example=_("Regular sleep and meals help some people to have fewer attacks."),
        ),
        SectionKind(
            slug="faq",
            label=_("Questions"),
            group=SectionGroup.READER,
            icon="comment",
            health_aspect=None,
            description=_("Question and answer pairs"),
            guidance=_(
                "Use question blocks. Ask as a patient would; answer in the first sentence."
            ),
            starts_with=("faq_item",),
        ),
        SectionKind(
            slug="summary",
            label=_("In short"),
            group=SectionGroup.READER,
            icon="doc-empty",
            health_aspect="Overview",
            description=_("Closing words"),
            guidance=_(
                "Three or four sentences: what it is, what it can do, its risks, what to do next."
            ),
            example=_("Talk with your clinician about the options. There is more than one."),
        ),
        SectionKind(
            slug="access",
            label=_("How to get it"),
            group=SectionGroup.READER,
            icon="mail",
            health_aspect="GettingAccess",
            description=_("How to book; the clinic's own details are added for each clinic"),
            guidance=_(
                "Say how a reader gets an appointment. Phone, address and booking link are added "
                "from the reader's clinic: never type them."
            ),
            example=_("Book a first talk. We go through your history and your options."),
            contact_free=True,
        ),
    )
)

# Taken before a host project registers kinds of its own.
BUILT_IN_KINDS = tuple(section_kinds)
