"""`/shared/<token>/`: a draft for somebody without an account, and what they say of it."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, PageSubscription

from api.limits.counting import counter
from api.models import PreviewSession, Share, ShareVisit
from api.previews.secrecy import without_tokens
from api.previews.tokens import make_token
from api.sharing.content import build_reading, parts_by_path
from api.sharing.shares import make_share, stop_shares
from tests.api.previews.factories import opened
from tests.api.sharing.factories import admin_only, draft, form_key, path_of, say, shared
from tests.articles.every_block import every_section
from tests.articles.factories import (
    CitationFactory,
    ImageFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest() -> Client:
    """Checks CSRF as a browser's requests are checked."""
    return Client(enforce_csrf_checks=True)


def text_of(response: Any) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.get_text(" ").split())


def first_block(page: Any) -> str:
    [opening] = [each for each in page.sections if each.block_type == "overview"]
    return f"sections.{opening.id}.body.{opening.value['body'][0].id}"


def test_the_draft_is_read_by_its_link_alone(guest: Client) -> None:
    made = shared()
    response = guest.get(path_of(made))
    said = text_of(response)
    assert response.status_code == 200
    assert "Secret plan" in said
    assert "Rest." in said
    assert "shared with Dr. Ruiz, ends on" in said
    assert made.token not in str(Share.objects.values().get())


def test_what_was_shared_stays_as_it_was(guest: Client) -> None:
    """Autosave writes a revision over; what the guest saw is kept."""
    page = draft()
    made = shared(page)
    page.sections = [section("overview", rich_text("<p>Run.</p>"))]
    page.save_revision(overwrite_revision=page.latest_revision)
    said = text_of(guest.get(path_of(made)))
    assert "Rest." in said
    assert "Run." not in said


def test_everything_in_it_is_shown_and_pictures_make_no_file(guest: Client) -> None:
    image = ImageFactory()
    sections = every_section(image=image.pk, citation=CitationFactory().pk, topic=TopicFactory().pk)
    hero = ImageFactory()
    made = shared(
        draft(sections=sections, hero_image=hero, hero_alt_text="A room", attribution="Clinic")
    )
    response = guest.get(path_of(made))
    said = text_of(response)
    for words in ("Light hurts.", "Do not stop", "See someone", "At a glance", "I felt heard."):
        assert words in said
    assert 'src="data:image/jpeg;base64,' in response.content.decode()
    assert not image.renditions.exists()
    assert not hero.renditions.exists()
    assert BeautifulSoup(response.content, "html.parser").find("img", alt="A room")
    assert said.endswith("Clinic")
    image.delete()
    assert "data:image/jpeg" in guest.get(path_of(made)).content.decode()


def test_each_block_s_comment_has_a_place_in_the_editor(guest: Client) -> None:
    sections = every_section(
        image=ImageFactory().pk, citation=CitationFactory().pk, topic=TopicFactory().pk
    )
    page = draft(sections=sections)
    made = shared(page)
    current = page.get_latest_revision_as_object()
    parts = parts_by_path(build_reading(made.share.content, {}))
    assert len(parts) > len(sections) + 10
    for path in parts:
        assert Comment(page=page, contentpath=path).has_valid_contentpath(current), path


