"""The group of those who edit the clinics they work for.

Safe in a host with a group of this name: it keeps its files' permissions. Permissions are made
here, because Django makes them only after all migrations.
"""

from django.apps import apps as installed
from django.db import migrations

GROUP = "Clinic editors"
OWN = {("articles", "clinicmembership"): ("edit_own_clinics",)}
# Names of permissions that are no default ones of their model.
NAMES = {"edit_own_clinics": "Can edit the clinics they work for"}
MEMBERSHIP = ("add", "change", "delete", "view")


def create_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    group, created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin"))
    for (app, model), codenames in OWN.items():
        group.permissions.add(*(_permission(apps, app, model, name) for name in codenames))
    if created or not group.collection_permissions.exists():
        _grant_images(apps, group)
    administrators = Group.objects.filter(name="Administrators").first()
    if administrators is not None:
        administrators.permissions.add(
            *(
                _permission(apps, "articles", "clinicmembership", f"{action}_clinicmembership")
                for action in MEMBERSHIP
            )
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


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_clinics_by_their_people")]
    operations = [migrations.RunPython(create_group, remove_group)]
