"""The forms of requests: a clinic's, and the central team's answer."""

from typing import Any

import swapper
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from articles.clinics.requests import answerers
from articles.models import AbstractArticlePage, Clinic, ClinicRequest, Topic

_TEXT = 5000


class AskForm(forms.ModelForm):  # type: ignore[type-arg]
    """An article that the clinic misses."""

    class Meta:
        model = ClinicRequest
        fields = ("clinic", "title", "reason", "topic", "wanted_by")
        labels = {
            "title": _("What should the article be about?"),
            "reason": _("Why do your patients need it?"),
            "topic": _("Topic, if there is one"),
            "wanted_by": _("Wanted by, if there is a date"),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 4}), "wanted_by": AdminDateInput}

    def __init__(self, *args: Any, clinics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["clinic"].queryset = clinics
        # A chooser of topics would need a permission on them.
        fields["topic"] = forms.ModelChoiceField(
            Topic.objects.order_by("name"), required=False, label=fields["topic"].label
        )
        fields["reason"].max_length = _TEXT
        if len(clinics) == 1:
            fields["clinic"].initial = clinics[0]


class ProposeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A change to a text that the clinic shows, or to one section of it."""

    section_id = forms.ChoiceField(label=_("Where"), required=False)

    class Meta:
        model = ClinicRequest
        fields = ("clinic", "section_id", "wording", "reason")
        labels = {
            "wording": _("How it should read, in your words"),
            "reason": _("Why it should change"),
        }
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4}),
            "wording": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, clinics: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["clinic"].queryset = Clinic.objects.filter(pk__in=[each.pk for each in clinics])
        fields["clinic"].initial = clinics[0]
        self.sections = dict(sections)
        fields["section_id"].choices = [("", _("The whole article")), *sections]

    def save_to(self, article: Any) -> ClinicRequest:
        """The request for this article, not saved."""
        request: ClinicRequest = self.instance
        request.kind, request.article = ClinicRequest.Kind.CHANGE, article
        request.title = article.title
        request.section_heading = self.sections.get(request.section_id, "")
        return request


class AssignForm(forms.Form):
    to: Any = forms.ModelChoiceField(None, label=_("Assigned to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = answerers()
        field: Any = self.fields["to"]
        field.queryset = type(people[0])._default_manager.filter(
            pk__in=[user.pk for user in people]
        )
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()
        field.empty_label = _("Nobody yet")


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (ClinicRequest.State.ACCEPTED, _("Accept")),
            (ClinicRequest.State.DECLINED, _("Decline")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What the clinic reads"),
        required=False,
        max_length=_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you decline. Sent to the clinic by mail."),
    )
    article: Any = forms.ModelChoiceField(
        None, label=_("Article or draft that answers it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = swapper.load_model("wagtailcore", "Page")
        field: Any = self.fields["article"]
        field.queryset = pages._default_manager.all()
        field.widget = AdminPageChooser(target_models=[pages])

    def clean_article(self) -> Any:
        page = self.cleaned_data["article"]
        if page is not None and not issubclass(page.specific_class or object, AbstractArticlePage):
            raise forms.ValidationError(_("Choose an article."))
        return page
