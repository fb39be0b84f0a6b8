
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0017_acknowledgements'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetiredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
            ],
            options={
                'verbose_name': 'retired file',
                'verbose_name_plural': 'retired files',
            },
        ),
    ]
