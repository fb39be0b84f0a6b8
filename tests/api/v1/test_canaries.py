"""Nothing that is hidden shows anywhere in the API, however it is asked for."""

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from api.models import DeliveryDocument
from api.v1.pagination import fingerprint_of, pack
from api.v1.places import CHANGES
from articles.models import ArticlePage, Clinic, Withdrawal
from tests.api.keys.factories import bearer, make_key
from tests.api.v1 import hidden
from tests.api.v1.crawler import BASE, Crawler, pairs, requests_of
from tests.api.v1.hidden import CANARY, UNKNOWN, Hidden, Library, secret, withdraw, word
from tests.articles.factories import ArticleIndexPageFactory

KINDS = ["overview", "seek_help", "risks"]


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[Library]:
    """The library, made once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield hidden.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def schema(library: Library) -> dict[str, Any]:
    return dict(json.loads(Client().get(f"{BASE}schema/?format=json").content))


def shown_names(library: Library) -> dict[str, list[str]]:
    """Values of parameters that lead to what is public."""
    return {
        "topic": ["shown"],
        "clinic": ["north"],
        "code": ["icd-10-cm|G43"],
        "section": KINDS,
        "search": ["hidden", "overview", '"all that" -x', "attacks throb", "migrane"],
        "path": ["/library/"],
        "fields": ["title"],
    }


def shown_paths(library: Library) -> dict[str, list[str]]:
    return {
        "ref": sorted(library.shown["en"]),
        "section": KINDS,
        "slug": ["shown", "north"],
        "number": ["1"],
        "token": ["guessed"],
        "withdrawal_id": [str(each.uuid) for each in Withdrawal.objects.filter(clinic=None)],
    }


def all_pairs(library: Library) -> Iterator[str]:
    """Ways of asking that act on each other."""
    for slug in sorted(library.shown["en"] | library.shown["es"]):
        yield from pairs(
            f"{BASE}articles/{slug}/",
            rich_text=["", "portable_text", "plain"],
            include=["", "json_ld"],
            locale=["", "es"],
            fallback=["", "en", "es"],
            fields=["", "related,translations,sections,seo,citations,authors"],
        )
    yield from pairs(
        f"{BASE}articles/",
        locale=["", "es"],
        fallback=["", "en", "es"],
        order=["newest", "title", "next_review_date"],
        clinic=["", "north"],
        limit=["1", "3", "100"],
    )
    yield from pairs(
        f"{BASE}sections/",
        locale=["", "es"],
        fallback=["", "en"],
        rich_text=["", "portable_text", "plain"],
        kind=["", *KINDS],
        limit=["", "1"],
    )


def everything(library: Library, schema: dict[str, Any]) -> Iterator[str]:
    yield BASE
    yield from requests_of(schema, shown_names(library), shown_paths(library))
    yield from all_pairs(library)


def asking_for(each: Hidden) -> Iterator[str]:
    """Every way to name something hidden in a request."""
    own = each.word
    refs = (own, str(each.id))
    for ref in refs:
        yield f"articles/{ref}/"
        yield from pairs(f"articles/{ref}/", locale=["es"], fallback=["en"], include=["json_ld"])
        yield f"articles/{ref}/?rich_text=plain"
        yield f"articles/{ref}/sections/overview/"
        yield f"articles/{ref}/sections/{each.section}/"
    yield f"find/?path={quote(each.path)}"
    yield f"topics/{own}/"
    yield f"citations/{each.citation.pk}/"
    for listed in ("articles/", "sections/"):
        yield f"{listed}?topic={own}"
        yield f"{listed}?code=snomed-ct%7C{each.code}"
    # As it is, mistyped, in a phrase, in capitals, and beside a word that is found.
    mistyped = f"{own[:-2]}{own[-1]}{own[-2]}"
    for text in (
        own,
        own[:-1],
        f"{own}s",
        mistyped,
        f'"{own} title"',
        own.upper(),
        f"hidden {own}",
    ):
        yield f"articles/?search={quote(text)}"
        yield f"articles/?search={quote(text)}&locale=es&fallback=en"


def unknown(text: str) -> str:
    """The same text about something that never existed."""
    for known, other in UNKNOWN.items():
        text = text.replace(known, other).replace(known.upper(), other.upper())
    return text


def answer(path: str) -> tuple[int, str, dict[str, str]]:
    response = Client().get(f"{BASE}{path}")
    return response.status_code, response.content.decode(), dict(response.headers)


def test_no_canary_shows_to_who_asks_for_what_is_public(
    db: None, library: Library, schema: dict[str, Any]
) -> None:
    crawler = Crawler()
    crawler.crawl(everything(library, schema))
    assert crawler.found == []
    assert sum(status == 200 for status in crawler.asked.values()) > 500


def test_lists_hold_and_count_what_is_public(db: None, library: Library) -> None:
    crawler = Crawler()

    def slugs(path: str) -> list[str]:
        return sorted(item["slug"] for item in crawler.read_list(f"{BASE}{path}"))

    for locale, names in library.shown.items():
        for way in ("", "&order=title", "&order=next_review_date", "&limit=1"):
            assert slugs(f"articles/?locale={locale}{way}") == sorted(names)
        assert slugs(f"manifest/?locale={locale}&limit=2") == sorted(names)
    assert slugs("articles/?clinic=north") == sorted(library.placed)
    assert slugs("manifest/?clinic=north") == sorted(library.placed)
    assert slugs("topics/?limit=1") == sorted(library.topics)
    assert slugs("clinics/?limit=1") == sorted(library.clinics)
    sections = crawler.read_list(f"{BASE}sections/?limit=1")
    assert {item["article"]["slug"] for item in sections} <= library.shown["en"]
    assert crawler.found == []


def test_what_is_hidden_is_as_if_it_never_was(db: None, library: Library) -> None:
    for each in library.hidden:
        for path in asking_for(each):
            status, body, _headers = answer(path)
            expected = path.replace(f"citations/{each.citation.pk}/", "citations/99999999/")
            assert (status, unknown(body).replace(f"/{each.citation.pk}/", "/99999999/")) == (
                answer(unknown(expected))[:2]
            ), (each.how, path)


def test_redirects_to_what_is_hidden_lead_nowhere(db: None, library: Library) -> None:
    for order in range(len(library.hidden) + len(library.withdrawn)):
        assert answer(f"find/?path=/old-{order}")[0] == 404


def test_a_withdrawn_article_tells_its_notice_only(db: None, library: Library) -> None:
    for each in library.withdrawn:
        for path in (f"articles/{each.id}/", f"articles/{each.word}/", f"find/?path={each.path}"):
            status, body, headers = answer(path)
            assert status == 410, (each.how, path)
            told = json.loads(body)
            assert told.pop("instance") == f"{BASE}{path.partition('?')[0]}"
            assert told["reason"] == "Wrong dose."
            # A tag may say what was asked for, by which the answer is dropped.
            said = {name: text.replace(f"slug-{path[9:-1]}", "") for name, text in headers.items()}
            assert CANARY.findall(json.dumps([told, said])) == [], (each.how, path)
        found = answer(f"articles/?search={each.word}")[1]
        assert json.loads(found)["meta"]["total_count"] == 0
        assert answer(f"topics/{each.word}/")[0] == 404
        assert answer(f"citations/{each.citation.pk}/")[0] == 404


@pytest.mark.parametrize("bound", ["to nothing", "to a language", "to a clinic"])
def test_no_canary_shows_to_keys(
    db: None, library: Library, schema: dict[str, Any], bound: str
) -> None:
    bounds: dict[str, dict[str, Any]] = {
        "to a language": {"locales": ["es"]},
        "to a clinic": {"clinic": Clinic.objects.get(slug="north")},
    }
    key = make_key(name=word(), **bounds.get(bound, {}))
    crawler = Crawler(**bearer(key))
    crawler.crawl(everything(library, schema))
    assert crawler.found == []
    assert 401 not in crawler.asked.values()
    listed = {item["slug"] for item in crawler.read_list(f"{BASE}articles/")}
    shown = {"to a language": library.shown["es"], "to a clinic": library.placed}
    assert listed == shown.get(bound, library.shown["en"])


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_no_canary_shows_in_compressed_answers(db: None, library: Library, encoding: str) -> None:
    crawler = Crawler(**{"accept-encoding": encoding})
    crawler.crawl([BASE, *(f"{BASE}articles/{slug}/" for slug in library.shown["en"])])
    assert encoding in crawler.encodings
    assert crawler.found == []


def test_what_expired_a_moment_ago_is_gone_before_the_schedule_runs(
    db: None, library: Library
) -> None:
    former = secret("expired by the clock", None)
    seconds = timezone.now() + timedelta(seconds=0.5)
    page = ArticlePage.objects.get(pk=former.pk)
    page.expire_at = seconds
    page.save()
    while timezone.now() <= seconds:
        time.sleep(0.05)
    for path in asking_for(former):
        status, body, _headers = answer(path)
        assert status == 404 or json.loads(body)["items"] == [], path
    crawler = Crawler()
    crawler.crawl([BASE])
    assert crawler.found == []


def test_an_alias_of_a_withdrawn_article_is_withdrawn_with_it(db: None, library: Library) -> None:
    former = secret("withdrawn with its alias", None, translation_key=uuid4())
    mark = word()
    former.page.create_alias(parent=ArticleIndexPageFactory(), update_slug=mark)
    assert answer(f"articles/{mark}/")[0] == 200
    withdraw(former.page)
    assert answer(f"articles/{mark}/")[0] == 410
    crawler = Crawler()
    crawler.crawl([BASE])
    assert crawler.found == []


def test_what_is_published_again_is_found_everywhere(
    db: None, library: Library, schema: dict[str, Any]
) -> None:
    """The same requests do show canaries, as soon as they are not hidden."""
    [former] = [each for each in library.hidden if each.how == "unpublished"]
    page = ArticlePage.objects.get(pk=former.pk)
    page.live = True
    page.save()
    crawler = Crawler()
    crawler.crawl(everything(library, schema))
    assert former.word in {canary for _path, canary in crawler.found}
    where = " ".join(path for path, canary in crawler.found if canary == former.word)
    for place in (
        "/articles/?",
        "/sections/?",
        "/topics/",
        "/manifest/",
        "/before-all-",
        "/after-all-",
    ):
        assert place in where, place


@pytest.mark.parametrize("column", ["card", "body", "cache_tags", "slug"])
def test_a_leak_is_found(db: None, library: Library, schema: dict[str, Any], column: str) -> None:
    row = DeliveryDocument.objects.filter(state="public", slug__in=library.shown["en"]).first()
    assert row is not None
    word = library.hidden[0].word
    leaked: Any = getattr(row, column)
    if isinstance(leaked, str):
        leaked = f"{leaked} {word}".strip() if column == "cache_tags" else word
    else:
        leaked = re.sub(rb'"title":"', b'"title":"%b ' % word.encode(), bytes(leaked), count=1)
    DeliveryDocument.objects.filter(pk=row.pk).update(**{column: leaked})
    crawler = Crawler()
    crawler.crawl(
        [BASE, f"{BASE}articles/?limit=1", f"{BASE}manifest/", f"{BASE}articles/{row.slug}/"]
    )
    assert {canary for _path, canary in crawler.found} == {word}


def test_the_whole_log_names_no_hidden_article(db: None, library: Library, client: Any) -> None:
    """A cursor can be made up: the log from its first number tells of hidden articles as ended."""
    cursor = pack([fingerprint_of(("locale=None", "kind=None", "clinic=None")), CHANGES, 0, ""])
    items: list[dict[str, Any]] = []
    url, more = f"{BASE}changes/?limit=100&cursor={cursor}", True
    while more:
        page = client.get(url).json()
        items += page["items"]
        url, more = page["links"]["next"], page["meta"]["has_more"]
    articles = [item for item in items if item["id"]]
    named = {item["slug"] for item in articles} - {None}
    assert library.shown["en"] <= named
    ended = [item for item in articles if item["type"].endswith(("unpublished", "withdrawn"))]
    assert len(ended) > len(library.withdrawn)
    for item in articles:
        assert hidden.WORD not in json.dumps(item), item
