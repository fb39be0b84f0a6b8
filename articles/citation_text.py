"""A source as one line of text. Pure."""

from typing import NamedTuple

from articles.models import Citation


class AuthorName(NamedTuple):
    family: str
    given: str


def split_author(name: str) -> AuthorName:
    """A name as it is stored, ``Family, Given``; a group has a family name only."""
    family, _comma, given = name.partition(",")
    return AuthorName(family.strip(), given.strip())


def format_citation(citation: Citation) -> str:
    """A source as one line, in the order of the ICMJE's (Vancouver) recommendations."""
    names = [_vancouver(split_author(name)) for name in citation.author_names]
    authors = ", ".join([*names[:6], "et al"] if len(names) > 6 else names)
    place = ""
    if citation.volume:
        place = f";{citation.volume}" + (f"({citation.issue})" if citation.issue else "")
    if citation.pages:
        place += f":{citation.pages}"
    published = f"{citation.year or ''}{place}"
    parts = [authors, citation.title, citation.container_title, citation.publisher, published]
    line = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    return f"{line} doi:{citation.doi}" if citation.doi else line


def _vancouver(author: AuthorName) -> str:
    initials = "".join(part[0] for part in author.given.replace("-", " ").split())
    return f"{author.family} {initials}".strip()
