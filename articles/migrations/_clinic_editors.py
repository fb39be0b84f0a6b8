"""The group of those who edit the clinics they work for.

Safe in a host with a group of this name: it keeps its files' permissions.
"""

from django.apps import apps as installed

from articles.migrations._grants import get_permission

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
    return get_permission(apps, app, model, codename, NAMES.get(codename, ""))


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
