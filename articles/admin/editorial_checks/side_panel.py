"""The panel “Editorial checks” as one of Wagtail's side panels, and a line of it in “Checks”.

`BaseSidePanel` is not documented API of Wagtail. All that is known of it here stands in this
module, and its tests ask of the installed Wagtail whether it still holds: a panel is a component
with a name, a title and a toggle; the views list panels in `get_side_panels()`; each answer to an
autosave renders them anew.
"""

import logging
from functools import cached_property
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel

from articles.admin.editorial_checks.content import PanelContent, build_panel
from articles.checks import discern
from articles.checks.reading import read_article
from articles.checks.running import check_article
from articles.conf import get_setting
from articles.publishing import missing_sections, publish_problems
from articles.review.overriding import may_override

logger = logging.getLogger(__name__)

BLOCKING_COUNTER = "w-bg-critical-200"
WARNING_COUNTER = "w-bg-surface-button-default"
# Behind Wagtail's status panel, before its preview.
POSITION = 1


class EditorialChecksPanel(BaseSidePanel):
    """What the rules say of the article as it is in the editor.

    Nothing is checked before a page is saved for the first time: its blocks would have
    other ids afterwards, and an empty form breaks every rule.
    """

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        icon_name = "clipboard-list"

        @property
        def aria_label(self) -> str:
            return f"{_('Toggle editorial checks')}. {self.panel.summary}"

        @property
        def counter_classname(self) -> str:
            return BLOCKING_COUNTER if self.panel.is_blocked else WARNING_COUNTER

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": self.panel.count}

    name = "editorial-checks"
    title = gettext_lazy("Editorial checks")
    template_name = "articles/side_panels/editorial_checks.html"
    order = 150

    @cached_property
    def content(self) -> PanelContent | None:
        """``None`` for a page that was never saved, and where the rules failed."""
        if not self.object.pk:
            return None
        try:
            return read_panel(self.object)
        except Exception:
            # A rule of a host project that fails must not keep anybody from writing.
            logger.exception("The editorial checks of page %s failed.", self.object.pk)
            return None

    @property
    def is_blocked(self) -> bool:
        return bool(self.content and self.content.blocking)

    @property
    def count(self) -> int:
        """What the toggle shows: the findings that block, or else those that warn."""
        if self.content is None:
            return 0
        return self.content.blocking or self.content.warnings

    @property
    def summary(self) -> str:
        """The counts in words, for the toggle and for screen readers."""
        return summary(self.content) if self.content else ""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(parent_context),
            "content": self.content,
            "is_saved": bool(self.object.pk),
            "count": self.count,
            "summary": self.summary,
            "toggle": self.toggle,
            "language_name": language_name(self.object),
            "discern_source": discern.SOURCE,
            "override_url": self.override_url,
            "firm_rules": get_setting("FIRM_RULES"),
        }

    @property
    def override_url(self) -> str:
        """Where a rule can be overridden for this article, for those who may."""
        if not self.object.pk or not may_override(self.request.user, self.object):
            return ""
        return reverse("articles_overrides:add", args=[self.object.pk])

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("articles/js/editorial-checks.js")])


class ContentChecksPanel(ChecksSidePanel):
    """Wagtail's checks of what the preview shows, with ours of what is written beside them."""

    template_name = "articles/side_panels/checks.html"

    def __init__(self, object: Any, request: Any, editorial: EditorialChecksPanel) -> None:
        super().__init__(object, request)
        self.editorial = editorial

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "editorial": self.editorial}


def read_panel(page: Any) -> PanelContent:
    """What the panel shows of a page instance as it is in memory."""
    article = read_article(page)
    return build_panel(
        article,
        check_article(article),
        problems=publish_problems(page),
        missing_kinds={kind.slug for kind in missing_sections(page)},
        is_enforced=get_setting("ENFORCE_CHECKS"),
    )


def summary(content: PanelContent) -> str:
    """The counts in words."""
    if not content.blocking and not content.warnings:
        return _("Nothing found.")
    warnings = _("%(count)d to look at") % {"count": content.warnings}
    if not content.blocking:
        return f"{warnings}."
    if content.is_enforced:
        blocking = ngettext(
            "%(count)d finding blocks publishing",
            "%(count)d findings block publishing",
            content.blocking,
        )
    else:
        blocking = ngettext(
            "%(count)d serious finding", "%(count)d serious findings", content.blocking
        )
    return f"{blocking % {'count': content.blocking}}, {warnings}."


def language_name(page: Any) -> str:
    """The name of the page's language, in the language of the editor where Django knows it."""
    code = page.locale.language_code
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(code)


class EditorialChecksMixin:
    """For the views in which an article is written: adds the panel to Wagtail's own."""

    page: Any
    request: Any

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()  # type: ignore[misc]
        ours = EditorialChecksPanel(self.page, self.request)
        for place, panel in enumerate(panels):
            if type(panel) is ChecksSidePanel:
                panels[place] = ContentChecksPanel(panel.object, panel.request, ours)
        panels.insert(POSITION, ours)
        return panels
