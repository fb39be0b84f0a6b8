"""Identifiers of demo content: the same on every machine, in every language."""

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://clinic-articles.example.org/demo")


def demo_id(key: str) -> uuid.UUID:
    """The id of the thing named by ``key``, such as ``ketamine/causes/body/0``."""
    return uuid.uuid5(_NAMESPACE, key)


def article_key(article: str) -> uuid.UUID:
    """The translation key that an article's pages share."""
    return demo_id(f"article/{article}")


def section_id(article: str, kind: str) -> str:
    """The id of an article's section; every demo article has a kind once at most."""
    return str(demo_id(f"{article}/{kind}"))
