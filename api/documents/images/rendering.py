"""Makes the files of images, at the edge: called before an article is published.

The files are Wagtail's own renditions under Wagtail's filter specifications, so that its
clean-up, storages and cache invalidation hold for them. Wagtail would decode the original anew
for each and keep the camera's metadata; here it is decoded once.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from api.documents.images import pixels
from api.documents.images.data import (
    ImageData,
    filter_for,
    focal_key,
    load_image_data,
    made_from,
    source,
)
from api.documents.images.roles import ALL_SPECS, FORMATS, SHAPES, Role
from api.models import ImagePlaceholder

THREADS = min(4, os.cpu_count() or 1)
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


_ALWAYS_MADE = frozenset(
    shape.spec(shape.widths[0], "jpeg") for shapes in SHAPES.values() for shape in shapes[:1]
)
_deleting: ContextVar[bool] = ContextVar("_deleting", default=False)


class ImageError(Exception):
    """An image cannot be made ready for delivery. The message is for editors."""

    def __init__(self, image_id: int, title: str) -> None:
        super().__init__(
            _("The image “%(title)s” cannot be read. Upload it again or choose another.")
            % {"title": title}
        )
        self.image_id = image_id


@contextmanager
def deleting() -> Iterator[None]:
    """While it lasts, renditions are deleted on purpose: none of them is lost."""
    token = _deleting.set(True)
    try:
        yield
    finally:
        _deleting.reset(token)


def is_lost(rendition: Any) -> bool:
    """Whether deleting this rendition means that somebody else deleted the files of an image.

    Wagtail's image form does after it saved a new file, and by then the new file's are there.
    One file that every role has stands for all.
    """
    return rendition.filter_spec in _ALWAYS_MADE and not _deleting.get()


def ensure_renditions(uses: Iterable[tuple[int, Role]]) -> dict[int, ImageData]:
    """Make what is missing of these images, each in its role, and give what there is then.

    Three queries when nothing is missing. Takes seconds when something is: call it before the
    transaction that needs it. Safe to repeat, and in two processes at once. Images that do not
    exist are left out. Raises `ImageError` for the first one that cannot be read, when all others
    are made.
    """
    roles: dict[int, set[Role]] = defaultdict(set)
    for image_id, role in uses:
        roles[image_id].add(role)
    known = load_image_data(roles)
    incomplete = {
        image_id: missing
        for image_id, data in known.items()
        if (missing := missing_files(data, roles[image_id])) or data.placeholder is None
    }
    if not incomplete:
        return known
    images = get_image_model()._default_manager.in_bulk(incomplete)
    errors = []
    for image_id, missing in incomplete.items():
        try:
            if image_id in images:
                _render(images[image_id], missing)
        except ImageError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return known | load_image_data(incomplete)


def missing_files(data: ImageData, roles: Iterable[Role]) -> list[str]:
    """The filter specifications of the files that these roles need and nobody made."""
    wanted = dict.fromkeys(
        spec
        for role in sorted(roles)
        for shape in SHAPES[role]
        for image_format in FORMATS
        for spec in shape.specs(image_format, size=(data.width, data.height))
    )
    return [spec for spec in wanted if spec not in data.files]


def _render(image: Any, specs: list[str]) -> None:
    try:
        _complete_hash(image)
        _forget_former_file(image)
        with image.open_file() as file:
            original = pixels.open_original(file, lambda size: _scale(image, specs, size))
        with ThreadPoolExecutor(THREADS) as pool:
            files = _files(image, original, specs)
            pieces = _pieces(original, {file.piece for file in files}, pool)
            # The largest first, so that no thread ends with it alone.
            files.sort(key=lambda file: file.piece.size, reverse=True)
            stored = list(pool.map(lambda file: _store(image, file, pieces[file.piece]), files))
        preview = pixels.placeholder(original.image)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ImageError(image.pk, image.title) from error
    _record(image, [rendition for renditions in stored for rendition in renditions], preview)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the original, in pixels of its full size, and the size it is scaled to."""

    box: pixels.Box
    size: pixels.Size


@dataclass(frozen=True, slots=True)
class _File:
    """One encoding, wanted under each of `specs`: of a 4:3 photograph, a 4:3 cut is the whole."""

    piece: _Piece
    image_format: str
    specs: tuple[str, ...]


