"""Data binding: "${payload.hold.seconds} seconds" with the document's data in its place.

value     : or ('?' value ':' value)?
operators : ?? || && == != < > <= >= + - * / % and, before a value, ! + -, the loosest first
operands  : 12 1.5 .5 1.5s 'words' "words ${value}" true false null name @resource
            [value, ...] {'name': value, ...} a.b a[0] a(value, ...) (value)
names     : what the document adds to `functions.initial_context`
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from skill.tools.apla_render.functions import Library
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.values import (
    Time,
    are_equal,
    as_number,
    as_text,
    is_number,
    is_true,
)

Context = Mapping[str, Any]
"""The names that an expression can use; resources begin with @."""
Node = Callable[[], Any]
"""A part of an expression, worked out only if its value is asked for."""

RESOURCE = re.compile(r"@[A-Za-z_]\w*")
NAME = re.compile(r"@?[A-Za-z_]\w*")
NUMBER = re.compile(r"(\d+\.\d*|\.\d+|\d+)(?:(ms|s)(?!\w))?")
ANYTHING = re.compile(r"\w+|\S")
ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}
CONSTANTS = {"true": True, "false": False, "null": None}


def bound(value: Any, context: Context, path: str) -> Any:
    """The value with its expressions worked out; a lone expression keeps its type.

    Raises UnplayableError.
    """
    if not isinstance(value, str):
        return value
    if RESOURCE.fullmatch(value):
        return _looked_up(value, context, path)
    if "${" not in value:
        return value
    return _Reader(value, context, path).words()()


def _looked_up(name: str, context: Context, path: str) -> Any:
    if name not in context:
        known = ", ".join(sorted(context)) or "none"
        raise UnplayableError(path, f'"{name}" is not known here; the names are: {known}')
    return context[name]


def _plus(left: Node, right: Node) -> Any:
    first, second = left(), right()
    if is_number(first) and is_number(second):
        return first + second
    return as_text(first) + as_text(second)


def _on_numbers(work: Callable[[Any, Any], Any]) -> Callable[[Node, Node], Any]:
    return lambda left, right: work(as_number(left()), as_number(right()))


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[Node, Node], Any]:
    def compare(left: Node, right: Node) -> bool:
        first, second = left(), right()
        if isinstance(first, str) and isinstance(second, str):
            return holds(first, second)
        return holds(as_number(first), as_number(second))

    return compare


def _this_or(left: Node, right: Node) -> Any:
    value = left()
    return value if is_true(value) else right()


def _this_and(left: Node, right: Node) -> Any:
    value = left()
    return right() if is_true(value) else value


def _this_unless_null(left: Node, right: Node) -> Any:
    value = left()
    return right() if value is None else value


LEVELS: tuple[Mapping[str, Callable[[Node, Node], Any]], ...] = (
    {"??": _this_unless_null},
    {"||": _this_or},
    {"&&": _this_and},
    {
        "==": lambda left, right: are_equal(left(), right()),
        "!=": lambda left, right: not are_equal(left(), right()),
    },
    {
        "<=": _compared(lambda left, right: left <= right),
        ">=": _compared(lambda left, right: left >= right),
        "<": _compared(lambda left, right: left < right),
        ">": _compared(lambda left, right: left > right),
    },
    {"+": _plus, "-": _on_numbers(lambda left, right: left - right)},
    {
        "*": _on_numbers(lambda left, right: left * right),
        "/": _on_numbers(lambda left, right: left / right),
        # the rest has the sign of what is divided
        "%": _on_numbers(lambda left, right: left - right * math.trunc(left / right)),
    },
)
"""The operators that need both sides, the loosest first."""
BEFORE: Mapping[str, Callable[[Node], Any]] = {
    "!": lambda value: not is_true(value()),
    "-": lambda value: -as_number(value()),
    "+": lambda value: as_number(value()),
}


class _Reader:
    """Reads words with expressions in them, from left to right."""

    def __init__(self, text: str, context: Context, path: str) -> None:
        self._text = text
        self._context = context
        self._path = path
        self._at = 0

    def words(self, quote: str = "") -> Node:
        """Words up to the quote, or to the end for none; an expression alone keeps its type."""
        parts: list[Node | str] = []
        while not (quote and self._text.startswith(quote, self._at)):
            if self._at >= len(self._text):
                if quote:
                    raise self._wrong(f"{quote} is missing")
                break
            if self._text.startswith("${", self._at):
                self._at += 2
                parts.append(self._value())
                self._expect("}")
            else:
                parts.append(self._character(escapes=bool(quote)))
        self._at += len(quote)
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]
        return lambda: "".join(part if isinstance(part, str) else as_text(part()) for part in parts)

    def _character(self, *, escapes: bool) -> str:
        character = self._text[self._at]
        self._at += 1
        following = self._text[self._at : self._at + 1]
        if escapes and character == "\\" and following in ESCAPED:
            self._at += 1
            return ESCAPED[following]
        return character

    def _wrong(self, problem: str) -> UnplayableError:
        return UnplayableError(self._path, f'"{self._text}": {problem}')

    def _read(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        while self._text[self._at : self._at + 1].isspace():
            self._at += 1
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _takes(self, *signs: str) -> str | None:
        found = self._read(re.compile("|".join(map(re.escape, signs))))
        return found[0] if found else None

    def _expect(self, sign: str) -> None:
        if self._takes(sign):
            return
        found = self._read(ANYTHING)
        if sign != "}":
            raise self._wrong(f"{sign!r} is missing")
        raise self._wrong(
            f"{found[0]!r} is not expected" if found else "an expression without an end"
        )

    def _value(self) -> Node:
        condition = self._level(0)
        if not self._takes("?"):
            return condition
        first = self._value()
        self._expect(":")
        second = self._value()
        return lambda: first() if is_true(condition()) else second()

    def _level(self, level: int) -> Node:
        if level == len(LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while sign := self._takes(*LEVELS[level]):
            left = self._done(LEVELS[level][sign], left, self._level(level + 1))
        return left

    def _signed(self) -> Node:
        sign = self._takes(*BEFORE)
        if sign:
            return self._done(BEFORE[sign], self._signed())
        return self._reached(self._operand())

    def _operand(self) -> Node:
        if quote := self._takes("'", '"'):
            return self.words(quote)
        if self._takes("("):
            value = self._value()
            self._expect(")")
            return value
        if self._takes("["):
            values = self._several("]")
            return lambda: [value() for value in values]
        if self._takes("{"):
            return self._object()
        if found := self._read(NUMBER):
            number = _number(found[1], found[2])
            return lambda: number
        if found := self._read(NAME):
            name = found[0]
            named = (
                CONSTANTS[name]
                if name in CONSTANTS
                else _looked_up(name, self._context, self._path)
            )
            return lambda: named
        found = self._read(ANYTHING)
        if found and found[0] != "}":
            raise self._wrong(f"{found[0]!r} is not expected")
        raise self._wrong("ends too early" if found else "an expression without an end")

    def _object(self) -> Node:
        members: dict[Node, Node] = {}
        while not self._takes("}"):
            quote = self._takes("'", '"')
            if not quote:
                raise self._wrong("a name in quotes is missing")
            name = self.words(quote)
            self._expect(":")
            members[name] = self._value()
            if not self._takes(","):
                self._expect("}")
                break
        return lambda: {as_text(name()): value() for name, value in members.items()}

    def _several(self, end: str) -> list[Node]:
        values: list[Node] = []
        while not self._takes(end):
            values.append(self._value())
            if not self._takes(","):
                self._expect(end)
                break
        return values

    def _reached(self, value: Node) -> Node:
        while sign := self._takes(".", "[", "("):
            if sign == ".":
                found = self._read(NAME)
                if found is None:
                    raise self._wrong("a name is missing after '.'")
                value = self._member(value, _always(found[0]))
            elif sign == "[":
                key = self._value()
                self._expect("]")
                value = self._member(value, key)
            else:
                value = self._called(value, self._several(")"))
        return value

    def _member(self, value: Node, key: Node) -> Node:
        return self._done(lambda: self._held(value(), key()))

    def _held(self, value: Any, key: Any) -> Any:
        """What an object or list holds under a key; null if it holds nothing, as in APL."""
        if isinstance(value, Library) and key not in value:
            known = ", ".join(sorted(value))
            raise self._wrong(f"{value.name}.{key} is not known here; {known} are")
        if isinstance(value, Mapping):
            return value.get(key)
        if isinstance(value, list | str) and key == "length":
            return len(value)
        if isinstance(value, list) and is_number(key):
            place = math.floor(key + 0.5)
            inside = -len(value) <= place < len(value)
            return value[place] if inside else None
        if value is None:
            return None
        raise self._wrong(f"{as_text(value)!r} has no {key!r}")

    def _called(self, function: Node, arguments: Sequence[Node]) -> Node:
        def call() -> Any:
            work, values = function(), [argument() for argument in arguments]
            if not callable(work):
                raise self._wrong(f"{as_text(work)!r} is no function")
            try:
                inspect.signature(work).bind(*values)
            except TypeError:
                raise self._wrong(f"a function does not take {len(values)} values") from None
            return work(*values)

        return self._done(call)

    def _done(self, work: Callable[..., Any], *values: Node) -> Node:
        def done() -> Any:
            try:
                return work(*values)
            except UnplayableError:
                raise
            except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
                raise self._wrong(str(error)) from error

        return done


def _always(value: Any) -> Node:
    return lambda: value


def _number(digits: str, unit: str | None) -> int | float:
    number = float(digits) if "." in digits else int(digits)
    return Time(number * 1000) if unit == "s" else number
