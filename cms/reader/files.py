"""The front end's files: a closed list, and one version for all of them.

Their addresses hold the version, a digest of all contents. So browsers keep them for ever, and
modules that import each other by relative addresses are always of one version. Nothing has to be
built or collected.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FRONT = Path(__file__).resolve().parent / "front"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class File:
    """One file as it is served."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Front:
    """All files by their paths below `front/`, in order, and their version."""

    files: dict[str, File]
    version: str

    def paths(self, suffix: str) -> list[str]:
        """Return the paths of all files with this suffix."""
        return [path for path in self.files if path.endswith(suffix)]


def read_front() -> Front:
    """Return the files: read once, or anew each time where an edited one has to show at once."""
    return _read() if settings.DEBUG else _remembered()


def _read() -> Front:
    files = {
        path.relative_to(FRONT).as_posix(): File(path.read_bytes(), MEDIA_TYPES[path.suffix])
        for path in sorted(FRONT.rglob("*.*"))
    }
    digest = hashlib.sha256()
    for name, file in files.items():
        digest.update(f"{name} {len(file.content)}\n".encode())
        digest.update(file.content)
    return Front(files, digest.hexdigest()[:12])


_remembered = cache(_read)
