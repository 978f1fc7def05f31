"""What a time expression means on a given day: one function for each kind of expression.

Each takes the match of its rule and the moment, and gives an EDTF text, or None where the expression names
no time that the moment tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.edtf import Edtf
from onrecord.numbers import read_number
from onrecord.reading.time_calendar import (
    FEASTS,
    add_months,
    day_to_reckon_from,
    far_off,
    iso_day,
    period_beside,
    period_of,
    shifted,
)
from onrecord.reading.time_words import ORDINALS, SEASONS, month_number, weekday_number


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an expression stands: the report's day, the way its sentence looks, the time named before it.

    `ahead`: True where the sentence speaks of what is to come. `before` is the last time named in the
    same or the last sentence.
    """

    day: date
    ahead: bool = False
    before: Edtf | None = None


# Days: a date without its year is nearer than this on either side, or lies on the side the sentence looks to.
FAR_OFF = 30

Value = Callable[[re.Match[str], Moment], str | None]


def day(match: re.Match[str], now: Moment) -> str | None:
    """A printed date, with its year or without; with the names of month and day or in figures."""
    part = match.groupdict()
    month = int(part["mm"]) if part.get("mm") else month_number(part["month"])
    printed = int(re.sub(r"\D", "", part["dom"]))
    if part.get("year"):
        return iso_day(int(part["year"]), month, printed)
    if part.get("yy"):
        return iso_day(_full_year(part["yy"], now), month, printed)
    which = (part.get("which") or "").lower()
    return _nearest_day(
        month, printed, replace(now, ahead=_step(which) > 0) if which else now, strict=bool(which)
    )


def day_range(match: re.Match[str], now: Moment) -> str | None:
    first, last = (int(re.sub(r"\D", "", match[name])) for name in ("dom", "dom2"))
    month = month_number(match["month"])
    if match.groupdict().get("year"):
        ends = iso_day(int(match["year"]), month, first), iso_day(int(match["year"]), month, last)
    else:
        ends = _nearest_day(month, first, now), _nearest_day(month, last, now)
    return f"{ends[0]}/{ends[1]}" if all(ends) and first < last else None


def slashed_day(match: re.Match[str], now: Moment) -> str | None:
    """17/08/2022: where both may be the month, the report's own day decides, or the year alone stays."""
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    full = int(year) if len(year) == 4 else _full_year(year, now)
    readings = {r for r in (iso_day(full, second, first), iso_day(full, first, second)) if r}
    if len(readings) == 2:
        near = {r for r in readings if abs((date.fromisoformat(r) - now.day).days) <= 1}
        readings = near or {str(full)}
    return readings.pop() if len(readings) == 1 else None


def day_of_month(match: re.Match[str], now: Moment) -> str | None:
    """On the 19th: of this month, or of the one after or before, as the sentence looks."""
    printed = int(re.sub(r"\D", "", match["nth"]))
    step = 1 if now.ahead else -1
    for months in (0, step):
        first = add_months(now.day.replace(day=1), months)
        value = iso_day(first.year, first.month, printed)
        if value and (date.fromisoformat(value) - now.day).days * step >= 0:
            return value
    return None


def month(match: re.Match[str], now: Moment) -> str | None:
    part = match.groupdict()
    number = month_number(part.get("month") or part.get("sureMonth") or part["looseMonth"])
    if part.get("year"):
        return f"{part['year']}-{number:02}"
    year = now.day.year
    which = (part.get("which") or "").lower()
    if part.get("of"):
        year += _step(which)
    elif which in ("last", "past", "previous"):
        year -= number >= now.day.month
    elif which in ("next", "coming", "following"):
        year += number <= now.day.month
    elif which not in ("this", "current", "present"):
        year += _towards(number - now.day.month, now)
    return f"{year}-{number:02}"


def month_range(match: re.Match[str], now: Moment) -> str | None:
    first, last = month_number(match["month"]), month_number(match["month2"])
    end = int(match["year"]) if match["year"] else now.day.year + _towards(last - now.day.month, now)
    return f"{end - (first > last)}-{first:02}/{end}-{last:02}"


def year(match: re.Match[str], _: Moment) -> str | None:
    return match["year"]


def year_range(match: re.Match[str], _: Moment) -> str | None:
    part = match.groupdict()
    last = part.get("year2") or part["year"][:2] + part["yy"]
    return f"{part['year']}/{last}" if int(part["year"]) < int(last) else None


def short_year(match: re.Match[str], now: Moment) -> str | None:
    return str(_full_year(match["yy"], now))


def decade(match: re.Match[str], now: Moment) -> str | None:
    printed = match["decade"]
    return (printed if len(printed) == 4 else str(_full_year(printed, now)))[:3] + "X"


def century(match: re.Match[str], _: Moment) -> str | None:
    return f"{int(re.sub(r'[^0-9]', '', match['nth'])) - 1:02}XX"


