"""The form field of opening hours: rows by weekday, and special days."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from articles.clinics.opening_hours import DAYS, NOTE_LENGTH, Hours, normalised, weekday


class OpeningHoursWidget(forms.Widget):
    """Several times a day; a button copies a day to the weekdays. Works without a script, too."""

    template_name = "articles/clinics/hours_widget.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        hours = value if isinstance(value, dict) else {}
        week = hours.get("week", {})
        context["days"] = [
            {
                "key": day,
                "label": weekday(day),
                # Where it is closed or nothing is said yet, a row to write into.
                "times": week.get(day) or [["", ""]],
                "closed": day in week and not week[day],
                "is_weekday": day not in ("sat", "sun"),
            }
            for day in DAYS
        ]
        context["special"] = [
            {
                "date": each.get("date", ""),
                "opens": opens,
                "closes": closes,
                "note": each.get("note"),
            }
            for each in hours.get("special", [])
            for opens, closes in each.get("times") or [["", ""]]
        ]
        context["note_length"] = NOTE_LENGTH
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Hours | None:
        """The hours as they were written, right or wrong; nothing where the form had none."""
        lists = data if hasattr(data, "getlist") else _Lists(data)
        if f"{name}-shown" not in data:
            return None
        week: dict[str, Any] = {}
        for day in DAYS:
            times = _pairs(lists, f"{name}-{day}")
            if f"{name}-{day}-closed" in data:
                week[day] = []
            elif times:
                week[day] = times
        dates = lists.getlist(f"{name}-special-date")
        rows = zip(
            dates,
            lists.getlist(f"{name}-special-from"),
            lists.getlist(f"{name}-special-to"),
            lists.getlist(f"{name}-special-note"),
            strict=False,
        )
        special = [
            {"date": date, "times": [[opens, closes]] if opens or closes else [], "note": note}
            for date, opens, closes, note in rows
            if date or opens or closes or note
        ]
        return {"week": week, "special": special}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-shown" not in data

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("articles/js/opening-hours.js")])


class _Lists(dict[str, Any]):
    """Plain data with the lists of a form's."""

    def getlist(self, name: str) -> list[Any]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def _pairs(data: Mapping[str, Any], name: str) -> list[list[str]]:
    both = (data.getlist(f"{name}-{end}") for end in ("from", "to"))  # type: ignore[attr-defined]
    return [[opens, closes] for opens, closes in zip(*both, strict=False) if opens or closes]


class OpeningHoursField(forms.Field):
    widget = OpeningHoursWidget
    default_error_messages = {"required": _("Write the opening hours.")}

    def to_python(self, value: Any) -> Hours:
        return normalised(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return normalised(data) != (initial or {})
        except forms.ValidationError:
            return True
