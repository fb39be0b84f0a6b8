from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0023_shares'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(condition=models.Q(('leased_until__isnull', False)), fields=['endpoint', 'leased_until'], name='api_delivery_leased'),
        ),
    ]
