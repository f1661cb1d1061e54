"""Data binding: what an expression amounts to."""

from __future__ import annotations

import pytest

from skill.tools.apla_render.binding import bound
from skill.tools.apla_render.problems import UnplayableError

CONTEXT = {
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
        ("${Math.sin(1)}", "Math.sin is not known"),
        ("${payload.}", "a name is missing"),
        ("${name.first}", "has no 'first'"),
        ("${index - name}", "unsupported operand"),
        ("${1 / 0}", "zero"),
        ("${index # 2}", "not understood"),
        ("${payload.legs.first}", "has no 'first'"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(expression: str, problem: str) -> None:
    with pytest.raises(UnplayableError, match=r"^here: ") as refused:
        bound(expression, CONTEXT, "here")

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
    ],
)
def test_an_expression_is_worked_out(value: object, expected: object) -> None:
    result = bound(value, CONTEXT, "here")

    assert result == expected
    assert type(result) is type(expected)
