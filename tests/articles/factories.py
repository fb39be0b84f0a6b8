"""Content for tests. Every article made here could be published as it is."""

import uuid
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from articles.models import (
    ArticleIndexPage,
    ArticlePage,
    ArticleTopic,
    Citation,
    Clinic,
    Clinician,
    ClinicOffer,
    Placement,
    PlacementRule,
    Topic,
)
from articles.sections.kinds import section_kinds


class UserFactory(DjangoModelFactory):
    """``group="Editors"`` puts the user in that group."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("secret")

    @factory.post_generation
    def group(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))


class SuperuserFactory(UserFactory):
    is_superuser = True
    is_staff = True


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = get_image_model()

    title = factory.Sequence(lambda n: f"Image {n}")
    file = factory.LazyFunction(
        lambda: ContentFile(get_test_image_file(size=(64, 48)).file.getvalue(), name="image.png")
    )


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")
    type = "condition"


class ClinicianFactory(DjangoModelFactory):
    class Meta:
        model = Clinician

    name = factory.Sequence(lambda n: f"Dr Ada Example {n}")
    credentials = "MD"
    role = "Neurologist"


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = Citation

    title = factory.Sequence(lambda n: f"Study number {n}")
    authors = "Etchison, Aaron\nBos, Lia"
    year = 2018
    doi = factory.Sequence(lambda n: f"10.5811/example.{n}")


class ClinicFactory(DjangoModelFactory):
    """``offers=[topic]`` says what it offers."""

    class Meta:
        model = Clinic

    name = factory.Sequence(lambda n: f"Clinic {n}")
    slug = factory.Sequence(lambda n: f"clinic-{n}")
    phone = "+12015550123"
    emergency_number = "911"
    country = "US"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, offers: Any = (), **kwargs: Any) -> Any:
        clinic = model_class(*args, **kwargs)
        clinic.offers = [ClinicOffer(topic=topic) for topic in offers]
        clinic.save()
        return clinic


def rich_text(html: str = "<p>Migraine is common.</p>") -> dict[str, Any]:
    return {"type": "rich_text", "value": html, "id": str(uuid.uuid4())}


def section(kind: str, *body: dict[str, Any], **value: Any) -> dict[str, Any]:
    """The raw data of one section; a paragraph stands in it unless ``body`` says otherwise."""
    return {
        "type": kind,
        "id": value.pop("id", None) or str(uuid.uuid4()),
        "value": {
            "heading": "",
            "body": list(body) or [rich_text()],
            "claims": [],
            "citations": [],
            "about": None,
            "standalone": False,
            **value,
        },
    }


def sections_for(kind: str, *, emerging: bool = False) -> list[dict[str, Any]]:
    """The sections that an article of this kind cannot be published without."""
    return [section(needed.slug) for needed in section_kinds.required_for(kind, emerging=emerging)]


def site_root() -> Page:
    """The page the default site stands on."""
    return Site.objects.get(is_default_site=True).root_page


class _PageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.LazyAttribute(lambda page: slugify(page.title))

    @classmethod
    def _create(
        cls, model_class: Any, *args: Any, parent: Page | None = None, **kwargs: Any
    ) -> Any:
        page = model_class(**kwargs)
        parent = parent or cls.get_default_parent()
        page.locale = parent.locale
        return parent.add_child(instance=page)

    @classmethod
    def get_default_parent(cls) -> Page:
        return site_root()


class ArticleIndexPageFactory(_PageFactory):
    class Meta:
        model = ArticleIndexPage

    title = factory.Sequence(lambda n: f"Library {n}")


class ArticlePageFactory(_PageFactory):
    """An article with every section its kind needs. ``topics={"about": topic}`` gives topics."""

    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda n: f"Article {n}")
    kind = "lifestyle"
    summary = "What this is, in a sentence."
    sections = factory.LazyAttribute(
        lambda page: sections_for(page.kind, emerging=page.evidence_maturity == "emerging")
    )
    evidence_maturity = "established"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, topics: Any = None, **kwargs: Any) -> Any:
        kwargs["article_topics"] = [
            ArticleTopic(topic=topic, relation=relation)
            for relation, topic in (topics or {}).items()
        ]
        return super()._create(model_class, *args, **kwargs)

    @classmethod
    def get_default_parent(cls) -> Page:
        return ArticleIndexPage.objects.first() or ArticleIndexPageFactory()


class DraftArticleFactory(ArticlePageFactory):
    """A draft that has been saved once, as the editor leaves it: with a revision."""

    live = False

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        page = super()._create(model_class, *args, **kwargs)
        page.save_revision()
        return model_class.objects.get(pk=page.pk)


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = Placement

    article = factory.SubFactory(ArticlePageFactory)
    clinic = factory.SubFactory(ClinicFactory)


class PlacementRuleFactory(DjangoModelFactory):
    """Everything everywhere, unless it is told otherwise."""

    class Meta:
        model = PlacementRule

    name = factory.Sequence(lambda n: f"Rule {n}")
    where = "all"
