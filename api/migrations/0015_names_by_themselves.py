from django.db import migrations

from api.models import search_indexes


def recreate(apps, schema_editor):
    search_indexes.recreate(schema_editor.connection)


class Migration(migrations.Migration):
    """On SQLite, terms of names are terms of their own in the index.

    On the way back it stays as it is: searches before it find no names in it, and rank the newest.
    """

    dependencies = [
        ('api', '0014_changes'),
    ]

    operations = [
        migrations.RunPython(recreate, migrations.RunPython.noop, elidable=True),
    ]
