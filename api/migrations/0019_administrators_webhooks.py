"""The group Administrators may look after webhooks.

Permissions are made here, because Django makes them only after all migrations.
"""

from django.db import migrations

GROUP = "Administrators"
ACTIONS = ("add", "change", "delete", "view")


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="api", model="webhookendpoint"
    )
    for action in ACTIONS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_webhookendpoint",
            defaults={"name": f"Can {action} webhook endpoint"},
        )
        if group is not None:
            group.permissions.add(permission)


def take_away(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(
            *group.permissions.filter(
                content_type__app_label="api", content_type__model="webhookendpoint"
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0018_retired_files"),
        ("articles", "0003_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, take_away)]
