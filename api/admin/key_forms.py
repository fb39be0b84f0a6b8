"""Forms of API clients and their keys."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.coreutils import get_content_languages

from api.models import ApiClient, Scope

LIFETIMES = [
    ("30", _("in 30 days")),
    ("90", _("in 90 days")),
    ("365", _("in 1 year")),
    ("", _("never")),
]
OVERLAPS = [("1", _("1 hour")), ("24", _("1 day")), ("168", _("7 days")), ("720", _("30 days"))]


class LifetimeField(forms.ChoiceField):
    """How long a new key is accepted; cleaned, the moment it expires, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("The key expires"),
            choices=LIFETIMES,
            required=False,
            initial="365",
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        days = super().clean(value)
        return timezone.now() + timedelta(days=int(days)) if days else None


class ClientForm(WagtailAdminModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    locales = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: list(get_content_languages().items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ApiClient._meta.get_field("locales").help_text,
    )

    class Meta:
        model = ApiClient
        fields = ("name", "contact", "scopes", "clinic", "locales", "requests_per_minute")
        widgets = {"contact": forms.Textarea(attrs={"rows": 2})}

    def clean_locales(self) -> list[str]:
        """Those that were chosen before stay in their order: the first is the default."""
        before = list(self.instance.locales)
        chosen: list[str] = self.cleaned_data["locales"]
        return sorted(chosen, key=lambda each: (each not in before, _place(each, before)))


class NewClientForm(ClientForm):
    expires_at = LifetimeField()


class NewKeyForm(forms.Form):
    expires_at = LifetimeField()


class RotateForm(NewKeyForm):
    overlap = forms.ChoiceField(
        label=_("The present key still works for"), choices=OVERLAPS, initial="24"
    )

    def clean_overlap(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["overlap"]))


def _place(locale: str, before: list[str]) -> int:
    return before.index(locale) if locale in before else 0
