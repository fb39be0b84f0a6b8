"""Photographs made by code: with the detail, grain and metadata that a camera's have."""

from io import BytesIO

from PIL import Image, ImageChops, ImageCms

GPS = 0x8825
ORIENTATION = 0x0112


def pixels(size: tuple[int, int], *, noise: float = 6) -> Image.Image:
    """Gradients and soft shapes as in a room, with the grain of a sensor."""
    width, height = size

    def shapes(scale: int, contrast: float) -> Image.Image:
        small = (max(2, width // scale), max(2, height // scale))
        return Image.effect_noise(small, contrast).resize(size, Image.Resampling.BICUBIC)

    bands = (
        ImageChops.add(Image.radial_gradient("L").resize(size), shapes(40, 90), 2),
        ImageChops.add(Image.linear_gradient("L").resize(size), shapes(24, 60), 2),
        ImageChops.add(shapes(40, 90), shapes(24, 60), 2),
    )
    if noise:
        grain = Image.effect_noise(size, noise)
        bands = tuple(ImageChops.add(band, grain, 1, -128) for band in bands)
    return Image.merge("RGB", bands)


def photograph(size: tuple[int, int] = (1200, 900), *, noise: float = 6, turned: int = 1) -> bytes:
    """A JPEG with GPS, owner, comment, XMP and a colour profile; `turned` is its orientation."""
    image = pixels(size, noise=noise)
    exif = Image.Exif()
    exif[0x010F] = "Secret camera maker"
    exif[0x9286] = "Secret comment"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    buffer = BytesIO()
    image.save(
        buffer,
        "JPEG",
        quality=90,
        exif=exif,
        comment=b"Secret words",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret</x:xmpmeta>",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    return buffer.getvalue()
