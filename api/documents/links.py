"""Where the links in an article's text lead. Only what is public is a target."""

from api.documents.references import References
from api.documents.rich_text import Link, Resolve, Target


def link_resolver(references: References, locale: str) -> Resolve:
    """Return the function that finds a link's target, or None where it is dead or not public."""

    def resolve(link: Link) -> Target | None:
        if link.linktype == "page":
            return _page(link)
        if link.linktype == "section":
            return _section(link)
        if link.linktype == "topic":
            topic = references.topics.get(link.id)
            return Target(topic=topic.slug) if topic else None
        if link.linktype == "document":
            url = references.documents.get(link.id)
            return Target(href=url) if url else None
        return None

    def _page(link: Link) -> Target | None:
        page = references.page(link.id, locale)
        if page is None or not (page.url or page.is_article):
            return None
        article_id = str(page.translation_key) if page.is_article else ""
        return Target(href=page.url or "", article_id=article_id)

    def _section(link: Link) -> Target | None:
        target = _page(link)
        page = references.page(link.id, locale)
        anchor = references.anchors.get(page.pk, {}).get(link.section or "") if page else None
        # A section that is gone still has its article: the link leads there.
        if target is None or not anchor:
            return target
        href = f"{target.href}#{anchor}" if target.href else ""
        return Target(href=href, article_id=target.article_id, section_id=link.section or "")

    return resolve