def weekday(match: re.Match[str], now: Moment) -> str | None:
    """The last such day up to the report's, or the next where the sentence looks ahead or says so."""
    number, which = weekday_number(match["weekday"]), (match.groupdict().get("which") or "").lower()
    ago = (now.day.weekday() - number) % 7
    if which in ("last", "past", "previous"):
        return _days(now, -(ago or 7))
    if which in ("next", "coming", "following") or (which == "" and now.ahead):
        ahead = (number - now.day.weekday()) % 7
        return _days(now, ahead or (7 if which else 0))
    if which:
        return _days(now, number - now.day.weekday())
    return _days(now, -ago)


def days_off(number: int) -> Value:
    return lambda _, now: _days(now, number)


def period(match: re.Match[str], now: Moment) -> str | None:
    """Last week, this month, next year: -1, 0 or 1 periods from the report's day."""
    which = match["which"].lower()
    if which == "past":
        return stretch(match, now)
    if which == "following" or (which == "previous" and now.before):
        return period_beside(match["period"].lower(), -1 if which == "previous" else 1, now.before)
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    return period_of(match["period"].lower(), step, now.day)


def part_of_period(match: re.Match[str], now: Moment) -> str | None:
    """Earlier this week: from its first day to the report's; later this week: from there to its last."""
    whole = period_of(match["period"].lower(), 0, now.day)
    if whole is None:
        return None
    first, last = Edtf(whole).earliest_day(), Edtf(whole).latest_day()
    if first is None or last is None or first == last:
        return whole
    return f"{first}/{now.day}" if match["side"].lower() == "earlier" else f"{now.day}/{last}"


def weekend(match: re.Match[str], now: Moment) -> str | None:
    """Over the weekend: the last one that has begun, or the one to come where the sentence looks ahead."""
    saturday = now.day + timedelta((5 - now.day.weekday()) % 7)
    if now.day.weekday() == 6:
        saturday = now.day - timedelta(1)
    if not now.ahead and saturday > now.day:
        saturday -= timedelta(7)
    return f"{saturday}/{saturday + timedelta(1)}"


def stretch(match: re.Match[str], now: Moment) -> str | None:
    """The past three years, the next two weeks: up to the report's day, or from it."""
    part = match.groupdict()
    which, unit = part["which"].lower(), (part.get("unit") or part["period"]).lower()
    number = _count(part.get("n") or "one")
    if unit == "quarter" and "n" not in part:
        return period_of(unit, _step(which), now.day)
    if number is None or unit == "hour" or which not in ("last", "past", "next", "coming"):
        return None
    step = -1 if which in ("last", "past") else 1
    far = shifted(unit, step * number, now.day, coarse={"year": "month", "decade": "year", "century": "year"})
    if far is None:
        return None
    near = now.day.isoformat()
    return f"{far}~/{near}" if step < 0 else f"{near}/{far}~"


def ago(match: re.Match[str], now: Moment) -> str | None:
    """Three months ago: by the month; ten years ago: by the year, about; and so on, from the report's day."""
    number = _count(match["n"])
    if number is None:
        return None
    step = -1 if match["side"].lower() == "ago" else 1
    return far_off(match["unit"].lower(), step * number, now.day)


def later(match: re.Match[str], now: Moment) -> str | None:
    """Eight months later, a day earlier: from the time named just before."""
    unit, number = match["unit"].lower(), _count(match["n"])
    if number is None or now.before is None:
        return None
    step = -1 if match["side"].lower() in ("earlier", "before", "previously") else 1
    anchor = day_to_reckon_from(unit, now.before)
    return None if anchor is None else far_off(unit, step * number, anchor)


def beside(step: int) -> Value:
    """The next day, the year before: one period from the time named just before."""
    return lambda match, now: period_beside(match["period"].lower(), step, now.before)


def same(match: re.Match[str], now: Moment) -> str | None:
    """That day, the same month: the period that the time named just before lies in."""
    return period_beside(match["period"].lower(), 0, now.before)


def year_before(_: re.Match[str], now: Moment) -> str | None:
    """The same month a year ago: the time named before, one year back."""
    value = str(now.before or "")
    return f"{int(value[:4]) - 1}{value[4:]}" if re.fullmatch(r"\d{4}(?:-\d\d)?", value) else None


def edge_of_period(match: re.Match[str], now: Moment) -> str | None:
    """The start of the month, the end of next year."""
    whole = period_of(match["period"].lower(), _step(match.groupdict().get("which") or ""), now.day)
    if whole and match["period"].lower() == "year":
        return f"{whole}-{'12' if match['edge'].lower() == 'end' else '01'}~"
    return whole


