"""The names every expression can use: `Math`, `String`, `Array`, `Time` and `environment`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from skill.tools.apla_render.values import are_equal, as_number, as_text

Function = Callable[..., Any]
LONGEST_RANGE = 10_000
EPOCH = datetime(1970, 1, 1)
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
AGENT, AGENT_VERSION = "apla_render", "1"


class Library(dict[str, Any]):
    """Functions and constants under one name, as in Math.min."""

    def __init__(self, name: str, members: Mapping[str, Any]) -> None:
        super().__init__(members)
        self.name = name


def initial_context(locale: str, version: str, chance: Random) -> dict[str, Any]:
    """The names of an expression before the document adds its own.

    `locale` is the device's, `version` the document's; `chance` is the source of Math.random.
    """
    return {
        "environment": environment(locale, version),
        "Math": Library("Math", {**MATH, "random": chance.random}),
        "String": Library("String", STRING),
        "Array": Library("Array", ARRAY),
        "Time": Library("Time", TIME),
    }


def environment(locale: str, version: str) -> dict[str, Any]:
    """The device as a document sees it; a name that is not here is null, as on a device."""
    language = locale.partition("-")[0].lower()
    return {
        "agentName": AGENT,
        "agentVersion": AGENT_VERSION,
        "alexaLocale": locale,
        "aplVersion": version,
        "fontScale": 1,
        "lang": locale,
        "layoutDirection": "RTL" if language in RIGHT_TO_LEFT else "LTR",
        "reason": "initial",
        "screenMode": "normal",
        "screenReader": False,
    }


def _variadic(function: Function) -> Function:
    def wrapped(*values: Any) -> Any:
        return function(*map(as_number, values))

    return wrapped


def _unary(function: Callable[[Any], Any]) -> Function:
    def wrapped(value: Any) -> Any:
        return function(as_number(value))

    return wrapped


def _clamp(low: Any, value: Any, high: Any) -> Any:
    return max(as_number(low), min(as_number(value), as_number(high)))


def _round(value: float) -> int:
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _binary(function: Callable[[Any, Any], Any]) -> Function:
    def wrapped(first: Any, second: Any) -> Any:
        return function(as_number(first), as_number(second))

    return wrapped


def _int(value: Any, base: Any = 10) -> int:
    if isinstance(value, str) and as_number(base) != 10:
        return int(value, int(as_number(base)))
    return math.trunc(as_number(value))


MATH: Mapping[str, Any] = {
    **{
        name: _unary(getattr(math, name))
        for name in (
            "acos acosh asin asinh atan atanh cbrt ceil cos cosh exp exp2 expm1 floor log log10 "
            "log1p log2 sin sinh sqrt tan tanh trunc"
        ).split()
    },
    "abs": _unary(abs),
    "atan2": _binary(math.atan2),
    "clamp": _clamp,
    "float": _unary(float),
    "hypot": _variadic(math.hypot),
    "int": _int,
    "isFinite": _unary(math.isfinite),
    "isInf": _unary(math.isinf),
    "isNaN": _unary(math.isnan),
    "max": _variadic(max),
    "min": _variadic(min),
    "pow": _binary(pow),
    "round": _unary(_round),
    "sign": _unary(_sign),
    "E": math.e,
    "LN2": math.log(2),
    "LN10": math.log(10),
    "LOG2E": math.log2(math.e),
    "LOG10E": math.log10(math.e),
    "PI": math.pi,
    "SQRT1_2": math.sqrt(0.5),
    "SQRT2": math.sqrt(2),
}


def _length(text: Any) -> int:
    return len(as_text(text))


def _upper(text: Any, locale: Any = None) -> str:
    del locale
    return as_text(text).upper()


def _lower(text: Any, locale: Any = None) -> str:
    del locale
    return as_text(text).lower()


def _slice_text(text: Any, start: Any, end: Any = None) -> str:
    return as_text(text)[_index(start) : None if end is None else _index(end)]


STRING: Mapping[str, Function] = {
    "length": _length,
    "slice": _slice_text,
    "toLowerCase": _lower,
    "toUpperCase": _upper,
}


def _index(value: Any) -> int:
    return math.trunc(as_number(value))


def _checked_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is not a list")
    return value


def _index_of(values: Any, wanted: Any) -> int:
    found = (place for place, value in enumerate(_checked_list(values)) if are_equal(value, wanted))
    return next(found, -1)


def _range(first: Any, end: Any = None, step: Any = 1) -> list[int | float]:
    start, stop = (0, first) if end is None else (first, end)
    start, stop, step = as_number(start), as_number(stop), as_number(step)
    count = max(0, math.ceil((stop - start) / step)) if step else 0
    if count > LONGEST_RANGE:
        raise ValueError(f"a range of {count} numbers is too long; {LONGEST_RANGE} are allowed")
    return [start + place * step for place in range(count)]


def _slice(values: Any, start: Any = 0, end: Any = None) -> list[Any]:
    return _checked_list(values)[_index(start) : None if end is None else _index(end)]


ARRAY: Mapping[str, Function] = {"indexOf": _index_of, "range": _range, "slice": _slice}


def _datetime(value: float) -> datetime:
    return EPOCH + timedelta(milliseconds=math.floor(value))


def _modulo(unit_ms: int, of: int) -> Function:
    return _unary(lambda value: math.floor(value / unit_ms) % of)


SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
CODE = re.compile("YYYY|YY|MM|M|D{1,3}|H{1,3}|hh|h|m{1,3}|s{1,3}|S{1,3}")
CODES: Mapping[str, Callable[[datetime, int], str]] = {
    "YYYY": lambda at, _: f"{at.year:04}",
    "YY": lambda at, _: f"{at.year % 100:02}",
    "M": lambda at, _: str(at.month),
    "MM": lambda at, _: f"{at.month:02}",
    "D": lambda at, _: str(at.day),
    "DD": lambda at, _: f"{at.day:02}",
    "DDD": lambda _, value: str(value // DAY),
    "H": lambda at, _: str(at.hour),
    "HH": lambda at, _: f"{at.hour:02}",
    "HHH": lambda _, value: str(value // HOUR),
    "h": lambda at, _: str(at.hour % 12 or 12),
    "hh": lambda at, _: f"{at.hour % 12 or 12:02}",
    "m": lambda at, _: str(at.minute),
    "mm": lambda at, _: f"{at.minute:02}",
    "mmm": lambda _, value: str(value // MINUTE),
    "s": lambda at, _: str(at.second),
    "ss": lambda at, _: f"{at.second:02}",
    "sss": lambda _, value: str(value // SECOND),
    "S": lambda _, value: str(value // 100 % 10),
    "SS": lambda _, value: f"{value // 10 % 100:02}",
    "SSS": lambda _, value: f"{value % 1000:03}",
}


def _format(form: Any, value: Any) -> str:
    exact = math.floor(as_number(value))
    at = _datetime(exact)
    return CODE.sub(lambda found: CODES[found[0]](at, exact), as_text(form))


TIME: Mapping[str, Function] = {
    "year": _unary(lambda value: _datetime(value).year),
    "month": _unary(lambda value: _datetime(value).month - 1),
    "date": _unary(lambda value: _datetime(value).day),
    "weekDay": _unary(lambda value: _datetime(value).isoweekday() % 7),
    "hours": _modulo(HOUR, 24),
    "minutes": _modulo(MINUTE, 60),
    "seconds": _modulo(SECOND, 60),
    "milliseconds": _modulo(1, 1000),
    "format": _format,
}
"""Each takes ms since 1970 in UTC; months and weekdays count from 0, and weeks begin on Sunday."""
