"""What an article must have before it may go live, whoever or whatever publishes it."""

import copy
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import swapper
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.problems import Problem, PublishRefused
from articles.sections.kinds import SectionKind, section_kinds


def publish_problems(
    page: Any, *, section_types: Iterable[str] | None = None, uses_drug: bool | None = None
) -> list[Problem]:
    """Find what keeps an article from going live.

    ``page``: an ``AbstractArticlePage`` with the content that would go live. Reads the
    page's own fields and the slugs of its siblings in other branches; writes nothing.
    ``section_types``, ``uses_drug``: what a form knows better than the page it will fill.
    """
    return [
        *_missing_fields(page),
        *_missing_sections(
            missing_sections(page, section_types=section_types, uses_drug=uses_drug)
        ),
        *_slug_taken(page),
    ]


def block_problems(page: Any) -> list[Problem]:
    """Find required parts of sections that are empty, for paths that have no form."""
    problems = []
    strict = _strict_stream_block(page._meta.label)
    for section in strict.to_python(page.sections.get_prep_value()):
        try:
            section.block.clean(section.value)
        except ValidationError as error:
            label = section.value.get("heading") or section.block.label
            problems.append(
                Problem(
                    "sections",
                    _("Section “%(section)s” is incomplete: %(reason)s")
                    % {"section": label, "reason": _first_reason(error, section.block)},
                    "section_incomplete",
                )
            )
    return problems


@cache
def _strict_stream_block(model_label: str) -> Any:
    """A copy of the model's stream block that nobody else has.

    Wagtail notes on the shared block objects that a form is saving a draft and asks for less:
    in another thread at that moment, the model's own blocks would let an incomplete article
    pass.
    """
    field: Any = apps.get_model(model_label)._meta.get_field("sections")
    block = copy.deepcopy(field.stream_block)
    block.restore_deferred_validation()
    return block


def _surplus_sections(page: Any) -> list[Problem]:
    """Sections of a kind that an article may hold only so often."""
    counts = Counter(_section_types(page))
    return [
        Problem(
            "sections",
            _("There are %(count)d sections “%(section)s”; an article has at most %(most)d.")
            % {"count": counts[kind.slug], "section": kind.label, "most": kind.max_num},
            "section_surplus",
        )
        for kind in offered_kinds(page)
        if kind.max_num is not None and counts[kind.slug] > kind.max_num
    ]


def check_publishable(page: Any) -> None:
    """Raise PublishRefused when the article must not go live as it is.

    Sets the page's review dates from the sign-off of exactly its text, where there is one.
    """
    # Imported here: these read models, and the models ask this module.
    from articles.safety_notices.gate import dropped_notice_problems, notice_problems
    from articles.withdrawing.state import withdrawal_problems

    problems = [
        *withdrawal_problems(page),
        *(
            notice_problems(page)
            if page.correcting
            else [*dropped_notice_problems(page), *_content_problems(page)]
        ),
    ]
    if problems:
        raise PublishRefused(page.title, problems, page_id=page.pk)


def _content_problems(page: Any) -> list[Problem]:
    from articles.review.gate import rule_problems

    return [
        *publish_problems(page),
        *_surplus_sections(page),
        *block_problems(page),
        *rule_problems(page, missing_kinds={kind.slug for kind in missing_sections(page)}),
    ]


def check_not_withdrawn(page: Any) -> None:
    """Raise PublishRefused when the article is withdrawn."""
    from articles.withdrawing.state import withdrawal_problems

    problems = withdrawal_problems(page)
    if problems:
        raise PublishRefused(page.title, problems, page_id=page.pk)


def missing_sections(
    page: Any, *, section_types: Iterable[str] | None = None, uses_drug: bool | None = None
) -> list[SectionKind]:
    """The section kinds this article needs and does not have, in reading order."""
    if section_types is None:
        section_types = _section_types(page)
    present = set(section_types)
    emerging = page.evidence_maturity == page.EvidenceMaturity.EMERGING
    needed = {kind.slug for kind in section_kinds.required_for(page.kind, emerging=emerging)}
    if _uses_a_drug(page) if uses_drug is None else uses_drug and page.kind == "therapy":
        needed.add("regulatory_status")
    return [kind for kind in offered_kinds(page) if kind.slug in needed - present]


def _section_types(page: Any) -> list[str]:
    """The types of a page's sections, read as they are stored: making values of them is slow."""
    return [section["type"] for section in page.sections.get_prep_value()]


def offered_kinds(page: Any) -> list[SectionKind]:
    """The kinds of section this page's model has, in reading order.

    A kind that a host project gave to one of its models is not asked of the others.
    """
    offered = page._meta.get_field("sections").stream_block.child_blocks
    return [kind for kind in section_kinds if kind.slug in offered]


def _missing_fields(page: Any) -> list[Problem]:
    problems = []
    if not page.summary.strip():
        problems.append(
            Problem("summary", _("Write a summary: lists and search results show it."), "summary")
        )
    if page.hero_image_id and not page.hero_decorative and not page.hero_alt_text.strip():
        problems.append(
            Problem(
                "hero_alt_text",
                _("Write alt text for the main image, or tick “Decorative”."),
                "hero_alt_text",
            )
        )
    return [*problems, *severity_problems(page)]


def severity_problems(page: Any) -> list[Problem]:
    if not page.safety_notice.strip() or page.safety_notice_severity:
        return []
    message = _("Choose how urgent the safety notice is.")
    return [Problem("safety_notice_severity", message, "severity")]


def _missing_sections(kinds: list[SectionKind]) -> list[Problem]:
    return [
        Problem(
            "sections",
            _("Add the section “%(section)s”: this kind of article needs it.")
            % {"section": kind.label},
            "section_missing",
        )
        for kind in kinds
    ]


def _uses_a_drug(page: Any) -> bool:
    return page.kind == "therapy" and any(
        relation.relation == "drug" for relation in page.article_topics.all()
    )


def _slug_taken(page: Any) -> list[Problem]:
    """Front ends ask for an article by slug: it must be one live article's in a language."""
    from articles.models import AbstractArticlePage

    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    # By slug alone: given more, SQLite may go through every page of the language instead.
    other = next(
        (
            found
            for found in pages.filter(slug=page.slug)
            if found.pk != page.pk
            and found.locale_id == page.locale_id
            and found.live
            and not found.alias_of_id
            and issubclass(found.specific_class or object, AbstractArticlePage)
        ),
        None,
    )
    if other is None or page.alias_of_id:
        return []
    return [
        Problem(
            "slug",
            _("Another article, “%(title)s”, has this slug. Choose another one.")
            % {"title": other.title},
            "slug_taken",
        )
    ]


def _first_reason(error: ValidationError, block: Any = None) -> str:
    """The first plain message in a block's nested errors, behind the name of its field."""
    children = getattr(error, "block_errors", None)
    if isinstance(children, dict) and children:
        name, child = next(iter(children.items()))
        field = getattr(block, "child_blocks", {}).get(name)
        reason = _first_reason(child, field)
        # Inside a stream a child is known by its position: its fields keep their plain names.
        plain = name.replace("_", " ").capitalize() if isinstance(name, str) else ""
        label = getattr(field, "label", "") or plain
        return f"{label}: {reason}" if label and ": " not in reason else reason
    if children:
        return _first_reason(next(child for child in children if child is not None))
    own = getattr(error, "non_block_errors", None)
    if own:
        return str(own[0])
    cells = getattr(error, "cell_errors", None)
    if cells:
        return _first_reason(next(iter(next(iter(cells.values())).values())))
    return " ".join(str(message) for message in error.messages)
