"""Reckoning with days, weeks, months and feasts: EDTF texts of periods beside a day or far from it."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.edtf import Edtf


def iso_day(printed_year: int, month_of_year: int, printed_day: int) -> str | None:
    try:
        return date(printed_year, month_of_year, printed_day).isoformat()
    except ValueError:
        return None


def add_months(start: date, months: int) -> date:
    end_year, month_before = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(
        end_year, month_before + 1, min(start.day, calendar.monthrange(end_year, month_before + 1)[1])
    )


def shifted(unit: str, number: float, start: date, coarse: dict[str, str]) -> str | None:
    """So many units from a day, as exact as `coarse` says of the unit: year, month or, else, day."""
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "centurie": 1200}.get(
        unit
    )
    try:
        if months is None:
            days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
            moved = start + timedelta(round(days * number)) if days else None
        else:
            moved = add_months(start, round(months * number))
    except (OverflowError, ValueError):
        return None
    length = {"year": 4, "month": 7}.get(coarse.get(unit, "day"), 10)
    return moved.isoformat()[:length] if moved else None


def far_off(unit: str, number: float, start: date) -> str | None:
    """Some units before or after a day, as exact as people mean it: a week to the day, a year to the year."""
    whole = number == int(number)
    coarse = {"month": "month", "quarter": "month", "year": "year" if whole else "month", "decade": "year"}
    far = shifted(unit, number, start, coarse | {"century": "year", "centurie": "year"})
    round_number = unit == "year" and abs(number) >= 10 and number % 10 == 0
    vague = unit in ("decade", "century", "centurie") or (unit in ("week", "fortnight") and abs(number) != 1)
    return f"{far}~" if far and (round_number or vague or not whole) else far


def day_to_reckon_from(unit: str, before: Edtf) -> date | None:
    """The day to reckon from, where the time named before is as exact as the unit needs."""
    first, last = before.earliest_day(), before.latest_day()
    length = {"year": 4, "decade": 4, "month": 7, "quarter": 7}.get(unit, 10)
    if first is None or last is None or first.isoformat()[:length] != last.isoformat()[:length]:
        return None
    return first


def period_beside(period_name: str, step: int, before: Edtf | None) -> str | None:
    """The period some steps from the one that the time named before lies in; None: it lies in none."""
    first, last = (before.earliest_day(), before.latest_day()) if before else (None, None)
    if first is None or last is None or period_of(period_name, 0, first) != period_of(period_name, 0, last):
        return None
    return period_of(period_name, step, first)


def period_of(name: str, step: int, start: date) -> str | None:
    """The day, week (Monday to Sunday), weekend, month, ... that a day lies in, or so many of them on."""
    monday = start + timedelta(7 * step - start.weekday())
    month_on = add_months(start.replace(day=1), step)
    whole = {
        "day": str(start + timedelta(step)),
        "night": str(start + timedelta(step)),
        "week": f"{monday}/{monday + timedelta(6)}",
        "weekend": f"{monday + timedelta(5)}/{monday + timedelta(6)}",
        "month": month_on.isoformat()[:7],
        "quarter": f"{add_months(start, 3 * step).year}-{33 + (add_months(start, 3 * step).month - 1) // 3}",
        "year": str(start.year + step),
        "decade": f"{start.year // 10 + step}X",
        "century": f"{start.year // 100 + step}XX",
    }
    return whole.get(name)


def _easter(in_year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian reckoning, Meeus 1991)."""
    golden, century_of, rest = in_year % 19, in_year // 100, in_year % 100
    moon = (
        19 * golden + century_of - century_of // 4 - (century_of - (century_of + 8) // 25 + 1) // 3 + 15
    ) % 30
    sunday = (32 + 2 * (century_of % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month_of, day_before = divmod(moon + sunday - 7 * late + 114, 31)
    return date(in_year, month_of, day_before + 1)


def _thanksgiving(in_year: int) -> str:
    """The fourth Thursday of November."""
    first = date(in_year, 11, 1)
    return str(first + timedelta((3 - first.weekday()) % 7 + 21))


# The names that have one date wherever they are kept, and Thanksgiving Day, which only one country writes so.
FEASTS: dict[str, Callable[[int], str]] = {
    "christmas": lambda year: f"{year}-12-25",
    "christmas day": lambda year: f"{year}-12-25",
    "christmas eve": lambda year: f"{year}-12-24",
    "new years eve": lambda year: f"{year}-12-31",
    "new years day": lambda year: f"{year}-01-01",
    "halloween": lambda year: f"{year}-10-31",
    "valentines day": lambda year: f"{year}-02-14",
    "thanksgiving": lambda year: _thanksgiving(year),
    "thanksgiving day": lambda year: _thanksgiving(year),
    "easter": lambda year: _easter(year).isoformat(),
    "easter sunday": lambda year: _easter(year).isoformat(),
    "easter monday": lambda year: (_easter(year) + timedelta(1)).isoformat(),
    "good friday": lambda year: (_easter(year) - timedelta(2)).isoformat(),
    "palm sunday": lambda year: (_easter(year) - timedelta(7)).isoformat(),
    "ash wednesday": lambda year: (_easter(year) - timedelta(46)).isoformat(),
    "holy week": lambda year: f"{_easter(year) - timedelta(7)}/{_easter(year) - timedelta(1)}",
}
