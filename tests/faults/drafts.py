"""A draft to which some have been let in: by previews, and by links, one with a pass phrase.

And a client with a key. All of it is taken back in the admin, as an editor does.
"""

from typing import Any

from api.keys.operations import NewKey
from api.models import PreviewSession
from api.sharing.shares import NewShare
from tests.api.keys.factories import make_key
from tests.api.previews.factories import opened
from tests.api.previews.factories import path_of as preview_path
from tests.api.sharing.factories import path_of as share_path
from tests.api.sharing.factories import shared
from tests.articles.factories import DraftArticleFactory
from tests.faults.visitors import Answer, Site

PHRASE = "thirty three"
REMEMBERED = 5.0
"""Seconds for which a key that was revoked may be let in."""


class Drafts:
    def __init__(self, user: Any, title: str) -> None:
        self.title = title
        page = DraftArticleFactory(title=title)
        self._previews = [opened(page, user=user), opened(page, user=user)]
        self._shares = [shared(page, user=user), shared(page, user=user)]
        self._with_phrase = shared(page, user=user, passphrase=PHRASE)
        self._key = make_key()

    @property
    def places(self) -> list[str]:
        """Where it can be read with nothing but the address."""
        return [f"/api/v1/{preview_path(self._previews[1])}", share_path(self._shares[1])]

    def assert_open(self, site: Site) -> None:
        for place in self.places:
            answer = site.get(place)
            assert answer.status == 200
            assert self.title in answer.text
        assert self._read(site).status == 200

    def close_the_first(self, site: Site) -> None:
        _close(site, self._previews[0], self._shares[0], self._key)

    def assert_the_first_are_closed(self, site: Site) -> None:
        preview = site.get(f"/api/v1/{preview_path(self._previews[0])}")
        share = site.get(share_path(self._shares[0]))
        assert (preview.status, share.status) == (403, 410)
        for answer in (preview, share):
            assert self.title not in answer.text
            assert "no-store" in answer.headers["cache-control"]
        site.eventually(
            "/api/v1/articles/",
            lambda answer: answer.status == 401,
            seconds=REMEMBERED,
            Authorization=f"Bearer {self._key.text.whole}",
        )

    def assert_phrases_are_asked_for(self, site: Site) -> None:
        """Tried again and again they are not taken any more, not even the right one."""
        place = share_path(self._with_phrase)
        assert self.title not in site.get(place).text
        tries = [site.post(place, {"phrase": "wrong"}) for _number in range(12)]
        assert {each.status for each in tries} == {403, 429}
        # A minute of the clock may have ended meanwhile.
        assert sum(each.status == 403 for each in tries) <= 10
        if tries[-1].status == 429:
            refused = site.post(place, {"phrase": PHRASE})
            assert refused.status == 429
            assert "shared_draft" not in refused.headers.get("set-cookie", "")

    def _read(self, site: Site) -> Answer:
        return site.get("/api/v1/articles/", Authorization=f"Bearer {self._key.text.whole}")


def _close(site: Site, preview: PreviewSession, share: NewShare, key: NewKey) -> None:
    form = "/admin/reports/shared-drafts/"
    for place, shown_at in (
        (f"/admin/previews/{preview.pk}/close/", form),
        (f"/admin/shares/{share.share.pk}/stop/", form),
        (f"/admin/api-keys/revoke/{key.key.pk}/", ""),
    ):
        assert site.edit(place, {}, shown_at=shown_at).status == 302, place
