"""Names what withdrawals point to, and lets everybody who works on articles see them."""

from importlib import import_module

from django.db import migrations

GROUPS = (
    "Editors", "Clinical reviewers", "Legal reviewers", "Publishers", "Administrators",
)


def name(apps, schema_editor):
    Withdrawal = apps.get_model("articles", "Withdrawal")
    for record in Withdrawal.objects.select_related("clinic", "withdrawn_by"):
        if record.clinic is not None:
            record.clinic_slug, record.clinic_name = record.clinic.slug, record.clinic.name
        user = record.withdrawn_by
        if user is not None:
            full = f"{getattr(user, 'first_name', '')} {getattr(user, 'last_name', '')}".strip()
            record.withdrawn_by_name = (full or str(getattr(user, "username", user.pk)))[:160]
        record.save()


def permit(apps, schema_editor):
    permission = _permission(apps)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(permission)


def forbid(apps, schema_editor):
    permission = _permission(apps)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(permission)


def _permission(apps):
    groups = import_module("articles.migrations.0003_groups")
    return groups._permission(apps, "articles", "withdrawal", "view_withdrawal")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_withdrawals_as_records"),
    ]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.RunPython(permit, forbid),
    ]
