"""Modules that every module of the SDK's model imports and hardly any uses.

`pprint` (for `to_str`, and 6 ms of a cold start with all that it imports in turn) and `six` (for
`add_metaclass`, and to walk a table in `to_dict`) get a stand-in where they are not loaded yet. It
is the module itself from the first time anything else of it is asked for, whoever asks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def install() -> None:
    """Put the stand-ins in place. A module that is loaded already stays as it is."""
    known: Mapping[str, Mapping[str, object]] = {
        "pprint": {},
        "six": {"add_metaclass": add_metaclass},
    }
    for name, attributes in known.items():
        if name not in sys.modules:
            sys.modules[name] = Later(name, attributes)


class Later(ModuleType):
    """A module that is loaded when it is first looked at, but for what is `known` of it."""

    def __init__(self, name: str, known: Mapping[str, object]) -> None:
        super().__init__(name)
        vars(self).update(known)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__all__", "__path__"):
            raise AttributeError(name)  # what those ask who look through all modules
        if sys.modules.get(self.__name__) is self:
            sys.modules.pop(self.__name__, None)
        real = import_module(self.__name__)
        vars(self).update(vars(real))
        return getattr(real, name)


def add_metaclass(metaclass: type) -> Any:
    """`six.add_metaclass`, for classes without slots: the class made anew with a metaclass."""

    def made(cls: Any) -> Any:
        held = dict(cls.__dict__)
        if "__slots__" in held:
            return import_module("six").add_metaclass(metaclass)(cls)
        held.pop("__dict__", None)
        held.pop("__weakref__", None)
        held["__qualname__"] = cls.__qualname__
        return metaclass(cls.__name__, cls.__bases__, held)

    return made
