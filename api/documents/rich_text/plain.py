"""Rich text as its words."""

from collections.abc import Iterator, Sequence

from api.documents.rich_text.text import Block, Paragraph, Run


def write_plain(blocks: Sequence[Block]) -> str:
    """The words: an empty line between paragraphs, a line per list item."""
    return "\n\n".join(["\n".join(_lines(block)) for block in blocks])


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _words(block.runs)
    else:
        for item in block.items:
            for inner in item.blocks:
                yield from _lines(inner)


def _words(runs: Sequence[Run]) -> str:
    said = "".join(["\n" if words is None else words for words, _marks, _link in runs])
    return said.replace("\r", "\n")
