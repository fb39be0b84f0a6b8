import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from articles.review.overriding import Overridable, last_day

_USUAL_DAYS = 30


class OverrideForm(forms.Form):
    """Which rule, why, and until when. ``choices``: the rules that may be overridden."""

    rule = forms.ChoiceField(label=_("Rule"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept for ever with your name, and shown wherever the finding would be."),
    )
    expires_on = forms.DateField(label=_("Until"), widget=AdminDateInput)

    def __init__(self, *args: Any, choices: list[Overridable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule: Any = self.fields["rule"]
        rule.choices = [(found.rule.id, _label(found)) for found in choices]
        latest = last_day()
        self.fields["expires_on"].help_text = gettext(
            "The last day on which it holds, %(latest)s at the latest. Then the rule binds again."
        ) % {"latest": date_format(latest, "DATE_FORMAT")}
        usual = timezone.localdate() + dt.timedelta(days=_USUAL_DAYS)
        self.fields["expires_on"].initial = min(usual, latest)


def _label(found: Overridable) -> str:
    count = len(found.findings)
    times = ngettext("%(count)d finding", "%(count)d findings", count) % {"count": count}
    return f"{found.rule.id}: {found.rule.title} ({times})"
