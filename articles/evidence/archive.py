"""Writes evidence as a ZIP: documents, readable pages, a manifest of them, and its signature."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone

from articles import __version__
from articles.evidence.findings import find
from articles.evidence.keys import SigningKey
from articles.evidence.pages import render_article, render_index
from articles.evidence.records import Subject, read_evidence

FORMAT = "clinic-articles-evidence/1"
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.json.sig", "public_key.pem"
INDEX, README = "index.html", "README.txt"


def write_archive(file: IO[bytes], subjects: Iterable[Subject], key: SigningKey) -> int:
    """Write an export; return the number of articles. One article is in memory at a time."""
    exported_at = timezone.now()
    rows = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _Writer(archive, exported_at)
        for subject in subjects:
            rows.append(_write_article(writer, subject))
        writer.write(INDEX, render_index(rows, exported_at).encode())
        writer.write(PUBLIC_KEY, key.public.pem)
        about = {"key_id": key.public.id, "version": __version__}
        writer.write(README, render_to_string("articles/evidence/readme.txt", about).encode())
        manifest = to_json(
            {
                "format": FORMAT,
                "exported_at": exported_at.astimezone(dt.UTC).isoformat(),
                "software": {"name": "clinic-articles", "version": __version__},
                "signature": {"algorithm": "Ed25519", "key_id": key.public.id, "file": SIGNATURE},
                "articles": len(rows),
                "files": writer.files,
            }
        )
        writer.write(MANIFEST, manifest)
        writer.write(SIGNATURE, key.sign(manifest))
    return len(rows)


def to_json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "surrogatepass")


class _Writer:
    """Adds files to the archive and notes their digests."""

    def __init__(self, archive: zipfile.ZipFile, when: dt.datetime) -> None:
        self._archive = archive
        self._when = when.astimezone(dt.UTC).timetuple()[:6]
        self.files: list[dict[str, Any]] = []

    def write(self, path: str, data: bytes) -> None:
        info = zipfile.ZipInfo(path, self._when)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, data)
        digest = hashlib.sha256(data).hexdigest()
        self.files.append({"path": path, "bytes": len(data), "sha256": digest})


def _write_article(writer: _Writer, subject: Subject) -> dict[str, Any]:
    document = read_evidence(subject)
    name = f"articles/{subject.translation_key}.{subject.locale}"
    page = render_article(document).encode("utf-8", "replace")
    writer.write(f"{name}.json", to_json(document))
    writer.write(f"{name}.html", page)
    return {
        "path": f"{name}.html",
        "title": document["article"]["title"],
        "locale": subject.locale,
        "live": document["article"]["live"],
        "publications": len(document["publications"]),
        "sign_offs": len(document["sign_offs"]),
        "findings": len(find(document)),
    }
