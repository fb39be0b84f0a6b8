"""How long an editor waits for a new 12-megapixel photo, and where the time goes.

    python -m tests.benchmarks.images [--wagtail]

Prints seconds for the roles of an article, from a JPEG as a phone writes it, in a database and
a media directory of its own. `--wagtail` adds what Wagtail's `get_renditions` takes for the same
files (about a minute).
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wagtail", action="store_true", help="also measure Wagtail's own way")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    with tempfile.NamedTemporaryFile(suffix=".sqlite3") as database:
        connections.settings["default"] |= {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database.name,
        }
        call_command("migrate", verbosity=0)
        measure(wagtail=arguments.wagtail)


def measure(*, wagtail: bool) -> None:
    from django.core.files.base import ContentFile
    from wagtail.images import get_image_model

    from api.documents.images import ensure_renditions, image_specs, load_image_data
    from tests.api.documents.photographs import photograph

    grain = {"smooth (a person, a room)": 0, "grainy (worst case)": 12}
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for name, noise in grain.items():
        data = photograph((4000, 3000), noise=noise)
        print(f"\n12 MP JPEG, {name}, {len(data) / 1e6:.1f} MB")
        image = get_image_model().objects.create(
            title=name, file=ContentFile(data, name="photo.jpg")
        )
        uses = [(image.pk, "hero"), (image.pk, "inline")]
        timed("hero + inline, nothing there", lambda uses=uses: ensure_renditions(uses))
        timed("hero + inline, all there", lambda uses=uses: ensure_renditions(uses))
        files = load_image_data([image.pk])[image.pk].files
        total = sum(row.file.size for row in image.renditions.all())
        print(f"  {len(files)} files, {total / 1e6:.1f} MB")
        image.renditions.all().delete()
        timed("inline only", lambda image=image: ensure_renditions([(image.pk, "inline")]))
        if wagtail:
            image.renditions.all().delete()
            timed(
                "Wagtail's get_renditions, hero",
                lambda image=image: image.get_renditions(*image_specs("hero")),
            )


def timed(name: str, work: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"  {name:32} {wall:6.2f} s   CPU {cpu:6.2f} s")


if __name__ == "__main__":
    main()
