"""Data binding: "${payload.hold.seconds} seconds" with the document's data in its place.

value    : or ('?' value ':' value)?
operators: ?? || && == != < > <= >= + - * / % ! -, by their usual precedence
operands : 12 1.5 'words' "words" true false null name @resource a.b a[0] a.length (value)
           Math.min(a, b), Math.max, Math.floor, Math.ceil, Math.round, Math.abs,
           String.toUpperCase(a), String.toLowerCase(a)
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from skill.tools.apla_render.problems import UnplayableError

Context = Mapping[str, Any]
"""The names that an expression can use; resources begin with @."""

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|"[^"]*")|(?P<name>@?[A-Za-z_]\w*)"""
    r"""|(?P<sign>\?\?|\|\||&&|==|!=|<=|>=|[-+*/%<>!?:.()\[\],]))"""
)
EXPRESSION = re.compile(r"\$\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}")
CONSTANTS = {"true": True, "false": False, "null": None}


def bound(value: Any, context: Context, path: str) -> Any:
    """The value with its expressions worked out; a lone expression keeps its type.

    Raises UnplayableError.
    """
    if not isinstance(value, str):
        return value
    if value.startswith("@") and re.fullmatch(r"@[A-Za-z_]\w*", value):
        return _looked_up(value, context, path)
    alone = EXPRESSION.fullmatch(value)
    if alone:
        return _evaluated(alone[1], context, path)
    filled = EXPRESSION.sub(lambda found: as_text(_evaluated(found[1], context, path)), value)
    if "${" in EXPRESSION.sub("", value):
        raise UnplayableError(path, f'"{value}" has an expression without an end')
    return filled


def as_text(value: Any) -> str:
    """How a value reads inside words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_true(value: Any) -> bool:
    """What counts as true: all but false, null, 0 and ""; an empty list does."""
    return value is not None and value is not False and value != 0 and value != ""


def _looked_up(name: str, context: Context, path: str) -> Any:
    if name not in context:
        known = ", ".join(sorted(context)) or "none"
        raise UnplayableError(path, f'"{name}" is not known here; the names are: {known}')
    return context[name]


def _evaluated(text: str, context: Context, path: str) -> Any:
    return _Expression(text, context, path).value()


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        return as_text(left) + as_text(right)
    return left + right


def _equal(left: Any, right: Any) -> bool:
    return bool(left == right)


Operator = Callable[[Any, Any], Any]
LEVELS: tuple[Mapping[str, Operator], ...] = (
    {"==": _equal, "!=": lambda left, right: not _equal(left, right)},
    {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge},
    {"+": _plus, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv, "%": operator.mod},
)
"""The operators that need both sides, the loosest first."""

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "Math.min": min,
    "Math.max": max,
    "Math.floor": math.floor,
    "Math.ceil": math.ceil,
    "Math.round": lambda value: math.floor(value + 0.5),
    "Math.abs": abs,
    "String.toUpperCase": lambda text: as_text(text).upper(),
    "String.toLowerCase": lambda text: as_text(text).lower(),
}


class _Expression:
    """One expression, read from left to right."""

    def __init__(self, text: str, context: Context, path: str) -> None:
        self._text = text
        self._context = context
        self._path = path
        self._tokens: list[tuple[str, str]] = []
        at = 0
        stripped = text.rstrip()
        while at < len(stripped):
            found = TOKEN.match(stripped, at)
            if found is None:
                raise self._wrong(f"{stripped[at:]!r} is not understood")
            self._tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
            at = found.end()

    def value(self) -> Any:
        """The value of the whole expression."""
        value = self._choice()
        if self._tokens:
            raise self._wrong(f"{self._tokens[0][1]!r} is not expected")
        return value

    def _wrong(self, problem: str) -> UnplayableError:
        return UnplayableError(self._path, f"${{{self._text}}}: {problem}")

    def _takes(self, *signs: str) -> str | None:
        if self._tokens and self._tokens[0][0] == "sign" and self._tokens[0][1] in signs:
            return self._tokens.pop(0)[1]
        return None

    def _expect(self, sign: str) -> None:
        if self._takes(sign) is None:
            raise self._wrong(f"{sign!r} is missing")

    def _choice(self) -> Any:
        condition = self._or()
        if self._takes("?") is None:
            return condition
        first = self._choice()
        self._expect(":")
        second = self._choice()
        return first if is_true(condition) else second

    def _or(self) -> Any:
        left = self._and()
        while sign := self._takes("||", "??"):
            right = self._and()
            keeps = left is not None if sign == "??" else is_true(left)
            left = left if keeps else right
        return left

    def _and(self) -> Any:
        left = self._level(0)
        while self._takes("&&"):
            right = self._level(0)
            left = right if is_true(left) else left
        return left

    def _level(self, level: int) -> Any:
        if level == len(LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while sign := self._takes(*LEVELS[level]):
            right = self._level(level + 1)
            left = self._tried(LEVELS[level][sign], left, right)
        return left

    def _signed(self) -> Any:
        if self._takes("!"):
            return not is_true(self._signed())
        if self._takes("-"):
            return self._tried(operator.neg, self._signed())
        return self._reached(self._operand())

    def _operand(self) -> Any:
        if not self._tokens:
            raise self._wrong("ends too early")
        kind, token = self._tokens.pop(0)
        if kind == "number":
            return float(token) if "." in token else int(token)
        if kind == "text":
            return token[1:-1]
        if kind == "sign":
            if token != "(":
                raise self._wrong(f"{token!r} is not expected")
            value = self._choice()
            self._expect(")")
            return value
        if token in ("Math", "String") and self._takes("."):
            return self._called(token)
        if token in CONSTANTS:
            return CONSTANTS[token]
        return _looked_up(token, self._context, self._path)

    def _called(self, owner: str) -> Any:
        kind, member = self._tokens.pop(0) if self._tokens else ("", "")
        name = f"{owner}.{member}"
        if kind != "name" or name not in FUNCTIONS:
            raise self._wrong(f"{name} is not known here; {', '.join(FUNCTIONS)} are")
        self._expect("(")
        values = [self._choice()]
        while self._takes(","):
            values.append(self._choice())
        self._expect(")")
        return self._tried(FUNCTIONS[name], *values)

    def _reached(self, value: Any) -> Any:
        while sign := self._takes(".", "["):
            if sign == ".":
                kind, key = self._tokens.pop(0) if self._tokens else ("", "")
                if kind != "name":
                    raise self._wrong("a name is missing after '.'")
                value = self._member(value, key)
            else:
                key = self._choice()
                self._expect("]")
                value = self._member(value, key)
        return value

    def _member(self, value: Any, key: Any) -> Any:
        """What an object or list holds under a key; null where it holds nothing, as in APL."""
        if isinstance(value, Mapping):
            return value.get(key)
        if isinstance(value, list | str) and key == "length":
            return len(value)
        if isinstance(value, list) and type(key) is int:
            inside = -len(value) <= key < len(value)
            return value[key] if inside else None
        if value is None:
            return None
        raise self._wrong(f"{as_text(value)!r} has no {key!r}")

    def _tried(self, work: Callable[..., Any], *values: Any) -> Any:
        try:
            return work(*values)
        except (TypeError, ZeroDivisionError, OverflowError) as error:
            raise self._wrong(str(error)) from error
