"""A process on the site's database that does what editors and the worker do.

Each line of its input is a JSON list: a name and arguments. Each gets a line of JSON back.
"""

import json
import sys
from typing import Any

import django


class Desk:
    """What can be asked for. Changes are remembered until they are purged."""

    def __init__(self) -> None:
        self.purged_to = 0

    def publish(self, slug: str, title: str) -> str:
        """Publish the article at this slug, new or changed; return its id."""
        from articles.models import ArticlePage
        from tests.articles.factories import ArticlePageFactory

        page = ArticlePage.objects.filter(slug=slug).first()
        if page is None:
            page = ArticlePageFactory(slug=slug, title=title)
        else:
            page.title = title
            page.save_revision().publish()
        return str(page.translation_key)

    def withdraw(self, slug: str) -> None:
        from articles.models import ArticlePage, Withdrawal

        page = ArticlePage.objects.get(slug=slug)
        Withdrawal.objects.create(
            page=page,
            translation_key=page.translation_key,
            locale="en",
            slug=slug,
            title=page.title,
            severity="critical",
            reason="Wrong dose.",
        )

    def make_key(self) -> str:
        from tests.api.keys.factories import make_key

        return make_key().text.whole

    def purge(self) -> dict[str, str]:
        """Purge what has changed since the last time that it succeeded; return what failed."""
        from api.models import Change
        from api.purging.purge import PurgeFailed, purge
        from api.purging.tags import tags_of

        changes = list(Change.objects.filter(sequence__gt=self.purged_to))
        try:
            purge(tags_of(changes))
        except PurgeFailed as failed:
            return failed.failures
        self.purged_to = changes[-1].sequence if changes else self.purged_to
        return {}

    def purge_again(self) -> bool:
        """Do what the worker does some seconds later; return whether there was something to do."""
        from datetime import timedelta

        from api.models import Duty
        from api.worker import purging

        purging.AGAIN_AFTER = timedelta(0)
        duty, _is_new = Duty.objects.get_or_create(pk="purge_again", defaults={"lease": "desk"})
        purging.purge_again("purge_again", "desk")
        return duty.position != Duty.objects.get(pk="purge_again").position

    def purge_address(self, url: str) -> None:
        from api.purging.purge import purge

        purge([], [url])


def main() -> None:
    django.setup()
    desk = Desk()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        answer: Any = getattr(desk, name)(*arguments)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
