"""Amazon's own classes for models and manifests, as a strict schema.

Deserialising into them alone lets unknown keys, wrong types and values outside an enum pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from typing import Any

PLAIN: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "object": object,
}


def problems(value: Any, kind: str, place: str) -> Iterator[str]:
    """What is wrong with `value` as a `kind`: a type as the classes themselves name it, such as
    `list[str]`, `dict(str, bool)` or a dotted class name."""
    if inner := re.fullmatch(r"list\[(.+)\]", kind):
        if not isinstance(value, list):
            yield f"{place}: {value!r} is no list"
            return
        for number, entry in enumerate(value):
            yield from problems(entry, inner[1], f"{place}[{number}]")
    elif inner := re.fullmatch(r"dict\(str, (.+)\)", kind):
        if not isinstance(value, dict):
            yield f"{place}: {value!r} is no object"
            return
        for key, entry in value.items():
            yield from problems(entry, inner[1], f"{place}.{key}")
    elif kind in PLAIN:
        if not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) and kind == "int"):
            yield f"{place}: {value!r} is no {kind}"
    else:
        yield from _class_problems(value, _class(kind), place)


def _class(name: str) -> Any:
    module, _, last = name.rpartition(".")
    return getattr(import_module(module), last)


def _class_problems(value: Any, kind: Any, place: str) -> Iterator[str]:
    if issubclass(kind, Enum):
        if value not in {member.value for member in kind}:
            yield f"{place}: {value!r} is none of {kind.__name__}"
        return
    if not isinstance(value, dict):
        yield f"{place}: {value!r} is no object"
        return
    variants = getattr(kind, "discriminator_value_class_map", None)
    if variants:
        chosen = value.get(kind.json_discriminator_key)
        if chosen not in variants:
            yield f"{place}: {chosen!r} is no {kind.__name__}"
            return
        kind = _class(variants[chosen])
    fields = {json: attribute for attribute, json in kind.attribute_map.items()}
    for key, entry in value.items():
        if key not in fields:
            yield f"{place}: {key!r} is no field of {kind.__name__}"
        else:
            yield from problems(entry, kind.deserialized_types[fields[key]], f"{place}.{key}")
