"""What a guest reads: the kept content of a version, part by part. Pure but for the pictures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from api.previews.pictures import small_picture
from articles.evidence.reading_copy import build_reading_copy
from articles.review.comments import block_path, excerpt, section_path

WHOLE = "title"
"""Where Wagtail's editor shows a comment on the article as a whole."""
# Members of a block that are no words of it.
_SETTINGS = frozenset({"id", "type", "kind", "image", "citation", "url"})


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a guest can comment on.

    ``path``   where Wagtail's editor shows the comment
    ``blocks`` what the reading copy has of it; none of a heading
    ``words``  what it says, to tell it by once it is gone
    """

    path: str
    words: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    heading: str = ""
    number: int = 0

    @property
    def is_text(self) -> bool:
        """Not a picture, which the page shows itself."""
        return any(block["type"] != "image" for block in self.blocks)


def build_reading(content: Mapping[str, Any], pictures: Mapping[str, str]) -> dict[str, Any]:
    """The reading copy of a content, its sections with ``parts``; ``number`` counts them."""
    reading = build_reading_copy(content)
    number = 0
    for section in reading["sections"]:
        parts = []
        for part in _parts(section, pictures):
            number += 1
            parts.append(
                Part(part.path, part.words, part.blocks, heading=part.heading, number=number)
            )
        section["parts"] = parts
    reading["whole"] = Part(WHOLE, reading["title"])
    return reading


def parts_by_path(reading: Mapping[str, Any]) -> dict[str, Part]:
    found = [part for section in reading["sections"] for part in section["parts"]]
    return {part.path: part for part in (reading["whole"], *found)}


def read_pictures(content: Mapping[str, Any]) -> dict[str, str]:
    """The images in a content as data URIs, by id (as text). Makes no file."""
    ids = set(_image_ids(content.get("sections", ())))
    images = get_image_model()._default_manager.in_bulk(ids) if ids else {}
    found = {str(key): small_picture(image) for key, image in sorted(images.items())}
    return {key: picture.url for key, picture in found.items() if picture is not None}


def read_around(page: Any) -> dict[str, Any]:
    """What readers see around the clinical content: the main image, who wrote it, whose it is."""
    hero = page.hero_image and small_picture(page.hero_image)
    alt = "" if page.hero_decorative else page.hero_alt_text
    return {
        "hero": {"picture": hero.url, "alt": alt, "credit": page.hero_credit} if hero else None,
        "authors": [str(author) for author in page.article_authors.all()],
        "licence": " · ".join(filter(None, (page.licence, page.attribution))),
    }


def _parts(section: Mapping[str, Any], pictures: Mapping[str, str]) -> Iterator[Part]:
    """The heading, then each block; what stands in a sub-section follows its heading."""
    section_id = section["id"]
    claims = [claim["text"] for claim in section["claims"]]
    yield Part(section_path(section_id), excerpt([section["heading"], *claims]))
    for block in section["blocks"]:
        shown = _with_picture(block, pictures)
        path = block_path(section_id, block["id"], block["type"])
        if block["type"] != "subsection":
            yield Part(path, excerpt(_words(shown)), [shown])
            continue
        heading = block.get("heading") or _("Sub-section")
        yield Part(path, heading, heading=heading)
        for inner in block["blocks"]:
            inner_id = f"{block['id']}.body.{inner['id']}"
            shown = _with_picture(inner, pictures)
            inner_path = block_path(section_id, inner_id, inner["type"])
            yield Part(inner_path, excerpt(_words(shown)), [shown])


def _with_picture(block: dict[str, Any], pictures: Mapping[str, str]) -> dict[str, Any]:
    if block["type"] != "image":
        return block
    return {**block, "picture": pictures.get(str(block.get("image")), "")}


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield strip_tags(value.replace("</", " </"))
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name not in _SETTINGS and name != "picture":
                yield from _words(member)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)


def _image_ids(value: Any) -> Iterable[int]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name == "image" and isinstance(member, int):
                yield member
            else:
                yield from _image_ids(member)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _image_ids(item)
