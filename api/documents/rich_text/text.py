"""What rich text says, in the one regular form that every format is written from.

Paragraphs stand at the top or not at all, lists nest through items, items hold text and lists,
nothing is empty, a run of text has each mark at most once and at most one link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.documents.rich_text.links import Link, Resolve, Target, checked

Run = tuple[str | None, tuple[str, ...], int | None]
"""Words, their marks, and the number of their link. Of a line break the words are None.

Two links side by side stay two, wherever they lead: they have numbers of their own.
"""

BREAK: Run = (None, (), None)


@dataclass(slots=True)
class Paragraph:
    """A paragraph; inside an item its text, or what stands between and after its lists.

    `key` is the editor's own of a block, stable over edits, if it has one.
    """

    key: str | None
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    key: str | None
    blocks: list["Block"] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """`kind` is `ul` or `ol`."""

    kind: str
    items: list[Item] = field(default_factory=list)


Block = Paragraph | List


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Text, and where its links lead, by their number. Those that lead nowhere are not in it."""

    blocks: Sequence[Block]
    targets: Mapping[int, Target]


@dataclass(frozen=True, slots=True)
class StoredText:
    """Text with its links as they are stored, by number. None is a link that is none."""

    blocks: Sequence[Block]
    links: Sequence[Link | Target | None]

    def references(self) -> set[tuple[str, int]]:
        """The (linktype, id) of every link to something of ours: all that `linked` asks for."""
        return {(link.linktype, link.id) for link in self.links if isinstance(link, Link)}

    def linked(self, resolve: Resolve) -> LinkedText:
        """The text with the links that lead somewhere. Pure, given a pure `resolve`."""
        targets = {
            number: target
            for number, link in enumerate(self.links)
            if (target := checked(resolve(link)) if isinstance(link, Link) else link)
        }
        if len(targets) == len(self.links):
            return LinkedText(self.blocks, targets)
        return LinkedText([_linked(block, targets) for block in self.blocks], targets)


def _linked(block: Block, targets: Mapping[int, Target]) -> Block:
    """The block without the links that lead nowhere; their words stay."""
    if isinstance(block, List):
        return List(
            block.kind,
            [
                Item(item.key, [_linked(inner, targets) for inner in item.blocks])
                for item in block.items
            ],
        )
    return Paragraph(
        block.key,
        [(words, marks, link if link in targets else None) for words, marks, link in block.runs],
    )
