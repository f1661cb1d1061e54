"""The guard before the SDK: request types it does not know would raise before any handler."""

from __future__ import annotations

from collections.abc import Mapping

from ask_sdk_model import Request

EMPTY_RESPONSE: Mapping[str, object] = {"version": "1.0", "response": {}}


def is_known_request(request: Mapping[str, object]) -> bool:
    """Whether the SDK's model has a class for the request (an envelope's `request`)."""
    kind = request.get("type")
    return isinstance(kind, str) and kind in Request.discriminator_value_class_map
