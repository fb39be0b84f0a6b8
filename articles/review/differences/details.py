"""Two versions of what an article says outside its sections: fields, topics, sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models.pages import AbstractArticlePage
from articles.models.relations import TopicRelation
from articles.review.content import cited_ids
from articles.review.differences.matching import match
from articles.review.differences.names import Names
from articles.review.differences.result import BlockDifference, Change, Note, Passage
from articles.review.differences.words import compare_words

Content = Mapping[str, Any]
_CRITICAL = frozenset({"safety_notice_severity", "evidence_maturity", "audience"})


def compare_details(before: Content, after: Content, names: Names) -> Iterator[BlockDifference]:
    fields = dict.fromkeys((*after.get("fields", {}), *before.get("fields", {})))
    for name in fields:
        yield _field(name, before.get("fields", {}).get(name), after.get("fields", {}).get(name))
    yield _detail("topics", _("Topics"), notes=tuple(_topic_notes(before, after, names)))
    yield _detail("sources", _("Sources"), notes=tuple(_source_notes(before, after, names)))


def _field(name: str, before: Any, after: Any) -> BlockDifference:
    field = _definition(name)
    label = capfirst(str(field.verbose_name if field else name.replace("_", " ")))
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return _detail(name, label, texts=tuple(_text(before or "", after or "")))
    was, now = _value(field, before), _value(field, after)
    if (before or "") == (after or ""):
        return _detail(name, label)
    return _detail(name, label, notes=(Note(before=was, after=now, critical=name in _CRITICAL),))


def _text(before: str, after: str) -> Iterator[Passage]:
    if not before and not after:
        return
    change = Change.UNCHANGED if before == after else Change.CHANGED
    if not before or not after:
        change = Change.ADDED if after else Change.REMOVED
    yield Passage(change=change, segments=compare_words(before, after))


def _definition(name: str) -> Any:
    try:
        return AbstractArticlePage._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _value(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(field.flatchoices) if field is not None else {}
    return str(choices.get(value, value if value is not None else ""))


def _detail(
    name: str, label: str, *, texts: tuple[Passage, ...] = (), notes: tuple[Note, ...] = ()
) -> BlockDifference:
    changed = bool(notes) or any(text.is_changed for text in texts)
    return BlockDifference(
        id=name,
        type="detail",
        label=label,
        change=Change.CHANGED if changed else Change.UNCHANGED,
        texts=texts,
        notes=notes,
    )


def _topic_notes(before: Content, after: Content, names: Names) -> Iterator[Note]:
    old, new = (
        [(topic[0], topic[1]) for topic in side.get("topics", ())] for side in (before, after)
    )
    for pair in match(old, new, keys=[lambda topic: topic, lambda topic: topic[0]]):
        if pair.before and pair.after:
            was, now = (_topic(topic, names) for topic in (pair.before, pair.after))
            if pair.before != pair.after:
                yield Note(label=_("Topic changed"), before=was, after=now)
            elif pair.moved:
                yield Note(label=_("Topic moved"), after=now)
        elif pair.after:
            yield Note(label=_("Topic added"), after=_topic(pair.after, names))
        elif pair.before:
            yield Note(label=_("Topic removed"), before=_topic(pair.before, names))


def _topic(topic: tuple[Any, str], names: Names) -> str:
    relation = topic[1]
    label = TopicRelation(relation).label if relation in TopicRelation.values else relation
    return f"{names.topic(topic[0])} ({label})"


def _source_notes(before: Content, after: Content, names: Names) -> Iterator[Note]:
    """Sources that both versions cite and that are not the same publication any more."""
    old, new = before.get("sources", {}), after.get("sources", {})
    cited = [
        {str(key) for section in side.get("sections", ()) for key in cited_ids(section)}
        for side in (before, after)
    ]
    for key in sorted(cited[0] & cited[1]):
        if old.get(key) != new.get(key):
            label = _("Source “{source}” is another publication now").format(
                source=names.citation(key)
            )
            yield Note(label=label, before=old.get(key, ""), after=new.get(key, ""), critical=True)
