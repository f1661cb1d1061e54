"""How each type of the SDK's model is read from JSON: worked out once a type, then kept.

The stock serializer looks every attribute's type up by its name, again for every value. A plan
knows. It covers what Alexa sends; for all else it raises Unplanned, and the stock serializer has
the last word. There are as many plans as the model has types, whatever requests bring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from importlib import import_module
from marshal import dumps, loads
from typing import Any, cast

from ask_sdk_model import Context

from skill.logs import Log

logger = Log(__name__)

Read = Callable[[Any], Any]
"""From a JSON value, never null, to what the model holds."""

ALWAYS_READ = "system"
"""The part of the context that every request needs; the others are read when asked for."""


class Unplanned(Exception):
    """A type or value that the plans do not cover."""


class Attributes(dict[str, Any]):
    """JSON as it came. The SDK copies the session's deeply, a node at a time, on every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        try:
            return cast("dict[str, Any]", loads(dumps(dict(self))))
        except ValueError:  # what marshal cannot hold, such as an object put in later
            from copy import deepcopy

            return deepcopy(dict(self), memo)


class Plans:
    """The plans made so far. `stock` reads a value of a type as the stock serializer does."""

    def __init__(self, stock: Callable[[Any, Any], Any]) -> None:
        self._stock = stock
        self._by_type: dict[str, Read] = {
            "str": _text,
            "bool": bool,
            "int": _exactly(int),
            "float": _exactly(float),
            "datetime": _timestamp,
            "object": _as_it_is,
            "dict(str, object)": _attributes,
        }
        self._by_class: dict[type, Read] = {}

    def read(self, value: Any, kind: Any) -> Any:
        """The value as a `kind`, a class or a type's name; raises SerializationException."""
        try:
            plan = self._of_type(kind) if isinstance(kind, str) else self._of_class(kind)
            return plan(value)
        except Exception as error:
            # the stock serializer reads it after all, or raises the error everyone knows
            logger.debug("left to the stock serializer: %s", type(error).__name__)
            return self._stock(value, kind)

    def _of_class(self, cls: type) -> Read:
        plan = self._by_class.get(cls)
        if plan is None:
            plan = self._by_class[cls] = self._make(cls)
        return plan

    def _of_type(self, name: str) -> Read:
        plan = self._by_type.get(name)
        if plan is None:
            plan = self._by_type[name] = self._compound(name)
        return plan

    def _compound(self, name: str) -> Read:
        if name.startswith("list[") and "," not in name:
            return _list(self._later(name[len("list[") : -1]))
        if name.startswith("dict(str, "):
            return _dict(self._later(name[len("dict(str, ") : -1]))
        return self._of_class(_class_named(name))

    def _later(self, name: str) -> Read:
        """The plan of a type that may hold itself: looked for at the first value."""
        return lambda value: self._of_type(name)(value)

    def _make(self, cls: type) -> Read:
        if issubclass(cls, Enum):
            return _enum(cls)
        if not hasattr(cls, "deserialized_types"):
            return _as_it_is
        if hasattr(cls, "get_real_child_model"):
            return self._discriminated(cls)
        return self._context() if cls is Context else self._model(cls)

    def _discriminated(self, cls: Any) -> Read:
        """One of several classes; a field of the value says which."""
        models: dict[str, Read] = {}

        def read(value: Any) -> Any:
            name = cls.get_real_child_model(value)
            plan = models.get(name)
            if plan is None:
                plan = models[name] = self._model(_class_named(name))
            return plan(value)

        return read

    def _model(self, cls: Any) -> Read:
        """A class of the model; what the class does not know is set on it all the same."""
        attributes = attributes_by_name(cls)
        types: Mapping[str, str] = cls.deserialized_types
        blank = blank_of(cls)
        reads: dict[str, tuple[str, Read]] = {}
        texts = {name: held for name, held in attributes.items() if types[held] == "str"}

        def read(value: Any) -> Any:
            if type(value) is not dict:
                raise Unplanned(type(value).__name__)
            held = blank.copy()
            unknown = {}
            for name, given in value.items():
                if type(given) is str and name in texts:
                    held[texts[name]] = given
                elif name in reads:
                    attribute, plan = reads[name]
                    held[attribute] = None if given is None else plan(given)
                elif name in attributes:
                    attribute = attributes[name]
                    if given is not None:
                        plan = self._of_type(types[attribute])
                        reads[name] = attribute, plan
                        given = plan(given)
                    held[attribute] = given
                else:
                    unknown[name] = given
            if unknown:
                add_unknown(held, unknown)
            model = cls.__new__(cls)
            model.__dict__ = held
            return model

        return read

    def _context(self) -> Read:
        """The context, of which only what every request needs is read at once."""
        attributes = attributes_by_name(Context)
        types: Mapping[str, str] = Context.deserialized_types
        blank = blank_of(Context)

        def read(value: Any) -> Any:
            if type(value) is not dict:
                raise Unplanned(type(value).__name__)
            held = blank.copy()
            unknown, unread = {}, {}
            for name, given in value.items():
                attribute = attributes.get(name)
                if attribute is None:
                    unknown[name] = given
                elif given is None:
                    held[attribute] = None
                elif attribute == ALWAYS_READ:
                    held[attribute] = self._of_type(types[attribute])(given)
                else:
                    unread[attribute] = (given, types[attribute])
                    del held[attribute]
            if unknown:
                add_unknown(held, unknown)
            context = ContextOnDemand.__new__(ContextOnDemand)
            context.__dict__ = held
            if unread:
                held[UNREAD] = unread
                held[READ] = self.read
            return context

        return read


