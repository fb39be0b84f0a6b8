"""The panel “Reach” as one of Wagtail's side panels: who shows the article, and after publishing.

`BaseSidePanel` is not documented API of Wagtail; what is known of it is said in
`articles.admin.editorial_checks.side_panel`.
"""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from articles.placing.reach import Reach, count_words, read_impact_of_publishing, read_reach

NAME = "reach"
POSITION = 2


class ReachPanel(BaseSidePanel):
    """Which clinics show the article now, and which would once it is published as it is here."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        icon_name = "site"

        @property
        def aria_label(self) -> str:
            return f"{_('Toggle reach')}. {self.panel.words}"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": self.panel.count}

    name = NAME
    title = gettext_lazy("Reach")
    template_name = "articles/placing/side_panel.html"
    order = 160

    @cached_property
    def reach(self) -> Reach | None:
        """``None`` for a page that was never saved."""
        return read_reach(self.object, request=self.request) if self.object.pk else None

    @cached_property
    def impact(self) -> Reach | None:
        return read_impact_of_publishing(self.object) if self.object.pk else None

    @property
    def count(self) -> int:
        return len(self.impact.staying) if self.impact else 0

    @property
    def words(self) -> str:
        """What publishing reaches: “12 clinics, 1 language”."""
        return count_words(self.count, 1)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(parent_context),
            "reach": self.reach,
            "impact": self.impact,
        }


class ReachPanelMixin:
    """For the views in which an article is written: adds the panel to Wagtail's own."""

    page: Any
    request: Any

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()  # type: ignore[misc]
        panels.insert(POSITION, self.reach_panel)
        return panels

    @cached_property
    def reach_panel(self) -> ReachPanel:
        return ReachPanel(self.page, self.request)


class ReachMixin(ReachPanelMixin):
    """For the view in which a saved article is edited: says it beside the actions as well."""

    def get_template_names(self) -> list[str]:
        own = {"wagtailadmin/pages/edit.html": "articles/placing/edit.html"}
        names: list[str] = super().get_template_names()  # type: ignore[misc]
        return [own.get(name, name) for name in names]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if self.page.permissions_for_user(self.request.user).can_publish():
            context["reach_panel"] = self.reach_panel
        return context
