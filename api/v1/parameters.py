"""Query parameters: declared once, read strictly, described in the OpenAPI."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant

from api.conf import get_setting
from api.documents.schema import RICH_TEXT_FORMATS
from api.keys.caller import caller_of
from api.v1.bounds import bind
from api.v1.errors import InvalidParameter, MalformedRequest
from articles.codes import CODE_SYSTEMS, SLUGS_BY_URI, CodeSystemSlug

LONGEST_QUERY = 8_000
LONGEST_REMEMBERED = 60
"""Characters of a query string that is read once; one with a cursor is longer."""
LONGEST_SEARCH = 200
BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Of a slug and of a kind: letters of any script, digits, hyphen, underscore.
WORD = re.compile(r"[-\w]{1,255}")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One query parameter.

    `parse` takes the text and returns the value, or raises `ValueError` with a sentence for the
    client. `allowed`, where there is a closed list, returns it: other texts are refused. With
    `many` the text is a list, separated by commas, of such texts.
    """

    name: str
    description: str
    parse: Callable[[str], Any] = str
    allowed: Callable[[], Sequence[str]] | None = None
    default: Callable[[], Any] = lambda: None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    examples: Sequence[str] = ()
    many: bool = False

    def read(self, text: str) -> Any:
        if self.many:
            return tuple(self._read(each) for each in text.split(","))
        return self._read(text)

    def _read(self, text: str) -> Any:
        allowed = self.allowed() if self.allowed else ()
        if allowed and text not in allowed:
            raise InvalidParameter(
                self.name, f"{_shown(text)} is not one of the allowed values.", allowed=allowed
            )
        try:
            return self.parse(text)
        except ValueError as error:
            raise InvalidParameter(self.name, str(error)) from error

    def as_openapi(self) -> OpenApiParameter:
        return OpenApiParameter(
            self.name,
            dict(self.schema),
            description=self.description,
            explode=False if self.many else None,
            style="form" if self.many else None,
        )


