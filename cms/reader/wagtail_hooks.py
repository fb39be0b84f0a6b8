"""What the reader adds to Wagtail's admin."""

from wagtail import hooks

from articles.previewing.modes import HOOK
from cms.reader.preview import preview_modes

hooks.register(HOOK, preview_modes)
