"""Data binding: "${payload.hold.seconds} seconds" with the document's data in its place.

value     : or ('?' value ':' value)?
operators : ?? || && == != < > <= >= + - * / % and the prefixes ! + -, loosest first
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
"""The names an expression can use; those of resources begin with @."""
Node = Callable[[], Any]
"""A part of an expression, evaluated lazily."""

RESOURCE = re.compile(r"@[A-Za-z_]\w*")
NAME = re.compile(r"@?[A-Za-z_]\w*")
NUMBER = re.compile(r"(\d+\.\d*|\.\d+|\d+)(?:(ms|s)(?!\w))?")
TOKEN = re.compile(r"\w+|\S")
ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}
CONSTANTS = {"true": True, "false": False, "null": None}


def evaluate(value: Any, context: Context, path: str) -> Any:
    """The value with its expressions evaluated; a lone expression keeps its type.

    Raises UnplayableError.
    """
    if not isinstance(value, str):
        return value
    if RESOURCE.fullmatch(value):
        return _look_up(value, context, path)
    if "${" not in value:
        return value
    return _Parser(value, context, path).words()()


def _look_up(name: str, context: Context, path: str) -> Any:
    if name not in context:
        known = ", ".join(sorted(context)) or "none"
        raise UnplayableError(path, f'"{name}" is not known; the names are: {known}')
    return context[name]


def _plus(left: Node, right: Node) -> Any:
    first, second = left(), right()
    if is_number(first) and is_number(second):
        return first + second
    return as_text(first) + as_text(second)


def _arithmetic(work: Callable[[Any, Any], Any]) -> Callable[[Node, Node], Any]:
    return lambda left, right: work(as_number(left()), as_number(right()))


def _comparison(holds: Callable[[Any, Any], bool]) -> Callable[[Node, Node], Any]:
    def compare(left: Node, right: Node) -> bool:
        first, second = left(), right()
        if isinstance(first, str) and isinstance(second, str):
            return holds(first, second)
        return holds(as_number(first), as_number(second))

    return compare


def _or(left: Node, right: Node) -> Any:
    value = left()
    return value if is_true(value) else right()


def _and(left: Node, right: Node) -> Any:
    value = left()
    return right() if is_true(value) else value


def _coalesce(left: Node, right: Node) -> Any:
    value = left()
    return right() if value is None else value


BINARY: tuple[Mapping[str, Callable[[Node, Node], Any]], ...] = (
    {"??": _coalesce},
    {"||": _or},
    {"&&": _and},
    {
        "==": lambda left, right: are_equal(left(), right()),
        "!=": lambda left, right: not are_equal(left(), right()),
    },
    {
        "<=": _comparison(lambda left, right: left <= right),
        ">=": _comparison(lambda left, right: left >= right),
        "<": _comparison(lambda left, right: left < right),
        ">": _comparison(lambda left, right: left > right),
    },
    {"+": _plus, "-": _arithmetic(lambda left, right: left - right)},
    {
        "*": _arithmetic(lambda left, right: left * right),
        "/": _arithmetic(lambda left, right: left / right),
        # the remainder has the sign of the dividend
        "%": _arithmetic(lambda left, right: left - right * math.trunc(left / right)),
    },
)
"""The binary operators by precedence, loosest first."""
UNARY: Mapping[str, Callable[[Node], Any]] = {
    "!": lambda value: not is_true(value()),
    "-": lambda value: -as_number(value()),
    "+": lambda value: as_number(value()),
}


class _Parser:
    """Parses text with expressions in it, from left to right."""

    def __init__(self, text: str, context: Context, path: str) -> None:
        self._text = text
        self._context = context
        self._path = path
        self._at = 0

    def words(self, quote: str = "") -> Node:
        """Text up to the quote, or else to the end; a lone expression keeps its type."""
        parts: list[Node | str] = []
        while not (quote and self._text.startswith(quote, self._at)):
            if self._at >= len(self._text):
                if quote:
                    raise self._error(f"{quote} is missing")
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

    def _error(self, problem: str) -> UnplayableError:
        return UnplayableError(self._path, f'"{self._text}": {problem}')

    def _read(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        while self._text[self._at : self._at + 1].isspace():
            self._at += 1
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _accept(self, *signs: str) -> str | None:
        found = self._read(re.compile("|".join(map(re.escape, signs))))
        return found[0] if found else None

    def _expect(self, sign: str) -> None:
        if self._accept(sign):
            return
        found = self._read(TOKEN)
        if sign != "}":
            raise self._error(f"{sign!r} is missing")
        raise self._error(
            f"{found[0]!r} is not expected" if found else "an expression without an end"
        )

    def _value(self) -> Node:
        condition = self._level(0)
        if not self._accept("?"):
            return condition
        first = self._value()
        self._expect(":")
        second = self._value()
        return lambda: first() if is_true(condition()) else second()

    def _level(self, level: int) -> Node:
        if level == len(BINARY):
            return self._signed()
        left = self._level(level + 1)
        while sign := self._accept(*BINARY[level]):
            left = self._guarded(BINARY[level][sign], left, self._level(level + 1))
        return left

    def _signed(self) -> Node:
        sign = self._accept(*UNARY)
        if sign:
            return self._guarded(UNARY[sign], self._signed())
        return self._postfix(self._operand())

    def _operand(self) -> Node:
        if quote := self._accept("'", '"'):
            return self.words(quote)
        if self._accept("("):
            value = self._value()
            self._expect(")")
            return value
        if self._accept("["):
            values = self._list_until("]")
            return lambda: [value() for value in values]
        if self._accept("{"):
            return self._object()
        if found := self._read(NUMBER):
            number = _number(found[1], found[2])
            return lambda: number
        if found := self._read(NAME):
            name = found[0]
            named = (
                CONSTANTS[name] if name in CONSTANTS else _look_up(name, self._context, self._path)
            )
            return lambda: named
        found = self._read(TOKEN)
        if found and found[0] != "}":
            raise self._error(f"{found[0]!r} is not expected")
        raise self._error("ends too early" if found else "an expression without an end")

    def _object(self) -> Node:
        members: dict[Node, Node] = {}
        while not self._accept("}"):
            quote = self._accept("'", '"')
            if not quote:
                raise self._error("a name in quotes is missing")
            name = self.words(quote)
            self._expect(":")
            members[name] = self._value()
            if not self._accept(","):
                self._expect("}")
                break
        return lambda: {as_text(name()): value() for name, value in members.items()}

    def _list_until(self, end: str) -> list[Node]:
        values: list[Node] = []
        while not self._accept(end):
            values.append(self._value())
            if not self._accept(","):
                self._expect(end)
                break
        return values

    def _postfix(self, value: Node) -> Node:
        while sign := self._accept(".", "[", "("):
            if sign == ".":
                found = self._read(NAME)
                if found is None:
                    raise self._error("a name is missing after '.'")
                value = self._member(value, _constant(found[0]))
            elif sign == "[":
                key = self._value()
                self._expect("]")
                value = self._member(value, key)
            else:
                value = self._call(value, self._list_until(")"))
        return value

    def _member(self, value: Node, key: Node) -> Node:
        return self._guarded(lambda: self._member_of(value(), key()))

    def _member_of(self, value: Any, key: Any) -> Any:
        """The member of an object or list under a key; null if there is none, as in APL."""
        if isinstance(value, Library) and key not in value:
            known = ", ".join(sorted(value))
            raise self._error(f"{value.name}.{key} is not known; use one of {known}")
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
        raise self._error(f"{as_text(value)!r} has no {key!r}")

    def _call(self, function: Node, arguments: Sequence[Node]) -> Node:
        def call() -> Any:
            work, values = function(), [argument() for argument in arguments]
            if not callable(work):
                raise self._error(f"{as_text(work)!r} is not a function")
            try:
                inspect.signature(work).bind(*values)
            except TypeError:
                raise self._error(f"the function does not take {len(values)} values") from None
            return work(*values)

        return self._guarded(call)

    def _guarded(self, work: Callable[..., Any], *values: Node) -> Node:
        def done() -> Any:
            try:
                return work(*values)
            except UnplayableError:
                raise
            except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
                raise self._error(str(error)) from error

        return done


def _constant(value: Any) -> Node:
    return lambda: value


def _number(digits: str, unit: str | None) -> int | float:
    number = float(digits) if "." in digits else int(digits)
    return Time(number * 1000) if unit == "s" else number
