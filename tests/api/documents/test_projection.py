"""Parts of documents: what may be named, and what is left of a document."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.clinic_values.slots import finish_article
from api.documents.formats import build_variants
from api.documents.projection import (
    DEEPEST,
    MOST_PATHS,
    InvalidPathError,
    canonical,
    project,
    project_json,
    read_projection,
)
from api.documents.schema import ArticleCard, ArticleDocument, ArticleDocumentFields
from api.documents.schema.formats import in_format
from api.v1.examples import ARTICLE

TYPES = {name: in_format(ArticleDocument, name) for name in ("html", "portable_text", "plain")}
WHOLE = {
    name: json.loads(finished.body)
    for name, finished in {
        **build_variants(ARTICLE),
        "html": finish_article(ARTICLE.model_dump_json().encode()),
    }.items()
    if name in TYPES
}
BLOCKS = {"id", "type"}


def paths_in(value: Any, above: str = "") -> Iterator[str]:
    """Every path that leads to something in a document."""
    if isinstance(value, list):
        for each in value:
            yield from paths_in(each, above)
    elif isinstance(value, dict) and not above.endswith("aspect_ratios."):
        for name, inner in value.items():
            yield above + name
            yield from paths_in(inner, f"{above}{name}.")


PATHS = {name: sorted(set(paths_in(whole))) for name, whole in WHOLE.items()}


@pytest.mark.parametrize("rich_text", TYPES)
def test_whatever_is_in_a_document_can_be_named(rich_text: str) -> None:
    assert len(PATHS[rich_text]) > 150
    for path in PATHS[rich_text]:
        projection = read_projection([path], TYPES[rich_text])
        assert set(project(WHOLE[rich_text], projection)) == {path.partition(".")[0]}


def test_a_part_has_what_is_named_and_no_more() -> None:
    projection = read_projection(
        ["title", "sections.heading", "review.status", "hero_image.sources.type"], ArticleDocument
    )
    whole = WHOLE["html"]
    assert project(whole, projection) == {
        "title": whole["title"],
        "hero_image": {
            "sources": [{"type": each["type"]} for each in whole["hero_image"]["sources"]]
        },
        "sections": [{"heading": each["heading"]} for each in whole["sections"]],
        "review": {"status": "current"},
    }


def test_a_member_named_whole_contains_its_parts() -> None:
    for paths in (["sections", "sections.heading"], ["sections.heading", "sections"]):
        assert project(WHOLE["html"], read_projection(paths, ArticleDocument)) == {
            "sections": WHOLE["html"]["sections"]
        }


def test_blocks_can_be_told_apart_whatever_is_named() -> None:
    projection = read_projection(["sections.body.body.html"], ArticleDocument)
    blocks = [
        block
        for section in project(WHOLE["html"], projection)["sections"]
        for block in section["body"]
    ]
    assert {block["type"] for block in blocks} > {"subsection", "table", "quote"}
    for block in blocks:
        assert set(block) == BLOCKS | ({"body"} if block["type"] == "subsection" else set())
    inner = [each for block in blocks for each in block.get("body", ())]
    assert inner
    assert all(set(each) == {*BLOCKS, "html"} for each in inner)


def test_portable_text_keeps_what_its_renderers_need() -> None:
    path = "sections.body.portable_text.children.text"
    part = project(WHOLE["portable_text"], read_projection([path], TYPES["portable_text"]))
    texts = [
        paragraph
        for section in part["sections"]
        for block in section["body"]
        for paragraph in block.get("portable_text", ())
    ]
    assert texts
    for paragraph in texts:
        assert set(paragraph) == {"_key", "_type", "children"}
        assert all(set(span) == {"_key", "_type", "text"} for span in paragraph["children"])


def test_null_stays_null() -> None:
    part = project({"hero_image": None}, read_projection(["hero_image.alt"], ArticleDocument))
    assert part == {"hero_image": None}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("colour", sorted(ArticleDocument.model_fields)),
        ("", sorted(ArticleDocument.model_fields)),
        ("sections.", None),
        (".title", None),
        ("review.colour", ["last_reviewed_date", "next_review_date", "status"]),
        ("json_ld.context", ["@context", "@graph"]),
        ("title.length", []),
        ("hero_image.aspect_ratios.width", []),
        ("sections.body.portable_text", None),
        ("__class__", None),
    ],
)
def test_what_leads_to_nothing_is_refused(path: str, allowed: list[str] | None) -> None:
    with pytest.raises(InvalidPathError) as refused:
        read_projection(["title", path], ArticleDocument)
    assert path in str(refused.value)
    if allowed is not None:
        assert refused.value.allowed == allowed


def test_a_path_behind_a_whole_member_is_checked_all_the_same() -> None:
    with pytest.raises(InvalidPathError):
        read_projection(["sections", "sections.colour"], ArticleDocument)


def test_paths_are_bounded() -> None:
    assert read_projection(["title"] * MOST_PATHS, ArticleDocument) == {"title": None}
    with pytest.raises(InvalidPathError, match="more than 100"):
        read_projection(["title"] * (MOST_PATHS + 1), ArticleDocument)
    with pytest.raises(InvalidPathError, match="deeper than 8"):
        read_projection([".".join(["sections"] * (DEEPEST + 1))], ArticleDocument)


def test_a_card_has_fewer_members_than_an_article() -> None:
    assert read_projection(["section_kinds"], ArticleCard)
    with pytest.raises(InvalidPathError):
        read_projection(["sections"], ArticleCard)


@pytest.mark.parametrize("rich_text", TYPES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_paths_cut_a_part_of_the_described_type(rich_text: str, data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(PATHS[rich_text]), min_size=1, max_size=12))
    projection = read_projection(paths, TYPES[rich_text])
    body = json.dumps(WHOLE[rich_text]).encode()
    part = json.loads(project_json(body, projection))
    ArticleDocumentFields.model_validate_json(json.dumps(part))
    found = set(paths_in(part))
    assert {path for path in paths if "." not in path} <= found
    assert {path.partition(".")[0] for path in found} == {path.partition(".")[0] for path in paths}
    # Whatever is in the part is in the whole, in the same order, and cutting again changes nothing.
    assert project(part, projection) == part
    assert list(part) == [name for name in WHOLE[rich_text] if name in part]
    shuffled = data.draw(st.permutations([*paths, *paths[:2]]))
    assert canonical(read_projection(shuffled, TYPES[rich_text])) == canonical(projection)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_is_a_path_or_refused(paths: list[str]) -> None:
    try:
        projection = read_projection(paths, ArticleDocument)
    except InvalidPathError:
        return
    assert set(projection) <= set(ArticleDocument.model_fields)
