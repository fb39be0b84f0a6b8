"""The page models of articles and libraries that are installed here."""

from typing import Any

from django.apps import apps

from articles.models.pages import AbstractArticleIndexPage, AbstractArticlePage


def article_page_models() -> list[type[Any]]:
    """Every model that can hold an article, those of a host project included."""
    return [model for model in apps.get_models() if issubclass(model, AbstractArticlePage)]


def library_page_models() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, AbstractArticleIndexPage)]
