"""Opening hours: checked, said in words, read from lines, written in the form."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale

from articles.clinics.hours_text import (
    day_cell,
    read_lines,
    read_special_cell,
    read_times,
    special_cell,
)
from articles.clinics.opening_hours import hours_lines, normalised
from articles.models import Clinic
from tests.articles.clinics.forms_data import clinic_data, clinic_url
from tests.articles.factories import ClinicFactory, UserFactory

HOURS = {
    "week": {
        "mon": [["09:00", "13:00"], ["15:00", "19:00"]],
        "tue": [["09:00", "13:00"], ["15:00", "19:00"]],
        "sat": [["09:00", "13:00"]],
        "sun": [],
    },
    "special": [
        {"date": "2026-12-24", "times": [["09:00", "12:00"]], "note": ""},
        {"date": "2026-12-25", "times": [], "note": "Christmas Day"},
    ],
}


def test_in_words_of_each_language() -> None:
    assert hours_lines(HOURS, "By appointment", "en") == [
        "Mon-Tue 09:00-13:00, 15:00-19:00",
        "Sat 09:00-13:00",
        "Sun closed",
        "Dec. 24, 2026: 09:00-12:00",
        "Dec. 25, 2026: closed (Christmas Day)",
        "By appointment",
    ]
    spanish = hours_lines(HOURS, "", "es")
    assert spanish[0] == "Lun-Mar 09:00-13:00, 15:00-19:00"
    assert spanish[2] == "Dom cerrado"


@pytest.mark.parametrize(
    "times, said",
    [
        ([["17:00", "09:00"]], "Monday: 17:00 to 09:00 ends before it begins"),
        ([["09:00", "09:00"]], "Monday: 09:00 to 09:00 ends before it begins"),
        ([["09:00", "13:00"], ["12:00", "14:00"]], "Monday: its times overlap at 12:00"),
        ([["20:00", "00:00"], ["21:00", "22:00"]], "Monday: its times overlap at 21:00"),
        ([["09:00", ""]], "Monday: write both, from and until"),
        ([["9h", "12:00"]], "Monday: “9h” is no time"),
        ([["25:00", "26:00"]], "Monday: “25:00” is no time"),
        ("all day", "Monday: write both"),
        ([["09:00", "09:10"]] * 1 + [[f"1{n}:00", f"1{n}:30"] for n in range(6)], "at most 6"),
    ],
)
def test_wrong_times_name_their_day(times: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        normalised({"week": {"mon": times}})


@pytest.mark.parametrize(
    "value, said",
    [
        ([], None),
        ("Mon", "no opening hours"),
        ({"week": []}, "no opening hours"),
        ({"week": {"noday": []}}, "no day of the week"),
        ({"special": [{"date": "2026-02-30", "times": []}]}, "“2026-02-30” is no date"),
        ({"special": [{"date": "", "times": [["09:00", "10:00"]]}]}, "has no date"),
        ({"special": ["2026"]}, "is no date"),
        ({"special": [{"date": "2026-12-25", "note": "x" * 81}]}, "at most 80"),
    ],
)
def test_wrong_hours_say_what_is_wrong(value: Any, said: str | None) -> None:
    if said is None:
        assert normalised(value) == {}
        return
    with pytest.raises(ValidationError, match=said):
        normalised(value)


def test_they_are_put_in_order() -> None:
    found = normalised(
        {
            "special": [
                {"date": "2026-12-31", "times": [["15:00", "16:00"]]},
                {"date": "2026-12-24", "times": [["9:00", "24:00"]], "note": " Late  "},
                {"date": "2026-12-31", "times": [["09:00", "10:00"]]},
            ],
            "week": {"tue": [], "mon": [["15:00", "16:00"], ["9.00", "10:00"], ["", ""]]},
        }
    )
    assert found["week"] == {"mon": [["09:00", "10:00"], ["15:00", "16:00"]], "tue": []}
    assert list(found["week"]) == ["mon", "tue"]
    assert found["special"] == [
        {"date": "2026-12-24", "times": [["09:00", "00:00"]], "note": "Late"},
        {"date": "2026-12-31", "times": [["09:00", "10:00"], ["15:00", "16:00"]], "note": ""},
    ]


@pytest.mark.parametrize(
    "line, days, times",
    [
        ("Mon-Fri 09:00-17:00", "mon tue wed thu fri", [["09:00", "17:00"]]),
        ("Lun-Mar 09:00-14:00, 16:00-20:00", "mon tue", [["09:00", "14:00"], ["16:00", "20:00"]]),
        ("Saturday: 9:30 to 12:00", "sat", [["09:30", "12:00"]]),
        ("Sat, Sun closed", "sat sun", []),
        ("Mon to Wed 08.00–18.00", "mon tue wed", [["08:00", "18:00"]]),
    ],
)
def test_lines_are_read(line: str, days: str, times: Any) -> None:
    hours, left = read_lines(line)
    assert left == ""
    assert hours["week"] == dict.fromkeys(days.split(), times)


@pytest.mark.parametrize(
    "line",
    [
        "By appointment",
        "Mon-Fri 9-17",
        "Fri 20:00-02:00",
        "Mon 09:00-17:00 by appointment",
        "Fri-Mon 09:00-10:00",
    ],
)
def test_what_is_not_understood_is_kept_as_it_is(line: str) -> None:
    hours, left = read_lines(f"Tue 09:00-10:00\n\n {line} ")
    assert (list(hours["week"]), left) == (["tue"], line)


def test_a_day_that_is_there_already_is_kept_as_a_line() -> None:
    hours, left = read_lines("Mon-Tue 09:00-10:00\nTue 12:00-13:00")
    assert hours["week"]["tue"] == [["09:00", "10:00"]]
    assert left == "Tue 12:00-13:00"


def test_cells_are_read_as_they_are_written() -> None:
    cells = {day: day_cell(HOURS, day) for day in ("mon", "sun", "wed")}
    assert cells == {"mon": "09:00-13:00, 15:00-19:00", "sun": "closed", "wed": ""}
    assert read_times(cells["mon"]) == HOURS["week"]["mon"]
    assert special_cell(HOURS) == "2026-12-24 09:00-12:00; 2026-12-25 closed (Christmas Day)"
    assert read_special_cell(special_cell(HOURS)) == HOURS["special"]
    assert read_special_cell("Christmas closed") is None


@pytest.mark.django_db
def test_old_lines_become_hours_and_nothing_is_lost() -> None:
    migration = import_module("articles.migrations.0014_clinic_editors")
    clinic = ClinicFactory(hours_note="Mon-Fri 09:00-17:00\nSat by appointment")
    migration.read_hours(apps, None)
    clinic.refresh_from_db()
    assert clinic.opening_hours["week"]["fri"] == [["09:00", "17:00"]]
    assert clinic.hours_note == "Sat by appointment"
    clinic.full_clean()
    migration.write_hours(apps, None)
    clinic.refresh_from_db()
    assert clinic.hours_note == "Mon-Fri 09:00-17:00\nSat by appointment"


def _sent(**fields: Any) -> dict[str, Any]:
    return {f"opening_hours-{name.replace('_', '-')}": value for name, value in fields.items()}


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


@pytest.mark.django_db
def test_the_form_saves_rows_and_shows_them_again(publisher: Client) -> None:
    clinic = ClinicFactory()
    sent = _sent(
        shown="1",
        mon_from=["09:00", "15:00"],
        mon_to=["13:00", "19:00"],
        sun_closed="on",
        special_date=["2026-12-25", ""],
        special_from=["", ""],
        special_to=["", ""],
        special_note=["Christmas Day", ""],
    )
    response = publisher.post(clinic_url("edit", clinic.pk), clinic_data(clinic) | sent)
    assert response.status_code == 302
    clinic.refresh_from_db()
    assert clinic.opening_hours == {
        "week": {"mon": [["09:00", "13:00"], ["15:00", "19:00"]], "sun": []},
        "special": [{"date": "2026-12-25", "times": [], "note": "Christmas Day"}],
    }
    html = publisher.get(clinic_url("edit", clinic.pk)).content.decode()
    assert 'name="opening_hours-mon-from" value="15:00"' in html
    assert 'name="opening_hours-special-note" value="Christmas Day"' in html
    publisher.post(clinic_url("edit", clinic.pk), clinic_data(clinic))
    clinic.refresh_from_db()
    assert clinic.opening_hours["week"]["sun"] == []


@pytest.mark.django_db
def test_a_wrong_row_is_said_at_the_field_and_kept(publisher: Client) -> None:
    clinic = ClinicFactory()
    sent = _sent(shown="1", mon_from=["17:00"], mon_to=["09:00"])
    response = publisher.post(clinic_url("edit", clinic.pk), clinic_data(clinic) | sent)
    assert list(response.context["form"].errors) == ["opening_hours"]
    html = response.content.decode()
    assert "ends before it begins" in html
    assert 'name="opening_hours-mon-from" value="17:00"' in html
    clinic.refresh_from_db()
    assert clinic.opening_hours == {}


@pytest.mark.django_db
def test_the_form_says_in_which_time_zone_and_what_is_inherited(publisher: Client) -> None:
    Locale.objects.get_or_create(language_code="es")
    group = ClinicFactory(name="Group", time_zone="Europe/Madrid", opening_hours=HOURS)
    clinic = ClinicFactory(parent=group)
    form = publisher.get(clinic_url("edit", clinic.pk)).context["form"]
    help_text = form.fields["opening_hours"].help_text
    assert "From Group: Mon-Tue 09:00-13:00" in help_text
    assert "Europe/Madrid" in help_text


def test_code_cannot_store_what_is_wrong() -> None:
    clinic = Clinic(name="A", slug="a", opening_hours={"week": {"mon": [["9", "10"]]}})
    with pytest.raises(ValidationError) as refused:
        clinic.clean_fields()
    assert list(refused.value.error_dict) == ["opening_hours"]
