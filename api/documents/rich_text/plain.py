"""Rich text as its words."""

from api.documents.rich_text.links import Link, Target
from api.documents.rich_text.walk import LinkMark, walk


def plain(html: str) -> str:
    """The words of stored rich text: an empty line between paragraphs, a line per list item."""
    writer = PlainWriter()
    walk(html, writer, resolve=_no_target)
    return writer.written()


def _no_target(link: Link) -> Target | None:
    return None


class PlainWriter:
    """Writes the walk's events as text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.depth = 0
        self.between = ""

    def written(self) -> str:
        return "".join(self.parts)

    def start_paragraph(self, key: str | None) -> None:
        self._separate("\n\n")

    def end_paragraph(self) -> None:
        self._separate("\n\n")

    def start_list(self, kind: str) -> None:
        self._separate("\n" if self.depth else "\n\n")
        self.depth += 1

    def end_list(self, kind: str) -> None:
        self.depth -= 1
        self._separate("\n" if self.depth else "\n\n")

    def start_item(self, key: str | None) -> None:
        self._separate("\n")

    def end_item(self) -> None:
        self._separate("\n")

    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None:
        self._write(text.replace("\r", "\n"))

    def line_break(self) -> None:
        self._write("\n")

    def _separate(self, between: str) -> None:
        """The larger of what two neighbouring blocks ask for stands between them."""
        self.between = max(self.between, between, key=len)

    def _write(self, text: str) -> None:
        if self.parts:
            self.parts.append(self.between)
        self.parts.append(text)
        self.between = ""
