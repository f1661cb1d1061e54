"""JSON of every class of the SDK's model, made from what the classes say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from typing import Any

from ask_sdk_model import Context, Request, Session

Json = Any
DEPTH = 6
"""Types that hold themselves end here."""
PLAIN: dict[str, Json] = {
    "str": "some text",
    "bool": True,
    "int": 7,
    "float": 0.5,
    "datetime": "2026-01-05T08:00:00Z",
    "object": {"anything": [1, None, {"deep": "er"}]},
}


def example(kind: str, depth: int = 0) -> Json:
    """A full value of a type, by the name the model gives it."""
    if kind in PLAIN:
        return PLAIN[kind]
    if kind.startswith("list["):
        return [example(kind[5:-1], depth), None]
    if kind.startswith("dict("):
        return {"key": example(kind.partition(", ")[2][:-1], depth), "empty": None}
    return example_of(class_named(kind), depth)


def example_of(cls: Any, depth: int = 0) -> Json:
    """A full value of a class; of one with children, the first child."""
    if issubclass(cls, Enum):
        return next(iter(cls)).value
    children = getattr(cls, "discriminator_value_class_map", None)
    if children is None:
        return _fields(cls, depth)
    kind, child = next(iter(children.items()))
    return {**_fields(class_named(child), depth), cls.json_discriminator_key: kind}


def _fields(cls: Any, depth: int) -> Json:
    if depth == DEPTH:
        return {}
    names = getattr(cls, "attribute_map", {})
    return {
        names.get(attribute, attribute): example(kind, depth + 1)
        for attribute, kind in cls.deserialized_types.items()
    }


def class_named(name: str) -> Any:
    module, _, cls = name.rpartition(".")
    return getattr(import_module(module), cls)


def request_of(kind: str) -> Json:
    """A full request of a type, such as "LaunchRequest"."""
    cls = class_named(Request.discriminator_value_class_map[kind])
    return {**_fields(cls, 1), "type": kind}


def envelope_of(kind: str) -> Json:
    """A full envelope around a request of that type."""
    return {
        "version": "1.0",
        "session": example_of(Session),
        "context": example_of(Context),
        "request": request_of(kind),
    }


def places(value: Json, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within a value."""
    if at:
        yield at
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*at, key))
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*at, index))


def changed(value: Json, at: tuple[Any, ...], odd: Json) -> Json:
    """A copy with something else in one place."""
    head, *rest = at
    inside = changed(value[head], tuple(rest), odd) if rest else odd
    if isinstance(value, dict):
        return {**value, head: inside}
    return [*value[:head], inside, *value[head + 1 :]]
