"""The four templates of articles that a new library begins with, in the language of the site."""

import json
import uuid

from django.conf import settings

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
