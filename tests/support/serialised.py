"""A response as it goes over the wire."""

from __future__ import annotations

import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response, ResponseEnvelope


def serialised(response: Response) -> dict[str, Any]:
    """The response envelope as plain JSON."""
    envelope = ResponseEnvelope(version="1.0", response=response)
    plain: dict[str, Any] = json.loads(json.dumps(DefaultSerializer().serialize(envelope)))
    return plain
