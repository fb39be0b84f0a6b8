"""What rich text links to, to fetch it for many texts at once before rendering any."""

from api.documents.rich_text.links import Link, Target
from api.documents.rich_text.walk import LinkMark, walk


def references(html: str) -> set[tuple[str, int]]:
    """The (linktype, id) of every stored link in `html`: all that `render` will ask for."""
    # Most texts have none; the parser itself then need not run.
    if "linktype" not in html.lower():
        return set()
    found: set[tuple[str, int]] = set()

    def note(link: Link) -> Target | None:
        found.add((link.linktype, link.id))
        return None

    walk(html, _Nothing(), resolve=note)
    return found


class _Nothing:
    """The visitor that only lets the walk ask for its links."""

    def start_paragraph(self, key: str | None) -> None: ...
    def end_paragraph(self) -> None: ...
    def start_list(self, kind: str) -> None: ...
    def end_list(self, kind: str) -> None: ...
    def start_item(self, key: str | None) -> None: ...
    def end_item(self) -> None: ...
    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None: ...
    def line_break(self) -> None: ...
