"""Drafts that are shared by a link; the group Administrators may see and stop everybody's."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from api.migrations._grants import SHARES


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0022_previews'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guest', models.CharField(max_length=120, verbose_name='shared with')),
                ('version_at', models.DateTimeField(verbose_name='version of')),
                ('content', models.JSONField()),
                ('content_hash', models.CharField(max_length=64, verbose_name='content hash')),
                ('pictures', models.JSONField(default=dict)),
                ('around', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('passphrase', models.CharField(blank=True, max_length=128)),
                ('wrong_phrases', models.PositiveIntegerField(default=0)),
                ('takes_comments', models.BooleanField(default=True, verbose_name='comments are welcome')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='shared')),
                ('expires_at', models.DateTimeField(verbose_name='ends')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='stopped')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shared by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='article')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='version')),
            ],
            options={
                'verbose_name': 'shared draft',
                'verbose_name_plural': 'shared drafts',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ShareComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField()),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.comment')),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='api.share')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ShareVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('times', models.PositiveIntegerField(default=1)),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='api.share')),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        SHARES.operation(),
    ]
