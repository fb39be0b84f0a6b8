"""Rich text as its words."""

from collections.abc import Iterator, Mapping

from api.documents.clinic_values.marks import TEXT, mark
from api.documents.rich_text.links import Target
from api.documents.rich_text.text import Block, LinkedText, Paragraph, Run


def write_plain(text: LinkedText) -> str:
    """The words: an empty line between paragraphs, a line per list item."""
    return "\n\n".join(["\n".join(_lines(block, text.targets)) for block in text.blocks])


def _lines(block: Block, targets: Mapping[int, Target]) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield "".join([_words(run, targets) for run in block.runs]).replace("\r", "\n")
    else:
        for item in block.items:
            for inner in item.blocks:
                yield from _lines(inner, targets)


def _words(run: Run, targets: Mapping[int, Target]) -> str:
    words, _marks, link = run
    if words is None:
        return "\n"
    value = targets[link].clinic_value if link is not None else ""
    return mark(TEXT, value, words) if value else words
