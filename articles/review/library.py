"""Reads every article of the site as one table, whatever its model."""

from typing import Any

import swapper
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.permissions import policy_registry

from articles.checks.reading import article_models
from articles.models import AbstractArticlePage, SignOff, SignOffRole

EDITING = ("add", "change", "publish")


def article_pages(*fields: str) -> Any:
    """Base pages of all articles but aliases, annotated with these fields of theirs."""
    page_model = swapper.load_model("wagtailcore", "Page")
    paths = [_path(model, page_model) for model in _models_with_fields()]
    are_articles = Q()
    for path in paths:
        are_articles |= Q(**{f"{path}__isnull": False})
    pages = page_model._default_manager.filter(are_articles, alias_of=None)
    values = {name: _first([f"{path}__{name}" for path in paths]) for name in fields}
    return pages.annotate(**values)


def with_last_review(pages: Any) -> Any:
    """Annotated with the last clinical approval: its reviewer's name, account and entry."""
    last = SignOff.objects.filter(
        page_id=OuterRef("pk"),
        role=SignOffRole.CLINICAL,
        decision=SignOff.Decision.APPROVED,
        rests_on=None,
    ).order_by("-signed_at", "-pk")
    return pages.annotate(
        reviewer_name=Subquery(last.values("reviewer_name")[:1]),
        reviewer_id=Subquery(last.values("reviewer_id")[:1]),
        reviewer_clinician_id=Subquery(last.values("clinician_id")[:1]),
    )


def visible_to(user: Any, pages: Any) -> Any:
    """Those of the pages that a user works on: adds to, changes or publishes."""
    return _permitted(user, pages, EDITING)


def publishable_by(user: Any, pages: Any) -> Any:
    return _permitted(user, pages, ("publish",))


def _permitted(user: Any, pages: Any, actions: tuple[str, ...]) -> Any:
    if user.is_superuser:
        return pages
    policy = policy_registry.get_by_type(pages.model)
    allowed = policy.instances_user_has_any_permission_for(user, list(actions))
    return pages.filter(pk__in=allowed.order_by().values("pk"))


def _models_with_fields() -> list[Any]:
    """The article models that have the fields in their own table: not the children of others."""
    return [
        model
        for model in article_models()
        if not any(
            issubclass(parent, AbstractArticlePage) for parent in model._meta.get_parent_list()
        )
    ]


def _path(model: Any, page_model: Any) -> str:
    return str(model._meta.get_ancestor_link(page_model).related_query_name())


def _first(paths: list[str]) -> Any:
    return F(paths[0]) if len(paths) == 1 else Coalesce(*paths)
