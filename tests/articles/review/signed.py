"""Articles that may go live with everything enforced, and people who may sign them."""

from typing import Any

from django.utils import timezone

from articles.models import ArticleAuthor, ArticlePage, Clinician, SignOff
from articles.review.content import content_hash
from articles.review.reading import read_content
from tests.articles.factories import (
    ClinicianFactory,
    DraftArticleFactory,
    UserFactory,
    section,
)


def care_card() -> dict[str, Any]:
    return {
        "type": "care_card",
        "id": "c0ffee00-0000-4000-8000-000000000001",
        "value": {
            "urgency": "emergency",
            "heading": "Call for help at once",
            "text": "<p>A sudden, severe headache.</p>",
        },
    }


def good_sections() -> list[dict[str, Any]]:
    """What a lifestyle article needs, with nothing that a rule refuses."""
    return [section("overview"), section("seek_help", care_card())]


def make_reviewer(**kwargs: Any) -> Any:
    """A member of the clinical reviewers with credentials on file."""
    user = UserFactory(group="Clinical reviewers", **kwargs)
    ClinicianFactory(user=user, name="Dr Rhea Example", credentials="MD")
    return user


def make_draft(**kwargs: Any) -> ArticlePage:
    """A draft that nothing but the missing sign-off keeps from going live."""
    kwargs.setdefault("sections", good_sections())
    kwargs.setdefault("disclosure", "The publisher sells no treatment named here.")
    page = DraftArticleFactory(**kwargs)
    page.article_authors = [ArticleAuthor(name="Editorial team")]
    page.save_revision(user=UserFactory(group="Editors"))
    return ArticlePage.objects.get(pk=page.pk)


def submit(page: ArticlePage) -> ArticlePage:
    page.get_workflow().start(page, page.get_latest_revision().user)
    return ArticlePage.objects.get(pk=page.pk)


def read(page: ArticlePage) -> dict[str, Any]:
    """What the review screen hands on of the version that it shows: the latest one."""
    revision = page.get_latest_revision()
    return {
        "revision_id": revision.pk,
        "content_hash": content_hash(read_content(revision.as_object())),
    }


def sign(page: ArticlePage, user: Any, *, comment: str = "", **shown: Any) -> SignOff:
    """Sign what the page's review screen shows now, or what it showed then (``shown``)."""
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    task = state.task.specific
    task.on_action(state, user, "approve", comment=comment, **(shown or read(page)))
    return SignOff.objects.filter(page_id=page.pk).latest("pk")


def published(**kwargs: Any) -> tuple[ArticlePage, Any]:
    """A live article and the reviewer who signed it."""
    reviewer = make_reviewer()
    page = submit(make_draft(**kwargs))
    sign(page, reviewer)
    return ArticlePage.objects.get(pk=page.pk), reviewer


def clinician_of(user: Any) -> Clinician:
    return Clinician.objects.get(user=user)


def today() -> Any:
    return timezone.localdate()
