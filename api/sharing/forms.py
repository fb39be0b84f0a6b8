"""What a guest can send: a pass phrase, and comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_COMMENT = 2000


class PhraseForm(forms.Form):
    phrase = forms.CharField(
        label=_("Pass phrase"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class CommentForm(forms.Form):
    """Plain text; the part by its path."""

    path = forms.CharField(max_length=400, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea,
        error_messages={"required": _("Write something first.")},
    )
