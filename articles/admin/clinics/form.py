"""The form of a clinic: says what is inherited, and keeps what is the central team's."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from articles.admin.clinics.hours_field import OpeningHoursField
from articles.clinics.inheritance import Inherited, groups_above, has_hours, inherited_values
from articles.clinics.membership import is_clinic_editor
from articles.clinics.opening_hours import hours_lines
from articles.models import Clinic
from articles.models.base import lines

MEMBERSHIPS = "memberships"
EDIT_MEMBERSHIPS = "articles.change_clinicmembership"
_MOST_CHARACTERS = 120


class ClinicForm(WagtailAdminModelForm):
    """Its members change neither its slug nor its group, and only administrators who they are.

    A disabled field takes its value from the clinic, whatever was sent.
    """

    opening_hours = OpeningHoursField(label=gettext_lazy("Opening hours"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        if user is not None and not user.has_perm(EDIT_MEMBERSHIPS):
            self.formsets.pop(MEMBERSHIPS, None)
        if user is not None and is_clinic_editor(user):
            self._fix(
                "slug",
                _("Front ends ask for this clinic by it. The central team can change it."),
            )
            self._fix("parent", _("Only the central team moves a clinic to another group."))
        inherited = inherited_values(groups_above(self.instance))
        self._tell_time_zone(inherited.get("time_zone"))
        for name, value in inherited.items():
            if name in self.fields:
                self._hint(name, value)

    def _tell_time_zone(self, inherited: Inherited | None) -> None:
        zone = self.instance.time_zone or getattr(inherited, "value", "")
        said = _("In the time zone of the clinic, which is not set yet.")
        if zone:
            said = _("In the time zone of the clinic, %(zone)s.") % {"zone": zone}
        if "opening_hours" in self.fields:
            self.fields["opening_hours"].help_text = said

    def _fix(self, name: str, why: str) -> None:
        if name in self.fields:
            self.fields[name].disabled = True
            self.fields[name].help_text = why

    def _hint(self, name: str, inherited: Inherited) -> None:
        """Say before the field's own help what holds while it is blank."""
        is_set = getattr(self.instance, name)
        if name == "opening_hours":
            is_set = has_hours(self.instance)
        said = _("In place of %(group)s's: %(value)s") if is_set else _("From %(group)s: %(value)s")
        hint = said % {"group": inherited.clinic.name, "value": shown(inherited.value)}
        field = self.fields[name]
        field.help_text = f"{hint}. {field.help_text}" if field.help_text else hint


def shown(value: Any) -> str:
    """A value in one line; a clinic stands for its opening hours."""
    if isinstance(value, Clinic):
        hours = hours_lines(value.opening_hours, value.hours_note, get_language() or "en")
        value = "\n".join(hours)
    return Truncator(", ".join(lines(str(value)))).chars(_MOST_CHARACTERS)


class MembershipsPanel(InlinePanel):
    """Shown where the form has the memberships, which is for administrators."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, form: Any = None, **kwargs: Any) -> None:
            permitted = form is not None and self._name(kwargs) in form.formsets
            super().__init__(form=form if permitted else None, **kwargs)

        @staticmethod
        def _name(kwargs: dict[str, Any]) -> str:
            return str(kwargs["panel"].relation_name)

        def is_shown(self) -> bool:
            return self.form is not None and super().is_shown()
