"""A, M and P: what everybody can use, what machines can read, and what does not belong here."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Text, TextKind
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import HIPAA, HL7, POLICY, WCAG
from articles.clinic_values import LINKTYPE
from articles.codes import code_problem

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|avif|gif|svg)$|^(?:img|dsc|image)[_-]?\d+$", re.I)
_EMPTY_LINK = re.compile(
    r"(?:click\s+)?(?:here|this|more|link|this\s+(?:link|page|article)|read\s+more|learn\s+more"
    r"|more\s+info(?:rmation)?)"
    r"|(?:haga\s+clic\s+|pulse\s+)?(?:aquí|este\s+enlace|leer\s+más|lea\s+más|más"
    r"|más\s+información|enlace|ver\s+más)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HEADING_TAG = re.compile(r"h[1-6]")
# What templates and prepared sections have where words are missing.
_PROMPT = re.compile(r"\[\[[^\[\]]*\]\]")
_PERSONAL = (
    (
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
        gettext_lazy("a mail address"),
    ),
    (
        re.compile(
            r"(?<![\w/.,-])(?:\+\d{1,3}[\s.-]?\(?\d{1,4}\)?(?:[\s.-]?\d{2,4}){2,4}"
            r"|\(\d{3}\)\s?\d{3}[\s.-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}"
            r"|[6789]\d{2}[ .-]\d{3}[ .-](?!000)\d{3})(?![\w/-]|[.,]\d)"
        ),
        gettext_lazy("a phone number"),
    ),
    (
        re.compile(
            r"\b(?:DOB|date\s+of\s+birth|born(?:\s+on)?|fecha\s+de\s+nacimiento"
            r"|nacid[oa](?:\s+el)?)\b[:\s]*"
            r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}\s+(?:de\s+)?[^\W\d]+\s+(?:de\s+)?\d{4}"
            r"|\d{4}-\d\d-\d\d|[A-Z][a-z]+\s+\d{1,2},\s+\d{4})",
            re.IGNORECASE,
        ),
        gettext_lazy("a date of birth"),
    ),
    (
        re.compile(
            r"\b(?:MRN|NHC|(?:medical\s+)?(?:record|chart|patient)\s+(?:number|no\.?)"
            r"|(?:n(?:úmero|\.?º)\s+de\s+)?historia\s+(?:clínica\s+)?(?:n(?:úmero"
            r"|\.?º)))\s*[:#]?\s*[A-Z]{0,3}-?\d{4,}",
            re.IGNORECASE,
        ),
        gettext_lazy("a record number"),
    ),
    (
        re.compile(r"(?<![\w-])(?:\d{3}-\d{2}-\d{4}|\d{8}-?[A-HJ-NP-TV-Z])(?![\w-])"),
        gettext_lazy("an identity number"),
    ),
)


def everybody_can_use_it(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    yield from _image_problems(article)
    for block in article.blocks:
        if block.type == "subsection" and not (block.value.get("heading") or "").strip():
            yield Hit(
                message=_("This sub-section has no heading."),
                section=block.section,
                block=block.id,
                field="heading",
                cure=_("Write a heading, or take the text out of the sub-section."),
            )
    for text in article.texts:
        yield from _link_problems(text)
        if text.kind is TextKind.HEADING and _HEADING_TAG.fullmatch(text.html_tag):
            message = _("This heading stands inside a text, where its level is not known.")
            cure = _("Make it a sub-section.")
            yield Hit.in_text(text, 0, len(text.text), message, cure=cure)


def _image_problems(article: Article) -> Iterator[Hit]:
    if article.has_main_image and not article.main_image_decorative:
        message = _alt_problem(article.main_image_alt)
        if message:
            yield Hit(message=message, field="hero_alt_text")
    for block in article.blocks:
        if block.type != "image" or block.value.get("decorative"):
            continue
        message = _alt_problem(block.value.get("alt_text") or "")
        if message:
            yield Hit(message=message, section=block.section, block=block.id, field="alt_text")


def _alt_problem(alt_text: str) -> str:
    if not alt_text.strip():
        return _("The image has no alt text.")
    if _FILE_NAME.search(alt_text.strip()):
        return _("The alt text is the name of a file.")
    return ""


def _link_problems(text: Text) -> Iterator[Hit]:
    for link in text.links:
        if link.attrs.get("linktype") == LINKTYPE:
            continue
        words = text.text[link.start : link.end].strip(" .,:;…>»")
        if not words or _EMPTY_LINK.fullmatch(words) or _ADDRESS.fullmatch(words):
            yield Hit.in_text(
                text,
                link.start,
                link.end,
                _("The link “%(words)s” does not say where it goes.") % {"words": words},
                cure=_("Link the words that name the target: “side effects of ketamine”."),
            )


def videos_have_transcripts(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for block in article.blocks:
        if block.type == "video" and not any(text.field == "transcript" for text in block.texts):
            yield Hit(
                message=_("The video has no transcript."),
                section=block.section,
                block=block.id,
                field="transcript",
            )


def codes_are_right(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for topic in {topic.id: topic for _relation, topic in article.topics}.values():
        for system, code in topic.codes:
            if problem := code_problem(system, code):
                message = _("Topic “%(topic)s”: %(problem)s")
                yield Hit(
                    message=message % {"topic": topic.name, "problem": problem},
                    field="article_topics",
                )


def nobody_is_exposed(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for text in article.texts:
        if not any(character.isdigit() or character == "@" for character in text.text):
            continue
        for pattern, what in _PERSONAL:
            for match in pattern.finditer(text.text):
                message = _("This looks like %(what)s.") % {"what": what}
                yield Hit.in_text(text, *match.span(), message)


def no_prompt_is_left(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for text in article.texts:
        for match in _PROMPT.finditer(text.text):
            yield Hit.in_text(text, *match.span(), _("A prompt of the template is still here."))


RULES = (
    Rule(
        id="A1",
        title=gettext_lazy("Images, headings and links say what they are"),
        severity=Severity.BLOCKING,
        check=everybody_can_use_it,
        explanation=gettext_lazy("Readers who do not see the page hear these words instead."),
        cure=gettext_lazy("Write alt text that tells what the image tells, or tick “Decorative”."),
        source=WCAG,
    ),
    Rule(
        id="A2",
        title=gettext_lazy("Videos have a transcript"),
        severity=Severity.WARNING,
        check=videos_have_transcripts,
        explanation=gettext_lazy("Not everybody can hear, see or load a video."),
        cure=gettext_lazy("Write down all that is said and shown."),
        source=WCAG,
    ),
    Rule(
        id="M1",
        title=gettext_lazy("Codes of topics are right"),
        severity=Severity.BLOCKING,
        check=codes_are_right,
        explanation=gettext_lazy("Machines find an article by the codes of its topics."),
        cure=gettext_lazy("Correct the code at the topic."),
        source=HL7,
    ),
    Rule(
        id="P1",
        title=gettext_lazy("No personal data"),
        severity=Severity.WARNING,
        check=nobody_is_exposed,
        explanation=gettext_lazy(
            "Phone numbers, mail addresses, dates of birth and record numbers of persons do not "
            "belong into an article. A clinic's own details are added for each clinic."
        ),
        cure=gettext_lazy("Take it out."),
        source=HIPAA,
    ),
    Rule(
        id="P2",
        title=gettext_lazy("Nothing of the template is left to fill in"),
        severity=Severity.BLOCKING,
        check=no_prompt_is_left,
        explanation=gettext_lazy("Words in [[double brackets]] are for writers, not readers."),
        cure=gettext_lazy("Write what it asks for, or take it out."),
        source=POLICY,
    ),
)
