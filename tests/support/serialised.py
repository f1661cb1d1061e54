"""A response as it goes over the wire."""

from __future__ import annotations

import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response


def serialised(response: dict[str, Any]) -> dict[str, Any]:
    """The response envelope as plain JSON."""
    plain: dict[str, Any] = json.loads(json.dumps({"version": "1.0", "response": response}))
    return plain


def assert_as_the_sdk_writes(response: dict[str, Any]) -> None:
    """Fail if the SDK's model would write the response, read from its JSON, in another way."""
    text = json.dumps(response)
    read = DefaultSerializer().deserialize(text, Response)
    assert json.dumps(DefaultSerializer().serialize(read)) == text
