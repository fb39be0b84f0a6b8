import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def note_carriers(apps, schema_editor):
    """Of what is withdrawn already, the clinics that are known now."""
    Withdrawal = apps.get_model("articles", "Withdrawal")
    Placement = apps.get_model("articles", "Placement")
    Carrier = apps.get_model("api", "WithdrawalCarrier")
    for withdrawal in Withdrawal.objects.filter(reinstated_at=None):
        placed = Placement.objects.filter(translation_key=withdrawal.translation_key)
        ids = set(placed.values_list("clinic_id", flat=True))
        ids = {withdrawal.clinic_id} if withdrawal.clinic_id else ids
        Carrier.objects.bulk_create(
            [Carrier(withdrawal=withdrawal, clinic_id=each) for each in sorted(ids)]
        )


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0016_webhooks_and_workers'),
        ('articles', '0009_withdrawal_uuid'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawal_uuid', models.UUIDField(help_text="The withdrawal's public id.")),
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
            },
        ),
        migrations.CreateModel(
            name='WithdrawalCarrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'carrier of a withdrawn article',
                'verbose_name_plural': 'carriers of withdrawn articles',
            },
        ),
        migrations.AddField(
            model_name='change',
            name='withdrawal_id',
            field=models.UUIDField(help_text='The public id of the withdrawal that this change tells of.', null=True),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('withdrawal_id__isnull', False)), fields=['withdrawal_id'], name='api_change_withdrawal'),
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='client',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acknowledgements', to='api.apiclient'),
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='withdrawal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acknowledgements', to='articles.withdrawal'),
        ),
        migrations.AddField(
            model_name='withdrawalcarrier',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.clinic'),
        ),
        migrations.AddField(
            model_name='withdrawalcarrier',
            name='withdrawal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carriers', to='articles.withdrawal'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.UniqueConstraint(fields=('withdrawal', 'client'), name='api_acknowledgement_once'),
        ),
        migrations.AddConstraint(
            model_name='withdrawalcarrier',
            constraint=models.UniqueConstraint(fields=('withdrawal', 'clinic'), name='api_withdrawal_carrier_once'),
        ),
        migrations.RunPython(note_carriers, migrations.RunPython.noop),
    ]
