"""The dashboard's panels for the people of clinics. Silent for everybody else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.template.defaultfilters import date as format_day
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.coreutils import get_locales_display_names

from articles.admin.dashboard.panels import DutyPanel, Line
from articles.clinics.inheritance import missing_facts
from articles.clinics.membership import own_clinic_ids, sees_own_clinics
from articles.clinics.placed import Placed, placed_articles
from articles.clinics.requests import requests_of
from articles.models import Clinic, ClinicRequest
from articles.review.states import ReviewState

MOST_NAMED = 3
_DUE = {ReviewState.OVERDUE: "critical", ReviewState.DUE_SOON: "warning"}


class ClinicPanel(DutyPanel):
    more_label = gettext_lazy("Open “Our clinic”")

    @cached_property
    def clinic_ids(self) -> set[int]:
        return own_clinic_ids(self.user) if sees_own_clinics(self.user) else set()

    def get_more_url(self) -> str:
        return reverse("articles_our_clinic:index")


class OurClinicsPanel(ClinicPanel):
    """Their clinics, and what readers miss there."""

    id = "our-clinics"
    heading = gettext_lazy("Our clinics")
    icon = "home"
    order = 70

    def get_items(self) -> Any:
        asked = Count("requests", filter=Q(requests__state=ClinicRequest.State.OPEN))
        clinics = Clinic.objects.filter(pk__in=self.clinic_ids)
        return clinics.annotate(asked=asked).order_by("name", "pk")

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        clinics = list(items)
        everyone = Clinic.objects.in_bulk() if clinics else {}
        return [self._line(clinic, everyone) for clinic in clinics]

    def _line(self, clinic: Any, everyone: dict[int, Clinic]) -> Line:
        missing = missing_facts(clinic, everyone)
        notes = [_("Missing: %(facts)s") % {"facts": ", ".join(missing)}] if missing else []
        if clinic.asked:
            asked = ngettext("%(count)d open request", "%(count)d open requests", clinic.asked)
            notes.append(asked % {"count": clinic.asked})
        return Line(
            title=clinic.name,
            url=reverse("wagtailsnippets_articles_clinic:edit", args=[clinic.pk]),
            language="",
            status=_("Incomplete") if missing else _("Complete"),
            tone="warning" if missing else "",
            note=". ".join(notes),
        )


class OurReviewsPanel(ClinicPanel):
    """What their clinics show although its review is due: whom to ask is the central team."""

    id = "our-reviews"
    heading = gettext_lazy("Reviews due of articles that we show")
    icon = "calendar-alt"
    order = 74

    def get_items(self) -> list[Placed]:
        shown = placed_articles(self.clinic_ids) if self.clinic_ids else []
        due = [each for each in shown if each.review in _DUE]
        return sorted(due, key=lambda each: each.page.next_review_date)

    def count(self, items: list[Placed]) -> int:
        return len(items)

    def build_lines(self, items: Iterable[Placed]) -> list[Line]:
        languages = get_locales_display_names()
        return [
            Line(
                title=each.page.title,
                url=reverse("articles_our_clinic:read", args=[each.page.pk]),
                language=str(languages.get(each.page.locale_id, "")),
                status=format_day(each.page.next_review_date, "SHORT_DATE_FORMAT"),
                tone=_DUE[each.review],
                note=_clinics(each.clinics),
            )
            for each in items
        ]


class OurRequestsPanel(ClinicPanel):
    """What their clinics asked for and have no answer to."""

    id = "our-requests"
    heading = gettext_lazy("What we asked for")
    icon = "mail"
    order = 72

    def get_items(self) -> Any:
        if not self.clinic_ids:
            return ClinicRequest.objects.none()
        found = requests_of(self.user).filter(state=ClinicRequest.State.OPEN)
        return found.select_related("clinic").order_by("requested_at", "pk")

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        return [
            Line(
                title=each.title,
                url=reverse("articles_clinic_requests:detail", args=[each.pk]),
                language=each.get_kind_display(),
                status=_("In work") if each.assigned_to_id else each.get_state_display(),
                note=_("%(clinic)s, asked on %(date)s by %(name)s")
                % {
                    "clinic": each.clinic.name,
                    "date": format_day(each.requested_at, "SHORT_DATE_FORMAT"),
                    "name": each.requested_by_name,
                },
            )
            for each in items
        ]


CLINIC_PANELS = (OurClinicsPanel, OurRequestsPanel, OurReviewsPanel)


def _clinics(clinics: list[Clinic]) -> str:
    """Some by name: a group has many."""
    named = ", ".join(each.name for each in clinics[:MOST_NAMED])
    others = len(clinics) - MOST_NAMED
    if others < 1:
        return named
    more = ngettext("%(named)s and %(count)d more", "%(named)s and %(count)d more", others)
    return more % {"named": named, "count": others}
