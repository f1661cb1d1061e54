"""A filter in front of the SDK, which raises on values it does not know before any handler runs.

Amazon adds request types and enum values at any time. A type without a class in the SDK gets an
empty answer; an unknown value is left out. A time given as a number is rewritten as the SDK reads
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from typing import Any

from ask_sdk_model import Request, RequestEnvelope

from skill.alexa.runtime.request import number_ms

_NEWS = object()


def is_known_request(request: Mapping[str, object]) -> bool:
    """Whether the SDK's model has a class for the request (an envelope's `request`)."""
    kind = request.get("type")
    return isinstance(kind, str) and kind in Request.discriminator_value_class_map


def without_news(envelope: Mapping[str, object]) -> dict[str, Any]:
    """The envelope without enum values and object types that the SDK's model lacks.

    Values of a wrong type stay: they are not new but nonsense.
    """
    known = _known(dict(envelope), RequestEnvelope)
    return {} if known is _NEWS else known


def _known(value: Any, kind: Any) -> Any:
    """The known part of a value of a type, as the model names it; _NEWS if nothing is known."""
    if isinstance(kind, str):
        if kind.startswith("list["):
            return _entries(value, kind[len("list[") : -1])
        if kind.startswith("dict("):
            return _fields(value, kind.partition(", ")[2][:-1])
        if kind == "datetime":
            return _time(value)
        if "." not in kind:
            return value
        kind = _class(kind)
    if issubclass(kind, Enum):
        return value if value is None or value in [member.value for member in kind] else _NEWS
    if not isinstance(value, dict) or not hasattr(kind, "deserialized_types"):
        return value
    if hasattr(kind, "get_real_child_model"):
        name = value.get(kind.json_discriminator_key)
        real = kind.discriminator_value_class_map.get(name) if isinstance(name, str) else None
        if real is None:
            return _NEWS
        kind = _class(real)
    names = {json: attribute for attribute, json in kind.attribute_map.items()}
    read = {
        name: _known(entry, kind.deserialized_types[names[name]]) if name in names else entry
        for name, entry in value.items()
    }
    return {name: entry for name, entry in read.items() if entry is not _NEWS}


def _entries(value: Any, kind: str) -> Any:
    if not isinstance(value, list):
        return value
    return [known for entry in value if (known := _known(entry, kind)) is not _NEWS]


def _fields(value: Any, kind: str) -> Any:
    if not isinstance(value, dict):
        return value
    read = {name: _known(entry, kind) for name, entry in value.items()}
    return {name: known for name, known in read.items() if known is not _NEWS}


def _time(value: Any) -> Any:
    """A time given as a number, as the text that the SDK can read."""
    moment_ms = number_ms(value)
    if moment_ms is None:
        return value
    return datetime.fromtimestamp(moment_ms / 1000, UTC).isoformat()


def _class(name: str) -> Any:
    module, _, last = name.rpartition(".")
    return getattr(import_module(module), last)
