"""Templates of articles and prepared sections; four templates to begin with; who may change them.

Permissions are made here, because Django makes them only after all migrations.
"""

import json
import uuid

import articles.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

TEXT, CARD, QUESTION = "rich_text", "care_card", "faq_item"

# By language of the site: name, description, and prompts by section.
WORDS = {
    "en": {
        "therapy": ("Therapy", "A treatment or drug, with everything a reader needs to decide."),
        "condition": ("Condition", "An illness or complaint, from its causes to living with it."),
        "comparison": ("Comparison", "Two or more treatments side by side."),
        "procedure": ("Procedure", "An examination or intervention: before, on the day, afterwards."),
        "steps": (
            ("Before", "How to prepare: food, drink, medicines, who comes along."),
            ("On the day", "What happens step by step, how long it takes, what it feels like."),
            ("Afterwards", "When to go home, what not to do, when to come back."),
        ),
    },
    "es": {
        "therapy": ("Terapia", "Un tratamiento o medicamento, con todo lo necesario para decidir."),
        "condition": ("Enfermedad", "Una enfermedad o molestia, de sus causas a vivir con ella."),
        "comparison": ("Comparación", "Dos o más tratamientos, uno al lado del otro."),
        "procedure": ("Procedimiento", "Una prueba o intervención: antes, durante y después."),
        "steps": (
            ("Antes", "Cómo prepararse: comida, bebida, medicamentos, quién acompaña."),
            ("El día", "Qué pasa paso a paso, cuánto dura, qué se siente."),
            ("Después", "Cuándo volver a casa, qué no hacer, cuándo volver."),
        ),
    },
}
SECTIONS = {
    "therapy": (
        "overview therapy regulatory_status procedure mechanism efficacy uncertainty side_effects "
        "risks suitability alternatives seek_help faq summary access"
    ),
    "condition": (
        "overview causes symptoms condition_science diagnosis no_treatment living_with seek_help faq "
        "summary access"
    ),
    "comparison": (
        "overview alternatives efficacy side_effects risks suitability uncertainty seek_help summary "
        "access"
    ),
    "procedure": (
        "overview therapy suitability procedure mechanism efficacy side_effects risks alternatives "
        "seek_help faq access"
    ),
}
KINDS = {"procedure": "therapy"}
GRANTS = {
    "Administrators": ("add", "change", "delete", "view"),
    "Publishers": ("add", "change", "delete", "view"),
    "Editors": ("view",),
}
MODELS = ("articletemplate", "preparedsection")


def block(kind, value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def section(kind, body):
    value = {"heading": "", "body": body, "claims": [], "citations": [], "about": None}
    return block(kind, {**value, "standalone": False})


def empty_body(kind):
    if kind == "seek_help":
        return [block(CARD, {"urgency": "urgent", "heading": "", "text": ""})]
    if kind == "faq":
        return [block(QUESTION, {"question": "", "answer": ""})]
    return [block(TEXT, "")]


def steps(words):
    return [
        block("subsection", {"heading": heading, "body": [block(TEXT, f"<p>[[{prompt}]]</p>")]})
        for heading, prompt in words["steps"]
    ]


def make_templates(apps, schema_editor):
    Template = apps.get_model("articles", "ArticleTemplate")
    words = WORDS.get(settings.LANGUAGE_CODE.split("-")[0], WORDS["en"])
    for position, (key, kinds) in enumerate(SECTIONS.items(), 1):
        name, description = words[key]
        Template.objects.create(
            name=name,
            description=description,
            kind=KINDS.get(key, key),
            position=position * 10,
            sections=json.dumps(
                [
                    section(kind, steps(words) if (key, kind) == ("procedure", "procedure") else empty_body(kind))
                    for kind in kinds.split()
                ]
            ),
        )


def grant(apps, schema_editor):
    for model in MODELS:
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="articles", model=model
        )
        for action in ("add", "change", "delete", "view"):
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            for name, actions in GRANTS.items():
                group = apps.get_model("auth", "Group").objects.filter(name=name).first()
                if group is not None and action in actions:
                    group.permissions.add(permission)


def take_away(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GRANTS):
        group.permissions.remove(
            *group.permissions.filter(
                content_type__app_label="articles", content_type__model__in=MODELS
            )
        )

