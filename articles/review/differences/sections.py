"""Two versions of a section: its blocks and claims, which are the same, and what changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from articles.review.content import as_read
from articles.review.differences.definitions import (
    CLAIM_SOURCE,
    SECTION,
    block_label,
    member_label,
    value_label,
)
from articles.review.differences.matching import ALIKE, Match, match
from articles.review.differences.names import Names
from articles.review.differences.parts import Part, Whole
from articles.review.differences.passages import compare_members, mark_notes
from articles.review.differences.result import BlockDifference, Change, Note, SectionDifference
from articles.review.differences.tables import compare_tables, is_table_text

# A change of these is as grave as one of a number.
_CRITICAL = frozenset({"urgency", "approval", "claim_type", "tone"})
_NOTHING = Part("", SECTION, {})


def compare_sections(
    before: Sequence[Whole], after: Sequence[Whole], names: Names
) -> tuple[SectionDifference, ...]:
    pairs = match(
        before,
        after,
        keys=[lambda whole: whole.id, lambda whole: _canonical(whole.raw)],
        group=lambda whole: whole.kind,
        words=lambda whole: whole.words,
        # The kind alone says what a section is: most may be there once only.
        alike=0.0,
    )
    return tuple(_section(pair, names) for pair in pairs)


def _section(pair: Match[Whole], names: Names) -> SectionDifference:
    shown = pair.after or pair.before
    assert shown is not None
    blocks = tuple(_blocks(pair.before, pair.after, names))
    return SectionDifference(
        id=shown.id,
        kind=shown.kind,
        label=shown.label,
        kind_label=shown.kind_label,
        change=_change(pair, changed=any(block.is_changed for block in blocks)),
        moved=pair.moved,
        blocks=blocks,
    )


def _blocks(before: Whole | None, after: Whole | None, names: Names) -> Iterator[BlockDifference]:
    own = Match(before.own if before else None, after.own if after else None)
    found = [_block(own, names)]
    body = _pairs(before.body if before else (), after.body if after else ())
    same_parents = {
        (pair.before.id, pair.after.id) for pair in body if pair.before and pair.after
    } | {("", "")}
    for pair in body:
        if pair.before and pair.after:
            inside = (pair.before.parent, pair.after.parent) in same_parents
            pair = Match(pair.before, pair.after, moved=pair.moved or not inside)
        found.append(_block(pair, names))
    claims = _pairs(before.claims if before else (), after.claims if after else ())
    found += [_block(pair, names) for pair in claims]
    return (block for block in found if block.type or block.is_changed or block.texts)


def _pairs(before: Sequence[Part], after: Sequence[Part]) -> list[Match[Part]]:
    return match(
        before,
        after,
        keys=[lambda part: part.id, lambda part: _canonical(part.raw)],
        group=lambda part: part.type,
        words=lambda part: part.words,
        alike=ALIKE,
    )


def _block(pair: Match[Part], names: Names) -> BlockDifference:
    shown = pair.after or pair.before
    assert shown is not None
    before, after = pair.before or _NOTHING, pair.after or _NOTHING
    texts = [[text for text in part.texts if not is_table_text(text)] for part in (before, after)]
    cells = [[text for text in part.texts if is_table_text(text)] for part in (before, after)]
    passages = tuple(compare_members(texts[0], texts[1], shown.type, names))
    rows = compare_tables(cells[0], cells[1], names) if any(cells) else ()
    notes = tuple(_notes(pair, shown.type, names))
    differ = _canonical(before.raw) != _canonical(after.raw)
    seen = bool(notes) or any(row.change is not Change.UNCHANGED for row in rows)
    seen = seen or any(passage.is_changed for passage in passages)
    if pair.before and pair.after and differ and not seen:
        notes = (Note(label=_("Only formatting or spacing changed")),)
        seen = True
    return BlockDifference(
        id=shown.id,
        type=shown.type,
        label=block_label(shown.type),
        change=_change(pair, changed=seen),
        moved=pair.moved,
        texts=passages,
        rows=rows,
        notes=notes,
    )


def _change(pair: Match[Any], *, changed: bool) -> Change:
    if pair.before is None:
        return Change.ADDED
    if pair.after is None:
        return Change.REMOVED
    return Change.CHANGED if changed else Change.UNCHANGED


def _notes(pair: Match[Part], kind: str, names: Names) -> Iterator[Note]:
    before, after = pair.before or _NOTHING, pair.after or _NOTHING
    yield from _setting_notes(before, after, kind, names)
    yield from _source_notes(before, after, names)
    if pair.before and pair.after:
        yield from mark_notes(_formatted(before.value), _formatted(after.value))


def _setting_notes(before: Part, after: Part, kind: str, names: Names) -> Iterator[Note]:
    old, new = before.settings, after.settings
    for name in dict.fromkeys((*new, *old)):
        if as_read(old.get(name)) == as_read(new.get(name)):
            continue
        was, now = (
            value_label(kind, name, part.settings.get(name), names) if part is not _NOTHING else ""
            for part in (before, after)
        )
        # A block that came or went is seen as a whole.
        critical = name in _CRITICAL and before is not _NOTHING and after is not _NOTHING
        yield Note(label=member_label(kind, name), before=was, after=now, critical=critical)


def _source_notes(before: Part, after: Part, names: Names) -> Iterator[Note]:
    pairs = match(
        before.sources, after.sources, keys=[lambda source: source, lambda source: source[0]]
    )
    critical = before is not _NOTHING and after is not _NOTHING
    for pair in pairs:
        if pair.before and pair.after:
            yield from _same_source(pair, names)
        elif pair.after:
            name = _source(*pair.after, names)
            yield Note(label=_("Source added"), after=name, critical=critical)
        elif pair.before:
            name = _source(*pair.before, names)
            yield Note(label=_("Source removed"), before=name, critical=critical)


def _same_source(pair: Match[tuple[Any, str]], names: Names) -> Iterator[Note]:
    assert pair.before
    assert pair.after
    name = names.citation(pair.after[0])
    if pair.before[1] != pair.after[1]:
        was, now = (_direction(side[1], names) for side in (pair.before, pair.after))
        label = _("What “{source}” says about the claim").format(source=name)
        yield Note(label=label, before=was, after=now, critical=True)
    elif pair.moved:
        yield Note(label=_("Source moved"), after=name)


def _source(citation: Any, direction: str, names: Names) -> str:
    name = names.citation(citation) or _("none chosen")
    return f"{name} ({_direction(direction, names)})" if direction else name


def _direction(direction: str, names: Names) -> str:
    return value_label(CLAIM_SOURCE, "direction", direction, names)


def _formatted(value: Any) -> str:
    """All formatted text in a block, in order, except that of the blocks it holds."""
    if isinstance(value, str):
        return value if value.lstrip().startswith("<") else ""
    if isinstance(value, Mapping):
        value = [item for key, item in value.items() if key not in ("body", "claims", "facts")]
    return "".join(_formatted(item) for item in value) if isinstance(value, list) else ""


def _canonical(raw: Any) -> str:
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, default=str)
