"""Panels of the article editor that no field stands behind."""

import json
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminPageChooser

from articles.publishing import missing_sections, offered_kinds
from articles.sections.kinds import ArticleKind, section_kinds


class RequiredSectionsPanel(Panel):
    """Lists the sections this kind of article needs, and follows the form while it is edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/panels/required_sections.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "rules": json.dumps(requirements(self.instance)),
                "missing": missing_sections(self.instance),
            }

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("articles/js/required-sections.js")])


def requirements(page: Any) -> dict[str, Any]:
    """What the panel's script needs to know: labels, and which kinds of article need what."""
    offered = offered_kinds(page)

    def needed(article_kind: str, *, emerging: bool = False) -> list[str]:
        required = section_kinds.required_for(article_kind, emerging=emerging)
        return [section.slug for section in required if section in offered]

    return {
        "sections": {
            kind.slug: {"label": str(kind.label), "description": str(kind.description)}
            for kind in offered
        },
        "required": {kind.value: needed(kind.value) for kind in ArticleKind},
        "emerging": {kind.value: needed(kind.value, emerging=True) for kind in ArticleKind},
        "drug": {ArticleKind.THERAPY.value: ["regulatory_status"]},
        "order": [kind.slug for kind in offered],
        "words": {
            "written": str(_("is written")),
            "empty": str(_("is empty")),
            "missing": str(_("is missing")),
            "count": str(_("{written} of {needed} needed sections are written")),
            "drug": str(_("because it uses a drug")),
            "emerging": str(_("because the evidence is emerging")),
        },
    }


class PreparedSectionsPanel(Panel):
    """A button below the sections that inserts one written before."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/panels/prepared_sections.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown()) and self._offered.exists()

        @property
        def _offered(self) -> Any:
            from articles.models import PreparedSection

            return PreparedSection.objects.offered_in(self.instance.locale_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            language = self.instance.locale.language_code
            return {
                **super().get_context_data(parent_context),
                "choose_url": reverse("articles_prepared_sections", args=[language]),
            }

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("articles/js/prepared-sections.js")])


class PlacementsPanel(Panel):
    """The clinics that carry this article, with links. Nothing here is saved with the article."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/panels/placements.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            # Imported here: page models list this panel.
            from articles.admin.placing.article_clinics import read_article_clinics

            return {
                **super().get_context_data(parent_context),
                **read_article_clinics(self.instance, self.request),
            }


class ArticleChooserPanel(FieldPanel):
    """Chooses an article of any article model, those of a host project included."""

    def get_form_options(self) -> dict[str, Any]:
        from articles.admin.page_models import article_page_models

        options = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = AdminPageChooser(
            target_models=article_page_models()
        )
        return options  # type: ignore[no-any-return]