def _scale(image: Any, specs: Iterable[str], size: pixels.Size) -> float:
    """How much of the original's resolution the largest of these files needs."""
    transforms = [filter_for(spec).get_transform(image, size) for spec in specs]
    return max((t.size[0] / t.get_rect().width for t in transforms), default=0.05)


def _files(image: Any, original: pixels.Original, specs: Iterable[str]) -> list[_File]:
    wanted: dict[tuple[_Piece, str], list[str]] = defaultdict(list)
    for spec in specs:
        transform = filter_for(spec).get_transform(image, original.size)
        piece = _Piece(tuple(transform.get_rect().round()), tuple(transform.size))
        wanted[piece, spec.rpartition("-")[2]].append(spec)
    return [_File(piece, name, tuple(specs)) for (piece, name), specs in wanted.items()]


def _pieces(
    original: pixels.Original, pieces: Iterable[_Piece], pool: ThreadPoolExecutor
) -> dict[_Piece, Image.Image]:
    """The pixels of each: per part, the largest from the original and the others from it."""
    sizes: dict[pixels.Box, list[pixels.Size]] = defaultdict(list)
    for piece in pieces:
        sizes[piece.box].append(piece.size)

    def cut(box: pixels.Box) -> dict[_Piece, Image.Image]:
        first, *smaller = sorted(sizes[box], reverse=True)
        largest = original.cut(box, first)
        made = {size: largest.resize(size, Image.Resampling.LANCZOS) for size in smaller}
        return {_Piece(box, size): image for size, image in {first: largest, **made}.items()}

    return {piece: image for made in pool.map(cut, sizes) for piece, image in made.items()}


def _store(image: Any, file: _File, piece: Image.Image) -> list[Any]:
    """Encode and store one file; the renditions it is, not yet in the database."""
    encoded = pixels.encode(piece, file.image_format)
    return [_rendition(image, spec, piece.size, encoded) for spec in file.specs]


def _rendition(image: Any, spec: str, size: pixels.Size, encoded: bytes) -> Any:
    model = image.get_rendition_model()
    key = focal_key(spec, image)
    # The name holds the original's hash: it is never reused for other pixels.
    parts = [image.file_hash[:8], key, *spec.split("|")]
    ending = ".".join([part for part in parts if part] + [EXTENSIONS[spec.rpartition("-")[2]]])
    stem = PurePath(image.file.name).stem[: max(1, 59 - len(ending))]
    field = model._meta.get_field("file")
    empty = model(image=image, filter_spec=spec, focal_point_key=key)
    name = field.storage.save(
        field.generate_filename(empty, f"{stem}.{ending}"),
        ContentFile(encoded),
        max_length=field.max_length,
    )
    return model(
        image=image,
        filter_spec=spec,
        focal_point_key=key,
        file=name,
        width=size[0],
        height=size[1],
    )


def _complete_hash(image: Any) -> None:
    """Images made by code may have no hash. Written without a signal: they did not change."""
    if not image.file_hash:
        with image.open_file() as file:
            image.file_hash = hash_filelike(file)
        type(image)._default_manager.filter(pk=image.pk).update(file_hash=image.file_hash)


def _forget_former_file(image: Any) -> None:
    """Delete what was made of another file under this image.

    Only whoever removes the old mark does: another process may be making the new files already.
    """
    row = ImagePlaceholder.objects.filter(image_id=image.pk).first()
    if row is None or made_from(image, row.source):
        return
    with deleting(), transaction.atomic():
        if ImagePlaceholder.objects.filter(image_id=image.pk, source=row.source).delete()[0]:
            image.renditions.filter(filter_spec__in=ALL_SPECS).delete()


def _record(image: Any, renditions: list[Any], preview: str) -> None:
    """Write down what was made. Where another process was faster, its files stay and ours go."""
    model = image.get_rendition_model()
    with transaction.atomic():
        model._default_manager.bulk_create(renditions, ignore_conflicts=True)
        ImagePlaceholder.objects.bulk_create(
            [ImagePlaceholder(image_id=image.pk, source=source(image), data_uri=preview)],
            ignore_conflicts=True,
        )
        kept = _names(image)
    for rendition in renditions:
        if rendition.file.name not in kept.values():
            rendition.file.storage.delete(rendition.file.name)


def _names(image: Any) -> Mapping[int, str]:
    rows = image.renditions.filter(filter_spec__in=ALL_SPECS).values_list("pk", "file")
    return dict(rows)
