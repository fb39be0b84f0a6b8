"""The group of those who edit the clinics they work for; opening hours out of lines of text.

Safe in a host with a group of this name: it keeps its files' permissions. Permissions are made
here, because Django makes them only after all migrations.
"""

from django.apps import apps as installed
from django.db import migrations

from articles.clinics.hours_text import read_lines
from articles.clinics.opening_hours import hours_lines

GROUP = "Clinic editors"
OWN = {("articles", "clinicmembership"): ("edit_own_clinics",)}
# What others get who are in a group already: group, model, codenames.
OTHERS = [
    *(
        (name, "clinicrequest", ("view_clinicrequest", "change_clinicrequest"))
        for name in ("Editors", "Publishers", "Administrators")
    ),
    *((name, "clinic", ("import_clinics",)) for name in ("Publishers", "Administrators")),
    (
        "Administrators",
        "clinicmembership",
        tuple(f"{action}_clinicmembership" for action in ("add", "change", "delete", "view")),
    ),
]
# Names of permissions that are no default ones of their model.
NAMES = {
    "edit_own_clinics": "Can edit the clinics they work for",
    "import_clinics": "Can import clinics from a spreadsheet",
}


def create_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    group, created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin"))
    for (app, model), codenames in OWN.items():
        group.permissions.add(*(_permission(apps, app, model, name) for name in codenames))
    if created or not group.collection_permissions.exists():
        _grant_images(apps, group)
    for name, model, codenames in OTHERS:
        for other in Group.objects.filter(name=name):
            other.permissions.add(
                *(_permission(apps, "articles", model, codename) for codename in codenames)
            )


def _permission(apps, app, model, codename):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": NAMES.get(codename, "Can " + codename.replace("_", " "))},
    )
    return permission


def _grant_images(apps, group):
    """They bring their own logo."""
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    if root is None or not installed.is_installed("wagtail.images"):
        return
    for action in ("add", "choose"):
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group,
            collection=root,
            permission=_permission(apps, "wagtailimages", "image", f"{action}_image"),
        )


def remove_group(apps, schema_editor):
    """A group with members stays, without what it could do with our models."""
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name=GROUP):
        if group.user_set.exists():
            group.permissions.remove(
                *group.permissions.filter(content_type__app_label="articles")
            )
        else:
            group.delete()


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
