"""The stand-ins for `pprint` and `six` are what they stand for, once anything is asked of them.

Each test looks at a process of its own: in this one both are loaded already.
"""

from __future__ import annotations

from abc import ABCMeta

import pytest
import six  # type: ignore[import-untyped]

from skill.fast_sdk.lazy_modules import Later, add_metaclass
from tests.fast_sdk.test_lazy_packages import told_by

AS_TEXT = """
import json
from ask_sdk_model import Slot, Request
shown = [str(Slot(name="leg")), Slot(name="leg").to_dict(), type(Request).__name__]
import sys
print(json.dumps([shown, sys.modules["pprint"].__name__, sys.modules["six"].PY3]))
"""
BY_OTHERS = """
import json
from ask_sdk_model import Request
from six.moves.urllib.parse import quote
import six, pprint
from six import *
from pprint import pformat
from dateutil.parser import parse
print(json.dumps([quote("a b"), pformat([1]), six.text_type("a"), parse("2026-01-05").year]))
"""
UNUSED = """
import json, sys
from ask_sdk_model import Request, Slot
print(json.dumps([type(sys.modules[name]).__name__ for name in ("pprint", "six")]))
"""


@pytest.mark.parametrize("program", [AS_TEXT, BY_OTHERS])
def test_whoever_uses_them_finds_the_modules_themselves(program: str) -> None:
    assert told_by(program) == told_by(program, stock=True)


def test_they_are_not_loaded_before_they_are_used() -> None:
    assert told_by(UNUSED) == ["Later", "Later"]
    assert told_by(UNUSED, stock=True) == ["module", "module"]


def test_a_module_that_is_not_there_is_missed_when_it_is_used() -> None:
    with pytest.raises(ModuleNotFoundError):
        Later("no_such_module", {}).anything  # noqa: B018  # looking at it is the test
    assert not hasattr(Later("no_such_module", {}), "__file__")


def test_a_metaclass_is_added_as_six_adds_it() -> None:
    class Plain:
        """A class with a value."""

        value = 1

    class Slotted:
        """A class with slots."""

        __slots__ = ("value",)

    for cls in (Plain, Slotted):
        ours, theirs = add_metaclass(ABCMeta)(cls), six.add_metaclass(ABCMeta)(cls)
        assert type(ours) is type(theirs) is ABCMeta
        assert (ours.__qualname__, ours.__doc__) == (theirs.__qualname__, theirs.__doc__)
        assert set(vars(ours)) == set(vars(theirs))
