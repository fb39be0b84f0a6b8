"""Forms of webhook endpoints."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from api.models import ChangeType, WebhookEndpoint


class NewEndpointForm(WagtailAdminModelForm):
    types = forms.MultipleChoiceField(
        label=_("Changes"),
        choices=ChangeType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=WebhookEndpoint._meta.get_field("types").help_text,
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("client", "url", "description", "types", "most_at_once")
        widgets = {"url": forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"})}
        help_texts = {
            "client": _("It is told of what this client may read: its clinic, its languages."),
            "description": _("What for, or whose. For this list only."),
        }


class EndpointForm(NewEndpointForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What waits there was chosen for this client's clinic and languages.
        self.fields["client"].disabled = True
        self.fields["client"].help_text = ""


class Which(models.TextChoices):
    ALL = "all", _("everything that has changed since, whether it was delivered or not")
    GIVEN_UP = "given_up", _("only what was given up since")


class SendAgainForm(forms.Form):
    since = forms.DateTimeField(label=_("Since"), widget=AdminDateTimeInput)
    which = forms.ChoiceField(
        label=_("What"), choices=Which.choices, widget=forms.RadioSelect, initial=Which.ALL
    )

    def clean_since(self) -> datetime:
        since: datetime = self.cleaned_data["since"]
        if since > timezone.now():
            raise ValidationError(_("Choose a moment that has passed."), code="future")
        return since
