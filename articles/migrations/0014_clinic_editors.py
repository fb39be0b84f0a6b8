"""The group of those who edit the clinics they work for; opening hours out of lines of text."""

from django.db import migrations

from articles.clinics.hours_text import read_lines
from articles.clinics.opening_hours import hours_lines
from articles.migrations._clinic_editors import create_group, remove_group


def read_hours(apps, schema_editor):
    """What is understood becomes data; every other line is kept as the note."""
    for clinic in apps.get_model("articles", "Clinic").objects.exclude(hours_note=""):
        clinic.opening_hours, clinic.hours_note = read_lines(clinic.hours_note)
        clinic.save(update_fields=["opening_hours", "hours_note"])


def write_hours(apps, schema_editor):
    for clinic in apps.get_model("articles", "Clinic").objects.all():
        lines = hours_lines(clinic.opening_hours, clinic.hours_note, "en")
        clinic.opening_hours, clinic.hours_note = {}, "\n".join(lines)
        clinic.save(update_fields=["opening_hours", "hours_note"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_clinics_by_their_people")]
    operations = [
        migrations.RunPython(create_group, remove_group),
        migrations.RunPython(read_hours, write_hours),
    ]
