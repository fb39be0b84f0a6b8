"""Builds the differences between two clinical contents."""

from collections.abc import Mapping
from typing import Any

from articles.review.differences.details import compare_details
from articles.review.differences.names import Names
from articles.review.differences.parts import build_wholes
from articles.review.differences.result import Differences
from articles.review.differences.sections import compare_sections

Content = Mapping[str, Any]


def build_differences(before: Content | None, after: Content, *, names: Names) -> Differences:
    """What changed from one clinical content to another, as `articles.review.content` makes them.

    ``before``: None where there is nothing to compare with, as before the first sign-off.
    ``names``: what people call the images, topics and sources of both.
    """
    earlier: Content = before or {}
    return Differences(
        details=tuple(compare_details(earlier, after, names)),
        sections=compare_sections(
            build_wholes(earlier.get("sections", [])), build_wholes(after["sections"]), names
        ),
        is_first=before is None,
    )
