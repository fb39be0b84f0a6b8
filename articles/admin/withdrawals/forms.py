from collections.abc import Sequence
from typing import Any

import swapper
from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from articles.admin.page_models import article_page_models
from articles.models import Clinic, Severity
from articles.withdrawing.impact import Impact


class Place(models.TextChoices):
    EVERYWHERE = "everywhere", _("Everywhere: no front end shows it any more")
    CLINICS = "clinics", _("Only at these clinics; elsewhere it stays live")


SEVERITIES = [
    (Severity.ADVICE, _("Advice: outdated or misleading")),
    (Severity.URGENT, _("Urgent: could do harm")),
    (Severity.CRITICAL, _("Critical: a danger now")),
]


class WithdrawForm(forms.Form):
    """What is withdrawn, where, why, and how urgent it is.

    ``languages``: the other live pages of the article that this person may withdraw.
    """

    place = forms.ChoiceField(
        label=_("Where"),
        choices=Place.choices,
        initial=Place.EVERYWHERE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it is withdrawn.")},
    )
    clinics = forms.ModelMultipleChoiceField(
        label=_("Clinics"),
        queryset=Clinic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("In these languages as well"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick those whose text does not have the fault."),
    )
    severity = forms.ChoiceField(
        label=_("How urgent it is"),
        choices=SEVERITIES,
        widget=forms.RadioSelect,
        help_text=_("Decides how soon front ends have to follow."),
        error_messages={"required": _("Choose how urgent it is.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Public: readers see it where the article was. Name no person."),
        error_messages={"required": _("Say why: readers are told.")},
    )
    replacement: Any = forms.ModelChoiceField(
        label=_("Replaced by"),
        queryset=None,
        required=False,
        help_text=_("A live article that readers are led to instead, in their language if it can."),
    )
    confirmation = forms.CharField(label=_("Confirmation"), required=False, max_length=255)

    def __init__(
        self, *args: Any, page: Any, impact: Impact, languages: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        fields: dict[str, Any] = self.fields
        clinic_ids = [clinic.pk for clinic in impact.clinics]
        fields["clinics"].queryset = Clinic.objects.filter(pk__in=clinic_ids)
        fields["languages"].choices = [
            (str(each.pk), f"{each.locale.get_display_name()}: {each.title}") for each in languages
        ]
        fields["languages"].initial = [str(each.pk) for each in languages]
        fields["replacement"].queryset = swapper.load_model("wagtailcore", "Page").objects.all()
        fields["replacement"].widget = AdminPageChooser(target_models=article_page_models())
        fields["confirmation"].help_text = gettext(
            "Needed where it is critical: type the address of the article, %(slug)s"
        ) % {"slug": page.slug}
        if not clinic_ids:
            del fields["clinics"]
            fields["place"].choices = Place.choices[:1]
        if not languages:
            del fields["languages"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("place") == Place.CLINICS and not data.get("clinics"):
            self.add_error("clinics", gettext("Choose at least one clinic, or “Everywhere”."))
        typed = data.get("confirmation", "").strip()
        if data.get("severity") == Severity.CRITICAL and typed != self.page.slug:
            self.add_error(
                "confirmation",
                gettext("This is not the address of the article. Type %(slug)s to confirm.")
                % {"slug": self.page.slug},
            )
        return data

    @property
    def chosen_clinics(self) -> list[Clinic] | None:
        """`None`: everywhere."""
        if self.cleaned_data["place"] == Place.EVERYWHERE:
            return None
        return list(self.cleaned_data["clinics"])
