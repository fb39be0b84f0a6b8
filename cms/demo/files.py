"""The demo's content as it lies on disk. cms/demo/content/README.md describes the files."""

import tomllib
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
IMAGES = Path(__file__).parent / "images"

ARTICLES = ("ketamine", "migraine", "comparison")
LOCALES = ("en", "es")


def read(name: str) -> dict[str, Any]:
    """A content file by its name without ending, such as ``topics`` or ``ketamine.es``."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def read_article(article: str, locale: str) -> dict[str, Any]:
    """An article's words in one language."""
    return read(f"{article}.{locale}")


def image_path(name: str) -> Path:
    """The picture drawn under this name. Raises FileNotFoundError when it was never drawn."""
    for ending in ("jpg", "png"):
        path = IMAGES / f"{name}.{ending}"
        if path.exists():
            return path
    raise FileNotFoundError(f"{IMAGES / name}: run `python -m cms.demo.draw`.")
