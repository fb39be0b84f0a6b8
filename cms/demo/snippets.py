"""The demo's snippets and images. Each is found again by its natural key and brought up to date."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import CharField, Model, TextField
from wagtail.images import get_image_model
from wagtail.models import Locale

from articles.clinics.hours_text import read_lines
from articles.models import (
    Citation,
    Clinic,
    Clinician,
    ClinicianText,
    ClinicOffer,
    ClinicText,
    PlacementRule,
    PreparedSection,
    Topic,
    TopicCode,
    TopicText,
)
from cms.demo.files import image_path, read
from cms.demo.markup import Targets
from cms.demo.sections import SectionWriter, Shelf

CREDIT = "Drawn for Clinic Articles"
LICENCE = "CC0 1.0"
_IMAGES = {"logo", "photo"}
_LINE_FIELDS = ("synonyms", "authors", "languages")


def load_images() -> dict[str, int]:
    """Load the pictures; returns primary keys by demo name."""
    image_model = get_image_model()
    keys = {}
    for name, facts in read("images").items():
        image = image_model.objects.filter(title=facts["title"], credit=CREDIT).first()
        image = image or image_model(title=facts["title"], credit=CREDIT)
        _set_file(image, image_path(name))
        image.licence = LICENCE
        if focus := facts.get("focus"):
            _set_focus(image, *focus)
        image.save()
        keys[name] = image.pk
    return keys


def _set_file(image: Any, path: Path) -> None:
    content = path.read_bytes()
    if image.pk and image.file_size == len(content):
        return
    image.file = ContentFile(content, name=f"demo-{path.name}")
    image.file_size = len(content)


def _set_focus(image: Any, x: float, y: float, width: float, height: float) -> None:
    image.focal_point_x = round(image.width * x)
    image.focal_point_y = round(image.height * y)
    image.focal_point_width = round(image.width * width)
    image.focal_point_height = round(image.height * height)


def load_topics() -> dict[str, int]:
    """Load topics with codes and Spanish names; returns primary keys by slug."""

    def save(slug: str, facts: dict[str, Any]) -> Any:
        codes = facts.pop("codes", [])
        texts = _texts(TopicText, {"es": facts.pop("es")})
        topic = _found(Topic, facts, slug=slug)
        topic.codes = [TopicCode(sort_order=order, **code) for order, code in enumerate(codes)]
        topic.texts = texts
        return topic

    return _load("topics", save)


def load_citations() -> dict[str, int]:
    """Load sources; returns primary keys by demo name."""

    def save(_name: str, facts: dict[str, Any]) -> Any:
        key = {"doi": facts["doi"].lower()} if "doi" in facts else {"title": facts["title"]}
        return _found(Citation, facts, **key)

    return _load("citations", save)


def load_clinicians() -> dict[str, int]:
    """Load demonstration profiles; returns primary keys by demo name."""

    def save(_name: str, facts: dict[str, Any]) -> Any:
        texts = _texts(ClinicianText, {"es": facts.pop("es")})
        clinician = _found(Clinician, facts, name=facts["name"])
        clinician.texts = texts
        return clinician

    return _load("clinicians", save)


def load_clinics(
    images: dict[str, int], topics: Mapping[str, int], *, base_url: str
) -> dict[str, int]:
    """Load invented clinics with what they offer; returns primary keys by slug.

    A group stands before its clinics. ``base_url``: where the reader shows drafts, if anywhere.
    """

    def save(slug: str, facts: dict[str, Any]) -> Any:
        texts = _texts(ClinicText, facts.pop("texts"))
        for name in _IMAGES & facts.keys():
            facts[f"{name}_id"] = images[facts.pop(name)]
        if parent := facts.pop("parent", None):
            facts["parent"] = Clinic.objects.get(slug=parent)
        if path := facts.pop("preview_path", None):
            facts["preview_url"] = f"{base_url}{path}" if base_url else ""
        offers = [ClinicOffer(topic_id=topics[name]) for name in facts.pop("offers", ())]
        facts["opening_hours"], _left = read_lines("\n".join(facts.pop("hours", ())))
        clinic = _found(Clinic, facts, slug=slug)
        clinic.offers = offers
        clinic.texts = texts
        return clinic

    return _load("clinics", save)


def load_prepared_sections(shelf: Shelf) -> None:
    """Load sections that the demo's articles could share."""
    nowhere = Targets(articles={}, topics=shelf.topics)

    def save(name: str, facts: dict[str, Any]) -> Any:
        locale = Locale.objects.get(language_code=facts.pop("locale"))
        description = facts.pop("description")
        writer = SectionWriter(article=f"prepared/{name}", shelf=shelf, targets=nowhere)
        words = {"description": description, "locale": locale}
        prepared = _found(PreparedSection, words, name=name)
        prepared.section = writer.write([facts])
        return prepared

    _load("prepared", save)


def load_rules(topics: Mapping[str, int]) -> None:
    """Load the rules that place articles, found again by name."""
    for facts in read("placing")["rules"].values():
        facts |= {f"{name}_id": topics[facts.pop(name)] for name in ("topic", "offer")}
        rule = _found(PlacementRule, facts, name=facts["name"])
        rule.full_clean()
        rule.save()


def _load(name: str, save: Callable[[str, dict[str, Any]], Any]) -> dict[str, int]:
    keys = {}
    for demo_name, facts in read(name).items():
        snippet = save(demo_name, facts)
        snippet.full_clean()
        snippet.save()
        keys[demo_name] = snippet.pk
    return keys


def _found(model: type[Model], facts: dict[str, Any], **key: Any) -> Any:
    """The snippet with this natural key, or a new one, with these facts set but not saved.

    Words that the facts leave out are blank, whatever somebody wrote there.
    """
    snippet = model._default_manager.filter(**key).first() or model(**key)
    for column in model._meta.concrete_fields:
        if isinstance(column, CharField | TextField) and column.name not in key:
            setattr(snippet, column.attname, column.get_default())
    for field, value in facts.items():
        setattr(snippet, field, "\n".join(value) if field in _LINE_FIELDS else value)
    return snippet


def _texts(model: type[Any], by_locale: dict[str, dict[str, Any]]) -> list[Any]:
    """Words of a snippet in other languages, not saved."""
    return [
        model(
            locale=Locale.objects.get(language_code=language),
            **{
                field: "\n".join(value) if field in _LINE_FIELDS else value
                for field, value in words.items()
            },
        )
        for language, words in by_locale.items()
    ]
