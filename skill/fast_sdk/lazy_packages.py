"""The packages of `ask_sdk_model`, each name of theirs loaded when it is first asked for.

An `__init__.py` there is nothing but a list of re-exports, `from .slot import Slot`, and importing
one class so imports some 250 modules. Here such a package gets a `__getattr__` of its own (PEP
562) that imports the one module behind a name. No file of the library is changed, and a package
that does anything else in its `__init__.py` is loaded as it always was.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

LIBRARY = "ask_sdk_model"


def install() -> None:
    """Load the library's packages lazily from now on. Once is enough; more does no harm."""
    if not any(isinstance(finder, LazyPackages) for finder in sys.meta_path):
        sys.meta_path.insert(0, LazyPackages())


def uninstall() -> None:
    """Load the library's packages as Python does; those loaded lazily before stay lazy."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, LazyPackages)]


class LazyPackages:
    """A finder on `sys.meta_path`, for the modules of one library."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Python's own spec, with a loader that puts off what a package re-exports."""
        if name != LIBRARY and not name.startswith(f"{LIBRARY}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.submodule_search_locations is None:
            return spec
        if isinstance(spec.loader, SourceFileLoader):
            spec.loader = LazyPackage(name, spec.loader.path)
        return spec


class LazyPackage(SourceFileLoader):
    """Loads a package without what it re-exports."""

    def exec_module(self, module: ModuleType) -> None:
        """Give the module a `__getattr__` in place of its imports."""
        homes = reexports(self.get_data(self.path).decode("utf-8"))
        if homes is None:
            super().exec_module(module)
        else:
            vars(module)["__getattr__"] = _Names(module, homes)


class _Names:
    """A package's `__getattr__`: the module behind a name is imported when it is asked for."""

    def __init__(self, package: ModuleType, homes: Mapping[str, str]) -> None:
        self._package = package
        self._homes = homes

    def __call__(self, name: str) -> Any:
        package = self._package.__name__
        if name == "ServiceClientFactory" and name in self._homes:
            value: Any = service_client_factory
        elif name in self._homes:
            value = getattr(import_module(f"{package}.{self._homes[name]}"), name)
        else:
            return self._submodule(name)
        setattr(self._package, name, value)
        return value

    def _submodule(self, name: str) -> ModuleType:
        """A module of the package: the stock SDK would have loaded it with the rest."""
        missing = AttributeError(f"module {self._package.__name__!r} has no attribute {name!r}")
        if name.startswith("__"):
            raise missing
        try:
            return import_module(f"{self._package.__name__}.{name}")
        except ModuleNotFoundError:
            raise missing from None


def service_client_factory(api_configuration: object) -> Any:
    """The SDK's ServiceClientFactory, its eleven clients loaded when one is made at last.

    `ask_sdk_core.skill` imports the name, but calls it only in a skill with an API client.
    """
    module = import_module(f"{LIBRARY}.services.service_client_factory")
    return module.ServiceClientFactory(api_configuration=api_configuration)


def reexports(source: str) -> dict[str, str] | None:
    """The module behind each re-exported name; None where the source does anything else.

    >>> reexports("from .slot import Slot")
    {'Slot': 'slot'}
    """
    homes = {}
    for line in source.splitlines():
        words = line.split()
        if len(words) == 4 and words[0] == "from" and words[1][0] == "." and words[2] == "import":
            homes[words[3]] = words[1][1:]
        elif line and not line.startswith(("#", "from __future__ import")):
            return None
    return homes
