"""Pixels: from an original photograph to small, clean, sRGB files. No database, no Wagtail.

Pillow releases Python's lock while it decodes, scales and encodes, so these run in threads.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import willow.plugins.pillow  # noqa: F401  (teaches Pillow to read HEIF)
from django.conf import settings
from PIL import Image, ImageCms, ImageOps

# What Wagtail can store, and no other of Pillow's readers (some start other programs).
READ_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF", "TIFF", "BMP", "ICO")
ORIENTATION = 0x0112
PLACEHOLDER_BYTES = 400
# Slow and small for what phones load; above that the slower speed takes 4 times the time.
AVIF_SPEED = 6
AVIF_SPEED_WIDE = 9
AVIF_WIDE = 960

Box = tuple[float, float, float, float]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Original:
    """An opened original, oriented as it is seen: its full size, and a copy that may be smaller."""

    size: Size
    image: Image.Image

    def cut(self, box: Box, size: Size) -> Image.Image:
        """The part `box`, in pixels of the full size, scaled to `size`."""
        across, down = self.image.width / self.size[0], self.image.height / self.size[1]
        scaled = (
            max(0.0, box[0] * across),
            max(0.0, box[1] * down),
            min(float(self.image.width), box[2] * across),
            min(float(self.image.height), box[3] * down),
        )
        return self.image.resize(size, Image.Resampling.LANCZOS, box=scaled)


def open_original(file: IO[bytes], needed_scale: Callable[[Size], float]) -> Original:
    """Decode the first frame of `file`, no larger than needed.

    `needed_scale` gets the full size and says which part of it (0 to 1) the largest cut needs.
    A JPEG is decoded straight to a half, a quarter or an eighth.
    """
    Image.init()
    formats = [name for name in READ_FORMATS if name in Image.OPEN]
    with Image.open(file, formats=formats) as image:
        turned = image.getexif().get(ORIENTATION, 1) >= 5
        size = (image.height, image.width) if turned else (image.width, image.height)
        scale = min(1.0, needed_scale(size))
        image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
        seen = web_image(ImageOps.exif_transpose(image))
    factor = int(min(seen.width / (size[0] * scale), seen.height / (size[1] * scale)))
    return Original(size, seen.reduce(factor) if factor > 1 else seen)


def web_image(image: Image.Image) -> Image.Image:
    """A copy as the web shows it: 8 bits, RGB or RGBA, sRGB, no EXIF, no profile, no comments."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):
        # 16 bits of grey, as scanners and medical exports write; `convert` would cut them off.
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = image.convert(mode)
    if profile:
        image = _in_srgb(image, profile, mode)
    image = image.convert(mode)
    if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    return image


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """`image` with its colours in sRGB; unchanged if its profile is sRGB or not usable."""
    try:
        embedded = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(embedded):
            return image
        converted = ImageCms.profileToProfile(
            image, embedded, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def encode(image: Image.Image, image_format: str) -> bytes:
    """The bytes of `image` as avif, webp or jpeg, in the qualities that Wagtail is set to."""
    buffer = BytesIO()
    if image_format == "avif":
        image.save(
            buffer,
            "AVIF",
            quality=getattr(settings, "WAGTAILIMAGES_AVIF_QUALITY", 61),
            speed=AVIF_SPEED if image.width <= AVIF_WIDE else AVIF_SPEED_WIDE,
            max_threads=1,
        )
    elif image_format == "webp":
        image.save(buffer, "WEBP", quality=getattr(settings, "WAGTAILIMAGES_WEBP_QUALITY", 80))
    else:
        quality = getattr(settings, "WAGTAILIMAGES_JPEG_QUALITY", 76)
        _on_white(image).save(buffer, "JPEG", quality=quality, progressive=True, optimize=True)
    return buffer.getvalue()


def placeholder(image: Image.Image) -> str:
    """A preview of 16 pixels as a data URI of under 400 bytes.

    Empty for an image with transparent parts, through which the preview would stay visible.
    """
    if image.mode == "RGBA":
        return ""
    tiny = ImageOps.contain(image, (16, 16))
    for quality in (50, 30, 10):
        buffer = BytesIO()
        tiny.save(buffer, "WEBP", quality=quality, method=6)
        uri = f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
        if len(uri) < PLACEHOLDER_BYTES:
            return uri
    return ""


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
