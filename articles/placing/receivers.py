"""Lets placements follow whatever changes what rules match, in its transaction.

That an article is published is followed by its `save`. Connected before the API's receivers.
"""

from collections.abc import Iterable
from typing import Any

import swapper
from django.db.models.signals import post_delete, post_save, pre_delete

from articles.models import Clinic, Placement, PlacementRule
from articles.placing.facts import with_members
from articles.placing.plan import apply_rules
from articles.placing.write import remove
from articles.review.library import article_pages
from articles.signals import clinics_saved, snippet_saved


def connect() -> None:
    """Connect all receivers; called once when the app is ready."""
    post_save.connect(on_rule_saved, sender=PlacementRule)
    pre_delete.connect(on_rule_deleting, sender=PlacementRule)
    snippet_saved.connect(on_clinic_saved, sender=Clinic)
    clinics_saved.connect(on_clinics_saved)
    post_delete.connect(on_clinic_deleted, sender=Clinic)
    post_delete.connect(on_page_deleted, sender=swapper.load_model("wagtailcore", "Page"))


def on_rule_saved(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        apply_rules()


def on_rule_deleting(instance: PlacementRule, **kwargs: Any) -> None:
    """It takes its placements along; another rule may place the same."""
    PlacementRule.objects.filter(pk=instance.pk).update(is_active=False)
    apply_rules()


def on_clinic_saved(instance: Clinic, **kwargs: Any) -> None:
    """It may offer something else, or belong elsewhere, with all clinics in it."""
    apply_rules(clinic_ids=with_members(instance.pk))


def on_clinics_saved(instances: Iterable[Clinic], **kwargs: Any) -> None:
    """Of many at once: rules are compared once."""
    apply_rules(clinic_ids=set().union(*(with_members(each.pk) for each in instances)))


def on_clinic_deleted(**kwargs: Any) -> None:
    """The clinics in it do not belong to the groups above it any more."""
    apply_rules()


def on_page_deleted(instance: Any, **kwargs: Any) -> None:
    """Its placements pass to the article in another language; with the last language they end."""
    placed = Placement.objects.filter(article_id=instance.pk)
    pks = list(placed.values_list("pk", flat=True))
    if pks:
        others = article_pages().filter(translation_key=instance.translation_key)
        other = others.order_by("-live", "pk").first()
        if other is None:
            remove(pks)
        else:
            placed.update(article=other.pk)
    apply_rules(keys={instance.translation_key})
