"""The step `strip` of our filter specifications, for whoever makes such a file by Wagtail's way.

Wagtail copies EXIF (place, camera, owner) into renditions. `ensure_renditions` does not, and
with this neither does a later `wagtail_update_image_renditions`.
"""

from typing import Any

from wagtail.images.image_operations import FilterOperation
from willow.plugins.pillow import PillowImage

from api.documents.images.pixels import web_image


class StripOperation(FilterOperation):
    """`strip`: 8-bit sRGB without any metadata."""

    def construct(self) -> None:
        """It takes no values."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return PillowImage(web_image(willow.get_pillow_image()))
