"""L: a text that most readers can read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import PROSE, Article, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.sentences import split_sentences
from articles.checks.language.words import count_words
from articles.checks.reading_level import Scale, reading_level
from articles.checks.registry import Hit, Reference, Rule, Severity, Thresholds
from articles.checks.rules.abbreviations import ABBREVIATIONS
from articles.checks.rules.percentages import PERCENTAGES
from articles.checks.rules.sources import NHS_WRITING
from articles.checks.rules.wording import LABELS


def text_is_easy(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    """Judges the article as a whole; a single section is too short for a formula."""
    level = reading_level(article.sentences, article.language, thresholds)
    if level is None or not level.is_hard:
        return
    if level.scale is Scale.GRADE:
        message = _("The text needs %(grade).1f years of school; %(most)g are the aim.")
        yield Hit(message=message % {"grade": level.value, "most": level.aim})
    else:
        message = _("The text scores %(ease).0f on the INFLESZ scale; %(least)g is the aim.")
        yield Hit(message=message % {"ease": level.value, "least": level.aim})


def sentences_are_short(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for sentence in article.sentences:
        if sentence.text.kind not in PROSE and sentence.text.kind is not TextKind.SUMMARY:
            continue
        words = count_words(sentence.words)
        if words > thresholds["sentence_words"]:
            message = _("This sentence has %(count)d words.") % {"count": words}
            yield Hit.in_sentence(sentence, 0, len(sentence.words), message)
    for text in article.texts:
        if text.kind is not TextKind.PARAGRAPH:
            continue
        count = len(split_sentences(text.text, article.language))
        if count > thresholds["paragraph_sentences"]:
            message = _("This paragraph has %(count)d sentences.") % {"count": count}
            yield Hit.in_text(text, 0, len(text.text), message)


RULES = (
    Rule(
        id="L1",
        title=gettext_lazy("The text is easy to read"),
        severity=Severity.WARNING,
        check=text_is_easy,
        explanation=gettext_lazy(
            "Many adults read less easily than a text needs, most of all when they are ill. The "
            "figure ranks work; it does not judge a text."
        ),
        cure=gettext_lazy("Use shorter sentences and everyday words. Explain every term."),
        source=Reference(
            "NIH, Clear & Simple",
            "https://www.nih.gov/institutes-nih/nih-office-director/"
            "office-communications-public-liaison/clear-communication/clear-simple",
        ),
        languages=ENGLISH_AND_SPANISH,
        thresholds={"max_grade": 8, "min_inflesz": 55, "min_words": 100},
    ),
    Rule(
        id="L2",
        title=gettext_lazy("Sentences and paragraphs are short"),
        severity=Severity.WARNING,
        check=sentences_are_short,
        explanation=gettext_lazy("Long sentences lose readers, most of all on a phone."),
        cure=gettext_lazy("Divide it, or make it a list."),
        source=NHS_WRITING,
        languages=ENGLISH_AND_SPANISH,
        thresholds={"sentence_words": 20, "paragraph_sentences": 3},
    ),
    ABBREVIATIONS,
    PERCENTAGES,
    LABELS,
)
