"""`/preview/{token}/`: a draft in the published shape, for whoever an editor has let in."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.utils import timezone

from api.models import DeliveryDocument, PreviewSession, Scope
from api.previews.sessions import close_previews, forget_previews, open_preview
from api.previews.tokens import SALT, make_token
from api.wsgi import DeliveryLayer
from cms.json_logs import JsonLogFormatter
from tests.api.keys.factories import bearer, make_key
from tests.api.previews.factories import draft, opened, path_of, type_into_editor
from tests.api.v1.conftest import Get
from tests.articles.every_block import every_section
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    ImageFactory,
    PlacementFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
    sections_for,
)
from tests.articles.review.signed import published

pytestmark = pytest.mark.django_db
FORMS = ("", "?rich_text=portable_text", "?rich_text=plain", "?include=json_ld")


def refused(response: Any, *words: str) -> None:
    """The clear 403 that no cache keeps."""
    assert response.status_code == 403, response.content
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    problem = response.json()
    assert problem["type"].endswith(":preview-refused")
    assert all(word in problem["detail"] for word in words), problem["detail"]


def test_a_draft_is_answered_in_the_published_shape_and_kept_nowhere(get: Get) -> None:
    page = draft(sections=[section("overview", rich_text("<p>Not yet public.</p>"))])
    response = get(path_of(opened(page)))
    assert response.status_code == 200
    document = response.json()
    assert document["id"] == str(page.translation_key)
    assert document["sections"][0]["body"][0]["html"] == "<p>Not yet public.</p>"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    for name in ("ETag", "Last-Modified", "Surrogate-Key", "Cache-Tag", "Set-Cookie"):
        assert name not in response


def test_the_review_shown_is_that_of_the_text_shown(get: Get) -> None:
    page, _reviewer = published(title="Sleep")
    signed = get(path_of(opened(page))).json()
    assert [each["name"] for each in signed["reviewers"]] == ["Dr Rhea Example"]
    assert signed["review"]["status"] == "current"
    assert signed["review"]["last_reviewed_date"]
    page = page.get_latest_revision_as_object()
    page.summary = "Nobody has signed this sentence."
    page.save_revision()
    edited = get(path_of(opened(page))).json()
    assert edited["reviewers"] == []
    assert edited["review"] == {
        "status": "unreviewed",
        "last_reviewed_date": None,
        "next_review_date": None,
    }
    assert get(f"articles/{page.slug}/").json()["review"] == signed["review"]


def test_what_is_published_afterwards_is_what_was_shown(get: Get) -> None:
    """One builder for both: all but the time of publishing is the same."""
    topic, citation, image = TopicFactory(), CitationFactory(), ImageFactory()
    other = ArticlePageFactory(title="Sleep")
    links = f'<a linktype="page" id="{other.pk}">sleep</a>'
    sections = every_section(image=image.pk, citation=citation.pk, topic=topic.pk, links=links)
    page = ArticlePageFactory(
        title="Migraine",
        sections=sections,
        topics={"about": topic},
        hero_image=image,
        hero_decorative=True,
    )
    page.title = "Migraine today"
    page.save_revision()
    path = path_of(opened(page))
    shown = [get(f"{path}{query}").json() for query in FORMS]
    page.get_latest_revision().publish()
    for query, preview in zip(FORMS, shown, strict=True):
        published = get(f"articles/{page.slug}/{query}").content.decode()
        assert timeless(preview) == timeless(json.loads(published))


def test_at_a_clinic_it_is_what_is_published_there(get: Get) -> None:
    value = '<a linktype="clinic-value" value="phone">your clinic</a>'
    body = [*sections_for("lifestyle"), section("access", rich_text(f"<p>Call {value}.</p>"))]
    page, north = ArticlePageFactory(sections=body), ClinicFactory(slug="north", disclaimer="Ask.")
    terms = {"call_to_action_label": "Talk to us", "campaign": "spring", "indexing": "noindex"}
    PlacementFactory(
        article=page, clinic=north, call_to_action_url="https://north.example.org/", **terms
    )
    page.title = "Migraine today"
    page.save_revision()
    path = path_of(opened(page, clinic=north))
    shown = [get(f"{path}{query}").json() for query in FORMS]
    assert shown[0]["title"] == "Migraine today"
    assert (shown[0]["clinic"], shown[0]["disclaimer"]) == ("north", "Ask.")
    assert shown[0]["call_to_action"]["label"] == "Talk to us"
    assert shown[0]["seo"]["robots"] == "noindex"
    assert "Call +1 201 555 0123." in json.dumps(shown[2])
    page.get_latest_revision().publish()
    for query, preview in zip(FORMS, shown, strict=True):
        there = f"{query}&clinic=north" if query else "?clinic=north"
        published = get(f"articles/{page.slug}/{there}").content.decode()
        assert timeless(preview) == timeless(json.loads(published))


def timeless(document: dict[str, Any]) -> dict[str, Any]:
    """A document without when it was published, which its markup says too."""
    for name in ("published_at", "modified_at"):
        moment = document.pop(name)
        document = json.loads(json.dumps(document).replace(moment, name))
    for node in (document["json_ld"] or {}).get("@graph", ()):
        for name in ("datePublished", "dateModified"):
            node.pop(name, None)
    return document


@pytest.mark.parametrize("ends", ["without", "null"])
def test_a_draft_with_nothing_in_its_blocks_is_shown(get: Get, ends: str) -> None:
    citation, image, topic = CitationFactory(), ImageFactory(), TopicFactory()
    sections = every_section(image=image.pk, citation=citation.pk, topic=topic.pk)
    for block in sections[0]["value"]["body"]:
        block["value"] = emptied(block["value"], remove=ends == "without")
    sections[0]["value"].update(claims=[], heading="")
    response = get(path_of(opened(draft(sections=sections, summary=""))))
    assert response.status_code == 200


def emptied(value: Any, *, remove: bool) -> Any:
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return []
    if isinstance(value, dict):
        return {
            name: emptied(each, remove=remove)
            for name, each in value.items()
            if name != "image" or not remove
        }
    return value if isinstance(value, bool) else None


def test_the_latest_draft_of_a_live_article_and_not_the_live_text(get: Get) -> None:
    page = ArticlePageFactory(title="Live words")
    page.title = "New words"
    page.save_revision()
    session = opened(page)
    assert get(path_of(session)).json()["title"] == "New words"
    assert get(f"articles/{page.slug}/").json()["title"] == "Live words"
    page.title = "Newer words"
    page.save_revision()
    assert get(path_of(session)).json()["title"] == "Newer words"


def test_a_revision_stays_the_one_it_was_opened_for(get: Get) -> None:
    page = draft(title="First")
    session = opened(page, revision=page.latest_revision)
    page.title = "Second"
    page.save_revision()
    assert get(path_of(session)).json()["title"] == "First"


def test_what_is_being_typed_is_the_latest_draft_of_who_types_it(get: Get) -> None:
    user, page = UserFactory(group="Editors"), draft()
    type_into_editor(user, page, "Typed just now.")
    mine, another = opened(page, user=user), opened(page)
    assert "Typed just now." in get(path_of(mine)).content.decode()
    assert "Typed just now." not in get(path_of(another)).content.decode()


@pytest.mark.parametrize("left", ["saved", "closed"])
def test_what_was_typed_before_a_save_or_left_unsaved_is_no_draft(get: Get, left: str) -> None:
    user, page = UserFactory(group="Editors"), draft()
    type_into_editor(user, page, "Thought better of.", seen_ago=5 if left == "saved" else 600)
    if left == "saved":
        page.save_revision()
    assert "Thought better of." not in get(path_of(opened(page, user=user))).content.decode()


def test_nothing_is_stored(get: Get, django_assert_max_num_queries: Any) -> None:
    image = ImageFactory()
    page = draft(hero_image=image, sections=[section("overview", rich_text("<p>Draft.</p>"))])
    session = opened(page)
    get(path_of(session))
    with django_assert_max_num_queries(40):
        document = get(path_of(session)).json()
    assert not DeliveryDocument.objects.filter(pk=page.pk).exists()
    # Files would be public: an image that has none yet is in the document.
    assert not image.renditions.exists()
    [source] = document["hero_image"]["sources"]
    assert source["type"] == "image/jpeg"
    assert all(each["url"].startswith("data:image/jpeg;base64,") for each in source["srcset"])
    assert set(document["hero_image"]["aspect_ratios"]) == {"16:9", "4:3", "1:1"}


def test_nobody_else_is_told_of_a_draft_that_is_open(get: Get) -> None:
    """Neither by the other resources nor by what shared caches may keep."""
    topic = TopicFactory(slug="zyx-topic", name="Zyxwort")
    page = draft(title="Zyxwort", slug="zyxwort", topics={"about": topic})
    assert "Zyxwort" in get(path_of(opened(page))).content.decode()
    paths = [
        "", "articles/", "articles/?search=zyxwort", "articles/?topic=zyx-topic", "sections/",
        "topics/", "topics/zyx-topic/", "find/?path=/library/zyxwort/", "manifest/", "changes/",
        "articles/zyxwort/", f"articles/{page.translation_key}/",
        f"articles/{page.translation_key}/sections/overview/",
    ]  # fmt: skip
    for path in paths:
        response = get(path)
        asked = ("zyxwort", "zyx-topic", str(page.translation_key))
        told = response.content.decode().lower()
        # A refusal repeats the address it was asked at, and nothing else.
        for word in asked:
            told = told.replace(word, "") if word in path else told
        assert "zyx" not in told, path
        assert str(page.translation_key) not in told, path


def test_an_image_that_cannot_be_read_is_left_out(get: Get) -> None:
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    response = get(path_of(opened(draft(hero_image=image))))
    assert response.json()["hero_image"] is None


def test_other_drafts_are_left_out_as_in_published_articles(get: Get) -> None:
    hidden = ArticlePageFactory(title="Hidden one", live=False)
    link = f'<a linktype="page" id="{hidden.pk}">words</a>'
    page = draft(sections=[section("overview", rich_text(f"<p>{link}</p>"))])
    answer = get(path_of(opened(page)))
    assert answer.json()["sections"][0]["body"][0]["html"] == "<p>words</p>"
    assert hidden.slug not in answer.content.decode()


def test_fields_and_forms_are_those_of_an_article(get: Get) -> None:
    path = path_of(opened())
    assert get(f"{path}?fields=title").json() == {"title": "Secret plan"}
    assert get(f"{path}?fields=titel").status_code == 400
    assert get(f"{path}?locale=en").status_code == 400
    assert get(path, accept="text/html").status_code == 406


# --- When it ends.


def later(session: PreviewSession, **times: timedelta) -> None:
    moments = {name: timezone.now() - ago for name, ago in times.items()}
    PreviewSession.objects.filter(pk=session.pk).update(**moments)


def test_it_ends_after_fifteen_minutes_without_a_request(get: Get) -> None:
    session = opened()
    later(session, last_used_at=timedelta(minutes=14))
    assert get(path_of(session)).status_code == 200
    session.refresh_from_db()
    assert timezone.now() - session.last_used_at < timedelta(minutes=1)
    later(session, last_used_at=timedelta(minutes=15, seconds=1))
    refused(get(path_of(session)), "not used for a while", "editor")


def test_it_ends_after_eight_hours_however_much_it_is_used(get: Get) -> None:
    session = opened()
    later(session, started_at=timedelta(hours=8, seconds=1))
    refused(get(path_of(session)), "expired", "editor")


def test_the_token_ends_after_eight_hours_by_itself(get: Get, monkeypatch: Any) -> None:
    session = opened()
    token = make_token(session)
    monkeypatch.setattr(PreviewSession, "LONGEST", timedelta(seconds=-1))
    refused(get(f"preview/{token}/"), "expired")


def test_it_ends_when_it_is_closed(get: Get) -> None:
    session = opened()
    assert get(path_of(session)).status_code == 200
    close_previews(PreviewSession.objects.filter(pk=session.pk))
    refused(get(path_of(session)), "closed")


@pytest.mark.parametrize("loses", ["account", "groups", "row"])
def test_it_ends_with_the_rights_of_who_opened_it(get: Get, loses: str) -> None:
    user = UserFactory(group="Editors")
    session = opened(user=user)
    path = path_of(session)
    assert get(path).status_code == 200
    if loses == "account":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    elif loses == "groups":
        user.groups.clear()
    else:
        user.delete()
    refused(get(path))


def test_it_ends_with_its_page(get: Get) -> None:
    page = draft()
    path = path_of(opened(page))
    page.delete()
    refused(get(path), "no such preview")


def test_autosave_does_not_write_over_a_version_that_is_open(get: Get) -> None:
    page = draft(title="As it was shared")
    shown = page.latest_revision
    path = path_of(opened(page, revision=shown))
    page.title = "As it was typed later"
    page.save_revision(overwrite_revision=shown)
    assert get(path).json()["title"] == "As it was shared"
    assert page.latest_revision != shown


def test_it_ends_with_its_revision_and_never_shows_another(get: Get) -> None:
    page = draft()
    first = page.latest_revision
    path = path_of(opened(page, revision=first))
    page.save_revision()
    first.delete()
    refused(get(path))


def test_ended_ones_are_forgotten_a_day_later() -> None:
    old, new = opened(), opened(draft(slug="new"))
    later(old, started_at=timedelta(hours=33))
    assert forget_previews() == 1
    assert list(PreviewSession.objects.all()) == [new]


def test_it_is_opened_by_those_only_who_see_the_draft() -> None:
    with pytest.raises(PermissionDenied):
        open_preview(UserFactory(), draft())


def test_a_revision_of_another_page_is_not_opened() -> None:
    other = draft(slug="other").latest_revision
    with pytest.raises(PermissionDenied):
        opened(draft(), revision=other)


# --- What is no token.

Forge = Callable[[PreviewSession], str]
FORGED: dict[str, Forge] = {
    "nonsense": lambda session: "nonsense",
    "nul": lambda session: "a\0b",
    "long": lambda session: "a" * 5000,
    "id": lambda session: str(session.pk),
    "cut": lambda session: make_token(session)[:-1],
    "unsigned": lambda session: make_token(session).rpartition(":")[0],
    "other salt": lambda session: signing.dumps([session.pk.hex, session.page_id, None]),
    "other page": lambda session: signing.dumps(
        [session.pk.hex, session.page_id + 1, None], salt=SALT
    ),
    "a revision": lambda session: signing.dumps([session.pk.hex, session.page_id, 1], salt=SALT),
    "other shape": lambda session: signing.dumps({"session": session.pk.hex}, salt=SALT),
    "no id": lambda session: signing.dumps(["x", session.page_id, None], salt=SALT),
    "unknown": lambda session: signing.dumps(["0" * 32, session.page_id, None], salt=SALT),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_no_token_is_refused(get: Get, forged: str) -> None:
    refused(get(f"preview/{FORGED[forged](opened()).replace(chr(0), '%00')}/"))


def test_a_token_is_nothing_anywhere_else(get: Get) -> None:
    page = draft()
    token = make_token(opened(page))
    header = {"authorization": f"Bearer {token}"}
    for path in ("articles/", f"articles/{page.slug}/", "manifest/", "changes/", "index/"):
        assert get(path, **header).status_code == 401
    for path in (
        f"articles/{token}/",
        f"articles/{page.slug}/",
        f"articles/{page.translation_key}/",
    ):
        assert get(path).status_code == 404
    for path in (f"articles/{page.slug}/?token={token}", f"articles/?token={token}"):
        assert get(path).status_code == 400
    admin = Client().get(f"/admin/pages/{page.pk}/edit/?token={token}", headers=header)
    assert admin.status_code == 302
    assert "login" in admin["Location"]


# --- Keys.


def test_a_key_is_not_needed_even_where_reading_needs_one(get: Get, settings: Any) -> None:
    content = settings.CLINIC_CONTENT
    settings.CLINIC_CONTENT = {**content, "API": {**content["API"], "ANONYMOUS_READS": False}}
    assert get(path_of(opened())).status_code == 200


def test_a_key_needs_the_scope_preview_and_is_no_way_in_by_itself(get: Get) -> None:
    path = path_of(opened())
    reads = bearer(make_key(scopes=[Scope.READ]))
    response = get(path, **reads)
    assert response.status_code == 403
    assert 'scope="preview"' in response["WWW-Authenticate"]
    previews = bearer(make_key(scopes=[Scope.PREVIEW]))
    assert get(path, **previews).status_code == 200
    refused(get("preview/nonsense/", **previews))
    assert get("articles/secret-plan/", **previews).status_code == 403
    assert get(path, authorization="Bearer ca_wrong").status_code == 401


def test_a_key_of_a_clinic_reads_that_clinic_s_previews_only(get: Get) -> None:
    mine, other = ClinicFactory(), ClinicFactory()
    key = bearer(make_key(scopes=[Scope.PREVIEW], clinic=mine))
    page = draft()
    assert get(path_of(opened(page, clinic=mine)), **key).status_code == 200
    for session in (opened(page, clinic=other), opened(page)):
        response = get(path_of(session), **key)
        assert response.status_code == 403
        assert "Secret plan" not in response.content.decode()


def test_a_key_of_a_language_reads_drafts_of_that_only(get: Get) -> None:
    path = path_of(opened())
    for locale, status in (("en", 200), ("es", 403)):
        key = bearer(make_key(scopes=[Scope.PREVIEW], locales=[locale]))
        assert get(path, **key).status_code == status


# --- Logs.


def ask_django(path: str) -> Any:
    return Client().get(path)


def ask_layer(path: str) -> Any:
    layer = DeliveryLayer(WSGIHandler())
    return layer(RequestFactory().get(path).environ, lambda status, headers: None)


@pytest.mark.parametrize("ask", [ask_django, ask_layer])
@pytest.mark.parametrize("ending", ["/", ""])
@pytest.mark.parametrize("fails", [False, True])
def test_no_token_is_logged(
    ask: Callable[[str], Any], ending: str, fails: bool, monkeypatch: Any, caplog: Any
) -> None:
    session = opened()
    token = make_token(session)
    close_previews(PreviewSession.objects.all())
    if fails:

        def fail(token: str) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("api.v1.views.preview.use_preview", fail)
    with caplog.at_level(logging.DEBUG):
        ask(f"/api/v1/preview/{token}{ending}")
    assert any(record.name == "django.request" for record in caplog.records)
    lines = [JsonLogFormatter().format(record) for record in caplog.records]
    secret = token.rpartition(":")[2]
    assert secret not in caplog.text + "".join(lines)


def test_no_token_is_in_the_server_s_log_of_requests() -> None:
    token = make_token(opened())
    values = {"method": "GET", "path": f"/api/v1/preview/{token}/", "status": 200, "dt_ms": 1}
    record = logging.LogRecord(
        "granian.access", logging.INFO, "", 0, "%(method)s %(path)s %(status)d", (values,), None
    )
    line = JsonLogFormatter().format(record)
    assert token not in line
    assert json.loads(line)["path"] == "/api/v1/preview/-/"


def test_no_token_is_repeated_in_a_problem(get: Get) -> None:
    token = make_token(opened())
    close_previews(PreviewSession.objects.all())
    response = get(f"preview/{token}/")
    assert token not in response.content.decode()
    assert response.json()["instance"] == "/api/v1/preview/-/"
