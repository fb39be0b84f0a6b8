"""What is asked when articles are placed at clinics, or taken from them."""

from collections.abc import Mapping
from typing import Any

import swapper
from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser

from articles.admin.page_models import article_page_models
from articles.models import Clinic, Placement, Topic
from articles.models.placements import TERMS


class ClinicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Clinics to tick. ``carrying``: how many of the articles each carries, by primary key."""

    carrying: Mapping[int, int] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Clinic.objects.order_by("name"),
            label=_("Clinics"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one clinic.")},
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        number = self.carrying.get(obj.pk, 0)
        if not number:
            return str(obj.name)
        carries = ngettext(
            "carries %(count)d of these articles", "carries %(count)d of these articles", number
        )
        return f"{obj.name} ({carries % {'count': number}})"


class TermsForm(WagtailAdminModelForm):
    """On what terms articles are placed; checked as the terms of a placement are."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Placement
        fields = TERMS

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TERMS}


class KeepOffForm(forms.Form):
    """Whether rules may place the articles there again."""

    keep_off = forms.BooleanField(
        label=_("Not at these clinics: keep them off"),
        required=False,
        initial=True,
        help_text=_("No rule places them there again, until somebody allows it."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=255, help_text=_("For your colleagues.")
    )


class _WithClinics(forms.Form):
    clinics = ClinicsField()

    def __init__(self, *args: Any, carrying: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinics: Any = self.fields["clinics"]
        clinics.carrying = carrying


class PlaceAtClinicsForm(_WithClinics, TermsForm):
    field_order = ["clinics"]


class TakeFromClinicsForm(_WithClinics, KeepOffForm):
    field_order = ["clinics"]


class _WithArticles(forms.Form):
    """One article, or all on a topic."""

    article: Any = forms.ModelChoiceField(label=_("Article"), queryset=None, required=False)
    topic: Any = forms.ModelChoiceField(
        label=_("or all articles on this topic"), queryset=Topic.objects.all(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article: Any = self.fields["article"]
        article.queryset = swapper.load_model("wagtailcore", "Page").objects.all()
        article.widget = AdminPageChooser(target_models=article_page_models())
        topic: Any = self.fields["topic"]
        topic.widget = Topic.snippet_viewset.chooser_viewset.widget_class()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("article")) == bool(data.get("topic")) and not self.errors:
            self.add_error("article", gettext("Choose an article or a topic: one of the two."))
        return data


class PlaceArticlesForm(_WithArticles, TermsForm):
    field_order = ["article", "topic"]


class TakeArticlesForm(_WithArticles, KeepOffForm):
    field_order = ["article", "topic"]
