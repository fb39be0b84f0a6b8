"""What the site's people would do by hand: a library, a topic, two articles, signed and live."""

import uuid
from io import BytesIO
from typing import Any

import PIL.Image
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from wagtail.images.models import Image
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage, ArticlePage, Clinician, Topic
from articles.review.content import content_hash
from articles.review.reading import read_content
from leaflets.models import LeafletPage


class Command(BaseCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        home = Site.objects.get(is_default_site=True).root_page
        library = home.add_child(instance=ArticleIndexPage(title="Library"))
        topic = Topic.objects.create(name="Migraine", slug="migraine", type="condition")
        article = ArticlePage(title="Sleep and migraine", live=False, **CONTENT)
        article.sections = sections("overview", "seek_help")
        article.hero_image, article.hero_alt_text = picture(), "A quiet room"
        publish(library, article)
        leaflet = LeafletPage(title="After your infusion", live=False, **CONTENT)
        leaflet.sections = sections("overview", "seek_help")
        leaflet.article_topics.create(topic=topic, relation="about")
        refused(library, leaflet)
        leaflet.sections = sections("overview", "at_home", "seek_help")
        sign_off(leaflet)


CONTENT = {
    "kind": "lifestyle",
    "summary": "What this is, in a sentence.",
    "disclosure": "We sell nothing that is named here.",
}
CARE_CARD = {"urgency": "emergency", "heading": "Call at once", "text": "<p>If you faint.</p>"}


def sections(*kinds: str) -> list[dict[str, Any]]:
    return [section(kind) for kind in kinds]


def section(kind: str) -> dict[str, Any]:
    body = [block("rich_text", f"<p>Words on <b>{kind}</b>.</p>")]
    if kind == "seek_help":
        body.append(block("care_card", CARE_CARD))
    return block(kind, {"heading": "", "body": body, "claims": [], "citations": []})


def block(name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": value, "id": str(uuid.uuid4())}


def picture() -> Image:
    drawn = BytesIO()
    PIL.Image.new("RGB", (480, 320), "teal").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), name="room.png")
    return Image.objects.create(title="Room", file=file)


def publish(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    sign_off(page)


def sign_off(page: Page) -> None:
    """An editor submits the page; a clinician reads and signs it, which makes it live."""
    revision = page.save_revision(user=person("editor", "Editors"))
    page.get_workflow().start(page, revision.user)
    state = page.current_workflow_task_state
    reviewer = person("reviewer", "Clinical reviewers")
    Clinician.objects.get_or_create(user=reviewer, name="Dr Host", credentials="MD")
    read = content_hash(read_content(revision.as_object()))
    state.task.specific.on_action(
        state, reviewer, "approve", revision_id=revision.pk, content_hash=read
    )


def person(name: str, group: str) -> User:
    user, _made = User.objects.get_or_create(username=name)
    user.groups.add(Group.objects.get(name=group))
    return user


def refused(parent: Page, page: Page) -> None:
    """The host's kind is required of the host's page, as its entry in the taxonomy says."""
    try:
        publish(parent, page)
    except ValidationError:
        page.current_workflow_state.cancel()
        page.refresh_from_db()
    else:
        raise AssertionError("Published without a required section of the host's own.")
