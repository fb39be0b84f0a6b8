"""What people call the things that an article refers to by number."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.clinic_values import LINKTYPE, label_of


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by primary key; ``sections`` by section id. What is not in it was deleted."""

    images: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[int, str] = field(default_factory=dict)
    citations: Mapping[int, str] = field(default_factory=dict)
    pages: Mapping[int, str] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)

    def image(self, key: object) -> str:
        return _named(self.images, key)

    def topic(self, key: object) -> str:
        return _named(self.topics, key)

    def citation(self, key: object) -> str:
        return _named(self.citations, key)

    def link(self, attrs: Mapping[str, str]) -> str:
        """Where a stored link leads, in words."""
        kind, key = attrs.get("linktype", ""), attrs.get("id", "")
        if kind == "section":
            section = attrs.get("section", "")
            return f"{_named(self.pages, key)} › {self.sections.get(section) or section}"
        if kind in ("page", "document", "topic"):
            found = {"page": self.pages, "document": self.documents, "topic": self.topics}[kind]
            return _named(found, key)
        if kind == LINKTYPE:
            return label_of(attrs.get("value", ""))
        return attrs.get("href") or " ".join(attrs.values())


def _named(names: Mapping[int, str], key: object) -> str:
    if key is None or key == "":
        return ""
    number = int(str(key)) if str(key).isdecimal() else None
    found = names.get(number) if number is not None else None
    return found or _("No. {key} (not there any more)").format(key=key)
