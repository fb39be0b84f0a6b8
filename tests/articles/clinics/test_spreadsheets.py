"""Export, dry run and import of clinics."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from wagtail.models import Locale, ModelLogEntry

from articles.clinics.spreadsheets.plan import Outcome, build_plan, check_table
from articles.clinics.spreadsheets.reading import MOST_BYTES, read_table
from articles.models import Clinic, ClinicText, Placement
from articles.spreadsheets import from_cell, safe_cell
from tests.articles.clinics.forms_data import clinic_url
from tests.articles.clinics.test_opening_hours import HOURS
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    ImageFactory,
    PlacementRuleFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def _csv(*rows: Iterable[str], separator: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def _plan(*rows: Iterable[str]) -> Any:
    table = read_table("clinics.csv", _csv(*rows))
    check_table(table)
    return build_plan(table)


def _upload(client: Client, content: bytes, name: str = "clinics.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("articles_clinics_import"), {"file": file})


def _confirm(client: Client, shown: Any, **fields: Any) -> Any:
    data = {"rows": shown.context["rows"], **fields}
    return client.post(reverse("articles_clinics_import"), data)


def _full_clinic() -> Clinic:
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    group = ClinicFactory(slug="group", name="Group")
    clinic: Clinic = ClinicFactory(
        slug="full",
        name="=HYPERLINK(1)",
        parent=group,
        phone="+12015550123",
        preview_url="https://full.example.org/{locale}/draft?token={token}",
        legal_name="'=odd",
        languages="en\r\nes-MX",
        opening_hours=HOURS,
        hours_note="'tis by appointment",
        disclaimer="Two lines;\r\nwith, commas and “quotes”",
        time_zone="Europe/Madrid",
        postal_code="07302",
        logo=ImageFactory(),
        photo=ImageFactory(),
        photo_alt_text="The “north” door",
        offers=[TopicFactory(slug=slug) for slug in ("tms", "infusion")],
    )
    photo_alt_text = "La puerta norte"
    disclaimer = "-No es\nconsejo."
    clinic.texts.add(
        ClinicText(locale=spanish, disclaimer=disclaimer, photo_alt_text=photo_alt_text)
    )
    clinic.save()
    return clinic


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_it_is_imported(publisher: Client, form: str) -> None:
    _full_clinic()
    response = publisher.get(clinic_url("list"), {"export": form})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    table = read_table(f"clinics.{form}", content)
    check_table(table)
    plan = build_plan(table)
    assert [(row.slug, row.outcome, row.differences) for row in plan.rows] == [
        ("full", "same", []),
        ("group", "same", []),
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_makes_the_same_clinics_anew(publisher: Client, form: str) -> None:
    clinic = _full_clinic()
    response = publisher.get(clinic_url("list"), {"export": form})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    Clinic.objects.all().delete()
    shown = _upload(publisher, content, f"clinics.{form}")
    assert dict(shown.context["counts"])[Outcome.NEW] == 2
    assert not Clinic.objects.exists()
    assert _confirm(publisher, shown).status_code == 302
    made = Clinic.objects.get(slug="full")
    same = (
        "name phone preview_url legal_name opening_hours hours_note logo_id photo_id "
        "photo_alt_text photo_decorative"
    )
    for name in same.split():
        assert getattr(made, name) == getattr(clinic, name), name
    assert made.parent is not None
    assert (made.parent.slug, made.postal_code) == ("group", "07302")
    assert made.language_tags == ["en", "es-MX"]
    words = made.texts.get()
    assert (words.disclaimer, words.photo_alt_text) == ("-No es\nconsejo.", "La puerta norte")
    assert {each.topic.slug for each in made.offers.all()} == {"infusion", "tms"}


def test_no_cell_of_the_export_is_a_formula(publisher: Client) -> None:
    _full_clinic()
    response = publisher.get(clinic_url("list"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "'=1", "''=1", "'tis", "''", "plain", ""])
def test_a_cell_gives_back_what_was_put_in(text: str) -> None:
    assert from_cell(safe_cell(text)) == text


def test_the_dry_run_shows_each_row_and_writes_nothing(publisher: Client) -> None:
    ClinicFactory(slug="north", name="North", phone="+12015550123")
    ClinicFactory(slug="south", name="South", phone="")
    content = _csv(
        ("slug", "name", "phone", "hours:mon"),
        ("north", "North", "+12015550199", "09:00-17:00"),
        ("south", "South", "", ""),
        ("new", "New place", "", "closed"),
        ("bad", "Bad", "201 555", "9-5"),
    )
    shown = _upload(publisher, content)
    rows = {row.slug: row for row in shown.context["plan"].rows}
    assert {slug: row.outcome.value for slug, row in rows.items()} == {
        "north": "changed",
        "south": "same",
        "new": "new",
        "bad": "refused",
    }
    assert [(d.column, d.before, d.after) for d in rows["north"].differences] == [
        ("phone", "+12015550123", "+12015550199"),
        ("hours:mon", "", "09:00-17:00"),
    ]
    assert {each.column for each in rows["bad"].refusals} == {"phone", "hours:mon"}
    assert rows["bad"].number == 5
    html = shown.content.decode()
    assert "with + and country code" in html
    assert Clinic.objects.count() == 2
    assert Clinic.objects.get(slug="north").phone == "+12015550123"
    assert not ModelLogEntry.objects.exists()


def test_refused_rows_keep_all_out_unless_they_are_left_out(publisher: Client) -> None:
    content = _csv(("slug", "name", "country"), ("good", "Good", "ES"), ("bad", "Bad", "Spain"))
    shown = _upload(publisher, content)
    again = _confirm(publisher, shown)
    assert again.status_code == 200
    assert "Nothing was imported" in again.content.decode()
    assert not Clinic.objects.exists()
    assert _confirm(publisher, shown, leave_out="on").status_code == 302
    made = Clinic.objects.get()
    assert made.slug == "good"
    assert ModelLogEntry.objects.for_instance(made).get().action == "wagtail.create"


def test_what_was_edited_meanwhile_is_shown_before_it_is_overwritten(publisher: Client) -> None:
    clinic = ClinicFactory(slug="north", phone="+12015550123")
    shown = _upload(publisher, _csv(("slug", "phone"), ("north", "+12015550199")))
    Clinic.objects.filter(pk=clinic.pk).update(phone="+12015550177")
    again = _confirm(publisher, shown)
    assert "edited meanwhile" in again.content.decode()
    clinic.refresh_from_db()
    assert clinic.phone == "+12015550177"
    assert _confirm(publisher, again).status_code == 302
    clinic.refresh_from_db()
    assert clinic.phone == "+12015550199"


def test_columns_left_out_change_nothing_and_blank_cells_empty(publisher: Client) -> None:
    clinic = _full_clinic()
    shown = _upload(publisher, _csv(("slug", "phone", "disclaimer:es"), ("full", "", "")))
    assert _confirm(publisher, shown).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.phone, clinic.legal_name) == ("", "'=odd")
    assert clinic.opening_hours == HOURS
    assert clinic.offers.count() == 2
    words = ClinicText.objects.get()
    assert (words.disclaimer, words.photo_alt_text) == ("", "La puerta norte")
    shown = _upload(publisher, _csv(("slug", "photo_alt_text:es"), ("full", "")))
    assert _confirm(publisher, shown).status_code == 302
    assert not ClinicText.objects.exists()


def test_offers_are_shown_imported_and_taken_away(publisher: Client) -> None:
    tms, infusion = TopicFactory(slug="tms"), TopicFactory(slug="infusion")
    clinic = ClinicFactory(slug="north", offers=[tms])
    stays = clinic.offers.get().pk

    def import_offers(cell: str) -> list[tuple[str, str, str]]:
        shown = _upload(publisher, _csv(("slug", "offers"), ("north", cell)))
        [row] = shown.context["plan"].rows
        if row.differences:
            assert _confirm(publisher, shown).status_code == 302
        return [(each.column, each.before, each.after) for each in row.differences]

    assert import_offers(" tms ;tms;") == []
    assert import_offers("tms;infusion") == [("offers", "tms", "infusion; tms")]
    offers = dict(Clinic.objects.get().offers.values_list("topic_id", "pk"))
    assert offers.keys() == {tms.pk, infusion.pk}
    assert offers[tms.pk] == stays
    assert import_offers("infusion, tms") == []
    assert import_offers("") == [("offers", "infusion; tms", "")]
    assert not Clinic.objects.get().offers.exists()


def test_placement_rules_follow_an_import(publisher: Client) -> None:
    topic, group = TopicFactory(slug="tms"), ClinicFactory(slug="group", name="Group")
    ArticlePageFactory()
    PlacementRuleFactory(where="offering", offer=topic)
    PlacementRuleFactory(where="group", group=group)
    content = _csv(
        ("slug", "name", "offers", "parent"), ("a", "A", "tms", ""), ("b", "B", "", "group")
    )
    _confirm(publisher, _upload(publisher, content))
    placed = Placement.objects.values_list("clinic__slug", flat=True)
    assert set(placed) == {"a", "b", "group"}
    content = _csv(("slug", "offers", "parent"), ("a", "", ""), ("b", "tms", ""))
    _confirm(publisher, _upload(publisher, content))
    assert set(placed.all()) == {"b", "group"}


def test_a_group_may_come_later_in_the_file(publisher: Client) -> None:
    content = _csv(("slug", "name", "parent"), ("a", "A", "b"), ("b", "B", "c"), ("c", "C", ""))
    _confirm(publisher, _upload(publisher, content))
    assert dict(Clinic.objects.values_list("slug", "parent__slug")) == {
        "a": "b",
        "b": "c",
        "c": None,
    }


@pytest.mark.parametrize(
    "rows, column, said",
    [
        ([("a", "A", "a")], "parent", "cannot belong to itself"),
        ([("a", "A", "b"), ("b", "B", "a")], "parent", "cannot belong to itself"),
        ([("a", "A", "nowhere")], "parent", "neither here nor in the file"),
        ([("a", "A", ""), ("a", "B", "")], "slug", "Row 2 has this slug already"),
        ([("", "A", "")], "slug", "Write the slug"),
        ([("a b", "A", "")], "slug", "valid"),
        ([("a", "", "")], "name", "blank"),
        ([("a", "A" * 200, "")], "name", "160"),
        ([("a", "A", "b"), ("b", "", "")], "parent", "is refused in this file"),
    ],
)
def test_a_refusal_names_its_column_and_cure(rows: Any, column: str, said: str) -> None:
    plan = _plan(("slug", "name", "parent"), *rows)
    refusals = [each for row in plan.rows for each in row.refusals]
    assert [each.column for each in refusals if said in each.message], refusals
    assert column in {each.column for each in refusals}


@pytest.mark.parametrize(
    "column, value, said",
    [
        ("offers", "nothing; at-all", "no topic with the slug “at-all”"),
        ("logo", "999999", "no image with this number"),
        ("logo", "the blue one", "no image with this number"),
        ("photo", "999999", "no image with this number"),
        ("photo_decorative", "maybe", "Write “yes”"),
        ("time_zone", "Mars/Base", "not a time zone"),
        ("languages", "english", "not a language tag"),
        ("booking_url", "javascript:alert(1)", ""),
        ("preview_url", "https://a.example.org/draft", "{token}"),
        ("hours:special", "Christmas closed", "Write special days as"),
        ("hours:tue", "17:00-09:00", "Tuesday: 17:00 to 09:00 ends before it begins"),
        ("call_to_action_label:en", "x" * 81, "80"),
        ("phone", "a\0b", ""),
    ],
)
def test_a_wrong_value_is_refused(column: str, value: str, said: str) -> None:
    if "\0" in value:
        with pytest.raises(ValidationError, match="no CSV file"):
            _plan(("slug", "name", column), ("a", "A", value))
        return
    plan = _plan(("slug", "name", column), ("a", "A", value))
    assert plan.rows[0].outcome == Outcome.REFUSED
    assert said in plan.rows[0].refusals[0].message


def test_a_photo_needs_words_or_is_said_to_be_decorative() -> None:
    photo = str(ImageFactory().pk)
    columns = ("slug", "name", "photo", "photo_alt_text", "photo_decorative")
    plan = _plan(
        columns,
        ("silent", "A", photo, "", ""),
        ("told", "B", photo, "A green door.", ""),
        ("decorative", "C", photo, "", "Yes"),
    )
    assert [row.outcome for row in plan.rows] == ["refused", "new", "new"]
    [refusal] = plan.rows[0].refusals
    assert refusal.column == "photo_alt_text"
    assert "only decorative" in refusal.message
    made = [row.clinic.photo_decorative for row in plan.rows if row.clinic]
    assert made == [False, False, True]


@pytest.mark.parametrize(
    "content, name, said",
    [
        (b"", "a.csv", "empty"),
        (b"slug,name\n", "a.csv", "no rows"),
        (b"name\nA\n", "a.csv", "no column “slug”"),
        (b"slug,colour\na,red\n", "a.csv", "no column “colour”"),
        (b"slug,slug\na,b\n", "a.csv", "there twice"),
        (b"slug,,name\na,b,c\n", "a.csv", "no name"),
        (b"slug,name\na,A,too much\n", "a.csv", "Row 2 has more cells"),
        (b'slug,name\na,"A\n', "a.csv", "cannot be read as CSV"),
        (b"\xd0\xcf\x11\xe0old excel", "a.xls", "no Excel workbook"),
        (b"PK\x03\x04broken", "a.xlsx", "cannot be opened"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "too large"),
        (b"slug,name\n" + b"a,A\n" * 1001, "a.csv", "more than 1000 rows"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_at_the_field(
    publisher: Client, content: bytes, name: str, said: str
) -> None:
    if not content:
        with pytest.raises(ValidationError, match=said):
            read_table(name, content)
        return
    form = _upload(publisher, content, name).context["form"]
    assert said in form.errors["file"][0]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["utf-8", "bom", "windows", "utf-16", "tabs", "line-ends"],
)
def test_excels_ways_of_writing_csv(encode: Any) -> None:
    table = read_table("a.csv", encode("slug;name\nclinica;Clínica Señal\n\n;\n"))
    assert table.names == ["slug", "name"]
    assert table.rows == [(2, {"slug": "clinica", "name": "Clínica Señal"})]


def test_numbers_in_a_workbook_are_read_as_typed() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["slug", "name", "emergency_number", "postal_code"])
    sheet.append(["a", "A", 112, 46001.0])
    out = io.BytesIO()
    book.save(out)
    table = read_table("a.xlsx", out.getvalue())
    assert table.rows == [
        (2, {"slug": "a", "name": "A", "emergency_number": "112", "postal_code": "46001"})
    ]


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Clinic editors"])
def test_who_may_not_import(client: Client, group: str) -> None:
    client.force_login(UserFactory(group=group))
    assert client.get(reverse("articles_clinics_import")).status_code == 302
    assert _upload(client, _csv(("slug", "name"), ("a", "A"))).status_code == 302
    assert reverse("articles_clinics_import") not in str(client.get(clinic_url("list")).content)
    assert not Clinic.objects.exists()


def test_a_dry_run_of_another_person_is_refused(publisher: Client) -> None:
    shown = _upload(publisher, _csv(("slug", "name"), ("a", "A")))
    publisher.force_login(UserFactory(group="Publishers"))
    assert _confirm(publisher, shown).status_code == 302
    assert not Clinic.objects.exists()
    publisher.post(reverse("articles_clinics_import"), {"rows": "forged"})
    assert not Clinic.objects.exists()


def test_the_number_of_queries_of_a_dry_run_is_fixed(django_assert_max_num_queries: Any) -> None:
    few = [(f"c{n}", f"C{n}", "c0" if n else "") for n in range(2)]
    with django_assert_max_num_queries(12) as found:
        _plan(("slug", "name", "parent"), *few)
    many = [(f"c{n}", f"C{n}", "c0" if n else "") for n in range(30)]
    with django_assert_max_num_queries(len(found.captured_queries)):
        _plan(("slug", "name", "parent"), *many)


def test_the_command(tmp_path: Path, capsys: Any) -> None:
    ClinicFactory(slug="north", name="North", phone="+12015550123")
    file = tmp_path / "clinics.csv"
    file.write_bytes(_csv(("slug", "phone"), ("north", "+12015550199")))
    call_command("import_clinics", str(file), "--dry-run")
    assert "phone: '+12015550123' -> '+12015550199'" in capsys.readouterr().out
    assert Clinic.objects.get().phone == "+12015550123"
    call_command("import_clinics", str(file))
    assert Clinic.objects.get().phone == "+12015550199"
    file.write_bytes(_csv(("slug", "phone"), ("north", "12")))
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_clinics", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_clinics", str(tmp_path / "none.csv"))
