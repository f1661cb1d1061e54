"""JSON that is passed on as it is, and its text, put together from what is the same every time."""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii
from typing import Any

ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class KeptJson(dict[str, Any]):
    """A table of JSON whose text is worked out once and kept: leave it as it is."""

    @property
    def text(self) -> str:
        """The table as compact JSON."""
        kept: str | None = self.__dict__.get("_text")
        if kept is None:
            kept = self.__dict__["_text"] = ENCODER.encode(self)
        return kept


class OpenJson(dict[str, Any]):
    """A table of JSON with one whose text is kept among its values."""


def text_of(value: Any) -> str:
    """Compact JSON, the same text as `json.dumps` makes: texts that are kept are not made anew."""
    cls = value.__class__
    if cls is dict:
        parts = [f"{encode_basestring_ascii(key)}:{text_of(part)}" for key, part in value.items()]
    elif cls is OpenJson:
        parts = [f"{encode_basestring_ascii(key)}:{_leaf(part)}" for key, part in value.items()]
    elif cls is list:
        return f"[{','.join(map(text_of, value))}]"
    else:
        return _leaf(value)
    return f"{{{','.join(parts)}}}"


def _leaf(value: Any) -> str:
    if value.__class__ is str:
        return encode_basestring_ascii(value)
    if isinstance(value, KeptJson):
        return value.text
    return text_of(value) if value.__class__ is OpenJson else ENCODER.encode(value)
