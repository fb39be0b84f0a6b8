"""Opening hours as data: by weekday and for special days, checked, and said in words.

The stored form is ``{"week": {"mon": [["09:00", "13:00"], ["15:00", "19:00"]], "sun": []},
"special": [{"date": "2026-12-25", "times": [], "note": "Christmas Day"}]}``. A day without times is
closed; of a weekday that is not named nothing is said. Until 00:00 is midnight at the end of the
day; no interval goes on after it. Everything in the clinic's own time zone.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = "00:00"
NOTE_LENGTH = 80
_MOST_TIMES, _MOST_SPECIAL = 6, 100
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")

Times = list[list[str]]
Hours = dict[str, Any]


def weekday(day: str) -> str:
    """The name of a day in the language that is on."""
    return capfirst(str(WEEKDAYS[DAYS.index(day)]))


def normalised(value: Any) -> Hours:
    """The stored form of these hours, in order; blank ones are ``{}``.

    Raises ValidationError with one message for each thing that is wrong, naming its day.
    """
    if not value:
        return {}
    problems: list[ValidationError] = []
    week: dict[str, Times] = {}
    special: list[dict[str, Any]] = []
    given = value if isinstance(value, dict) else {}
    days, dates = given.get("week", {}), given.get("special", [])
    if given is not value or not isinstance(days, dict) or not isinstance(dates, list):
        raise _problem(_("These are no opening hours."))
    if unknown := sorted(set(days) - set(DAYS)):
        problems.append(_problem(_("“%s” is no day of the week.") % unknown[0]))
    for day in DAYS:
        if day in days:
            week[day] = _times(weekday(day), days[day], problems)
    for each in _merged(dates):
        date = _date(each.get("date"), problems)
        if date is None:
            continue
        note = " ".join(str(each.get("note") or "").split())
        name = date_format(date, "DATE_FORMAT")
        if len(note) > NOTE_LENGTH:
            text = _("%(day)s: write the note in at most %(most)d characters.")
            problems.append(_problem(text % {"day": name, "most": NOTE_LENGTH}))
        times = _times(name, each.get("times") or [], problems)
        special.append({"date": date.isoformat(), "times": times, "note": note})
    if len(special) > _MOST_SPECIAL:
        text = _("There are more than %d special days. Remove those that have passed.")
        problems.append(_problem(text % _MOST_SPECIAL))
    if problems:
        raise ValidationError(problems)
    special.sort(key=lambda each: str(each["date"]))
    found = {"week": week, "special": special}
    return {name: part for name, part in found.items() if part}


def validate_opening_hours(value: Any) -> None:
    """Refuse what is not in the stored form."""
    if normalised(value) != (value or {}):
        raise _problem(_("These opening hours are not in order."))


def _problem(message: str) -> ValidationError:
    return ValidationError(message, code="opening_hours")


def _merged(dates: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Special days, each once: two entries of one date are two times of one day."""
    found: dict[str, dict[str, Any]] = {}
    for each in dates:
        given = each if isinstance(each, dict) else {"date": each}
        key = str(given.get("date"))
        if key in found:
            found[key]["times"] = [*(found[key].get("times") or []), *(given.get("times") or [])]
            found[key]["note"] = found[key].get("note") or given.get("note")
        else:
            found[key] = dict(given)
    yield from found.values()


def _date(value: Any, problems: list[ValidationError]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        text = _("“%s” is no date. Write it as 2026-12-25.")
        if not value:
            problems.append(_problem(_("A special day has no date.")))
        else:
            problems.append(_problem(text % value))
        return None


def _times(day: str, given: Any, problems: list[ValidationError]) -> Times:
    """The times of a day in order; what is wrong with them is added to the problems."""
    found: Times = []
    for each in given if isinstance(given, list) else [given]:
        pair = list(each) if isinstance(each, list | tuple) else [each]
        opens, closes = (*(str(time or "").strip() for time in pair), "", "")[:2]
        if not opens and not closes:
            continue
        times = [_clock(time) for time in (opens, closes)]
        if None in times:
            problems.append(_problem(_bad_time(day, opens, closes)))
            continue
        opens, closes = (str(time) for time in times)
        if closes != MIDNIGHT and closes <= opens:
            text = _(
                "%(day)s: %(opens)s to %(closes)s ends before it begins. To stay open past "
                "midnight, end at 00:00 and add the rest to the next day."
            )
            problems.append(_problem(text % {"day": day, "opens": opens, "closes": closes}))
            continue
        found.append([opens, closes])
    found.sort()
    for (_opens, before), (after, _closes) in pairwise(found):
        if before == MIDNIGHT or after < before:
            text = _("%(day)s: its times overlap at %(time)s.")
            problems.append(_problem(text % {"day": day, "time": after}))
    if len(found) > _MOST_TIMES:
        text = _("%(day)s: write at most %(most)d times.")
        problems.append(_problem(text % {"day": day, "most": _MOST_TIMES}))
    return found


def _bad_time(day: str, opens: str, closes: str) -> str:
    if not opens or not closes:
        return _("%s: write both, from and until.") % day
    wrong = opens if _clock(opens) is None else closes
    return _("%(day)s: “%(time)s” is no time. Write it as 09:00.") % {"day": day, "time": wrong}


def _clock(time: str) -> str | None:
    match = _TIME.fullmatch(MIDNIGHT if time == "24:00" else time.replace(".", ":"))
    return f"{int(match[1]):02}:{match[2]}" if match else None


def hours_lines(hours: Hours, note: str, language: str) -> list[str]:
    """The hours in words, a line for each day or run of equal days, then the note's lines."""
    with override(language):
        return [
            *_week_lines(hours.get("week", {})),
            *(_special_line(each) for each in hours.get("special", [])),
            *(line.strip() for line in note.splitlines() if line.strip()),
        ]


def _week_lines(week: dict[str, Times]) -> Iterator[str]:
    runs: list[tuple[list[int], Times]] = []
    for number, day in enumerate(DAYS):
        if day not in week:
            continue
        if runs and runs[-1][1] == week[day] and runs[-1][0][-1] == number - 1:
            runs[-1][0].append(number)
        else:
            runs.append(([number], week[day]))
    for numbers, times in runs:
        ends = dict.fromkeys((numbers[0], numbers[-1]))
        days = "-".join(capfirst(str(WEEKDAYS_ABBR[number])) for number in ends)
        yield f"{days} {times_text(times)}"


def _special_line(special: dict[str, Any]) -> str:
    date = date_format(dt.date.fromisoformat(special["date"]), "DATE_FORMAT")
    note = f" ({special['note']})" if special.get("note") else ""
    return f"{date}: {times_text(special['times'])}{note}"


def times_text(times: Times) -> str:
    """The times of one day in words: 09:00-13:00, 15:00-19:00."""
    return ", ".join("-".join(each) for each in times) or _("closed")
