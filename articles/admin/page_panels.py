"""The edit form of an article: four tabs, in the order in which a marketing editor works."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from articles.admin.panels import (
    ArticleChooserPanel,
    PlacementsPanel,
    PreparedSectionsPanel,
    RequiredSectionsPanel,
)

CONTENT_PANELS: list[Any] = [
    TitleFieldPanel("title"),
    FieldRowPanel(
        [FieldPanel("kind"), FieldPanel("audience")],
        heading=_("Kind and readers"),
        icon="group",
    ),
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            FieldPanel("hero_image"),
            FieldPanel("hero_alt_text"),
            FieldRowPanel([FieldPanel("hero_decorative"), FieldPanel("hero_credit")]),
        ],
        heading=_("Main image"),
        icon="image",
        classname="collapsed",
    ),
    RequiredSectionsPanel(heading=_("What this article needs"), icon="tasks"),
    FieldPanel("sections"),
    PreparedSectionsPanel(),
]

EVIDENCE_PANELS: list[Any] = [
    InlinePanel(
        "article_topics",
        heading=_("Topics"),
        label=_("Topic"),
        icon="tag",
        panels=[FieldRowPanel([FieldPanel("topic"), FieldPanel("relation")])],
        help_text=_(
            "What the article is about, what the therapy treats, and each drug it uses. A therapy "
            "with a drug must have the section “Approval status”."
        ),
    ),
    InlinePanel(
        "article_authors",
        heading=_("Authors"),
        label=_("Author"),
        icon="user",
        panels=[
            FieldPanel("clinician"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        ],
        help_text=_("Choose a clinician, or write another name such as “Editorial team”."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("evidence_maturity"),
            FieldRowPanel([FieldPanel("last_reviewed_date"), FieldPanel("next_review_date")]),
        ],
        heading=_("Evidence and review"),
        icon="circle-check",
    ),
    MultiFieldPanel(
        [
            FieldPanel("publisher_sells_therapy"),
            FieldPanel("disclosure"),
            FieldPanel("funding"),
        ],
        heading=_("Interests"),
        icon="info-circle",
    ),
    MultiFieldPanel(
        [
            FieldPanel("safety_notice", read_only=True),
            FieldRowPanel(
                [
                    FieldPanel("safety_notice_severity", read_only=True),
                    FieldPanel("safety_notice_at", read_only=True),
                ]
            ),
        ],
        heading=_("Safety notice"),
        icon="warning",
        help_text=_(
            "Written with “Safety notice” in the menu at the title of a live article, and live as "
            "soon as a reviewer has signed it."
        ),
    ),
]

CLINIC_PANELS: list[Any] = [PlacementsPanel(heading=_("Clinics"), icon="home")]

PROMOTE_PANELS: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("slug"),
            FieldPanel("seo_title"),
            FieldPanel("search_description"),
            FieldPanel("search_keywords"),
        ],
        heading=_("Search and address"),
        icon="search",
    ),
    MultiFieldPanel(
        [FieldPanel("robots"), FieldPanel("canonical_url")],
        heading=_("Search engines"),
        icon="globe",
        help_text=_("A clinic can have its own setting: see the tab “Clinics”."),
    ),
    InlinePanel(
        "related_articles",
        heading=_("Related articles"),
        label=_("Related article"),
        icon="link",
        panels=[ArticleChooserPanel("article")],
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("licence"), FieldPanel("attribution")])],
        heading=_("Reuse"),
        icon="key",
    ),
]


def article_edit_handler(model: Any) -> TabbedInterface:
    """The tabs of an article model, from the panel lists on it."""
    return TabbedInterface(
        [
            ObjectList(model.content_panels, heading=_("Content")),
            ObjectList(model.evidence_panels, heading=_("Evidence and review")),
            ObjectList(model.clinic_panels, heading=_("Clinics")),
            ObjectList(model.promote_panels, heading=_("Promote")),
            # Holds the publishing schedule and comments, which Wagtail shows in its side panels.
            ObjectList(model.settings_panels, heading=_("Settings")),
        ],
        base_form_class=model.base_form_class,
    )
