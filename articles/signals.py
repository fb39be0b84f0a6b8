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

# Inside the transaction of an act, before placements are compared with rules. A receiver may take
# the lock that orders writers: what is read afterwards stays true.
placements_changing = Signal()

# Inside the transaction in which many placements were written at once; a placement that is saved
# or deleted by itself is told of by Django's own signals. Sends: keys, the translation keys.
placements_changed = Signal()

# Inside the transaction that wrote many clinics, after the last of them, in place of
# `snippet_saved` for each. Sends: instances.
clinics_saved = Signal()
