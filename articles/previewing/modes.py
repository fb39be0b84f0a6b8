"""The modes of the preview panel: our own, and those that other apps of the site add.

An app adds some with Wagtail's hook `register_article_preview_modes`: a function that gets the
page and returns `PreviewMode`s. One with an empty name takes the place of our plain page: that is
how a site shows its own front end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from articles.models.clinics import Clinic
from articles.placing.plan import active_rules, make_plan
from articles.previewing.difference import serve_difference

HOOK = "register_article_preview_modes"
PLAIN = ""

Serve = Callable[[Any, HttpRequest], HttpResponse]
"""Takes the page instance as it is in the form, and Wagtail's made-up request for it."""


@dataclass(frozen=True)
class PreviewMode:
    """One way to see a draft."""

    name: str
    """In the panel's addresses."""
    label: Any
    """What an editor chooses it by."""
    serve: Serve | None
    """None: Wagtail's way, by the page's template."""
    is_front_end: bool = False
    """Whether it shows what readers see. Those come first."""


def preview_modes(page: Any) -> dict[str, PreviewMode]:
    """All modes for a page, by name, in the panel's order."""
    added = [mode for hook in hooks.get_hooks(HOOK) for mode in hook(page)]
    ordered = [
        PreviewMode(PLAIN, _("As readers see it"), None),
        *(mode for mode in added if mode.is_front_end),
        PreviewMode("difference", _("Difference to live"), serve_difference),
        *(mode for mode in added if not mode.is_front_end),
    ]
    return {mode.name: mode for mode in ordered}


def front_end_modes(
    page: Any, serve: Callable[[Any, HttpRequest, Clinic | None], HttpResponse]
) -> list[PreviewMode]:
    """The modes of a front end: for readers who have chosen no clinic, and as each clinic that
    carries the article.

    `serve` is told which.
    """
    return [
        PreviewMode(PLAIN, _("As readers see it"), _as(serve, None), is_front_end=True),
        *(
            PreviewMode(
                f"clinic-{clinic.slug}",
                _("At %(clinic)s") % {"clinic": clinic.name},
                _as(serve, clinic),
                is_front_end=True,
            )
            for clinic in clinics_of(page)
        ),
    ]


def clinics_of(page: Any) -> list[Clinic]:
    """The clinics that carry an article, now or at another time, and those at which rules place it
    once it is published as it is here."""
    key = page.translation_key
    plan = make_plan(active_rules(), keys={key}, drafts=[page])
    joining = [place.clinic_id for place in plan.added]
    carrying = Q(placements__translation_key=key) | Q(pk__in=joining)
    return list(Clinic.objects.filter(carrying).distinct().order_by("name"))


def _as(
    serve: Callable[[Any, HttpRequest, Clinic | None], HttpResponse], clinic: Clinic | None
) -> Serve:
    return lambda page, request: serve(page, request, clinic)
