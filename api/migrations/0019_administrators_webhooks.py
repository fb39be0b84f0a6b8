"""The group Administrators may look after webhooks."""

from django.db import migrations

from api.migrations._grants import WEBHOOKS


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0018_retired_files"),
        ("articles", "0003_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [WEBHOOKS.operation()]
