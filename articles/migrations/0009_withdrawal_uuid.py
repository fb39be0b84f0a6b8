import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    Withdrawal = apps.get_model("articles", "Withdrawal")
    for pk in Withdrawal.objects.values_list("pk", flat=True):
        Withdrawal.objects.filter(pk=pk).update(uuid=uuid.uuid4())


def field(**options):
    return models.UUIDField(
        editable=False, help_text="By which front ends know it.", **options
    )


class Migration(migrations.Migration):
    """Without a default at first: it is asked for once, and would be the same for all rows."""

    dependencies = [
        ("articles", "0008_schedule_failures"),
    ]

    operations = [
        migrations.AddField("withdrawal", "uuid", field(null=True)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField("withdrawal", "uuid", field(default=uuid.uuid4, unique=True)),
    ]
