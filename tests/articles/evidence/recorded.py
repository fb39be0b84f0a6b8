"""Articles with a history on record, and exports of them."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from articles.evidence.archive import write_archive
from articles.evidence.keys import PublicKey, SigningKey, new_key
from articles.evidence.records import subject_of
from articles.evidence.verification import Verification, verify_archive
from articles.models import ArticlePage
from tests.articles.every_block import every_section
from tests.articles.factories import (
    CitationFactory,
    ImageFactory,
    SuperuserFactory,
    TopicFactory,
    section,
)
from tests.articles.review.signed import care_card, make_reviewer, published, sign, submit

KEY = SigningKey.from_text(new_key())


def signed_article(**kwargs: Any) -> ArticlePage:
    """A live article with every kind of block, signed."""
    topic, citation = TopicFactory(name="Migraine"), CitationFactory(title="A trial", year=2020)
    first, _help = every_section(image=ImageFactory().pk, citation=citation.pk, topic=topic.pk)
    kwargs.setdefault("sections", [first, section("seek_help", care_card())])
    kwargs.setdefault("topics", {"about": topic})
    page, _reviewer = published(**kwargs)
    return page


def change(page: ArticlePage, **fields: Any) -> None:
    """Let other words go live, signed by somebody else."""
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=SuperuserFactory())
    sign(submit(ArticlePage.objects.get(pk=page.pk)), make_reviewer())


def export(*pages: Any, key: SigningKey = KEY) -> bytes:
    file = io.BytesIO()
    write_archive(file, [subject_of(page) for page in pages], key)
    return file.getvalue()


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file.getvalue()


def document(archive: bytes) -> dict[str, Any]:
    """The only article's document."""
    [found] = [data for name, data in files(archive).items() if _is_document(name)]
    return dict(json.loads(found))


def readable(archive: bytes) -> str:
    """The only article's page."""
    contents = files(archive)
    [found] = [data for name, data in contents.items() if name.endswith(".html") and "/" in name]
    return found.decode()


def verify(archive: bytes, *trusted: PublicKey) -> Verification:
    return verify_archive(io.BytesIO(archive), trusted or (KEY.public,))


def faults(archive: bytes, *trusted: PublicKey) -> list[str]:
    return [str(fault) for fault in verify(archive, *trusted).faults]


def _is_document(name: str) -> bool:
    return name.startswith("articles/") and name.endswith(".json")
