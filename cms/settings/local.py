"""What a local server has without being told: its address, and a key of its own."""

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def browsable(host: str) -> str:
    """The address to type into a browser for a server that listens on `host`."""
    if host in ("0.0.0.0", "::"):  # noqa: S104
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def local_base_url(environ: Mapping[str, str]) -> str:
    """The base URL that `HOST` and `PORT` make."""
    host, port = environ.get("HOST") or "127.0.0.1", environ.get("PORT") or "8000"
    return f"http://{browsable(host)}:{port}"


def known_base_url(environ: Mapping[str, str], note: Path) -> str:
    """The base URL of the local server: as the environment says, else as it was last served.

    A command typed beside the server has no `PORT`, and must not lead the stored addresses
    elsewhere.
    """
    if not (environ.get("HOST") or environ.get("PORT")) and note.exists():
        return note.read_text(encoding="utf-8").strip()
    return local_base_url(environ)


def local_evidence_key(kept: Path) -> str:
    """The key that signs evidence on this machine; made, and kept in a file, when first needed."""
    if not kept.exists():
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(key, encoding="ascii")
        # Of two processes that start at once, one's key becomes both's.
        with contextlib.suppress(FileExistsError):
            kept.hardlink_to(unfinished)
        unfinished.unlink()
    return kept.read_text(encoding="ascii")