def season(match: re.Match[str], now: Moment) -> str | None:
    """Spring 2019, last summer, this winter; winter has the year in which it begins."""
    part = match.groupdict()
    code = SEASONS[part["season"].lower()]
    if part.get("year"):
        return f"{part['year']}-{code}"
    which = (part.get("which") or "").lower()
    ahead = which in ("next", "coming") or (which == "" and now.ahead)
    seasons = [Edtf(f"{now.day.year + step}-{code}") for step in (-2, -1, 0, 1)]
    bounds = [(s.earliest_day() or now.day, s.latest_day() or now.day, str(s)) for s in seasons]
    if which in ("this", "current", "present"):
        return min(bounds, key=lambda b: max((b[0] - now.day).days, (now.day - b[1]).days, 0))[2]
    if ahead:
        return next(name for first, _, name in bounds if first > now.day)
    ended = [name for first, last, name in bounds if (last if which else first) < now.day]
    return ended[-1]


def quarter(match: re.Match[str], now: Moment) -> str | None:
    """The first quarter of 2019, of last year, or of the year that the sentence's way implies; Q2 2025."""
    part = match.groupdict()
    number = int(part["q"]) if part.get("q") else _ordinal(part["quarter"])
    if part.get("year"):
        return f"{part['year']}-{32 + number}"
    if part.get("which"):
        return f"{now.day.year + _step(part['which'])}-{32 + number}"
    return (
        f"{now.day.year + _towards(number - 1 - (now.day.month - 1) // 3, now, same=now.ahead)}-{32 + number}"
    )


def half(match: re.Match[str], now: Moment) -> str | None:
    part = match.groupdict()
    which = part.get("which")
    if not part.get("year") and not which:
        return None
    printed = part.get("year") or now.day.year + _step(which or "")
    months = ("01", "06") if _ordinal(part["quarter"]) == 1 else ("07", "12")
    return f"{printed}-{months[0]}/{printed}-{months[1]}"


def feast(match: re.Match[str], now: Moment) -> str | None:
    """A holiday with one date everywhere: the nearest to the report's day, or of the year printed."""
    part = match.groupdict()
    days = FEASTS[re.sub(r"\W+", " ", part["feast"].lower().replace("’", "").replace("'", "")).strip()]
    if part.get("year"):
        return days(int(part["year"]))
    which = (part.get("which") or "").lower()
    dates = [(Edtf(days(now.day.year + step)), step) for step in (-1, 0, 1)]
    starts = [(value.earliest_day() or now.day, value) for value, _ in dates]
    if which in ("last", "past"):
        return str([value for start, value in starts if start < now.day][-1])
    if which in ("next", "coming") or now.ahead:
        return str(next(value for start, value in starts if start >= now.day))
    return str(min(starts, key=lambda pair: abs((pair[0] - now.day).days))[1])


def clock(_: re.Match[str], now: Moment) -> str | None:
    """A time of day alone: of the day named before it."""
    return period_beside("day", 0, now.before)


def today(_: re.Match[str], now: Moment) -> str | None:
    return now.day.isoformat()


def nothing(_: re.Match[str], __: Moment) -> str | None:
    """A length of time, a habit or a word that names no day."""
    return None


def _full_year(yy: str, now: Moment) -> int:
    """The year that two figures mean: the last one, or one at most ten years to come."""
    full = now.day.year // 100 * 100 + int(yy)
    return full if full <= now.day.year + 10 else full - 100


def _nearest_day(month_of_year: int, printed: int, now: Moment, *, strict: bool = False) -> str | None:
    """A day without its year: the nearest, unless that is far off where the sentence does not look."""
    days = [v for step in (-1, 0, 1) if (v := iso_day(now.day.year + step, month_of_year, printed))]
    away = {v: (date.fromisoformat(v) - now.day).days for v in days}
    step = 1 if now.ahead else -1
    on_that_side = [v for v in days if away[v] * step >= (0 if not strict else 1)]
    nearest = min(days, key=lambda v: abs(away[v]), default=None)
    if nearest and (strict or away[nearest] * step < -FAR_OFF):
        return min(on_that_side, key=lambda v: abs(away[v]), default=nearest)
    return nearest


def _towards(places: int, now: Moment, *, same: bool = True) -> int:
    """The year, from the report's, of a month or quarter that is so many places after the report's own."""
    if now.ahead:
        return 1 if places < 0 or (places == 0 and not same) else 0
    return -1 if places > 0 or (places == 0 and not same) else 0


def _step(which: str) -> int:
    return {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(
        which.lower(), 0
    )


def _ordinal(word: str) -> int:
    return ORDINALS.get(word.lower()) or int(word[0])


def _count(words: str) -> float | None:
    return 1.0 if words.lower() in ("a", "an", "one") else read_number(words)


def _days(now: Moment, number: int) -> str:
    return (now.day + timedelta(number)).isoformat()
