"""All of 0001 to 0023 at once, for new databases: what there is in the end, and no conversions."""

import api.models.clients
import api.models.search
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string

from api.migrations._bodies import compressed, uncompressed
from api.migrations._grants import CLIENTS, PREVIEWS, SHARES, WEBHOOKS
from api.migrations._search import create_indexes, drop_indexes
from articles.migrations._create_models import CreateModels


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('api', '0001_initial'),
        ('api', '0002_references_and_placeholders'),
        ('api', '0003_document_codes'),
        ('api', '0003_document_variants'),
        ('api', '0004_paths_and_sections_topics'),
        ('api', '0005_clients_and_keys'),
        ('api', '0006_administrators_keys'),
        ('api', '0007_modified_index'),
        ('api', '0008_edits'),
        ('api', '0009_notices_outlive_pages'),
        ('api', '0010_search'),
        ('api', '0011_search_in_cards'),
        ('api', '0012_ranks_by_themselves'),
        ('api', '0013_bodies_uncompressed'),
        ('api', '0014_changes'),
        ('api', '0015_names_by_themselves'),
        ('api', '0016_webhooks_and_workers'),
        ('api', '0017_acknowledgements'),
        ('api', '0018_retired_files'),
        ('api', '0019_administrators_webhooks'),
        ('api', '0020_waiting_purges'),
        ('api', '0021_clinic_values'),
        ('api', '0022_previews'),
        ('api', '0023_shares'),
    ]

    dependencies = [
        # The latest that one of the above asks for, not the squashed one: a database that has all
        # of them may be without later ones of `articles`.
        ('articles', '0015_clinic_preview_url'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        # Any image model will do: the migration must not name the one of this host.
        migrations.swappable_dependency(get_image_model_string()),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='ApiClient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                    ('contact', models.TextField(blank=True, help_text='Whom to tell before a key stops working.', verbose_name='contact')),
                    ('scopes', models.JSONField(default=api.models.clients.read_scope, verbose_name='scopes')),
                    ('clinic', models.ForeignKey(blank=True, help_text='Its keys answer for this clinic, and for no other.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.clinic', verbose_name='clinic')),
                    ('locales', models.JSONField(blank=True, default=list, help_text='The only languages its keys answer in; where no language is asked for, the first. None: all.', verbose_name='languages')),
                    ('requests_per_minute', models.PositiveIntegerField(blank=True, help_text="For each of its keys. Empty: the site's limit for keys.", null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='requests per minute')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ],
                options={
                    'verbose_name': 'API client',
                    'verbose_name_plural': 'API clients',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='ApiKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='api.apiclient', verbose_name='client')),
                    ('prefix', models.CharField(help_text="The key's public part.", max_length=16, unique=True, verbose_name='prefix')),
                    ('digest', models.CharField(help_text='SHA-256 of the whole key, in hexadecimal.', max_length=64)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                    ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                    ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ],
                options={
                    'verbose_name': 'API key',
                    'verbose_name_plural': 'API keys',
                    'ordering': ['client__name', '-created_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Acknowledgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('withdrawal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acknowledgements', to='articles.withdrawal')),
                    ('withdrawal_uuid', models.UUIDField(help_text="The withdrawal's public id.")),
                    ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acknowledgements', to='api.apiclient')),
                    ('client_name', models.CharField(max_length=160, verbose_name='client')),
                    ('key_prefix', models.CharField(help_text='The public part of the key that it came with.', max_length=16, verbose_name='key')),
                    ('clinic_slug', models.CharField(blank=True, help_text='The clinic that the client was bound to then.', max_length=255, verbose_name='clinic')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                    ('acknowledged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='confirmed')),
                ],
                options={
                    'verbose_name': 'acknowledgement of a withdrawal',
                    'verbose_name_plural': 'acknowledgements of withdrawals',
                    'ordering': ['acknowledged_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('withdrawal', 'client'), name='api_acknowledgement_once')],
                },
            ),
            migrations.CreateModel(
                name='WithdrawalCarrier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('withdrawal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carriers', to='articles.withdrawal')),
                    ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.clinic')),
                ],
                options={
                    'verbose_name': 'carrier of a withdrawn article',
                    'verbose_name_plural': 'carriers of withdrawn articles',
                    'constraints': [models.UniqueConstraint(fields=('withdrawal', 'clinic'), name='api_withdrawal_carrier_once')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('sequence', models.BigIntegerField(help_text='Grows by one from change to change, in order of commit.', primary_key=True, serialize=False)),
                    ('type', models.CharField(choices=[('article.published', 'article published'), ('article.updated', 'article updated'), ('article.moved', 'article moved'), ('article.placed', "article's clinics changed"), ('article.unpublished', 'article unpublished'), ('article.withdrawn', 'article withdrawn'), ('topic.updated', 'topic updated'), ('topic.removed', 'topic removed'), ('clinic.updated', 'clinic updated'), ('clinic.removed', 'clinic removed')], max_length=24)),
                    ('subject', models.CharField(help_text='What changed: its kind and id; of an article, its language.', max_length=160)),
                    ('occurred_at', models.DateTimeField()),
                    ('page_id', models.BigIntegerField(help_text="An article's page.", null=True)),
                    ('article_id', models.UUIDField(null=True)),
                    ('locale', models.CharField(default='', help_text="An article's language.", max_length=100)),
                    ('slug', models.CharField(max_length=255)),
                    ('kind', models.CharField(default='', help_text="An article's kind.", max_length=64)),
                    ('version', models.PositiveIntegerField(null=True)),
                    ('etag', models.CharField(default='', help_text="An article's, as served.", max_length=64)),
                    ('severity', models.CharField(choices=[('advice', 'Advice'), ('urgent', 'Urgent'), ('critical', 'Critical')], default='', max_length=10)),
                    ('must_refresh_by', models.DateTimeField(help_text='When no front end may show an earlier state any more.', null=True)),
                    ('withdrawal_id', models.UUIDField(help_text='The public id of the withdrawal that this change tells of.', null=True)),
                ],
                options={
                    'verbose_name': 'change',
                    'verbose_name_plural': 'changes',
                    'ordering': ['sequence'],
                    'indexes': [models.Index(fields=['subject', 'sequence'], name='api_change_subject'), models.Index(fields=['occurred_at'], name='api_change_occurred'), models.Index(condition=models.Q(('withdrawal_id__isnull', False)), fields=['withdrawal_id'], name='api_change_withdrawal')],
                },
            ),
            migrations.CreateModel(
                name='Announced',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=16)),
                    ('key', models.CharField(max_length=40)),
                    ('slug', models.CharField(default='', max_length=255)),
                    ('digest', models.CharField(max_length=32)),
                ],
                options={
                    'verbose_name': 'announced state',
                    'verbose_name_plural': 'announced states',
                    'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='api_announced_once')],
                },
            ),
            migrations.CreateModel(
                name='ClinicFacts',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.clinic')),
                    ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                    ('facts', models.TextField(help_text='JSON: see api.documents.clinic_values.values.')),
                ],
                options={
                    'verbose_name': "clinic's facts",
                    'verbose_name_plural': "clinics' facts",
                    'constraints': [models.UniqueConstraint(fields=('clinic', 'locale'), name='api_clinic_facts_locale')],
                },
            ),
            migrations.CreateModel(
                name='DeliveryDocument',
                fields=[
                    ('page', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('article_id', models.UUIDField(help_text="The page's translation key.")),
                    ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                    ('slug', models.CharField(max_length=255)),
                    ('path', models.CharField(blank=True, default='', max_length=500)),
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
                    ('slots', models.TextField(blank=True, default='', help_text="Where in the body a clinic's values go.")),
                ],
                options={
                    'verbose_name': 'delivery document',
                    'verbose_name_plural': 'delivery documents',
                    'indexes': [models.Index(fields=['article_id', 'locale'], name='api_doc_article'), models.Index(fields=['slug', 'locale'], name='api_doc_slug'), models.Index(fields=['path'], name='api_doc_path'), models.Index(models.F('locale'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('page'), descending=True), condition=models.Q(('state', 'public')), name='api_doc_newest'), models.Index(models.F('locale'), models.F('kind'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('page'), descending=True), condition=models.Q(('state', 'public')), name='api_doc_kind_newest'), models.Index(models.F('locale'), models.F('sort_title'), models.F('page'), condition=models.Q(('state', 'public')), name='api_doc_title'), models.Index(models.F('locale'), models.F('review_order'), models.F('page'), condition=models.Q(('state', 'public')), name='api_doc_review'), models.Index(models.F('modified_at'), condition=models.Q(('state', 'public')), name='api_doc_modified'), models.Index(models.F('live_from'), condition=models.Q(('live_from__isnull', False), ('state', 'public')), name='api_doc_live_from'), models.Index(models.F('expires_at'), condition=models.Q(('expires_at__isnull', False), ('state', 'public')), name='api_doc_expires_at')],
                },
            ),
            migrations.CreateModel(
                name='DocumentTopic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='api.deliverydocument')),
                    ('slug', models.CharField(max_length=255)),
                    ('relation', models.CharField(max_length=16)),
                ],
                options={
                    'verbose_name': 'document topic',
                    'verbose_name_plural': 'document topics',
                    'constraints': [models.UniqueConstraint(fields=('slug', 'document', 'relation'), name='api_document_topic')],
                },
            ),
            migrations.CreateModel(
                name='DocumentCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='api.deliverydocument')),
                    ('system', models.CharField(max_length=20)),
                    ('code', models.CharField(max_length=40)),
                    ('broader', models.BooleanField(default=False, help_text="Whether only a narrower code is the document's own.")),
                ],
                options={
                    'verbose_name': 'document code',
                    'verbose_name_plural': 'document codes',
                    'constraints': [models.UniqueConstraint(fields=('system', 'code', 'document'), name='api_document_code')],
                },
            ),
            migrations.CreateModel(
                name='DocumentSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='api.deliverydocument')),
                    ('section_id', models.UUIDField()),
                    ('kind', models.CharField(max_length=64)),
                    ('standalone', models.BooleanField(default=True)),
                    ('about', models.CharField(blank=True, default='', max_length=255)),
                    ('position', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': 'document section',
                    'verbose_name_plural': 'document sections',
                    'indexes': [models.Index(fields=['kind', 'document'], name='api_section_kind')],
                    'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='api_section_position')],
                },
            ),
            migrations.CreateModel(
                name='ImagePlaceholder',
                fields=[
                    ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=get_image_model_string(), verbose_name='image')),
                    ('source', models.CharField(help_text='Hash and name of the original file.', max_length=255)),
                    ('data_uri', models.TextField(blank=True, help_text='A WebP of 16 pixels, or empty for an image that gets none.')),
                ],
                options={
                    'verbose_name': 'image placeholder',
                    'verbose_name_plural': 'image placeholders',
                },
            ),
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
            migrations.CreateModel(
                name='PreviewSession',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='article')),
                    ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='version')),
                    ('clinic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.clinic', verbose_name='clinic')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened')),
                    ('last_used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last read')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='closed at')),
                ],
                options={
                    'verbose_name': 'preview',
                    'verbose_name_plural': 'previews',
                    'ordering': ['-started_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='WaitingPurge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.TextField()),
                ],
                options={
                    'verbose_name': 'waiting purge',
                    'verbose_name_plural': 'waiting purges',
                },
            ),
            migrations.CreateModel(
                name='DocumentReference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='api.deliverydocument')),
                    ('kind', models.CharField(max_length=16)),
                    ('object_id', models.BigIntegerField()),
                ],
                options={
                    'verbose_name': 'document reference',
                    'verbose_name_plural': 'document references',
                    'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'document'), name='api_document_reference')],
                },
            ),
            migrations.CreateModel(
                name='DocumentTerms',
                fields=[
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='api.deliverydocument')),
                    ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                    ('live_from', models.DateTimeField(blank=True, null=True)),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ('names', api.models.search.TermsField(help_text='Terms of the title, the topics and their other names.')),
                    ('terms', api.models.search.TermsField(help_text='All terms.')),
                ],
                options={
                    'verbose_name': 'terms of a document',
                    'verbose_name_plural': 'terms of documents',
                },
            ),
            migrations.CreateModel(
                name='DocumentRanks',
                fields=[
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='api.deliverydocument')),
                    ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                    ('live_from', models.DateTimeField(blank=True, null=True)),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ('ranks', models.TextField(help_text='What each term is worth, packed.')),
                ],
                options={
                    'verbose_name': 'ranks of a document',
                    'verbose_name_plural': 'ranks of documents',
                },
            ),
            migrations.CreateModel(
                name='DocumentPassages',
                fields=[
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='api.deliverydocument')),
                    ('digest', models.CharField(help_text='Of all that the search knows of it.', max_length=32)),
                    ('passages', models.TextField(help_text='JSON: section id, heading and text of each.')),
                ],
                options={
                    'verbose_name': 'passages of a document',
                    'verbose_name_plural': 'passages of documents',
                },
            ),
            migrations.CreateModel(
                name='SearchWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                    ('word', models.CharField(max_length=255)),
                ],
                options={
                    'verbose_name': 'word of the search',
                    'verbose_name_plural': 'words of the search',
                    'constraints': [models.UniqueConstraint(fields=('locale', 'word'), name='api_search_word')],
                },
            ),
            migrations.CreateModel(
                name='Share',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='article')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shared by')),
                    ('guest', models.CharField(max_length=120, verbose_name='shared with')),
                    ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='version')),
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
                ],
                options={
                    'verbose_name': 'shared draft',
                    'verbose_name_plural': 'shared drafts',
                    'ordering': ['-made_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ShareVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='api.share')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('times', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'ordering': ['-started_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ShareComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='api.share')),
                    ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.comment')),
                    ('path', models.TextField()),
                    ('text', models.TextField()),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['made_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='StoreState',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('generation', models.BigIntegerField()),
                    ('edits', models.BigIntegerField(default=0)),
                    ('sequence', models.BigIntegerField(default=0)),
                    ('pruned_to', models.BigIntegerField(default=0)),
                    ('settled_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'state of the store',
                    'verbose_name_plural': 'state of the store',
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='api_single_state')],
                },
            ),
            migrations.CreateModel(
                name='DocumentVariant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='api.deliverydocument')),
                    ('name', models.CharField(help_text='One of api.documents.formats.VARIANTS.', max_length=16)),
                    ('etag', models.CharField(help_text="First half of the body's SHA-256.", max_length=32)),
                    ('body', models.BinaryField(help_text='Finished JSON.')),
                    ('slots', models.TextField(blank=True, default='', help_text="Where in the body a clinic's values go.")),
                ],
                options={
                    'verbose_name': 'document variant',
                    'verbose_name_plural': 'document variants',
                    'constraints': [models.UniqueConstraint(fields=('document', 'name'), name='api_document_variant')],
                },
            ),
            migrations.CreateModel(
                name='WebhookEndpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endpoints', to='api.apiclient', verbose_name='client')),
                    ('url', models.CharField(help_text='Begins with https:// and needs no sign-in.', max_length=500, verbose_name='address')),
                    ('description', models.CharField(blank=True, max_length=160, verbose_name='description')),
                    ('types', models.JSONField(blank=True, default=list, help_text='What it is told of. None: everything.', verbose_name='changes')),
                    ('most_at_once', models.PositiveSmallIntegerField(default=2, help_text='How many requests it gets at the same time, at most.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(16)], verbose_name='at the same time')),
                    ('state', models.CharField(choices=[('enabled', 'enabled'), ('disabled', 'disabled by hand'), ('gone', 'disabled: the receiver said it is gone (410)'), ('failing', 'disabled: it failed for days')], default='enabled', editable=False, max_length=8)),
                    ('secret', models.CharField(editable=False, max_length=100)),
                    ('previous_secret', models.CharField(blank=True, editable=False, max_length=100)),
                    ('previous_secret_until', models.DateTimeField(editable=False, null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                    ('failures', models.PositiveIntegerField(default=0, editable=False, help_text='Attempts in a row that failed.')),
                    ('failing_since', models.DateTimeField(editable=False, null=True)),
                    ('paused_until', models.DateTimeField(editable=False, null=True)),
                ],
                options={
                    'verbose_name': 'webhook endpoint',
                    'verbose_name_plural': 'webhook endpoints',
                    'ordering': ['client__name', 'url'],
                    'constraints': [models.UniqueConstraint(fields=('client', 'url'), name='api_endpoint_once_per_client')],
                },
            ),
            migrations.CreateModel(
                name='WebhookDelivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='api.webhookendpoint')),
                    ('webhook_id', models.CharField(help_text='Of the change; the same at every attempt and endpoint.', max_length=64)),
                    ('type', models.CharField(max_length=24)),
                    ('subject', models.CharField(help_text='What changed.', max_length=160)),
                    ('sequence', models.BigIntegerField(help_text="The change's; a test has none.", null=True)),
                    ('urgency', models.PositiveSmallIntegerField(help_text='What is sent first: 0.')),
                    ('payload', models.TextField(help_text='The body of the request, as it is signed.')),
                    ('state', models.CharField(choices=[('pending', 'waiting'), ('delivered', 'delivered'), ('superseded', 'replaced by a later change of the same thing'), ('failed', 'given up')], default='pending', max_length=10)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('due_at', models.DateTimeField(help_text='When it is sent, or sent again.')),
                    ('lease', models.CharField(blank=True, max_length=32)),
                    ('leased_until', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'webhook delivery',
                    'verbose_name_plural': 'webhook deliveries',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['endpoint', 'urgency', 'sequence'], name='api_delivery_pending'), models.Index(fields=['ended_at'], name='api_delivery_ended')],
                    'constraints': [models.UniqueConstraint(fields=('endpoint', 'webhook_id'), name='api_delivery_once_per_endpoint')],
                },
            ),
            migrations.CreateModel(
                name='WebhookAttempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempt_log', to='api.webhookdelivery')),
                    ('started_at', models.DateTimeField()),
                    ('milliseconds', models.PositiveIntegerField()),
                    ('request_headers', models.JSONField(default=dict)),
                    ('status', models.PositiveSmallIntegerField(help_text='Null without an answer.', null=True)),
                    ('answer_headers', models.JSONField(default=dict)),
                    ('answer', models.TextField(blank=True, help_text='The beginning of the answer.')),
                    ('error', models.CharField(blank=True, help_text='Why there is no answer.', max_length=255)),
                ],
                options={
                    'verbose_name': 'attempt',
                    'verbose_name_plural': 'attempts',
                    'ordering': ['started_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='WorkerProcess',
                fields=[
                    ('token', models.CharField(max_length=32, primary_key=True, serialize=False)),
                    ('host', models.CharField(max_length=255)),
                    ('pid', models.PositiveIntegerField()),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'worker',
                    'verbose_name_plural': 'workers',
                    'ordering': ['started_at'],
                },
            ),
            migrations.CreateModel(
                name='Duty',
                fields=[
                    ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('lease', models.CharField(blank=True, max_length=32)),
                    ('leased_until', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(help_text='When it last went well.', null=True)),
                    ('failures', models.PositiveIntegerField(default=0, help_text='Times in a row it failed.')),
                    ('failing_since', models.DateTimeField(null=True)),
                    ('error', models.TextField(blank=True, help_text='Why it failed the last time.')),
                    ('position', models.BigIntegerField(help_text='The last number of the log of changes that it has dealt with.', null=True)),
                ],
                options={
                    'verbose_name': 'duty of the workers',
                    'verbose_name_plural': 'duties of the workers',
                    'ordering': ['name'],
                },
            ),
        ]),
        migrations.RunPython(create_indexes, drop_indexes),
        migrations.RunPython(uncompressed, compressed),
        CLIENTS.operation(),
        WEBHOOKS.operation(),
        PREVIEWS.operation(),
        SHARES.operation(),
    ]