def read_parameters(request: HttpRequest, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return every declared parameter's value, the default where it is not given.

    Of a caller whose key is bound to languages or a clinic, only what that allows.
    """
    query = request.META.get("QUERY_STRING", "")
    given = (_remembered if len(query) <= LONGEST_REMEMBERED else _read_query)(query)
    names = [parameter.name for parameter in parameters]
    for name in given:
        if name not in names:
            detail = "This parameter is not known here."
            raise InvalidParameter(_shown(name), detail, allowed=names)
    values = {
        parameter.name: (
            parameter.read(given[parameter.name])
            if parameter.name in given
            else parameter.default()
        )
        for parameter in parameters
    }
    caller = caller_of(request)
    return values if caller is None else bind(caller, values, given)


def _read_query(query: str) -> Mapping[str, str]:
    """Return the parameters of a raw query string, each named once."""
    if not query:
        return {}
    if len(query) > LONGEST_QUERY:
        raise MalformedRequest(f"The query string is longer than {LONGEST_QUERY} characters.")
    if BROKEN_PERCENT.search(query):
        raise MalformedRequest("The query string has a % that does not start an escape (%25).")
    try:
        # WSGI hands bytes over as Latin-1.
        raw = query.encode("latin-1").decode("utf-8")
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeError as error:
        raise MalformedRequest("The query string is not valid UTF-8.") from error
    except ValueError as error:
        raise MalformedRequest("The query string has more than 100 parameters.") from error
    given: dict[str, str] = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise InvalidParameter(_shown(name), "A value must not contain NUL.")
        if name in given:
            raise InvalidParameter(_shown(name), "Give this parameter once only.")
        given[name] = value
    return given


# Front ends write the same few again and again: their clinic, their language.
_remembered = lru_cache(maxsize=1024)(_read_query)


def _shown(text: str) -> str:
    """Return `text` fit to be repeated in an error."""
    return text if len(text) <= 80 else f"{text[:80]}…"


def parse_word(text: str) -> str:
    """A slug or the slug of a kind."""
    if not WORD.fullmatch(text):
        raise ValueError("The value must be a slug: letters, digits, hyphens, underscores.")
    return text


def parse_code(text: str) -> str:
    """A clinical code as `system|code`, returned with the system's slug and the code's own form."""
    system, bar, code = text.partition("|")
    slug = SLUGS_BY_URI.get(system, system)
    if not bar or slug not in CODE_SYSTEMS:
        known = ", ".join(CODE_SYSTEMS)
        raise ValueError(f"The value must be system|code, the system its URI or one of: {known}.")
    code = code.upper()
    if slug == CodeSystemSlug.ICD_10_CM and "." not in code and len(code) > 3:
        # As registers and claims write it.
        code = f"{code[:3]}.{code[3:]}"
    if not CODE_SYSTEMS[slug].pattern.fullmatch(code):
        example = CODE_SYSTEMS[slug].example
        raise ValueError(f"This is not a code of {slug}, which look like {example}.")
    return f"{slug}|{code}"


def parse_search(text: str) -> str:
    """What a reader typed: any text, in composed letters."""
    text = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(text) <= LONGEST_SEARCH:
        raise ValueError(
            f"The value must have 1 to {LONGEST_SEARCH} characters, without spaces around it."
        )
    return text


def parse_limit(text: str) -> int:
    most = get_setting("MAX_PAGE_SIZE")
    # int() alone would take signs, spaces, underscores and digits of other scripts.
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        raise ValueError(f"The value must be a whole number from 1 to {most}.")
    return int(text)


@cache
def default_locale() -> str:
    """Return the locale to answer in where none is asked for: the site's default language."""
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def locales() -> list[str]:
    """Return the languages that the site publishes in."""
    return list(get_content_languages())


LOCALE = Parameter(
    name="locale",
    description="Language tag of the text to read. Default: the site's default language.",
    allowed=locales,
    default=default_locale,
    examples=("es",),
)
FALLBACK = Parameter(
    name="fallback",
    description=(
        "Language tag to answer in where there is nothing in `locale`; `none` (default): 404. "
        "The document's own `locale` says which it is. A withdrawal in `locale` is told all "
        "the same."
    ),
    allowed=lambda: ["none", *locales()],
    parse=lambda text: None if text == "none" else text,
    examples=("en",),
)
RICH_TEXT = Parameter(
    name="rich_text",
    description=(
        "How rich text is written: `html` (default) in members named `html`; `portable_text`, an "
        "array of Portable Text blocks, in members of that name; `plain` in members named `text`."
    ),
    allowed=lambda: RICH_TEXT_FORMATS,
    default=lambda: "html",
    schema={"type": "string", "enum": list(RICH_TEXT_FORMATS), "default": "html"},
    examples=("portable_text",),
)
INCLUDES = ("json_ld",)
INCLUDE = Parameter(
    name="include",
    description=(
        "What is null without being asked for, separated by commas. `json_ld`: a schema.org graph "
        "of the article for the page's head."
    ),
    many=True,
    allowed=lambda: INCLUDES,
    default=tuple,
    schema={"type": "array", "items": {"type": "string", "enum": list(INCLUDES)}},
    examples=("json_ld",),
)
SEARCH = Parameter(
    name="search",
    description=(
        "Articles with these words, in any order, in their title, the names of their topics, "
        'summary, headings or text. Words in quotation marks (`"side effects"`) are a phrase; a '
        "word or phrase after a minus must not be there. Case, accents and endings make no "
        "difference. Any text is a search."
    ),
    parse=parse_search,
    schema={"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH},
    examples=("ketamine infusion",),
)
LIMIT = Parameter(
    name="limit",
    description="Most items per page.",
    parse=parse_limit,
    default=lambda: get_setting("PAGE_SIZE"),
    schema={"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
)
CURSOR = Parameter(
    name="cursor",
    description="Where a page starts: taken from a list's `links`, for the same filters and order.",
)
