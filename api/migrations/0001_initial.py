import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import swapper
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        swapper.dependency('wagtailcore', 'Page'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryDocument',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=swapper.get_model_name('wagtailcore', 'Page'))),
                ('article_id', models.UUIDField(help_text="The page's translation key.")),
                ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                ('slug', models.CharField(max_length=255)),
                ('is_alias', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('public', 'public'), ('gone', 'no longer public'), ('withdrawn', 'withdrawn')], default='public', max_length=9)),
                ('kind', models.CharField(max_length=64)),
                ('audience', models.CharField(max_length=32)),
                ('title', models.CharField(max_length=255)),
                ('sort_title', models.CharField(help_text='The title without case and accents, for ordering.', max_length=255)),
                ('version', models.PositiveIntegerField(default=1)),
                ('etag', models.CharField(help_text="First half of the body's SHA-256.", max_length=32)),
                ('cache_tags', models.TextField(blank=True, default='', help_text='Tags for caches to purge by, separated by spaces.')),
                ('published_at', models.DateTimeField()),
                ('modified_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When the stored bytes last changed.')),
                ('last_reviewed_date', models.DateField(blank=True, null=True)),
                ('next_review_date', models.DateField(blank=True, null=True)),
                ('review_order', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('next_review_date', models.Value(datetime.date(9999, 12, 31))), output_field=models.DateField())),
                ('live_from', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('card', models.BinaryField(default=b'', help_text='Finished JSON of the card.')),
                ('body', models.BinaryField(default=b'', help_text='Finished JSON of the article; of a withdrawn one, of its notice.')),
            ],
            options={
                'verbose_name': 'delivery document',
                'verbose_name_plural': 'delivery documents',
                'indexes': [models.Index(fields=['article_id', 'locale'], name='api_doc_article'), models.Index(fields=['slug', 'locale'], name='api_doc_slug'), models.Index(models.F('locale'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('page'), descending=True), condition=models.Q(('state', 'public')), name='api_doc_newest'), models.Index(models.F('locale'), models.F('kind'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('page'), descending=True), condition=models.Q(('state', 'public')), name='api_doc_kind_newest'), models.Index(models.F('locale'), models.F('sort_title'), models.F('page'), condition=models.Q(('state', 'public')), name='api_doc_title'), models.Index(models.F('locale'), models.F('review_order'), models.F('page'), condition=models.Q(('state', 'public')), name='api_doc_review'), models.Index(models.F('live_from'), condition=models.Q(('live_from__isnull', False), ('state', 'public')), name='api_doc_live_from'), models.Index(models.F('expires_at'), condition=models.Q(('expires_at__isnull', False), ('state', 'public')), name='api_doc_expires_at')],
            },
        ),
        migrations.CreateModel(
            name='StoreState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('generation', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'state of the store',
                'verbose_name_plural': 'state of the store',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='api_single_state')],
            },
        ),
        migrations.CreateModel(
            name='DocumentSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section_id', models.UUIDField()),
                ('kind', models.CharField(max_length=64)),
                ('standalone', models.BooleanField(default=True)),
                ('position', models.PositiveIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='api.deliverydocument')),
            ],
            options={
                'verbose_name': 'document section',
                'verbose_name_plural': 'document sections',
                'indexes': [models.Index(fields=['kind', 'document'], name='api_section_kind')],
                'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='api_section_position')],
            },
        ),
        migrations.CreateModel(
            name='DocumentTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=255)),
                ('relation', models.CharField(max_length=16)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='api.deliverydocument')),
            ],
            options={
                'verbose_name': 'document topic',
                'verbose_name_plural': 'document topics',
                'constraints': [models.UniqueConstraint(fields=('slug', 'document', 'relation'), name='api_document_topic')],
            },
        ),
    ]
