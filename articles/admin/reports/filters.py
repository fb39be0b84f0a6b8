"""Filters that reports on articles share. Their querysets are of base pages."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.admin.reports.choices import locale_choices
from articles.models import ArticleTopic, Clinician, SignOff, Topic
from articles.review.library import article_pages


class Status(models.TextChoices):
    LIVE = "live", _("live")
    DRAFT = "draft", _("not live")
    CHANGED = "changed", _("live, with a newer draft")


def in_status(pages: Any, name: str, value: str) -> Any:
    return pages.filter(
        {
            Status.LIVE: Q(live=True),
            Status.DRAFT: Q(live=False),
            Status.CHANGED: Q(live=True, has_unpublished_changes=True),
        }[Status(value)]
    )


def topics_in_use(request: Any) -> Any:
    return Topic.objects.filter(Exists(ArticleTopic.objects.filter(topic=OuterRef("pk"))))


def reviewers(request: Any) -> Any:
    return Clinician.objects.filter(Exists(SignOff.objects.filter(clinician=OuterRef("pk"))))


def owners(request: Any) -> Any:
    ids = article_pages().order_by().values("owner_id")
    return get_user_model().objects.filter(pk__in=ids)


class TopicFilter(django_filters.ModelChoiceFilter):
    """Articles with this topic, in whatever relation; ``page`` says where the page's key is."""

    def __init__(self, *args: Any, page: str = "pk", **kwargs: Any) -> None:
        self.page = page
        kwargs = {"label": _("Topic"), "queryset": topics_in_use, **kwargs}
        super().__init__(*args, widget=forms.Select, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        links = ArticleTopic.objects.filter(topic=value, page_id=OuterRef(self.page))
        return qs.filter(Exists(links))


class LanguageFilter(django_filters.ChoiceFilter):
    """By language code; ``field_name`` leads to the locale's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"field_name": "locale__language_code", "label": _("Language"), **kwargs}
        super().__init__(*args, choices=locale_choices, **kwargs)