def attributes_by_name(cls: Any) -> dict[str, str]:
    """The attribute of a class of the model for each name in JSON, in the model's order."""
    given: Mapping[str, str] = getattr(cls, "attribute_map", {})
    attributes = {
        given.get(attribute, attribute): attribute for attribute in cls.deserialized_types
    }
    if len(attributes) < len(cls.deserialized_types):
        raise Unplanned(f"{cls}: two attributes of one name")
    return attributes


def blank_of(cls: Any) -> dict[str, Any]:
    """What an object of the class holds before anything is read into it."""
    blank: dict[str, Any] = vars(cls())
    if not all(value is None or isinstance(value, str | int | float) for value in blank.values()):
        raise Unplanned(f"{cls}: a default that all its objects would share")
    return blank


def add_unknown(held: dict[str, Any], unknown: Mapping[str, Any]) -> None:
    """Keep fields that the model does not know under their own names."""
    for name in unknown:
        if name in held or name.startswith("_"):
            raise Unplanned("a name that is taken")
    held.update(unknown)


def _class_named(name: str) -> Any:
    module, _, cls = name.rpartition(".")
    return getattr(import_module(module), cls)


UNREAD, READ = "_unread", "_read"
"""Where a context keeps what is not read yet, and what reads it."""


class ContextOnDemand(Context):
    """A context whose parts are read when they are first looked at.

    A device with a screen sends many kinds of object in it that most skills never look at. A part
    that cannot be read troubles only whoever looks at it; the stock SDK refuses the whole request.
    """

    def __getattr__(self, name: str) -> Any:
        unread = self.__dict__.get(UNREAD, {})
        if name not in unread:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        try:
            value = self.__dict__[READ](*unread[name])
        except Exception as error:  # as the SDK does for every part of a model
            from ask_sdk_core.exceptions import SerializationException

            raise SerializationException(str(error)) from error
        self.__dict__[name] = value
        del unread[name]
        if not unread:
            del self.__dict__[UNREAD], self.__dict__[READ]
        return value

    def __eq__(self, other: object) -> bool:
        for context in (self, other):
            for name in list(getattr(context, "__dict__", {}).get(UNREAD, {})):
                getattr(context, name)
        return bool(super().__eq__(other))


def _text(value: Any) -> str:
    return value if type(value) is str else str(value)


def _exactly(cls: type) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not cls:
            raise Unplanned(f"no {cls.__name__}")
        return value

    return read


def _timestamp(value: Any) -> datetime:
    """A time as Alexa writes it, 2026-01-05T08:00:00Z. Other forms go to dateutil, as ever."""
    as_usual = type(value) is str and len(value) == 20 and value[19] == "Z" and value[10] == "T"
    if not as_usual or value[4] + value[7] + value[13] + value[16] != "--::":
        raise Unplanned("a timestamp of another form")
    return datetime.fromisoformat(value)


def _as_it_is(value: Any) -> Any:
    return value


def _attributes(value: Any) -> Attributes:
    if type(value) is not dict:
        raise Unplanned("no table")
    return Attributes(value)


def _enum(cls: Any) -> Read:
    members = {member.value: member for member in cls}

    def read(value: Any) -> Any:
        if type(value) is not str or value not in members:
            raise Unplanned("no member")
        return members[value]

    return read


def _list(read: Read) -> Read:
    def read_all(value: Any) -> Any:
        if type(value) is not list:
            raise Unplanned("no list")
        return [None if entry is None else read(entry) for entry in value]

    return read_all


def _dict(read: Read) -> Read:
    def read_all(value: Any) -> Any:
        if type(value) is not dict:
            raise Unplanned("no table")
        return {key: None if entry is None else read(entry) for key, entry in value.items()}

    return read_all
