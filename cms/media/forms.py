"""The form of images, wherever the admin has it."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ImageFile(WagtailImageField):
    """Refuses what begins as an image and breaks off; Wagtail's own fails there."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as error:
            # What Pillow raises for a file that it cannot read.
            message = self.error_messages["invalid_image"]
            raise ValidationError(message, code="invalid_image") from error


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Some forms are about the other fields only.
        if old := self.fields.get("file"):
            names = ("label", "required", "widget", "help_text", "max_length")
            self.fields["file"] = ImageFile(**{name: getattr(old, name) for name in names})
