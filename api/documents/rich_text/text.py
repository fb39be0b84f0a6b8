"""What rich text says, in the one regular form that every format is written from.

Paragraphs stand at the top or not at all, lists nest through items, items hold text and lists,
nothing is empty, a run of text has each mark at most once and at most one link.
"""

from collections.abc import Collection, Mapping, Sequence
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
        values = {number for number, target in targets.items() if target.clinic_value}
        if len(targets) == len(self.links) and not values:
            return LinkedText(self.blocks, targets)
        return LinkedText([_linked(block, targets, values) for block in self.blocks], targets)


def _linked(block: Block, targets: Mapping[int, Target], values: Collection[int]) -> Block:
    """The block without the links that lead nowhere; their words stay. What stands for a clinic's
    value (one of ``values``) is one run."""
    if isinstance(block, List):
        return List(
            block.kind,
            [
                Item(item.key, [_linked(inner, targets, values) for inner in item.blocks])
                for item in block.items
            ],
        )
    runs = [(words, marks, link if link in targets else None) for words, marks, link in block.runs]
    return Paragraph(block.key, _with_whole_values(runs, values) if values else runs)


def _with_whole_values(runs: Sequence[Run], values: Collection[int]) -> list[Run]:
    """Join the runs of each value, which has the marks that all of them have."""
    whole: list[Run] = []
    for run in runs:
        words, marks, link = run
        gap = 1 if len(whole) > 1 and whole[-1] == BREAK else 0
        if link in values and whole and whole[-1 - gap][2] == link:
            before, marks_before, _link = whole[-1 - gap]
            del whole[-1 - gap :]
            said = f"{before}{' ' * gap}{words}"
            run = said, tuple(mark for mark in marks_before if mark in marks), link
        whole.append(run)
    return whole
