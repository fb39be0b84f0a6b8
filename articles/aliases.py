"""Aliases show what their original shows, at every instant.

Wagtail brings them up to date after the transaction that publishes or unpublishes the original: a
process that dies in between leaves them with the text as it was, and nothing would ever come back
to it. So the original's own transaction does it.
"""

from typing import Any


def follow_publication(page: Any) -> bool:
    """Publish the aliases of a page that has just been published; return whether there are any.

    Call it in the transaction of its save.
    """
    revision = page.live_revision
    if revision is None or not page.aliases.exclude(last_published_at=page.last_published_at):
        return False
    page.update_aliases(revision=revision, _content=revision.content)
    return True


def follow_end(page: Any) -> None:
    """Unpublish the aliases of a page that is live no more, in the transaction of its save."""
    for alias in page.aliases.filter(live=True):
        alias.unpublish(log_action=False)
