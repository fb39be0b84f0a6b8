"""The group Administrators may give out and revoke API keys."""

from django.db import migrations

from api.migrations._grants import CLIENTS


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0005_clients_and_keys"),
        ("articles", "0003_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [CLIENTS.operation()]