class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_clinic_values'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, help_text='One sentence for editors: when to use it.', max_length=300, verbose_name='description')),
                ('is_offered', models.BooleanField(default=True, help_text='Untick to keep it without offering it.', verbose_name='offered')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers stand first.', verbose_name='position')),
                ('kind', models.CharField(choices=[('condition', 'Condition'), ('therapy', 'Therapy'), ('comparison', 'Comparison'), ('lifestyle', 'Lifestyle')], max_length=20, verbose_name='kind')),
                ('audience', models.CharField(choices=[('patients', 'Patients'), ('carers', 'Carers and family'), ('professionals', 'Health professionals')], default='patients', max_length=20, verbose_name='written for')),
                ('evidence_maturity', models.CharField(choices=[('established', 'Established'), ('emerging', 'Emerging')], default='established', max_length=20, verbose_name='evidence')),
                ('sections', wagtail.fields.StreamField([('overview', 61), ('causes', 61), ('symptoms', 61), ('condition_science', 61), ('diagnosis', 61), ('no_treatment', 61), ('therapy', 61), ('regulatory_status', 61), ('procedure', 61), ('mechanism', 61), ('other_uses', 61), ('efficacy', 61), ('side_effects', 61), ('risks', 61), ('suitability', 61), ('alternatives', 61), ('uncertainty', 61), ('seek_help', 61), ('living_with', 61), ('faq', 61), ('summary', 61), ('access', 61)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': "Leave blank to use the section's own name.", 'label': 'Heading', 'max_length': 160, 'required': False}), 1: ('articles.sections.blocks.text.RichTextBlock', (), {'group': 'Text'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 160}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Information'), ('tip', 'Tip'), ('important', 'Important'), ('warning', 'Warning')], 'label': 'Tone'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 5: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Text'}), 6: ('wagtail.blocks.StructBlock', [[('tone', 3), ('heading', 4), ('text', 5)]], {'group': 'Highlights'}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: call an ambulance'), ('urgent', 'Urgent: get help today'), ('routine', 'Not urgent: make an appointment'), ('self_care', 'Things you can do yourself')], 'help_text': 'Readers see emergency cards first, with the emergency number of their clinic.', 'label': 'Urgency'}), 8: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'help_text': "List the signs. Do not type phone numbers: choose the clinic's in the toolbar.", 'label': 'Signs and what to do'}), 9: ('wagtail.blocks.StructBlock', [[('urgency', 7), ('heading', 2), ('text', 8)]], {'group': 'Highlights'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: Duration', 'label': 'Label', 'max_length': 80, 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Fact', 'max_length': 255}), 12: ('wagtail.blocks.StructBlock', [[('label', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Facts', 'max_num': 12, 'min_num': 1}), 14: ('wagtail.blocks.StructBlock', [[('heading', 4), ('facts', 13)]], {'group': 'Highlights'}), 15: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the image tells, for readers who do not see it.', 'label': 'Alt text', 'max_length': 255, 'required': False}), 17: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'help_text': 'Tick only if the image tells nothing that the text does not.', 'label': 'Decorative', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 19: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave blank to use the credit kept with the image.', 'label': 'Credit', 'max_length': 255, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('image', 15), ('alt_text', 16), ('decorative', 17), ('caption', 18), ('credit', 19)]], {'group': 'Media'}), 21: ('wagtail.blocks.URLBlock', (), {'label': 'Web address of the video', 'validators': (articles.validators.validate_web_url,)}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 255}), 23: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Still image', 'required': False}), 24: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'help_text': 'Everything that is said and shown, for readers who cannot play the video.', 'label': 'Transcript', 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('url', 21), ('title', 22), ('poster', 23), ('transcript', 24)]], {'group': 'Media'}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows. Screen readers read it first.', 'label': 'Caption', 'max_length': 255}), 27: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'The first column names its row', 'required': False}), 28: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 29: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Formatted text', 'required': False}), 30: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 28), ('rich_text', 29)]], {'label': 'Table'}), 31: ('wagtail.blocks.StructBlock', [[('caption', 26), ('row_headers', 27), ('table', 30)]], {'group': 'Media'}), 32: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'rows': 3}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 34: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 160, 'required': False}), 35: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Citation',), {'label': 'Source', 'required': False}), 36: ('wagtail.blocks.StructBlock', [[('text', 32), ('attribution', 33), ('role', 34), ('citation', 35)]], {'group': 'Voices'}), 37: ('wagtail.blocks.TextBlock', (), {'help_text': 'Experience only. A testimonial must not claim that a treatment works.', 'label': 'Words', 'rows': 3}), 38: ('wagtail.blocks.CharBlock', (), {'label': 'Name as agreed with the person', 'max_length': 120}), 39: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Needed before this can be published.', 'label': 'Written consent is on file'}), 40: ('wagtail.blocks.StructBlock', [[('text', 37), ('name', 38), ('consent', 39)]], {'group': 'Voices'}), 41: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 255}), 42: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Answer'}), 43: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('Allergies', 'Allergies'), ('Benefits', 'Benefits'), ('Causes', 'Causes'), ('Contagiousness', 'Contagiousness'), ('Effectiveness', 'Effectiveness'), ('GettingAccess', 'GettingAccess'), ('HowItWorks', 'HowItWorks'), ('HowOrWhere', 'HowOrWhere'), ('Ingredients', 'Ingredients'), ('LivingWith', 'LivingWith'), ('MayTreat', 'MayTreat'), ('Misconceptions', 'Misconceptions'), ('Overview', 'Overview'), ('PatientExperience', 'PatientExperience'), ('Pregnancy', 'Pregnancy'), ('Prevention', 'Prevention'), ('Prognosis', 'Prognosis'), ('RelatedTopics', 'RelatedTopics'), ('RisksOrComplications', 'RisksOrComplications'), ('Safety', 'Safety'), ('Screening', 'Screening'), ('SeeDoctor', 'SeeDoctor'), ('SelfCare', 'SelfCare'), ('SideEffects', 'SideEffects'), ('Stages', 'Stages'), ('Symptoms', 'Symptoms'), ('Treatments', 'Treatments'), ('Types', 'Types'), ('UsageOrSchedule', 'UsageOrSchedule')], 'help_text': 'Optional: the schema.org health aspect this question is about.', 'label': 'Subject for search engines', 'required': False}), 44: ('wagtail.blocks.StructBlock', [[('question', 41), ('answer', 42), ('health_aspect', 43)]], {'group': 'Voices'}), 45: ('wagtail.blocks.StreamBlock', [[('rich_text', 1), ('callout', 6), ('care_card', 9), ('key_facts', 14), ('image', 20), ('video', 25), ('table', 31), ('quote', 36), ('testimonial', 40), ('faq_item', 44)]], {'label': 'Content'}), 46: ('wagtail.blocks.StructBlock', [[('heading', 2), ('body', 45)]], {'group': 'Text'}), 47: ('wagtail.blocks.StreamBlock', [[('rich_text', 1), ('subsection', 46), ('callout', 6), ('care_card', 9), ('key_facts', 14), ('image', 20), ('video', 25), ('table', 31), ('quote', 36), ('testimonial', 40), ('faq_item', 44)]], {'label': 'Content'}), 48: ('wagtail.blocks.TextBlock', (), {'help_text': 'One sentence, worded as the sources allow.', 'label': 'Claim', 'max_length': 600, 'rows': 2}), 49: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('efficacy', 'Benefit'), ('safety', 'Safety'), ('comparison', 'Comparison')], 'label': 'About'}), 50: ('wagtail.blocks.CharBlock', (), {'help_text': 'The people studied, for example: adults in an emergency department.', 'label': 'In whom', 'max_length': 255, 'required': False}), 51: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('approved', 'Approved use'), ('off_label', 'Off-label use')], 'help_text': 'For a drug: is this use approved or off-label?', 'label': 'Use', 'required': False}), 52: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Citation',), {'label': 'Source'}), 53: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('supports', 'Supports it'), ('mixed', 'Is mixed'), ('contradicts', 'Contradicts it')], 'help_text': 'What this source says about the claim.', 'label': 'The source'}), 54: ('wagtail.blocks.StructBlock', [[('citation', 52), ('direction', 53)]], {}), 55: ('wagtail.blocks.ListBlock', (54,), {'default': [], 'label': 'Sources'}), 56: ('wagtail.blocks.StructBlock', [[('text', 48), ('claim_type', 49), ('population', 50), ('approval', 51), ('citations', 55)]], {}), 57: ('wagtail.blocks.ListBlock', (56,), {'collapsed': True, 'default': [], 'help_text': 'Statements of benefit or safety in this section, each with its sources.', 'label': 'Claims'}), 58: ('wagtail.blocks.ListBlock', (52,), {'collapsed': True, 'default': [], 'help_text': 'Sources of this section that no claim above names.', 'label': 'Other sources'}), 59: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Topic',), {'help_text': 'The condition, therapy or drug this section speaks of.', 'label': 'About', 'required': False}), 60: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'help_text': 'Front ends may show this section outside the article.', 'label': 'May be shown alone', 'required': False}), 61: ('wagtail.blocks.StructBlock', [[('heading', 0), ('body', 47), ('claims', 57), ('citations', 58), ('about', 59), ('standalone', 60)]], {})}, verbose_name='sections')),
                ('locale', models.ForeignKey(blank=True, help_text='Leave blank to offer it in every language.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='language')),
            ],
            options={
                'verbose_name': 'article template',
                'verbose_name_plural': 'article templates',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='PreparedSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, help_text='One sentence for editors: when to use it.', max_length=300, verbose_name='description')),
                ('is_offered', models.BooleanField(default=True, help_text='Untick to keep it without offering it.', verbose_name='offered')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers stand first.', verbose_name='position')),
                ('section', wagtail.fields.StreamField([('overview', 61), ('causes', 61), ('symptoms', 61), ('condition_science', 61), ('diagnosis', 61), ('no_treatment', 61), ('therapy', 61), ('regulatory_status', 61), ('procedure', 61), ('mechanism', 61), ('other_uses', 61), ('efficacy', 61), ('side_effects', 61), ('risks', 61), ('suitability', 61), ('alternatives', 61), ('uncertainty', 61), ('seek_help', 61), ('living_with', 61), ('faq', 61), ('summary', 61), ('access', 61)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': "Leave blank to use the section's own name.", 'label': 'Heading', 'max_length': 160, 'required': False}), 1: ('articles.sections.blocks.text.RichTextBlock', (), {'group': 'Text'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 160}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Information'), ('tip', 'Tip'), ('important', 'Important'), ('warning', 'Warning')], 'label': 'Tone'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 5: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Text'}), 6: ('wagtail.blocks.StructBlock', [[('tone', 3), ('heading', 4), ('text', 5)]], {'group': 'Highlights'}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: call an ambulance'), ('urgent', 'Urgent: get help today'), ('routine', 'Not urgent: make an appointment'), ('self_care', 'Things you can do yourself')], 'help_text': 'Readers see emergency cards first, with the emergency number of their clinic.', 'label': 'Urgency'}), 8: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'help_text': "List the signs. Do not type phone numbers: choose the clinic's in the toolbar.", 'label': 'Signs and what to do'}), 9: ('wagtail.blocks.StructBlock', [[('urgency', 7), ('heading', 2), ('text', 8)]], {'group': 'Highlights'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: Duration', 'label': 'Label', 'max_length': 80, 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Fact', 'max_length': 255}), 12: ('wagtail.blocks.StructBlock', [[('label', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Facts', 'max_num': 12, 'min_num': 1}), 14: ('wagtail.blocks.StructBlock', [[('heading', 4), ('facts', 13)]], {'group': 'Highlights'}), 15: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the image tells, for readers who do not see it.', 'label': 'Alt text', 'max_length': 255, 'required': False}), 17: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'help_text': 'Tick only if the image tells nothing that the text does not.', 'label': 'Decorative', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 19: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave blank to use the credit kept with the image.', 'label': 'Credit', 'max_length': 255, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('image', 15), ('alt_text', 16), ('decorative', 17), ('caption', 18), ('credit', 19)]], {'group': 'Media'}), 21: ('wagtail.blocks.URLBlock', (), {'label': 'Web address of the video', 'validators': (articles.validators.validate_web_url,)}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 255}), 23: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Still image', 'required': False}), 24: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'help_text': 'Everything that is said and shown, for readers who cannot play the video.', 'label': 'Transcript', 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('url', 21), ('title', 22), ('poster', 23), ('transcript', 24)]], {'group': 'Media'}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows. Screen readers read it first.', 'label': 'Caption', 'max_length': 255}), 27: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'The first column names its row', 'required': False}), 28: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 29: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Formatted text', 'required': False}), 30: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 28), ('rich_text', 29)]], {'label': 'Table'}), 31: ('wagtail.blocks.StructBlock', [[('caption', 26), ('row_headers', 27), ('table', 30)]], {'group': 'Media'}), 32: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'rows': 3}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 34: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 160, 'required': False}), 35: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Citation',), {'label': 'Source', 'required': False}), 36: ('wagtail.blocks.StructBlock', [[('text', 32), ('attribution', 33), ('role', 34), ('citation', 35)]], {'group': 'Voices'}), 37: ('wagtail.blocks.TextBlock', (), {'help_text': 'Experience only. A testimonial must not claim that a treatment works.', 'label': 'Words', 'rows': 3}), 38: ('wagtail.blocks.CharBlock', (), {'label': 'Name as agreed with the person', 'max_length': 120}), 39: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Needed before this can be published.', 'label': 'Written consent is on file'}), 40: ('wagtail.blocks.StructBlock', [[('text', 37), ('name', 38), ('consent', 39)]], {'group': 'Voices'}), 41: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 255}), 42: ('articles.sections.blocks.text.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link', 'section-link', 'topic-link', 'clinic-value'], 'label': 'Answer'}), 43: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('Allergies', 'Allergies'), ('Benefits', 'Benefits'), ('Causes', 'Causes'), ('Contagiousness', 'Contagiousness'), ('Effectiveness', 'Effectiveness'), ('GettingAccess', 'GettingAccess'), ('HowItWorks', 'HowItWorks'), ('HowOrWhere', 'HowOrWhere'), ('Ingredients', 'Ingredients'), ('LivingWith', 'LivingWith'), ('MayTreat', 'MayTreat'), ('Misconceptions', 'Misconceptions'), ('Overview', 'Overview'), ('PatientExperience', 'PatientExperience'), ('Pregnancy', 'Pregnancy'), ('Prevention', 'Prevention'), ('Prognosis', 'Prognosis'), ('RelatedTopics', 'RelatedTopics'), ('RisksOrComplications', 'RisksOrComplications'), ('Safety', 'Safety'), ('Screening', 'Screening'), ('SeeDoctor', 'SeeDoctor'), ('SelfCare', 'SelfCare'), ('SideEffects', 'SideEffects'), ('Stages', 'Stages'), ('Symptoms', 'Symptoms'), ('Treatments', 'Treatments'), ('Types', 'Types'), ('UsageOrSchedule', 'UsageOrSchedule')], 'help_text': 'Optional: the schema.org health aspect this question is about.', 'label': 'Subject for search engines', 'required': False}), 44: ('wagtail.blocks.StructBlock', [[('question', 41), ('answer', 42), ('health_aspect', 43)]], {'group': 'Voices'}), 45: ('wagtail.blocks.StreamBlock', [[('rich_text', 1), ('callout', 6), ('care_card', 9), ('key_facts', 14), ('image', 20), ('video', 25), ('table', 31), ('quote', 36), ('testimonial', 40), ('faq_item', 44)]], {'label': 'Content'}), 46: ('wagtail.blocks.StructBlock', [[('heading', 2), ('body', 45)]], {'group': 'Text'}), 47: ('wagtail.blocks.StreamBlock', [[('rich_text', 1), ('subsection', 46), ('callout', 6), ('care_card', 9), ('key_facts', 14), ('image', 20), ('video', 25), ('table', 31), ('quote', 36), ('testimonial', 40), ('faq_item', 44)]], {'label': 'Content'}), 48: ('wagtail.blocks.TextBlock', (), {'help_text': 'One sentence, worded as the sources allow.', 'label': 'Claim', 'max_length': 600, 'rows': 2}), 49: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('efficacy', 'Benefit'), ('safety', 'Safety'), ('comparison', 'Comparison')], 'label': 'About'}), 50: ('wagtail.blocks.CharBlock', (), {'help_text': 'The people studied, for example: adults in an emergency department.', 'label': 'In whom', 'max_length': 255, 'required': False}), 51: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('approved', 'Approved use'), ('off_label', 'Off-label use')], 'help_text': 'For a drug: is this use approved or off-label?', 'label': 'Use', 'required': False}), 52: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Citation',), {'label': 'Source'}), 53: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('supports', 'Supports it'), ('mixed', 'Is mixed'), ('contradicts', 'Contradicts it')], 'help_text': 'What this source says about the claim.', 'label': 'The source'}), 54: ('wagtail.blocks.StructBlock', [[('citation', 52), ('direction', 53)]], {}), 55: ('wagtail.blocks.ListBlock', (54,), {'default': [], 'label': 'Sources'}), 56: ('wagtail.blocks.StructBlock', [[('text', 48), ('claim_type', 49), ('population', 50), ('approval', 51), ('citations', 55)]], {}), 57: ('wagtail.blocks.ListBlock', (56,), {'collapsed': True, 'default': [], 'help_text': 'Statements of benefit or safety in this section, each with its sources.', 'label': 'Claims'}), 58: ('wagtail.blocks.ListBlock', (52,), {'collapsed': True, 'default': [], 'help_text': 'Sources of this section that no claim above names.', 'label': 'Other sources'}), 59: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Topic',), {'help_text': 'The condition, therapy or drug this section speaks of.', 'label': 'About', 'required': False}), 60: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'help_text': 'Front ends may show this section outside the article.', 'label': 'May be shown alone', 'required': False}), 61: ('wagtail.blocks.StructBlock', [[('heading', 0), ('body', 47), ('claims', 57), ('citations', 58), ('about', 59), ('standalone', 60)]], {})}, verbose_name='sections')),
                ('locale', models.ForeignKey(blank=True, help_text='Leave blank to offer it in every language.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='language')),
            ],
            options={
                'verbose_name': 'prepared section',
                'verbose_name_plural': 'prepared sections',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.RunPython(make_templates, migrations.RunPython.noop),
        migrations.RunPython(grant, take_away),
    ]
