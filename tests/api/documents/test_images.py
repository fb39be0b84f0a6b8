"""Images are there in every format and width before the article is, and say nothing private."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms
from wagtail.images import get_image_model

from api.documents.images import (
    ImageError,
    build_hero_image,
    build_image,
    ensure_renditions,
    image_specs,
    load_image_data,
    pixels,
)
from api.models import ImagePlaceholder
from tests.api.documents.photographs import photograph

pytestmark = pytest.mark.django_db


def make_image(data=None, *, name="photo.jpg", **members):
    data = photograph() if data is None else data
    members = {"title": "A photograph", "credit": "Northside Clinic"} | members
    return get_image_model().objects.create(file=ContentFile(data, name=name), **members)


def encoded(image, image_format="PNG", **options):
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def delivered(image, role="inline"):
    data = ensure_renditions([(image.pk, role)])[image.pk]
    return build_image(data, role, alt="A nurse.")


def opened(image, spec):
    with image.renditions.get(filter_spec=spec).file.open() as file:
        result = Image.open(BytesIO(file.read()))
        result.load()
        return result


def stored_files(image):
    return sorted(Path(rendition.file.path) for rendition in image.renditions.all())


def widths(sources):
    return [[file.width for file in source.srcset] for source in sources]


def test_a_hero_has_every_format_width_and_crop():
    image = make_image(photograph((2400, 1800)))
    data = ensure_renditions([(image.pk, "hero")])[image.pk]
    hero = build_hero_image(data, alt="A nurse.")
    assert [source.type for source in hero.sources] == ["image/avif", "image/webp", "image/jpeg"]
    assert widths(hero.sources) == [[480, 960, 1440]] * 3
    assert {name: widths(crop.sources) for name, crop in hero.aspect_ratios.items()} == {
        "16:9": [[480, 960, 1440, 1920]] * 3,
        "4:3": [[480, 960, 1440]] * 3,
        "1:1": [[480, 960]] * 3,
    }
    assert (hero.width, hero.height) == (1440, 1080)
    for crop in (hero, *hero.aspect_ratios.values()):
        for source in crop.sources:
            for file in source.srcset:
                assert abs(file.width / file.height - crop.width / crop.height) < 0.01
    formats = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpeg"}
    for rendition in image.renditions.all():
        with Image.open(rendition.file.path) as made:
            assert made.size == (rendition.width, rendition.height)
            assert rendition.filter_spec.endswith(formats[made.format])
    assert image.renditions.count() == len(set(image_specs("hero")))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((200, 150), [200]),
        ((480, 360), [480]),
        ((700, 500), [480, 700]),
        ((1200, 900), [480, 960, 1200]),
        ((1500, 1000), [480, 960, 1440]),
    ],
)
def test_nothing_is_enlarged(size, expected):
    image = make_image(encoded(Image.new("RGB", size, "teal")), name="small.png")
    assert widths(delivered(image).sources) == [expected] * 3


def test_files_say_nothing_about_the_camera_the_place_or_the_owner():
    original = photograph()
    assert b"Secret" in original
    with Image.open(BytesIO(original)) as photo:
        assert photo.getexif().get_ifd(0x8825)
    image = make_image(original)
    ensure_renditions([(image.pk, "hero")])
    for rendition in image.renditions.all():
        content = rendition.file.read()
        assert b"Secret" not in content
        with Image.open(BytesIO(content)) as made:
            assert not made.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(made.info)


def test_files_that_wagtail_makes_later_are_as_clean():
    image = make_image()
    for spec in image_specs("portrait"):
        content = image.get_rendition(spec).file.read()
        assert b"Secret" not in content
        with Image.open(BytesIO(content)) as made:
            assert not made.getexif()


def test_wagtail_finds_our_files_under_its_own_specifications():
    image = make_image()
    ensure_renditions([(image.pk, "inline")])
    before = stored_files(image)
    renditions = image.get_renditions(*image_specs("inline"))
    assert len(renditions) == len(image_specs("inline"))
    assert set(before) <= set(stored_files(image))
    assert image.get_rendition(image_specs("inline")[0]).width == 480


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_turned_photograph_is_delivered_upright(turned):
    upright = Image.new("RGB", (640, 480), "white")
    upright.paste("red", (0, 0, 640, 100))
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}.get(
        turned, Image.Transpose.ROTATE_270
    )
    exif = Image.Exif()
    exif[0x0112] = turned
    image = make_image(encoded(upright.transpose(back), "JPEG", exif=exif))
    delivered(image)
    made = opened(image, "width-480|strip|format-webp").convert("RGB")
    assert made.size == (480, 360)
    red, green, _blue = made.getpixel((240, 20))
    assert red > 200 > 60 > green


@pytest.mark.parametrize(("focal_x", "colour"), [(100, "red"), (1100, "blue")])
def test_crops_keep_the_focal_point(focal_x, colour):
    wide = Image.new("RGB", (1200, 400), "white")
    wide.paste("red", (0, 0, 200, 400))
    wide.paste("blue", (1000, 0, 1200, 400))
    image = make_image(
        encoded(wide),
        name="wide.png",
        focal_point_x=focal_x,
        focal_point_y=200,
        focal_point_width=100,
        focal_point_height=100,
    )
    data = ensure_renditions([(image.pk, "hero")])[image.pk]
    hero = build_hero_image(data, alt="")
    assert (hero.focal_point.x, hero.focal_point.y) == (round(focal_x / 1200, 4), 0.5)
    # Wagtail rounds a crop to whole pixels, one side at a time.
    assert hero.aspect_ratios["1:1"].width in {400, 401}
    made = opened(image, "fill-480x480|strip|format-jpeg").convert("RGB")
    middle = made.getpixel((focal_x if colour == "red" else focal_x - 800, 200))
    assert max(range(3), key=lambda band: middle[band]) == (0 if colour == "red" else 2)


def test_a_moved_focal_point_makes_new_crops_and_leaves_the_old_files_to_their_readers():
    focal_point = {f"focal_point_{name}": 100 for name in ("x", "y", "width", "height")}
    image = make_image(**focal_point)
    ensure_renditions([(image.pk, "hero")])
    before = stored_files(image)
    image.focal_point_x = 1000
    image.save()
    data = load_image_data([image.pk])[image.pk]
    assert "16:9" not in build_hero_image(data, alt="").aspect_ratios
    after = ensure_renditions([(image.pk, "hero")])[image.pk]
    assert set(build_hero_image(after, alt="").aspect_ratios) == {"16:9", "4:3", "1:1"}
    assert set(before) < set(stored_files(image))
    assert all(path.exists() for path in before)


def test_the_placeholder_is_a_tiny_picture():
    image = make_image()
    uri = delivered(image).placeholder
    assert len(uri) < 400
    kind, _, data = uri.partition(",")
    assert kind == "data:image/webp;base64"
    with Image.open(BytesIO(base64.b64decode(data))) as tiny:
        assert tiny.size == (16, 12)


def test_even_noise_has_a_small_placeholder():
    noise = Image.merge("RGB", [Image.effect_noise((16, 16), 200) for _ in range(3)])
    assert 0 < len(pixels.placeholder(noise)) < 400


def test_repeating_makes_nothing_and_costs_three_queries(django_assert_num_queries):
    images = [make_image(), make_image()]
    uses = [(image.pk, role) for image in images for role in ("hero", "inline", "card")]
    ensure_renditions(uses)
    before = [path.stat().st_mtime_ns for image in images for path in stored_files(image)]
    with django_assert_num_queries(3):
        ensure_renditions(uses)
    after = [path.stat().st_mtime_ns for image in images for path in stored_files(image)]
    assert after == before


def test_only_what_is_missing_is_made():
    image = make_image()
    ensure_renditions([(image.pk, "inline")])
    gone = image.renditions.get(filter_spec="width-960|strip|format-webp")
    kept = set(image.renditions.exclude(pk=gone.pk).values_list("pk", flat=True))
    gone.delete()
    ensure_renditions([(image.pk, "inline")])
    assert image.renditions.filter(filter_spec=gone.filter_spec).exists()
    assert kept < set(image.renditions.values_list("pk", flat=True))


def test_the_slower_of_two_processes_keeps_the_files_of_the_faster(monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    image = make_image()
    placeholder = pixels.placeholder

    def meanwhile(original):
        monkeypatch.setattr(pixels, "placeholder", placeholder)
        ensure_renditions([(image.pk, "inline")])
        names.update(image.renditions.values_list("filter_spec", "file"))
        return placeholder(original)

    names = {}
    monkeypatch.setattr(pixels, "placeholder", meanwhile)
    ensure_renditions([(image.pk, "inline")])
    assert len(names) == len(image_specs("inline"))
    assert dict(image.renditions.values_list("filter_spec", "file")) == names
    assert sorted((tmp_path / "images").iterdir()) == stored_files(image)


def test_another_file_under_the_same_image_is_never_mixed_with_the_first(
    django_capture_on_commit_callbacks,
):
    image = make_image(encoded(Image.new("RGB", (600, 400), "red")), name="a.png")
    delivered(image)
    former = stored_files(image)
    image.file = ContentFile(encoded(Image.new("RGB", (600, 400), "blue")), name="b.png")
    image.save()
    assert load_image_data([image.pk])[image.pk].files == {}
    with django_capture_on_commit_callbacks(execute=True):
        delivered(image)
    assert opened(image, "width-480|strip|format-jpeg").getpixel((5, 5))[2] > 200
    assert not set(former) & set(stored_files(image))
    assert not any(path.exists() for path in former)


def test_deleting_the_image_deletes_everything_made_of_it(django_capture_on_commit_callbacks):
    image = make_image()
    delivered(image)
    files = stored_files(image)
    assert files
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(path.exists() for path in files)
    assert not ImagePlaceholder.objects.exists()


def test_being_rendered_is_no_use_of_an_image():
    image = make_image()
    delivered(image)
    assert list(image.get_usage()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not an image at all"),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        lambda path: path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ],
    ids=["missing", "empty", "text", "cut off", "svg", "postscript"],
)
def test_an_unreadable_original_is_named(damage):
    image = make_image(title="Waiting room")
    damage(Path(image.file.path))
    with pytest.raises(ImageError, match="Waiting room") as raised:
        ensure_renditions([(image.pk, "hero")])
    assert raised.value.image_id == image.pk
    assert not image.renditions.exists()
    assert not ImagePlaceholder.objects.exists()


def test_one_unreadable_original_does_not_keep_the_others_from_being_made():
    broken, whole = make_image(title="Broken"), make_image()
    Path(broken.file.path).unlink()
    with pytest.raises(ImageError, match="Broken"):
        ensure_renditions([(broken.pk, "portrait"), (whole.pk, "portrait")])
    assert load_image_data([whole.pk])[whole.pk].files


def test_images_that_do_not_exist_are_left_out():
    assert ensure_renditions([(404, "hero")]) == {}
    assert load_image_data([404]) == {}
    assert load_image_data([]) == {}
    assert build_image(None, "inline", alt="x") is None
    assert build_hero_image(None, alt="x") is None


def test_an_image_without_files_is_left_out_and_logged(caplog):
    image = make_image()
    data = load_image_data([image.pk])[image.pk]
    assert build_image(data, "inline", alt="x") is None
    assert f"Image {image.pk} was left out" in caplog.text


def test_a_batch_takes_three_queries_whatever_its_size(django_assert_num_queries):
    images = [make_image(encoded(Image.new("RGB", (60, 40))), name="a.png") for _ in range(5)]
    ensure_renditions([(image.pk, "portrait") for image in images])
    for count in (1, 5):
        with django_assert_num_queries(3):
            loaded = load_image_data([image.pk for image in images[:count]])
        with django_assert_num_queries(0):
            built = [build_image(data, "portrait", alt="x") for data in loaded.values()]
        assert len(built) == count
        assert all(built)


def test_words_belong_to_the_place_and_credit_to_the_image_unless_the_place_has_one():
    data = ensure_renditions([(make_image().pk, "inline")]).popitem()[1]
    image = build_image(data, "inline", alt="A nurse.", caption="In the clinic.")
    assert (image.alt, image.caption, image.credit) == (
        "A nurse.",
        "In the clinic.",
        "Northside Clinic",
    )
    assert build_image(data, "inline", alt="", credit="Ana Ruiz").credit == "Ana Ruiz"
    decorative = build_image(data, "inline", alt="left over", decorative=True)
    assert (decorative.alt, decorative.decorative) == ("", True)


def test_addresses_are_absolute(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"
    settings.MEDIA_URL = "/media/"
    for source in delivered(make_image()).sources:
        assert all(file.url.startswith("https://cms.example.org/media/") for file in source.srcset)


def test_a_card_needs_no_file_that_its_hero_has_not():
    assert set(image_specs("card")) <= set(image_specs("hero"))


def test_transparent_images_keep_it_where_the_format_can_and_are_white_where_not():
    logo = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    logo.paste((200, 0, 0, 255), (100, 0, 200, 200))
    image = make_image(encoded(logo), name="logo.png")
    assert delivered(image).placeholder is None
    for image_format in ("avif", "webp"):
        made = opened(image, f"width-480|strip|format-{image_format}").convert("RGBA")
        assert made.getpixel((5, 5))[3] < 10
    assert min(opened(image, "width-480|strip|format-jpeg").getpixel((5, 5))) > 245
    assert ImagePlaceholder.objects.get(image=image).data_uri == ""


def test_moving_images_are_delivered_as_their_first_picture():
    frames = [Image.new("RGB", (100, 80), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    image = make_image(data, name="moving.gif")
    delivered(image)
    made = opened(image, "width-480|strip|format-webp")
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((5, 5))[0] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGB"])
def test_every_kind_of_pixel_becomes_what_the_eye_sees(mode):
    half = {"1": 1, "L": 128, "LA": (128, 255), "P": 5, "CMYK": (0, 0, 0, 127), "I;16": 32768}
    image = Image.new(mode, (300, 200), half.get(mode, (128, 128, 128)))
    if mode == "P":
        image.putpalette([128] * 768)
    name = "x.jpg" if mode == "CMYK" else "x.png"
    stored = make_image(encoded(image, "JPEG" if mode == "CMYK" else "PNG"), name=name)
    assert delivered(stored).placeholder
    made = opened(stored, "width-480|strip|format-webp").convert("RGB")
    expected = 255 if mode == "1" else 128
    assert all(abs(value - expected) < 12 for value in made.getpixel((150, 100)))


def test_colours_of_a_profile_become_srgb():
    """The red of this profile is sRGB's green: pixels must change, not keep their numbers."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmp!", 1).replace(b"gXYZ", b"rXYZ", 1)
    swapped = swapped.replace(b"tmp!", b"gXYZ", 1)
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "odd!".encode("utf-16-be"))
    data = encoded(Image.new("RGB", (300, 200), "red"), icc_profile=swapped)
    image = make_image(data, name="odd.png")
    delivered(image)
    red, green, _blue = opened(image, "width-480|strip|format-jpeg").getpixel((150, 100))
    assert green > 200 > 60 > red


