"""Moments in an article's life that Wagtail has no signal for.

Wagtail's ``page_published`` also fires for pages that are only scheduled, is silent for new
aliases, and runs outside the transaction that makes a page live; ``Page.publish()`` is not
called by the editor. Every path ends in ``save()``, so that is where these are sent.
"""

from django.dispatch import Signal

# Before the transaction of a save that leaves the article live. For slow preparation that
# must not hold locks. A receiver that raises keeps the article as it was. Sends: instance.
article_publishing = Signal()

# Inside the transaction of a save, after the page and its child objects are written. A
# receiver that raises rolls the save back. Sends: instance.
article_saved = Signal()

# Inside the transaction of a save of a clinician, topic, citation or clinic, after its child
# objects are written: Django's post_save comes before them. Sends: instance.
snippet_saved = Signal()
