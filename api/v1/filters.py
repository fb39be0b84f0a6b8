"""What `/articles/` can be filtered by, and in which orders, as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from api.documents.schema import ARTICLE_KINDS, AUDIENCES, SECTION_KINDS, ReviewStatus
from api.reading.lists import Condition
from api.reading.placements import placed_condition
from api.reading.public import Moment, naive_utc, timestamp
from api.reading.reviews import review_condition
from api.v1.parameters import Parameter, locales, parse_code, parse_word
from api.v1.times import TIME_SCHEMA, parse_from, parse_until
from articles.codes import CODE_SYSTEMS, broader_codes
from articles.sections.kinds import section_kinds


@dataclass(frozen=True)
class Filter:
    """A parameter, and the SQL that keeps the documents (`d`) it asks for."""

    parameter: Parameter
    sql: str = ""

    def condition(self, value: str, at: Moment) -> Condition:
        return Condition(self.sql, (value,))


class CodeFilter(Filter):
    """Documents on the code, on a category it lies in, or on one that lies in it."""

    def condition(self, value: str, at: Moment) -> Condition:
        system, _bar, code = value.partition("|")
        broader = broader_codes(system, code)
        own = "c.code = %s"
        if broader:
            places = ", ".join(["%s"] * len(broader))
            own = f"(c.code = %s OR (c.code IN ({places}) AND NOT c.broader))"
        return Condition(self.sql % own, (system, code, *broader))


class ClinicFilter(Filter):
    """Documents of articles that are placed at the clinic on the day of the read."""

    def condition(self, value: str, at: Moment) -> Condition:
        return placed_condition(value, at)


class ReviewFilter(Filter):
    """Documents whose review status, on the day of the read, is this one."""

    def condition(self, value: str, at: Moment) -> Condition:
        return review_condition(value, at)


def section_kind_slugs() -> list[str]:
    """Return the kinds of section that articles of this site can have, its own included."""
    return [kind.slug for kind in section_kinds]


def section_kind_parameter(name: str, description: str) -> Parameter:
    known = ", ".join(f"`{kind}`" for kind in SECTION_KINDS)
    return Parameter(
        name=name,
        description=f"{description} Known kinds: {known}. A site may add kinds of its own; "
        "any other is refused.",
        allowed=section_kind_slugs,
        schema={"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64},
        examples=("risks",),
    )


LOCALE = Filter(
    Parameter(
        name="locale",
        description="Articles in this language only. Default: in all of them.",
        allowed=locales,
        examples=("es",),
    ),
    "d.locale = %s",
)
"""For resources that hold all languages; others answer in one."""
KIND = Filter(
    Parameter(
        name="kind",
        description="Articles of this kind.",
        allowed=lambda: ARTICLE_KINDS,
        schema={"type": "string", "enum": list(ARTICLE_KINDS)},
    ),
    "d.kind = %s",
)
AUDIENCE = Filter(
    Parameter(
        name="audience",
        description="Articles written for these readers.",
        allowed=lambda: AUDIENCES,
        schema={"type": "string", "enum": list(AUDIENCES)},
    ),
    "d.audience = %s",
)
TOPIC = Filter(
    Parameter(
        name="topic",
        description="Articles on the topic with this slug, whatever their relation to it.",
        parse=parse_word,
        examples=("migraine",),
    ),
    "EXISTS (SELECT 1 FROM api_documenttopic t WHERE t.slug = %s AND t.document_id = d.page_id)",
)
CODE = CodeFilter(
    Parameter(
        name="code",
        description=(
            "Articles on a topic with this code, as `system|code`. The system is its URI or "
            "one of " + ", ".join(f"`{slug}`" for slug in CODE_SYSTEMS) + ". ICD-10-CM codes "
            "also find the categories they lie in and what lies in them: `icd-10-cm|G43.909` "
            "finds articles on G43, and `icd-10-cm|G43` those on G43.909."
        ),
        parse=parse_code,
        examples=("icd-10-cm|G43.909",),
    ),
    "EXISTS (SELECT 1 FROM api_documentcode c"
    " WHERE c.system = %%s AND %s AND c.document_id = d.page_id)",
)
SECTION = Filter(
    section_kind_parameter("section", "Articles that have a section of this kind."),
    "EXISTS (SELECT 1 FROM api_documentsection s WHERE s.kind = %s AND s.document_id = d.page_id)",
)
CLINIC = ClinicFilter(
    Parameter(
        name="clinic",
        description=(
            "Articles that are placed at the clinic with this slug today (UTC), with its values. "
            "Those of its group or of its members do not count."
        ),
        parse=parse_word,
        examples=("northside",),
    )
)
AT_CLINIC = replace(
    CLINIC.parameter,
    description=(
        "Slug of a clinic: the answer carries its values, call to action, disclaimer, canonical "
        "address and robots; of an article that it does not carry today (UTC) there is none, and "
        "no other leads to it. "
        "A key that is bound to a clinic means it where none is given."
    ),
)
"""Of single documents; see `api.v1.clinics`."""
OF_CLINIC = replace(
    CLINIC.parameter,
    description=(
        "Slug of a clinic: only the articles that are placed there today (UTC) count. A key that "
        "is bound to a clinic means it where none is given."
    ),
)
"""Of what articles refer to."""
REVIEW_STATUS = ReviewFilter(
    Parameter(
        name="review_status",
        description="Articles whose `review.status` is this one today (UTC).",
        allowed=lambda: get_args(ReviewStatus),
        schema={"type": "string", "enum": list(get_args(ReviewStatus))},
    )
)


def _time_filters(column: str, what: str) -> tuple[Filter, Filter]:
    """Return the filters by the earliest and by the latest value of a datetime column."""
    return (
        Filter(
            Parameter(
                name=f"{column}__gte",
                description=f"Articles {what} at this time or later: RFC 3339, or a date, which "
                "is the day from its beginning in UTC. Write a `+` as `%2B`.",
                parse=parse_from,
                schema=TIME_SCHEMA,
                examples=("2026-03-02",),
            ),
            f"d.{column} >= %s",
        ),
        Filter(
            Parameter(
                name=f"{column}__lte",
                description=f"Articles {what} at this time or earlier: RFC 3339, or a date, which "
                "is the whole day to its end in UTC.",
                parse=parse_until,
                schema=TIME_SCHEMA,
                examples=("2026-03-02T23:59:59Z",),
            ),
            f"d.{column} <= %s",
        ),
    )


TIMES = (
    *_time_filters("published_at", "first published"),
    *_time_filters("modified_at", "last changed by an editor"),
)

ARTICLE_FILTERS: tuple[Filter, ...] = (
    KIND,
    AUDIENCE,
    TOPIC,
    CODE,
    SECTION,
    CLINIC,
    REVIEW_STATUS,
    *TIMES,
)


def filter_conditions(
    values: Mapping[str, Any], at: Moment, filters: Sequence[Filter] = ARTICLE_FILTERS
) -> list[Condition]:
    """Return the conditions of those filters that were given."""
    return [
        each.condition(values[each.parameter.name], at)
        for each in filters
        if values[each.parameter.name] is not None
    ]


def _datetime_key(text: str) -> str:
    return timestamp(datetime.fromisoformat(text).replace(tzinfo=UTC))


def _title_key(text: str) -> str:
    if "\0" in text or len(text) > 255:
        raise ValueError("not a title")
    text.encode()
    return text


def _date_key(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _score_key(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise ValueError("not a score")
    return text


@dataclass(frozen=True)
class Order:
    """An order of lists: by one column, then by page."""

    column: str
    descending: bool
    to_text: Callable[[Any], str]
    """From the driver's value of the column to text for a cursor."""
    to_key: Callable[[str], str]
    """From such text to a parameter; `ValueError` (or a subclass) for any other text."""


_NEWEST = Order("published_at", True, naive_utc, _datetime_key)

ORDERS: dict[str, Order] = {
    "newest": _NEWEST,
    "-published_at": _NEWEST,
    "title": Order("sort_title", False, str, _title_key),
    "next_review_date": Order("review_order", False, str, _date_key),
}

RELEVANCE = Order("score", True, str, _score_key)
"""Of a search only: not a column, see `api.reading.search`."""
ORDER_NAMES = (*ORDERS, "relevance")

ORDER = Parameter(
    name="order",
    description=(
        "`newest` (default) and `-published_at`: last published first; `title`: by title without "
        "case and accents; `next_review_date`: next to be reviewed first, those without a date "
        "last; `relevance`: the best answer to `search` first, which is the default with it."
    ),
    allowed=lambda: ORDER_NAMES,
    schema={"type": "string", "enum": list(ORDER_NAMES)},
)
