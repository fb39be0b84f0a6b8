"""The rules, by id. A host project adds its own in the `ready()` of its app."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from articles.checks.content import Article, Sentence, Text


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule found.

    ``message``       what is wrong here, in a sentence
    ``section``, ``block``, ``field``  where: as in `Text`; a field alone is one of the page's form
    ``quote``, ``start``  the words, and where they begin in the member's plain text
    ``severity``, ``cure``  where they differ from the rule's own
    ``unless``        a rule whose finding says the same: this one is left out then
    """

    message: str
    section: str = ""
    block: str = ""
    field: str = ""
    quote: str = ""
    start: int | None = None
    severity: Severity | None = None
    cure: str = ""
    unless: str = ""

    @classmethod
    def in_text(cls, text: Text, start: int, end: int, message: str, **more: Any) -> "Hit":
        """A finding in the words from ``start`` to ``end`` of a text."""
        return cls(
            message=message,
            section=text.section,
            block=text.block,
            field=text.field,
            quote=text.text[start:end],
            start=text.offset + start,
            **more,
        )

    @classmethod
    def in_sentence(
        cls, sentence: Sentence, start: int, end: int, message: str, **more: Any
    ) -> "Hit":
        """A finding in the words from ``start`` to ``end`` of a sentence."""
        begin = sentence.start
        return cls.in_text(sentence.text, begin + start, begin + end, message, **more)


Thresholds = Mapping[str, Any]
Check = Callable[[Article, Thresholds], Iterable[Hit]]
EVERY_LANGUAGE: None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule comes from. ``url`` is empty where there is no address to check."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One editorial rule.

    ``id``           permanent: settings, exceptions and reports name it
    ``check``        pure: an article and the thresholds in, findings out
    ``explanation``  why it matters, for an editor; ``cure``: what to do about a finding
    ``kinds``        the article kinds it applies to; ``None``: every kind
    ``languages``    those it understands; ``None``: it does not depend on the language
    ``thresholds``   names and defaults: numbers, or tuples of words; settings may change them
    """

    id: str
    title: str | Promise
    severity: Severity
    check: Check
    explanation: str | Promise
    cure: str | Promise
    source: Reference
    kinds: frozenset[str] | None = None
    languages: frozenset[str] | None = EVERY_LANGUAGE
    thresholds: Thresholds = field(default_factory=lambda: MappingProxyType({}))

    def applies_to(self, article: Article) -> bool:
        return self.kinds is None or article.kind in self.kinds

    def understands(self, language: str) -> bool:
        return self.languages is None or language in self.languages


class RuleRegistry:
    """Rules by id, in the order in which reports list them."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._rules: dict[str, Rule] = {}
        for rule in rules:
            self.register(rule)

    def register(self, rule: Rule) -> Rule:
        """Add a rule. The same one twice is allowed; another one with its id is not.

        Raises ValueError when the id is taken by a different rule.
        """
        known = self._rules.setdefault(rule.id, rule)
        if known != rule:
            raise ValueError(f"The rule {rule.id!r} is registered already.")
        return rule

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)


rules = RuleRegistry()
"""Every rule of this site. The built-in ones are added when the app is ready."""
