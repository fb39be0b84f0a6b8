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

# As `api.documents.rich_text.html` writes it: one run of words, inside its marks; a line break
# after it may come before they are closed.
_ANCHOR = re.compile(
    r'<a( data-clinic-value="([a-z_]+)">(?:<(?:strong|em|sub|sup)>)*)'
    r"([^<]*)((?:<br>)*(?:</(?:strong|em|sub|sup)>)*</a>)"
)
_MARKS = re.compile(f"{START}[a-z][a-z_]*{MIDDLE}([^{END}]*){END}")


def mark(place: str, name: str, words: str = "") -> str:
    """Return the words marked as a place of the kind `place` for the value `name`."""
    return f"{START}{place}{name}{MIDDLE}{words}{END}"


def mark_html(html: str) -> str:
    """Return delivered HTML with the places of clinic values marked in it."""
    if "data-clinic-value" not in html:
        return html
    return _ANCHOR.sub(
        lambda found: (
            f"<a{mark(HREF, found[2])}{found[1]}{mark(HTML, found[2], found[3])}{found[4]}"
        ),
        html,
    )


def without_marks(text: str) -> str:
    """Return the text as it reads without a clinic."""
    return _MARKS.sub(r"\1", text) if START in text else text