def test_a_broken_profile_is_ignored():
    data = encoded(Image.new("RGB", (300, 200), "red"), icc_profile=b"no profile")
    image = make_image(data, name="odd.png")
    delivered(image)
    assert opened(image, "width-480|strip|format-jpeg").getpixel((150, 100))[0] > 200


def test_an_image_made_by_code_without_a_hash_gets_one():
    image = make_image()
    assert image.file_hash == ""
    delivered(image)
    image.refresh_from_db()
    assert len(image.file_hash) == 40
    get_image_model().objects.filter(pk=image.pk).update(file_hash="")
    assert load_image_data([image.pk])[image.pk].files
    assert all(image.file_hash[:8] in path.name for path in stored_files(image))


@pytest.mark.slow
def test_a_photograph_of_12_megapixels_becomes_every_file():
    """How long it takes: `python -m tests.benchmarks.images`."""
    image = make_image(photograph((4000, 3000), turned=6))
    data = ensure_renditions([(image.pk, "hero"), (image.pk, "inline")])[image.pk]
    hero = build_hero_image(data, alt="A nurse.")
    assert (hero.width, hero.height) == (1440, 1920)
    assert hero.aspect_ratios["16:9"].width == 1920
    assert sum(path.stat().st_size for path in stored_files(image)) < 6_000_000
