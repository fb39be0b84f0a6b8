"""The texts of two versions of a block, compared paragraph by paragraph and word by word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from lxml import html

from articles.checks.content import Text, TextKind
from articles.review.differences.definitions import CLAIM, FACT, member_label
from articles.review.differences.matching import ALIKE, count_of_words, match
from articles.review.differences.names import Names
from articles.review.differences.result import Change, Note, Passage
from articles.review.differences.words import Kind, compare_words, whole

_SHAPES = {
    TextKind.HEADING: "heading",
    TextKind.QUESTION: "heading",
    TextKind.COLUMN_HEADING: "heading",
    TextKind.LIST_ITEM: "item",
}


# What a block is made of needs no name beside that of the block.
_NEEDS_NO_LABEL = {(CLAIM, "text"), (FACT, "label"), (FACT, "text")}


def compare_members(
    before: Sequence[Text], after: Sequence[Text], kind: str, names: Names
) -> Iterator[Passage]:
    """Each member of a block that is text. ``kind``: the block's type, whose form has labels."""
    old, new = _by_member(before), _by_member(after)
    for pair in match(list(old), list(new), keys=[lambda field: field or "text"]):
        field = pair.after if pair.after is not None else pair.before or ""
        named = bool(field) and (kind, field) not in _NEEDS_NO_LABEL
        label = member_label(kind, field) if named else ""
        yield from compare_paragraphs(
            old.get(field, []), new.get(field, []), names=names, label=label
        )


def compare_paragraphs(
    before: Sequence[Text], after: Sequence[Text], *, names: Names, label: str = ""
) -> Iterator[Passage]:
    """A formatted text has several paragraphs; any other text is one."""
    found = match(
        before,
        after,
        keys=[lambda text: (text.html_tag, text.text), lambda text: text.text],
        words=lambda text: count_of_words(text.text),
        # An only paragraph is the same paragraph, whatever it says.
        alike=0.0 if len(before) == len(after) == 1 else ALIKE,
    )
    for pair in found:
        yield _compare(pair.before, pair.after, moved=pair.moved, names=names, label=label)


def _compare(
    before: Text | None, after: Text | None, *, names: Names, moved: bool, label: str
) -> Passage:
    shown = after or before
    assert shown is not None
    notes = (*_shape_notes(before, after), *_link_notes(before, after, names))
    if before and after:
        segments = compare_words(before.text, after.text)
        same = before.text == after.text and not moved and not notes
        change = Change.UNCHANGED if same else Change.CHANGED
    elif after:
        segments, change = whole(after.text, Kind.ADDED), Change.ADDED
    else:
        segments, change = whole(shown.text, Kind.REMOVED), Change.REMOVED
    return Passage(
        label=label,
        shape=_SHAPES.get(shown.kind, "paragraph"),
        change=change,
        moved=moved,
        segments=segments,
        notes=notes,
    )


def _by_member(texts: Iterable[Text]) -> dict[str, list[Text]]:
    members: dict[str, list[Text]] = {}
    for text in texts:
        members.setdefault(text.field, []).append(text)
    return members


def _shape_notes(before: Text | None, after: Text | None) -> Iterator[Note]:
    if before and after and before.html_tag != after.html_tag:
        yield Note(label=_("Shown as"), before=_shape(before), after=_shape(after))


def _shape(text: Text) -> str:
    if text.html_tag == "li":
        return _("List item")
    return _("Heading") if text.html_tag.startswith("h") else _("Paragraph")


def _link_notes(before: Text | None, after: Text | None, names: Names) -> Iterator[Note]:
    """Links that lead elsewhere than before, and new ones: their words alone do not say where."""
    old, new = _links(before, names), _links(after, names)
    keys = [lambda link: link, lambda link: link[0], lambda link: link[1]]
    for pair in match(old, new, keys=keys):
        if pair.before and pair.after:
            if pair.before[1] != pair.after[1]:
                label = _("Link “{words}” leads to").format(words=pair.after[0])
                yield Note(label=label, before=pair.before[1], after=pair.after[1])
        elif pair.after:
            label = _("Link added on “{words}”").format(words=pair.after[0])
            yield Note(label=label, after=pair.after[1])
        elif pair.before:
            label = _("Link removed from “{words}”").format(words=pair.before[0])
            yield Note(label=label, before=pair.before[1])


def _links(text: Text | None, names: Names) -> list[tuple[str, str]]:
    """Pairs of the linked words and where they lead."""
    if text is None:
        return []
    return [(text.text[link.start : link.end], names.link(link.attrs)) for link in text.links]


def mark_notes(before: str, after: str) -> Iterator[Note]:
    """Marks that were set on words of formatted text or taken off them.

    Raised and lowered characters carry meaning (10² is not 102), so they are always told; bold
    and italic only where the words themselves stayed.
    """
    old, new = _marks(before), _marks(after)
    plain_old, plain_new = (_plain(source) for source in (before, after))
    for marks, added in ((new - old, True), (old - new, False)):
        for (tag, words), _count in sorted(marks.items()):
            meaning = tag in ("sub", "sup")
            if meaning or (words in plain_old and words in plain_new):
                label = _mark_label(tag, added=added)
                critical = meaning and any(character.isdigit() for character in words)
                yield Note(
                    label=label,
                    before="" if added else f"“{words}”",
                    after=f"“{words}”" if added else "",
                    critical=critical,
                )


def _mark_label(tag: str, *, added: bool) -> str:
    return {
        "b": (_("Bold removed"), _("Bold added")),
        "i": (_("Italic removed"), _("Italic added")),
        "sub": (_("Subscript removed"), _("Subscript added")),
        "sup": (_("Superscript removed"), _("Superscript added")),
    }[tag][added]


_TAGS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sub": "sub", "sup": "sup"}


def _marks(source: str) -> Counter[tuple[str, str]]:
    if "<" not in source:
        return Counter()
    root = html.fragment_fromstring(source, create_parent="div")
    found = ((_TAGS[str(mark.tag)], _words(mark)) for mark in root.iter(*_TAGS))
    return Counter((tag, words) for tag, words in found if words)


def _plain(source: str) -> str:
    if "<" not in source:
        return " ".join(source.split())
    return _words(html.fragment_fromstring(source, create_parent="div"))


def _words(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
