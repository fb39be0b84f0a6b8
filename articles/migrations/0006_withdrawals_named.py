"""Names what withdrawals point to, and lets everybody who works on articles see them."""

from django.db import migrations

from articles.migrations._grants import WITHDRAWALS


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


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_withdrawals_as_records"),
    ]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        WITHDRAWALS.operation(),
    ]
