"""Data binding: what an expression amounts to."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest

from skill.tools.apla_render.binding import evaluate
from skill.tools.apla_render.functions import Library, initial_context
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.values import Time

INITIAL = initial_context("de-DE", "0.91", Random(0))
CONTEXT = {
    **INITIAL,
    "payload": {"hold": {"seconds": 30}, "legs": ["left", "right"], "empty": None},
    "index": 1,
    "name": "Ann",
    "@gap": 500,
}


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("${sorry}", '"sorry" is not known'),
        ("${index +}", "ends too early"),
        ("${index 2}", "'2' is not expected"),
        ("${)}", "')' is not expected"),
        ("${(index}", "')' is missing"),
        ("${index ? 1}", "':' is missing"),
        ("${Math.sine(1)}", "Math.sine is not known"),
        ("${Math.clamp(1, 2)}", "does not take 2 values"),
        ("${Math.sqrt(-1)}", 'here: "${Math.sqrt(-1)}": '),
        ("${Math.PI(1)}", "is not a function"),
        ("${name(1)}", "is not a function"),
        ("${Math[payload.legs]}", "unhashable"),
        ("${Array.range(1000000000)}", "too long"),
        ("${Array.slice(name)}", "is not a list"),
        ("${Time.year(10 * Math.pow(10, 15))}", "out of range"),
        ("${'one}", "' is missing"),
        ("${[1, 2}", "']' is missing"),
        ("${{1: 2}}", "a name in quotes is missing"),
        ("${}", "ends too early"),
        ("${1 + ${2}}", "'$' is not expected"),
        ("${payload.}", "a name is missing"),
        ("${name.first}", "has no 'first'"),
        ("${index - name}", "'Ann' is not a number"),
        ("${1 / 0}", "zero"),
        ("${index # 2}", "'#' is not expected"),
        ("${payload.legs.first}", "has no 'first'"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(expression: str, problem: str) -> None:
    with pytest.raises(UnplayableError, match=r"^here: ") as refused:
        evaluate(expression, CONTEXT, "here")

    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        (7, 7),
        ("${payload.hold.seconds}", 30),
        ("${payload.hold.seconds} seconds", "30 seconds"),
        ("${payload['hold']['seconds']}", 30),
        ("${payload.legs[index]} leg", "right leg"),
        ("${payload.legs.length}", 2),
        ("${payload.legs[5]}", None),
        ("${payload.nothing.there}", None),
        ("nothing: ${payload.empty}.", "nothing: ."),
        ("@gap", 500),
        ("${@gap * 2}", 1000),
        ("${index + 1} of ${payload.legs.length}", "2 of 2"),
        ("${1 + 2 * 3}", 7),
        ("${(1 + 2) * 3}", 9),
        ("${7 - 2 - 1}", 4),
        ("${7 % 4}", 3),
        ("${-index}", -1),
        ("${'a' + 1}", "a1"),
        ("${6 / 4} and ${6 / 3}", "1.5 and 2"),
        ("${index == 1 && name == 'Ann'}", True),
        ("${index > 1 || !payload.empty}", True),
        ("${index != 1}", False),
        ("${index >= 1 ? 'more' : 'less'}", "more"),
        ("${false ? 1 : true ? 2 : 3}", 2),
        ("${payload.empty ?? 'none'}", "none"),
        ("${0 || 'none'}", "none"),
        ("${0 ?? 'none'}", 0),
        ("${Math.max(2, index)} ${Math.round(2.5)} ${Math.floor(2.9)}", "2 3 2"),
        ("${String.toUpperCase(name)}", "ANN"),
        ("${'a } brace'}", "a } brace"),
        ("${true}", True),
        ("${.5 + 1.}", 1.5),
        ("${+index}", 1),
        ("${-7 % 3}", -1),
        ("${0.1 + 0.2}!", "0.3!"),
        ("${1.7s}", Time(1700)),
        ("${1.7s} or ${250ms}", "1.7s or 250"),
        ('${\'it\\\'s \' + "\\"so\\""}', 'it\'s "so"'),
        ("${'two and two is ${2 + 2}'}", "two and two is 4"),
        ("${'${index}'}", 1),
        ("${[1, 'b', [true]][2][0]}", True),
        ("${[].length}", 0),
        ("${{'a': index, \"b\": 2}.b}", 2),
        ("${payload.legs[-1]} ${payload.legs[0.6]}", "right right"),
        ("${1 == '1' || 1 == true || null == 0}", False),
        ("${'b' > 'a' && '10' > 9}", True),
        ("${payload.empty + 1}", "1"),
        ("${payload.empty * 2 + true}", "0true"),
        ("${'-2.3' * 2}", -4.6),
        ("${payload.legs}!", "!"),
        ("${null ?? false || 'loose'}", "loose"),
        ("${1 + 2 + 'a' + 1 + 2}", "3a12"),
        ("${index == 1 ? 'one' : 1 / 0}", "one"),
        ("${false && 1 / 0}", False),
        ("${true || 1 / 0}", True),
        ("${2 ?? 1 / 0}", 2),
        ("${environment.alexaLocale == 'de-DE' ? 'hallo' : 'hello'}", "hallo"),
        ("${environment.aplVersion}", "0.91"),
        ("${environment.nothing}", None),
    ],
)
def test_an_expression_is_worked_out(value: object, expected: object) -> None:
    result = evaluate(value, CONTEXT, "here")

    assert result == expected
    assert type(result) is type(expected)


EXAMPLES: dict[str, Any] = {
    "Math.abs('-2.5')": 2.5,
    "Math.acos(1)": 0.0,
    "Math.acosh(1)": 0.0,
    "Math.asin(0)": 0.0,
    "Math.asinh(0)": 0.0,
    "Math.atan(1) * 4": math.pi,
    "Math.atan2(1, 1) * 4": math.pi,
    "Math.atanh(0)": 0.0,
    "Math.cbrt(27)": 3.0,
    "Math.ceil(2.1)": 3,
    "Math.clamp(1, 5, 3)": 3,
    "Math.clamp(1, 0, 3) + Math.clamp(1, 2, 3)": 3,
    "Math.cos(0)": 1.0,
    "Math.cosh(0)": 1.0,
    "Math.exp(1) - Math.E": 0.0,
    "Math.exp2(3)": 8.0,
    "Math.expm1(0)": 0.0,
    "Math.float('2')": 2.0,
    "Math.floor(2.9)": 2,
    "Math.hypot(2, 3, 6)": 7.0,
    "Math.int('30') + Math.int('ff', 16) + Math.int(2.9)": 287,
    "Math.isFinite(1)": True,
    "Math.isInf(1)": False,
    "Math.isNaN(1)": False,
    "Math.log(Math.E)": 1.0,
    "Math.log10(1000)": 3.0,
    "Math.log1p(0)": 0.0,
    "Math.log2(8)": 3.0,
    "Math.max(1, '3', 2)": 3,
    "Math.min(1, '3', true)": 1,
    "Math.pow(2, 10)": 1024,
    "Math.random() < 1": True,
    "Math.round(2.5) - Math.round(-2.5)": 6,
    "Math.sign(-3) + Math.sign(0)": -1,
    "Math.sin(0)": 0.0,
    "Math.sinh(0)": 0.0,
    "Math.sqrt(9)": 3.0,
    "Math.tan(0)": 0.0,
    "Math.tanh(0)": 0.0,
    "Math.trunc(-2.9)": -2,
    "Math.LN2 + Math.LN10": math.log(20),
    "Math.LOG2E * Math.LN2 + Math.LOG10E * Math.LN10": 2.0,
    "Math.PI": math.pi,
    "Math.SQRT2 * Math.SQRT1_2": 1.0,
    "String.length('hold')": 4,
    "String.slice('hamstring', 3) + String.slice('hamstring', 0, -6)": "stringham",
    "String.toLowerCase('HOLD')": "hold",
    "String.toUpperCase('hold', 'en-US')": "HOLD",
    "Array.indexOf(payload.legs, 'right')": 1,
    "Array.indexOf(payload.legs, 'middle')": -1,
    "Array.range(3)": [0, 1, 2],
    "Array.range(1, 3)": [1, 2],
    "Array.range(3, 0, -1)": [3, 2, 1],
    "Array.slice([1, 2, 3], 1)": [2, 3],
    "Array.slice([1, 2, 3], -3, -1)": [1, 2],
    "Time.year(1785683045678)": 2026,
    "Time.month(1785683045678)": 7,
    "Time.date(1785683045678)": 2,
    "Time.weekDay(1785683045678)": 0,
    "Time.hours(1785683045678)": 15,
    "Time.minutes(1785683045678)": 4,
    "Time.seconds(1785683045678)": 5,
    "Time.milliseconds(1785683045678)": 678,
    "Time.format('YYYY-MM-DD YY/M/D, HH:mm:ss.SSS, h:m:s', 1785683045678)": (
        "2026-08-02 26/8/2, 15:04:05.678, 3:4:5"
    ),
    "Time.format('hh H SS S', 1785683045678)": "03 15 67 6",
    "Time.format('DDD, HHH, mmm, sss', 90061000)": ("1, 25, 1501, 90061"),
}


@pytest.mark.parametrize("expression", EXAMPLES)
def test_a_function_gives_what_the_reference_says(expression: str) -> None:
    expected = EXAMPLES[expression]

    result = evaluate(f"${{{expression}}}", CONTEXT, "here")

    assert result == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_every_function_and_constant_has_an_example() -> None:
    examples = " ".join(EXAMPLES)

    for library in INITIAL.values():
        if isinstance(library, Library):
            missing = [name for name in library if f"{library.name}.{name}" not in examples]
            assert not missing, library.name


def test_chance_is_the_one_that_is_handed_in() -> None:
    drawn = [
        evaluate("${Math.random()}", initial_context("en-US", "0.91", Random(seed)), "here")
        for seed in (1, 1, 2)
    ]

    assert drawn[0] == drawn[1] != drawn[2]