def test_answers_are_kept_and_found_by_nobody(guest: Client) -> None:
    made = shared()
    for response in (guest.get(path_of(made)), guest.get("/shared/nothing/")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert not response.cookies


def test_no_token_in_logs(guest: Client, caplog: Any) -> None:
    made = shared()
    stop_shares(Share.objects.all())
    with caplog.at_level(logging.DEBUG, logger="django"):
        assert guest.get(path_of(made)).status_code == 410
        assert guest.get(f"/shared/{made.token}x/").status_code == 404
    assert made.token not in "".join(record.getMessage() for record in caplog.records)
    assert without_tokens(f'"GET {path_of(made)}?a HTTP/1.1"') == '"GET /shared/-/?a HTTP/1.1"'


def test_ended_stopped_and_wrong_links_say_so(guest: Client) -> None:
    made = shared()
    assert "There is no such link" in text_of(guest.get("/shared/nothing/"))
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = guest.get(path_of(made))
    assert response.status_code == 410
    assert "This link has ended" in text_of(response)
    assert "Secret plan" not in text_of(response)
    Share.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    assert guest.get(path_of(made)).status_code == 410
    assert guest.post(path_of(made), {"text": "x"}).status_code == 410


def test_it_ends_with_its_maker_s_right_and_with_the_page(guest: Client) -> None:
    user, page = UserFactory(group="Editors"), draft()
    made = shared(page, user=user)
    user.is_active = False
    user.save()
    assert guest.get(path_of(made)).status_code == 410
    user.is_active = True
    user.save()
    assert guest.get(path_of(made)).status_code == 200
    groups = list(user.groups.all())
    user.groups.clear()
    assert guest.get(path_of(made)).status_code == 410
    user.groups.set(groups)
    page.delete()
    assert guest.get(path_of(made)).status_code == 404


def test_without_its_maker_it_opens_nothing(guest: Client) -> None:
    user = UserFactory(group="Editors")
    made = shared(user=user)
    user.delete()
    assert guest.get(path_of(made)).status_code == 410


def test_the_link_opens_nothing_else_and_other_tokens_open_nothing_here(guest: Client) -> None:
    page = draft()
    made, other = shared(page), shared(page)
    token = make_token(opened(page))
    assert guest.get(f"/api/v1/preview/{made.token}/").status_code == 403
    assert guest.get(f"/shared/{token}/").status_code == 404
    assert guest.get(f"/shared/{made.share.digest}/").status_code == 404
    assert guest.get(f"/shared/{made.share.pk}/").status_code == 404
    assert guest.get(f"/admin/pages/{page.pk}/edit/").status_code == 302
    assert guest.get(f"/admin/articles/{page.pk}/share/").status_code == 302
    assert PreviewSession.objects.count() == 1
    # A form of one draft is none of another.
    data = {"path": "title", "text": "Hello", "form_key": form_key(guest, made)}
    assert guest.post(path_of(other), data).status_code == 403
    assert not Comment.objects.exists()


def test_who_may_not_edit_may_not_share() -> None:
    page = draft()
    for user in (UserFactory(), admin_only()):
        with pytest.raises(PermissionDenied):
            make_share(user, page, guest="x", days=7, revision=page.latest_revision)
    with pytest.raises(PermissionDenied):
        shared(page, revision=draft(slug="other").latest_revision)


# Pass phrases


def test_a_pass_phrase_opens_this_draft_for_this_browser(guest: Client) -> None:
    made = shared(passphrase="blue heron nine")
    other = shared(draft(slug="other"), passphrase="blue heron nine")
    assert "blue heron" not in str(Share.objects.values_list("passphrase", flat=True).first())
    asked = guest.get(path_of(made))
    assert "Secret plan" not in asked.content.decode()
    wrong = guest.post(path_of(made), {"phrase": "red heron nine"})
    assert wrong.status_code == 403
    assert "This is not the pass phrase." in text_of(wrong)
    right = guest.post(path_of(made), {"phrase": "blue heron nine"})
    assert right.status_code == 302
    cookie = right.cookies["shared_draft"]
    assert cookie["path"] == path_of(made)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Secret plan" in text_of(guest.get(path_of(made)))
    # The same cookie, sent to another draft with the same phrase, opens nothing.
    stranger = Client()
    stranger.cookies["shared_draft"] = cookie.value
    assert "Secret plan" not in stranger.get(path_of(other)).content.decode()
    assert Client().post(path_of(made), {"text": "x", "path": "title"}).status_code == 400
    assert not Comment.objects.exists()
    assert ShareVisit.objects.get().share == made.share


def test_pass_phrases_are_not_guessed(guest: Client) -> None:
    made = shared(passphrase="blue heron nine")
    answers = [guest.post(path_of(made), {"phrase": f"guess {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert "Wait a minute" in text_of(answers[-1])
    # However slowly: after fifty in all the link is closed.
    Share.objects.update(wrong_phrases=Share.MOST_WRONG - 1)
    counter.clear()
    assert guest.post(path_of(made), {"phrase": "guess"}).status_code == 403
    assert guest.post(path_of(made), {"phrase": "blue heron nine"}).status_code == 410


# Comments


def test_a_comment_lands_on_its_block(guest: Client) -> None:
    user, page = UserFactory(group="Editors"), draft()
    made = shared(page, user=user)
    response = say(guest, made, first_block(page), "Say <b>how long</b>.")
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert comment.contentpath == first_block(page)
    assert comment.user == user
    assert comment.text == "By Dr. Ruiz through a shared link:\nSay <b>how long</b>."
    assert comment.revision_created == page.latest_revision
    shown = guest.get(response["Location"])
    assert "Your comment was sent" in text_of(shown)
    assert "Say &lt;b&gt;how long&lt;/b&gt;." in shown.content.decode()
    # Sent twice is said once.
    say(guest, made, first_block(page), "Say <b>how long</b>.")
    assert Comment.objects.count() == 1


def test_on_a_part_that_is_gone_it_lands_on_the_article(guest: Client) -> None:
    page = draft()
    made, path = shared(page), first_block(page)
    page.sections = [section("overview", rich_text("<p>Run.</p>"))]
    page.save_revision()
    say(guest, made, path, "Why rest?")
    comment = Comment.objects.get()
    assert comment.contentpath == "title"
    assert "About a part that is gone: “Rest.”" in comment.text
    assert "Why rest?" in comment.text
    # The guest sees it where they wrote it.
    assert "Why rest?" in text_of(guest.get(path_of(made)))


def test_who_follows_the_page_and_who_shared_it_are_told(guest: Client) -> None:
    user, follower, page = UserFactory(group="Editors"), UserFactory(group="Editors"), draft()
    PageSubscription.objects.create(page=page, user=follower, comment_notifications=True)
    say(guest, shared(page, user=user), "title", "Too long.")
    assert sorted(message.to[0] for message in mail.outbox) == sorted([user.email, follower.email])
    assert "By Dr. Ruiz through a shared link" in mail.outbox[0].body


def test_comments_that_are_not_taken_keep_what_was_typed(guest: Client) -> None:
    page = draft()
    made = shared(page)
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({"text": "  "}, 400, "Write something first."),
        ({"text": "x" * 2001}, 400, "at most 2000 characters"),
        ({"path": "seo_title"}, 400, "This part is not in the draft."),
        ({"form_key": ""}, 403, "open for too long"),
        ({"form_key": "made:up"}, 403, "open for too long"),
    ]
    for given, status, words in cases:
        data = {"path": first_block(page), "text": "My words", **given}
        data.setdefault("form_key", form_key(guest, made))
        response = guest.post(path_of(made), data)
        assert response.status_code == status, given
        assert words in text_of(response)
        assert data["text"].strip() in response.content.decode()
    assert not Comment.objects.exists()


def test_another_site_s_form_is_refused(guest: Client) -> None:
    made = shared()
    data = {"path": "title", "text": "x", "form_key": form_key(guest, made)}
    response = guest.post(path_of(made), data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    # What browsers send from a page without a referrer.
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert guest.post(path_of(made), data, headers=own).status_code == 302


def test_comments_are_limited(guest: Client) -> None:
    made = shared()
    key = form_key(guest, made)
    answers = [
        guest.post(path_of(made), {"path": "title", "text": f"No {n}", "form_key": key})
        for n in range(11)
    ]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert Comment.objects.count() == 10


def test_a_draft_for_reading_takes_no_comments(guest: Client) -> None:
    made = shared(takes_comments=False)
    page = guest.get(path_of(made)).content.decode()
    assert "<form" not in page
    assert guest.post(path_of(made), {"path": "title", "text": "x"}).status_code == 403
    assert not Comment.objects.exists()


def test_visits_are_counted_without_who_came(guest: Client) -> None:
    made = shared()
    guest.get(path_of(made))
    guest.get(path_of(made))
    guest.head(path_of(made))
    visit = ShareVisit.objects.get()
    assert visit.times == 2
    ShareVisit.objects.update(last_at=timezone.now() - timedelta(hours=1))
    guest.get(path_of(made))
    assert ShareVisit.objects.count() == 2
    assert {field.name for field in ShareVisit._meta.fields} == {
        *("id", "share", "started_at", "last_at", "times")
    }


def test_a_long_draft_takes_no_more_queries(
    guest: Client, django_assert_max_num_queries: Any
) -> None:
    sections = every_section(
        image=ImageFactory().pk, citation=CitationFactory().pk, topic=TopicFactory().pk
    )
    made = shared(draft(sections=sections))
    say(guest, made, "title", "One")
    with django_assert_max_num_queries(14):
        guest.get(path_of(made))
