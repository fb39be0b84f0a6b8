"""Verifies an archive of evidence: faults in the archive, findings in what it tells."""

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from articles.evidence.archive import FORMAT, MANIFEST, PUBLIC_KEY, SIGNATURE
from articles.evidence.findings import find
from articles.evidence.keys import PublicKey
from articles.review.content import content_hash

MOST_BYTES = 256 * 1024 * 1024
"""No file of an archive is larger: what claims to be is not unpacked."""
# What reading a damaged archive raises.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Remark:
    """``path``: the file of the archive it is about; empty: the archive itself."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass
class Verification:
    faults: list[Remark] = field(default_factory=list)
    findings: list[Remark] = field(default_factory=list)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    key: PublicKey | None = None
    """The key that the signature was verified with."""
    key_is_trusted: bool = False

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Remark(path, message))


def verify_archive(file: IO[bytes], trusted: Sequence[PublicKey] = ()) -> Verification:
    """Verify an archive with the keys that are trusted, or with the one inside it if none is."""
    result = Verification()
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        result.fault("", "This is no ZIP archive, or it is cut off.")
        return result
    with archive:
        _verify(archive, trusted, result)
    return result


def _verify(archive: zipfile.ZipFile, trusted: Sequence[PublicKey], result: Verification) -> None:
    names = archive.namelist()
    for name, count in Counter(names).items():
        if count > 1:
            result.fault(name, f"is in the archive {count} times.")
    manifest = _read(archive, MANIFEST, result)
    signature = _read(archive, SIGNATURE, result)
    if manifest is None:
        return
    if signature is not None:
        _verify_signature(archive, manifest, signature, trusted, result)
    listed = _listed(manifest, result)
    for name in sorted(set(names) - set(listed) - {MANIFEST, SIGNATURE}):
        result.fault(name, "was added: the manifest does not list it.")
    for path, entry in listed.items():
        data = _read(archive, path, result, most=entry["bytes"])
        if data is None:
            continue
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            result.fault(path, "was changed: its SHA-256 is not the one in the manifest.")
        elif path.startswith("articles/") and path.endswith(".json"):
            _verify_document(path, data, result)


def _verify_signature(
    archive: zipfile.ZipFile,
    manifest: bytes,
    signature: bytes,
    trusted: Sequence[PublicKey],
    result: Verification,
) -> None:
    keys = list(trusted)
    if not keys:
        pem = _read(archive, PUBLIC_KEY, result)
        try:
            keys = [PublicKey.from_pem(pem)] if pem is not None else []
        except ValueError:
            result.fault(PUBLIC_KEY, "is no Ed25519 public key.")
    result.key = next((key for key in keys if key.verifies(signature, manifest)), None)
    result.key_is_trusted = bool(result.key and trusted)
    if keys and result.key is None:
        ids = ", ".join(key.id for key in keys)
        result.fault(
            MANIFEST, f"its signature ({SIGNATURE}) was not made over it with the key {ids}."
        )


def _listed(manifest: bytes, result: Verification) -> dict[str, dict[str, Any]]:
    """The files of the manifest, by path."""
    try:
        read = json.loads(manifest)
        listed: dict[str, dict[str, Any]] = {
            str(entry["path"]): {"bytes": int(entry["bytes"]), "sha256": str(entry["sha256"])}
            for entry in read["files"]
        }
        known = read["format"] == FORMAT
        if any(entry["bytes"] < 0 for entry in listed.values()):
            raise ValueError("A file of less than nothing.")
    except (ValueError, KeyError, TypeError):
        result.fault(MANIFEST, "cannot be read.")
        return {}
    if not known:
        result.fault(MANIFEST, f"is of a format other than {FORMAT}.")
    result.manifest = read
    return listed


def _read(
    archive: zipfile.ZipFile, name: str, result: Verification, *, most: int = MOST_BYTES
) -> bytes | None:
    """A file's bytes; None, with a fault noted, when it is missing, damaged or too large."""
    try:
        with archive.open(name) as member:
            data = member.read(min(most, MOST_BYTES) + 1)
            if len(data) <= most:
                return data
            result.fault(name, "was changed: it is larger than the manifest says.")
    except KeyError:
        result.fault(name, "is missing.")
    except (*_BROKEN, ValueError):
        result.fault(name, "was changed or damaged: it cannot be unpacked.")
    return None


def _verify_document(path: str, data: bytes, result: Verification) -> None:
    try:
        document = json.loads(data)
        for message in _wrong_hashes(document):
            result.fault(path, message)
        result.findings += [
            Remark(path, _numbered(finding.publication, finding.message))
            for finding in find(document)
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        result.fault(path, "is no document of evidence.")


def _wrong_hashes(document: Mapping[str, Any]) -> Iterator[str]:
    """Texts that are not what their content hash was made of: the record was forged before."""
    for kind, label in (("publications", "text"), ("sign_offs", "the text of sign-off")):
        for number, record in enumerate(document[kind], 1):
            if content_hash(record["content"]) != record["content_hash"]:
                yield f"{label} {number} is not what its content hash was made of."


def _numbered(index: int | None, message: str) -> str:
    return f"text {index + 1}: {message}" if index is not None else message
