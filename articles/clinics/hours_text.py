"""Opening hours out of what people wrote in lines, and into the cells of a spreadsheet.

Migrations read old lines with `read_lines`: what it understands may grow, never shrink.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError

from articles.clinics.opening_hours import DAYS, Hours, Times, normalised

CLOSED = "closed"
_NAMES = {
    "mon": ("mon", "monday", "lun", "lunes", "l"),
    "tue": ("tue", "tues", "tuesday", "mar", "martes"),
    "wed": ("wed", "wednesday", "mié", "mie", "miércoles", "miercoles", "x"),
    "thu": ("thu", "thur", "thurs", "thursday", "jue", "jueves", "j"),
    "fri": ("fri", "friday", "vie", "viernes", "v"),
    "sat": ("sat", "saturday", "sáb", "sab", "sábado", "sabado"),
    "sun": ("sun", "sunday", "dom", "domingo", "d"),
}
_DAY = {name: day for day, names in _NAMES.items() for name in names}
_CLOSED_WORDS = frozenset({CLOSED, "cerrado", "shut"})
_DASH = r"\s*(?:-|–|—|\bto\b|\ba\b)\s*"
_TIMES = re.compile(
    rf"[0-9]{{1,2}}[:.][0-9]{{2}}{_DASH}[0-9]{{1,2}}[:.][0-9]{{2}}"
    rf"(\s*(?:,|;|/|\+|\band\b|\by\b)\s*[0-9]{{1,2}}[:.][0-9]{{2}}{_DASH}[0-9]{{1,2}}[:.][0-9]{{2}})*"
)
_ONE_TIME = re.compile(rf"([0-9]{{1,2}}[:.][0-9]{{2}}){_DASH}([0-9]{{1,2}}[:.][0-9]{{2}})")
_LINE = re.compile(r"(?P<days>[^0-9:]+?)\s*:?\s+(?P<times>[0-9].*|\w+)")
_SPECIAL = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})\s+(?P<times>[^()]*?)\s*(?:\((?P<note>.*)\))?"
)


def read_lines(text: str) -> tuple[Hours, str]:
    """The hours that lines such as “Mon-Fri 09:00-17:00” speak of, and the lines left over.

    Each line is understood as a whole or kept as it is, so that nothing is lost.
    """
    week: dict[str, Times] = {}
    left = []
    for line in text.splitlines():
        found = _read_line(line.strip())
        if found and not set(found) & set(week):
            week |= found
        elif line.strip():
            left.append(line.strip())
    return ({"week": {day: week[day] for day in DAYS if day in week}} if week else {}), "\n".join(
        left
    )


def _read_line(line: str) -> dict[str, Times]:
    match = _LINE.fullmatch(line)
    days = _days(match["days"]) if match else []
    times = read_times(match["times"]) if match else None
    if not days or times is None:
        return {}
    try:
        normalised({"week": {days[0]: times}})
    except ValidationError:
        return {}
    return dict.fromkeys(days, times)


def _days(text: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r"\s*(?:,|;|/|&|\band\b|\by\b)\s*", text.strip().lower()):
        ends = [
            _DAY.get(name.strip(" .")) for name in re.split(r"\s*(?:-|–|—|\bto\b|\ba\b)\s*", part)
        ]
        if None in ends or len(ends) > 2:
            return []
        first, last = DAYS.index(str(ends[0])), DAYS.index(str(ends[-1]))
        if last < first:
            return []
        found += DAYS[first : last + 1]
    return found if len(found) == len(set(found)) else []


def read_times(text: str) -> Times | None:
    """The times of one day out of “09:00-13:00, 15:00-19:00” or “closed”; else nothing."""
    text = text.strip().lower()
    if text in _CLOSED_WORDS:
        return []
    if not _TIMES.fullmatch(text):
        return None
    return sorted([_clock(opens), _clock(closes)] for opens, closes in _ONE_TIME.findall(text))


def _clock(time: str) -> str:
    hour, minute = re.split("[:.]", time)
    return "00:00" if (hour, minute) == ("24", "00") else f"{int(hour):02}:{minute}"


def day_cell(hours: Hours, day: str) -> str:
    """What a spreadsheet has of a weekday; blank where nothing is said of it."""
    week = hours.get("week", {})
    return _cell(week[day]) if day in week else ""


def special_cell(hours: Hours) -> str:
    """Special days: “2026-12-24 09:00-12:00; 2026-12-25 closed (Christmas Day)”."""
    return "; ".join(
        f"{each['date']} {_cell(each['times'])}" + (f" ({each['note']})" if each["note"] else "")
        for each in hours.get("special", [])
    )


def _cell(times: Times) -> str:
    return ", ".join("-".join(each) for each in times) or CLOSED


def read_special_cell(text: str) -> list[dict[str, Any]] | None:
    """The special days of a cell; nothing where it is not understood."""
    found = []
    for part in re.split(r";(?![^()]*\))", text):
        if not part.strip():
            continue
        match = _SPECIAL.fullmatch(part.strip())
        times = read_times(match["times"]) if match else None
        if match is None or times is None:
            return None
        found.append({"date": match["date"], "times": times, "note": match["note"] or ""})
    return found
