"""A library in which everything that must not show carries a canary, and what is public does not.

Hidden are articles in every state, and snippets and files that only such articles use. Live
articles refer to all of them in every way there is: one was saved while they were still live,
one after they were hidden.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from articles.models import (
    ArticleAuthor,
    ArticlePage,
    ArticleTopic,
    RelatedArticle,
    SignOff,
    TopicCode,
    TopicText,
    Withdrawal,
)
from tests.articles.every_block import every_section
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    ClinicianFactory,
    DraftArticleFactory,
    ImageFactory,
    PlacementFactory,
    TopicFactory,
    UserFactory,
    section,
    sections_for,
)

# No word, number or id of anything public begins so.
WORD = "zyxqo"
NUMBER = "9177019"
ID = "ca4ac4a4-ca4a-4a4a-8a4a-"
CANARY = re.compile(
    rf"(?i:{WORD})[a-z]*|(?<![0-9a-f.]){NUMBER}[0-9]+(?![0-9a-f])"
    rf"|{ID}[0-9a-f]*|{ID.replace('-', '')}[0-9a-f]*"
)
# What a never existing thing would be called: as long, and of the same letters.
UNKNOWN = {WORD: "zyxqu", NUMBER: "9177018", ID: ID.replace("ca4a", "ca4b")}

_TEXTS = {
    "alt_text", "answer", "attribution", "caption", "credit", "heading", "label", "name",
    "population", "question", "role", "text", "title", "transcript", "url",
}  # fmt: skip
_numbers, _codes = count(1), count(1)


def number() -> str:
    """A canary of digits: for codes and telephone numbers."""
    return f"{NUMBER}{next(_codes) % 100:02d}"


def hidden_id() -> uuid.UUID:
    return uuid.UUID(f"{ID}{next(_numbers):012x}")


def word() -> str:
    """A word that is nowhere else, and that no language has other endings of."""
    index, letters = next(_numbers), ""
    for _ in range(3):
        index, letter = divmod(index, 20)
        letters += "bcdfghjklmnpqrstvwxz"[letter]
    return f"{WORD}{letters}"


def marked(value: Any, mark: str, *, is_text: bool = False) -> Any:
    """Raw data of sections with `mark` in every text and in every address."""
    if isinstance(value, str) and is_text:
        if value.startswith("https://"):
            return f"{value}/{mark}"
        return value.replace("<p>", f"<p>{mark} ") if "<p>" in value else f"{mark} {value}".strip()
    if isinstance(value, list):
        return [marked(each, mark, is_text=is_text) for each in value]
    if isinstance(value, dict):
        own = value.get("type") in ("rich_text", "text") and isinstance(value.get("value"), str)
        return {
            name: marked(
                each,
                mark,
                is_text=name in _TEXTS or name == "values" or (name == "value" and own),
            )
            for name, each in value.items()
        }
    return value


def image(mark: str) -> Any:
    file = get_test_image_file(size=(64, 48)).file.getvalue()
    return ImageFactory(title=mark, file=ContentFile(file, name=f"{mark}.png"))


def document(mark: str, collection: Collection | None = None) -> Any:
    file = ContentFile(b"Words.", name=f"{mark}.txt")
    chosen = {"collection": collection} if collection else {}
    return get_document_model().objects.create(title=mark, file=file, **chosen)


def topic(mark: str) -> Any:
    made = TopicFactory(
        name=mark, slug=mark, description=mark, synonyms=f"{mark}\n{mark} other", type="drug"
    )
    made.codes.add(TopicCode(system="snomed-ct", code=number(), display=mark, version=mark))
    made.texts.add(TopicText(locale=spanish(), name=mark, description=mark, synonyms=mark))
    made.save()
    return made


def citation(mark: str) -> Any:
    return CitationFactory(
        title=mark,
        authors=f"{mark}, {mark}",
        container_title=mark,
        volume=mark,
        issue=mark,
        pages=mark,
        publisher=mark,
        doi=f"10.5811/{mark}",
        pmid=number(),
        url=f"https://example.org/{mark}",
    )


def clinician(mark: str, photo: Any) -> Any:
    return ClinicianFactory(
        name=mark,
        credentials=mark,
        role=mark,
        bio=mark,
        photo=photo,
        profile_url=f"https://example.org/{mark}",
        licence_number=mark,
        jurisdiction=mark,
        npi=number(),
        conflicts_of_interest=mark,
    )


def spanish() -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]


def texts(mark: str) -> dict[str, Any]:
    """A canary for each text of an article that stands in no section."""
    return {
        "title": f"{mark} title",
        "slug": mark,
        "summary": mark,
        "seo_title": mark,
        "search_description": mark,
        "disclosure": mark,
        "funding": mark,
        "safety_notice": mark,
        "safety_notice_severity": "urgent",
        "licence": mark,
        "attribution": mark,
        "canonical_url": f"https://example.org/{mark}",
        "search_keywords": f"{mark}\n{mark} word",
        "hero_alt_text": mark,
        "hero_credit": mark,
    }


@dataclass
class Hidden:
    """One article that nobody may see, and what only it uses."""

    how: str
    page: ArticlePage
    word: str
    topic: Any
    citation: Any
    clinician: Any
    code: str
    section: str
    path: str
    pk: int
    id: uuid.UUID


def secret(how: str, picture: Any, *, live: bool = True, **kwargs: Any) -> Hidden:
    """An article full of canaries; public until it is hidden, unless `live` is false.

    `picture` stands wherever one can; None: one of its own, which takes a second to make.
    """
    mark = word()
    picture = picture or image(mark)
    its_topic, its_citation, its_clinician = topic(mark), citation(mark), clinician(mark, picture)
    sections = every_section(image=picture.pk, citation=its_citation.pk, topic=its_topic.pk)
    for each in sections:
        each["id"] = str(hidden_id())
    make = ArticlePageFactory if live else DraftArticleFactory
    page = make(
        sections=marked(sections, mark),
        topics={"about": its_topic},
        article_authors=[ArticleAuthor(clinician=its_clinician, role=mark)],
        hero_image=picture,
        **{"translation_key": hidden_id(), **texts(mark), **kwargs},
    )
    return Hidden(
        how=how,
        page=page,
        word=mark,
        topic=its_topic,
        citation=its_citation,
        clinician=its_clinician,
        code=its_topic.codes.get().code,
        section=sections[0]["id"],
        path=page.get_url_parts()[2],
        pk=page.pk,
        id=page.translation_key,
    )


@dataclass
class Library:
    """What there is: articles that nobody may see, and by name those that everybody may."""

    hidden: list[Hidden] = field(default_factory=list)
    withdrawn: list[Hidden] = field(default_factory=list)
    shown: dict[str, set[str]] = field(default_factory=lambda: {"en": set(), "es": set()})
    """Slugs, by language."""
    placed: set[str] = field(default_factory=set)
    """Slugs of the shown ones that stand at the clinic "north"."""
    topics: set[str] = field(default_factory=lambda: {"shown"})
    clinics: set[str] = field(default_factory=lambda: {"north"})

    def show(self, page: ArticlePage) -> ArticlePage:
        self.shown[page.locale.language_code].add(page.slug)
        return page


Hide = Callable[[ArticlePage], object]


def _restrict(**restriction: Any) -> Hide:
    def hide(page: ArticlePage) -> None:
        groups = restriction.pop("groups", ())
        made = PageViewRestriction.objects.create(page=page, **restriction)
        made.groups.set(groups)

    return hide


def _move_into_private(page: ArticlePage) -> None:
    page.move(_private_library(), pos="last-child")


def _private_library() -> Any:
    mark = word()
    library = ArticleIndexPageFactory(title=mark, slug=mark, intro=mark)
    PageViewRestriction.objects.create(page=library, restriction_type="login")
    return library


def _expire(page: ArticlePage) -> None:
    page.expire_at = timezone.now() - timedelta(hours=1)
    page.save_revision()
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=page.expire_at)
    call_command("publish_scheduled")


def _publish_expired(page: ArticlePage) -> None:
    page.expire_at = timezone.now() - timedelta(hours=1)
    page.save_revision().publish()


def _close_by_time(page: ArticlePage) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save()


def withdraw(page: ArticlePage, replaced_by: ArticlePage | None = None, **values: Any) -> None:
    """Take back everywhere, as the record says it."""
    Withdrawal.objects.create(
        **{
            "page": page,
            "translation_key": page.translation_key,
            "locale": page.locale.language_code,
            "slug": page.slug,
            "title": page.title,
            "severity": "critical",
            "reason": "Wrong dose.",
            "replaced_by": replaced_by,
            "withdrawn_by": UserFactory(username=word()),
            **values,
        }
    )


def _hide_with_alias(page: ArticlePage) -> None:
    page.create_alias(parent=ArticleIndexPageFactory(), update_slug=word())
    page.unpublish()


def states() -> dict[str, Hide]:
    """How a published article is hidden."""
    mark = word()
    group = Group.objects.create(name=mark)
    return {
        "unpublished": lambda page: page.unpublish(),
        "private by login": _restrict(restriction_type="login"),
        "private by password": _restrict(restriction_type="password", password=mark),
        "private to a group": _restrict(restriction_type="groups", groups=[group]),
        "moved below a private page": _move_into_private,
        "below a page made private": lambda page: _restrict(restriction_type="login")(
            page.get_parent()
        ),
        "expired": _expire,
        "published again as expired": _publish_expired,
        "live from tomorrow": _close_by_time,
        "deleted": lambda page: page.delete(),
        "unpublished with its alias": _hide_with_alias,
    }


def build() -> Library:
    """Make the library: first all of it public but for drafts, then hidden."""
    library = Library()
    apart = {"below a page made private"}
    hide = states()
    # One for all of them: making its sizes takes most of the time.
    picture = image(word())
    secrets = {
        how: secret(how, picture, parent=ArticleIndexPageFactory() if how in apart else None)
        for how in hide
    }
    library.hidden = [secret("a draft", picture, live=False), *secrets.values()]
    later = secret("scheduled", picture, live=False)
    later.page.go_live_at = timezone.now() + timedelta(days=1)
    later.page.save_revision().publish()
    library.hidden.append(later)
    for each in ("withdrawn", "withdrawn for a hidden one", "withdrawn, then deleted"):
        library.withdrawn.append(secret(each, picture, translation_key=uuid.uuid4()))
    clinic = ClinicFactory(slug="north", name="North")
    shown = [
        library.show(ArticlePageFactory(title=f"Shown {name}", topics={"about": _shown_topic()}))
        for name in ("edited", "scheduled", "placed", "elsewhere")
    ]
    everything = [*library.hidden, *library.withdrawn]
    for each in everything:
        PlacementFactory(article=each.page, clinic=clinic, campaign=word())
    # What is asked for a clinic names its campaign, and its reason for taking an article back.
    for page in shown[2:]:
        PlacementFactory(article=page, clinic=clinic, campaign="spring")
    withdraw(shown[3], clinic=clinic, reason="Not offered here.")
    library.placed = {shown[2].slug}
    # Wagtail takes a page off when its next version is scheduled, unless it knows the live one.
    shown[1].save_revision().publish()
    dead = _DeadThings()
    library.show(_referring("Before", everything, dead))
    for order, each in enumerate(everything):
        Redirect.add_redirect(f"/old-{order}", each.page)
    for how, each in secrets.items():
        hide[how](each.page)
    withdraw(library.withdrawn[0].page, replaced_by=shown[0])
    withdraw(library.withdrawn[1].page, replaced_by=library.hidden[0].page)
    withdraw(library.withdrawn[2].page)
    library.withdrawn[2].page.delete()
    dead.die()
    _new_draft(shown[0])
    _new_draft(shown[1], go_live_at=timezone.now() + timedelta(days=1))
    _edited_away(library, picture)
    _translations(library)
    library.show(_referring("After", everything, dead))
    return library


def _shown_topic() -> Any:
    from articles.models import Topic

    found = Topic.objects.filter(slug="shown").first()
    return found or TopicFactory(slug="shown", name="Shown")


class _DeadThings:
    """Things that a public article refers to, and that are then deleted or made private."""

    def __init__(self) -> None:
        self.topic, self.image = topic(word()), image(word())
        self.document = document(word())
        collection = Collection.get_first_root_node().add_child(name=word())
        self.collection = collection
        self.private = document(word(), collection)
        self.inside = document(word(), collection.add_child(name=word()))
        self.links = "".join(
            f'<a linktype="{kind}" id="{each.pk}">one</a> '
            for kind, each in (
                ("topic", self.topic),
                ("document", self.document),
                ("document", self.private),
                ("document", self.inside),
            )
        )
        self.citation = citation(word())

    def die(self) -> None:
        self.topic.delete()
        self.document.delete()
        self.image.delete()
        self.citation.delete()
        CollectionViewRestriction.objects.create(
            collection=self.collection, restriction_type="login"
        )


def _referring(title: str, targets: list[Hidden], dead: _DeadThings) -> ArticlePage:
    """A public article that refers to all of these."""
    links = "".join(
        f'<a linktype="page" id="{each.pk}">one</a> '
        f'<a linktype="section" id="{each.pk}" section="{each.section}">part</a> '
        for each in targets
    )
    sections = every_section(
        # No article can be published with ones that are gone.
        image=dead.image.pk or ImageFactory().pk,
        citation=dead.citation.pk or CitationFactory().pk,
        topic=_shown_topic().pk,
        links=links + dead.links,
    )
    author = ClinicianFactory(
        name="Ada Shown", licence_number=word(), jurisdiction=word(), npi=number()
    )
    page = ArticlePageFactory(
        title=f"{title} all that is hidden",
        sections=sections,
        topics={"about": _shown_topic()},
        article_authors=[ArticleAuthor(clinician=author)],
    )
    existing = set(ArticlePage.objects.values_list("pk", flat=True))
    page.related_articles.set(
        [RelatedArticle(article_id=each.pk) for each in targets if each.pk in existing]
    )
    page.save_revision().publish()
    SignOff.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        title=word(),
        content_hash="0" * 64,
        reviewer_name=word(),
        credentials=word(),
        comment=word(),
        decision="approved",
    )
    return ArticlePage.objects.get(pk=page.pk)


def _new_draft(page: ArticlePage, **values: Any) -> None:
    """A version that is not published, or not yet."""
    page, mark = ArticlePage.objects.get(pk=page.pk), word()
    for name, value in {**texts(mark), **values}.items():
        setattr(page, name, value)
    parts = [section("overview"), section("seek_help"), section("risks")]
    page.sections = marked(parts, mark)
    page.article_topics.set([ArticleTopic(topic=topic(mark))])
    page.hero_image = image(mark)
    page.article_authors.set([ArticleAuthor(clinician=clinician(mark, page.hero_image))])
    revision = page.save_revision()
    if values:
        revision.publish()


def _edited_away(library: Library, picture: Any) -> None:
    """An article all of whose former content was taken out by its editors."""
    former = secret("edited away", picture, translation_key=uuid.uuid4())
    # A live one keeps its safety notice until somebody signs that it goes.
    former.page.unpublish()
    page = ArticlePage.objects.get(pk=former.pk)
    for name in texts(""):
        setattr(page, name, "")
    page.title, page.slug, page.summary = "Edited away", "edited-away", "All of it."
    page.sections = sections_for("lifestyle")
    page.article_topics.set([])
    page.article_authors.set([])
    page.hero_image = None
    page.save_revision().publish()
    library.show(ArticlePage.objects.get(pk=page.pk))


def _translations(library: Library) -> None:
    """Articles that are public in one language only."""
    for number_of, (hidden_locale, published) in enumerate(
        [("es", True), ("es", False), ("en", True)]
    ):
        english = ArticlePageFactory(title=f"Translated {number_of}")
        other = english.copy_for_translation(spanish(), copy_parents=True)
        hidden, shown = (other, english) if hidden_locale == "es" else (english, other)
        if shown is other:
            other.title, other.slug = "Traducido", "traducido"
            other.save_revision().publish()
        mark = word()
        for name, value in texts(mark).items():
            setattr(hidden, name, value)
        hidden.sections = marked(hidden.sections.get_prep_value(), mark)
        revision = hidden.save_revision()
        if published:
            revision.publish()
            hidden = ArticlePage.objects.get(pk=hidden.pk)
            hidden.unpublish()
        library.show(ArticlePage.objects.get(pk=shown.pk))
