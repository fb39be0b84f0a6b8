from django.db import migrations

from api.migrations._bodies import compressed, uncompressed


class Migration(migrations.Migration):
    """PostgreSQL packs long values and unpacks them at each read; it need not for bodies.

    Rows that are there keep their form until they are written again.
    """

    dependencies = [
        ('api', '0012_ranks_by_themselves'),
    ]

    operations = [
        migrations.RunPython(uncompressed, compressed),
    ]
