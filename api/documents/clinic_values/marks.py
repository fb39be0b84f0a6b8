"""Marks in the texts of a document that is being built. None is ever stored or delivered.

Made of characters that Unicode keeps for such uses within a program (U+FDD0 and the next two).
Somebody's own text may have them all the same; then at most a clinic's value, escaped like any
other, stands where that text is.
"""

import re

START, MIDDLE, END = "\ufdd0", "\ufdd1", "\ufdd2"

HTML, HREF, TEXT, DEFINITION = "h", "a", "t", "d"
"""Kinds of places: words of HTML, where an `href` goes in a tag, words of plain text, and the
address in a Portable Text definition. All of them are inside of JSON."""
TAG, ITEM = "<", ","
"""Kinds of places that stay or go, with the id of the article they lead to: a tag of a link around
words of HTML, and an item of a list in JSON."""

# As `api.documents.rich_text.html` writes it: one run of words, inside its marks; a line break
# after it may come before they are closed.
_ANCHOR = re.compile(
    r'<a( data-clinic-value="([a-z_]+)">(?:<(?:strong|em|sub|sup)>)*)'
    r"([^<]*)((?:<br>)*(?:</(?:strong|em|sub|sup)>)*</a>)"
)
# With all attributes, quoted: a `>` inside of one ends no tag.
_LINK = re.compile(
    r'(<a(?: [a-z-]+="[^"]*")*? data-article-id="([0-9a-f-]{36})"(?: [a-z-]+="[^"]*")*>)'
    r"(.*?)(</a>)",
    re.DOTALL,
)
_MARKS = re.compile(f"{START}[a-z{TAG}{ITEM}][a-z0-9_]*{MIDDLE}([^{END}]*){END}")


def mark(place: str, name: str, words: str = "") -> str:
    """Return the words marked as a place of the kind `place` for the value `name`."""
    return f"{START}{place}{name}{MIDDLE}{words}{END}"


def mark_html(html: str) -> str:
    """Return delivered HTML with the places of clinic values, and links to articles, marked."""
    if "data-article-id" in html:
        html = _LINK.sub(
            lambda found: (
                f"{mark(TAG, key_of(found[2]), found[1])}{found[3]}"
                f"{mark(TAG, key_of(found[2]), found[4])}"
            ),
            html,
        )
    if "data-clinic-value" in html:
        html = _ANCHOR.sub(
            lambda found: (
                f"<a{mark(HREF, found[2])}{found[1]}{mark(HTML, found[2], found[3])}{found[4]}"
            ),
            html,
        )
    return html


def key_of(article_id: str) -> str:
    """An article's id as places name it: its digits."""
    return article_id.replace("-", "")


def without_marks(text: str) -> str:
    """Return the text as it reads without a clinic."""
    return _MARKS.sub(r"\1", text) if START in text else text
