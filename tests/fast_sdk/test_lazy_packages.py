"""The lazy packages name what the stock ones name, and a cold start loads little.

Each test looks at a process of its own: in this one the SDK is loaded already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from skill.fast_sdk.lazy_packages import reexports
from skill.fast_sdk.switch import STOCK_SETTING

EVERY_NAME = """
import importlib, json, pkgutil, ask_sdk_model
from skill.fast_sdk.lazy_packages import reexports
named = {}
walk = pkgutil.walk_packages(ask_sdk_model.__path__, "ask_sdk_model.")
for package in ["ask_sdk_model", *(m.name for m in walk if m.ispkg)]:
    module = importlib.import_module(package)
    with open(module.__file__, encoding="utf-8") as file:
        names = reexports(file.read())
    for name in names:
        if name != "ServiceClientFactory":
            value = getattr(module, name)
            named[f"{package}.{name}"] = f"{value.__module__}.{value.__qualname__}"
            assert getattr(module, name) is value
print(json.dumps(named))
"""
A_FACTORY = """
import json
from ask_sdk_core.skill import ServiceClientFactory
from ask_sdk_model.services import ApiConfiguration
factory = ServiceClientFactory(api_configuration=ApiConfiguration(api_endpoint="https://there"))
client = factory.get_directive_service()
print(json.dumps([type(factory).__module__, type(client).__name__, client._api_endpoint]))
"""
ODD_NAMES = """
import json
import ask_sdk_model, ask_sdk_model.services
from ask_sdk_model.interfaces.display import *
submodule = ask_sdk_model.services.directive.__name__
missing = [hasattr(ask_sdk_model, name) for name in ("Nothing", "__nothing__", "no_such_module")]
print(json.dumps([submodule, missing]))
"""
PREPARED = "import os; from skill.fast_sdk.switch import prepare_sdk; prepare_sdk(os.environ)\n"


def told_by(program: str, *, stock: bool = False) -> Any:
    """What a Python process of its own prints, as JSON."""
    environ = {**os.environ, STOCK_SETTING: "1" if stock else "", "PYTHONPATH": ".:lambda"}
    ran = subprocess.run(
        [sys.executable, "-c", PREPARED + program],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_name_of_every_package_is_the_same_class() -> None:
    lazy = told_by(EVERY_NAME)

    assert len(lazy) > 500
    assert lazy == told_by(EVERY_NAME, stock=True)


@pytest.mark.parametrize("program", [A_FACTORY, ODD_NAMES])
def test_what_is_rarely_asked_for_is_found_all_the_same(program: str) -> None:
    assert told_by(program) == told_by(program, stock=True)


@pytest.mark.parametrize(
    "source", ["import os", "from .slot import Slot, Other", "NAMES = []", '"""Text."""']
)
def test_a_package_that_does_more_than_to_name_classes_is_loaded_as_ever(source: str) -> None:
    assert reexports(f"# coding: utf-8\nfrom .slot import Slot\n{source}\n") is None
    assert reexports("# coding: utf-8\n\nfrom .slot import Slot\n") == {"Slot": "slot"}
