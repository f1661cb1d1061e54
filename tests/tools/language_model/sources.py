"""The sources and what is made of them, read once for all tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from skill.tools.language_model.generate import Read, build_files, reader, sources_from
from skill.tools.language_model.sentences import Intent
from skill.tools.language_model.slot_types import Value


@cache
def _read() -> Read:
    return reader(sources_from({}))


def intents() -> tuple[Intent, ...]:
    return _read()("en")[0]


def types() -> Mapping[str, tuple[Value, ...]]:
    return _read()("en")[1]


@cache
def files() -> Mapping[str, str]:
    return build_files(read=_read())
