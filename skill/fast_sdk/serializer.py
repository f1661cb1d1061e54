"""The SDK's serializer with kept plans; `skill.serializer` is the place the SDK gives for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from skill.fast_sdk.plans import Attributes, Plans
from skill.plain_json import KeptJson, OpenJson, PlainJson

if TYPE_CHECKING:
    from ask_sdk_core.serialize import DefaultSerializer
else:
    DefaultSerializer = object  # it is only loaded for what is left to it

ATOMS = frozenset((str, int, float, bool, type(None)))
"""What JSON holds as it is."""
AS_IT_IS = frozenset((*ATOMS, PlainJson, KeptJson, OpenJson, Attributes))
"""What is written as it is."""


class FastSerializer(DefaultSerializer):
    """Reads and writes what the stock serializer does, and leaves to it whatever is unusual."""

    def __init__(self) -> None:
        self._plans = Plans(self._as_stock)
        self._fields: dict[type, tuple[tuple[str, str], ...]] = {}

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        """An object of `obj_type` from JSON text; raises SerializationException."""
        try:
            parsed = json.loads(payload)
        except (TypeError, ValueError):
            return _stock().deserialize(payload, obj_type)
        return self.read(parsed, obj_type)

    def read(self, parsed: Any, obj_type: Any) -> Any:
        """An object of `obj_type` from JSON parsed before; raises SerializationException.

        What the model types as `object`, such as a session's attributes, is not copied.
        """
        return None if parsed is None else self._plans.read(parsed, obj_type)

    def _as_stock(self, parsed: Any, obj_type: Any) -> Any:
        return _stock().deserialize(json.dumps(parsed), obj_type)

    def serialize(self, obj: Any) -> Any:
        """Plain JSON of a model object, or of a list or table with such in it."""
        cls = obj.__class__
        if cls in AS_IT_IS:
            return obj
        if cls is dict:
            return {
                key: value if value.__class__ in AS_IT_IS else self.serialize(value)
                for key, value in obj.items()
            }
        if cls is list:
            return [
                value if value.__class__ in AS_IT_IS else self.serialize(value) for value in obj
            ]
        fields = self._fields.get(cls)
        if fields is None:
            if not (cls.__module__.startswith("ask_sdk_model.") and _is_model(cls)):
                return _stock().serialize(obj)
            fields = self._fields[cls] = _fields_of(cls)
        written = {}
        for name, attribute in fields:
            value = getattr(obj, attribute)
            if value is not None:
                written[name] = value if value.__class__ in AS_IT_IS else self.serialize(value)
        return written


def _stock() -> DefaultSerializer:
    from ask_sdk_core.serialize import DefaultSerializer

    return DefaultSerializer()


def _fields_of(cls: Any) -> tuple[tuple[str, str], ...]:
    """The name in JSON and the attribute of everything a class of the model writes, in order."""
    names: Mapping[str, str] = getattr(cls, "attribute_map", {})
    return tuple(
        (names.get(attribute, attribute), attribute) for attribute in cls.deserialized_types
    )


def _is_model(cls: type) -> bool:
    return hasattr(cls, "deserialized_types") and not issubclass(cls, dict | list | tuple)


def read_envelope(serializer: Any, envelope: Mapping[str, object], obj_type: type) -> Any:
    """The envelope as the SDK's object, from a table: JSON text is made only where it must be."""
    if isinstance(serializer, FastSerializer):
        return serializer.read(envelope, obj_type)
    return serializer.deserialize(payload=json.dumps(envelope), obj_type=obj_type)
